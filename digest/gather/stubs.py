"""Which articles need their page, what the page adds to them, and when to go there again. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from digest.errors import Gone, Unreachable
from digest.gather.dates import believable
from digest.gather.mapped import GUESSED
from digest.gather.recordings import is_recording
from digest.gather.sitemap import CHANGED
from digest.model import LANGUAGE_GUESSED, SET_ASIDE, Article, DatedBy, Draft

if TYPE_CHECKING:
    from digest.gather.pages import Page

SHORT = 700  # characters of plain text; a shorter body is the beginning of an article more often than all of it
MOST_TRIES = 3
RETRY = timedelta(hours=1)  # after the first failure; twice as long after the second
UNREAD = "its page could not be read"
AGAIN = (timedelta(hours=1), timedelta(hours=5), timedelta(hours=18))  # after the look before
_DOOR = re.compile(r"/(?:log-?in|sign-?in|sso|anmelden|connexion|consent|cookiewall|captcha)(?:[/.]|\Z)", re.IGNORECASE)
_ONWARDS = (
    "read more", "learn more", "continue reading", "weiterlesen", "lire la suite", "leer más", "читать дальше",
)  # fmt: skip


def is_stub(draft: Draft) -> bool:
    """Whether only the beginning of an article was told, and there is a page to read the rest on."""
    beginning = bool(draft.url) and (len(draft.text) < SHORT or _is_cut(draft.text[-200:]))
    return beginning and not is_recording(draft.url)


def _is_cut(ending: str) -> bool:
    """Whether it ends with dots or with words to click on, whatever signs stand behind them."""
    end = len(ending)
    while end and not (ending[end - 1].isalnum() or ending[end - 1] == "_"):
        end -= 1
    signs = ending[end:]
    return "…" in signs or "..." in signs or ending[:end].lower().endswith(_ONWARDS)


def with_page(article: Article, page: Page, *, again: bool = False, now: datetime) -> Article:
    """An article with what its page says where that is more than the source told.

    The source's own words stay: title, lead and date. A longer text of the page replaces a shorter one;
    read ``again``, also one that was shortened, unless so much is missing that it looks like a wall.
    """
    article = _without_failure(article)
    # Of things that are not found or were removed there is news, too: a headline of the source is no sign.
    if page.removed and page.removed.lower() not in article.title.lower():
        return replace(article, removed=page.removed)
    longer = len(page.text) > len(article.text) or (again and len(page.text) * 2 > len(article.text))
    guessed = LANGUAGE_GUESSED in article.notes
    published = article.published if article.dated_by is DatedBy.SOURCE else believable(page.published, now)
    outdone = {GUESSED if page.title else "", LANGUAGE_GUESSED if page.language else "", CHANGED if published else ""}
    return replace(
        article,
        title=page.title if GUESSED in article.notes and page.title else article.title,
        notes=tuple(note for note in article.notes if note not in outdone),
        body=page.body if longer else article.body,
        text=page.text if longer else article.text,
        lead=article.lead or (article.text.replace("\n\n", " ") if longer and article.text else page.lead),
        authors=article.authors or page.authors,
        published=published or article.published,
        dated_by=DatedBy.PAGE if published and article.dated_by is not DatedBy.SOURCE else article.dated_by,
        image=article.image or page.image,
        language=(page.language or article.language) if guessed else (article.language or page.language),
        paywalled=page.paywalled,
        removed="",
    )


def removed(article: Article, why: str) -> Article:
    """An article that is not there any more, with the words that said so; what is known of it stays."""
    return replace(article, removed=why)


def failed(
    article: Article, why: str, tries: int, *, permanent: bool, wait: float | None = None, now: datetime
) -> tuple[Article, datetime | None]:
    """An article whose page could not be read for the ``tries``-th time, and when to try again; None: not again.

    What may pass is tried a few times, each time later, then set aside. Of how many, the source's health tells.
    No time is sooner than the server's own wish, ``wait`` seconds.
    """
    if permanent or tries < MOST_TRIES:
        pause = max(RETRY * tries, timedelta(seconds=wait or 0))
        return noted(article, f"{UNREAD}: {why}"), None if permanent else now + pause
    never = is_stub(article) and any(note.startswith(UNREAD) for note in article.notes)  # else it was read before
    told = f"{SET_ASIDE} after {tries} tries" if never else UNREAD
    return noted(_without_failure(article), f"{told}: {why}"), None


def _without_failure(article: Article) -> Article:
    return replace(article, notes=tuple(note for note in article.notes if not note.startswith((UNREAD, SET_ASIDE))))


def was_read(article: Article) -> bool:
    """Whether the last look at its page, if there was one, was not in vain."""
    return not any(note.startswith(UNREAD) for note in article.notes)


def noted(article: Article, note: str) -> Article:
    """An article with one more note, the same one once."""
    return article if note in article.notes else replace(article, notes=(*article.notes, note))


def check_arrival(asked: str, answered: str) -> None:
    """Judge where redirects led that began at an article.

    Raises:
        Gone: to the front page of its site: there many send who asks for what they have no more.
        Unreachable: to a page to sign in, or to agree to something.
    """
    one, other = urlsplit(asked), urlsplit(answered)
    home = other.path in ("", "/") and not other.query
    if home and one.path not in ("", "/") and _host(one.netloc) == _host(other.netloc):
        raise Gone(f"{asked} sends on to the front page.", url=asked)
    if _DOOR.search(other.path) and not _DOOR.search(one.path):
        raise Unreachable(f"{asked} sends on to a page to sign in, or to agree to something.", url=asked)


def _host(netloc: str) -> str:
    return netloc.lower().removeprefix("www.")


def page_hash(page: Page) -> str:
    """What changes when a reader of the page would see a difference."""
    return sha256(f"{page.title}\0{page.text}\0{page.removed}".encode("utf-8", "surrogatepass")).hexdigest()


def next_visit(seen: datetime, tries: int, *, window: timedelta, now: datetime) -> datetime | None:
    """When to read a page again that was read ``tries`` times: within ``window`` of first sight; None: not again."""
    if tries > len(AGAIN):
        return None
    coming = now + AGAIN[tries - 1]
    return coming if coming <= seen + window else None
