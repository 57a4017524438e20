"""Pins, as an editor types them."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import article, slug_of, titles
from tests.terminal import Terminal


def test_a_pinned_article_comes_first_until_it_was_told(newsroom: Terminal) -> None:
    newsroom("gather")
    slug = slug_of(newsroom)
    assert newsroom("newsletters", "pins", slug, "--json").json == []
    newsroom("newsletters", "pin", slug, "trams at night")
    assert [one["title"] for one in newsroom("newsletters", "pins", slug, "--json").json] == ["Trams at night"]
    plan = newsroom("preview", "--json").json
    assert titles(plan)[0] == "Trams at night"
    assert plan["stories"][0]["why"][-1] == "pinned"
    newsroom("send", "--yes")
    shown = newsroom("issues", "show", "1", "--json").json["sections"][0]["stories"][0]
    assert [reason["words"] for reason in shown["reasons"]][-1] == "pinned"
    assert newsroom("newsletters", "pins", slug, "--json").json == []


def test_what_would_not_be_printed_cannot_be_pinned(newsroom: Terminal) -> None:
    newsroom("gather")
    slug = slug_of(newsroom)
    newsroom("send", "--yes")
    assert "an earlier issue told it" in newsroom("newsletters", "pin", slug, "fish market", code=1).err
    assert newsroom("newsletters", "pins", slug, "--json").json == []
    assert "is not pinned" in newsroom("newsletters", "unpin", slug, "fish market", code=1).err


def test_a_pin_can_be_taken_away_and_what_cannot_be_found_is_said(newsroom: Terminal, tmp_path: Path) -> None:
    (tmp_path / "articles" / "9.md").write_text(article("Three cranes again", 5), encoding="utf-8")
    newsroom("gather")
    slug = slug_of(newsroom)
    number = newsroom("newsletters", "pin", slug, "fish market", "--json").json["id"]
    newsroom("newsletters", "unpin", slug, str(number))
    assert "is not pinned" in newsroom("newsletters", "unpin", slug, str(number), code=1).err
    assert "No article" in newsroom("newsletters", "pin", slug, "whales", code=1).err
    assert "No article" in newsroom("newsletters", "pin", slug, "9" * 40, code=1).err
    assert "fits several articles" in newsroom("newsletters", "pin", slug, "three cranes", code=1).err
