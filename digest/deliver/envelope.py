"""An envelope as SMTP says it. Pure; RFC 5321 §4.1.2, RFC 6531 §3.3.

What cannot be said is found here, before anything is sent, so that one impossible address is that
reader's affair and never the connection's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from digest.deliver.verdict import Phase, from_reply, refused_here
from digest.model import Letter, Verdict, VerdictKind

_UNSAYABLE = re.compile(r"[<>\s]")
WIDE = re.compile(r"\bsmtputf8\b|\bnon-ascii\b|\binternationali[sz]ed\b", re.IGNORECASE)
NOT_UNDERSTOOD = (501, 504, 555)  # parameters of MAIL
LONGEST_PATH = 256  # octets with the angle brackets, RFC 5321 §4.5.3.1.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Both paths in angle brackets, and whether they need SMTPUTF8 (RFC 6531)."""

    sender: bytes
    recipient: bytes
    utf8: bool

    @classmethod
    def of(cls, letter: Letter) -> Self:
        """The envelope of a letter.

        Raises:
            UnsayableAddress: an address cannot be written in a command; ``ours`` tells whose it is.
        """
        return cls(
            sender=path(letter.envelope_from, ours=True),
            recipient=path(letter.envelope_to, ours=False),
            utf8=letter.needs_smtputf8 or not (letter.envelope_from + letter.envelope_to).isascii(),
        )


class UnsayableAddress(ValueError):
    """An address that no SMTP command can hold. ``ours``: it is the return path, not a reader's."""

    def __init__(self, message: str, *, ours: bool) -> None:
        self.ours = ours
        super().__init__(message)


def unsayable(fault: UnsayableAddress) -> Verdict:
    """The verdict on a letter with such an address: that reader's end, or our own fault."""
    if fault.ours:
        return from_reply(501, f"5.1.7 the return path cannot be used: {fault}", Phase.MAIL)
    return refused_here(str(fault), "5.1.3", 553)


def of_wide_letter(letter: Letter, verdict: Verdict) -> Verdict:
    """The verdict, but where a relay that offers SMTPUTF8 does not take a letter that needs it: that is its reader's.

    It says nothing of the letters that need no such thing, and shall not stop them.
    """
    if verdict.kind is not VerdictKind.SENDER_FAULT or verdict.connecting or not Envelope.of(letter).utf8:
        return verdict
    unclear = verdict.code in NOT_UNDERSTOOD and not verdict.enhanced.startswith(("5.1.", "5.7."))
    if not unclear and not verdict.enhanced.startswith("5.6.") and not WIDE.search(verdict.text):
        return verdict
    return refused_here(f"the relay offers SMTPUTF8 and does not take such an address: {verdict.answer}", "5.6.7", 553)


def path(address: str, *, ours: bool) -> bytes:
    """An address in angle brackets. The return path alone may be empty (RFC 5321 §4.5.5).

    Raises:
        UnsayableAddress: it is empty, too long, or holds what would end the path or the command.
    """
    if not address and not ours:
        raise UnsayableAddress("There is no address.", ours=ours)
    if _UNSAYABLE.search(address) or not address.isprintable():
        raise UnsayableAddress(f"{address[:100]!a} holds a character that no address in SMTP may hold.", ours=ours)
    written = b"<" + address.encode() + b">"
    if len(written) > LONGEST_PATH:
        raise UnsayableAddress(f"{address[:40]!a}… is longer than an address in SMTP may be.", ours=ours)
    return written
