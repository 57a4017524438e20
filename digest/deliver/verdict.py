"""What a server's answer means for one letter. Pure; RFC 5321 §4.2, RFC 3463, and what receivers do in practice.

======================  ==============================  =======================================================
phase                   answer                          verdict
======================  ==============================  =======================================================
any                     2xx to the final dot            sent
before the final dot    no answer                       relay_down: nothing was handed over, nobody is blamed
after the final dot     no answer                       in_doubt (RFC 1047)
connect, login, MAIL    4xx, 421                        relay_down: our relay is busy; the letter is given back
connect, login, MAIL    5xx                             sender_fault: our login, policy or set-up
RCPT, DATA, dot         4.1.7, 4.1.8                    relay_down: it is about our own address (RFC 3463 §3.2)
RCPT, DATA, dot         4xx: more than we may send      relay_down: see ``throttle.py``
RCPT, DATA, dot         other 4xx, 421                  deferred: this reader, later
RCPT, DATA, dot         5.7.2, 5.7.13, 5.7.17, 5.7.18   refused: policies of this mailbox (RFC 5248, RFC 7293)
RCPT, DATA, dot         other 5.7.x, 503, 530, 534,     sender_fault: reputation, authentication, size, our own
                        535, 538, 5.1.7, 5.1.8, 5.3.2,  address, the relay's set-up
                        5.3.4, 5.3.5, more than we may send
RCPT                    other 5xx                       refused: this reader, never
DATA, dot               5.1.x, 5.2.x, 5.6.7             refused: it is about the mailbox
DATA, dot               other 5xx                       sender_fault: it is about the message, so about all
any                     anything that is no answer      as if there were none
======================  ==============================  =======================================================

Where a 5xx has no enhanced code, or one that says nothing (5.0.0, 5.1.0), its words decide: Exim says "550 relay not
permitted" to RCPT, and that is no reader's fault. A sender's fault pauses the errand and is never held against an
address. 4.7.x at RCPT is a passing judgement (greylisting is 4.7.1) and stays with the reader.
"""

from __future__ import annotations

import re
from enum import IntEnum

from digest.deliver.throttle import is_about_our_sending
from digest.errors import Deferred, DeliveryError, InDoubt, Refused, RelayDown
from digest.model import Verdict, VerdictKind


class Phase(IntEnum):
    """How far the conversation had come."""

    CONNECT = 1
    MAIL = 2
    RCPT = 3
    DATA = 4  # the command was sent, nothing of the message
    DOT = 5  # the message was sent, or part of it


LONGEST_TEXT = 500
LONGEST_WAIT = 4 * 3600.0  # seconds; whoever asks for more is asked again after that

# At the beginning of a word and never a part of an IP address: "Client host [5.1.1.7] blocked".
ENHANCED = re.compile(r"(?<![\d.])([245])\.(\d{1,3}\.\d{1,3})(?!\.?\d)")
WHERE_CODES_STAND = 120  # characters from the beginning

OUR_CODES = (503, 530, 534, 535, 538)
OUR_DETAILS = ("1.7", "1.8", "3.2", "3.4", "3.5")
MAILBOX_POLICIES = ("7.2", "7.13", "7.17", "7.18")
OUR_ADDRESS = ("1.7", "1.8")

ABOUT_US_FIRST = re.compile(r"\bsender\b.{0,40}\b(reject|verif|denied|block|refused|unknown|invalid)", re.IGNORECASE)
ABOUT_THE_READER = re.compile(
    r"\b(user|recipient|mailbox|account|address)\b.{0,60}\b(unknown|not found|not exist|n't exist|disabled|inactive|"
    r"unavailable|suspended|full|over quota)|\b(unknown|invalid|no such) (local )?(user|recipient|mailbox|address|"
    r"account|person)|\bquota\b",
    re.IGNORECASE,
)
ABOUT_US = re.compile(
    r"\brelay(ing)?\b|\bauthenticat|\bspam|\bblack ?list|\bblock ?list|\bblocked\b|\breputation\b|\bpolicy\b|"
    r"\bbanned\b|\b(spf|dkim|dmarc|rbl|dnsbl|ptr|helo|ehlo)\b|\breverse dns\b|\brate limit|\baccess denied\b",
    re.IGNORECASE,
)
READERS_OWN_POLICY = re.compile(r"\brecipient address rejected: access denied\b", re.IGNORECASE)
ASKED_TO_WAIT = re.compile(
    r"\b(?:in|after|for|wait)\s{1,3}(\d{1,5})\s?(s|m|h)(?:ec|in|our|econd|inute)?s?\b", re.IGNORECASE
)
CLOCK = re.compile(r"\bin (\d\d):(\d\d):(\d\d)\b")
SECONDS = {"s": 1, "m": 60, "h": 3600}
AN_ADDRESS = re.compile(r"\S{1,320}@\S{1,320}")


def from_reply(code: int, text: str, phase: Phase) -> Verdict:
    """The verdict on an answer with a code. ``text`` is what the server said, however odd."""
    words = printable(text)
    if not (200 <= code < 300 or 400 <= code < 600):
        words = unexpected(code, words)
    words = words or f"the server answered {code}"
    match = ENHANCED.search(words[:WHERE_CODES_STAND])
    kind = _kind(code, match[2] if match else "", words, phase)
    wait = asked_to_wait(words) if kind in (VerdictKind.DEFERRED, VerdictKind.RELAY_DOWN) else None
    return Verdict(
        kind=kind,
        code=code,
        enhanced=match[0] if match else "",
        text=words,
        wait=wait,
        connecting=phase is Phase.CONNECT,
    )


def _kind(code: int, detail: str, words: str, phase: Phase) -> VerdictKind:
    if 200 <= code < 300:
        return VerdictKind.SENT
    if 400 <= code < 500:
        ours = phase < Phase.RCPT or detail in OUR_ADDRESS or is_about_our_sending("", words)
        return VerdictKind.RELAY_DOWN if ours else VerdictKind.DEFERRED
    if 500 <= code < 600:
        return VerdictKind.REFUSED if _is_the_readers(code, detail, words, phase) else VerdictKind.SENDER_FAULT
    return VerdictKind.IN_DOUBT if phase is Phase.DOT else VerdictKind.RELAY_DOWN


def _is_the_readers(code: int, detail: str, words: str, phase: Phase) -> bool:
    """Whether a 5xx is about this reader, and not about us or the message."""
    if phase < Phase.RCPT or code in OUR_CODES or detail in OUR_DETAILS or is_about_our_sending(detail, words):
        return False
    if detail in MAILBOX_POLICIES:
        return True
    if detail.startswith("7."):
        return detail in ("7.0", "7.1") and READERS_OWN_POLICY.search(words) is not None
    if not detail or detail.endswith(".0"):
        said = _said(words)
        if said is not None:
            return said
    return phase is Phase.RCPT or detail == "6.7" or detail.startswith(("1.", "2."))


def _said(words: str) -> bool | None:
    """Whom the words are about, where no code tells: the reader (True), us (False), nobody says (None)."""
    words = AN_ADDRESS.sub("…", words)  # a reader may be called spam@ or relay@
    if ABOUT_US_FIRST.search(words):
        return False
    if ABOUT_THE_READER.search(words):
        return True
    return False if ABOUT_US.search(words) else None


def asked_to_wait(words: str) -> float | None:
    """The seconds a server wants us to stay away, where it says so ("greylisted, try again in 300 seconds")."""
    if clock := CLOCK.search(words):
        hours, minutes, seconds = (int(part) for part in clock.groups())
        return min(LONGEST_WAIT, hours * 3600.0 + minutes * 60 + seconds)
    if match := ASKED_TO_WAIT.search(words):
        return min(LONGEST_WAIT, float(match[1]) * SECONDS[match[2].lower()])
    return None


def from_error(fault: BaseException, phase: Phase) -> Verdict:
    """The verdict where there was no answer: a lost connection, a time-out, something that is no SMTP."""
    # aiosmtplib's errors carry their sentence as an attribute; str() of some is a tuple.
    words = printable(str(getattr(fault, "message", "") or fault)) or type(fault).__name__
    if phase is Phase.DOT:
        return Verdict(kind=VerdictKind.IN_DOUBT, text=f"no answer after the end of the message ({words})")
    return Verdict(kind=VerdictKind.RELAY_DOWN, text=words, connecting=phase is Phase.CONNECT)


def unexpected(code: int, words: str) -> str:
    """What was said where another answer was due. Without its code "Go" or "x" would tell an operator nothing."""
    said = f"{code} {words}" if code >= 0 else words  # aiosmtplib has -1 where there was no code
    return f"unexpected answer: {said.strip()}"


def refused_here(text: str, enhanced: str, code: int = 550) -> Verdict:
    """A refusal that we pronounce ourselves, without asking the server."""
    return Verdict(kind=VerdictKind.REFUSED, code=code, enhanced=enhanced, text=text)


def printable(text: str) -> str:
    """A server's words on one line that any database and terminal can hold.

    Bytes that were no UTF-8 come as lone surrogates, which no database takes; PostgreSQL takes no NUL, and an
    escape character could repaint an operator's screen.
    """
    if len(text) <= LONGEST_TEXT and text.isprintable() and "  " not in text:
        return text.strip()  # as nearly all are
    line = " ".join(text[: 4 * LONGEST_TEXT].split())
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in line)[:LONGEST_TEXT]


def as_error(verdict: Verdict, address: str) -> DeliveryError:
    """A verdict other than sent as an error, for callers that hand over a single letter."""
    words = f"{address}: {verdict.answer}"
    if verdict.kind is VerdictKind.DEFERRED:
        return Deferred(f"{words} (later, says the server)", address=address, wait=verdict.wait)
    if verdict.kind is VerdictKind.REFUSED:
        return Refused(f"{words} (refused for good)", address=address, code=verdict.code)
    if verdict.kind is VerdictKind.IN_DOUBT:
        return InDoubt(f"{words} (it may or may not have arrived)", address=address)
    return RelayDown(f"{words} (our relay or our set-up)", address=address)
