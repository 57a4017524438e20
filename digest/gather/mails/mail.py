"""A newsletter's mail as a Draft: its words, its address online, and nothing that belongs to one subscription."""

from __future__ import annotations

import codecs
import email
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from email.message import EmailMessage, MIMEPart
from email.policy import default
from email.utils import getaddresses, parseaddr
from hashlib import sha256

from digest.gather.clean import LONGEST_HTML
from digest.gather.drafts import Raw, draft_of, language_code
from digest.gather.mails.personal import Private, public_address
from digest.gather.mails.plaintext import tidy_text
from digest.gather.mails.tidy import tidy_html
from digest.gather.plain import one_line, paragraphs
from digest.model import Draft

# A list's mail says so in one of these (RFC 2369, RFC 2919, RFC 8058); what else comes to an inbox may be private.
LIST_HEADERS = ("List-Unsubscribe", "List-Id", "List-Post", "Feedback-ID")
OWN_HEADERS = ("To", "Cc", "Delivered-To", "X-Original-To", "X-Forwarded-To")
_CONFIRM = re.compile(
    r"\b(confirm|verify)\b.*\b(subscription|e-?mail|address|sign-?up)|bestätig\w+ .*(anmeldung|adresse|abo)"
    r"|confirme[rz]? .*(inscription|abonnement|adresse)|confirma\w* .*(suscripci|correo|inscri)|подтверд",
    re.IGNORECASE,
)
# What the library raises for mails that nobody would write.
_UNREADABLE = (LookupError, ValueError, TypeError, AttributeError, ArithmeticError)
_OF_MAILS = ("From", "Date", "Subject", "Message-ID", "Received")  # of which each has one
# What mail programs write before the subject of what somebody passes on.
_PASSED_ON = re.compile(r"^(?:(?:fwd?|fw|wg|tr|rv|enc|doorst|转发|轉寄|전달)\s?[:：]\s*)+(?=\S)", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"<([^<>\s]+)>")


def read_mail(raw: bytes, *, now: datetime) -> Draft | str:
    """A mail as a draft, or in words why it is none."""
    mail = email.message_from_bytes(raw, policy=default)
    try:
        return _why_not(mail) or draft_of(_raw(mail, raw), language="", now=now)
    except _UNREADABLE as fault:
        return f"a mail cannot be read ({type(fault).__name__})"


def _why_not(mail: EmailMessage) -> str:
    """Mails that come to every inbox and are no newsletter."""
    subject = one_line(_said(mail, "Subject"))
    if not any(name in mail for name in _OF_MAILS):
        return (
            "a file that is no mail was left out: nothing in it says from whom it is, when it was written, or what of"
        )
    if mail.get_content_type() == "multipart/report":
        return f"a report about another mail was left out: {subject[:80]}"
    if any(name in mail for name in LIST_HEADERS):
        return ""
    if (_said(mail, "Auto-Submitted").strip().lower() or "no") not in ("no", "auto-generated"):
        return f"an automatic reply was left out: {subject[:80]}"
    if _CONFIRM.search(subject):
        return f"a request to confirm a subscription was left out; answer it in your mail program: {subject[:80]}"
    return ""


def _raw(mail: EmailMessage, raw: bytes) -> Raw:
    sender = parseaddr(_said(mail, "From"))
    name = sender[0] or sender[1].rpartition("@")[2]
    private = Private(addresses=frozenset(_own(mail)), links=frozenset(_leaving(mail)))
    body, online, lead = _body(mail, private)
    archived = public_address(_bracketed(mail, "Archived-At"), private)  # RFC 5064: this mail in the archive
    url = archived or online
    return Raw(
        guid=one_line(_said(mail, "Message-ID")) or sha256(raw).hexdigest(),
        url=url,
        title=_PASSED_ON.sub("", one_line(_said(mail, "Subject"))).replace("&", "&amp;").replace("<", "&lt;"),
        authors=(name,) if name else (),
        published=_moment(mail),
        lead=lead,
        body=body,
        language=language_code(_said(mail, "Content-Language")),
        base=url,
    )


def _body(mail: EmailMessage, private: Private) -> tuple[str, str, str]:
    """The body as HTML, the address where it can be read online, and its preheader."""
    part = mail.get_body(preferencelist=("html", "plain"))
    text = _text(part)[:LONGEST_HTML] if part is not None else ""
    if part is not None and part.get_content_type() == "text/html":
        return tidy_html(text, private, title=_said(mail, "Subject"))
    rest, online = tidy_text(text, private)
    return paragraphs(rest), online, ""


def _text(part: MIMEPart) -> str:
    """The text of a part: in its charset, if that is known and fits; else UTF-8, if that fits."""
    content = part.get_payload(decode=True)
    if part.get_content_maintype() != "text" or not isinstance(content, bytes):
        return ""
    known = _encoding(str(part.get_content_charset() or ""))
    for encoding in (known, "utf-8") if known else ("utf-8",):
        with suppress(ValueError):
            return content.decode(encoding)
    return content.decode(known or "cp1252", "replace")


def _encoding(charset: str) -> str:
    """How a charset is called here, "" for none; ISO-8859-1 means Windows-1252 (WHATWG Encoding §4.2)."""
    try:
        b"a".decode(charset)
        name = codecs.lookup(charset).name
    except (LookupError, ValueError):
        return ""
    return {"ascii": "", "iso8859-1": "cp1252"}.get(name, name)


def _said(mail: EmailMessage, header: str) -> str:
    """What a header says, "" for none."""
    return next(iter(_every(mail, header)), "")


def _every(mail: EmailMessage, header: str) -> list[str]:
    """All headers of a name; as they are written, where one cannot be read."""
    try:
        return [str(one) for one in mail.get_all(header, [])]
    except _UNREADABLE:
        return [one_line(str(value)) for name, value in mail.raw_items() if name.lower() == header.lower()]


def _own(mail: EmailMessage) -> Iterator[str]:
    """The addresses that it was sent to: ours."""
    for header in OWN_HEADERS:
        for _, address in getaddresses(_every(mail, header)):
            if "@" in address:
                yield address.lower()


def _leaving(mail: EmailMessage) -> Iterator[str]:
    """The addresses by which this subscription is ended."""
    for header in ("List-Unsubscribe", "List-Owner"):
        yield from _IN_BRACKETS.findall(_said(mail, header))


def _bracketed(mail: EmailMessage, header: str) -> str:
    value = _said(mail, header)
    found = _IN_BRACKETS.search(value)
    return found[1] if found else value.strip()


def _moment(mail: EmailMessage) -> datetime | None:
    try:
        moment = getattr(mail.get("Date"), "datetime", None)
    except _UNREADABLE:
        return None
    if not isinstance(moment, datetime):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
