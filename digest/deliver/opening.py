"""Opening the relay that the settings describe."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from digest.deliver.files import FileRelay, put_eml, put_maildir
from digest.deliver.relay import Relay, RelaySettings
from digest.deliver.smtp import SmtpRelay
from digest.errors import SettingsError


@asynccontextmanager
async def open_relay(settings: RelaySettings) -> AsyncIterator[Relay]:
    """Open the relay that the settings describe; connections are made when letters come.

    Raises:
        SettingsError: the settings contradict themselves.
    """
    if settings.kind == "maildir":
        yield FileRelay(settings, put_maildir)
    elif settings.kind == "folder":
        yield FileRelay(settings, put_eml)
    elif settings.kind == "smtp":
        relay = SmtpRelay(settings)
        try:
            yield relay
        finally:
            await relay.close()
    else:
        raise SettingsError(f"relay.kind {settings.kind!r} is none of smtp, maildir, folder.", key="relay.kind")
