"""Picks and summaries as an Issue: sections with items, a subject and a preheader, each on one clean line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import regex
from jinja2 import StrictUndefined
from jinja2 import TemplateError as JinjaError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from digest.errors import TemplateError
from digest.model import Article, Choice, Issue, Item, Newsletter, Section, Slot, Source, Story, Summary

SUBJECT = "{{ stories[0].title }}"
PREHEADER = "{{ stories[1:4] | map(attribute='title') | join(' · ') or stories[0].summary }}"
LONGEST_SUBJECT = 78
LONGEST_PREHEADER = 130
# What splits a header or turns the text around (Unicode's separators, C0 and C1 controls, bidi marks).
_SEPARATORS = re.compile(r"[\s\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")
_SIGN = regex.compile(r"\X")
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


def issue(
    newsletter: Newsletter,
    choice: Choice,
    summaries: Mapping[int, Summary],
    sources: Mapping[int, Source],
    *,
    issue_id: int,
    number: int,
    now: datetime,
    cadence: str = "",
    slot: Slot | None = None,
) -> Issue:
    """Seat the chosen stories in their sections.

    Raises:
        TemplateError: the newsletter's own subject or preheader template cannot be used.
    """
    sections = tuple(
        Section(key=plan.key, title=plan.title, items=tuple(_item(story, summaries, sources) for story in told))
        for plan, told in choice.sections
    )
    subject, preheader = lines(newsletter, sections, number, now)
    return Issue(
        id=issue_id,
        newsletter_id=newsletter.id,
        number=number,
        subject=subject,
        preheader=preheader,
        language=newsletter.language,
        sections=sections,
        made=now,
        cadence=cadence,
        slot=slot,
    )


def lines(newsletter: Newsletter, sections: tuple[Section, ...], number: int, now: datetime) -> tuple[str, str]:
    """The subject and the preheader of an issue with these sections.

    Raises:
        TemplateError: the newsletter's own template cannot be used.
    """
    facts = _facts(newsletter, sections, number, now)
    subject = _line(newsletter, "subject", newsletter.subject or SUBJECT, facts, LONGEST_SUBJECT)
    preheader = _line(newsletter, "preheader", newsletter.preheader or PREHEADER, facts, LONGEST_PREHEADER)
    return subject or newsletter.title, preheader


def _item(story: Story, summaries: Mapping[int, Summary], sources: Mapping[int, Source]) -> Item:
    name = source_name(story.article, sources)
    others = dict.fromkeys(source_name(echo, sources) for echo in story.echoes)
    return Item(
        story=story,
        summary=summaries.get(story.article.id, Summary()),
        source=name,
        also=tuple(other for other in others if other != name),  # two feeds of one house are one voice
    )


def source_name(article: Article, sources: Mapping[int, Source]) -> str:
    """What readers see as the source: its title, else the host of the article's address."""
    source = sources.get(article.source_id)
    host = (urlsplit(article.url).hostname or "").removeprefix("www.")
    return (source.title if source else "") or host or (source.slug if source else "")


def _facts(newsletter: Newsletter, sections: tuple[Section, ...], number: int, now: datetime) -> dict[str, Any]:
    local = now.astimezone(ZoneInfo(newsletter.zone))
    stories = [
        {
            "title": item.story.article.title,
            "source": item.source,
            "section": section.title,
            "summary": item.summary.text,
        }
        for section in sections
        for item in section.items
    ]
    return {
        "newsletter": {"title": newsletter.title, "slug": newsletter.slug},
        "issue": {"number": number, "date": f"{local:%Y-%m-%d}", "stories": len(stories)},
        "stories": stories,
    }


def _line(newsletter: Newsletter, what: str, template: str, facts: Mapping[str, Any], longest: int) -> str:
    # A subject is plain text, never HTML: escaping would put "&amp;" into inboxes.
    sandbox = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    try:
        text = sandbox.from_string(template).render(facts)
    except (JinjaError, TypeError, ValueError, ArithmeticError, AttributeError, LookupError) as fault:
        raise TemplateError(
            f"The {what} template of newsletter {newsletter.slug!r} cannot be used: {fault}. "
            "It knows newsletter.title, issue.number, issue.date and stories[…].title, .source, .section, .summary.",
            template=f"{newsletter.slug}.{what}",
        ) from fault
    return shortened(one_line(text), longest)


def one_line(text: str) -> str:
    """Text on one line, fit for a header: separators of all kinds become a space, invisible controls go."""
    return _SEPARATORS.sub(" ", _INVISIBLE.sub("", text)).strip()


def shortened(text: str, longest: int) -> str:
    """Text cut behind a word, with an ellipsis, where it is longer than ``longest`` characters.

    What people see as one sign stays whole: a letter with its accent, a flag, a family.
    """
    if len(text) <= longest:
        return text
    starts = (sign.start() for sign in _SIGN.finditer(text, 0, 2 * longest))
    cut = text[: max(start for start in starts if start < longest)]
    words = cut.rpartition(" ")[0] if " " in cut[longest // 2 :] else cut
    return words.rstrip(" ,;:–—-·(") + "…"
