"""What copies of one article share wherever they stand, and who it is that tells one. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import blake2b

from digest.choose.address import one_page
from digest.choose.features import words_of
from digest.model import Article

# A guid that says the same in every source. "17" and "notes.md" mean something in their own source only.
WORLDWIDE = re.compile(r"(https?://|tag:|urn:|text:)\S|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", re.IGNORECASE)
TEXT = "words:"  # begins the key of a text
SHORT_LABEL = 3  # letters: of "co" in "example.co.uk"
REPUBLISHED = 50  # words; a shorter text may be the same by chance, or be a note that stands under everything


def teller(article: Article) -> tuple[int, str]:
    """Who tells an article: its source, and whose page it is, whatever of its hosts ("www.", "sport.") that lies on."""
    page = one_page(article.url).partition("/")[0].partition(":")[0].split(".")
    return article.source_id, ".".join(page[-3 if len(page) > 2 and len(page[-2]) <= SHORT_LABEL else -2 :])


def as_told(article: Article, keys: list[str], shared: set[str]) -> Article:
    """An article without a text that stands under others too: that says nothing of what it is about."""
    return replace(article, text="") if any(key in shared and key.startswith(TEXT) for key in keys) else article


def shared_keys(articles: Iterable[tuple[Article, list[str]]]) -> set[str]:
    """Keys that one source gives to articles with other titles and other beginnings.

    There are sites whose every page names the same address as its own, and texts that all say how to subscribe.
    """
    first: dict[tuple[str, int], Article] = {}
    shared = set()
    for article, keys in articles:
        for key in keys:
            other = first.setdefault((key, article.source_id), article)
            if other.title != article.title and (other.lead != article.lead or key.startswith(TEXT)):
                shared.add(key)
    return shared


def keys_of(article: Article) -> list[str]:
    """What a copy of it would share."""
    return [key for key in _all_keys(article) if key]


def _all_keys(article: Article) -> Iterator[str]:
    yield one_page(article.url)
    yield article.guid if WORLDWIDE.match(article.guid) else ""
    yield text_key(article)


def text_key(article: Article) -> str:
    """What a copy of its text has in common with it; "" where a text is too short to be known by."""
    words = words_of(article.text)
    if len(words) < REPUBLISHED:
        return ""
    return TEXT + blake2b(" ".join(words).encode(), digest_size=16).hexdigest()
