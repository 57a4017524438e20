"""``digest reconcile``: the logs that operators have, packed and in the order in which a shell names them."""

from __future__ import annotations

import gzip
import lzma
import os
from pathlib import Path

import pytest

from tests.terminal import Terminal

HEAD = "Nov 25 23:59:59 mx postfix/"
NAMED = HEAD + "cleanup[1]: 4D1DF2A1: message-id=<a@news.example>\n"
QUEUED = HEAD + "qmgr[1]: 4D1DF2A1: from=<x@y>, size=1, nrcpt=1 (queue active)\n"


@pytest.fixture
def issue(newsroom: Terminal) -> str:
    newsroom("send", "--yes")
    return str(newsroom("issues", "list", "--json").json[0]["number"])


def test_a_log_may_be_packed(newsroom: Terminal, issue: str, tmp_path: Path) -> None:
    text = (NAMED + QUEUED).encode()
    table = "Message-ID\tStatus\r\n<a@news.example>\tsent\r\n".encode("utf-16")
    for name, raw in (
        ("log", text),
        ("log.gz", gzip.compress(text)),
        ("log.xz", lzma.compress(text)),
        ("t.txt", table),
    ):
        (tmp_path / name).write_bytes(raw)
        assert newsroom("reconcile", issue, name, "--json").json["named"] == 1


@pytest.mark.parametrize("packed", [False, True])
def test_a_log_may_come_through_a_pipe(newsroom: Terminal, issue: str, *, packed: bool) -> None:
    """As in `ssh relay cat mail.log | digest reconcile 1 /dev/stdin`; with --complete, what is lost is sent again."""
    text = (NAMED + QUEUED).encode()
    reads, writes = os.pipe()
    os.write(writes, gzip.compress(text) if packed else text)
    os.close(writes)
    assert newsroom("reconcile", issue, f"/dev/fd/{reads}", "--json").json["named"] == 1
    os.close(reads)


def test_a_letters_story_goes_on_in_the_next_log_however_they_are_named(
    newsroom: Terminal, issue: str, tmp_path: Path
) -> None:
    for name, text, age in (("mail.log", QUEUED, 0), ("mail.log.1", NAMED, 86_400)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        os.utime(tmp_path / name, (2_000_000_000 - age, 2_000_000_000 - age))
    assert newsroom("reconcile", issue, "mail.log", "mail.log.1", "--json").json["named"] == 1


JOURNAL = '{{"__REALTIME_TIMESTAMP":"{}","SYSLOG_IDENTIFIER":"postfix/{}","MESSAGE":"{}"}}\n'
CLEANUP, QMGR = "4D1DF2A1: message-id=<a@news.example>", "4D1DF2A1: from=<x@y>, size=1, nrcpt=1 (queue active)"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (NAMED, QUEUED.replace("Nov 25 23:59:59", "Nov 26 00:00:01")),
        (NAMED.replace("Nov 25", "Dec 31"), QUEUED.replace("Nov 25 23:59:59", "Jan  1 00:00:01")),
        (NAMED.replace("Nov 25 23:59:59", "2026-11-25T23:59:59.1+01:00"),
         QUEUED.replace("Nov 25 23:59:59", "2026-11-26T00:00:01.1+01:00")),
        (JOURNAL.format(1795651199000000, "cleanup", CLEANUP), JOURNAL.format(1795651201000000, "qmgr", QMGR)),
    ],
)  # fmt: skip
def test_nor_when_they_are_copies_of_one_moment(
    newsroom: Terminal, issue: str, tmp_path: Path, first: str, second: str
) -> None:
    copied = 1_798_800_000  # 2027-01-01
    for name, text, age in (("mail.log", second, 5), ("mail.log.1", first, 0)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        os.utime(tmp_path / name, (copied - age, copied - age))
    assert newsroom("reconcile", issue, "mail.log", "mail.log.1", "--json").json["named"] == 1


def test_a_log_that_nobody_can_read_sends_nothing_again(newsroom: Terminal, issue: str, tmp_path: Path) -> None:
    """With --complete, what no log names is sent again: all of it, were a form of logs not known."""
    (tmp_path / "good").write_text(NAMED + QUEUED, encoding="utf-8")
    (tmp_path / "odd").write_bytes(b"\x28\xb5\x2f\xfd packed by something else")
    (tmp_path / "cut.gz").write_bytes(gzip.compress((NAMED + QUEUED).encode())[:-20])
    (tmp_path / "table.csv").write_text('Message-ID,Subject\n<a@news.example>,"x\n', encoding="utf-8")
    assert "odd tells of no letter" in newsroom("reconcile", issue, "good", "odd", "--complete", code=2).err
    assert newsroom("reconcile", issue, "odd", "--json").json["named"] == 0
    assert "CSV with a heading that names a message-id column" in newsroom("reconcile", issue, "odd").err
    for name, words in (
        ("cut.gz", "cut.gz cannot be read"),
        ("table.csv", "no table any more"),
        ("no", "No such file"),
    ):
        assert words in newsroom("reconcile", issue, name, code=2).err
