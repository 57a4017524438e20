"""One reader's issue: which of the stories that lie ready are theirs, in which places, under which subject.

An issue is made once, for those who got everything before. Beside its own stories lie those that were told lately: who
joined late, was away or could not be reached is owed them still. Readers who are owed the same and left out the same
share a *variant*.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from digest.compose.issue import lines
from digest.model import Choice, Issue, Item, Newsletter, Seat, Section, Story, Variant


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """What readers of an issue may get.

    ``stories`` are best first, ``items`` by the article that leads; ``standard`` is the issue of those who got
    everything before.
    """

    issue: Issue
    stories: tuple[Story, ...]
    items: Mapping[int, Item]
    standard: tuple[Seat, ...]

    @property
    def extra(self) -> tuple[Item, ...]:
        """What is not in the issue itself."""
        own = {article_id for _, article_id in self.standard}
        return tuple(self.items[story.article.id] for story in self.stories if story.article.id not in own)


def menu_of(issue: Issue, stories: Sequence[Story], extra: Iterable[Item]) -> Menu:
    """The issue's own items and others. ``stories`` are those of all of them, best first."""
    items = {item.story.article.id: item for item in (*extra, *issue.items)}
    seats = tuple((section.key, item.story.article.id) for section in issue.sections for item in section.items)
    ready = tuple(story for story in stories if story.article.id in items)
    return Menu(issue=issue, stories=ready, items=items, standard=seats)


def seats_of(choice: Choice) -> tuple[Seat, ...]:
    """Where chosen stories sit."""
    return tuple((plan.key, story.article.id) for plan, told in choice.sections for story in told)


def told(story: Story) -> tuple[int, ...]:
    """The articles that are told with a story, its echoes too."""
    return (story.article.id, *(echo.id for echo in story.echoes))


def variant(newsletter: Newsletter, menu: Menu, seats: Sequence[Seat]) -> Variant:
    """A variant with these seats, and its own subject and preheader.

    Raises:
        TemplateError: the newsletter's own subject or preheader template cannot be used.
    """
    if tuple(seats) == menu.standard:
        subject, preheader = menu.issue.subject, menu.issue.preheader
    else:
        sections = _seated(newsletter, menu, seats)
        subject, preheader = lines(newsletter, sections, menu.issue.number, menu.issue.made)
    ids = (article_id for _, seat in seats for article_id in told(menu.items[seat].story))
    return Variant(seats=tuple(seats), subject=subject, preheader=preheader, told=tuple(dict.fromkeys(ids)))


def union(newsletter: Newsletter, menu: Menu, variants: Iterable[Variant]) -> Issue:
    """The issue with every item that any variant has, each in each section where it has a seat."""
    seats = {seat for one in variants for seat in one.seats}
    return replace(menu.issue, sections=_seated(newsletter, menu, seats))


def _seated(newsletter: Newsletter, menu: Menu, seats: Iterable[Seat]) -> tuple[Section, ...]:
    """Sections in the newsletter's order, items in the menu's: any part of them is in the same order."""
    wanted = set(seats)
    titles = {plan.key: plan.title for plan in newsletter.sections}
    keys = dict.fromkeys((*titles, *(section.key for section in menu.issue.sections), *(key for key, _ in seats)))
    sections = (
        Section(
            key=key,
            title=titles.get(key, ""),
            items=tuple(menu.items[s.article.id] for s in menu.stories if (key, s.article.id) in wanted),
        )
        for key in keys
    )
    return tuple(section for section in sections if section.items)
