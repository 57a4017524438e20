"""What all readers of one variant share: the head of the message and the body, joined and encoded once.

The bytes are final: CRLF only, no line begins with a dot, no line of the body is over 76 bytes (RFC 5322, RFC 2045).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from html import escape
from typing import NamedTuple

from digest.model import Edition, Piece, Sheet
from digest.render import headers
from digest.render.encode import encode_value, is_relaxed
from digest.render.sheet import blocks_of, of_blocks
from subscribers import parse_address

BULK_KINDS = ("issue", "test", "welcome")
_NOT_FEEDBACK = re.compile(r"[^a-z0-9]+")


class Run(NamedTuple):
    """Pieces that no slot parts, joined; then a slot, or "" at the end.

    ``context`` is the piece's where the slot's value has to be escaped, and "" where every value can stay as it is.
    """

    data: bytes
    slot: str = ""
    context: str = ""


class Print(NamedTuple):
    """What all readers of one variant share: the head of the message, and the runs of its body."""

    head: bytes
    runs: tuple[Run, ...]
    relaxed: bool


def shared_by_all(
    sheet: Sheet, parts: Sheet | Edition, number: int, *, sender: str, view_url: str, escaped: bool
) -> Print:
    """One variant's print; ``parts`` are its language's; ``escaped``: links hold what HTML has to escape."""
    subject, preheader, html, text = sheet.subject, sheet.preheader, parts.html, parts.text
    if sheet.variants:
        own = sheet.variants[number]
        subject, preheader = own.subject, own.preheader
        html = of_blocks(html, blocks_of(own.seats, in_html=True))
        text = of_blocks(text, blocks_of(own.seats, in_html=False))
    boundary = "=_" + sha256(f"{sheet.issue_id}:{sheet.kind}".encode()).hexdigest()[:32]
    shared = {"view_url": view_url, "subject": subject, "preheader": preheader}
    runs = tuple(_joined(_whole_body(html, text, boundary), shared, escaped=escaped))
    relaxed = is_relaxed(b"".join(run.data for run in runs))  # what fills the slots is so by itself
    return Print(_head(sheet, subject, sender, boundary), runs, relaxed)


def _head(sheet: Sheet, subject: str, sender: str, boundary: str) -> bytes:
    """The header lines that all readers share."""
    lines = [
        headers.mailbox("From", sheet.sender.name or sheet.newsletter_title, sender),
        headers.unstructured("Subject", subject),
        headers.date("Date", sheet.made),
        headers.opaque("MIME-Version", "1.0"),
        f'Content-Type: multipart/alternative;\r\n boundary="{boundary}"\r\n'.encode(),
        headers.opaque("Auto-Submitted", "auto-generated"),  # RFC 3834 §5: no out-of-office replies, please
    ]
    if sheet.sender.reply_to:
        lines.append(headers.mailbox("Reply-To", "", parse_address(sheet.sender.reply_to).address))
    if sheet.kind in BULK_KINDS:
        lines += _list_headers(sheet, sender)
    return b"".join(lines)


def _list_headers(sheet: Sheet, sender: str) -> list[bytes]:
    slug = _NOT_FEEDBACK.sub("", sheet.newsletter_slug)[:20] or "newsletter"
    issue = f"i{sheet.issue_id}" if sheet.kind == "issue" else sheet.kind
    # RFC 2919: stable for the life of the newsletter, in our own domain, never encoded.
    list_id = f"<{sheet.newsletter_slug}.{sender.rpartition('@')[2]}>"
    return [
        headers.opaque("List-Id", list_id),
        headers.opaque("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),  # RFC 8058 §3.1
        headers.opaque("Precedence", "bulk"),
        headers.opaque("Feedback-ID", f"{issue}:{slug}:{sheet.kind}:digest"),
    ]


def _whole_body(html: Iterable[Piece], text: Iterable[Piece], boundary: str) -> Iterator[Piece]:
    line = f"--{boundary}\r\n".encode()
    about = "Content-Type: text/{}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    yield Piece(data=b"\r\n" + line + about.format("plain").encode())
    yield from text
    yield Piece(data=b"\r\n" + line + about.format("html").encode())
    yield from html
    yield Piece(data=f"\r\n--{boundary}--\r\n".encode())


def _joined(pieces: Iterable[Piece], shared: Mapping[str, str], *, escaped: bool) -> Iterator[Run]:
    """``shared`` are the slots that are the same for all; ``escaped``: links hold what HTML has to escape."""
    held: list[bytes] = []
    for piece in pieces:
        held.append(piece.data)
        if piece.slot in shared:
            held.append(encode_value(in_context(shared[piece.slot], piece.context)))
        elif piece.slot:
            yield Run(b"".join(held), piece.slot, piece.context if escaped else "")
            held = []
    yield Run(b"".join(held))


def in_context(value: str, context: str) -> str:
    """A value escaped for where it stands."""
    return value if context in ("", "text") else escape(value, quote=True)
