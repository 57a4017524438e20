"""The words of a segment: a text becomes tokens, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from subscribers.errors import SegmentError

LONGEST = 4000  # characters of a segment
_TOKEN = re.compile(
    r"""\s*(?:(?P<quoted>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    |(?P<mark><=|>=|!=|[=<>(),])
    |(?P<word>[^\s"'=<>!(),]+))""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Word:
    """One token. ``quoted`` ones are values, whatever they say; ``at`` counts characters from 0."""

    text: str
    at: int
    quoted: bool = False

    def says(self, *words: str) -> bool:
        """Whether it is one of these words, in whatever case, and not a value that happens to look like it."""
        return not self.quoted and self.text.lower() in words


def words_of(text: str) -> list[Word]:
    """The tokens of a segment, an empty one at the end.

    Raises:
        SegmentError: it is empty, too long, or a quotation mark is not closed.
    """
    if len(text) > LONGEST:
        raise SegmentError(f"A segment has at most {LONGEST:,} characters; this one has {len(text):,}.")
    words: list[Word] = []
    at = 0
    while text[at:].strip():
        found = _TOKEN.match(text, at)
        if found is None:
            at += len(text[at:]) - len(text[at:].lstrip())
            raise fault(text, at, f"There is no telling what {text[at]!r} means here; is a quotation mark not closed?")
        begin = found.start(found.lastgroup or 0)
        # A quoted name after a dot belongs to the word before it: attribute."first choice".
        word = _unquoted(found[found.lastgroup or 0]) if found["quoted"] else found[found.lastgroup or 0]
        if found["quoted"] and words and words[-1].text.endswith(".") and words[-1].at + len(words[-1].text) == begin:
            words[-1] = Word(words[-1].text + word, words[-1].at)
        else:
            words.append(Word(word, begin, quoted=bool(found["quoted"])))
        at = found.end()
    if not words:
        raise SegmentError('A segment says nothing; expected something such as: zone in Europe and language = "de".')
    return [*words, Word("", len(text))]


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.DOTALL)


def fault(text: str, at: int, words: str) -> SegmentError:
    """The error that points at a place of a segment."""
    begin, end = max(0, at - 30), min(len(text), at + 30)
    around = text[begin:end].replace("\n", " ")
    return SegmentError(f"{words}\n    {around}\n    {' ' * (at - begin)}^", text=text, at=at)


@dataclass(slots=True)
class Cursor:
    """A place among the words of a segment."""

    text: str
    words: list[Word]
    at: int = 0

    @property
    def word(self) -> Word:
        """The next word; an empty one at the end."""
        return self.words[self.at]

    @property
    def after(self) -> Word:
        """The word behind the next one."""
        return self.words[min(self.at + 1, len(self.words) - 1)]

    def take(self) -> Word:
        """Go on."""
        word = self.word
        self.at = min(self.at + 1, len(self.words) - 1)
        return word

    def took(self, *words: str) -> bool:
        """Go on if the next word is one of these."""
        if self.word.says(*words):
            self.take()
            return True
        return False

    def fault(self, expected: str, *, at: int | None = None) -> SegmentError:
        """What was expected instead of the next word, or of that at another place."""
        word = self.words[self.at if at is None else at]
        found = f", found {word.text!r}" if word.text else ", and the segment ends"
        return fault(self.text, word.at, f"{expected}{found}.")
