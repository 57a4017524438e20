"""MAIL, RCPT and DATA: how they are said, together or one by one, and how a line is left after a no."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import aiosmtplib

from digest.deliver.connecting import Answered
from digest.deliver.envelope import Envelope, UnsayableAddress
from digest.deliver.line import Line
from digest.deliver.replies import Replies
from digest.deliver.verdict import Phase, from_reply, refused_here
from digest.model import Letter, Verdict, VerdictKind

BAD_SEQUENCE = 503
WANTED = ((Phase.MAIL, (250,)), (Phase.RCPT, (250, 251, 252)), (Phase.DATA, (354,)))


@dataclass(frozen=True, slots=True)
class Proposal:
    """An envelope that the server has been given, DATA included; ``replies`` will be its three answers."""

    letter: Letter
    replies: asyncio.Future[Replies]


def is_out_of_step(replies: Replies) -> bool:
    """Whether a no in RCPT's place was said to MAIL: DATA behind it would be refused, never answered with 2xx."""
    return len(replies) == len(WANTED) and replies[1].code >= 400 and 200 <= replies[2].code < 300


def is_about_earlier(verdict: Verdict, phase: Phase, line: Line) -> bool:
    """Whether what a kept connection answered is about what was carried on it before, and not about this letter.

    Servers close connections that they have had enough of, with or without a word. Others keep a letter's envelope when
    they have refused its message (Postfix's smtpd_end_of_data_restrictions): the next MAIL is out of sequence.
    """
    if verdict.kind is VerdictKind.RELAY_DOWN:
        return not line.is_open
    return verdict.code == BAD_SEQUENCE and phase < Phase.DOT


async def clean_up(line: Line, refusal: int, replies: Replies) -> None:
    """After a no to one of three commands that went together, leave the line clean, or not at all."""
    if refusal == 421 or not 400 <= refusal < 600 or len(replies) < len(WANTED):
        line.drop()
    elif replies[0].code != 250 and replies[2].code == 354:
        line.drop()  # it would put a message under an earlier envelope: somebody would get an empty letter
    elif replies[2].code == 354:
        # RFC 2920 §3.1: some servers ask for the message though they took nobody; a lone dot ends that.
        await line.end_of_nothing()
    else:
        await line.reset()


async def one_by_one(line: Line, envelope: Envelope, options: list[bytes]) -> None:
    """MAIL, RCPT and DATA, each when the one before was answered.

    Raises:
        Answered: no to one of them; the connection is clean, or gone.
    """
    commands = ((b"MAIL", b"FROM:" + envelope.sender, *options), (b"RCPT", b"TO:" + envelope.recipient), (b"DATA",))
    for words, (phase, wanted) in zip(commands, WANTED, strict=True):
        await line.say(phase, *words, wanted=wanted)


def written(envelope: Envelope, options: list[bytes]) -> bytes:
    """MAIL, RCPT and DATA in one write. An ``Envelope`` holds nothing that could end a line."""
    extra = b"".join(b" " + option for option in options)
    return b"MAIL FROM:%b%b\r\nRCPT TO:%b\r\nDATA\r\n" % (envelope.sender, extra, envelope.recipient)


def said_of(letter: Letter, client: aiosmtplib.SMTP) -> bytes:
    """Its envelope for the wire; empty where it has none, which shows when its turn comes."""
    try:
        envelope = Envelope.of(letter)
        return written(envelope, mail_options(client, len(letter.message), envelope))
    except (UnsayableAddress, Answered):
        return b""


def mail_options(client: aiosmtplib.SMTP, size: int, envelope: Envelope) -> list[bytes]:
    """The parameters of MAIL (RFC 1870, RFC 6531). ``size`` is in bytes.

    Raises:
        Answered: the server has already said that it cannot take this letter.
    """
    limit = client.esmtp_extensions.get("size", "").strip()
    if limit.isascii() and limit.isdigit() and 0 < int(limit[:20]) < size:
        raise Answered(from_reply(552, f"5.3.4 the letter has {size} bytes, the relay takes {limit[:20]}", Phase.DATA))
    options = [b"SIZE=%d" % size] if client.supports_extension("size") else []
    if envelope.utf8:
        if not client.supports_extension("smtputf8"):
            raise Answered(refused_here("the relay takes no addresses outside ASCII (RFC 6531)", "5.6.7", 553))
        options.append(b"SMTPUTF8")
    return options
