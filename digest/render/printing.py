"""An issue, printed once: HTML inlined and cut, text cut, both within the budget. And the same issue for the web."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from digest.model import Edition, Issue, Newsletter, Piece, Seat, Sheet, Variant
from digest.phrases import LANGUAGES, Speech, base
from digest.render.html import inline
from digest.render.lint import lint
from digest.render.looks import Looks
from digest.render.marks import Marks
from digest.render.online import on_the_web
from digest.render.sheet import blocks_of, cut, fitted, of_blocks, sizes, without
from digest.render.text import squeezed, wrapped
from digest.render.view import frame_speech, view_of
from digest.words import counted


@dataclass(frozen=True, slots=True)
class Printed:
    """A sheet, and the issue as it is on it: what did not fit is not told."""

    sheet: Sheet
    issue: Issue


def print_issue(
    issue: Issue, newsletter: Newsletter, looks: Looks, *, base_url: str, kind: str = "issue", language: str = ""
) -> Printed:
    """Print an issue as those get it who got everything before; ``language`` is the reader's, if it is known.

    Raises:
        NotFound: the newsletter's look does not exist.
        TemplateError: a template cannot be used.
    """
    say = frame_speech(issue, newsletter, language)
    parts = _parts(newsletter, looks, view_of(issue, newsletter, say, base_url=base_url), say)
    seats = [(section.key, item.story.article.id) for section in issue.sections for item in section.items]
    fits = fitted(seats, [parts.html], _scores(issue))
    too_much = [seat for seat in seats if seat not in fits]
    kept = without(issue, too_much)
    trimmed = tuple(item.story.article.title for item in issue.items if item not in kept.items)
    warnings = list(lint(parts.inlined, newsletter.style))
    if trimmed:
        warnings.append(
            f"{counted(len(trimmed), 'story')} did not fit into 100 kB and go into the next issue: {'; '.join(trimmed)}"
        )
    html, text = (
        (_of(part, fits, in_html=in_html) if too_much else part)
        for part, in_html in ((parts.html, True), (parts.text, False))
    )
    if not sizes(html).fits:
        warnings.append(f"the HTML has {sizes(html).decoded} bytes; Gmail cuts it off at about 100,000")
    sheet = _sheet(kept, newsletter, Parts(html, text), kind)
    return Printed(replace(sheet, warnings=tuple(warnings), trimmed=trimmed), kept)


def print_variants(
    issue: Issue,
    newsletter: Newsletter,
    looks: Looks,
    variants: Sequence[Variant],
    *,
    base_url: str,
    languages: Iterable[str] = (),
) -> Sheet:
    """Print all variants of an issue on one sheet; ``issue`` has whatever any of them has (``compose.union``).

    ``languages`` are those that its readers chose: an edition for each that is not the newsletter's own.

    What does not fit into a variant is taken out of its seats; the caller corrects what it tells.

    Raises:
        NotFound: the newsletter's look does not exist.
        TemplateError: a template cannot be used.
    """
    leads = {variant.seats[0] for variant in variants}
    never = leads - {seat for variant in variants for seat in variant.seats[1:]}
    own = frame_speech(issue, newsletter)
    printed = {
        say.language: _parts(
            newsletter, looks, view_of(issue, newsletter, say, base_url=base_url, leads=leads, never=never), say
        )
        for say in (own, *map(Speech, others_spoken(issue, newsletter, languages)))
    }
    scores, html = _scores(issue), [parts.html for parts in printed.values()]
    return replace(
        _sheet(issue, newsletter, printed.pop(own.language), "issue"),
        variants=tuple(replace(one, seats=fitted(one.seats, html, scores)) for one in variants),
        editions=tuple(Edition(language=tag, html=one.html, text=one.text) for tag, one in printed.items()),
    )


def others_spoken(issue: Issue, newsletter: Newsletter, languages: Iterable[str]) -> list[str]:
    """Those of the languages that readers chose in which an issue's frame is another one than in the newsletter's."""
    own = frame_speech(issue, newsletter).language
    return sorted({base(tag) for tag in languages}.intersection(LANGUAGES) - {own})


@dataclass(frozen=True, slots=True)
class Parts:
    """Both parts of a mail as pieces; ``inlined`` is the HTML before it was cut."""

    html: tuple[Piece, ...]
    text: tuple[Piece, ...]
    inlined: str = ""


def _parts(newsletter: Newsletter, looks: Looks, view: dict[str, Any], say: Speech) -> Parts:
    looks.need(newsletter.look)
    name, marks = f"issues/{newsletter.look}/issue", Marks()
    slots = marks.slots()
    lines = {key: slots[key] for key in ("subject", "preheader")}
    html_view = view | slots | marks.in_html() | {"online": False, "issue": view["issue"] | lines}
    inlined = inline(looks.render(f"{name}.html", html_view, say), f"{name}.html")
    text = squeezed(looks.render(f"{name}.txt", view | slots | marks.in_text() | {"wrap": wrapped}, say))
    return Parts(
        html=cut(inlined, marks, f"{name}.html", in_html=True),
        text=cut(text, marks, f"{name}.txt", in_html=False),
        inlined=inlined,
    )


def _scores(issue: Issue) -> dict[int, float]:
    return {item.story.article.id: item.story.score for item in issue.items}


def _of(pieces: tuple[Piece, ...], seats: Sequence[Seat], *, in_html: bool) -> tuple[Piece, ...]:
    return of_blocks(pieces, blocks_of(seats, in_html=in_html))


def _sheet(issue: Issue, newsletter: Newsletter, parts: Parts, kind: str) -> Sheet:
    return Sheet(
        issue_id=issue.id,
        subject=issue.subject,
        preheader=issue.preheader,
        html=parts.html,
        text=parts.text,
        sender=newsletter.sender,
        language=issue.language,
        newsletter_slug=newsletter.slug,
        newsletter_title=newsletter.title,
        made=issue.made,
        kind=kind,
    )


def web_page(issue: Issue, newsletter: Newsletter, looks: Looks, *, base_url: str, language: str = "") -> str:
    """The issue online, without anybody's links; ``language`` is the reader's, if it is known.

    Raises:
        NotFound: the newsletter's look does not exist.
        TemplateError: a template cannot be used.
    """
    looks.need(newsletter.look)
    name = f"issues/{newsletter.look}/issue.html"
    nobody = dict.fromkeys(("leave_url", "preferences_url", "view_url"), "")
    unmarked: dict[str, Any] = {"begin": lambda _block: "", "end": lambda: "", "online": True}
    say = frame_speech(issue, newsletter, language)
    view = view_of(issue, newsletter, say, base_url=base_url)
    return on_the_web(looks.render(name, view | nobody | unmarked, say))
