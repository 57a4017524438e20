"""Addresses of mailboxes in which newsletters of others come: imaps://desk@mail.example.org/INBOX. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from digest.errors import SettingsError

PORTS = {"imaps": 993, "imap": 143}
TLS = {"imaps": "implicit", "imap": "starttls"}  # without either nobody is told a password


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """A folder on an IMAP server."""

    host: str
    port: int
    tls: str
    username: str
    folder: str


def is_inbox_address(url: str) -> bool:
    """Whether an address is one of an IMAP folder."""
    return url.partition("://")[0].lower() in PORTS


def inbox_of(url: str) -> Inbox:
    """The mailbox that an address names (RFC 5092, as far as user, host, port and folder go).

    Raises:
        SettingsError: it names none, or holds a password.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    if not host or not is_inbox_address(url):
        raise SettingsError(
            f"{without_password(url)!r} is no mailbox; expected an address like imaps://desk@mail.example.org/INBOX.",
            key="sources",
        )
    refuse_password(url)
    return Inbox(
        host=host,
        port=port or PORTS[parts.scheme],
        tls=TLS[parts.scheme],
        username=unquote(parts.username or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
    )


def refuse_password(url: str) -> None:
    """Let no password into a database or a log by way of an address.

    Raises:
        SettingsError: there is one in it.
    """
    if without_password(url) != url:
        raise SettingsError(
            f"{without_password(url)}: there is a password in the address, and addresses are shown and stored; "
            f"put username and password_file into [[sources]] of digest.toml instead.",
            key="sources",
        )


def without_password(url: str) -> str:
    """An address as it may be shown: of "user:password@" only the user."""
    scheme, there, rest = url.partition("://")
    netloc, slash, path = rest.partition("/")
    user, at, host = netloc.rpartition("@")
    return f"{scheme}{there}{user.partition(':')[0]}{at}{host}{slash}{path}"
