"""How exactly documents with front matter are read: ``python -m bench.quality.documents``.

The front matter, read by PyYAML alone, says what a draft must hold. Each post is also written as an exported article
(title, "By …", date, body, "Original url:") and read back.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from digest.gather.clean import plain_title
from digest.gather.dates import parse_date
from digest.gather.documents.document import read_document
from digest.gather.plain import one_line
from digest.model import Draft

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "documents"
NOW = datetime(2026, 11, 24, tzinfo=UTC)
MATTER = re.compile(r"\A---\n(.*?)\n---\s*\n(.*)\Z", re.DOTALL)


def posts(folder: Path) -> Iterator[tuple[str, bytes, dict[str, Any], str]]:
    """(name, bytes, front matter, text) of every post whose matter is a table with a title and a date."""
    for path in sorted(folder.rglob("*.md")):
        raw = path.read_bytes()
        match = MATTER.match(raw.decode("utf-8", "replace").replace("\r\n", "\n"))
        try:
            matter = yaml.safe_load(match[1]) if match else None
        except yaml.YAMLError:
            continue
        if match and isinstance(matter, dict) and matter.get("title") and matter.get("date"):
            yield path.name, raw, matter, match[2]


def score(folder: Path = FOLDER) -> tuple[Counter[str], Counter[str]]:
    """(right, of all) by what was asked for."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for name, raw, matter, text in posts(folder):
        for what, good in (*_matter(name, raw, matter), *_exported(name, matter, text)):
            total[what] += 1
            right[what] += good
    return right, total


def _matter(name: str, raw: bytes, matter: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    draft = read_document(raw, name=name, modified=NOW, now=NOW)
    if matter.get("draft"):
        yield "drafts left out", isinstance(draft, str)
        return
    if not isinstance(draft, Draft):
        yield "read at all", False
        return
    yield "title", draft.title == plain_title(str(matter["title"]))
    yield "date", draft.published == parse_date(matter["date"])
    if isinstance(matter.get("authors"), list) and all(isinstance(one, str) for one in matter["authors"]):
        yield "authors", draft.authors == tuple(one for one in matter["authors"] if one)
    lead = matter.get("summary") or matter.get("excerpt")
    if isinstance(lead, str):
        yield "summary", one_line(draft.lead)[:60] == plain_title(lead)[:60]


def _exported(name: str, matter: dict[str, Any], text: str) -> Iterator[tuple[str, bool]]:
    moment = parse_date(matter["date"])
    title = plain_title(str(matter["title"])).replace("`", "")
    if moment is None or re.search(r"[*_\[\]<>\\&]", title) or not re.match(r"[A-Z][\w’' ,]{40}", text.strip()):
        return
    first = text.strip().split("\n\n")[0]
    url = f"https://post.example/{name.removesuffix('.md')}"
    whole = f"# {title}\n\nBy [Ana Lind](#)\n\n{moment:%B %-d, %Y}\n\n\n\n\n\n\n{text.strip()}\n\nOriginal url: {url}\n"
    draft = read_document(whole.encode(), name=name, modified=NOW, now=NOW)
    wanted = (title, ("Ana Lind",), moment.date(), url)
    got = isinstance(draft, Draft) and draft.published is not None and (
        draft.title, draft.authors, draft.published.date(), draft.url
    )  # fmt: skip
    yield "exported and read back", got == wanted
    yield "exported: the text is whole", isinstance(draft, Draft) and first.split(" ")[0] in draft.text[:200]


def main() -> None:
    """Print the figures."""
    right, total = score()
    for what in total:
        print(f"{what:32} {right[what]:5d} of {total[what]:5d}  {right[what] / total[what]:6.1%}  (bar 99%)")


if __name__ == "__main__":
    main()
