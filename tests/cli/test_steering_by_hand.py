"""Steering by command: every order as a user types it, and what it says where it changes nothing."""

from __future__ import annotations

from pathlib import Path

from tests.clusters import free_port
from tests.terminal import Terminal


def stuck(newsroom: Terminal, tmp_path: Path, *words: str) -> None:
    """An issue is pressed, and its relay cannot be reached. ``words`` are said with the order."""
    file = tmp_path / "digest.toml"
    nowhere = f'kind = "smtp"\nhost = "127.0.0.1"\nport = {free_port()}\ntls = "none"'
    settings = file.read_text(encoding="utf-8")
    assert 'kind = "folder"' in settings
    file.write_text(settings.replace('kind = "folder"', nowhere), encoding="utf-8")
    said = newsroom("send", "--yes", *words, code=1).err
    assert "Connection refused. The letters that were not sent wait in the queue" in " ".join(said.split())


def test_each_order_may_be_given_twice_and_says_how_the_issue_stands(newsroom: Terminal, tmp_path: Path) -> None:
    stuck(newsroom, tmp_path)
    status = newsroom("status")
    assert "The relay relay is left alone until" in status.err
    assert "Connection refused" in status.err
    (relay,) = newsroom("status", "--json").json["relays"]
    assert (relay["sent_today"], relay["most_today"], bool(relay["left_alone_until"])) == (0, None, True)
    assert "1 is paused." in newsroom("pause", "1", "--why", "the lead is wrong").err
    assert "the lead is wrong" in newsroom("status", code=1).out
    assert "1 is paused already." in newsroom("pause", "1").err
    assert newsroom("pause", "1", "--json").json == {"changed": 0}
    assert "1 goes on, by `digest serve` or `digest work`." in newsroom("resume", "1").err
    assert "1 is being sent." in newsroom("resume", "1").err
    assert "Nobody failed." in newsroom("retry-failed", "1").err
    assert "1 is cancelled." in newsroom("cancel", "1", "--yes").err
    for order in (("cancel", "1", "--yes"), ("pause", "1"), ("resume", "1"), ("retry-failed", "1")):
        assert "1 was cancelled; nothing more of it is sent." in newsroom(*order).err
    refused = newsroom("settle", "1", "--resend", code=2)
    assert "Only --assume-sent can be said." in refused.err
    balance = newsroom("issues", "show", "1", "--json").json["balance"]
    assert (balance["excluded"], balance["pending"], balance["deferred"]) == (2, 0, 0)


def test_status_says_that_a_relay_has_carried_its_letters_of_the_day(newsroom: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "digest.toml"
    settings = file.read_text(encoding="utf-8")
    file.write_text(settings.replace('kind = "folder"', 'kind = "folder"\ndaily = 1'), encoding="utf-8")
    words = "The relay relay has carried its 1 letter of today (UTC); others leave tomorrow."
    assert words in newsroom("send", "--yes").err
    assert words in newsroom("status").err
    assert words in newsroom("status", "1").out


def test_who_sends_again_when_nothing_is_new_is_told_of_the_issue_that_nobody_carries(
    newsroom: Terminal, tmp_path: Path
) -> None:
    stuck(newsroom, tmp_path)
    said = " ".join(newsroom("send", "--yes", code=1).err.split())
    assert "harbour-post/1 is open: 0 of 2 sent. `digest serve` or `digest work` carries it." in said
    newsroom("pause", "1", "--why", "wrong picture")
    said = " ".join(newsroom("send", "--yes", code=1).err.split())
    assert "harbour-post/1 is paused: wrong picture: 0 of 2 sent." in said
    assert "carries it" not in said


def test_an_order_for_an_issue_that_is_none_says_what_was_expected(newsroom: Terminal, tmp_path: Path) -> None:
    stuck(newsroom, tmp_path)
    assert "expected its number, or NEWSLETTER/NUMBER" in newsroom("pause", "morning", code=2).err
    newsroom("pause", "7", code=1)


def test_status_names_an_issue_as_the_commands_take_it(newsroom: Terminal, tmp_path: Path) -> None:
    stuck(newsroom, tmp_path)
    (sending,) = newsroom("status", "--json").json["sending"]
    name = f"{sending['newsletter']}/{sending['number']}"
    assert f"{name} is open" in newsroom("status").out
    assert f"{name} is paused." in newsroom("pause", name).err
    assert "goes on, by" in newsroom("resume", sending["issue"]).err, "by its id, as --json tells it"
    for number in ("9" * 18, "9" * 30, f"{sending['newsletter']}/{'9' * 30}"):
        assert "There is no issue" in newsroom("pause", number, code=1).err


def test_what_was_cancelled_before_anybody_got_it_is_sent_when_it_is_sent_again(
    newsroom: Terminal, tmp_path: Path
) -> None:
    settings = (tmp_path / "digest.toml").read_text(encoding="utf-8")
    stuck(newsroom, tmp_path)
    newsroom("cancel", "1", "--yes")
    assert "queued for 2 readers; cancelled by a person" in " ".join(newsroom("status").out.split())
    (tmp_path / "digest.toml").write_text(settings, encoding="utf-8")
    assert "2 of 2 letters sent" in newsroom("send", "--yes").err
    assert newsroom("issues", "show", "2", "--json").json["balance"]["sent"] == 2


def test_sending_what_is_paused_says_how_it_goes_on(newsroom: Terminal, tmp_path: Path) -> None:
    stuck(newsroom, tmp_path, "--key", "monday")
    newsroom("pause", "1", "--why", "the lead is wrong")
    said = " ".join(newsroom("send", "--yes", "--key", "monday", code=1).err.split())
    assert "0 of 2 letters sent; pending 2. The rest waits for a person" in said
    assert "paused: the lead is wrong" in said
    assert "keep `digest serve` running" not in said
