"""What bytes without a name are: Markdown, as it comes by standard input, or plainly another thing. Pure."""

from __future__ import annotations

import json
import re

from digest.gather.charsets import decode
from digest.gather.documents.names import in_english
from digest.gather.documents.tables import SEPARATORS

_PAGE = re.compile(r"(?:<!--.{0,500}?-->\s*)?<(?:!doctype html|html)\b", re.IGNORECASE | re.DOTALL)
_FEED = re.compile(r"(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:rss|feed|rdf:RDF)\b", re.DOTALL)
_MAIL = re.compile(r"(?:From |(?:From|To|Subject|Date|Received|Return-Path|Message-ID|Delivered-To|MIME-Version): )")
_HEADER = re.compile(r"[A-Za-z][A-Za-z-]{0,40}: |[ \t]")
COLUMNS = ("url", "link", "title", "date", "author", "summary", "content", "tags")


def suffix_of(body: bytes) -> str:
    """The suffix that a file of these bytes would have."""
    if body.startswith(b"PK\x03\x04"):
        return ".zip"
    text = decode(body[:5000]).lstrip("\ufeff \t\r\n")
    if _PAGE.match(text):
        return ".html"
    if _FEED.match(text):
        return ".xml"
    if text.startswith(("{", "[")):
        return _of_json(body)
    head = text.splitlines()[:8]
    if _is_mail(head):
        return ".eml"
    return ".csv" if head and _is_table(head[0]) else ".md"


def _of_json(body: bytes) -> str:
    """Markdown may begin with front matter in JSON, or with a link."""
    text = decode(body).strip("\ufeff \t\r\n")
    for suffix, parts in ((".json", [text]), (".jsonl", text.split("\n"))):
        try:
            read = [json.loads(part) for part in parts if part.strip()]
        except (ValueError, RecursionError):
            continue
        return suffix if all(isinstance(one, dict | list) for one in read) else ".md"
    return ".md"


def _is_mail(lines: list[str]) -> bool:
    """Whether it begins with headers, of which one at least is no line of Pelican's."""
    head = lines[: lines.index("")] if "" in lines else lines
    own = ("Received:", "Message-ID:", "Return-Path:", "MIME-Version:", "Delivered-To:", "From ", "Subject:")
    return (
        len(head) > 1
        and bool(_MAIL.match(head[0]))
        and all(_HEADER.match(line) for line in head[1:])
        and any(line.startswith(own) for line in head)
    )


def _is_table(line: str) -> bool:
    """Whether a line is the heads of columns, of which we know two."""
    named = re.match(r"\"?sep=(.)\"?\Z", line, re.IGNORECASE)
    cells = max((line.split(mark) for mark in SEPARATORS), key=len)
    return bool(named) or len({in_english(cell.strip(' "')) for cell in cells}.intersection(COLUMNS)) > 1
