"""Titles without the name of whoever publishes them ("Fog in the harbour | The Harbour Post"), versions with theirs."""

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
_VERSION = re.compile(
    r"(?:version |release |v\.? ?)?\d+(?:\.\d+){1,3}(?:[-.+ ]?(?:a|b|rc|alpha|beta|dev|post|final)[\w.+-]{0,12})?",
    re.IGNORECASE,
)
_RELEASES = re.compile(
    r"^(?:release notes from|tags from|releases of)\s+|\s+(?:releases?|release notes|changelog|tags)$", re.IGNORECASE
)
_NOT_WORD = re.compile(r"[\W_]+")


def without_names(drafts: Sequence[Draft], *, name: str, site: str) -> list[Draft]:
    """The same drafts, their titles without an ending that is the feed's ``name``, its ``site``'s host, or everyone's.

    A title that is a version only, as feeds of releases have them, says of what: "v2.1" of "Release notes from tide"
    becomes "tide v2.1".

    What a draft is known by stays as it is: nothing is new because its title was cut.
    """
    names = {_key(one) for one in (name, _host(site), _host(site).rpartition(".")[0]) if _key(one)}
    endings = {_key(_ending(draft.title)[1]) for draft in drafts}
    if (len(drafts) >= FEWEST and len(endings) == 1) or _host(site) in AGGREGATORS:
        names |= endings - {""}
    product = _RELEASES.sub("", name).strip()
    return [_of_product(_without(draft, names), product) for draft in drafts]


def _of_product(draft: Draft, product: str) -> Draft:
    fits = 0 < len(product.split()) <= LONGEST_NAME and _VERSION.fullmatch(draft.title)
    return replace(draft, title=f"{product} {draft.title}") if fits else draft


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
