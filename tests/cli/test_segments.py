"""Parts of a list by hand: counted, kept by name, exported, and written to."""

from __future__ import annotations

import email
from email import policy
from pathlib import Path

import pytest

from tests.cli.conftest import article
from tests.terminal import Terminal

LIST = (
    "email,name,zone,plan\nana@example.org,Ana,Europe/Riga,pro\nboris@example.com,Bo,Asia/Tokyo,pro\n"
    "cy@example.net,Cy,,free\n"
)


@pytest.fixture
def town(newsroom: Terminal, tmp_path: Path) -> Terminal:
    """A newsroom with an issue's worth of stories and three readers who differ."""
    (tmp_path / "list.csv").write_text(LIST)
    newsroom("subscribers", "import", "list.csv")
    return newsroom


TITLES = ("A new bridge", "Three cranes", "A fish market", "Trams at night")


def letters(tmp_path: Path) -> dict[str, set[str]]:
    """The stories that each reader was sent."""
    mails = [
        email.message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in (tmp_path / "outbox").glob("*.eml")
    ]
    texts = {str(mail["To"].addresses[0].addr_spec): mail.get_body(("plain",)).get_content() for mail in mails}
    return {to: {title for title in TITLES if title.lower() in text.lower()} for to, text in texts.items()}


def test_a_segment_is_counted_saved_and_removed(town: Terminal) -> None:
    assert town("segments", "count", "attribute.plan = pro and zone in Europe", "--json").json["readers"] == 1
    assert "2 of 3 active readers" in town("segments", "save", "pros", "attribute.plan = pro").err
    assert [one["words"] for one in town("segments", "list", "--json").json] == ["attribute.plan = pro"]
    assert town("segments", "count", "pros", "--json").json == {
        "segment": "pros",
        "newsletter": "",
        "readers": 2,
        "of": 3,
    }
    out = town("subscribers", "export", "--segment", "pros", "--form", "jsonl").out
    assert ("ana@" in out, "boris@" in out, "cy@" in out) == (True, True, False)
    town("segments", "remove", "pros")
    assert "no segment called 'pros'" in town("segments", "count", "pros", code=1).err
    said = town("segments", "count", "zone of Europe", code=1)
    assert "^" in said.err


def test_a_send_to_a_segment_reaches_it_alone_and_the_others_are_told_the_stories_next_time(
    town: Terminal, tmp_path: Path
) -> None:
    assert "1 reader" in town("send", "--dry-run", "--segment", "zone in Asia").err
    said = town("send", "--yes", "--segment", "zone in Africa", code=None)
    assert (said.code != 0, "no active readers in this segment" in said.err) == (True, True)
    sent = town("send", "--yes", "--segment", "zone in Asia", "--json").json
    assert sent["balance"]["sent"] == sent["balance"]["candidates"] == 1
    assert letters(tmp_path) == {"boris@example.com": {"Three cranes", "A fish market", "Trams at night"}}
    (tmp_path / "articles" / "4.md").write_text(article("A new bridge", 4), encoding="utf-8")
    for letter in (tmp_path / "outbox").glob("*.eml"):
        letter.unlink()
    town("gather")
    town("send", "--yes")
    others = letters(tmp_path)
    assert others.pop("boris@example.com") == {"A new bridge"}, "nobody is told a story twice"
    every = {"A new bridge", "Three cranes", "A fish market", "Trams at night"}
    assert others == {"ana@example.org": every, "cy@example.net": every}


def test_a_newsletter_may_be_for_a_segment_only(town: Terminal, tmp_path: Path) -> None:
    settings = tmp_path / "digest.toml"
    text = settings.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("slug = "))
    settings.write_text(text.replace(line, f"{line}\nsegment = \"attribute.plan = 'pro'\""))
    assert "2 readers" in town("send", "--dry-run").err
    sent = town("send", "--yes", "--segment", "zone in Europe", "--json").json
    assert sent["balance"]["candidates"] == 1
    (listed,) = town("newsletters", "list", "--json").json
    assert (listed["readers"], listed["of"], listed["segment"]) == (2, 3, "attribute.plan = 'pro'")
    assert "2 of 3 (" in town("newsletters", "list").out
    settings.write_text(text.replace(line, f'{line}\nsegment = "plan is pro"'))
    said = town("send", "--dry-run", code=2)
    assert "segment" in said.err
    assert "expected one of address" in said.err


def test_the_same_stories_go_to_one_segment_after_the_other(town: Terminal, tmp_path: Path) -> None:
    town("send", "--yes", "--segment", "zone in Asia")
    assert "1 reader, 3 stories" in town("send", "--dry-run", "--segment", "zone in Europe").err
    assert town("send", "--dry-run", "--segment", "zone in Asia", code=1).code == 1, "nothing new for them"
    sent = town("send", "--yes", "--segment", "zone in Europe", "--json").json
    assert sent["balance"]["sent"] == 1
    stories = {"Three cranes", "A fish market", "Trams at night"}
    assert letters(tmp_path) == {"boris@example.com": stories, "ana@example.org": stories}
