"""Letters to hand over, and a relay that leads to a test's server."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from digest.deliver import RelaySettings
from digest.model import Letter

MESSAGE = (
    b"From: The Harbour Post <morning@harbourpost.example>\r\n"
    b"To: alice@example.org\r\n"
    b"Subject: =?utf-8?q?Die_Flut_kommt_um_zehn?=\r\n"
    b"Message-ID: <1.1@harbourpost.example>\r\n"
    b"MIME-Version: 1.0\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n"
    b"Content-Transfer-Encoding: quoted-printable\r\n"
    b"\r\n"
    b"Die Tore schlie=C3=9Fen um neun.  =\r\n"
    b"=2EEine Zeile, die mit einem Punkt begann.\r\n"
    b"\r\n"
    b"\r\n"
)


def a_letter(**fields: Any) -> Letter:
    return Letter(
        **{
            "delivery_id": 1,
            "envelope_from": "bounce+1@harbourpost.example",
            "envelope_to": "alice@example.org",
            "message": MESSAGE,
            **fields,
        }
    )


def letters_to(addresses: Sequence[str]) -> list[Letter]:
    """One letter each, with ids from 1."""
    return [a_letter(delivery_id=i, envelope_to=address) for i, address in enumerate(addresses, 1)]


class Listening(Protocol):
    """A server of tests.smtp_servers."""

    host: str
    port: int


def relay_to(server: Listening, **fields: Any) -> RelaySettings:
    """The settings of a relay without TLS that leads to a server; times are short, so that a fault shows soon."""
    usual = {"tls": "none", "connections": 1, "connect_timeout": 5.0, "command_timeout": 5.0, "data_timeout": 5.0}
    return RelaySettings(**{**usual, "host": server.host, "port": server.port, **fields})
