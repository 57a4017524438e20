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
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

LONGEST_LINE = 10_000  # characters
MOST_OPEN = 200_000  # queue ids kept in mind; the oldest is forgotten first

# In the old form of syslog, and in that of RFC 5424, where the process's number stands behind a blank.
_LINE = re.compile(
    r"(?:^|\s)[\w./-]{0,64}postfix[\w.-]{0,64}/(?P<daemon>[\w/-]{1,64})"
    r"(?:\[\d{1,10}\]:| \d{1,10} \S{1,64} (?:-|\[[^\]]{0,500}\])) (?P<words>.*)"
)
_QUEUE_ID = re.compile(r"(?P<id>[0-9A-Za-z]{5,32}): (?P<rest>.*)")
_MESSAGE_ID = re.compile(r"message-id=<?(?P<id>[^<>\s]{1,998})>?")
_BEGINS = re.compile(r"(?:client|uid|message-id)=")  # another letter, under an id that may have been used before
_STATUS = re.compile(r"\bstatus=(?P<status>\w+)")
# A line that one table program puts above the heading, for another.
_DELIMITER = re.compile(r"\ufeff?\"?sep=.?\"?\s{0,9}")
MESSAGE_ID_COLUMNS = ("message-id", "messageid", "smtp-id")
STATUS_COLUMNS = ("status", "event", "state", "result")  # or a heading that ends so, or has it: "Delivery Status"
# A letter that bounced later was accepted first. "Failed" may mean either, so it settles nothing.
ACCEPTED = frozenset(
    ("sent", "accepted", "delivered", "queued", "ok", "250", "bounced", "deferred", "opened", "clicked", "processed")
)
NOT_ACCEPTED = frozenset(("rejected", "refused", "not accepted", "550", "554"))

UnderWay = OrderedDict[str, str]  # queue ids, and the Message-IDs of the letters that they stand for


@dataclass(frozen=True, slots=True)
class Seen:
    """A letter that a relay's log tells of: its Message-ID without brackets, whether it was accepted, in what words."""

    message_id: str
    accepted: bool
    words: str


def read_log(lines: Iterable[str], under_way: UnderWay | None = None) -> Iterator[Seen]:
    """What a log says, in whatever of these forms it is; a letter may be told of several times.

    ``under_way``: what the log before this one left open, and after it what this one does.

    Raises:
        ValueError: it is a table that is damaged; the message says where.
    """
    stream = iter(lines)
    first = next((line for line in stream if line.strip("\ufeff \t\r\n") and not _DELIMITER.fullmatch(line)), "")
    delimiter = max(",;\t", key=first.count)
    names = _heading(first, delimiter)
    if any(name in MESSAGE_ID_COLUMNS for name in names):
        yield from _read_csv(names, delimiter, stream)
    else:
        yield from _read_postfix(_messages(first, stream), UnderWay() if under_way is None else under_way)


def note(told: MutableMapping[str, Seen], one: Seen) -> None:
    """Add what is told of a letter. One that was accepted once is there, whatever came of other tries."""
    if one.accepted or one.message_id not in told or not told[one.message_id].accepted:
        told[one.message_id] = one


def _heading(line: str, delimiter: str) -> list[str]:
    if len(line) > LONGEST_LINE:
        return []
    cells = next(csv.reader([line.lstrip("\ufeff")], delimiter=delimiter), [])
    return [re.sub(r"[\s_]", "-", cell.strip().lower()) for cell in cells]


def _status_column(names: list[str]) -> int | None:
    """Where a table says what became of a letter. None: it has no such column, and lists what was accepted."""
    for fits in (str.__eq__, str.endswith, str.__contains__):
        for number, name in enumerate(names):
            if any(fits(name, word) for word in STATUS_COLUMNS):
                return number
    return None


def _read_csv(names: list[str], delimiter: str, lines: Iterable[str]) -> Iterator[Seen]:
    which = next(number for number, name in enumerate(names) if name in MESSAGE_ID_COLUMNS)
    status = _status_column(names)
    for row in _rows(lines, delimiter):
        if len(row) <= max(which, status or 0) or not row[which].strip():
            continue
        said = row[status].strip().lower() if status is not None else "accepted"
        if said in ACCEPTED or said in NOT_ACCEPTED:
            yield Seen(_bare(row[which]), said in ACCEPTED, f"the log says {said}")


def _rows(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    # Strictly: behind a quotation mark that nobody closes, all the rest would be one cell, and tell of no letter.
    rows = csv.reader((line for line in lines if len(line) <= LONGEST_LINE), delimiter=delimiter, strict=True)
    try:
        yield from rows
    except csv.Error as fault:
        raise ValueError(f"it is no table any more at line {rows.line_num + 1} ({fault})") from fault


def _bare(message_id: str) -> str:
    return message_id.strip().removeprefix("<").removesuffix(">")


def _messages(first: str, lines: Iterator[str]) -> Iterator[tuple[str, str]]:
    """(daemon, words) of each of Postfix's lines, from syslog, from ``journalctl -o json`` or from ``-o export``."""
    entry = {"SYSLOG_IDENTIFIER": "", "MESSAGE": ""}
    for line in _framed(first, lines):
        text = line.rstrip("\r\n")
        if len(text) > LONGEST_LINE:
            continue
        if text.startswith("{"):
            yield from _from_json(text)
        elif text.startswith(("SYSLOG_IDENTIFIER=", "MESSAGE=")):
            name, _, value = text.partition("=")
            entry[name] = value
        elif not text:  # the end of an entry, whose fields come in any order
            yield from _from_entry(entry)
            entry = dict.fromkeys(entry, "")
        elif match := _LINE.search(text):
            yield match["daemon"].rpartition("/")[2], match["words"]


def _framed(first: str, lines: Iterator[str]) -> Iterator[str]:
    yield first
    yield from lines
    yield ""


def _from_json(text: str) -> Iterator[tuple[str, str]]:
    try:
        entry = json.loads(text)
    except (ValueError, RecursionError):
        return
    if isinstance(entry, dict):
        yield from _from_entry(entry)


def _from_entry(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    who, words = entry.get("SYSLOG_IDENTIFIER"), entry.get("MESSAGE")
    if isinstance(who, str) and isinstance(words, str) and "postfix" in who:
        yield who.rpartition("/")[2], words


def _read_postfix(messages: Iterable[tuple[str, str]], open_letters: UnderWay) -> Iterator[Seen]:
    for daemon, words in messages:
        match = _QUEUE_ID.match(words)
        if match is None:
            continue
        queue_id, rest = match["id"], match["rest"]
        if _BEGINS.match(rest):
            open_letters.pop(queue_id, None)
        if daemon == "cleanup" and (told := _MESSAGE_ID.match(rest)):
            open_letters[queue_id] = told["id"]
            if len(open_letters) > MOST_OPEN:
                open_letters.popitem(last=False)
        elif queue_id in open_letters:
            yield from _told(daemon, rest, open_letters[queue_id], queue_id)
            if daemon == "qmgr" and rest.startswith("removed"):
                del open_letters[queue_id]


def _told(daemon: str, rest: str, message_id: str, queue_id: str) -> Iterator[Seen]:
    if daemon in ("cleanup", "smtpd") and "reject" in rest.partition(":")[0]:
        yield Seen(message_id, accepted=False, words=f"{queue_id}: {rest[:200]}")
    elif daemon == "qmgr" and "queue active" in rest:
        yield Seen(message_id, accepted=True, words=f"queued as {queue_id}")
    elif status := _STATUS.search(rest):
        yield Seen(message_id, accepted=True, words=f"{queue_id}: {status['status']}")
