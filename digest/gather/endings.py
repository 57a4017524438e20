"""Titles without the name of whoever publishes them: "Fog in the harbour | The Harbour Post"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from digest.model import Draft

FEWEST = 3  # titles that all end alike, from which on that ending is no part of them
LONGEST_NAME = 6  # words
AGGREGATORS = frozenset(("news.google.com",))  # each of whose titles ends in the name of who published it
_PARTED = re.compile(r"(?P<head>.*\S)(?:\s(?:[|·•–—-]|--)\s+|\s?\|\s*)(?P<ending>\S.*)", re.DOTALL)  # at the last one
_NOT_WORD = re.compile(r"[\W_]+")


def without_names(drafts: Sequence[Draft], *, name: str, site: str) -> list[Draft]:
    """The same drafts, their titles without an ending that is the feed's ``name``, its ``site``'s host, or everyone's.

    What a draft is known by stays as it is: nothing is new because its title was cut.
    """
    names = {_key(one) for one in (name, _host(site), _host(site).rpartition(".")[0]) if _key(one)}
    endings = {_key(_ending(draft.title)[1]) for draft in drafts}
    if (len(drafts) >= FEWEST and len(endings) == 1) or _host(site) in AGGREGATORS:
        names |= endings - {""}
    return [_without(draft, names) for draft in drafts]


def _without(draft: Draft, names: set[str]) -> Draft:
    head, ending = _ending(draft.title)
    return replace(draft, title=head) if head and _key(ending) in names else draft


def _ending(title: str) -> tuple[str, str]:
    """A title before its last separator, and what stands behind it where that is short enough to be a name."""
    parted = _PARTED.fullmatch(title)
    if not parted or len(parted["ending"].split()) > LONGEST_NAME:
        return title, ""
    return parted["head"], parted["ending"]


def _key(text: str) -> str:
    return _NOT_WORD.sub("", text.casefold())


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
