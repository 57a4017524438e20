"""A sheet and a reader as the bytes on the wire: one join and a few headers, in microseconds.

What is the same for all readers is joined and encoded once (``shared.py``), when the press is opened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from digest.model import Letter, Sheet
from digest.phrases import base
from digest.render import headers
from digest.render.encode import encode_value
from digest.render.links import ACTS, LinkOf, Links
from digest.render.shared import BULK_KINDS, Print, Run, in_context, shared_by_all
from subscribers import Recipient, parse_address

MOST_PRINTS = 500  # variants that are kept joined, about 60 kB each
MOST_TAGS = 2000  # variants by what readers call their languages; "de" and "de-AT" are one print


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
        return shared_by_all(sheet, parts, variant, sender=sender.address, view_url=view_url, escaped=escaped)

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
