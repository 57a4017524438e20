"""What a source says of an article, as a Draft: sanitised, dated, hashed. One set of rules for all formats."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from digest.gather.claims import borne_out
from digest.gather.clean import plain_title, sanitise, spoken_of
from digest.gather.dates import believable
from digest.gather.pictures import is_ornament, lead_picture
from digest.gather.plain import one_line, plain_text, storable, unescaped_again, unpacked_twice
from digest.gather.widgets import without_widgets
from digest.model import IN_THE_FUTURE, DatedBy, Draft, Picture

LONGEST_LEAD = 2000  # characters
LONGEST_FROM_TEXT = 80  # characters of a title that is made from a text
LONGEST_GUID = 1000
LONGEST_TOPIC = 80
MOST_TOPICS = 20
MOST_AUTHORS = 20
POOR = 160  # pixels; Blogger names a picture of 72 for each post, whatever stands in it
_NOBODY = re.compile(r"<?(?:no|do[-_.]?not)[-_.]?reply[^\s@<>]{0,50}@[^\s@<>]{1,200}>?", re.IGNORECASE)
# Its end is behind a word that is no abbreviation, as far as four small letters show that.
_FIRST_SENTENCE = re.compile(r"[^.!?…]{19,75}(?<=[^\W\d_A-Z]{4})[.!?](?=\s+[^\W\d_a-z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """An entry as a format's reader found it; nothing in it is trusted yet."""

    guid: str = ""
    url: str = ""  # canonical or ""
    title: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    lead: str = ""  # HTML or text
    body: str = ""  # HTML or text
    image: Picture | None = None
    topics: tuple[str, ...] = ()
    language: str = ""
    base: str = ""  # what relative links count from
    notes: tuple[str, ...] = ()


def draft_of(raw: Raw, *, language: str, now: datetime, dated_by: DatedBy = DatedBy.SOURCE) -> Draft | str:
    """A draft, or in words why there can be none."""
    body, text, lead = _texts(raw)
    title = plain_title(spoken_of(raw.title)) or _title_from(lead or text)
    if not title:
        return "an entry without title and text was left out"
    published = believable(raw.published, now)
    image = _picture(raw.image, body)
    said = raw.language or language
    return Draft(
        guid=_guid(raw, title, text),
        url=raw.url,
        title=title,
        authors=tuple(name for author in raw.authors if (name := _byline(author)))[:MOST_AUTHORS],
        published=published,
        dated_by=dated_by if published else DatedBy.FIRST_SEEN,
        lead=lead,
        body=body,
        text=text,
        language=said if borne_out(said, text) else "",
        image=image,
        topics=_topics(raw),
        hash=digest_of(title, lead, body, raw.url, image.url if image else ""),
        notes=raw.notes if published else (*raw.notes, _why_undated(raw.published, now)),
    )


def _byline(author: str) -> str:
    """An author as readers see them; "" for an address that is nobody's ("noreply@blogger.com")."""
    name = plain_title(author)
    return "" if _NOBODY.fullmatch(name) else name


def _texts(raw: Raw) -> tuple[str, str, str]:
    """The body as it may be shown, its text, and the lead's."""
    body = sanitise(without_widgets(unpacked_twice(raw.body)), raw.base)
    text = plain_text(body)
    text = text if "<code>" in body or "<pre>" in body else unescaped_again(text)  # code may speak of references
    lead = unescaped_again(plain_text(sanitise(unpacked_twice(raw.lead), raw.base)).replace("\n\n", " ")[:LONGEST_LEAD])
    return body, text, lead


def _guid(raw: Raw, title: str, text: str) -> str:
    """What it is known by: as its source says, else by its address, else by its words."""
    guid = storable(raw.guid).strip() or raw.url or "text:" + digest_of(title, text)
    return guid if len(guid) <= LONGEST_GUID else "hash:" + digest_of(guid)


def _topics(raw: Raw) -> tuple[str, ...]:
    topics = (plain_title(topic)[:LONGEST_TOPIC] for topic in raw.topics)
    return tuple(dict.fromkeys(topic for topic in topics if topic))[:MOST_TOPICS]


def _picture(own: Picture | None, body: str) -> Picture | None:
    """The picture that the source names, unless it is none, or so small that one of the text shows more."""
    usable = own if own and not is_ornament(own) else None
    if usable and not 0 < usable.width < POOR:
        return usable
    return lead_picture(body) or usable


def _why_undated(said: datetime | None, now: datetime) -> str:
    if said is None:
        return "it has no date"
    ahead = said.replace(tzinfo=said.tzinfo or UTC) > now
    return f"its date {said:%Y-%m-%d} {IN_THE_FUTURE if ahead else 'is not believable'}"


def language_code(language: str) -> str:
    """The language of a tag: "en-US" → "en"; "" for what is none."""
    code = language.strip().lower().replace("_", "-").partition("-")[0]
    return code if code.isalpha() and code.isascii() and len(code) in (2, 3) else ""


def _title_from(text: str) -> str:
    """An entry without a title (a note, a toot) is called by its first sentence, or the first words of a longer one."""
    words = one_line(text)
    if first := _FIRST_SENTENCE.match(words):
        return first[0].rstrip(".")
    if len(words) <= LONGEST_FROM_TEXT:
        return words
    return words[:LONGEST_FROM_TEXT].rpartition(" ")[0].rstrip(" ,;:.") + "…"


def digest_of(*parts: str) -> str:
    """What tells texts from others, as a hash."""
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
