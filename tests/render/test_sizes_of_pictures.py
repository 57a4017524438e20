"""How large a picture stands in a letter: never larger than it is, never a tower, and with room below it."""

from __future__ import annotations

import re

import pytest

from digest.model import Issue
from digest.phrases import speech
from digest.render import open_looks, print_issue
from digest.render.view import SMALL, WIDE, view_of
from tests.makers import a_newsletter, a_picture, a_section, a_story, an_issue, an_item

BASE = "https://news.example.org"
LOOKS = open_looks()


def an_issue_with(width: int, height: int, title: str = "") -> Issue:
    items = [an_item(a_story(id=n, image=a_picture(width=width, height=height))) for n in (1, 2)]
    return an_issue(a_section(*items, title=title))


def tag(issue: Issue, pattern: str) -> str:
    sheet = print_issue(issue, a_newsletter(), LOOKS, base_url=BASE).sheet
    html = b"".join(piece.data for piece in sheet.html).replace(b"=\r\n", b"").decode()
    found = re.search(pattern, html)
    assert found is not None
    return found[0]


@pytest.mark.parametrize(
    ("width", "height", "shown"),
    [(1200, 600, (WIDE, WIDE // 2)), (140, 140, (140, 140)), (600, 1200, (WIDE // 2, WIDE)), (0, 0, (WIDE, 0))],
)
def test_the_lead_picture(width: int, height: int, shown: tuple[int, int]) -> None:
    view = view_of(an_issue_with(width, height), a_newsletter(), speech("en"), base_url=BASE)
    first, second = view["sections"][0]["items"]
    assert (first["image"]["width"], first["image"]["height"]) == shown
    assert second["image"]["width"] <= SMALL


@pytest.mark.parametrize(
    "url", ["https://a.example/map.svg", "https://a.example/MAP.SVG?v=2", "data:image/png;base64,AA"]
)
def test_what_no_mail_program_shows_leaves_no_hole(url: str) -> None:
    issue = an_issue(a_section(an_item(a_story(image=a_picture(url=url)))))
    view = view_of(issue, a_newsletter(), speech("en"), base_url=BASE)
    assert view["sections"][0]["items"][0]["image"] is None


def test_a_small_picture_is_not_blown_up_on_a_phone_either() -> None:
    assert "max-width:140px" in tag(an_issue_with(140, 140), '<img class=3D"lead-image"[^>]*>').replace(" ", "")
    assert "max-width:100%" in tag(an_issue_with(1200, 600), '<img class=3D"lead-image"[^>]*>').replace(" ", "")


@pytest.mark.parametrize(("title", "room"), [("", "16px"), ("The city", "0")])
def test_a_headline_below_a_picture_does_not_touch_it(title: str, room: str) -> None:
    headline = tag(an_issue_with(1200, 600, title), '<h2 class=3D"lead-headline[^>]*>').replace(" ", "")
    assert headline.rpartition("margin:")[2].startswith(f"{room}010px") or f"margin-top:{room}" in headline, headline
