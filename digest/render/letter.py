"""A sheet and a reader as the bytes on the wire: one join and a few headers, in microseconds.

What is the same for all readers is joined and encoded once, when the press is opened. The bytes are
final: CRLF only, no line begins with a dot, no line of the body is over 76 bytes (RFC 5322, RFC 2045).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from html import escape
from typing import NamedTuple

from digest.model import Edition, Letter, Piece, Sheet
from digest.phrases import base
from digest.render import headers
from digest.render.encode import encode_value, is_relaxed
from digest.render.links import ACTS, LinkOf, Links
from digest.render.sheet import blocks_of, of_blocks
from subscribers import Recipient, parse_address

BULK_KINDS = ("issue", "test", "welcome")
MOST_PRINTS = 500  # variants that are kept joined, about 60 kB each
MOST_TAGS = 2000  # variants by what readers call their languages; "de" and "de-AT" are one print
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A sheet ready to print letters from; ``open_press`` makes one."""

    sheet: Sheet
    domain: str
    message_id: LinkOf
    return_path: LinkOf
    leave: LinkOf
    leave_address: LinkOf
    preferences: LinkOf
    act: LinkOf
    prints: Callable[[int, str], Print]

    def letter(self, recipient: Recipient, *, delivery_id: int, variant: int = 0) -> Letter:
        """One reader's copy. The same arguments give the same bytes, however often it is tried.

        Raises:
            IndexError: there is no such variant.
        """
        person, own = recipient.id, self.prints(variant, recipient.language if self.sheet.editions else "")
        leave_url = self.leave(person)
        parts = [
            own.head,
            headers.mailbox("To", recipient.name, recipient.address),
            headers.opaque("Message-ID", self.message_id(person)),
        ]
        if self.sheet.kind in BULK_KINDS:
            parts.append(self._list_unsubscribe(leave_url, person))
        values = {"leave_url": leave_url, "preferences_url": self.preferences(person)}
        if self.sheet.kind in ACTS:
            values["act_url"] = self.act(person)
        parts += _filled(own.runs, values)
        return Letter(
            delivery_id=delivery_id,
            envelope_from=self.return_path(person),
            envelope_to=recipient.address,
            message=b"".join(parts),
            needs_smtputf8=not recipient.address.isascii(),
            relaxed=own.relaxed,
        )

    def _list_unsubscribe(self, leave_url: str, person_id: int) -> bytes:
        """The ways out (RFC 2369 §3.2): by https, and by mail where the newsletter has a mailbox for returns."""
        ways = headers.opaque("List-Unsubscribe", f"<{leave_url}>")
        if not self.sheet.sender.return_path:
            return ways
        address = self.leave_address(person_id)
        return ways.removesuffix(b"\r\n") + f",{headers.FOLD}<mailto:{address}?subject=unsubscribe>\r\n".encode()


def open_press(sheet: Sheet, links: Links, *, newsletter_id: int) -> Press:
    """Make ready to print a sheet's letters.

    Raises:
        AddressError: the sender's address, return path or address for answers is none.
    """
    sender = parse_address(sheet.sender.address)
    back = parse_address(sheet.sender.return_path).address if sheet.sender.return_path else ""
    view_url = links.view(newsletter_id=newsletter_id, issue_id=sheet.issue_id, made=sheet.made)
    escaped = escape(links.base_url) != links.base_url

    editions = {one.language: one for one in sheet.editions}

    @lru_cache(MOST_PRINTS)
    def in_edition(variant: int, language: str) -> Print:
        parts = editions.get(language, sheet)
        return _print(sheet, parts, variant, sender=sender.address, view_url=view_url, escaped=escaped)

    @lru_cache(MOST_TAGS)
    def prints(variant: int, tag: str) -> Print:
        return in_edition(variant, base(tag) if base(tag) in editions else "")

    prints(0, "")  # what cannot be printed shows here, and not with each reader's letter
    return Press(
        sheet=sheet,
        domain=sender.domain,
        message_id=links.naming(sheet.issue_id, sender.domain),
        return_path=links.returning(back, sheet.issue_id) if back else lambda _: sender.address,
        leave=links.leaving(newsletter_id=newsletter_id, made=sheet.made),
        leave_address=links.leaving_by_mail(back, newsletter_id=newsletter_id),
        preferences=links.preferring(newsletter_id=newsletter_id, made=sheet.made),
        act=links.acting(sheet.kind, newsletter_id=newsletter_id, subject_id=sheet.subject_id, made=sheet.made),
        prints=prints,
    )


def _print(sheet: Sheet, parts: Sheet | Edition, number: int, *, sender: str, view_url: str, escaped: bool) -> Print:
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


def _filled(runs: Iterable[Run], values: Mapping[str, str]) -> list[bytes]:
    """The runs and what stands between them; every value is encoded once."""
    encoded: dict[tuple[str, str], bytes] = {}
    parts: list[bytes] = []
    for data, slot, context in runs:
        parts.append(data)
        if slot:
            key = (slot, context)
            if key not in encoded:
                encoded[key] = encode_value(in_context(values[slot], context))
            parts.append(encoded[key])
    return parts


def in_context(value: str, context: str) -> str:
    """A value escaped for where it stands."""
    return value if context in ("", "text") else escape(value, quote=True)
