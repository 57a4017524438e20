"""An issue, printed once: HTML inlined and cut, text cut, both within the budget. And the same issue for the web."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from digest.model import Issue, Newsletter, Sheet
from digest.render.html import inline
from digest.render.lint import lint
from digest.render.looks import Looks
from digest.render.marks import Marks
from digest.render.sheet import cut, sizes, trim
from digest.render.text import squeezed, wrapped
from digest.render.view import view_of
from digest.words import counted


@dataclass(frozen=True, slots=True)
class Printed:
    """A sheet, and the issue as it is on it: what did not fit is not told."""

    sheet: Sheet
    issue: Issue


def print_issue(issue: Issue, newsletter: Newsletter, looks: Looks, *, base_url: str, kind: str = "issue") -> Printed:
    """Print an issue.

    Raises:
        NotFound: the newsletter's look does not exist.
        TemplateError: a template cannot be used.
    """
    looks.need(newsletter.look)
    view = view_of(issue, newsletter, base_url=base_url)
    name = f"issues/{newsletter.look}/issue"
    marks = Marks()
    source = _html(looks, f"{name}.html", view | marks.slots() | marks.in_html() | {"online": False})
    inlined = inline(source, f"{name}.html")
    html = cut(inlined, marks, f"{name}.html", in_html=True)
    text_values = view | marks.slots() | marks.in_text() | {"wrap": wrapped}
    text = cut(squeezed(looks.render(f"{name}.txt", text_values)), marks, f"{name}.txt", in_html=False)
    kept, html, text, trimmed = trim(issue, html, text)
    warnings = list(lint(inlined, newsletter.style))
    if trimmed:
        warnings.append(
            f"{counted(len(trimmed), 'story')} did not fit into 100 kB and go into the next issue: {'; '.join(trimmed)}"
        )
    elif not sizes(html).fits:
        warnings.append(f"the HTML has {sizes(html).decoded} bytes; Gmail cuts it off at about 100,000")
    sheet = Sheet(
        issue_id=issue.id,
        subject=kept.subject,
        html=html,
        text=text,
        sender=newsletter.sender,
        language=issue.language,
        newsletter_slug=newsletter.slug,
        newsletter_title=newsletter.title,
        made=issue.made,
        kind=kind,
        warnings=tuple(warnings),
        trimmed=trimmed,
    )
    return Printed(sheet, kept)


def web_page(issue: Issue, newsletter: Newsletter, looks: Looks, *, base_url: str) -> str:
    """The issue online, without anybody's links.

    Raises:
        NotFound: the newsletter's look does not exist.
        TemplateError: a template cannot be used.
    """
    looks.need(newsletter.look)
    name = f"issues/{newsletter.look}/issue.html"
    nobody = dict.fromkeys(("leave_url", "preferences_url", "view_url"), "")
    unmarked: dict[str, Any] = {"begin": lambda _block: "", "end": lambda: "", "online": True}
    view = view_of(issue, newsletter, base_url=base_url)
    return inline(_html(looks, name, view | nobody | unmarked), name)


def _html(looks: Looks, name: str, values: dict[str, Any]) -> str:
    return looks.render(name, values)
