"""What a relay's log says became of letters, in each of the forms in which operators have it."""

from __future__ import annotations

import json

import pytest

from digest.deliver import Seen, UnderWay, note, read_log

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


def line(daemon: str, words: str) -> str:
    return f"Nov 25 07:30:01 mx postfix/{daemon}[11]: {words}\n"


NAMED = line("cleanup", "4D1DF2A1: message-id=<a1@news.example>")
QUEUED = line("qmgr", "4D1DF2A1: from=<x@y>, size=1, nrcpt=1 (queue active)")


@pytest.mark.parametrize(
    "between",
    [
        line("smtpd", "4D1DF2A1: client=other.example[192.0.2.1]"),
        line("pickup", "4D1DF2A1: uid=0 from=<root>"),
        line("cleanup", "4D1DF2A1: message-id=<>"),
        line("qmgr", "4D1DF2A1: removed"),
    ],
)
def test_a_queue_id_that_is_used_again_is_about_another_letter(between: str) -> None:
    """Postfix makes short ones from the file's number and the time of day."""
    assert facts(NAMED + between + QUEUED) == {}
    assert facts(NAMED + QUEUED + between + line("smtp", "4D1DF2A1: status=bounced")) == {"a1@news.example": True}


def test_a_letter_that_is_refused_at_its_end_was_not_accepted() -> None:
    refused = line(
        "smtpd", "4D1DF2A1: reject: END-OF-MESSAGE from localhost[127.0.0.1]: 451 4.3.0 queue file write error"
    )
    assert facts(NAMED + refused) == {"a1@news.example": False}


def test_a_story_goes_on_in_the_next_log() -> None:
    under_way = UnderWay()
    assert list(read_log(NAMED.splitlines(), under_way)) == []
    (seen,) = read_log(QUEUED.splitlines(), under_way)
    assert seen.message_id == "a1@news.example"


@pytest.mark.parametrize("order", [(True, False), (False, True)])
def test_what_was_accepted_once_is_there_whatever_came_of_other_tries(order: tuple[bool, bool]) -> None:
    told: dict[str, Seen] = {}
    for accepted in order:
        note(told, Seen("a1@news.example", accepted=accepted, words="x"))
    assert told["a1@news.example"].accepted


def test_the_fields_of_an_entry_come_in_any_order() -> None:
    entries = [("cleanup", NAMED), ("qmgr", QUEUED)]
    export = "".join(
        f"MESSAGE={text.partition(']: ')[2]}_PID=1\nSYSLOG_IDENTIFIER=postfix/{who}\n\n" for who, text in entries
    )
    assert facts(export) == {"a1@news.example": True}
    assert facts(export.rstrip("\n")) == {"a1@news.example": True}, "the last entry may end with the file"


def test_syslog_may_be_written_as_rfc_5424_has_it() -> None:
    modern = (NAMED + QUEUED).replace("Nov 25 07:30:01", "<22>1 2026-11-25T07:30:01Z").replace("[11]:", " 11 - -")
    assert facts(modern) == {"a1@news.example": True}


@pytest.mark.parametrize(
    "table",
    [
        '\ufeff"Message-ID";"Status"\r\n"<a1@news.example>";"Sent"\r\n',
        "sep=;\nMessage-ID;Status\n<a1@news.example>;sent\n",
        "\n\nMessage-ID,Status\n<a1@news.example>,sent\n",
        "Message-ID\n<a1@news.example>\n",
        "Message ID;Event Type\n<a1@news.example>;Delivered\n",
        "Region;message_id;Delivery Status\nOhio;<a1@news.example>;sent\n",
        'Subject,Message-ID\n"two\nlines, and ""more""",<a1@news.example>\n',
    ],
)
def test_tables_as_programs_write_them(table: str) -> None:
    assert facts(table) == {"a1@news.example": True}


@pytest.mark.parametrize(
    "heading", ["Delivery Status", "delivery_status", "Last Event", "DeliveryState", "Event (type)"]
)
def test_whatever_its_column_is_called_a_letter_that_was_rejected_is_not_taken_for_accepted(heading: str) -> None:
    assert facts(f"MessageID;{heading}\n<a1@news.example>;rejected\n") == {"a1@news.example": False}


@pytest.mark.parametrize("open_cell", ['"never closed,sent\n', '"' + "x\n" * 100_000], ids=["short", "long"])
def test_a_table_whose_rest_would_be_one_cell_is_told_in_words(open_cell: str) -> None:
    with pytest.raises(ValueError, match="no table any more at line"):
        facts("Message-ID,Subject,Status\n<a1@news.example>," + open_cell + "<b2@news.example>,x,sent\n")


def test_no_depth_of_an_entry_is_an_error() -> None:
    assert facts('{"a":' * 1900 + "\n" + NAMED + QUEUED) == {"a1@news.example": True}
