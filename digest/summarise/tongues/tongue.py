"""What is known of a language. Everything is lower case and without the full stop that an abbreviation ends in."""

from __future__ import annotations

from dataclasses import dataclass


def words(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """The few words of a language that decide where its sentences end and which of them can stand alone.

    ``titles`` stand before a name and never end a sentence ("Dr."), ``numbering`` before a number ("No. 5"), ``short``
    forms end one only where the next word begins one ("etc. The"). ``common`` are the words that say little,
    ``pointing`` those that make no sense as the first word of a text ("He …", "But …"), ``persons`` and ``said`` make
    "…, he said". ``before_ordinals`` stand before "3." where a full stop makes an ordinal ("am 3. Oktober"), ``months``
    and their like behind it. ``negating`` those that turn a sentence round.
    """

    titles: frozenset[str] = frozenset()
    numbering: frozenset[str] = frozenset()
    short: frozenset[str] = frozenset()
    common: frozenset[str] = frozenset()
    pointing: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    said: frozenset[str] = frozenset()
    before_ordinals: frozenset[str] = frozenset()
    months: frozenset[str] = frozenset()
    negating: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()
    before_names: frozenset[str] = frozenset()
    reaching: frozenset[str] = frozenset()
    times: frozenset[str] = frozenset()
