"""Rehearsals on days that have been, as an editor types them."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import article, slug_of, titles
from tests.terminal import Terminal


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
    silent = [one for one in tried if one["held"]]
    assert silent
    assert all(f"no issue, {one['held']}" in table.out for one in silent), "and a day without an issue says why"
    read = newsroom("newsletters", "try", slug, "--days", "7", "--text").out
    assert all(story["summary"] in read for one in printed for story in one["stories"])
    assert all(one["subject"] in read for one in printed)
    assert any("after another story of its source" in story["why"] for one in printed for story in one["stories"])
    status = newsroom("status", "--json").json
    assert status["runs"] == []
    assert newsroom("issues", "list", "--json").json == []
    assert "has no rhythm" in newsroom("newsletters", "try", slug, "--cadence", "hourly", code=1).err


def test_rules_in_the_file_are_tried_before_they_are_applied(newsroom: Terminal, tmp_path: Path) -> None:
    for n, title in enumerate(("Two owls", "Two cranes"), 1):
        (tmp_path / "articles" / f"old-{n}.md").write_text(article(title, n, days=4), encoding="utf-8")
    newsroom("gather")
    file = tmp_path / "digest.toml"
    settings = file.read_text(encoding="utf-8")
    file.write_text(f'{settings}\n[newsletters.choose.block]\nkeywords = ["cranes"]\n', encoding="utf-8")
    assert titles(newsroom("preview", "--json").json) == ["A fish market", "Trams at night", "Two owls"]
    tried = ("newsletters", "try", slug_of(newsroom), "--days", "7")
    left_out = [one for whole in newsroom(*tried, "--json").json for one in whole["left_out"] if not whole["held"]]
    assert left_out
    assert all(f"Left out: {one['title']} ({one['why']})" in newsroom(*tried, "--text").out for one in left_out)
    file.write_text(f'{settings}\n[newsletters.choose.block]\nregex = ["(cranes"]\n', encoding="utf-8")
    assert "expected a regular expression" in newsroom("preview", code=2).err
