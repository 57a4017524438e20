"""Sources, and the articles they bring."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SourceKind(StrEnum):
    """How a source is read."""

    FEED = "feed"
    FOLDER = "folder"
    SITEMAP = "sitemap"
    PAGE = "page"  # one that lists articles
    INBOX = "inbox"  # other newsletters, in a Maildir or on an IMAP server
    PUSHED = "pushed"  # articles come by command; there is nothing to look at


class SourceState(StrEnum):
    """Whether a source is still visited."""

    ACTIVE = "active"
    PAUSED = "paused"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where articles come from: the address of a feed, a sitemap, a page, an IMAP folder; a folder, a glob, a Maildir.

    ``etag``, ``last_modified`` and ``body_hash`` tell what was seen there last; of an IMAP folder ``etag`` does.
    """

    id: int
    slug: str
    url: str
    kind: SourceKind = SourceKind.FEED
    title: str = ""
    section: str = ""
    topics: tuple[str, ...] = ()
    weight: float = 1.0
    links: str = ""  # CSS selector of the articles' links, for a page that lists them
    state: SourceState = SourceState.ACTIVE
    moved_to: str = ""  # where permanent redirects lead; ``url`` stays what was defined
    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""
    last_look: datetime | None = None
    next_look: datetime | None = None
    pause: int = 0  # seconds between two looks, as its publishing taught us; 0: as the settings say
    certificate: datetime | None = None  # when its server's certificate ends
    failures: int = 0
    failure: str = ""  # in words, empty when the last look went well
    pushed: datetime | None = None  # when its hub last told of news
    from_file: bool = False

    @property
    def address(self) -> str:
        """Where it is looked for: where it moved to, else where it is said to be."""
        return self.moved_to or self.url


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """How much a source brought, and when. Counts of articles, by their dates, else by when they were first seen.

    So the archive that a first look brings is not taken for what a source publishes in a day.
    """

    articles: int = 0
    newest: datetime | None = None  # when it last brought anything
    last_week: int = 0
    weeks_before: int = 0  # in the four weeks before that
    usual: int = 0  # in the four weeks up to its newest article, however long ago
    future: int = 0  # dated later than now
    held: int = 0  # as a suspicious flood
    renamed: int = 0  # of those, articles that are known by other ids
    set_aside: int = 0  # in the last week: whose pages could not be read and are not tried again


SET_ASIDE = "its page is set aside"  # what the note says of a page that is not tried again
IN_THE_FUTURE = "lies in the future"  # what the note says of a date too far ahead to be believed
LANGUAGE_GUESSED = "its language was guessed from its words"


class DatedBy(StrEnum):
    """Where an article's date came from."""

    SOURCE = "source"
    PAGE = "page"
    FILE_TIME = "file time"
    FIRST_SEEN = "first seen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """An article's lead image. Sizes are CSS pixels, 0 when unknown."""

    url: str
    alt: str = ""
    caption: str = ""
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An article as its source tells it, before the store has given it an id.

    ``guid`` is never empty; ``url`` is canonical and may be empty for a document without one.
    ``lead`` is the source's own teaser as plain text; ``body`` sanitised HTML; ``text`` the
    body as plain text, paragraphs parted by a blank line: summaries point into it. ``hash``
    changes when a reader would see a difference.
    """

    guid: str
    url: str
    title: str
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    dated_by: DatedBy = DatedBy.SOURCE
    lead: str = ""
    body: str = ""
    text: str = ""
    language: str = ""
    image: Picture | None = None
    topics: tuple[str, ...] = ()
    paywalled: bool = False  # its page says that not everybody may read all of it
    hash: str = ""
    notes: tuple[str, ...] = ()  # in words: what had to be guessed or repaired


@dataclass(frozen=True, slots=True, kw_only=True)
class Article(Draft):
    """An article in the pool. ``seen`` is when this newsroom first saw it."""

    id: int
    source_id: int
    seen: datetime
    changed: datetime | None = None
    removed: str = ""  # what its page said when the article was gone: "404", "no longer available"


@dataclass(frozen=True, slots=True, kw_only=True)
class Harvest:
    """What one look at a source brought home."""

    title: str = ""
    site: str = ""
    language: str = ""
    drafts: tuple[Draft, ...] = ()
    notes: tuple[str, ...] = ()  # in words: entries that were left out and why
    hub: str = ""  # which tells of news at once (WebSub), and by which address it knows the feed
    topic: str = ""
