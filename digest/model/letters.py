"""An issue as wire bytes: printed once, then joined for each reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from digest.model.newsletters import Sender


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a mail part: wire bytes, then perhaps a slot.

    ``data`` is quoted-printable, begins and ends at a soft line break, and holds no line over
    76 bytes, no bare CR or LF and no line that begins with a dot. ``slot`` names the value that
    follows, "" for none; ``context`` is "html", "attribute" or "text": how that value is escaped.
    ``block`` is "" for the frame, "section/KEY" or "item/ARTICLE_ID" for what a reader may not have.
    """

    data: bytes
    slot: str = ""
    context: str = ""
    block: str = ""


Seat = tuple[str, int]  # the key of a section, the id of the article that leads a story


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """An issue as some of its readers get it: those who are owed the same, and left out the same.

    ``seats`` are in the order of print; ``told`` are the articles that count as told to whoever gets it.
    """

    seats: tuple[Seat, ...]
    subject: str
    preheader: str
    told: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """Both parts of a mail once more, with our own words around the newsletter's in another language."""

    language: str
    html: tuple[Piece, ...]
    text: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """An issue, printed once: everything a letter needs but the reader.

    ``variants`` are by the number that a delivery has; none: everybody gets all of it. ``editions`` are for readers who
    chose another language than the newsletter's. Later edits of the newsletter do not touch it.
    """

    issue_id: int
    subject: str
    html: tuple[Piece, ...]
    text: tuple[Piece, ...]
    sender: Sender
    language: str
    newsletter_slug: str
    newsletter_title: str
    made: datetime
    preheader: str = ""
    variants: tuple[Variant, ...] = ()
    editions: tuple[Edition, ...] = ()
    kind: str = "issue"  # or "test", "confirm", …
    subject_id: int = 0  # what the button of a small mail is about: a request or a change
    warnings: tuple[str, ...] = ()
    trimmed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The bytes for one reader: CRLF only, dot-safe, final. They are never rebuilt after this.

    ``relaxed``: relaxed canonicalisation leaves the body as it is (RFC 6376 §3.4.4), so a signer may hash it so.
    """

    delivery_id: int
    envelope_from: str
    envelope_to: str
    message: bytes
    needs_smtputf8: bool = False
    relaxed: bool = False
