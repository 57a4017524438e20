"""What a server's answer means for one letter. Pure; RFC 5321 §4.2, RFC 3463, and what receivers do in practice.

======================  ==========================  =========================================================
phase                   answer                      verdict
======================  ==========================  =========================================================
any                     2xx to the final dot        sent
before the final dot    no answer                   relay_down: nothing was handed over, nobody is blamed
after the final dot     no answer                   in_doubt (RFC 1047)
connect, login, MAIL    4xx, 421                    relay_down: our relay is busy; the letter is given back
RCPT, DATA, dot         4xx, 421                    deferred: this reader, later
connect, login, MAIL    5xx                         sender_fault: our login, policy or set-up
any                     x.7.x, 530, 535, 5.3.4      sender_fault: reputation, authentication, size
RCPT                    other 5xx                   refused: this reader, never
DATA, dot               5xx with 5.1.x or 5.2.x     refused: it is about the mailbox
DATA, dot               other 5xx                   sender_fault: it is about the message, so about all of them
any                     anything that is no answer  as if there were none
======================  ==========================  =========================================================

A sender's fault pauses the errand and is never held against an address. 4.7.x at RCPT is a passing judgement
(greylisting is 4.7.1) and stays with the reader.
"""

from __future__ import annotations

import re
from enum import IntEnum

from digest.errors import Deferred, DeliveryError, InDoubt, Refused, RelayDown
from digest.model import Verdict, VerdictKind


class Phase(IntEnum):
    """How far the conversation had come."""

    CONNECT = 1
    MAIL = 2
    RCPT = 3
    DATA = 4  # the command was sent, nothing of the message
    DOT = 5  # the message was sent, or part of it


ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
AUTHENTICATION = (530, 534, 535, 538)
LONGEST_TEXT = 500


def from_reply(code: int, text: str, phase: Phase) -> Verdict:
    """The verdict on an answer with a code."""
    words = " ".join(text.split())[:LONGEST_TEXT]
    match = ENHANCED.search(words[:60])
    enhanced = match[0] if match else ""
    kind = _kind(code, match, phase)
    return Verdict(kind=kind, code=code, enhanced=enhanced, text=words or f"the server answered {code}")


def _kind(code: int, enhanced: re.Match[str] | None, phase: Phase) -> VerdictKind:
    if 200 <= code < 300:
        return VerdictKind.SENT
    if 400 <= code < 500:
        return VerdictKind.DEFERRED if phase >= Phase.RCPT else VerdictKind.RELAY_DOWN
    if not 500 <= code < 600:
        return VerdictKind.IN_DOUBT if phase is Phase.DOT else VerdictKind.RELAY_DOWN
    subject, detail = (enhanced[2], enhanced[3]) if enhanced else ("", "")
    if code in AUTHENTICATION or subject == "7" or (subject, detail) == ("3", "4") or phase < Phase.RCPT:
        return VerdictKind.SENDER_FAULT
    if phase is Phase.RCPT or subject in ("1", "2"):
        return VerdictKind.REFUSED
    return VerdictKind.SENDER_FAULT


def from_error(fault: BaseException, phase: Phase) -> Verdict:
    """The verdict where there was no answer: a lost connection, a time-out."""
    words = " ".join(str(fault).split())[:LONGEST_TEXT] or type(fault).__name__
    if phase is Phase.DOT:
        return Verdict(kind=VerdictKind.IN_DOUBT, text=f"no answer after the end of the message ({words})")
    return Verdict(kind=VerdictKind.RELAY_DOWN, text=words)


def refused_here(text: str, enhanced: str, code: int = 550) -> Verdict:
    """A refusal that we pronounce ourselves, without asking the server."""
    return Verdict(kind=VerdictKind.REFUSED, code=code, enhanced=enhanced, text=text)


def as_error(verdict: Verdict, address: str) -> DeliveryError:
    """A verdict other than sent as an error, for callers that hand over a single letter."""
    words = f"{address}: {verdict.text}"
    if verdict.kind is VerdictKind.DEFERRED:
        return Deferred(f"{words} (later, says the server)", address=address, wait=verdict.wait)
    if verdict.kind is VerdictKind.REFUSED:
        return Refused(f"{words} (refused for good)", address=address, code=verdict.code)
    if verdict.kind is VerdictKind.IN_DOUBT:
        return InDoubt(f"{words} (it may or may not have arrived)", address=address)
    return RelayDown(f"{words} (our relay or our set-up)", address=address)
