"""A newsroom set up and run by hand: every command as a user types it."""

from __future__ import annotations

import email
import json
from email import policy
from pathlib import Path

import pytest

from tests.cli.conftest import article
from tests.terminal import Said, Terminal


def letters(tmp_path: Path) -> list[email.message.EmailMessage]:
    files = sorted((tmp_path / "outbox").glob("*.eml"))
    return [email.message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


def test_init_writes_a_newsroom_and_never_overwrites_one(terminal: Terminal, tmp_path: Path) -> None:
    terminal("init", "--name", 'The "Post"')
    assert (tmp_path / "digest.key").stat().st_mode & 0o077 == 0
    again = terminal("init", code=2)
    assert "is there already" in again.err


def test_the_newsletter_that_init_writes_reaches_over_a_weekend_and_not_back_to_last_week(
    terminal: Terminal, tmp_path: Path
) -> None:
    terminal("init", "--name", "Harbour Post", "--address", "news@harbourpost.example")
    settings = tmp_path / "digest.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('first_run = "24h"', 'first_run = "7d"'))
    (tmp_path / "articles").mkdir()
    for days, title in ((3, "Friday at the harbour"), (5, "Last week at the harbour")):
        (tmp_path / "articles" / f"{days}.md").write_text(article(title, days, days=days), encoding="utf-8")
    terminal("sources", "add", "articles")
    terminal("gather")
    plan = terminal("preview", "--json").json
    assert [story["title"] for story in plan["stories"]] == ["Friday at the harbour"]


def test_an_issue_from_a_folder_to_an_outbox(newsroom: Terminal, tmp_path: Path) -> None:
    plan = newsroom("preview", "--json").json
    assert [story["title"] for story in plan["stories"]] == ["Three cranes", "A fish market", "Trams at night"]
    assert plan["stories"][0]["why"], "every story says why it is in"
    sent = newsroom("send", "--yes", "--json").json
    assert sent["balance"]["sent"] == sent["balance"]["candidates"] == 2
    (ana, boris) = sorted(letters(tmp_path), key=lambda one: str(one["To"]))
    assert ana["Subject"] == "Three cranes"
    assert boris["To"].addresses[0].display_name == "Борис"
    assert ana["List-Unsubscribe"] != boris["List-Unsubscribe"]
    assert "long debate" in ana.get_body(("plain",)).get_content()
    assert newsroom("send", "--yes", "--json", code=1).json["held"] == "nothing new", "a story is told once"
    status = newsroom("status", "--json").json
    assert [run["outcome"] for run in status["runs"]] == ["sent"]
    shown = newsroom("issues", "show", "1", "--json").json
    assert shown["balance"]["sent"] == 2
    (told, *_) = shown["sections"][0]["stories"]
    assert told["summary"].startswith("The council met")
    assert [(one["part"], one["start"], one["rests_on"]) for one in told["sentences"]][:1] == [("text", 0, None)]
    proof = newsroom("issues", "show", "1", "--why").out
    for words in (
        "Three cranes",
        "told by City desk",
        "chosen with a score of",
        "text 0–",
        "The council met on Monday",
    ):
        assert words in proof


def test_a_dry_run_changes_nothing_at_all(newsroom: Terminal, tmp_path: Path) -> None:
    newsroom("apply")
    before = {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file() and "-shm" not in path.name}
    said = newsroom("send", "--dry-run")
    assert "2 readers" in said.err
    assert "nothing was sent" in said.err
    after = {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file() and "-shm" not in path.name}
    assert {path for path in before if before[path] != after.get(path)} <= {tmp_path / "digest.db-wal"}
    assert newsroom("status", "--json").json["runs"] == []


def test_preview_writes_what_was_asked_for(newsroom: Terminal, tmp_path: Path) -> None:
    newsroom("preview", "--html", "a.html", "--text", "a.txt", "--eml", "a.eml")
    assert "<!doctype html>" in (tmp_path / "a.html").read_text()
    assert "THREE CRANES" in (tmp_path / "a.txt").read_text().upper()
    assert email.message_from_bytes((tmp_path / "a.eml").read_bytes())["Subject"] == "Three cranes"


def test_a_test_letter_touches_no_accounts(newsroom: Terminal, tmp_path: Path) -> None:
    newsroom("test", "--to", "editor@example.org")
    assert [str(one["To"]) for one in letters(tmp_path)] == ["editor@example.org"]
    assert newsroom("issues", "list", "--json").json == []


def test_the_same_key_sends_once_and_says_the_same_again(newsroom: Terminal, tmp_path: Path) -> None:
    first = newsroom("send", "--yes", "--key", "monday", "--json").json
    (tmp_path / "articles" / "4.md").write_text(article("A fourth", 4), encoding="utf-8")
    newsroom("gather")
    assert newsroom("send", "--yes", "--key", "monday", "--json").json == first
    assert first["balance"]["sent"] == len(letters(tmp_path)) == 2


def test_too_little_is_held_and_carries_over(newsroom: Terminal, tmp_path: Path) -> None:
    settings = (tmp_path / "digest.toml").read_text(encoding="utf-8").replace("min = 1", "min = 4")
    (tmp_path / "digest.toml").write_text(settings, encoding="utf-8")
    assert newsroom("preview", "--json", code=1).json["held"] == "held: 3 of 4"
    (tmp_path / "articles" / "4.md").write_text(article("A fourth", 4), encoding="utf-8")
    newsroom("gather")
    assert len(newsroom("preview", "--json").json["stories"]) == 4


def test_who_left_gets_nothing_and_no_file_brings_them_back(newsroom: Terminal, tmp_path: Path) -> None:
    newsroom("subscribers", "leave", "Ana@Example.org")
    newsroom("subscribers", "suppress", "boris@example.com", "--why", "complaint")
    report = newsroom("subscribers", "import", "readers.csv", "--json").json
    assert (report["added"], report["left_alone"]) == (0, 2)
    assert "only the reader can come back" in newsroom("subscribers", "add", "ana@example.org", code=1).err
    assert "no active readers" in newsroom("send", "--yes", code=2).err
    newsroom("subscribers", "forget", "ana@example.org", "--yes")
    assert "Nobody" in newsroom("subscribers", "forget", "ana@example.org", "--yes").err
    assert newsroom("subscribers", "import", "readers.csv", "--json").json["left_alone"] == 2


def test_lists_go_out_and_come_in_again(newsroom: Terminal, tmp_path: Path) -> None:
    newsroom("subscribers", "export", "out.csv")
    assert "Борис" in (tmp_path / "out.csv").read_text(encoding="utf-8")
    report = newsroom("subscribers", "import", "out.csv", "--json").json
    assert (report["rows"], report["unchanged"]) == (2, 2)
    (tmp_path / "bad.csv").write_text("email\nno address\nx@example.org\n", encoding="utf-8")
    dry = newsroom("subscribers", "import", "bad.csv", "--dry-run", "--refused", "refused.csv", "--json").json
    assert (dry["added"], dry["refused"], dry["dry_run"]) == (1, 1, True)
    assert "no address" in (tmp_path / "refused.csv").read_text()
    assert len(newsroom("subscribers", "list", "--json").json) == 2


def test_sources_are_listed_paused_removed_and_carried_as_opml(newsroom: Terminal, tmp_path: Path) -> None:
    (source,) = newsroom("sources", "list", "--json").json
    assert (source["articles"], source["state"], source["topics"]) == (3, "well", ["city"])
    newsroom("sources", "pause", source["slug"])
    assert newsroom("sources", "list", "--json").json[0]["state"] == "paused"
    newsroom("sources", "resume", source["slug"])
    feed = '<outline xmlUrl="https://x.example/feed"/>'
    opml = (
        f'<opml version="2.0"><body><outline text="News"><outline text="Sea">{feed}</outline></outline></body></opml>'
    )
    (tmp_path / "in.opml").write_text(opml, encoding="utf-8")
    assert newsroom("sources", "import", "in.opml", "--json").json == {"added": 1, "known": 0, "left_out": []}
    assert newsroom("sources", "import", "in.opml", "--json").json == {"added": 0, "known": 1, "left_out": []}
    newsroom("sources", "export", "out.opml")
    assert "https://x.example/feed" in (tmp_path / "out.opml").read_text()
    (known,) = [one for one in newsroom("sources", "list", "--json").json if one["url"] == "https://x.example/feed"]
    assert known["topics"] == ["news", "sea"]
    newsroom("sources", "remove", known["slug"])
    newsroom("sources", "import", "out.opml")
    assert ["news", "sea"] in [one["topics"] for one in newsroom("sources", "list", "--json").json]
    newsroom("sources", "remove", known["slug"])
    newsroom("sources", "remove", source["slug"])
    assert newsroom("sources", "list", "--json").json == []


def test_newsletters_are_made_shown_paused_and_removed(newsroom: Terminal) -> None:
    newsroom("newsletters", "add", "weekly", "--from", "w@example.org", "--every", "saturdays 9:00", "--min", "2")
    listed = {one["slug"]: one for one in newsroom("newsletters", "list", "--json").json}
    assert set(listed) == {"harbour-post", "weekly"}
    assert "saturdays 9:00" in newsroom("newsletters", "show", "weekly").out
    assert "Say which newsletter" in newsroom("preview", code=2).err
    newsroom("newsletters", "pause", "weekly")
    moments = newsroom("schedule", "next", "2", "--json").json
    assert len(moments) == 4
    newsroom("newsletters", "resume", "weekly")
    assert "already" in newsroom("newsletters", "add", "weekly", "--from", "w@example.org", code=2).err
    assert "digest.toml" in newsroom("newsletters", "remove", "harbour-post", "--yes", code=2).err
    newsroom("newsletters", "remove", "weekly", "--yes")
    assert "[[newsletters]]" in newsroom("export").out


def test_a_copied_look_wins_and_a_broken_one_is_named_with_its_line(newsroom: Terminal, tmp_path: Path) -> None:
    newsroom("templates", "copy", "classic")
    own = tmp_path / "templates" / "issues" / "classic" / "footer.html"
    own.write_text('<p class="footer">Our own footer <a href="{{ leave_url }}">bye</a></p>\n', encoding="utf-8")
    newsroom("preview", "--html", "a.html")
    assert "Our own footer" in (tmp_path / "a.html").read_text()
    own.write_text("line one\n{{ nobody.knows.this }}\n", encoding="utf-8")
    broken = newsroom("preview", code=1)
    assert "footer.html, line 2" in broken.err
    assert "classic" in newsroom("templates", "list").out
    assert "there already" in newsroom("templates", "copy", "classic", code=2).err


def test_doctor_says_what_is_well_and_what_is_not(newsroom: Terminal, tmp_path: Path) -> None:
    findings = newsroom("doctor", "--offline", "--json").json
    assert {finding["state"] for finding in findings} <= {"well", "warning"}
    (tmp_path / "digest.key").unlink()
    ill = newsroom("doctor", "--offline", "--json", code=1).json
    assert any("digest init" in finding["words"] for finding in ill if finding["state"] == "ill")


def test_issues_are_exported_as_they_were_sent(newsroom: Terminal, tmp_path: Path) -> None:
    newsroom("send", "--yes")
    written = newsroom("issues", "export", "1", "--to", "kept", "--json").json
    assert [Path(path).name for path in written] == ["harbour-post-1.eml", "harbour-post-1.html"]
    assert "/leave/" not in (tmp_path / "kept" / "harbour-post-1.html").read_text()
    assert "There is no issue 9" in newsroom("issues", "show", "9", code=1).err


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("sources", "add", "/nowhere/at/all"), 2, "neither a web address"),
        (("sources", "add", "http://127.0.0.1/feed"), 1, "not a public address"),
        (("sources", "add", "file:///etc/passwd"), 1, "cannot be fetched"),
        (("sources", "remove", "nobody"), 1, "digest sources list"),
        (("subscribers", "import", "nothing.csv"), 2, "no file"),
        (("subscribers", "add", "a b@c"), 1, "not an email address"),
        (("preview", "nobody"), 1, "no newsletter"),
        (("newsletters", "add", "x", "--from", "x@example.org", "--every", "sometimes"), 2, "not understood"),
        (("newsletters", "add", "BAD SLUG", "--from", "x@example.org"), 2, "slug"),
        (("schedule", "tomorrow"), 2, "schedule next 10"),
        (("--config", "other.toml", "status"), 2, "digest init"),
    ],
)
def test_a_users_mistake_is_one_sentence_and_an_exit_code(
    newsroom: Terminal, words: tuple[str, ...], code: int, sentence: str
) -> None:
    said: Said = newsroom(*words, code=code)
    assert sentence in said.err
    assert "Traceback" not in said.err
    assert len(said.err.strip().splitlines()) <= 2


def test_flags_may_stand_anywhere_and_json_is_json(newsroom: Terminal) -> None:
    assert json.loads(newsroom("--json", "status").out) == newsroom("status", "--json").json
    assert newsroom("gather", "--quiet", "--json").err == ""
    assert "gather.interval" in newsroom("settings").out
    assert newsroom("--version").out.startswith("digest ")
    assert "up to date" in newsroom("migrate").err


def test_what_is_taken_out_of_the_file_can_be_removed_and_what_stands_in_it_cannot(
    newsroom: Terminal, tmp_path: Path
) -> None:
    file = tmp_path / "digest.toml"
    newsroom("apply")
    (slug,) = [one["slug"] for one in newsroom("newsletters", "list", "--json").json]
    assert "remove it there first" in newsroom("newsletters", "remove", slug, "--yes", code=2).err
    file.write_text(file.read_text(encoding="utf-8").replace(f'slug = "{slug}"', 'slug = "renamed"'), encoding="utf-8")
    assert "differ (renamed" in newsroom("newsletters", "list").err
    gone = [one for one in newsroom("apply", "--json").json if one["what"] == "gone from file"]
    assert [(one["name"], "goes on as it is" in one["fields"]) for one in gone] == [(slug, True)]
    newsroom("newsletters", "remove", slug, "--yes")
    assert [one["slug"] for one in newsroom("newsletters", "list", "--json").json] == ["renamed"]
    assert newsroom("apply", "--json").json == []


def test_a_source_that_is_taken_out_of_the_file_can_be_removed(newsroom: Terminal, tmp_path: Path) -> None:
    file, before = tmp_path / "digest.toml", (tmp_path / "digest.toml").read_text(encoding="utf-8")
    more = '\n[[sources]]\nslug = "more"\nfolder = "more"\n'
    (tmp_path / "more").mkdir()
    file.write_text(before + more, encoding="utf-8")
    newsroom("apply")
    assert "remove it there first" in newsroom("sources", "remove", "more", code=2).err
    file.write_text(before, encoding="utf-8")
    newsroom("sources", "remove", "more")
    assert "more" not in {one["slug"] for one in newsroom("sources", "list", "--json").json}
