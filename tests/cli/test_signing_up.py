"""What the operator does about readers who sign up by themselves: a form for another site, and forgetting."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.terminal import Terminal


def test_a_form_for_another_site_is_plain_html_in_the_newsletters_language(newsroom: Terminal) -> None:
    html = newsroom("newsletters", "form", "harbour-post").out
    assert '<form method="post" action="http://127.0.0.1:8000/join/harbour-post" lang="en"' in html
    assert "<script" not in html
    assert "Abonnieren" in newsroom("newsletters", "form", "harbour-post", "--language", "de", "--json").json["html"]


def test_a_newsletter_that_is_closed_has_no_form(newsroom: Terminal, tmp_path: Path) -> None:
    settings = tmp_path / "digest.toml"
    text = settings.read_text(encoding="utf-8")
    assert "[newsletters.choose]" in text
    closed = '[newsletters.public]\njoin = "closed"\n\n[newsletters.choose]'
    settings.write_text(text.replace("[newsletters.choose]", closed), encoding="utf-8")
    newsroom("apply")
    assert "Nobody can sign up" in newsroom("newsletters", "form", "harbour-post", code=2).err


def test_forgetting_leaves_nothing_but_a_hash(newsroom: Terminal, tmp_path: Path) -> None:
    newsroom("send", "--yes")
    assert b"ana@example.org" in stored(tmp_path)
    known = newsroom("subscribers", "data", "Ana@example.org").json
    assert (known["person"]["name"], known["letters"][0]["state"]) == ("Ana Lind", "sent")
    newsroom("subscribers", "forget", "ana@example.org", "--yes")
    assert b"boris@example.com" in stored(tmp_path)
    assert not any(trace in stored(tmp_path) for trace in (b"ana@example.org", b"Ana Lind\x00", b"na@example.org"))
    assert "Nobody here" in newsroom("subscribers", "data", "ana@example.org", code=2).err
    assert "Nobody here" in newsroom("subscribers", "forget", "ana@example.org", "--yes").err


def stored(folder: Path) -> bytes:
    """What lies on the disk, the write-ahead log included."""
    return b"".join(path.read_bytes() for path in folder.glob("digest.db*") if "shm" not in path.name)


def test_what_cannot_be_answered_is_shown_with_the_reason(newsroom: Terminal, tmp_path: Path) -> None:
    assert newsroom("status", "--json").json["aside"] == []
    with closing(sqlite3.connect(tmp_path / "digest.db")) as database, database:
        database.execute(
            "INSERT INTO requests (kind, state, at, times, address, newsletters, wishes, how, wording, client, tries,"
            " later, trouble) VALUES ('join', 'new', 0, 0, 'x', '[]', '{}', '', '', '', 2, 0, 'the moon is full')"
        )
    (shown,) = newsroom("status", "--json").json["aside"]
    assert (shown["thing"], shown["what"], shown["tries"], shown["why"]) == ("request", "join", 2, "the moon is full")
    said = newsroom("status").err
    assert "tried 2 times, again at 1970-01-01 00:00 UTC" in said
    assert "the moon is full" in said
    assert "1 request at the forms" in newsroom("doctor", "--offline", code=None).out
