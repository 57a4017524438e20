"""What the columns of a list mean: guessed from their headings and first cells, or as somebody says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from subscribers.address import spelling
from subscribers.errors import ListRefused
from subscribers.lists.cells import Kind, as_language, as_moment, as_yes_no, as_zone, guess_kind
from subscribers.lists.standings import knows_standings

MOST_ATTRIBUTES = 200  # columns that are kept, beside those with a meaning
LONGEST_TITLE = 100  # characters
KEPT = "attribute."


class Meaning(StrEnum):
    """What a column can be to us."""

    ADDRESS = "address"
    NAME = "name"
    FIRST_NAME = "first name"
    LAST_NAME = "last name"
    LANGUAGE = "language"
    ZONE = "zone"
    STANDING = "standing"
    BEFORE = "before"  # the standing that a suppression hides
    REASON = "reason"  # of the suppression
    NOTE = "note"  # beside that reason
    SINCE = "since"
    CADENCE = "cadence"
    HOUR = "hour"
    SNOOZED = "snoozed"
    PICKS = "picks"
    CONSENT = "consent"
    CLIENT = "client"  # the network address that somebody agreed from
    TAKES_MAIL = "takes mail"  # yes or no
    LEFT = "left"  # yes, or when
    BOUNCED = "bounced"
    ATTRIBUTES = "attributes"  # a JSON object with any number of them
    ATTRIBUTE = "attribute"
    IGNORED = "ignored"


# Those of which there can be but one; a second is an attribute.
SINGLE = frozenset(Meaning) - {Meaning.ATTRIBUTE, Meaning.IGNORED}

TITLES: Mapping[Meaning, tuple[str, ...]] = {
    Meaning.ADDRESS: (
        "email", "e-mail", "email address", "e-mail address", "emailaddress", "address", "mail", "subscriber email",
        "user email", "e-mail-adresse", "email-adresse", "mailadresse", "courriel", "adresse e-mail", "adresse email",
        "correo", "correo electrónico", "почта", "эл. почта", "электронная почта", "адрес", "адрес электронной почты",
    ),
    Meaning.NAME: (
        "name", "full name", "fullname", "display name", "subscriber name", "nombre", "имя", "фио", "nom complet",
    ),
    Meaning.FIRST_NAME: ("first name", "firstname", "given name", "forename", "fname", "vorname", "prénom"),
    Meaning.LAST_NAME: (
        "last name", "lastname", "surname", "family name", "lname", "nachname", "nom", "apellido", "apellidos",
        "фамилия",
    ),
    Meaning.LANGUAGE: ("language", "lang", "locale", "sprache", "langue", "idioma", "язык"),
    Meaning.ZONE: ("zone", "time zone", "timezone", "tz", "zeitzone", "fuseau horaire", "часовой пояс"),
    Meaning.SINCE: (
        "since", "created at", "subscribed at", "joined at", "joined", "signup date", "sign-up date",
        "subscription date", "date added", "opt-in date", "optin time", "confirmed at",
    ),
    Meaning.TAKES_MAIL: ("subscribed to emails", "subscribed", "opted in", "opt-in", "optin"),
    Meaning.LEFT: (
        "unsubscribed", "opted out", "opt-out", "optout", "email disabled", "unsubscribed at", "unsubscribe date",
        "left", "left at", "unsub time", "opted out at",
    ),
    Meaning.BOUNCED: ("bounced", "bounced at", "hard bounced", "clean time"),
    Meaning.CLIENT: ("ip", "ip address", "optin ip", "confirm ip", "signup ip"),
}  # fmt: skip
_KNOWN = {title: meaning for meaning, titles in TITLES.items() for title in titles}
# Headings that may as well be about something else: the cells decide.
STANDING_TITLES = ("standing", "status", "state", "subscription status", "email status", "статус")
OTHERWISE_POSTAL = ("address", "mail", "адрес")
FITS: Mapping[Meaning, Callable[[str], object]] = {
    Meaning.LANGUAGE: as_language,
    Meaning.ZONE: as_zone,
    Meaning.SINCE: as_moment,
    Meaning.TAKES_MAIL: lambda cell: as_yes_no(cell) is not None,
    Meaning.LEFT: lambda cell: as_yes_no(cell) is not None or as_moment(cell),
    Meaning.BOUNCED: lambda cell: as_yes_no(cell) is not None or as_moment(cell),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: where it stands (from 0), its heading, and what it is taken for.

    ``name`` is what an attribute is kept as. Of a ``lenient`` column, cells that make no sense are passed over; those
    of others refuse their row.
    """

    at: int
    title: str
    meaning: Meaning
    name: str = ""
    kind: Kind = Kind.TEXT
    guessed: bool = True  # the kind: a cell that is none of it is kept as text
    lenient: bool = False

    @property
    def words(self) -> str:
        """For people: "attribute.plan (text)", "address", "ignored"."""
        return f"{KEPT}{self.name} ({self.kind})" if self.meaning is Meaning.ATTRIBUTE else self.meaning.value


def plain(title: str) -> str:
    """A heading as it is compared: "First_Name " and "first name" are one."""
    return " ".join(re.sub(r"[_\s]+", " ", title.strip().lower()).split())


def titles_of(heading: Sequence[str]) -> list[str]:
    """Headings that tell columns apart: empty ones get a number, and so do twins."""
    titles: list[str] = []
    for number, cell in enumerate(heading, 1):
        title = " ".join(cell.replace("\ufeff", "").split())[:LONGEST_TITLE] or f"column {number}"
        titles.append(title if title not in titles else f"{title} {number}")
    return titles


def guess_columns(titles: Sequence[str], sample: Sequence[Sequence[str]]) -> list[Column]:
    """What columns with these titles, and such cells below them, are."""
    columns: list[Column] = []
    for at, title in enumerate(titles):
        cells = cells_of(sample, at)
        meaning = _guess(plain(title), cells)
        if meaning in SINGLE and meaning in {one.meaning for one in columns}:
            meaning = Meaning.ATTRIBUTE
        attribute = meaning is Meaning.ATTRIBUTE
        columns.append(as_attribute(at, title, cells) if attribute else Column(at=at, title=title, meaning=meaning))
    return _one_name(_some_address(columns, sample))


def cells_of(sample: Sequence[Sequence[str]], at: int) -> list[str]:
    """What stands in a column of the sample, blanks left out."""
    return [row[at].strip() for row in sample if at < len(row) and row[at].strip()]


def _guess(title: str, cells: Sequence[str]) -> Meaning:
    if title in STANDING_TITLES:
        return Meaning.STANDING if knows_standings(cells) else Meaning.ATTRIBUTE
    meaning = _KNOWN.get(title, Meaning.ATTRIBUTE)
    fits = (lambda cell: "@" in cell) if title in OTHERWISE_POSTAL else FITS.get(meaning)
    return meaning if fits is None or _most(cells, fits) else Meaning.ATTRIBUTE


def _most(cells: Sequence[str], fits: Callable[[str], object]) -> bool:
    """Whether at least half of the cells fit; so a broken one refuses its row, and a column of other things none."""
    return 2 * sum(bool(fits(cell)) for cell in cells) >= len(cells)


def _some_address(columns: list[Column], sample: Sequence[Sequence[str]]) -> list[Column]:
    """Where no title says it: the first column that is full of addresses."""
    if Meaning.ADDRESS in {one.meaning for one in columns}:
        return columns
    for one in columns:
        cells = cells_of(sample, one.at)
        if cells and all(spelling(cell) for cell in cells):
            columns[one.at] = Column(at=one.at, title=one.title, meaning=Meaning.ADDRESS)
            break
    return columns


def as_attribute(at: int, title: str, cells: Sequence[str], *, exact: bool = False) -> Column:
    """A column that is kept as it is, with the kind that its cells have, or that its title says.

    With ``exact`` one whose title says none holds texts.
    """
    if not title.startswith(KEPT):
        return Column(at=at, title=title, meaning=Meaning.ATTRIBUTE, name=title, kind=guess_kind(cells))
    name, kind = split_kind(title.removeprefix(KEPT))
    said = kind or (Kind.TEXT if exact else None)
    own = Column(at=at, title=title, meaning=Meaning.ATTRIBUTE, name=name or title, kind=said or guess_kind(cells))
    return replace(own, guessed=said is None)


def split_kind(words: str) -> tuple[str, Kind | None]:
    """An attribute's name and its kind, from "age:number"."""
    name, colon, kind = words.rpartition(":")
    return (name, Kind(kind)) if colon and kind in set(Kind) else (words, None)


def _one_name(columns: list[Column]) -> list[Column]:
    """A whole name beside its parts: the parts are attributes, or it would be said twice."""
    if Meaning.NAME not in {one.meaning for one in columns}:
        return columns
    parts = (Meaning.FIRST_NAME, Meaning.LAST_NAME)
    return [as_attribute(one.at, one.title, []) if one.meaning in parts else one for one in columns]


def apply_wishes(columns: Sequence[Column], wishes: Iterable[str], *, others: bool = True) -> list[Column]:
    """The columns with what somebody says of them: ``Plan=attribute.plan:number``, ``Nr=ignored``, ``#3=name``.

    Without ``others`` every attribute that is not named is ignored.

    Raises:
        ListRefused: a wish names no column, or no meaning.
    """
    named = list(columns)
    asked = set()
    for wish in wishes:
        at = _column_of(columns, wish)
        named[at] = _wished(columns[at], wish)
        asked.add(at)
    for at in asked:
        if named[at].meaning in SINGLE:
            twins = [n for n in range(len(named)) if n not in asked and named[n].meaning is named[at].meaning]
            for twin in twins:
                named[twin] = replace(as_attribute(twin, named[twin].title, []), guessed=True)
    if others:
        return named
    ignored = Meaning.IGNORED
    return [
        replace(one, meaning=ignored) if one.meaning is Meaning.ATTRIBUTE and one.at not in asked else one
        for one in named
    ]


def _column_of(columns: Sequence[Column], wish: str) -> int:
    title = wish.rpartition("=")[0].strip()
    if re.fullmatch(r"#\d{1,4}", title) and 0 < int(title[1:]) <= len(columns):
        return int(title[1:]) - 1
    for one in columns:
        if plain(one.title) == plain(title) and title:
            return one.at
    known = ", ".join(one.title for one in columns[:20])
    raise ListRefused(f"{wish!r} names no column of this file; expected COLUMN=MEANING, with a column of: {known}.")


def _wished(column: Column, wish: str) -> Column:
    word = wish.rpartition("=")[2].strip()
    if word.startswith(KEPT):
        name, kind = split_kind(word.removeprefix(KEPT))
        if not name or (kind is None and ":" in name):
            raise ListRefused(
                f"{wish!r}: expected attribute.NAME, or attribute.NAME:KIND with a kind of {_said(Kind)}."
            )
        return replace(column, meaning=Meaning.ATTRIBUTE, name=name, kind=kind or column.kind, guessed=kind is None)
    if word not in set(Meaning) - {Meaning.ATTRIBUTE}:
        raise ListRefused(f"{wish!r}: {word!r} is no meaning; expected attribute.NAME or one of {_said(Meaning)}.")
    return replace(column, meaning=Meaning(word), name="")


def _said(words: type[StrEnum]) -> str:
    return ", ".join(one.value for one in words if one != Meaning.ATTRIBUTE)


def need_sense(columns: Sequence[Column], name: str) -> None:
    """See that the columns make a list of people.

    Raises:
        ListRefused: none holds addresses, or there are too many to keep.
    """
    if Meaning.ADDRESS not in {one.meaning for one in columns}:
        found = ", ".join(one.title for one in columns[:20])
        raise ListRefused(
            f'{name}: the first row names no column with addresses; expected "email", found: {found}. '
            "Say which it is with --column TITLE=address."
        )
    kept = sum(one.meaning is Meaning.ATTRIBUTE for one in columns)
    if kept > MOST_ATTRIBUTES:
        raise ListRefused(
            f"{name} has {kept:,} columns to be kept as attributes; at most {MOST_ATTRIBUTES} are. "
            "Name those you want with --column TITLE=attribute.NAME, and pass over the others with --no-others."
        )
