"""What a relay's log says became of letters, in each of the forms in which operators have it."""

from __future__ import annotations

import json

import pytest

from digest.deliver import Seen, read_log

SYSLOG = """\
Nov 25 07:30:01 mx postfix/smtpd[11]: connect from localhost[127.0.0.1]
Nov 25 07:30:01 mx postfix/smtpd[11]: 4D1DF2A1: client=localhost[127.0.0.1]
Nov 25 07:30:01 mx postfix/cleanup[12]: 4D1DF2A1: message-id=<a1@news.example>
Nov 25 07:30:01 mx postfix/qmgr[13]: 4D1DF2A1: from=<bounce@news.example>, size=57000, nrcpt=1 (queue active)
Nov 25 07:30:02 mx postfix/smtp[14]: 4D1DF2A1: to=<x@example.org>, relay=mx.example.org[192.0.2.1]:25, status=sent (ok)
Nov 25 07:30:02 mx postfix/cleanup[12]: 3zZ9kL1xYzzQ: message-id=<b2@news.example>
Nov 25 07:30:03 mx postfix/cleanup[12]: 3zZ9kL1xYzzQ: milter-reject: END-OF-MESSAGE from localhost: 5.7.1 Spam
Nov 25 07:30:03 mx postfix/cleanup[12]: 5ABCDEF0: message-id=<c3@news.example>
Nov 25 07:30:04 mx postfix-out/submission/qmgr[13]: AAAAAAA1: from=<x@y>, size=1, nrcpt=1 (queue active)
Nov 25 07:30:04 mx dovecot: imap-login: nothing of ours
"""


def facts(text: str) -> dict[str, bool]:
    return {seen.message_id: seen.accepted for seen in read_log(text.splitlines())}


def test_a_letter_that_stood_in_the_queue_was_accepted() -> None:
    assert facts(SYSLOG) == {"a1@news.example": True, "b2@news.example": False}


def test_a_message_id_alone_proves_nothing() -> None:
    """Postfix writes it while the message still comes in."""
    assert "c3@news.example" not in facts(SYSLOG)


def test_times_may_be_written_in_any_way() -> None:
    modern = SYSLOG.replace("Nov 25 ", "2026-11-25T").replace(" mx ", ".123456+01:00 mx ")
    assert facts(modern) == facts(SYSLOG)


def test_the_journals_export_and_its_json_say_the_same() -> None:
    lines = [line.partition(" mx ")[2].partition("]: ") for line in SYSLOG.splitlines() if "postfix/" in line]
    told = [(who.partition("[")[0], words) for who, _, words in lines]
    export = "\n\n".join(f"__CURSOR=x\nSYSLOG_IDENTIFIER={who}\nMESSAGE={words}" for who, words in told) + "\n\n"
    as_json = "\n".join(json.dumps({"SYSLOG_IDENTIFIER": who, "MESSAGE": words}) for who, words in told)
    assert facts(export) == facts(SYSLOG)
    assert facts(as_json) == facts(SYSLOG)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_with_message_ids_is_read_whatever_else_it_holds(delimiter: str) -> None:
    rows = [
        ("\ufeffDate", "Message-ID", "Status"),
        ("2026-11-25", "<a1@news.example>", "Delivered"),
        ("2026-11-25", "b2@news.example", "rejected"),
        ("2026-11-25", "<c3@news.example>", "failed"),
        ("2026-11-25", "", "sent"),
        ("short",),
    ]
    found = list(read_log([delimiter.join(row) for row in rows]))
    assert found[0] == Seen("a1@news.example", accepted=True, words="the log says delivered")
    assert {seen.message_id: seen.accepted for seen in found} == {"a1@news.example": True, "b2@news.example": False}


def test_a_table_without_a_status_lists_what_was_accepted() -> None:
    assert facts("message-id,size\na1@news.example,57000\n") == {"a1@news.example": True}


@pytest.mark.parametrize(
    "junk", ["", "\x00\xff", "{", '{}\n[1]\n{"MESSAGE": 3}', "x" * 1_000_000, "postfix/cleanup[1]: "]
)
def test_what_is_no_log_says_nothing(junk: str) -> None:
    assert list(read_log(junk.splitlines())) == []
