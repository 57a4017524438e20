"""Delivery status notifications: the fields for machines, however loosely they were written (RFC 3464 §2). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from digest.deliver.returned import blame
from digest.deliver.returned.mail import decoded
from digest.deliver.returned.phrases import ADDRESS
from digest.model import Return, ReturnKind

MOST_RECIPIENTS = 100
FIELD = re.compile(r"[ \t>]{0,8}([A-Za-z][A-Za-z-]{2,40}):[ \t]?(.{0,2000})")
VAGUE = (".0.0", ".5.0")
WHOSE = ("original-recipient", "final-recipient", "x-actual-recipient")
OURS = (*WHOSE, "action", "status", "diagnostic-code", "remote-mta", "last-attempt-date", "will-retry-until")


def returns(status: str, *, after_data: bool = False) -> list[Return]:
    """What the fields say of each recipient; of those whose letter arrived, nothing.

    ``after_data``: the words for people tell that the server refused when it had seen the message.
    """
    read = (_return(group, after_data=after_data) for group in islice(groups(status), MOST_RECIPIENTS))
    return list(dict.fromkeys(one for one in read if one is not None))


def says_why(found: Return) -> bool:
    """Whether anything tells the reason: words, or a code that says more than "failed"."""
    return bool(found.text) or not found.enhanced.endswith(VAGUE)


def groups(status: str) -> Iterator[Mapping[str, str]]:
    """The fields of each recipient. A group ends at a blank line, or where one of its fields comes again."""
    group: dict[str, str] = {}
    last = ""
    for line in [*status.splitlines(), ""]:
        if line[:1] in (" ", "\t") and last and line.strip() and not _is_ours(line):
            group[last] = f"{group[last]} {line.strip()}"[:4000]
            continue
        match = FIELD.match(line)
        last = match[1].lower() if match else ""
        if group and any(name in group for name in WHOSE) and (not line.strip() or last in group):
            yield group
            group = {}
        if match and last in OURS:
            group[last] = match[2].strip()
        else:
            last = ""
    if any(name in group for name in WHOSE):
        yield group


def _is_ours(line: str) -> bool:
    match = FIELD.match(line)
    return match is not None and match[1].lower() in OURS


def recipient(group: Mapping[str, str]) -> str:
    """Whom we wrote to, rather than where the letter went from there (RFC 3464 §2.3.1)."""
    for name in WHOSE:
        match = ADDRESS.search(group.get(name, ""))
        if match:
            return match[0].rstrip(".")
    return ""


def _return(group: Mapping[str, str], *, after_data: bool) -> Return | None:
    action = group.get("action", "failed").lower()
    status, words = group.get("status", ""), decoded(group.get("diagnostic-code", ""))
    words = words or status.partition(" ")[2].strip("()")
    if action.startswith(("delivered", "relayed", "expanded")) or status.startswith("2."):
        return None
    code, enhanced = blame.codes_in(words)
    kind = ReturnKind.DELAYED
    if not action.startswith("delay"):
        kind = blame.kind_of(trusted(status, enhanced, words), code, words, after_data=after_data)
    return Return(
        kind=kind,
        source="dsn",
        address=recipient(group),
        code=code,
        enhanced=first_code(status, enhanced),
        text=words,
    )


def trusted(status: str, enhanced: str, words: str) -> tuple[str, ...]:
    """The codes in the order in which they are believed: the receiving server's own before its reporter's.

    A reporter that calls "553 Invalid recipient" a matter of policy is not believed at all.
    """
    guessed = status.startswith("5.7") and not enhanced and blame.said_by(words) is ReturnKind.HARD
    return tuple(text for text in (enhanced, "" if guessed else status) if blame.ENHANCED.search(text))


def first_code(status: str, enhanced: str) -> str:
    """The code to show: the first that says something, "5.1.1" rather than "5.0.0"."""
    codes = [match[0] for text in (enhanced, status) if (match := blame.ENHANCED.search(text))]
    return next((code for code in codes if not code.endswith(VAGUE)), codes[0] if codes else "")
