"""What a relay's log says became of letters: Postfix's, plain or as the journal exports it, or any CSV. Pure.

Postfix tells a letter's story line by line under a queue id: its Message-ID (cleanup), that it is in the queue (qmgr),
what each receiver said (smtp, lmtp, local, …). A letter that ever stood in the queue was accepted by the relay, and
that is what is asked here: whether the answer that we never got would have been 250.
"""

from __future__ import annotations

import csv
import json
import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LONGEST_LINE = 10_000  # characters
MOST_OPEN = 200_000  # queue ids kept in mind; the oldest is forgotten first

_LINE = re.compile(r"(?:^|\s)[\w./-]*postfix[\w.-]*/(?P<daemon>[\w/-]+)\[\d+\]: (?P<words>.*)")
_QUEUE_ID = re.compile(r"(?P<id>[0-9A-Za-z]{5,32}): (?P<rest>.*)")
_MESSAGE_ID = re.compile(r"message-id=<?(?P<id>[^>\s]{1,998})>?")
_STATUS = re.compile(r"\bstatus=(?P<status>\w+)")
MESSAGE_ID_COLUMNS = ("message-id", "message_id", "messageid", "smtp-id", "smtp_id")
STATUS_COLUMNS = ("status", "event", "state", "result")
# A letter that bounced later was accepted first. "Failed" may mean either, so it settles nothing.
ACCEPTED = frozenset(
    ("sent", "accepted", "delivered", "queued", "ok", "250", "bounced", "deferred", "opened", "clicked", "processed")
)
NOT_ACCEPTED = frozenset(("rejected", "refused", "not accepted", "550", "554"))


@dataclass(frozen=True, slots=True)
class Seen:
    """A letter that a relay's log tells of: its Message-ID without brackets, whether it was accepted, in what words."""

    message_id: str
    accepted: bool
    words: str


def read_log(lines: Iterable[str]) -> Iterator[Seen]:
    """What a log says, in whatever of these forms it is; a letter may be told of several times."""
    stream = iter(lines)
    first = next(stream, "")
    if _is_csv(first):
        yield from _read_csv(first, stream)
    else:
        yield from _read_postfix(_messages(first, stream))


def _is_csv(heading: str) -> bool:
    cells = [cell.strip().strip('"').lower().lstrip("\ufeff") for cell in re.split(r"[,;\t]", heading)]
    return len(cells) > 1 and any(cell in MESSAGE_ID_COLUMNS for cell in cells)


def _read_csv(heading: str, lines: Iterable[str]) -> Iterator[Seen]:
    delimiter = max(",;\t", key=heading.count)
    names = [cell.strip().lower().lstrip("\ufeff") for cell in next(csv.reader([heading], delimiter=delimiter))]
    which = next(number for number, name in enumerate(names) if name in MESSAGE_ID_COLUMNS)
    status = next((number for number, name in enumerate(names) if name in STATUS_COLUMNS), None)
    for row in csv.reader((line for line in lines if len(line) <= LONGEST_LINE), delimiter=delimiter):
        if len(row) <= max(which, status or 0) or not row[which].strip():
            continue
        said = row[status].strip().lower() if status is not None else "accepted"
        if said in ACCEPTED or said in NOT_ACCEPTED:
            yield Seen(_bare(row[which]), said in ACCEPTED, f"the log says {said}")


def _bare(message_id: str) -> str:
    return message_id.strip().removeprefix("<").removesuffix(">")


def _messages(first: str, lines: Iterator[str]) -> Iterator[tuple[str, str]]:
    """(daemon, words) of each of Postfix's lines, from syslog, from ``journalctl -o json`` or from ``-o export``."""
    who = ""
    for line in _chained(first, lines):
        text = line.rstrip("\r\n")
        if len(text) > LONGEST_LINE:
            continue
        if text.startswith("{"):
            yield from _from_json(text)
        elif text.startswith(("SYSLOG_IDENTIFIER=", "MESSAGE=")):
            name, _, value = text.partition("=")
            if name == "SYSLOG_IDENTIFIER":
                who = value
            elif "postfix" in who:
                yield who.rpartition("/")[2], value
        elif not text:
            who = ""
        elif match := _LINE.search(text):
            yield match["daemon"].rpartition("/")[2], match["words"]


def _chained(first: str, lines: Iterator[str]) -> Iterator[str]:
    yield first
    yield from lines


def _from_json(text: str) -> Iterator[tuple[str, str]]:
    try:
        entry = json.loads(text)
    except ValueError:
        return
    who, words = (entry.get(key) if isinstance(entry, dict) else None for key in ("SYSLOG_IDENTIFIER", "MESSAGE"))
    if isinstance(who, str) and isinstance(words, str) and "postfix" in who:
        yield who.rpartition("/")[2], words


def _read_postfix(messages: Iterable[tuple[str, str]]) -> Iterator[Seen]:
    open_letters: OrderedDict[str, str] = OrderedDict()
    for daemon, words in messages:
        match = _QUEUE_ID.match(words)
        if match is None:
            continue
        queue_id, rest = match["id"], match["rest"]
        if daemon == "cleanup" and (told := _MESSAGE_ID.match(rest)):
            open_letters[queue_id] = told["id"]
            if len(open_letters) > MOST_OPEN:
                open_letters.popitem(last=False)
        elif queue_id in open_letters:
            yield from _told(daemon, rest, open_letters[queue_id], queue_id)


def _told(daemon: str, rest: str, message_id: str, queue_id: str) -> Iterator[Seen]:
    if daemon == "cleanup" and "reject" in rest.partition(":")[0]:
        yield Seen(message_id, accepted=False, words=f"{queue_id}: {rest[:200]}")
    elif daemon == "qmgr" and "queue active" in rest:
        yield Seen(message_id, accepted=True, words=f"queued as {queue_id}")
    elif status := _STATUS.search(rest):
        yield Seen(message_id, accepted=True, words=f"{queue_id}: {status['status']}")
