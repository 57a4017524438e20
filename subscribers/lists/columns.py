"""What the columns of a list mean, guessed from their headings and first cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from subscribers.address import spelling
from subscribers.errors import ListRefused
from subscribers.lists.cells import Kind, bare, guess_kind, is_nothing
from subscribers.lists.meanings import (
    FITS,
    GONE,
    KEPT,
    KNOWN,
    LONGEST_TITLE,
    OTHERWISE_POSTAL,
    SINGLE,
    Column,
    Meaning,
    split_kind,
)
from subscribers.lists.standings import folded, knows_standings
from subscribers.lists.telling import is_reason, told_by

UNTITLED = "column"  # and its number
MOST_ATTRIBUTES = 200  # columns that are kept, beside those with a meaning


def titles_of(heading: Sequence[str]) -> list[str]:
    """Headings that tell columns apart: empty ones get a number, and so do twins."""
    titles: list[str] = []
    for number, cell in enumerate(heading, 1):
        title = " ".join(cell.replace("\ufeff", "").split())[:LONGEST_TITLE] or f"{UNTITLED} {number}"
        titles.append(title if title not in titles else f"{title} {number}")
    return titles


def guess_columns(titles: Sequence[str], sample: Sequence[Sequence[str]]) -> list[Column]:
    """What columns with these titles, and such cells below them, are."""
    columns: list[Column] = []
    for at, title in enumerate(titles):
        cells = cells_of(sample, at)
        # The second of two columns with one heading got its number; without a heading only cells can tell.
        own = title.removesuffix(f" {at + 1}")
        meaning = _guess("status" if own == UNTITLED else own, cells)
        if meaning in SINGLE and meaning in {one.meaning for one in columns}:
            meaning = Meaning.ATTRIBUTE
        attribute = meaning is Meaning.ATTRIBUTE
        lenient = meaning in GONE and is_reason(own)
        found = Column(at=at, title=title, meaning=meaning, lenient=lenient)
        columns.append(as_attribute(at, title, cells) if attribute else found)
    return _one_name(_some_address(columns, sample))


def cells_of(sample: Sequence[Sequence[str]], at: int) -> list[str]:
    """What stands in a column of the sample, blanks left out."""
    return [row[at].strip() for row in sample if at < len(row) and row[at].strip()]


def _guess(title: str, cells: Sequence[str]) -> Meaning:
    meaning = KNOWN.get(folded(title)) or told_by(title) or Meaning.ATTRIBUTE
    if meaning is Meaning.STANDING or (meaning is Meaning.TAKES_MAIL and knows_standings(cells)):
        return Meaning.STANDING if knows_standings(cells) else Meaning.ATTRIBUTE
    if meaning in GONE and is_reason(title):
        return meaning
    fits = (lambda cell: "@" in cell) if folded(title) in OTHERWISE_POSTAL else FITS.get(meaning)
    return meaning if fits is None or _most(cells, fits) else Meaning.ATTRIBUTE


def _most(cells: Sequence[str], fits: Callable[[str], object]) -> bool:
    """Whether at least half of the cells fit; so a broken one refuses its row, and a column of other things none."""
    said = [cell for cell in cells if not is_nothing(cell)]
    return 2 * sum(bool(fits(cell)) for cell in said) >= len(said)


def _some_address(columns: list[Column], sample: Sequence[Sequence[str]]) -> list[Column]:
    """Where no title says it: the column that is full of addresses, or the fullest, though some be broken."""
    if Meaning.ADDRESS in {one.meaning for one in columns}:
        return columns
    shares = [(_share(cells_of(sample, one.at)), -one.at) for one in columns]
    share, at = max(shares, default=(0.0, 0))
    if 2 * share >= 1:
        columns[-at] = Column(at=-at, title=columns[-at].title, meaning=Meaning.ADDRESS)
    return columns


def _share(cells: Sequence[str]) -> float:
    """How many of these cells are addresses."""
    return sum(bool(spelling(bare(cell))) for cell in cells) / len(cells) if cells else 0.0


def as_attribute(at: int, title: str, cells: Sequence[str], *, exact: bool = False) -> Column:
    """A column that is kept as it is, with the kind that its cells have, or that its title says.

    With ``exact`` one whose title says none holds texts.
    """
    if not title.startswith(KEPT):
        return Column(at=at, title=title, meaning=Meaning.ATTRIBUTE, name=title, kind=guess_kind(cells))
    name, kind = split_kind(title.removeprefix(KEPT))
    said = kind or (Kind.TEXT if exact else None)
    own = Column(
        at=at, title=title, meaning=Meaning.ATTRIBUTE, name=name or title, kind=said or guess_kind(cells), named=True
    )
    return replace(own, guessed=said is None)


def _one_name(columns: list[Column]) -> list[Column]:
    """A whole name beside its parts: the parts are attributes, or it would be said twice."""
    meanings = {one.meaning for one in columns}
    if Meaning.NAME not in meanings:
        return columns
    if Meaning.LAST_NAME in meanings and Meaning.FIRST_NAME not in meanings:
        # "Nombre" beside "Apellidos", "Имя" beside "Фамилия": the one is no whole name.
        return [replace(one, meaning=Meaning.FIRST_NAME) if one.meaning is Meaning.NAME else one for one in columns]
    parts = (Meaning.FIRST_NAME, Meaning.LAST_NAME)
    return [as_attribute(one.at, one.title, []) if one.meaning in parts else one for one in columns]


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
