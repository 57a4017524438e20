"""The table of verdicts, row by row, and what receivers really say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.deliver import Phase, from_error, from_reply
from digest.deliver.verdict import LONGEST_TEXT, LONGEST_WAIT, asked_to_wait, printable
from digest.model import VerdictKind

SENT, DEFERRED, REFUSED = VerdictKind.SENT, VerdictKind.DEFERRED, VerdictKind.REFUSED
SENDER_FAULT, RELAY_DOWN, IN_DOUBT = VerdictKind.SENDER_FAULT, VerdictKind.RELAY_DOWN, VerdictKind.IN_DOUBT
CONNECT, MAIL, RCPT, DATA, DOT = Phase

TABLE = [
    (250, "2.0.0 queued as 12AB", DOT, SENT),
    (200, "fine", DOT, SENT),
    (299, "", DOT, SENT),
    # 421 and 4xx: requeue; ours before the reader was named
    *[(421, "4.3.2 shutting down", phase, RELAY_DOWN) for phase in (CONNECT, MAIL)],
    *[(421, "4.3.2 shutting down", phase, DEFERRED) for phase in (RCPT, DATA, DOT)],
    (454, "4.7.0 temporary authentication failure", CONNECT, RELAY_DOWN),
    (451, "4.3.0 queue file write error", MAIL, RELAY_DOWN),
    (452, "4.3.1 insufficient system storage", MAIL, RELAY_DOWN),
    *[(code, "", phase, DEFERRED) for code in (450, 451, 452, 454) for phase in (RCPT, DATA, DOT)],
    (452, "4.5.3 too many recipients", RCPT, DEFERRED),
    (452, "4.2.2 mailbox full", RCPT, DEFERRED),
    (450, "4.7.1 Greylisted", RCPT, DEFERRED),
    (421, "4.7.28 Gmail has detected an unusual rate of mail", DOT, DEFERRED),
    (450, "4.1.8 <b@ours.example>: Sender address rejected: Domain not found", RCPT, RELAY_DOWN),
    (450, "4.1.7 bad sender", RCPT, RELAY_DOWN),
    # 5xx before the reader was named: our login, policy, set-up
    (554, "5.7.1 no SMTP service here", CONNECT, SENDER_FAULT),
    (535, "5.7.8 authentication failed", CONNECT, SENDER_FAULT),
    (530, "5.7.0 must issue STARTTLS first", MAIL, SENDER_FAULT),
    (550, "5.1.8 sender domain not found", MAIL, SENDER_FAULT),
    (552, "5.3.4 message too big", MAIL, SENDER_FAULT),
    (555, "5.5.4 unsupported parameter", MAIL, SENDER_FAULT),
    # 5xx to RCPT: this reader's, unless it is policy or about ourselves
    (550, "5.1.1 no such user", RCPT, REFUSED),
    (550, "5.1.10 null MX", RCPT, REFUSED),
    (550, "5.2.1 mailbox disabled", RCPT, REFUSED),
    (552, "5.2.2 mailbox full", RCPT, REFUSED),
    (550, "5.4.1 Recipient address rejected: Access denied", RCPT, REFUSED),
    (553, "5.6.7 non-ASCII addresses not permitted", RCPT, REFUSED),
    (501, "5.1.3 bad recipient address syntax", RCPT, REFUSED),
    (550, "", RCPT, REFUSED),
    (551, "user not local", RCPT, REFUSED),
    (553, "mailbox name not allowed", RCPT, REFUSED),
    (550, "5.7.17 mailbox owner has changed", RCPT, REFUSED),
    (550, "5.7.18 domain owner has changed", RCPT, REFUSED),
    (550, "5.7.2 list expansion prohibited", RCPT, REFUSED),
    (554, "5.7.1 <x@y.example>: Recipient address rejected: Access denied", RCPT, REFUSED),
    (550, "5.7.1 relaying denied", RCPT, SENDER_FAULT),
    (554, "5.7.1 <x@y.example>: Relay access denied", RCPT, SENDER_FAULT),
    (550, "5.7.26 unauthenticated mail", RCPT, SENDER_FAULT),
    (550, "5.7.515 access denied, sending domain does not pass", RCPT, SENDER_FAULT),
    (550, "5.7.23 <x@y.example>: Recipient address rejected: SPF fail", RCPT, SENDER_FAULT),
    (550, "5.7.26 <x@y.example>: Recipient address rejected: Access denied", RCPT, SENDER_FAULT),
    (550, "5.1.7 bad sender address", RCPT, SENDER_FAULT),
    (550, "5.1.8 bad sender system", RCPT, SENDER_FAULT),
    (554, "5.3.2 system not accepting messages", RCPT, SENDER_FAULT),
    (530, "authentication required", RCPT, SENDER_FAULT),
    (503, "5.5.1 authentication required", RCPT, SENDER_FAULT),
    # the same without codes: the words decide
    (550, "relay not permitted", RCPT, SENDER_FAULT),
    (550, "Sender verify failed", RCPT, SENDER_FAULT),
    (550, "5.1.0 <b@ours.example>: Sender address rejected: User unknown in virtual mailbox table", RCPT, SENDER_FAULT),
    (554, "Service unavailable; Client host [5.1.1.7] blocked using zen.spamhaus.org", RCPT, SENDER_FAULT),
    (550, "User unknown", RCPT, REFUSED),
    (550, "5.0.0 <spam@relay.example>... no such user", RCPT, REFUSED),
    (550, "<relay@policy.example> we do not want that", RCPT, REFUSED),
    # 5xx to DATA and the dot: the message's, so all readers', unless it names the mailbox
    (550, "5.1.1 no such user", DOT, REFUSED),
    (552, "5.2.2 over quota", DOT, REFUSED),
    (554, "5.6.7 cannot be downgraded", DOT, REFUSED),
    (550, "Requested action not taken: mailbox unavailable", DOT, REFUSED),
    (552, "5.3.4 too big", DOT, SENDER_FAULT),
    (552, "message exceeds fixed maximum size", DOT, SENDER_FAULT),
    (550, "5.7.26 unauthenticated", DOT, SENDER_FAULT),
    (550, "5.7.1 spam message rejected", DOT, SENDER_FAULT),
    (554, "5.6.0 bad MIME", DOT, SENDER_FAULT),
    (554, "transaction failed", DOT, SENDER_FAULT),
    (554, "5.1.8 sender rejected", DOT, SENDER_FAULT),
    (554, "5.5.1 no valid recipients", DATA, SENDER_FAULT),
    # more than we may send: no reader's fault, whatever the code and whichever command they count by
    (450, "4.7.1 Error: too much mail from 192.0.2.1", MAIL, RELAY_DOWN),
    (450, "4.7.1 Error: too many recipients from 192.0.2.1", RCPT, RELAY_DOWN),
    (454, "Throttling failure: Maximum sending rate exceeded.", DOT, RELAY_DOWN),
    (450, "Requested mail action not taken: Mail send limit exceeded", RCPT, RELAY_DOWN),
    (550, "5.4.5 Daily user sending limit exceeded.", RCPT, SENDER_FAULT),
    (
        550,
        "5.1.90 Your message can't be sent because you've reached your daily limit for recipients",
        DOT,
        SENDER_FAULT,
    ),
    (554, "5.2.0 STOREDRV; the message can't be submitted: SubmissionQuotaExceededException", DOT, SENDER_FAULT),
    (550, "Domain a.example has exceeded the max emails per hour (200/200 (100%)) allowed.", RCPT, SENDER_FAULT),
    (550, "Maximum credits exceeded", RCPT, SENDER_FAULT),
    # and what only sounds like that
    (450, "4.2.1 The user you are trying to contact is receiving mail at a rate that prevents more", RCPT, DEFERRED),
    (421, "4.7.28 Our system has detected an unusual rate of unsolicited mail from you", RCPT, DEFERRED),
    (451, "4.7.650 The mail server has been temporarily rate limited due to IP reputation", RCPT, DEFERRED),
    (452, "4.2.2 The mailbox has exceeded its quota", RCPT, DEFERRED),
    (552, "5.2.2 The recipient's mailbox is over its storage limit", RCPT, REFUSED),
    # no answer at all
    *[(code, "?", phase, RELAY_DOWN) for code in (-1, 0, 100, 354, 600, 999) for phase in (CONNECT, MAIL, RCPT, DATA)],
    *[(code, "?", DOT, IN_DOUBT) for code in (-1, 0, 100, 354, 600, 999)],
]


@pytest.mark.parametrize(("code", "text", "phase", "kind"), TABLE)
def test_the_table(code: int, text: str, phase: Phase, kind: VerdictKind) -> None:
    verdict = from_reply(code, text, phase)
    assert verdict.kind is kind
    assert verdict.code == code
    assert verdict.text


@pytest.mark.parametrize("phase", list(Phase))
def test_no_answer_is_doubt_only_after_the_dot(phase: Phase) -> None:
    verdict = from_error(ConnectionResetError("gone"), phase)
    assert verdict.kind is (IN_DOUBT if phase is DOT else RELAY_DOWN)
    assert "gone" in verdict.text
    assert from_error(TimeoutError(), phase).text.strip("()") != ""


@pytest.mark.parametrize(
    ("text", "enhanced"),
    [
        ("5.1.1 no such user", "5.1.1"),
        ("5.7.515 Access denied", "5.7.515"),
        ("#5.1.0 Address rejected.", "5.1.0"),
        ("<x@y.example>: mailbox unavailable (5.2.1).", "5.2.1"),
        ("Client host [5.1.1.7] blocked", ""),
        ("see 10.5.1.1 and 15.1.1", ""),
        ("version 5.1.1234", ""),
        ("1.2.3 nothing", ""),
        ("x" * 200 + " 5.1.1", ""),
    ],
)
def test_an_enhanced_code_is_found_and_an_address_of_the_internet_is_none(text: str, enhanced: str) -> None:
    assert from_reply(550, text, RCPT).enhanced == enhanced


def test_an_answer_of_several_lines_becomes_one_line() -> None:
    verdict = from_reply(550, "5.7.26 This mail has been blocked\n5.7.26 because of\t SPF", RCPT)
    assert verdict.text == "5.7.26 This mail has been blocked 5.7.26 because of SPF"


@pytest.mark.parametrize(
    ("words", "seconds"),
    [
        ("4.7.1 Greylisting in action, please come back in 00:04:32", 272.0),
        ("greylisted, try again in 300 seconds", 300.0),
        ("please retry after 5 minutes", 300.0),
        ("Try again in 2 hours", 7200.0),
        ("wait 90s", 90.0),
        ("in 15 min", 900.0),
        ("in 99999 hours", LONGEST_WAIT),
        ("in 99:99:99", LONGEST_WAIT),
        ("in 5 messages", None),
        ("in 5", None),
        ("4.7.1 greylisted", None),
    ],
)
def test_the_wait_a_server_asks_for_is_read(words: str, seconds: float | None) -> None:
    assert asked_to_wait(words) == seconds
    assert from_reply(450, words, RCPT).wait == seconds


def test_a_refusal_asks_for_no_wait() -> None:
    assert from_reply(550, "5.1.1 no such user, try again in 5 minutes", RCPT).wait is None


@given(st.integers(-1000, 2000), st.text(max_size=2000), st.sampled_from(Phase))
def test_anything_a_server_says_becomes_a_verdict_that_a_database_holds(code: int, text: str, phase: Phase) -> None:
    verdict = from_reply(code, text, phase)
    assert verdict.text
    assert len(verdict.text) <= LONGEST_TEXT
    assert verdict.text.isprintable()
    verdict.text.encode()
    if not 200 <= code < 300:
        assert verdict.kind is not SENT
    assert (verdict.kind is IN_DOUBT) == (phase is DOT and not (200 <= code < 300 or 400 <= code < 600))


@given(st.binary(max_size=300))
def test_bytes_that_are_no_text_become_text(wire: bytes) -> None:
    printable(wire.decode("utf-8", "surrogateescape")).encode()


@pytest.mark.parametrize("piece", ["user ", "sender ", "@", "x@", "in ", "5.", "relay", "a" * 40 + "@"])
def test_no_answer_takes_long_to_read(piece: str) -> None:
    """Patterns over foreign words stay linear enough: half a kilobyte is read, never more."""
    verdict = from_reply(550, piece * 20_000, DOT)
    assert len(verdict.text) <= LONGEST_TEXT
