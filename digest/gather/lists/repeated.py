"""Which links of a page are its articles, learned from the page alone.

Links whose places look alike (the elements around them, by name and first class, else by name) form a group, and the
group that reads most like headlines is the list: many of them, in headings, with dates beside them. What stands
elsewhere on the page is of the list where it is headed like it and its address looks like theirs: the first story of a
front page.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from digest.gather.lists.beside import Beside, dates_beside
from digest.gather.lists.mentions import LONGEST, Entry, length
from digest.gather.lists.shelves import dated_shelves
from digest.gather.pages.places import ASIDE, WHOLE

MOST_LINKS = 5_000  # that are looked at
FEWEST = 3  # links that make a list; two, where each has a heading or a date
SHORTEST = 15  # letters that a headline has, unless it is a heading or has a date beside it
AROUND = 5  # elements around a link that tell its place
LONGEST_COUNTED = 80  # letters
HEADED, DATED = 3.0, 1.5  # by how much that makes a group more of a list
_CALLED_ASIDE = re.compile(
    r"(?<![a-z])([a-z]{0,6}nav|navi(gation)?|navbar|menu|footer|sidebar|breadcrumbs?|pager|pagination|social|share"
    r"|cookie|consent|related|popular|most-?(read|viewed)|trending|comments?|categories)(?![a-z])",
    re.IGNORECASE,
)
_STATES = frozenset(["odd", "even", "first", "last", "active", "current"])
_PARTS = frozenset(["main", "article", "section", "li"])  # of which a <header> may be, and not of the page
_DIGITS = re.compile(r"\d+")


def learned(entries: Iterable[Entry], language: str, now: datetime) -> list[Entry]:
    """Those that are the page's list of articles; none, where nothing looks like one."""
    named = [one for one in entries if 0 < len(one.title) <= LONGEST and any(map(_is_within, one.anchors))]
    aside = _called_aside(named)
    central = [one for one in named if any(not _stands_in(anchor, aside) for anchor in one.anchors)]
    pool = central or [one for one in named if one.headed]
    value, best = _best(_groups(pool, _look), language, now)
    if not value:  # every item may have a class of its own
        value, best = _best(_groups(pool, lambda one: str(one.tag)), language, now)
    best = dated_shelves(best, moments(best, language, now))
    chosen = {one.url for one in (*_sure(best, language, now), *_alike(best, pool))} if value else set()
    return [one for one in pool if one.url in chosen]


def _best(groups: Iterable[list[Entry]], language: str, now: datetime) -> tuple[float, list[Entry]]:
    """The group that is worth most; before one that has neither headings nor dates, the best of those with dates.

    A menu may have far more words than the news beside it, and says of nothing when it was.
    """
    ranked = sorted(((worth(group, language, now), group) for group in groups), key=lambda one: one[0], reverse=True)
    best = ranked[0] if ranked else (0.0, [])
    if not best[0] or _is_headed(best[1]) or _is_dated(best[1], language, now):
        return best
    return next((one for one in ranked if one[0] and _is_dated(one[1], language, now)), best)


def _is_headed(group: Sequence[Entry]) -> bool:
    return sum(one.headed for one in group) * 2 > len(group)


def _is_dated(group: Sequence[Entry], language: str, now: datetime) -> bool:
    """Whether days that were stand beside most of a group: what is still to come are events."""
    past = sum(moment is not None and moment <= now for moment in moments(group, language, now))
    return past >= FEWEST and past * 2 > len(group)


def worth(group: Sequence[Entry], language: str, now: datetime) -> float:
    """How much a group reads like headlines, 0 where it is no list."""
    counted = _sure(group, language, now) if len(group) >= FEWEST - 1 else []
    headed = sum(one.headed for one in counted)
    dated = sum(moment is not None for moment in moments(counted, language, now))
    if len(counted) < FEWEST and max(headed, dated) < FEWEST - 1:
        return 0.0
    letters = sum(min(length(one.title), LONGEST_COUNTED) for one in counted)
    return letters * (HEADED if headed * 2 > len(counted) else 1.0) * (DATED if dated * 2 > len(counted) else 1.0)


def moments(entries: Sequence[Entry], language: str, now: datetime) -> list[datetime | None]:
    """The date that stands beside each of them.

    In a list of headlines and dates in turn, a date belongs to what is behind it or to what is before it: one of the
    two leaves fewer without.
    """
    every = {anchor for one in entries for anchor in one.anchors}
    beside = [_beside(one, every, language, now) for one in entries]
    before, behind = [one.before for one in beside], [one.behind for one in beside]
    turn = behind if sum(map(bool, behind)) > sum(map(bool, before)) else before
    return [one.within or other or entry.day for entry, one, other in zip(entries, beside, turn, strict=True)]


def _beside(entry: Entry, every: Collection[Any], language: str, now: datetime) -> Beside:
    """What stands beside the first of its links that has a date there."""
    own = set(entry.anchors)
    found = [dates_beside(anchor, own, set(every) - own, language, now) for anchor in entry.anchors]
    return next(
        (one for one in found if one.within), next((one for one in found if one.before or one.behind), found[0])
    )


def _sure(group: Sequence[Entry], language: str, now: datetime) -> list[Entry]:
    """Those of a group that are long enough for a headline, or are known for one by a heading or a date."""
    dates = moments(group, language, now)
    return [
        one for one, moment in zip(group, dates, strict=True) if one.headed or moment or length(one.title) >= SHORTEST
    ]


def _is_within(anchor: Any) -> bool:
    """Whether a link stands in what the page is there for."""
    above = [one.tag for one in anchor.iterancestors()]
    outside = above[above.index("header") + 1 :] if "header" in above else []
    return not ASIDE.intersection(above) and ("header" not in above or not _PARTS.isdisjoint(outside))


def _called_aside(entries: Iterable[Entry]) -> set[Any]:
    """Elements around links that are called menus and the like, and do not hold what the page is there for."""
    above = {one for entry in entries for anchor in entry.anchors for one in anchor.iterancestors()}
    called = (one for one in above if one.tag not in WHOLE and _CALLED_ASIDE.search(_called(one)))
    return {one for one in called if next(one.iter("h1", "main", "article"), None) is None}


def _called(element: Any) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''} {element.get('role') or ''}"


def _stands_in(anchor: Any, places: Collection[Any]) -> bool:
    return any(one in places for one in anchor.iterancestors())


def _groups(entries: Iterable[Entry], look: Callable[[Any], str]) -> list[list[Entry]]:
    groups: defaultdict[tuple[str, ...], dict[str, Entry]] = defaultdict(dict)
    for entry in entries:
        for anchor in entry.own:
            above = list(anchor.iterancestors())[:AROUND]
            groups[tuple(look(one) for one in (anchor, *above))][entry.url] = entry
    return [list(group.values()) for group in groups.values()]


def _look(element: Any) -> str:
    """An element's name and its first class that is neither a number nor a state."""
    classes = (_DIGITS.sub("", one) for one in (element.get("class") or "").split())
    return f"{element.tag}.{next((one for one in classes if one and one not in _STATES), '')}"


def _alike(best: Sequence[Entry], pool: Iterable[Entry]) -> list[Entry]:
    """Others whose addresses look like those of the best group: in the same folders, or headed like it."""
    forms = {_form(one.url) for one in best}
    kinds = {form[1:] for form in forms}
    return [
        one
        for one in pool
        if (one.headed and _form(one.url)[1:] in kinds)
        or (_form(one.url) in forms and _form(one.url)[2] != "word" and length(one.title) >= SHORTEST)
    ]


def _form(url: str) -> tuple[str, int, str, str, str]:
    """What addresses of one kind have in common: folders, their number, what the last part is, ending, parameters."""
    parts = urlsplit(url)
    folder, _, last = _DIGITS.sub("#", parts.path).strip("/").rpartition("/")
    stem, _, ending = last.partition(".")
    kind = "story" if "#" in stem or len(re.findall(r"[-_]", stem)) > 1 else "word"
    asked = "&".join(sorted(pair.partition("=")[0] for pair in parts.query.split("&")))
    return folder, folder.count("/"), kind, ending, asked
