"""When an article was published, as the list says it beside the link."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from digest.gather.ago import read_ago
from digest.gather.dates import parse_date
from digest.gather.plain import one_line
from digest.gather.spelled import read_shown

HIGH = 7  # elements above a link that are looked at
MOST_LINKS = 40  # that may stand around one article: its section, its authors, its topics
MOST_PARTS = 200  # pieces of text that are looked at
LONGEST = 60  # characters of a line that gives a date


def around(anchor: Any, own: Collection[Any], others: Collection[Any] | None = None) -> Iterator[Any]:
    """The elements around a link, up to where another link is.

    ``own`` are the links to the same address; ``others`` those that count as others, if not all do.
    """
    for number, above in enumerate(anchor.iterancestors()):
        if number == HIGH or above.tag in ("body", "html"):
            return
        links = [one for one in islice(above.iter("a"), MOST_LINKS) if one.get("href")]
        if len(links) == MOST_LINKS or any(link not in own and (others is None or link in others) for link in links):
            return
        yield above


@dataclass(frozen=True, slots=True)
class Beside:
    """The dates around a link: in what is its own, in the element before that, and in the one behind it."""

    within: datetime | None
    before: datetime | None = None
    behind: datetime | None = None


def dates_beside(anchor: Any, own: Collection[Any], others: Collection[Any], language: str, now: datetime) -> Beside:
    """The dates around a link; what stands before and behind is not looked at where its own has one."""
    *_, outermost = anchor, *around(anchor, own, others)
    if moment := next(_moments(outermost, anchor, language, now), None):
        return Beside(moment)
    before, behind = outermost.getprevious(), outermost.getnext()
    return Beside(None, *(_alone(one, anchor, others, language, now) for one in (before, behind)))


def _alone(element: Any, anchor: Any, others: Collection[Any], language: str, now: datetime) -> datetime | None:
    """The date in an element that belongs to no other link."""
    if element is None or not isinstance(element.tag, str):
        return None
    links = list(islice(element.iter("a"), MOST_LINKS))
    if len(links) == MOST_LINKS or any(one in others for one in links):
        return None
    return next(_moments(element, anchor, language, now), None)


def _moments(place: Any, anchor: Any, language: str, now: datetime) -> Iterator[datetime]:
    for element in place.iter("time"):
        said = element.get("datetime") or ""
        if moment := parse_date(said) or read_shown(said, language) or read_ago(said, language, now):
            yield moment
    inside = set(anchor.iter())
    for number, element in enumerate(place.iter()):
        if number == MOST_PARTS:
            return
        # A headline may speak of dates, unless there is more in the link than the headline.
        texts = (() if element is anchor else (element.text,)), (() if element is place else (element.tail,))
        for text in (one_line(one or "") for pair in texts for one in pair):
            begins = 0 < len(text) <= LONGEST and (element not in inside or len(inside) > 1)
            if begins and (moment := read_shown(text, language) or read_ago(text, language, now)):
                yield moment
