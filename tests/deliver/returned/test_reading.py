"""Reading what comes back: fields before words, no vacation is a bounce, and no delay is hard."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.deliver.returned import read_mail
from digest.model import Return, ReturnKind
from tests.returned_mails import a_complaint

MARK = "abcdefgh" * 5
DSN = """\
From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

{notice}
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

{fields}
--b
Content-Type: message/rfc822

Return-Path: <bounces+{mark}@news.example.org>
From: news@example.org
To: reader@example.net
List-Unsubscribe: <https://x.example>, <mailto:bounces+{other}@news.example.org>
Message-ID: <{mark}@news.example.org>

Hello
--b--
"""
FAILED = """Final-Recipient: rfc822; reader@example.net
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <reader@example.net>: User unknown"""


def dsn(fields: str = FAILED, notice: str = "I'm sorry.", to: str = "bounces@news.example.org") -> bytes:
    return DSN.format(fields=fields, notice=notice, to=to, mark=MARK, other="zyxwvuts" * 5).encode()


def one(raw: bytes) -> Return:
    (found,) = read_mail(raw)
    return found


def text(subject: str, body: str, *headers: str, sender: str = "MAILER-DAEMON@mx.example.net") -> bytes:
    head = "".join(f"{line}\n" for line in headers)
    return f"From: {sender}\nSubject: {subject}\n{head}\n{body}".encode()


def test_a_report_says_kind_address_code_and_words() -> None:
    found = one(dsn())
    assert (found.kind, found.source, found.address) == (ReturnKind.HARD, "dsn", "reader@example.net")
    assert (found.code, found.enhanced) == (550, "5.1.1")
    assert "User unknown" in found.text
    assert not found.proven, "reading proves nothing"


def test_whom_we_wrote_to_counts_not_where_it_was_forwarded() -> None:
    fields = FAILED + "\nOriginal-Recipient: rfc822; alias@example.net"
    assert one(dsn(fields)).address == "alias@example.net"


def test_every_recipient_has_a_verdict_of_its_own() -> None:
    fields = f"""{FAILED}

Final-Recipient: rfc822; full@example.net
Action: failed
Status: 5.2.2

Final-Recipient: rfc822; slow@example.net
Action: delayed
Status: 4.4.1

Final-Recipient: rfc822; well@example.net
Action: delivered
Status: 2.0.0"""
    found = {one.address.partition("@")[0]: one.kind for one in read_mail(dsn(fields))}
    assert found == {"reader": ReturnKind.HARD, "full": ReturnKind.SOFT, "slow": ReturnKind.DELAYED}


@pytest.mark.parametrize("status", ["5.1.1", "4.4.7", "5.0.0"])
def test_what_is_delayed_is_never_hard_whatever_its_code(status: str) -> None:
    fields = (
        f"Final-Recipient: rfc822; a@b.example\nAction: delayed\nStatus: {status}\nDiagnostic-Code: smtp; 550 no user"
    )
    assert one(dsn(fields)).kind is ReturnKind.DELAYED


def test_a_success_notice_is_no_bounce() -> None:
    fields = "Final-Recipient: rfc822; reader@example.net\nAction: relayed\nStatus: 2.1.5"
    assert {found.kind for found in read_mail(dsn(fields, notice="Your message was relayed."))} == {ReturnKind.UNKNOWN}


def test_fields_that_say_no_reason_are_explained_by_the_words_for_people() -> None:
    fields = "Final-Recipient: rfc822; reader@example.net\nAction: failed\nStatus: 5.0.0"
    found = one(dsn(fields, notice="reader@example.net: 550 5.1.1 User unknown"))
    assert (found.kind, found.source, found.enhanced) == (ReturnKind.HARD, "dsn", "5.1.1")


def test_user_unknown_in_reply_to_the_whole_message_is_not_believed() -> None:
    fields = (
        "Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550 Unknown user"
    )
    assert one(dsn(fields)).kind is ReturnKind.HARD
    assert one(dsn(fields, notice="said: 550 Unknown user (in reply to end of DATA command)")).kind is ReturnKind.SOFT


def test_base64_reports_and_fields_in_the_text_are_read_too() -> None:
    encoded = base64.encodebytes(FAILED.encode()).decode()
    raw = dsn(encoded).replace(
        b"message/delivery-status\n\nReporting-MTA: dns; mx.example.net\n",
        b"message/delivery-status\nContent-Transfer-Encoding: base64\n",
    )
    assert one(raw).enhanced == "5.1.1"
    assert one(text("Returned mail", f"An error occurred.\n\n{FAILED}\n")).enhanced == "5.1.1"


@pytest.mark.parametrize(
    "headers",
    [
        ("Auto-Submitted: auto-replied",),
        ("X-Autoreply: yes",),
        ("Precedence: auto_reply",),
        ("X-Auto-Response-Suppress: All", "Auto-Submitted: auto-replied (vacation)"),
    ],
)
def test_an_out_of_office_reply_is_no_bounce(headers: tuple[str, ...]) -> None:
    body = "I am away. My mailbox is full and this address does not exist any more; 550 5.1.1 user unknown."
    found = one(text("Re: The Morning Tide", body, *headers, sender="reader@example.net"))
    assert found.kind is ReturnKind.AUTO_REPLY


@pytest.mark.parametrize(
    "subject",
    ["Out of office: news", "Automatic reply: Undeliverable", "Abwesenheitsnotiz", "Réponse automatique : x",
     "=?utf-8?b?6Ieq5YuV6L+U5L+h?=", "Автоответ: выпуск"],
)  # fmt: skip
def test_the_subject_tells_an_automatic_answer(subject: str) -> None:
    assert one(text(subject, "User unknown", sender="reader@example.net")).kind is ReturnKind.AUTO_REPLY


def test_a_person_who_writes_about_bounces_is_no_bounce() -> None:
    found = one(text("Question", "My friend got 550 5.1.1 user unknown <friend@example.net>", sender="a@example.net"))
    assert found.kind is ReturnKind.UNKNOWN


@pytest.mark.parametrize(
    ("kind", "meant"),
    [
        ("abuse", ReturnKind.COMPLAINT),
        ("fraud", ReturnKind.COMPLAINT),
        ("virus", ReturnKind.COMPLAINT),
        ("other", ReturnKind.COMPLAINT),
        ("opt-out", ReturnKind.LEAVE),
        ("auth-failure", ReturnKind.POLICY),
        ("not-spam", ReturnKind.UNKNOWN),
    ],
)
def test_a_feedback_report_says_what_the_reader_meant(kind: str, meant: ReturnKind) -> None:
    more = "Original-Rcpt-To: <reader@example.net>"
    found = one(a_complaint(message_id=f"<{MARK}@news.example.org>", kind=kind, more=more))
    assert (found.kind, found.source, found.address) == (meant, "arf", "reader@example.net")
    assert f"{MARK}@news.example.org" in found.marks


def test_a_report_that_hides_the_reader_still_shows_the_copy() -> None:
    found = one(a_complaint(message_id=f"<{MARK}@news.example.org>"))
    assert found.address == ""
    assert found.marks == (f"{MARK}@news.example.org",)


def test_marks_inside_the_returned_message_are_not_the_recipients_of_the_mail() -> None:
    found = one(dsn(to=f"bounces+{MARK}@news.example.org"))
    assert found.sent_to == (f"bounces+{MARK}@news.example.org",)
    assert any(mark.startswith("bounces+zyxwvuts") for mark in found.marks)
    (known,) = read_mail(dsn(), ["Bounces+" + MARK.upper() + "@news.example.org"])
    assert known.sent_to[0].lower() == f"bounces+{MARK}@news.example.org"


@pytest.mark.parametrize(
    "word", ["=?utf-8?B?0JLQsNGI0LUx0YH?=", "=?utf-8?B?A?=", "=?utf-8?Q?=ZZ?=", "=?nowhere?B?QQ==?="]
)
def test_an_encoded_word_that_is_damaged_is_read_as_it_stands(word: str) -> None:
    raw = f"From: MAILER-DAEMON@mx.example\nSubject: Undelivered {word}\n\nuser unknown <a@b.example>\n".encode()
    (found,) = read_mail(raw)
    assert found.kind is ReturnKind.HARD


def test_the_same_bytes_have_the_same_event_and_others_another() -> None:
    assert one(dsn()).event_id == one(dsn()).event_id != one(dsn(notice="x")).event_id


@settings(max_examples=300)
@given(raw=st.binary(max_size=2000))
def test_no_bytes_are_too_odd_to_be_read(raw: bytes) -> None:
    for prefix in (b"", b"From: MAILER-DAEMON\nSubject: Undeliverable\n\n", dsn()[:400]):
        assert all(isinstance(found, Return) for found in read_mail(prefix + raw))


@settings(max_examples=200)
@given(cuts=st.lists(st.integers(0, 900), min_size=2, max_size=6), junk=st.binary(max_size=40))
def test_no_damage_to_a_report_makes_it_an_error(cuts: list[int], junk: bytes) -> None:
    raw, pieces = dsn(), sorted(cuts)
    damaged = junk.join(raw[a:b] for a, b in zip([0, *pieces], [*pieces, len(raw)], strict=True))
    assert read_mail(damaged)


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Re: The Morning Tide", "I am no longer with the company, and my address is no longer valid: new@example.net"),
        ("Ich bin weg", "Diese Adresse existiert nicht mehr. Bitte an info@example.net."),
        ("[Ticket#4711] The Morning Tide", "Unknown user? No: we have your request. 450 Park Avenue, room 512"),
        ("Nie ma mnie w biurze", "W pilnych sprawach: kolega@example.net"),
    ],
)
def test_an_empty_return_path_makes_no_bounce_of_a_persons_answer(subject: str, body: str) -> None:
    """RFC 3834 §3.3 wants answers of machines to have one, and who no longer works there would be suppressed by it."""
    answer = text(subject, body, "Return-Path: <>", sender="Reader <reader@example.net>")
    assert one(answer).kind in (ReturnKind.UNKNOWN, ReturnKind.AUTO_REPLY)


def test_a_mail_system_without_a_name_is_known_by_its_codes_or_by_the_message_that_it_returns() -> None:
    words = "reader@example.net: 550 5.1.1 No such user"
    assert one(text("Mail", words, "Return-Path: <>", sender="no-reply@example.net")).kind is ReturnKind.HARD
    returned = "--b\n\nUser unknown\n--b\nContent-Type: message/rfc822\n\nTo: reader@example.net\n\nx\n--b--"
    headers = ("Return-Path: <>", "Content-Type: multipart/mixed; boundary=b")
    assert one(text("Mail", returned, *headers, sender="no-reply@example.net")).kind is ReturnKind.HARD


RECEIPT = """\
From: {sender}
Subject: Return Receipt (displayed) - The Morning Tide
Content-Type: multipart/report; report-type=disposition-notification; boundary=b

--b

{notice}
--b
Content-Type: message/disposition-notification

Final-Recipient: rfc822; reader@example.net
Disposition: manual-action/MDN-sent-manually; displayed
--b--
"""


def test_a_receipt_says_that_the_letter_arrived() -> None:
    notice = "This is a receipt for the mail that you sent to reader@example.net."
    assert one(RECEIPT.format(sender="Me <me@home.example>", notice=notice).encode()).kind is ReturnKind.AUTO_REPLY
    refused = "Your message to <reader@example.net> was automatically rejected:\nQuota exceeded"
    system = "Mail Delivery Subsystem <admin@example.net>"
    assert one(RECEIPT.format(sender=system, notice=refused).encode()).kind is ReturnKind.SOFT


@pytest.mark.parametrize(
    "subject",
    ["Automatyczna odpowiedź: x", "Automatická odpověď: x", "Automatisk svar: x", "Automatikus válasz: x",
     "Otomatik Yanıt: x", "Αυτόματη απάντηση: x", "자동 회신: x", "自动答复: x", "מענה אוטומטי: x",
     "Automatisch antwoord: x"],
)  # fmt: skip
def test_exchange_says_it_in_every_language(subject: str) -> None:
    assert one(text(subject, "User unknown", sender="reader@example.net")).kind is ReturnKind.AUTO_REPLY


def test_a_delay_that_may_yet_fail_for_good_is_a_delay() -> None:
    words = "r@example.net: a temporary problem. We will retry for 46 hours and tell you if it fails permanently."
    assert one(text("Delivery Status Notification (Delay)", words)).kind is ReturnKind.DELAYED
    assert one(text("Returned mail", words + " This is a permanent error.")).kind is not ReturnKind.DELAYED


def test_an_address_is_read_without_the_quotation_marks_around_it() -> None:
    assert one(text("Undeliverable", "Failed to deliver to 'r@example.net': 550 5.1.1 unknown user")).address == (
        "r@example.net"
    )
