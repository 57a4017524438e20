"""Bytes become lines: the encoding is guessed, and a line that is broken is refused by itself.

A file is looked at once, from its beginning. Most lines of most lists are ASCII, which is the same in every encoding
that is guessed here but UTF-16; so the guess is made by the first line that is not.
"""

from __future__ import annotations

import codecs
import io
import itertools
from collections import deque
from collections.abc import Iterator
from typing import IO

from subscribers.model import Refusal

LONGEST_LINE = 1 << 20  # characters
CONTROLS = bytes(frozenset(range(32)) - {9, 10, 13, 0x1A, 0x1B})
MOST_CONTROLS = 0.05  # share of the sample; a text has none

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
CYRILLIC, LATIN, EVERY_BYTE = "cp1251", "cp1252", "latin-1"
UNDEFINED = frozenset(b"\x81\x8d\x8f\x90\x9d")  # in cp1252
ASCII = "ascii"  # so far: nothing else was seen yet


def guess_encoding(sample: bytes) -> str:
    """The encoding of a sample; "ascii" where it gives nothing away, "" where it is no text at all."""
    for mark, encoding in BOMS:
        if sample.startswith(mark):
            return encoding
    if wide := _wide(sample):
        return wide
    if len(sample) - len(sample.translate(None, CONTROLS)) > MOST_CONTROLS * len(sample):
        return ""
    return ASCII if sample.isascii() else _eight_bits(sample)


def _wide(sample: bytes) -> str:
    """UTF-16 without its mark: in the languages that have spaces and commas every other byte is often 0."""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    enough = len(sample) // 10
    if odd > enough and odd > 4 * even:
        return "utf-16-le"
    return "utf-16-be" if even > enough and even > 4 * odd else ""


def _eight_bits(sample: bytes) -> str:
    """UTF-8 if it has whole letters, which no accident makes, for a few broken ones; else what its bytes look like."""
    whole = broken = 0
    for char in sample[:-3].decode("utf-8", errors="surrogateescape"):
        broken += "\udc80" <= char <= "\udcff"
        whole += not char.isascii() and not "\udc80" <= char <= "\udcff"
    return "utf-8" if 4 * whole > broken else guess_legacy(sample)


def guess_legacy(sample: bytes) -> str:
    """Which of the encodings with a byte a letter.

    All accept nearly anything; Cyrillic words are runs of high bytes, Latin ones are not.
    """
    high = sum(byte >= 0xC0 for byte in sample)
    pairs = sum(a >= 0xC0 and b >= 0xC0 for a, b in itertools.pairwise(sample))
    if high and pairs / high > 0.4:
        return CYRILLIC
    return EVERY_BYTE if UNDEFINED & frozenset(sample) else LATIN


class Lines:
    """The lines of a part, each with its end. ``begin`` is the number of the first line since it was last set to 0.

    What cannot be decoded, is too long or holds a NUL is in ``refused`` instead.
    """

    def __init__(self, stream: IO[bytes], encoding: str) -> None:
        self.encoding = encoding
        self.begin = 0
        self.characters = 0  # read so far
        self.held: list[str] = []
        self.refused: list[Refusal] = []
        self._wide = encoding.startswith("utf-16")
        # Bytes as letters of the same number: C finds the lines, whatever ends them, and each is decoded by itself.
        self._text = io.TextIOWrapper(
            stream, encoding=encoding if self._wide else "latin-1", errors="replace", newline=""
        )
        self._number = 0
        self._again: deque[tuple[int, str]] = deque()

    def read(self) -> Iterator[str]:
        """The lines from here on. May be begun anew, and goes on where it stopped."""
        while self._again:
            yield self._note(*self._again.popleft())
        readline = self._text.readline
        while line := readline(LONGEST_LINE):
            self._number += 1
            self.characters += len(line)
            if not line.isascii() or "\0" in line or len(line) == LONGEST_LINE:
                looked_at = self._look_closely(line)
                if looked_at is None:
                    self.held.append("")  # keeps the count of lines within a row
                    continue
                line = looked_at
            if not self.begin:
                self.begin = self._number
                self.held = [line]
            else:
                self.held.append(line)
            yield line

    def _note(self, number: int, line: str) -> str:
        if not self.begin:
            self.begin = number
            self.held = []
        self.held.append(line)
        return line

    def back_to_second(self) -> None:
        """Read all lines since ``begin`` but the first once more."""
        again = [(self.begin + n, line) for n, line in enumerate(self.held) if n and line]
        self._again.extendleft(reversed(again))

    def _look_closely(self, line: str) -> str | None:
        """The line, decoded; None for one that is refused."""
        decoded = line if line.isascii() or self._wide else self._decode(line)
        if len(line) == LONGEST_LINE and not line.endswith(("\n", "\r")):
            self._skip_rest()
            reason = f"This line is longer than {LONGEST_LINE:,} characters."
        elif decoded is None or (self._wide and "\ufffd" in decoded):
            reason = f"This line holds bytes that mean nothing in {self.encoding.upper()}."
        elif "\0" in decoded:
            reason = "This line holds a NUL character."
        else:
            return decoded
        self.refused.append(Refusal(line=self._number, field="", value=line[:200].strip(), reason=reason))
        return None

    def _skip_rest(self) -> None:
        while (more := self._text.readline(LONGEST_LINE)) and not more.endswith(("\n", "\r")):
            pass

    def _decode(self, line: str) -> str | None:
        raw = line.encode("latin-1")
        if self.encoding == ASCII:
            self.encoding = "utf-8" if _is_utf8(raw) else guess_legacy(raw)
        try:
            return raw.decode(self.encoding)
        except UnicodeDecodeError:
            return None


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
