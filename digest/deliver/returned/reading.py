"""One mail, read in the order of what can be trusted most: fields for machines before words for people. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import islice

from digest.deliver.returned import arf, auto, dsn, notification, odd
from digest.deliver.returned.mail import Mail, open_mail
from digest.deliver.verdict import printable
from digest.model import Return, ReturnKind

MOST_MARKS = 50
# Whatever may be a return path or Message-ID of ours: 40 characters of base32 before an "@" (see render/copies.py).
MARKED = re.compile(r"[\w.!#$%&'*/?^`{|}~+=-]{0,24}(?<![A-Za-z2-7])[A-Za-z2-7]{40}@[A-Za-z0-9.-]{1,253}")
ENVELOPE = ("x-original-to", "delivered-to", "envelope-to", "x-envelope-to", "x-rcpt-to", "to", "cc")


def read_mail(raw: bytes, to: Sequence[str] = ()) -> list[Return]:
    """What a mail that came back says of each recipient; at least one Return, UNKNOWN where nobody understands it.

    ``to``: whom it was delivered to, where the envelope is known. Nothing is proven here and nothing raised. The same
    bytes have the same event ids: their SHA-256 and a number.
    """
    mail = open_mail(raw)
    subject = mail.header("subject")[:200]
    found = _returns(mail, raw) or [Return(kind=ReturnKind.UNKNOWN, source="mail", text=subject)]
    sent_to = _marks([*to, *(value for name in ENVELOPE for value in mail.headers(name))])
    marks = _marks([*sent_to, mail.original, mail.status, mail.feedback, mail.notice, mail.html])
    return [
        replace(
            one,
            text=printable(one.text),
            address=printable(one.address),
            event_id=f"{mail.fingerprint}:{n}",
            sent_to=sent_to,
            marks=(*marks, *one.marks),
        )
        for n, one in enumerate(found)
    ]


def unreadable(raw: bytes, why: str) -> Return:
    """A mail that could not be read in time, known by its bytes alone."""
    return Return(kind=ReturnKind.UNKNOWN, source="mail", text=printable(why), event_id=f"{sha256(raw).hexdigest()}:0")


def _returns(mail: Mail, raw: bytes) -> list[Return]:
    if arf.is_feedback(mail):
        return arf.returns(mail)
    if mail.notice.startswith("{"):  # a provider's notification, where it is subscribed to by mail
        # Servers that keep lines short put "!", a line end and a blank into longer ones.
        return notification.read(mail.notice.partition("\n\n--\n")[0].replace("!\n ", ""))
    if mail.status:
        found = dsn.returns(mail.status, after_data=odd.after_data(odd.notice_of(mail)))
        # Fields about nobody are a report that was left unfinished; about somebody, and no failure, good news.
        return odd.explained(mail, found) if any(dsn.groups(mail.status)) else odd.returns(mail, raw)
    if auto.is_auto_reply(mail):
        return [Return(kind=ReturnKind.AUTO_REPLY, source="mail", text=mail.header("subject"))]
    if not odd.is_returned(mail):
        return []
    # Some systems write the fields into the text; some wrap the report of another system.
    return dsn.returns(odd.unquoted(mail.notice)) or dsn.returns(mail.original) or odd.returns(mail, raw)


def _marks(places: Sequence[str]) -> tuple[str, ...]:
    found = (match[0] for place in places for match in MARKED.finditer(place))
    return tuple(islice(dict.fromkeys(found), MOST_MARKS))
