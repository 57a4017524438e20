"""One entry of a feed, in feedparser's own words, as a Raw. Pure."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from digest.gather.drafts import Raw, language_code
from digest.gather.pictures import pixels
from digest.gather.plain import one_line
from digest.gather.recordings import first_recording
from digest.gather.stamps import read_stamp
from digest.gather.urls import canonical
from digest.model import Picture

_MARKED_UP = re.compile(r"</\w+>|&#?\w+;")  # where feedparser may take plain words for HTML
_PICTURES = (".jpg", ".jpeg", ".png", ".gif")
_MAILBOX = re.compile(r"\S{1,200}@\S{1,200}(?:\s+\((?P<name>[^()@]{1,200})\))?")  # "mara@port.example (Mara Lindqvist)"


def raw_of(entry: Mapping[str, Any], base: str) -> Raw:
    """What an entry says; ``base`` is where relative addresses count from."""
    summary = text_of(entry.get("summary"))
    contents, captions = _contents(entry)
    body = max(contents, key=len, default="")
    link = canonical(text_of(entry.get("link")), base) or _first_link(entry, base) or _recording(entry, base)
    return Raw(
        guid=text_of(entry.get("id")),
        url=link,
        title=text_of(entry.get("title")),
        authors=authors_of(entry),
        published=_moment(entry),
        lead=summary if body and summary != body else "",
        body=body or summary,
        image=_picture(entry, link or base, captions),
        topics=tuple(text_of(tag.get("term") or tag.get("label")) for tag in entry.get("tags") or ()),
        language=language_code(text_of(entry.get("language") or (entry.get("content") or [{}])[0].get("language"))),
        base=link or base,
    )


def _contents(entry: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """The texts of an entry, and what is said of its pictures, in plain words, where it has a text besides."""
    parts = [part for part in entry.get("content") or () if isinstance(part, Mapping)]
    shown = entry.get("media_content") and entry.get("summary")
    captions = [
        part
        for part in parts
        if shown and part.get("type") == "text/plain" and not _MARKED_UP.search(text_of(part.get("value")))
    ]
    texts = [one for one in parts if one not in captions]
    return [text_of(one.get("value")) for one in texts], [text_of(one.get("value")) for one in captions]


def text_of(value: object) -> str:
    """A value as text; "" for whatever is none."""
    return value if isinstance(value, str) else ""


def _first_link(entry: Mapping[str, Any], base: str) -> str:
    for link in entry.get("links") or ():
        if link.get("rel") in (None, "alternate", "related") and link.get("href"):
            return canonical(text_of(link.get("href")), base)
    guid = text_of(entry.get("id"))
    return canonical(guid) if guid.startswith(("http://", "https://")) else ""


def _recording(entry: Mapping[str, Any], base: str) -> str:
    enclosed = (link for link in entry.get("links") or () if link.get("rel") == "enclosure")
    return first_recording(((text_of(one.get("href")), text_of(one.get("type"))) for one in enclosed), base)


def authors_of(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """Who wrote an entry, or all of a feed."""
    told = [author for author in entry.get("authors") or () if isinstance(author, Mapping)]
    names = [text_of(author.get("name")) for author in told]
    if len(names) == 1 and (mailbox := _MAILBOX.fullmatch(_in_one_line(entry, told[0]))):
        return (mailbox["name"] or mailbox[0],)  # feedparser takes no more than four letters for an address's end
    return tuple(
        dict.fromkeys(name for name in (*names, *([] if any(names) else [text_of(entry.get("author"))])) if name)
    )


def _in_one_line(entry: Mapping[str, Any], only: Mapping[str, Any]) -> str:
    """What is said of the only author; of a name and an address with elements of their own, the name."""
    author, name = text_of(entry.get("author")).strip(), text_of(only.get("name"))
    return name.strip() if author == f"{name} ({text_of(only.get('email'))})" else author


def _moment(entry: Any) -> datetime | None:
    for key in ("published", "created", "updated"):
        # Past feedparser's own mapping, which takes one date for another and warns.
        said, parsed = text_of(dict.get(entry, key)), dict.get(entry, f"{key}_parsed")
        if moment := read_stamp(said, _in_utc(parsed)):
            return moment
    return None


def _in_utc(parsed: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError, TypeError):
        return None


def _picture(entry: Mapping[str, Any], base: str, captions: Sequence[str]) -> Picture | None:
    media = [
        one for one in entry.get("media_content") or () if _is_image(one.get("medium"), one.get("type"), one.get("url"))
    ]
    enclosed = [
        one for one in entry.get("links") or () if one.get("rel") == "enclosure" and _is_image("", one.get("type"), "")
    ]
    thumbs = list(entry.get("media_thumbnail") or ())
    image = entry.get("image")
    others = [{"url": image.get("href")}] if isinstance(image, Mapping) else []
    for one in (*sorted(media, key=lambda m: -pixels(m.get("width"))), *enclosed, *thumbs, *others):
        url = canonical(text_of(one.get("url") or one.get("href")), base)
        if url:
            alt = one_line(captions[0]) if len(media) == len(captions) == 1 else ""
            return Picture(url=url, alt=alt, width=pixels(one.get("width")), height=pixels(one.get("height")))
    return None


def _is_image(medium: object, kind: object, url: object) -> bool:
    if medium == "image" or text_of(kind).startswith("image/"):
        return "svg" not in text_of(kind)
    return not kind and not medium and text_of(url).lower().partition("?")[0].endswith(_PICTURES)
