"""What a template sees of an issue: plain values, ready to be printed. No noun of ours, no settings, no secrets."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from digest.model import Issue, Item, Newsletter, Picture
from digest.render import words
from digest.render.house import house_style

WIDE = 552  # CSS pixels of the lead picture: the 600 of the page less its margins
SMALL = 132


def view_of(issue: Issue, newsletter: Newsletter, *, base_url: str) -> dict[str, Any]:
    """The values of an issue by the names that templates use (templates/README.md lists them)."""
    language = issue.language or newsletter.language
    said = words.words_for(language)
    local = issue.made.astimezone(ZoneInfo(newsletter.zone))
    lead = next(iter(issue.items), None)
    lead_id = lead.story.article.id if lead else 0
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
                    _item(item, newsletter, language, is_lead=item.story.article.id == lead_id)
                    for item in section.items
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
