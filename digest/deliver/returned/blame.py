"""Whose fault is it? Enhanced code first, then words, then the bare three digits (RFC 3463, RFC 5321 §4.2.3). Pure.

=============================================  =========  ====================================================
enhanced code                                  kind       why
=============================================  =========  ====================================================
5.1.1, 5.1.2, 5.1.3, 5.1.6, 5.1.10, 5.2.1      hard       no such mailbox or domain, moved away, disabled
5.1.7, 5.1.8, 5.6.x, 5.7.x                     policy     our address, our message, our reputation or login
5.1.90, 5.4.5                                  policy     we sent more than we may (see ``throttle.py``)
5.7.13                                         soft       the account is disabled (RFC 5248); 5.7.x otherwise
5.2.2, 5.2.3, 5.3.4, 5.4.7, 4.x.x              soft       full, too big, too late; not this time
others, and what ends in .0                    –          the words decide, then the code
=============================================  =========  ====================================================

Words may soften a hard code ("552 5.1.1 mailbox over quota"), never harden a mild one. The bare code comes last
because 550 is said for everything; 521 and 556 say that a host takes no mail at all (RFC 7504), 551 that the
reader is elsewhere, and those are believed. What nobody explains is soft: three of them in a row will do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from digest.deliver.returned import phrases
from digest.deliver.throttle import ABOUT_OUR_SENDING
from digest.model import ReturnKind

HARD, SOFT, POLICY = ReturnKind.HARD, ReturnKind.SOFT, ReturnKind.POLICY

BY_DETAIL = {
    "1.1": HARD,
    "1.2": HARD,
    "1.3": HARD,
    "1.6": HARD,
    "1.10": HARD,
    "2.1": HARD,
    "1.7": POLICY,
    "1.8": POLICY,
    "1.90": POLICY,
    "2.2": SOFT,
    "2.3": SOFT,
    "3.4": SOFT,
    "4.5": POLICY,
    "4.7": SOFT,
    "7.13": SOFT,
}
BY_SUBJECT = {"6": POLICY, "7": POLICY}
BY_CODE = {521: HARD, 551: HARD, 556: HARD, 552: SOFT, 530: POLICY, 534: POLICY, 535: POLICY, 538: POLICY}
_SAID = (
    (ABOUT_OUR_SENDING, POLICY),
    (phrases.NOT_IN_DIRECTORY, HARD),
    (phrases.FULL, SOFT),
    (phrases.OURS, POLICY),
    (phrases.NOBODY, HARD),
    (phrases.LATER, SOFT),
    (phrases.NOWHERE, HARD),
)

# Not in the middle of a number: "Client host [5.1.1.7] blocked" holds no code.
ENHANCED = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?!\.?\d)")
REPLY = re.compile(r"(?:^|[\s:;#(<>\"'=])([45]\d\d)(?=[\s\-:;)]|$)")


def kind_of(enhanced: Iterable[str], code: int, words: str, *, after_data: bool = False) -> ReturnKind:
    """What a failed delivery says of the address: HARD, SOFT or POLICY. See ``told``."""
    return told(enhanced, code, words, after_data=after_data) or SOFT


def told(enhanced: Iterable[str], code: int, words: str, *, after_data: bool = False) -> ReturnKind | None:
    """HARD, SOFT, POLICY, or None where neither codes nor words say anything.

    ``enhanced``: the codes that were given, the most trusted first ("5.1.1"); ``code``: the SMTP reply, 0 if none.
    ``after_data``: a server that took the address and then says "user unknown" has judged the message, as mobile
    carriers do for readers who filter; such words alone are not believed.
    """
    said = said_by(words)
    if after_data and said is HARD:
        said = SOFT
    for text in enhanced:
        match = ENHANCED.search(text)
        verdict = _by_code(match, words) if match else None
        if verdict is not None:
            return verdict
    if code // 100 == 4:
        return POLICY if said is POLICY else SOFT
    return said or BY_CODE.get(code)


def _by_code(match: re.Match[str], words: str) -> ReturnKind | None:
    status, subject, detail = match.groups()
    softer = _softer(words)
    if status == "4":
        return softer or SOFT
    verdict = BY_DETAIL.get(f"{subject}.{detail}") or BY_SUBJECT.get(subject)
    return softer or HARD if verdict is HARD else verdict


def _softer(words: str) -> ReturnKind | None:
    """What words say against a hard code: that the mailbox is only full, or that it is about us."""
    text = phrases.anonymous(words)
    if phrases.NOT_IN_DIRECTORY.search(text):
        return None
    if phrases.FULL.search(text):
        return SOFT
    return POLICY if phrases.OURS.search(text) else None


def said_by(words: str) -> ReturnKind | None:
    """Whom the words are about: the address (HARD), this moment (SOFT), us (POLICY); None if they do not say."""
    text = phrases.anonymous(words)
    for pattern, kind in _SAID:
        if pattern.search(text):
            return kind
    return None


def codes_in(words: str) -> tuple[int, str]:
    """The first SMTP reply and the first enhanced code in a diagnosis: (550, "5.1.1"); 0 and "" where there is none."""
    text = words[: phrases.LONGEST]
    reply, enhanced = REPLY.search(text), ENHANCED.search(text)
    return (int(reply[1]) if reply else 0), (enhanced[0] if enhanced else "")
