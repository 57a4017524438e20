"""What a template sees of an issue: plain values, ready to be printed. No noun of ours, no settings, no secrets."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from digest.model import Issue, Item, Newsletter, Picture, Seat, Section
from digest.phrases import LANGUAGES, Speech, base, direction, isolated, known, speech
from digest.render.house import house_style, imprint, sides

WIDE = 552  # CSS pixels of the lead picture: the 600 of the page less its margins
SMALL = 132


def view_of(
    issue: Issue,
    newsletter: Newsletter,
    say: Speech,
    *,
    base_url: str,
    leads: Collection[Seat] = (),
    never: Collection[Seat] = (),
) -> dict[str, Any]:
    """The values of an issue by the names that templates use (templates/README.md lists them).

    What the newsletter says stays in its own language; ``say`` is how whoever reads it is spoken to around that.

    ``leads`` are the stories that some reader's issue begins with, its own first one if none are named; they come
    twice, once as the lead and once as any other, but for those that are ``never`` any other.
    """
    language = issue.language or newsletter.language
    seats = [(section.key, item.story.article.id) for section in issue.sections for item in section.items]
    leads, never = (leads, never) if leads else (seats[:1], seats[:1])
    return {
        "language": language,
        **sides(direction(language)),
        "frame": {"language": say.language, "direction": say.direction, "attributes": attributes(say, language)},
        "newsletter": {"title": newsletter.title, "slug": newsletter.slug, "sender": newsletter.sender.name},
        "style": house_style(newsletter.style),
        "issue": _head(issue, newsletter, language, say),
        "sections": [
            {
                "key": section.key,
                "title": section.title,
                "items": [
                    _item(item, newsletter, language, say, is_lead=is_lead)
                    | {"block": block_of(section.key, item.story.article.id, is_lead=is_lead)}
                    for item, is_lead in _told(section, leads, never)
                ],
            }
            for section in issue.sections
        ],
        "footer": {
            "postal_address": newsletter.sender.postal_address,
            "imprint": imprint(newsletter.sender),
            "text": newsletter.style.footer,
        },
        "base_url": base_url,
    }


def _head(issue: Issue, newsletter: Newsletter, language: str, say: Speech) -> dict[str, Any]:
    return {
        "subject": issue.subject,
        "preheader": issue.preheader,
        "number": issue.number,
        "date": _capital(_dated(say, language).day(issue.made, newsletter.zone, form="full")),
        "number_line": say("Issue %(number)s", number=str(issue.number)),
    }


def _told(section: Section, leads: Collection[Seat], never: Collection[Seat]) -> Iterator[tuple[Item, bool]]:
    """The stories of a section in all the ways that they are told: as the lead, and as any other."""
    for item in section.items:
        seat = (section.key, item.story.article.id)
        if seat in leads:
            yield item, True
        if seat not in never:
            yield item, False


def block_of(section: str, article_id: int, *, is_lead: bool) -> str:
    """The name of a story's block: as it is told first, or as any other."""
    return f"{'lead' if is_lead else 'item'}/{section}/{article_id}"


def frame_speech(issue: Issue, newsletter: Newsletter, language: str = "") -> Speech:
    """How the reader of an issue is spoken to: in their own ``language`` over the newsletter's."""
    return speech(language, issue.language or newsletter.language)


def attributes(say: Speech, around: str) -> Markup:
    """What marks words of ours in a text of another language; nothing where it is the same."""
    if say.language == base(around):
        return Markup("")
    return Markup(' lang="{}" dir="{}"').format(say.language, say.direction)


def _dated(say: Speech, language: str) -> Speech:
    """A newsletter in a language that we do not speak has its dates in it all the same, where that is known."""
    return say if base(language) in LANGUAGES or not known(language) else Speech(say.language, base(language))


def _capital(words: str) -> str:
    """Words that begin a line: a weekday is written small in French, Spanish and Russian, but not there."""
    return words[:1].upper() + words[1:]


def _item(item: Item, newsletter: Newsletter, language: str, say: Speech, *, is_lead: bool) -> dict[str, Any]:
    article, own = item.story.article, item.story.article.language or language
    day = _dated(say, language).day(article.published, newsletter.zone, form="medium") if article.published else ""
    authors = say.listed(article.authors[:3]) if article.authors else ""
    also = say("Also in %(names)s", names=say.listed(item.also)) if item.also else ""
    parts = (item.source, authors if authors != item.source else "", day, also)
    return {
        "id": article.id,
        "lead": is_lead,
        "title": article.title,
        "url": article.url,
        "summary": item.summary.text,
        "source": item.source,
        "authors": authors,
        "date": day,
        "also": also,
        "meta": " · ".join(isolated(part, direction(own)) for part in parts if part),
        "image": _image(article.image, WIDE if is_lead else SMALL, say("Picture: %(title)s", title=article.title)),
        "language": own if base(own) != base(language) else "",
        **sides(direction(own)),
        "frame": attributes(say, own),
        "topic": next(iter(article.topics), ""),
    }


def _is_shown(url: str) -> bool:
    """Whether mail programs show what is there; Gmail and Outlook show a hole where an SVG stands."""
    parts = urlsplit(url)
    return parts.scheme in ("https", "http") and not parts.path.lower().endswith((".svg", ".svgz"))


def _image(picture: Picture | None, box: int, alt: str) -> dict[str, Any] | None:
    if picture is None or not _is_shown(picture.url):
        return None
    # A height is only known where the source told both sides; a wrong one would squash the picture in Outlook.
    known = picture.width and picture.height
    width = min(box, picture.width or box)  # what is small looks worse when it is blown up
    if known and picture.height > picture.width:
        width = min(width, round(box * picture.width / picture.height))  # upright: no higher than another is wide
    return {
        "url": picture.url,
        "alt": picture.alt or alt,
        "caption": picture.caption,
        "width": width,
        "height": round(width * picture.height / picture.width) if known else 0,
    }
