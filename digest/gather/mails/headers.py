"""What the headers of a mail say, whatever their writers did to them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import getaddresses, parseaddr

from digest.gather.charsets import decode
from digest.gather.plain import one_line

# A list's mail says so in one of these (RFC 2369, RFC 2919, RFC 8058); what else comes to an inbox may be private.
LIST_HEADERS = ("List-Unsubscribe", "List-Id", "List-Post", "Feedback-ID")
OWN_HEADERS = ("To", "Cc", "Delivered-To", "X-Original-To", "X-Forwarded-To")
# What the library raises for mails that nobody would write.
UNREADABLE = (LookupError, ValueError, TypeError, AttributeError, ArithmeticError)
_IN_BRACKETS = re.compile(r"<([^<>\s]+)>")


def said(mail: EmailMessage, header: str) -> str:
    """What a header says, "" for none."""
    return next(iter(every(mail, header)), "")


def every(mail: EmailMessage, header: str) -> list[str]:
    """All headers of a name; as they are written, where one cannot be read."""
    try:
        read = [str(one) for one in mail.get_all(header, [])]
        # Bytes that stand there as they are, in no charset that is said, the library shows as none.
        return [_raw_words(mail, header, number) if "\ufffd" in one else one for number, one in enumerate(read)]
    except UNREADABLE:
        return [one_line(str(value)) for name, value in mail.raw_items() if name.lower() == header.lower()]


def _raw_words(mail: EmailMessage, header: str, number: int) -> str:
    """A header whose words were written without telling their charset: in UTF-8, else that of Windows."""
    values = [str(value) for name, value in mail.raw_items() if name.lower() == header.lower()]
    plain = decode(values[number].encode("ascii", "surrogateescape"))
    return one_line(str(make_header(decode_header(plain))) if plain.isascii() else plain)


def own_addresses(mail: EmailMessage) -> Iterator[str]:
    """The addresses that it was sent to: ours."""
    for header in OWN_HEADERS:
        for _, address in getaddresses(every(mail, header)):
            if "@" in address:
                yield address.lower()


def leaving_links(mail: EmailMessage) -> Iterator[str]:
    """The addresses by which this subscription is ended."""
    for header in ("List-Unsubscribe", "List-Owner"):
        yield from _IN_BRACKETS.findall(said(mail, header))


def bracketed(mail: EmailMessage, header: str) -> str:
    """What stands in a header's brackets; without them, all of it."""
    value = said(mail, header)
    found = _IN_BRACKETS.search(value)
    return found[1] if found else value.strip()


def moment_of(mail: EmailMessage) -> datetime | None:
    """When a mail says it was written."""
    try:
        moment = getattr(mail.get("Date"), "datetime", None)
    except UNREADABLE:
        return None
    if not isinstance(moment, datetime):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def sender_of(mail: EmailMessage) -> str:
    """What the sender of a mail is called; without a name, by the domain."""
    name, address = parseaddr(said(mail, "From"))
    return name or address.rpartition("@")[2]


def parties_of(mail: EmailMessage) -> Iterator[str]:
    """The addresses of who passed a mail on and to whom."""
    yield from own_addresses(mail)
    if "@" in (address := parseaddr(said(mail, "From"))[1]):
        yield address.lower()
