"""What must hold of any letter's bytes, and how tests read them: the rules of RFC 5322, 2045 and 8058 in one place."""

from __future__ import annotations

import email
import re
from email import policy
from email.message import EmailMessage

import lxml.html

ONCE = ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type", "List-Id", "List-Unsubscribe",
        "List-Unsubscribe-Post", "Feedback-ID", "Auto-Submitted", "Precedence")  # fmt: skip
RUNNING = {"script", "form", "iframe", "object", "embed", "link"}
NEVER_ENCODED = ("List-Unsubscribe", "List-Id", "Message-ID", "Feedback-ID", "List-Unsubscribe-Post")


def parsed(message: bytes) -> EmailMessage:
    """A message as the standard library reads it."""
    found = email.message_from_bytes(message, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def part(message: bytes, kind: str) -> str:
    """The text of a message's "html" or "plain" part."""
    body = parsed(message).get_body((kind,))
    assert body is not None
    text: str = body.get_content()
    return text


def check_the_wire(message: bytes) -> None:
    """What must hold of any letter's bytes (RFC 5322 §2.1.1, RFC 2045 §6.7)."""
    assert message.endswith(b"\r\n")
    assert message.count(b"\n") == message.count(b"\r") == message.count(b"\r\n")
    assert b"\0" not in message
    head, _, body = message.partition(b"\r\n\r\n")
    for line in head.split(b"\r\n"):
        assert len(line) <= 998
        assert len(line) <= 78 or re.match(rb"(List-Unsubscribe:)?\s<http|Message-ID:|\s+<", line), line
    for line in body.split(b"\r\n"):
        assert len(line) <= 76
        assert not line.startswith(b".")
        assert not line.endswith((b" ", b"\t"))
    names = [line.split(b":")[0].decode().lower() for line in head.split(b"\r\n") if line[:1] not in b" \t"]
    for name in ONCE:
        assert names.count(name.lower()) == 1, name
    for name in NEVER_ENCODED:
        lines = re.search(rf"(?im)^{name}:(.*(?:\r\n[ \t].*)*)".encode(), head)
        assert lines is not None
        assert b"=?" not in lines[0]


def check_the_twins(message: bytes) -> None:
    """Both parts are there, text first, within Gmail's limit, and tell the same links."""
    found = parsed(message)
    assert not found.defects
    parts = list(found.iter_parts())
    assert [one.get_content_type() for one in parts] == ["text/plain", "text/html"]
    html, text = part(message, "html"), part(message, "plain")
    assert len(html.encode()) <= 100_000
    assert max(len(one.as_bytes()) for one in parts) <= 104_000
    in_html = {link.replace("&amp;", "&") for link in re.findall(r'<a [^>]*href="([^"]+)"', html)}
    in_text = set(re.findall(r"https?://\S+", text))
    words = " ".join(lxml.html.document_fromstring(html).text_content().split())
    # A title may be an address, or hold one: what is a link in neither part stands as words in both.
    assert in_html == {link for link in in_text if link in in_html or link not in words}
    check_nothing_runs(html)


def check_nothing_runs(html: str) -> None:
    """No element, attribute or style of a letter that a mail program would run or fetch (reliability M-06)."""
    tree = lxml.html.document_fromstring(html)
    assert not {one.tag for one in tree.iter() if isinstance(one.tag, str)} & RUNNING
    for one in tree.iter():
        for name, value in one.attrib.items():
            assert not name.lower().startswith("on"), (one.tag, name)
            assert not value.strip().lower().startswith(("javascript:", "vbscript:")), (one.tag, name, value)
    styles = " ".join([*(one.text or "" for one in tree.iter("style")), *tree.xpath("//@style")])
    assert "@import" not in styles.lower()
    assert "url(" not in styles.lower()
