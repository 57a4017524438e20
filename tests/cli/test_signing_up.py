"""What the operator does about readers who sign up by themselves: a form for another site, and forgetting."""

from __future__ import annotations

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
    newsroom("subscribers", "forget", "ana@example.org", "--yes")
    assert b"boris@example.com" in stored(tmp_path)
    assert not any(trace in stored(tmp_path) for trace in (b"ana@example.org", b"Ana Lind\x00", b"na@example.org"))
    assert "Nobody here" in newsroom("subscribers", "forget", "ana@example.org", "--yes").err


def stored(folder: Path) -> bytes:
    """What lies on the disk, the write-ahead log included."""
    return b"".join(path.read_bytes() for path in folder.glob("digest.db*") if "shm" not in path.name)
