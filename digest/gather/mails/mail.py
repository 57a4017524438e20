"""A newsletter's mail as a Draft: its words, its address online, and nothing that belongs to one subscription."""

from __future__ import annotations

import codecs
import email
import re
from contextlib import suppress
from datetime import datetime
from email.message import EmailMessage, MIMEPart
from email.policy import default
from hashlib import sha256

from digest.gather.clean import LONGEST_HTML
from digest.gather.drafts import Raw, draft_of, language_code
from digest.gather.mails.headers import (
    LIST_HEADERS,
    UNREADABLE,
    bracketed,
    leaving_links,
    moment_of,
    own_addresses,
    parties_of,
    said,
    sender_of,
)
from digest.gather.mails.passed import PASSED_ON, Head, attached, passed_html, passed_text
from digest.gather.mails.personal import Private, public_address
from digest.gather.mails.plaintext import tidy_text
from digest.gather.mails.tidy import tidy_html
from digest.gather.plain import one_line, paragraphs
from digest.model import Draft

_CONFIRM = re.compile(
    r"\b(confirm|verify)\b.*\b(subscription|e-?mail|address|sign-?up)|bestätig\w+ .*(anmeldung|adresse|abo)"
    r"|confirme[rz]? .*(inscription|abonnement|adresse)|confirma\w* .*(suscripci|correo|inscri)|подтверд",
    re.IGNORECASE,
)
_OF_MAILS = ("From", "Date", "Subject", "Message-ID", "Received")  # of which each has one


def read_mail(raw: bytes, *, now: datetime) -> Draft | str:
    """A mail as a draft, or in words why it is none."""
    mail = email.message_from_bytes(raw, policy=default)
    try:
        return _why_not(mail) or draft_of(_raw(mail, raw), language="", now=now)
    except UNREADABLE as fault:
        return f"a mail cannot be read ({type(fault).__name__})"


def _why_not(mail: EmailMessage) -> str:
    """Mails that come to every inbox and are no newsletter."""
    subject = one_line(said(mail, "Subject"))
    if not any(name in mail for name in _OF_MAILS):
        return (
            "a file that is no mail was left out: nothing in it says from whom it is, when it was written, or what of"
        )
    if mail.get_content_type() == "multipart/report":
        return f"a report about another mail was left out: {subject[:80]}"
    if any(name in mail for name in LIST_HEADERS):
        return ""
    if (said(mail, "Auto-Submitted").strip().lower() or "no") not in ("no", "auto-generated"):
        return f"an automatic reply was left out: {subject[:80]}"
    if _CONFIRM.search(subject):
        return f"a request to confirm a subscription was left out; answer it in your mail program: {subject[:80]}"
    return ""


def _raw(mail: EmailMessage, raw: bytes) -> Raw:
    passing, subject = None, one_line(said(mail, "Subject"))
    if PASSED_ON.match(subject) and not any(name in mail for name in LIST_HEADERS):
        passing, mail = mail, attached(mail) or mail
    ours = frozenset([*own_addresses(mail), *(parties_of(passing) if passing else ())])
    private = Private(addresses=ours, links=frozenset(leaving_links(mail)))
    body, online, lead, head = _body(mail, private, passed_on=passing is mail)
    archived = public_address(bracketed(mail, "Archived-At"), private)  # RFC 5064: this mail in the archive
    url = archived or online
    author = head.author if head else sender_of(mail)
    return Raw(
        guid=one_line(said(mail, "Message-ID")) or sha256(raw).hexdigest(),
        url=url,
        title=PASSED_ON.sub("", one_line(said(mail, "Subject"))).replace("&", "&amp;").replace("<", "&lt;"),
        authors=(author,) if author else (),
        published=_written(head, moment_of(mail)),
        lead=lead,
        body=body,
        language=language_code(said(mail, "Content-Language")),
        base=url,
    )


def _written(head: Head | None, passed: datetime | None) -> datetime | None:
    """When a mail was written that was ``passed`` on then, as its head says without a zone."""
    told = head.published if head else None
    return min(told, passed) if told and passed else told or passed


def _body(mail: EmailMessage, private: Private, *, passed_on: bool) -> tuple[str, str, str, Head | None]:
    """The body as HTML, where it can be read online, its preheader, and the head of what was passed on in it."""
    part = mail.get_body(preferencelist=("html", "plain"))
    text, head = _text(part)[:LONGEST_HTML] if part is not None else "", None
    html = part is not None and part.get_content_type() == "text/html"
    if passed_on:
        text, head = passed_html(text) if html else passed_text(text)
        private = Private(addresses=private.addresses | {*(head.addresses if head else ())}, links=private.links)
    if html:
        return *tidy_html(text, private, title=said(mail, "Subject")), head
    rest, online = tidy_text(text, private)
    return paragraphs(rest), online, "", head


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
