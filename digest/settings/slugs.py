"""Short names for sources that were given none."""

from __future__ import annotations

import re
from collections.abc import Collection
from glob import has_magic
from urllib.parse import urlsplit

from digest.errors import SettingsError

SLUG = r"[a-z0-9][a-z0-9-]{0,62}"


def check_slug(slug: str) -> None:
    """Let no source have a short name by which digest.toml and the environment could not name it.

    Raises:
        SettingsError: it is none; "" is.
    """
    if slug and not re.fullmatch(SLUG, slug):
        raise SettingsError(
            f"{slug!r} is no short name; expected small letters, digits and hyphens, 63 at most, such as city-desk.",
            key="slug",
        )


def slug_for(address: str) -> str:
    """A short name: "https://www.example.org/news/feed.xml" → "example-org-news", "/srv/articles/*.md" → "articles"."""
    parts = urlsplit(address)
    folders = [part for part in address.split("/") if part.strip(".") and not has_magic(part)]
    words = f"{parts.hostname.removeprefix('www.')} {parts.path}" if parts.hostname else " ".join(folders[-1:])
    letters = "".join(c if c.isascii() and c.isalnum() else " " for c in words.lower()).split()
    dull = {"feed", "feeds", "rss", "xml", "atom", "index", "json", "md"}
    kept = [word for word in letters if word not in dull] or letters
    return "-".join(kept)[:60].strip("-") or "source"


def free_slug(slug: str, taken: Collection[str]) -> str:
    """The short name, or the first with a number behind it that is not taken."""
    number = 2
    free = slug
    while free in taken:
        free, number = f"{slug[:55]}-{number}", number + 1
    return free
