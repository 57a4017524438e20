"""Bytes of a file as drafts: a document is one, an export of a reading service many, an archive what is in it. Pure."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import PurePath

from digest.errors import DigestError
from digest.gather import feed
from digest.gather.documents import document, exports
from digest.gather.documents.wordpress import published_only
from digest.model import Draft

FEEDS = (".xml", ".rss", ".atom", ".rdf")
SUFFIXES = (*document.SUFFIXES, *exports.SUFFIXES, *FEEDS, ".zip")
# What people lay beside them and expect to be read, and what to do instead.
OTHERS = {
    **dict.fromkeys((".pdf", ".doc", ".docx", ".odt", ".rtf", ".epub"), "export it as Markdown, HTML or text"),
    **dict.fromkeys(
        (".adoc", ".asciidoc", ".rst", ".org", ".tex", ".textile", ".ipynb"),
        "turn it into Markdown (`pandoc -t markdown`)",
    ),
    **dict.fromkeys((".xlsx", ".xls", ".ods", ".numbers"), "save the table as CSV"),
    **dict.fromkeys((".opml",), "`digest sources import FILE` adds the feeds it names"),
    **dict.fromkeys((".eml", ".mbox", ".msg"), "mails are read in a Maildir (`--kind inbox`)"),
    **dict.fromkeys((".mht", ".mhtml", ".webarchive"), "save the page as HTML"),
}
UTF_16 = (b"\xff\xfe", b"\xfe\xff")  # in which every other byte of a text may be nothing
LARGEST = 5_000_000  # bytes of one file in an archive
MOST_BYTES = 50_000_000  # of all of them
MOST_MEMBERS = 2_000


def read_file(body: bytes, *, name: str, url: str = "", modified: datetime, now: datetime) -> Iterator[Draft | str]:
    """What a file holds as drafts, and in words what it does not. ``url``: what links of a feed file count from."""
    suffix = PurePath(name).suffix.lower()
    if why := why_not(name, body):
        yield why
    elif suffix == ".zip":
        for inner, content in _unpacked(body, name):
            if isinstance(content, str):
                yield content
            else:
                yield from read_file(content, name=inner, url=url, modified=modified, now=now)
    elif suffix in FEEDS or (suffix == ".json" and b"jsonfeed.org/version" in body[:10_000]):
        yield from _read_feed(body, name, url or name, now)
    elif suffix in exports.SUFFIXES or (suffix in document.HTML and exports.is_bookmarks(body)):
        yield from exports.read_export(body, name=name, now=now)
    else:
        try:
            yield document.read_document(body, name=name, modified=modified, now=now)
        except (ValueError, RecursionError) as fault:
            yield f"{name} cannot be read ({type(fault).__name__}: {str(fault)[:100]})"


def without_rows_of(drafts: Iterable[Draft]) -> tuple[Draft, ...]:
    """Each article once by what it is known by, and of its page and a row of a table beside it only the page.

    Notion exports both; a row has the page's address, and no text.
    """
    unique = {one.guid: one for one in drafts}
    whole = {one.url for one in unique.values() if one.url and one.text}
    return tuple(one for one in unique.values() if one.text or one.url not in whole)


def why_not(name: str, body: bytes = b"") -> str:
    """Why a file is no article, in words; "" if it may be one."""
    path = PurePath(name)
    suffix = path.suffix.lower()
    if suffix in OTHERS:
        return f"{name} is not read, as it is {suffix}: {OTHERS[suffix]}"
    if "_drafts" in path.parts[:-1]:
        return f"{name} is left out: it lies among the drafts"
    if path.stem == "_index" and suffix in document.MARKDOWN:
        return f"{name} is left out: it is the head of a section, no article"
    if suffix != ".zip" and b"\0" in body[:1000] and body[:2] not in UTF_16:
        return f"{name or 'a document'} is not read: it holds no text; export it as Markdown, HTML or text"
    return ""


def _read_feed(body: bytes, name: str, url: str, now: datetime) -> Iterator[Draft | str]:
    try:
        harvest = feed.read(published_only(body), url=url, now=now)
    except DigestError as fault:
        yield f"{name}: {fault}"
        return
    yield from harvest.drafts
    yield from (f"{name}: {note}" for note in harvest.notes)


def _unpacked(body: bytes, name: str) -> Iterator[tuple[str, bytes | str]]:
    """The files of an archive that we can read; archives in archives are not opened."""
    room = MOST_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            for member in archive.infolist()[:MOST_MEMBERS]:
                inner = f"{name}/{member.filename}"
                if PurePath(inner).suffix.lower() not in SUFFIXES or inner.lower().endswith(".zip"):
                    continue
                content = _member(archive, member, min(LARGEST, room))
                if content is None:
                    yield inner, f"{inner} is larger than {LARGEST // 1_000_000} MB, or all of it than ten times that"
                    continue
                room -= len(content)
                yield inner, content
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError) as fault:
        yield name, f"{name} cannot be unpacked ({type(fault).__name__}: {str(fault)[:100]})"


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> bytes | None:
    """One file; None if it is too large, whatever the archive says of its size."""
    with archive.open(member) as packed:
        content = packed.read(most + 1)
    return content if len(content) <= most else None
