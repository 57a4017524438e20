"""Bounces in words only: no fields, many dialects. Where the recipients stand, and what is said of each. Pure.

flufl.bounce knows the older dialects; what it does not find is looked for by rules that hold for all of them.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import replace
from email import message_from_bytes

from flufl.bounce import all_failures

from digest.deliver.returned import blame
from digest.deliver.returned.arf import IN_ORIGINAL, addresses_in, fields_of
from digest.deliver.returned.auto import FAILURE, SENDER
from digest.deliver.returned.dsn import MOST_RECIPIENTS, says_why
from digest.deliver.returned.mail import Mail, cut
from digest.deliver.returned.phrases import ADDRESS
from digest.model import Return, ReturnKind

LONGEST_DIAGNOSIS = 1500  # characters
SHORTEST_NOTICE = 10
MOST_LINES = 1000  # that the dialects are looked for in

DELAYED = re.compile(
    r"(?i)\b(?:is|was|been) delayed\b|\bnot yet been delivered\b|"
    r"\bwarning (?:message )?only\b|\bwill (?:be retried|continue to be|retry|keep trying)\b|\bstill being retried\b|"
    r"\bdelivery attempts will continue\b|\btemporary failure report\b|\bno action is required\b|"
    r"\bthis is just a warning\b|\bhas been postponed\b|\bdo not need to (?:re-?send|resubmit)"
)
# "in reply to end of DATA" (Postfix), "after end of data" (Exim); Sendmail shows the dialogue, in which a refused
# recipient comes to light at DATA too, but then with the complaint that none is left.
AFTER_DATA = re.compile(r"(?i)\b(?:to|after) end of data\b|^\s{0,10}>>> DATA\s{1,10}<<< 5", re.MULTILINE)
BEFORE_DATA = re.compile(r"(?i)\bneed rcpt\b|\bno valid recipients\b|\bneed (?:a )?recipient")
FINAL = re.compile(
    r"(?i)(?<!fails )\bpermanent(?:ly)?\b|\bgiv(?:en|ing) up\b|\bwill not be retried\b|\bnot going to try again\b"
)
# Where the message that went out begins: a line that announces it …
BELOW = re.compile(
    r"(?im)^[^\w\n]{0,80}(?:(?:this|included|below|attached) is (?:a|the) (?:copy|header)|(?:a )?copy of (?:the|your) "
    r"message|(?:the )?(?:original|returned|unsent|rejected|failed) (?:message|mail)\b.{0,60}|below this line|"
    r"message (?:headers?|text|contents?) follows?|the headers? of the original|your (?:original )?message follows|"
    r"---- ?(?:start of )?(?:returned|original)).{0,80}$"
)
HEADER = re.compile(
    r"(?i)^(received|from|to|date|subject|message-id|mime-version|content-type|return-path|dkim-signature):"
)
SIGNS_OF_A_HEAD = 3  # different header lines, one after the other
DIALOGUE = re.compile(
    r"(?im)^[\s>]{0,10}(?:>>>|RCPT TO|To|Recipient|Unable to deliver\b[^:\n]{0,80})\s?:?[^\n]{0,40}?"
    r"<?([^\s<>,;:\"'()]{1,64}@[\w.-]{1,253})"
)
BRACKETED = re.compile(r"<([^\s<>,;:\"'()]{1,64}@[\w.-]{1,253})>")


def is_returned(mail: Mail) -> bool:
    """Whether a mail looks like one that a mail system sent about a delivery.

    An empty return path alone tells nothing: what answers in a person's name has one too (RFC 3834 §3.3), and may say
    that they "no longer work here". A mail system returns the message then, or speaks in codes.
    """
    if (
        mail.head.get("x-failed-recipients")
        or SENDER.search(mail.header("from"))
        or FAILURE.search(mail.header("subject"))
    ):
        return True
    if mail.head.get_content_type() == "multipart/report":
        return True
    if str(mail.head.get("return-path", "")).strip() != "<>":
        return False
    return bool(mail.original or blame.codes_in(notice_of(mail))[1])


def returns(mail: Mail, raw: bytes) -> list[Return]:
    """What the words say of each recipient; [] where no recipient and no failure can be made out."""
    notice = notice_of(mail)
    named, waiting = recipients(mail, notice, raw)
    is_delay = waiting or (DELAYED.search(notice) is not None and FINAL.search(notice) is None)
    if not named and blame.said_by(notice) is None and not any(blame.codes_in(notice)):
        return []
    parts = diagnoses(notice, named)
    late = after_data(notice)
    return [_return(address, parts[address], is_delay=is_delay, late=late) for address in named or [""]]


def explained(mail: Mail, found: Sequence[Return]) -> list[Return]:
    """What fields say; where they are silent about the reason, the words for people give it."""
    notice = notice_of(mail)
    parts, late = diagnoses(notice, [one.address for one in found]), after_data(notice)
    return [one if says_why(one) else _told(one, parts[one.address], late=late) for one in found]


def _told(found: Return, words: str, *, late: bool) -> Return:
    told = _return(found.address, words, is_delay=found.kind is ReturnKind.DELAYED, late=late)
    return replace(told, source=found.source, enhanced=told.enhanced or found.enhanced)


def after_data(notice: str) -> bool:
    """Whether the server refused when it had the message, and not when it had the address (see blame.kind_of)."""
    return AFTER_DATA.search(notice) is not None and BEFORE_DATA.search(notice) is None


def notice_of(mail: Mail) -> str:
    """The words for people, without the message that is returned; all of them, if nothing is left."""
    notice = above(unquoted(mail.notice)) or above(mail.html)
    return notice if len(notice.strip()) > SHORTEST_NOTICE else f"{mail.notice}\n{mail.html}"


def unquoted(text: str) -> str:
    """A notice that somebody forwarded, without the quotation marks in front of each line."""
    lines = text.splitlines()
    quoted = sum(line.startswith(">") for line in lines)
    return "\n".join(re.sub(r"^> ?", "", line) for line in lines) if 2 * quoted > len(lines) else text


def above(text: str) -> str:
    """The notice without the message that it returns, whether that is announced or just follows."""
    announced = BELOW.search(text)
    end = announced.start() if announced else len(text)
    lines = text[:end].splitlines()
    seen: set[str] = set()
    start = 0
    for number, line in enumerate(lines):
        match = HEADER.match(line)
        if match:
            start = start if seen else number
            seen.add(match[1].lower())
            if len(seen) >= SIGNS_OF_A_HEAD:
                return "\n".join(lines[:start])
        elif not (seen and line[:1] in (" ", "\t")):
            seen.clear()
    return "\n".join(lines)


def recipients(mail: Mail, notice: str, raw: bytes) -> tuple[list[str], bool]:
    """The recipients that a notice is about, and whether it says that they are only waited for."""
    failed = addresses_in(mail.headers("x-failed-recipients"))
    if failed:
        return failed, False
    waiting, gone = _by_dialect(raw)
    if waiting or gone:
        return sorted(gone) or sorted(waiting), not gone
    ours = {address.lower() for address in addresses_in([mail.header(name) for name in ("from", "to", "return-path")])}
    for candidates in (DIALOGUE.findall(notice), BRACKETED.findall(notice), ADDRESS.findall(notice)):
        bare = [address.strip("'").rstrip(".") for address in candidates]
        found = list(dict.fromkeys(address for address in bare if address.lower() not in ours))
        if found:
            return found[:MOST_RECIPIENTS], False
    original = fields_of(mail.original or mail.notice[len(notice) :])
    return next((a for name in IN_ORIGINAL if (a := addresses_in(original.get(name, [])))), []), False


def _by_dialect(raw: bytes) -> tuple[set[str], set[str]]:
    """(waited for, failed) by flufl.bounce."""
    quiet = logging.getLogger("flufl.bounce")
    quiet.setLevel(logging.CRITICAL)  # what it cannot read is no event
    try:
        found = all_failures(message_from_bytes(cut(raw, MOST_LINES)))
    except Exception:  # noqa: BLE001 - foreign code over foreign bytes: whatever it throws, there is another way
        return set(), set()
    waiting, gone = ({_spelt(one) for one in some} - {""} for some in found)
    return waiting, gone


def _spelt(found: bytes) -> str:
    """What a detector found, if it is one address and nothing else."""
    text = found.decode("ascii", "replace").strip("<>\"' ,;:")
    match = ADDRESS.fullmatch(text)
    return match[0].rstrip(".") if match else ""


def diagnoses(notice: str, named: Sequence[str]) -> dict[str, str]:
    """What is said of each recipient: from where it is named to where the next one is; else what is said of all."""
    lower = notice.lower()
    places = sorted((place, address) for address in named if (place := lower.find(address.lower())) >= 0)
    ends = [place for place, _ in places[1:]] + [len(notice)] * bool(places)
    parts = {address: notice[place:end] for (place, address), end in zip(places, ends, strict=True)}
    return {address: _telling(parts.get(address, ""), notice) for address in named or [""]}


def _telling(part: str, notice: str) -> str:
    """The part if it tells anything, else all of the notice."""
    return part if any(blame.codes_in(part)) or blame.said_by(part) else notice


def _return(address: str, words: str, *, is_delay: bool, late: bool) -> Return:
    lines = words.splitlines()
    reply = next((n for n, line in enumerate(lines) if blame.REPLY.search(line[:500])), None)
    text = " ".join(" ".join(lines if reply is None else lines[reply : reply + 6]).split())[:LONGEST_DIAGNOSIS]
    code, enhanced = blame.codes_in(text)
    kind = ReturnKind.DELAYED if is_delay else blame.kind_of([enhanced], code, text, after_data=late)
    return Return(kind=kind, source="text", address=address, code=code, enhanced=enhanced, text=text)
