"""What addresses say by their names: what is no article, which sitemap has the news, what a story is called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import unquote, urlsplit

from digest.gather.urls import names_a_file

_LISTS = re.compile(
    r"/(?:categor(?:y|ies|ie|ia)|kategorien?|rubrik|tags?|schlagwort|etiquetas?|mot-cle|authors?|autor(?:en)?|auteurs?"
    r"|post_tag)/|/page/\d+/?\Z",
    re.IGNORECASE,
)
_NEWS = re.compile(r"news|latest|recent", re.IGNORECASE)
_NO_NEWS = re.compile(
    r"categor|kategor|(?<![a-z])tags?(?![a-z])|author|autor|image|video|users?|pages?(?![a-z])|static", re.IGNORECASE
)
_MONTH = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:[-_/]?(0[1-9]|1[0-2]))?(?!\d)")
GUESSED = "its title was made from its address"
_LETTER = re.compile(r"[^\W\d_]")
_NUMBER = re.compile(r"(?!(?:19|20)\d\d$)[a-z]?\d{4,}")  # by which a page is known; a year is a word
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def is_no_article(address: str) -> bool:
    """Whether an address is that of a front page, a list of articles, or a file that is no page."""
    parts = urlsplit(address)
    if parts.path in ("", "/"):
        return not parts.query
    folder, _, last = parts.path.rstrip("/").rpartition("/")
    # "/rubrik/politik/fog-in-the-harbour" lies below a list, and has the name that a story has.
    below = _LISTS.search(f"{folder.rpartition('/')[0]}/") and last.count("-") > 1
    return names_a_file(address) or bool(_LISTS.search(parts.path) and not below)


def by_news(sitemaps: Sequence[tuple[datetime | None, str]]) -> list[str]:
    """The addresses of an index's sitemaps, those first that are likeliest to have the news.

    What is called after lists, pages and pictures comes last: it changes with every article and has none. Then what
    changed last comes first, or is called after the latest month; else as the index has them.
    """

    def rank(one: tuple[datetime | None, str]) -> tuple[bool, bool, datetime, str]:
        moment, address = one
        name = urlsplit(address).path.rpartition("/")[2]
        dated = max(("".join(month) for month in _MONTH.findall(name)), default="")
        return not _NO_NEWS.search(name), bool(_NEWS.search(name)), moment or LONG_AGO, dated

    return [address for _, address in sorted(sitemaps, key=rank, reverse=True)]


def words_of(address: str) -> str:
    """The words of an address, until its page says better ones: "/2026/storm-front-1234.html" → "Storm front"."""
    last = unquote(urlsplit(address).path).rstrip("/").rpartition("/")[2].partition(".")[0]
    words = [word for word in re.split(r"[-_+ ]+", last) if word and not _NUMBER.fullmatch(word)]
    if len(words) > 1 and re.fullmatch("[2-9]", words[-1]):  # the second page that is called so
        words.pop()
    title = " ".join(words).capitalize()
    return title if _LETTER.search(title) else address
