"""What of a newsletter a reader does not want: sections, topics, sources. Pure.

What is not named is wanted, so that a section which is added later reaches everybody. Sections are named by their
keys, topics by their words in lower case, sources by whatever the newsroom calls them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

MOST = 200  # names of one kind that are kept
LONGEST = 200  # characters of a name
KINDS = ("sections", "topics", "sources")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picks:
    """What a reader left out."""

    sections: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return not (self.sections or self.topics or self.sources)

    def wants(self, *, section: str, topics: Iterable[str] = (), source: str = "") -> bool:
        """Whether something in this section, about these topics and from this source is wanted."""
        if section in self.sections or source in self.sources:
            return False
        return self.topics.isdisjoint(topic.lower() for topic in topics)


EVERYTHING = Picks()


def picks_from(names: Mapping[str, Iterable[str]]) -> Picks:
    """Picks from what somebody left out, by kind; kinds that nobody knows are ignored."""
    sections, topics, sources = (_names(names.get(kind, ())) for kind in KINDS)
    return Picks(sections=sections, topics=frozenset(topic.lower() for topic in topics), sources=sources)


def _names(names: Iterable[str]) -> frozenset[str]:
    kept = sorted({str(name).strip()[:LONGEST] for name in names} - {""})
    return frozenset(kept[:MOST])


def packed(picks: Picks) -> str | None:
    """Picks as they are stored: JSON, the same for the same picks; None for everything."""
    if picks.everything:
        return None
    parts = {kind: sorted(getattr(picks, kind)) for kind in KINDS}
    return json.dumps({kind: names for kind, names in parts.items() if names}, ensure_ascii=False)


@lru_cache(maxsize=4096)
def unpacked(text: str | None) -> Picks:
    """Stored picks; one object for all who left out the same. What cannot be read is everything."""
    try:
        found = json.loads(text) if text else {}
        return picks_from(found) if found else EVERYTHING
    except (ValueError, AttributeError, TypeError):
        return EVERYTHING
