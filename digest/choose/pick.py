"""What is owed becomes stories, the best first, and those get their places (``seating``)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from digest.choose import seating
from digest.choose.doubles import Doubles
from digest.choose.owed import age_from
from digest.choose.same import Group, sorted_out
from digest.choose.score import scored
from digest.choose.sections import Wishes
from digest.choose.sift import Sieve
from digest.model import Article, Choice, LeftOut, Newsletter, Source, Story


def stories(
    owed: Iterable[Article],
    newsletter: Newsletter,
    sources: Mapping[int, Source],
    *,
    now: datetime,
    too_old: int = 0,
    told: Iterable[Article] = (),
    pinned: Collection[int] = (),
) -> Choice:
    """Make stories of what is owed and give out the places; see ``seated``.

    ``told`` are the articles that this newsletter told lately: what tells the same event is not told again, unless an
    editor ``pinned`` it. ``pinned`` are ids of articles.
    """
    sieve = Sieve(sources=sources)
    taste, kept, left_out = newsletter.taste, [], []
    for article in owed:
        why = "" if article.id in pinned else sieve.why_not(article, taste.keep, taste.block)
        if why:
            left_out.append(LeftOut(article=article, why=why, carries_over=False))
        else:
            kept.append(article)
    groups, doubles = sorted_out(kept, sources, told=told, pinned=pinned)
    left_out += [one for group in groups if group.told for one in _told_already(group)]
    wishes = Wishes(newsletter=newsletter, sieve=sieve)
    new = (group for group in groups if not group.told)
    ranked = in_order(_story(group.lead, group.echoes, wishes, now, pinned=group.lead.id in pinned) for group in new)
    choice = seating.seated(ranked, wishes, least=taste.minimum, too_old=too_old, sifted=len(left_out), doubles=doubles)
    return replace(choice, left_out=(*choice.left_out, *left_out))


def seated(
    ranked: Iterable[Story],
    newsletter: Newsletter,
    sources: Mapping[int, Source],
    *,
    least: int = 1,
    too_old: int = 0,
    doubles: Doubles | None = None,
) -> Choice:
    """Give out the places.

    The best stories choose first, those that editors pinned before all others; each goes to the first section that
    wants it. A section that stays under its minimum is dropped, and so is the whole issue under ``least``: nothing is
    lost by either, it carries over. Of ``doubles`` one has a place. ``too_old`` is how many others were not owed, for
    the words of an empty issue.
    """
    wishes = Wishes(newsletter=newsletter, sieve=Sieve(sources=sources))
    return seating.seated(ranked, wishes, least=least, too_old=too_old, sifted=0, doubles=doubles)


def in_order(stories: Iterable[Story]) -> list[Story]:
    """Stories, the best first."""
    # Shares are rounded for the reader's eye, so what is old scores the same: then the newer one comes first.
    return sorted(stories, key=lambda story: (story.score, age_from(story.article), story.article.id), reverse=True)


def still_owed(
    told: Iterable[Story], newsletter: Newsletter, sources: Mapping[int, Source], *, now: datetime
) -> list[Story]:
    """Stories that were told lately, as they score now, the best first: some reader may not have got them yet.

    Each once, and none that is older than the newsletter's maximum age.
    """
    fresh = {story.article.id: story for story in told if now - age_from(story.article) <= newsletter.taste.max_age}
    wishes = Wishes(newsletter=newsletter, sieve=Sieve(sources=sources))
    return in_order(_story(one.article, one.echoes, wishes, now, pinned=one.pinned) for one in fresh.values())


def _story(lead: Article, echoes: tuple[Article, ...], wishes: Wishes, now: datetime, *, pinned: bool) -> Story:
    section = wishes.asked_for_by(lead)
    score, reasons = scored(lead, echoes, wishes.sieve.sources, now=now, section=section, pinned=pinned)
    return Story(article=lead, echoes=echoes, score=score, reasons=reasons, pinned=pinned)


def _told_already(group: Group) -> list[LeftOut]:
    why = f"its story was told already: {group.told.title if group.told else ''}"
    return [LeftOut(article=one, why=why, carries_over=False) for one in (group.lead, *group.echoes)]
