"""Feedback reports: a reader's mailbox provider says that the reader complained (RFC 5965, RFC 6591). Pure."""

from __future__ import annotations

import re

from digest.deliver.returned.mail import Mail
from digest.deliver.returned.phrases import ADDRESS
from digest.model import Return, ReturnKind

KINDS = {
    "opt-out": ReturnKind.LEAVE,
    "opt-out-list": ReturnKind.LEAVE,
    "auth-failure": ReturnKind.POLICY,  # RFC 6591: our signature or our domain, no reader's opinion
    "dmarc": ReturnKind.POLICY,
    "not-spam": ReturnKind.UNKNOWN,  # RFC 6430: the contrary of a complaint
}
RECIPIENTS = ("original-rcpt-to", "removal-recipient")
IN_ORIGINAL = ("x-hmxmroriginalrecipient", "x-apparently-to", "delivered-to", "x-original-to", "to")
FIELD = re.compile(r"(?m)^([A-Za-z][A-Za-z-]{1,40}):[ \t]?(.{0,1000})$")
# One provider sends the bare message with this in its head, and calls it a report in the subject.
BARE = re.compile(r"(?im)^X-HmXmrOriginalRecipient:")
SUBJECT = re.compile(r"(?i)^complaint about message from")


def is_feedback(mail: Mail) -> bool:
    """Whether a mail is a feedback report, with its fields or without."""
    if mail.feedback:
        return True
    report = str(mail.head.get_param("report-type", "") or "").lower()
    return (
        report == "feedback-report" or bool(BARE.search(mail.original)) or bool(SUBJECT.match(mail.header("subject")))
    )


def returns(mail: Mail) -> list[Return]:
    """What the report says, once for each recipient it names; at least once."""
    fields = fields_of(mail.feedback)
    about = fields.get("feedback-type", ["abuse"])[0].strip().lower()
    kind = KINDS.get(about, ReturnKind.COMPLAINT)
    addresses = addresses_in([value for name in RECIPIENTS for value in fields.get(name, [])])
    if not addresses:
        original = fields_of(mail.original)
        addresses = next((a for name in IN_ORIGINAL if (a := addresses_in(original.get(name, [])))), [])
    return [Return(kind=kind, source="arf", address=address, text=about) for address in addresses or [""]]


def fields_of(text: str) -> dict[str, list[str]]:
    """The fields of a report or of a message's head, by name in lower case."""
    fields: dict[str, list[str]] = {}
    for name, value in FIELD.findall(text):
        fields.setdefault(name.lower(), []).append(value)
    return fields


def addresses_in(values: list[str]) -> list[str]:
    """The addresses in some values, each once, at most ten."""
    found = [match[0].rstrip(".") for value in values[:20] for match in ADDRESS.finditer(value)]
    return list(dict.fromkeys(found))[:10]
