"""When a page was published: what it declares, else what its address and text show (htmldate), else nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from htmldate import find_date
from lxml import etree

from digest.gather.dates import EARLIEST, believable, parse_date
from digest.gather.pages.marks import Marks
from digest.gather.pages.shown import shown_dates

METAS = (
    "article:published_time", "og:article:published_time", "datepublished", "date.published", "parsely-pub-date",
    "sailthru.date",
    "article.published", "published-date", "publish_date", "publication_date", "publishdate", "pubdate",
    "dc.date.issued", "dcterms.created", "dc.date", "dc.date.created", "dcterms.date", "citation_publication_date",
    "citation_date", "article_date_original", "cxenseparse:recs:publishtime", "last-published", "date",
    "rnews:datepublished",
)  # fmt: skip
_TIMES: Any = etree.XPath("//*[@itemprop='datePublished' or @pubdate or (self::time and (contains(@class,'ublish') or "
                     "contains(@class,'entry-date'))) or (self::abbr and contains(@class,'published'))]")  # fmt: skip
_ELSEWHERE = re.compile(r"comment|related|teaser|sidebar|recommend|widget|footer", re.IGNORECASE)
MOST_TIMES = 10


def moment_of(tree: Any, marks: Marks, url: str, now: datetime) -> datetime | None:
    """The moment of publication, in the time zone the page gives; of a date without a time, its midnight."""
    for value in (*_declared(marks), *_marked(tree)):
        moment = parse_date(value)
        if believable(moment, now):
            return moment
    for moment in shown_dates(tree, marks.language):
        if believable(moment, now):
            return moment
    return _searched(tree, url, now)


def _declared(marks: Marks) -> Iterator[object]:
    yield from (marks.metas[name][0] for name in METAS[:6] if name in marks.metas)
    for key in ("datePublished", "dateCreated"):
        yield from (node[key] for node in marks.nodes if isinstance(node.get(key), str))
    yield from (marks.metas[name][0] for name in METAS[6:] if name in marks.metas)


def _marked(tree: Any) -> Iterator[str]:
    for element in _TIMES(tree)[:MOST_TIMES]:
        around = [element, *element.iterancestors()][:5]
        if not any(_ELSEWHERE.search(f"{one.get('class') or ''} {one.get('id') or ''}") for one in around):
            yield element.get("datetime") or element.get("content") or element.get("title") or element.text_content()


def _searched(tree: Any, url: str, now: datetime) -> datetime | None:
    # A tree, never text: text that begins like an address it would fetch.
    latest = (now + timedelta(days=1)).strftime("%Y-%m-%d")
    found = find_date(
        tree, original_date=True, url=url or None, min_date=EARLIEST.strftime("%Y-%m-%d"), max_date=latest
    )
    return datetime.strptime(found, "%Y-%m-%d").replace(tzinfo=UTC) if found else None
