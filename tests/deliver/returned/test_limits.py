"""Limits on size, depth and time: whatever somebody sends, it is read in less than a second or two."""

from __future__ import annotations

import time

import pytest

from digest.deliver.returned import read_mail

SIZE = 2_000_000
PATIENCE = 5.0  # seconds; a busy machine takes three times what an idle one takes
HEAD = b"From: MAILER-DAEMON@x.example\nSubject: Undelivered\n"
UNITS = {
    "less": b"<", "at": b"a@", "parenthesis": b"(", "blank": b" ", "newline": b"\n", "tabs": b"\t\n", "letter": b"a",
    "user": b"user x not ", "quote": b">>> ", "addresses": b"a@b.c ", "replies": b"<a@b.c>: 550 5.1.1 x\n",
    "style": b"<style>", "field": b"Final-Recipient: rfc822; a@b.c\n", "group": b"Final-Recipient: rfc822; a@b.c\n\n",
    "fold": b" x\n", "headers": b"From: x\nTo: y\n", "dashes": b"---- \n", "codes": b"550 5.1.1 ", "to": b"To: ",
    "mark": b"a" * 40 + b"@x ", "pluses": b"+" * 24 + b"a" * 40 + b"@", "encoded": b"=?utf-8?q?=", "entity": b"&lt",
    "cyrillic": "я".encode(), "unknown": b"unknown or and final ",
}  # fmt: skip


def many(unit: bytes) -> bytes:
    return unit * (SIZE // len(unit))


def shapes(unit: bytes) -> list[bytes]:
    folded = many(unit).replace(b"\n", b"\n ")
    report = b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\n"
    return [
        HEAD + b"\n" + many(unit),
        HEAD + b"Content-Type: text/html\n\n" + many(unit),
        HEAD + report + many(unit),
        b"From: mailer-daemon\nSubject: " + folded + b"\n\nx",
        b"From: mailer-daemon\nContent-Type: text/plain; " + folded + b"\n\nx",
    ]


def nested(depth: int) -> bytes:
    return b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(depth))


def timed(raw: bytes) -> float:
    began = time.process_time()
    assert read_mail(raw)
    return time.process_time() - began


@pytest.mark.parametrize("name", UNITS)
def test_repetition_costs_no_time(name: str) -> None:
    assert max(timed(raw) for raw in shapes(UNITS[name])) < PATIENCE


@pytest.mark.parametrize(
    "raw",
    [
        HEAD + nested(10_000),
        HEAD + nested(19) + many(b"x\n"),
        HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + many(b"--b\n\nx\n"),
        HEAD + b"Content-Type: text/plain; " + b"\n ".join([b'a="b;";' * 100] * 600) + b"\n\nx",
        HEAD + b"Content-Type: text/plain; " + b"\n ".join(b"charset*%d*=a;" % n for n in range(30_000)) + b"\n\nx",
        HEAD + b"Content-Type: text/plain; charset=punycode\n\n" + many(b"a"),
        HEAD + b"Content-Transfer-Encoding: base64\n\n" + many(b"YUBiLmMg\n"),
        HEAD + b"Content-Transfer-Encoding: x-uuencode\n\nbegin 644 x\n" + many(b"M<" * 30 + b"\n"),
        HEAD + many(b"X-A: b\n") + b"\nx",
    ],
    ids=[
        "nested",
        "nested and long",
        "many parts",
        "parameters",
        "continuations",
        "codec",
        "base64",
        "uuencode",
        "heads",
    ],
)
def test_depth_and_oddities_cost_no_time(raw: bytes) -> None:
    assert timed(raw) < PATIENCE


def test_a_report_before_a_huge_original_is_read_all_the_same() -> None:
    raw = (
        HEAD + b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\n"
        b"Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\n\n--x\nContent-Type: message/rfc822\n\n"
    )
    (found,) = read_mail(raw + many(b"picture\n"))
    assert (found.address, found.enhanced) == ("a@b.example", "5.1.1")


@pytest.mark.parametrize("mark", [b"\x1b[2J", b"\x07", b"\x00", b"\xc2\x9b", b"\xff"])
def test_what_anybody_may_send_holds_nothing_that_a_terminal_would_obey(mark: bytes) -> None:
    raw = b"From: MAILER-DAEMON@mx.example\nSubject: failure notice\n\nTo: <%breader@b.example>\n550 5.1.1 %b\n"
    (found,) = read_mail(raw % (mark, mark))
    assert found.address.endswith("reader@b.example")
    assert (found.address + found.text).isprintable()
