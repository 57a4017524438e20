"""What on a page is a list of articles: the links of the page, which of them are headlines, and what stands beside."""

from __future__ import annotations

from digest.gather.lists.mentions import Entry, entries_of
from digest.gather.lists.repeated import FEWEST, MOST_LINKS, learned, moments

__all__ = ["FEWEST", "MOST_LINKS", "Entry", "entries_of", "learned", "moments"]
