"""Pages from templates, in the reader's language."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from digest.model import Newsletter
from digest.newsroom import Newsroom
from digest.web.phrases import PHRASES, RIGHT_TO_LEFT


def newsroom_of(request: Request) -> Newsroom:
    """The newsroom behind the application."""
    newsroom: Newsroom = request.app.state.newsroom
    return newsroom


def language_of(request: Request, newsletter: Newsletter | None = None) -> str:
    """The newsletter's language, else the first of the browser's that we speak, else English."""
    wanted = [newsletter.language] if newsletter else []
    wanted += [part.split(";")[0].strip() for part in request.headers.get("accept-language", "").split(",")[:10]]
    codes = [language.lower().partition("-")[0] for language in wanted]
    return next((code for code in codes if code in PHRASES), "en")


def page(
    request: Request, template: str, *, newsletter: Newsletter | None = None, status: int = 200, **values: Any
) -> HTMLResponse:
    """A page. It never says whose it is, and sets nothing in the browser."""
    language = language_of(request, newsletter)
    newsroom = newsroom_of(request)
    title = newsletter.title if newsletter else newsroom.settings.newsroom.name
    style = newsletter.style if newsletter else None
    common = {
        "language": language,
        "direction": "rtl" if language in RIGHT_TO_LEFT else "ltr",
        "say": {key: text.format(title=title) for key, text in PHRASES[language].items()},
        "title": title,
        "accent": style.accent if style else "#b4232a",
    }
    return HTMLResponse(newsroom.looks.render(f"pages/{template}", common | values), status_code=status)


def problem(request: Request, status: int, what: str) -> HTMLResponse:
    """A page that says that something is not there, or not now."""
    return page(request, "message.html", status=status, what=what)
