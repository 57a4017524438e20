"""Short names for sources that were given none."""

from __future__ import annotations

from glob import has_magic
from urllib.parse import urlsplit


def slug_for(address: str) -> str:
    """A short name: "https://www.example.org/news/feed.xml" → "example-org-news", "/srv/articles/*.md" → "articles"."""
    parts = urlsplit(address)
    folders = [part for part in address.split("/") if part.strip(".") and not has_magic(part)]
    words = f"{parts.hostname.removeprefix('www.')} {parts.path}" if parts.hostname else " ".join(folders[-1:])
    letters = "".join(c if c.isascii() and c.isalnum() else " " for c in words.lower()).split()
    dull = {"feed", "feeds", "rss", "xml", "atom", "index", "json", "md"}
    kept = [word for word in letters if word not in dull] or letters
    return "-".join(kept)[:60].strip("-") or "source"
