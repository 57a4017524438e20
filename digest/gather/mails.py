"""A newsletter's mail as a Draft: its words, its address online, and nothing that belongs to one subscription."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default
from email.utils import getaddresses, parseaddr
from hashlib import sha256

from digest.gather.clean import LONGEST_HTML, one_line, paragraphs
from digest.gather.drafts import Raw, draft_of, language_code
from digest.gather.personal import Private, public_address
from digest.gather.tidy import tidy_html, tidy_text
from digest.model import Draft

# A list's mail says so in one of these (RFC 2369, RFC 2919, RFC 8058); what else comes to an inbox may be private.
LIST_HEADERS = ("List-Unsubscribe", "List-Id", "List-Post", "Feedback-ID")
OWN_HEADERS = ("To", "Cc", "Delivered-To", "X-Original-To", "X-Forwarded-To")
_CONFIRM = re.compile(
    r"\b(confirm|verify)\b.*\b(subscription|e-?mail|address|sign-?up)|bestätig\w+ .*(anmeldung|adresse|abo)"
    r"|confirme[rz]? .*(inscription|abonnement|adresse)|confirma\w* .*(suscripci|correo|inscri)|подтверд",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"<([^<>\s]+)>")


def read_mail(raw: bytes, *, now: datetime) -> Draft | str:
    """A mail as a draft, or in words why it is none."""
    mail = email.message_from_bytes(raw, policy=default)
    try:
        return _why_not(mail) or draft_of(_raw(mail, raw), language="", now=now)
    except (LookupError, ValueError, IndexError, TypeError, AttributeError) as fault:
        return f"a mail cannot be read ({type(fault).__name__})"


def _why_not(mail: EmailMessage) -> str:
    """Mails that come to every inbox and are no newsletter."""
    subject = one_line(str(mail.get("Subject", "")))
    if mail.get_content_type() == "multipart/report":
        return f"a report about another mail was left out: {subject[:80]}"
    if any(name in mail for name in LIST_HEADERS):
        return ""
    if str(mail.get("Auto-Submitted", "no")).strip().lower() not in ("no", "auto-generated"):
        return f"an automatic reply was left out: {subject[:80]}"
    if _CONFIRM.search(subject):
        return f"a request to confirm a subscription was left out; answer it in your mail program: {subject[:80]}"
    return ""


def _raw(mail: EmailMessage, raw: bytes) -> Raw:
    sender = parseaddr(str(mail.get("From", "")))
    name = sender[0] or sender[1].rpartition("@")[2]
    private = Private(addresses=frozenset(_own(mail)), links=frozenset(_leaving(mail)))
    body, online, lead = _body(mail, private)
    archived = public_address(_bracketed(mail, "Archived-At"), private)  # RFC 5064: this mail in the archive
    url = archived or online
    return Raw(
        guid=one_line(str(mail.get("Message-ID", ""))) or sha256(raw).hexdigest(),
        url=url,
        title=one_line(str(mail.get("Subject", ""))).replace("&", "&amp;").replace("<", "&lt;"),
        authors=(name,) if name else (),
        published=_moment(mail),
        lead=lead,
        body=body,
        language=language_code(str(mail.get("Content-Language", ""))),
        base=url,
    )


def _body(mail: EmailMessage, private: Private) -> tuple[str, str, str]:
    """The body as HTML, the address where it can be read online, and its preheader."""
    part = mail.get_body(preferencelist=("html", "plain"))
    content = part.get_content() if part is not None else ""
    text = content[:LONGEST_HTML] if isinstance(content, str) else ""
    if part is not None and part.get_content_type() == "text/html":
        return tidy_html(text, private)
    rest, online = tidy_text(text, private)
    return paragraphs(rest), online, ""


def _own(mail: EmailMessage) -> Iterator[str]:
    """The addresses that it was sent to: ours."""
    for header in OWN_HEADERS:
        for _, address in getaddresses([str(one) for one in mail.get_all(header, [])]):
            if "@" in address:
                yield address.lower()


def _leaving(mail: EmailMessage) -> Iterator[str]:
    """The addresses by which this subscription is ended."""
    for header in ("List-Unsubscribe", "List-Owner"):
        yield from _IN_BRACKETS.findall(str(mail.get(header, "")))


def _bracketed(mail: EmailMessage, header: str) -> str:
    value = str(mail.get(header, ""))
    found = _IN_BRACKETS.search(value)
    return found[1] if found else value.strip()


def _moment(mail: EmailMessage) -> datetime | None:
    moment = getattr(mail.get("Date"), "datetime", None)
    if not isinstance(moment, datetime):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
