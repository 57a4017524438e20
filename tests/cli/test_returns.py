"""``digest returns`` and what an operator sees of a reader: by the command line, as they type it."""

from __future__ import annotations

import asyncio
import errno
import io
import mailbox
import re
import sys
from pathlib import Path

import pytest

from digest.cli.returns import TEMPORARY
from digest.newsroom import open_newsroom
from digest.settings import load
from tests.mail_servers import PASSWORD, serve_imap
from tests.returned_mails import a_bounce, return_path
from tests.terminal import Terminal

ANA, BORIS = "ana@example.org", "boris@example.com"


@pytest.fixture
def path(newsroom: Terminal, tmp_path: Path) -> str:
    """The return path of Ana's copy of an issue."""
    settings = (tmp_path / "digest.toml").read_text(encoding="utf-8")
    settings = settings.replace("from_address = ", 'return_path = "bounces@harbourpost.example"\nfrom_address = ', 1)
    (tmp_path / "digest.toml").write_text(settings, encoding="utf-8")
    newsroom("send", "--yes")
    issue = int(newsroom("issues", "list", "--json").json[0]["id"])
    person = int(newsroom("subscribers", "show", ANA, "--json").json["person"]["id"])

    async def work() -> str:
        async with open_newsroom(load(tmp_path / "digest.toml", {})) as opened:
            return return_path(opened, issue, person)

    return asyncio.run(work())


def pipe_in(monkeypatch: pytest.MonkeyPatch, raw: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))


def standing(terminal: Terminal, address: str = ANA) -> str:
    return str(terminal("subscribers", "show", address, "--json").json["newsletters"][0]["standing"])


def test_a_mail_on_standard_input_is_taken_back(
    newsroom: Terminal,
    path: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pipe_in(monkeypatch, a_bounce())
    said = newsroom("returns", "pipe", path, "--json").json
    assert (said["mails"], said["kinds"], said["effects"]) == (1, {"hard": 1}, {"suppressed": 1})
    assert standing(newsroom) == "suppressed"
    monkeypatch.setenv("ORIGINAL_RECIPIENT", path)
    pipe_in(monkeypatch, a_bounce())
    assert newsroom("returns", "pipe", "--json").json["known"] == 1


@pytest.mark.parametrize("words", [(), ("--no-such-option",), ("--config", "nowhere.toml")])
def test_trouble_on_our_side_makes_the_mail_server_try_again(
    newsroom: Terminal,
    path: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
) -> None:
    pipe_in(monkeypatch, a_bounce(to=path))
    if not words:
        (tmp_path / "digest.toml").write_text("[newsroom\n")
    said = newsroom("returns", "pipe", *words, code=0 if words[:1] == ("--no-such-option",) else TEMPORARY)
    assert "Traceback" not in said.err


class Broken(io.RawIOBase):
    """A standard input that fails while it is read."""

    def readable(self) -> bool:
        return True

    def readinto(self, _into: object) -> int:
        raise OSError(errno.EIO, "Input/output error")


@pytest.mark.parametrize("stdin", [None, io.TextIOWrapper(io.BufferedReader(Broken()))], ids=["closed", "broken"])
def test_a_mail_that_cannot_be_read_is_to_come_again(
    newsroom: Terminal, monkeypatch: pytest.MonkeyPatch, stdin: io.TextIOWrapper | None
) -> None:
    """Any other exit code bounces it: it would be lost."""
    monkeypatch.setattr(sys, "stdin", stdin)
    said = newsroom("returns", "pipe", code=TEMPORARY)
    assert said.err.startswith("digest: ")
    assert said.err.count("\n") == 1


def test_a_large_mail_is_read_to_its_end_so_that_its_sender_meets_no_closed_pipe(
    newsroom: Terminal,
    path: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pipe_in(monkeypatch, a_bounce(to=path) + b"picture\n" * 500_000)
    assert newsroom("returns", "pipe", "--json").json["effects"] == {"suppressed": 1}
    assert sys.stdin.buffer.read() == b""


@pytest.mark.parametrize("kind", ["maildir", "mbox", "file"])
def test_what_lies_in_a_file_is_taken_back_once(
    newsroom: Terminal,
    path: str,
    tmp_path: Path,
    kind: str,
) -> None:
    place = tmp_path / "returned"
    mails = [a_bounce(to=path), a_bounce(salt="forged", address=BORIS)]
    if kind == "file":
        mails = mails[:1]
        place.write_bytes(mails[0])
    else:
        kept = mailbox.Maildir(place) if kind == "maildir" else mailbox.mbox(place)
        for raw in mails:
            kept.add(raw)
        kept.close()
    first = newsroom("returns", "read", str(place), "--json").json
    assert first["mails"] == len(mails)
    assert first["effects"].get("suppressed") == 1
    assert first["effects"].get("unproven", 0) == len(mails) - 1
    again = newsroom("returns", "read", str(place), "--json").json
    assert again["effects"] == {}
    assert standing(newsroom, BORIS) == "active"


def test_a_dry_run_shows_what_a_mail_says_and_changes_nothing(newsroom: Terminal, path: str, tmp_path: Path) -> None:
    (tmp_path / "mail").write_bytes(a_bounce(to=path))
    (row,) = newsroom("returns", "read", "mail", "--dry-run", "--json").json
    assert (row["kind"], row["enhanced"], row["address"]) == ("hard", "5.1.1", "reader@example.net")
    assert newsroom("returns", "list", "--json").json == []
    assert "is a folder" in newsroom("returns", "read", ".", "--dry-run", code=2).err
    assert "There is no nothing" in newsroom("returns", "read", "nothing", code=2).err
    assert "neither a file nor a folder" in newsroom("returns", "read", "/dev/null", code=2).err
    (tmp_path / "empty").touch()
    assert newsroom("returns", "read", "empty", "--json").json["mails"] == 0, "an mbox in which nothing lies"


def test_a_reader_is_shown_with_all_that_is_known_and_restored_by_hand(
    newsroom: Terminal,
    path: str,
    tmp_path: Path,
) -> None:
    (tmp_path / "mail").write_bytes(a_bounce(to=path, words="550 5.1.1 \x1b[2J <script>alert(1)</script> unknown"))
    newsroom("returns", "read", "mail")
    shown = newsroom("subscribers", "show", ANA)
    for word in ("Ana Lind", "suppressed", "bounce", "550 5.1.1", "import", "hard"):
        assert word in shown.out
    assert "\x1b" not in shown.out
    value = newsroom("subscribers", "show", ANA, "--json").json
    assert value["suppression"]["reason"] == "bounce"
    assert [one["kind"] for one in value["returns"]] == ["hard"]
    assert [one["event"] for one in value["consent"]] == ["confirm"]
    assert "is restored" in newsroom("subscribers", "restore", ANA).err
    assert "no bounces to undo" in newsroom("subscribers", "restore", ANA).err
    assert standing(newsroom) == "active"
    newsroom("subscribers", "suppress", ANA)
    assert "Only the reader can undo that" in newsroom("subscribers", "restore", ANA, code=1).err
    assert "Nobody here" in newsroom("subscribers", "show", "nobody@example.net", code=2).err


def test_somebody_forgotten_shows_as_suppressed_and_leaves_no_words_of_servers(
    newsroom: Terminal,
    path: str,
    tmp_path: Path,
) -> None:
    (tmp_path / "mail").write_bytes(a_bounce(to=path, words=f"550 5.1.1 <{ANA}> unknown"))
    newsroom("returns", "read", "mail")
    newsroom("subscribers", "forget", ANA, "--yes")
    value = newsroom("subscribers", "show", ANA, "--json").json
    assert (value["person"], value["suppression"]["reason"]) == (None, "forgotten")
    assert ANA not in newsroom("returns", "list").out


def test_returns_are_listed_and_counted_by_domain(newsroom: Terminal, path: str, tmp_path: Path) -> None:
    for number, raw in enumerate((a_bounce(to=path), a_bounce(address="victim@example.net"))):
        (tmp_path / f"{number}").write_bytes(raw)
        newsroom("returns", "read", str(number))
    assert [row["proven"] for row in newsroom("returns", "list", "--json").json] == [False, True]
    (row,) = newsroom("returns", "list", "--unproven", "--json").json
    assert (row["address"], row["effect"]) == ("victim@example.net", "unproven")
    assert newsroom("returns", "list", "--kind", "complaint", "--json").json == []
    rates = {row["domain"]: row for row in newsroom("returns", "rates", "--json").json}
    assert (rates["example.org"]["sent"], rates["example.org"]["hard"]) == (1, 1)
    assert (rates["example.com"]["sent"], rates["example.com"]["hard"]) == (1, 0)
    assert re.search(r"example\.org\s+1\s+1\s+0", newsroom("returns", "rates", "1").out)


def test_configured_mailboxes_are_fetched_and_what_cannot_be_read_is_said(
    newsroom: Terminal,
    path: str,
    tmp_path: Path,
) -> None:
    assert "No mailbox is named" in newsroom("returns", "fetch", code=2).err
    kept = mailbox.Maildir(tmp_path / "back")
    kept.add(a_bounce(to=path))
    secret = tmp_path / "imap.password"
    secret.write_text(f"{PASSWORD}\n")
    secret.chmod(0o600)
    with (tmp_path / "digest.toml").open("a", encoding="utf-8") as file:
        file.write('[returns]\nmaildir = "back"\n[returns.imap]\nhost = "127.0.0.1"\nport = 1\ntls = "none"\n')
        file.write('username = "bounces"\npassword_file = "imap.password"\n')
    said = newsroom("returns", "fetch", "--json", code=1)
    assert said.json["effects"] == {"suppressed": 1}
    assert len(said.json["failures"]) == 1
    assert "cannot be opened" in said.err


async def test_a_mailbox_on_a_server_is_fetched_with_its_password_from_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "imap.password"
    secret.write_text(f"{PASSWORD}\n")
    secret.chmod(0o600)
    (tmp_path / "digest.toml").write_text('[returns.imap]\nhost = "x"\npassword_file = "imap.password"\n')
    settings = load(tmp_path / "digest.toml", {"DIGEST_RETURNS__MAILGUN__KEY_FILE": str(secret)})
    assert settings.returns.imap.password.get_secret_value() == PASSWORD
    assert settings.returns.mailgun.key.get_secret_value() == PASSWORD
    assert PASSWORD not in repr(settings.returns)
    async with serve_imap() as server:
        assert server.port


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("returns", "rates"), "harbour-post has no issue yet."),
        (("returns", "rates", "7"), "There is no issue 7;"),
        (("returns", "rates", "harbour-post/7"), "There is no issue 7;"),
        (("returns", "rates", "9" * 21), f"There is no issue {'9' * 21};"),
        (("issues", "show", "9" * 21), f"There is no issue {'9' * 21};"),
    ],
)
def test_an_issue_that_there_is_not_is_named_as_it_was_asked_for(
    newsroom: Terminal, words: tuple[str, ...], told: str
) -> None:
    assert told in newsroom(*words, code=1).err


def test_an_issue_of_another_newsletter_than_is_said_beside_it_is_not_shown(newsroom: Terminal) -> None:
    newsroom("newsletters", "add", "evening", "--from", "evening@news.example.org")
    newsroom("send", "harbour-post", "--yes")
    (issue,) = newsroom("issues", "list", "--json").json
    for command, name in ((("returns", "rates"), "harbour-post/1"), (("issues", "show"), str(issue["id"]))):
        told = " ".join(newsroom(*command, name, "-n", "evening", code=2).err.split())
        assert f"Issue {name} is one of harbour-post, not of evening" in told
        assert newsroom(*command, name, "-n", "harbour-post").out


def test_a_dry_run_of_an_mbox_shows_all_that_is_in_it_and_marks_nothing_as_read(
    newsroom: Terminal, path: str, tmp_path: Path
) -> None:
    place = tmp_path / "mbox"
    kept = mailbox.mbox(place)
    for raw in (a_bounce(to=path), a_bounce(salt="another", address=BORIS)):
        kept.add(raw)
    kept.close()
    before = place.read_bytes()
    rows = newsroom("returns", "read", "mbox", "--dry-run", "--json").json
    assert [row["address"] for row in rows] == ["reader@example.net", BORIS]
    assert place.read_bytes() == before
    assert newsroom("returns", "read", "mbox", "--json").json["mails"] == 2
