"""Whom we believe that a server is who it says: for relays and for mailboxes alike."""

from __future__ import annotations

import ssl
from pathlib import Path

from digest.files import read_whole


def trust(ca_file: str, key: str = "ca_file") -> ssl.SSLContext:
    """Verify certificates and names, by the system's authorities and those in a file that a setting names by ``key``.

    Raises:
        OSError: the file cannot be read, or holds no certificates.
    """
    context = ssl.create_default_context()
    if ca_file:
        try:
            read_whole(Path(ca_file), most=0)  # OpenSSL would wait for a pipe's end
            context.load_verify_locations(cafile=ca_file)
        except OSError as fault:  # ssl.SSLError is one
            raise OSError(f"{key} {ca_file} cannot be used as a list of certificates ({fault}).") from fault
    return context
