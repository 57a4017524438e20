"""What a template sees of an issue: plain values, ready to be printed. No noun of ours, no settings, no secrets."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from digest.model import Issue, Item, Newsletter, Picture, Seat
from digest.render import words
from digest.render.house import house_style

WIDE = 552  # CSS pixels of the lead picture: the 600 of the page less its margins
SMALL = 132


def view_of(
    issue: Issue, newsletter: Newsletter, *, base_url: str, leads: Collection[Seat] = (), never: Collection[Seat] = ()
) -> dict[str, Any]:
    """The values of an issue by the names that templates use (templates/README.md lists them).

    ``leads`` are the stories that some reader's issue begins with, its own first one if none are named; they come
    twice, once as the lead and once as any other, but for those that are ``never`` any other.
    """
    language = issue.language or newsletter.language
    said = words.words_for(language)
    local = issue.made.astimezone(ZoneInfo(newsletter.zone))
    seats = [(section.key, item.story.article.id) for section in issue.sections for item in section.items]
    leads, never = (leads, never) if leads else (seats[:1], seats[:1])
    return {
        "language": language,
        "direction": words.direction(language),
        "newsletter": {"title": newsletter.title, "slug": newsletter.slug, "sender": newsletter.sender.name},
        "style": house_style(newsletter.style),
        "issue": {
            "subject": issue.subject,
            "preheader": issue.preheader,
            "number": issue.number,
            "date": words.long_date(local, language),
            "number_line": said["issue"].format(number=issue.number),
        },
        "sections": [
            {
                "key": section.key,
                "title": section.title,
                "items": [
                    _item(item, newsletter, language, is_lead=is_lead)
                    | {"block": block_of(section.key, item.story.article.id, is_lead=is_lead)}
                    for item in section.items
                    for is_lead, seats in ((True, leads), (False, never))
                    if ((section.key, item.story.article.id) in seats) is is_lead
                ],
            }
            for section in issue.sections
        ],
        "footer": {
            "why": said["why"].format(title=newsletter.title),
            "postal_address": newsletter.sender.postal_address,
            "text": newsletter.style.footer,
        },
        "say": {key: said[key] for key in ("view", "preferences", "leave")},
        "base_url": base_url,
    }


def block_of(section: str, article_id: int, *, is_lead: bool) -> str:
    """The name of a story's block: as it is told first, or as any other."""
    return f"{'lead' if is_lead else 'item'}/{section}/{article_id}"


def _item(item: Item, newsletter: Newsletter, language: str, *, is_lead: bool) -> dict[str, Any]:
    article = item.story.article
    said = words.words_for(language)
    day = article.published.astimezone(ZoneInfo(newsletter.zone)) if article.published else None
    return {
        "id": article.id,
        "lead": is_lead,
        "title": article.title,
        "url": article.url,
        "summary": item.summary.text,
        "source": item.source,
        "authors": ", ".join(article.authors[:3]),
        "date": words.short_date(day, language) if day else "",
        "also": said["also"].format(names=", ".join(item.also)) if item.also else "",
        "image": _image(article.image, article.title, WIDE if is_lead else SMALL, said["picture"]),
        "language": article.language
        if article.language and words.base(article.language) != words.base(language)
        else "",
        "direction": words.direction(article.language or language),
        "topic": next(iter(article.topics), ""),
    }


def _image(picture: Picture | None, title: str, width: int, alt: str) -> dict[str, Any] | None:
    if picture is None or urlsplit(picture.url).scheme not in ("https", "http"):
        return None
    # A height is only known where the source told both sides; a wrong one would squash the picture in Outlook.
    known = picture.width and picture.height
    return {
        "url": picture.url,
        "alt": picture.alt or alt.format(title=title),
        "caption": picture.caption,
        "width": width,
        "height": round(width * picture.height / picture.width) if known else 0,
    }
