"""A newsletter that somebody passed on to the desk: whose it is, and its words without theirs. Pure.

Mail programs put the head of what is passed on above it, as lines of a name and a value, in the language of whoever
passes it on; or they attach it as it came. Who passed it on, to whom, and what they wrote above is nobody else's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import getaddresses, parseaddr
from typing import Any

import lxml.html
from lxml import etree

from digest.gather.plain import BLOCKS, one_line
from digest.gather.spelled import read_date

# What mail programs write before the subject of what somebody passes on.
PASSED_ON = re.compile(r"^(?:(?:fwd?|fw|wg|tr|rv|enc|doorst|转发|轉寄|전달)\s?[:：]\s*)+(?=\S)", re.IGNORECASE)
_NAMES = {
    "from": "from|von|de|da|van|från|fra|от|від|od|发件人|寄件者|差出人|보낸 ?사람",
    "date": "date|sent|datum|gesendet|envoyé|fecha|enviado(?: el)?|data|inviato|verzonden|datum|skickat|sendt|дата"
    "|отправлено|wysłano|日期|发送时间|日時|보낸 ?날짜",
    "subject": "subject|betreff|objet|asunto|assunto|oggetto|onderwerp|ämne|emne|тема|temat|主题|主旨|件名|제목",
    "to": "to|an|à|para|a|aan|til|till|кому|do|收件人|宛先|받는 ?사람|cc|kopie|reply-to|antwort an|répondre à",
}
_FIELD = re.compile(
    r"[*\s>|]*(?:"
    + "|".join(f"(?P<{key}>{names})" for key, names in _NAMES.items())
    + r")\s?\*?\s?[:：]\*?\s*(?P<said>.*)",
    re.IGNORECASE | re.DOTALL,
)
_ROWS = BLOCKS - {"td", "th"}
MOST_LINES = 400  # that are looked at for a head
MOST_OF_A_HEAD = 15  # lines, blank ones too
TWICE = 3  # times that a mail may have been passed on
_GONE = ("a", "img")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What is told of a mail that is passed on; ``ends`` is the number of the head's last line."""

    ends: int
    author: str
    published: datetime | None
    addresses: tuple[str, ...]


def attached(mail: EmailMessage) -> EmailMessage | None:
    """The mail that another one passes on as it came; None where there is none."""
    for part in mail.iter_attachments():
        if part.get_content_type() == "message/rfc822":
            inner = part.get_content()
            return inner if isinstance(inner, EmailMessage) else None
    return None


def passed_text(text: str) -> tuple[str, Head | None]:
    """The words of a mail that is passed on, and what is told of it; all of a text in which no mail is."""
    lines = text.splitlines()
    head = _head(lines)
    return ("\n".join(lines[head.ends + 1 :]), head) if head else (text, None)


def passed_html(html: str) -> tuple[str, Head | None]:
    """The same of a body in HTML."""
    try:
        tree: Any = lxml.html.document_fromstring(html)
    except (etree.ParserError, ValueError):
        return html, None
    lines = list(_lines(tree))
    head = _head([line.text for line in lines])
    if head is None:
        return html, None
    gone = [one for line in lines[: head.ends + 1] for one in line.parts]
    for element, place in gone:
        setattr(element, place, "")
    for element in [one for one, place in gone if place == "text" and one.tag in _GONE]:
        element.drop_tree()
    whole: str = lxml.html.tostring(tree, encoding="unicode")
    return whole, head


def _head(lines: Sequence[str]) -> Head | None:
    """The last of the heads that stand one below the other, with the addresses of all."""
    found: Head | None = None
    for _ in range(TWICE):
        begin = found.ends + 1 if found else 0
        further = (number for number in range(begin, min(len(lines), MOST_LINES)) if _field(lines[number])[0])
        head = next((head for number in further if (head := _head_at(lines, number))), None)
        if head is None or (found and head.ends - found.ends > 2 * MOST_OF_A_HEAD):
            return found
        seen = found.addresses if found else ()
        found = Head(ends=head.ends, author=head.author, published=head.published, addresses=(*seen, *head.addresses))
    return found


def _head_at(lines: Sequence[str], begin: int) -> Head | None:
    said: dict[str, str] = {}
    ends = begin
    for number in range(begin, min(len(lines), begin + MOST_OF_A_HEAD)):
        key, value = _field(lines[number])
        if key:
            said[key] = f"{said[key]}, {value}" if key in said else value
            ends = number
        elif lines[number].strip():
            if "@" not in lines[number] or ends != number - 1:  # no further receiver
                break
            said["to"] = f"{said.get('to', '')}, {lines[number]}"
            ends = number
    if not {"from", "subject"} <= said.keys() or not said.keys() & {"date", "to"}:
        return None
    name, address = parseaddr(_plain(said["from"]))
    told = getaddresses([_plain(said.get("to", ""))])
    return Head(
        ends=ends,
        author=name or address.rpartition("@")[2],
        published=read_date(re.sub(r"\s(?:at|um|à)\s", " ", one_line(said.get("date", "")))),
        addresses=tuple(one.lower() for _, one in told if "@" in one),
    )


def _field(line: str) -> tuple[str, str]:
    found = _FIELD.fullmatch(line[:2000])
    key = next((name for name in _NAMES if found[name]), "") if found else ""
    return (key, one_line(found["said"])) if found else ("", "")


def _plain(value: str) -> str:
    """Addresses without what text versions put around them: "<mailto:a@b>", "[mailto:a@b]", "<a@b<mailto:a@b>>"."""
    return re.sub(r"[<\[]mailto:[^>\]]*[>\]]", "", value).replace("*", "")


@dataclass(slots=True)
class _Line:
    text: str = ""
    parts: list[tuple[Any, str]] = field(default_factory=list)

    def add(self, element: Any, place: str) -> None:
        self.text += getattr(element, place) or ""
        self.parts.append((element, place))


def _lines(tree: Any) -> Iterator[_Line]:
    """The lines of a page in their order, each with the places in the tree where its words stand."""
    line = _Line()
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        plain = isinstance(element.tag, str) and element.tag not in ("style", "script", "title")
        if element.tag in _ROWS and line.parts:
            yield line
            line = _Line()
        if event == "start" and plain:
            line.add(element, "text")
        elif event == "end":
            line.add(element, "tail")
    yield line
