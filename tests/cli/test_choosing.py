"""Pins and rehearsals, as an editor types them."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import article
from tests.terminal import Terminal


def titles(plan: dict[str, object]) -> list[str]:
    return [story["title"] for story in plan["stories"]]  # type: ignore[attr-defined]


def slug_of(newsroom: Terminal) -> str:
    return str(newsroom("newsletters", "list", "--json").json[0]["slug"])


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


def test_a_newsletter_is_tried_on_days_that_have_been_and_nothing_changes(newsroom: Terminal, tmp_path: Path) -> None:
    old = {"A new bridge", "Two owls", "Five bells"}  # a working day has been since, on whatever day this runs
    for n, title in enumerate(sorted(old), 1):
        (tmp_path / "articles" / f"old-{n}.md").write_text(article(title, n, days=4), encoding="utf-8")
    newsroom("gather")
    slug = slug_of(newsroom)
    tried = newsroom("newsletters", "try", slug, "--days", "7", "--json").json
    printed = [one for one in tried if not one["held"]]
    assert old <= {title for one in printed for title in titles(one)}
    assert all(one["bytes"] > 5000 and one["at"] for one in printed)
    assert all(story["summary"] and story["score"] > 0 for one in printed for story in one["stories"])
    table = newsroom("newsletters", "try", slug, "--days", "7")
    assert "what counted" in table.out
    assert "1 issues" not in table.err
    read = newsroom("newsletters", "try", slug, "--days", "7", "--text").out
    assert all(story["summary"] in read for one in printed for story in one["stories"])
    assert all(one["subject"] in read for one in printed)
    assert any("after another story of its source" in story["why"] for one in printed for story in one["stories"])
    status = newsroom("status", "--json").json
    assert status["runs"] == []
    assert newsroom("issues", "list", "--json").json == []
    assert "has no rhythm" in newsroom("newsletters", "try", slug, "--cadence", "hourly", code=1).err


def test_rules_in_the_file_are_tried_before_they_are_applied(newsroom: Terminal, tmp_path: Path) -> None:
    newsroom("gather")
    file = tmp_path / "digest.toml"
    settings = file.read_text(encoding="utf-8")
    file.write_text(f'{settings}\n[newsletters.choose.block]\nkeywords = ["cranes"]\n', encoding="utf-8")
    assert titles(newsroom("preview", "--json").json) == ["A fish market", "Trams at night"]
    file.write_text(f'{settings}\n[newsletters.choose.block]\nregex = ["(cranes"]\n', encoding="utf-8")
    assert "expected a regular expression" in newsroom("preview", code=2).err
