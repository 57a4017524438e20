"""A Maildir of newsletters is read in every round, whatever one of its mails does to its reader."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from digest import gather, jobs, store
from digest.model import SourceKind
from digest.newsroom import Newsroom
from tests.gather.newsletters import a_newsletter_mail
from tests.makers import NOW, a_source
from tests.newsrooms import a_newsroom

HEAD = b"From: a@x.example\r\nSubject: Poison\r\nMessage-ID: <%d@x>\r\nList-Id: <x>\r\n"
SLOW = b'<p><a href="http://x.example/1">view online</a></p>'  # seconds for as many as a mail may have
PART = b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n'


def a_slow_mail() -> bytes:
    return HEAD % 1 + b"Content-Type: text/html\r\n\r\n" + SLOW * 19_500


async def seconds_for(readers: gather.Readers, mail: bytes) -> float:
    began = time.perf_counter()
    await readers.mails("a slow mail", [mail], now=NOW)
    return time.perf_counter() - began


@pytest.fixture
async def patience() -> float:
    """Seconds that are too few for the slow mail, also when the machine is less busy, and plenty for any other.

    A reading process is asked: one that runs tests has more to do besides.
    """
    async with gather.Readers(workers=1, patience=60.0) as readers:
        return 0.4 * min([await seconds_for(readers, a_slow_mail()) for _ in range(2)])


def a_deep_mail() -> bytes:
    return HEAD % 2 + b"".join(PART % (n, n) for n in range(2_000)) + b"Content-Type: text/plain\r\n\r\nHi\r\n"


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    folder = tmp_path / "wire"
    for part in ("new", "cur", "tmp"):
        (folder / part).mkdir(parents=True)
    for number, title in enumerate(("Fog", "Tide", "Cranes")):
        (folder / "new" / f"{number}.good").write_bytes(a_newsletter_mail(title, number=number))
    return folder


async def add(newsroom: Newsroom, maildir: Path) -> None:
    async with newsroom.begin() as tx:
        await store.sources.add(tx, a_source(id=0, url=str(maildir), kind=SourceKind.INBOX, last_look=None), now=NOW)


async def test_a_mail_that_kills_its_reader_is_set_aside_and_the_others_come(
    tmp_path: Path, database_url: str, maildir: Path, patience: float
) -> None:
    (maildir / "new" / "7.slow").write_bytes(a_slow_mail())
    (maildir / "cur" / "8.deep:2,S").write_bytes(a_deep_mail())
    async with (
        gather.Readers(workers=1, patience=patience) as readers,
        a_newsroom(tmp_path, database=database_url) as room,
    ):
        await add(room, maildir)
        (look,) = await jobs.go_round(replace(room, readers=readers), now=NOW)
        assert (look.new, look.failure) == (3, "")
        assert sorted(look.notes) == [
            "the mail cur/8.deep:2,S could not be read and is set aside",
            "the mail new/7.slow could not be read and is set aside",
        ]
        # It is remembered wherever mail programs move it to, and not tried again with more patience; others still come.
        (maildir / "new" / "7.slow").rename(maildir / "cur" / "7.slow:2,RS")
        (maildir / "new" / "9.good").write_bytes(a_newsletter_mail("Quay", number=9))
        (look,) = await jobs.go_round(room, now=NOW + timedelta(hours=9))
        assert (look.new, look.failure, len(look.notes)) == (1, "", 2)
        assert "the mail cur/7.slow:2,RS could not be read and is set aside" in look.notes


async def test_of_many_such_mails_a_look_tries_few_and_the_next_one_the_rest(tmp_path: Path, maildir: Path) -> None:
    for number in range(5):
        (maildir / "cur" / f"{number}.deep:2,").write_bytes(a_deep_mail())
    async with a_newsroom(tmp_path) as newsroom:
        await add(newsroom, maildir)
        aside, new = [], 0
        for hour in (0, 9, 18):
            (look,) = await jobs.go_round(newsroom, now=NOW + timedelta(hours=hour))
            assert look.failure == ""
            aside.append(sum("set aside" in note for note in look.notes))
            new += look.new
        assert (aside, new) == ([3, 5, 5], 3)


async def test_a_maildir_that_cannot_be_looked_into_is_one_failing_source(tmp_path: Path, maildir: Path) -> None:
    async with a_newsroom(tmp_path) as newsroom:
        await add(newsroom, maildir)
        for part in ("new", "cur"):
            for file in (maildir / part).iterdir():
                file.unlink()
            (maildir / part).rmdir()
        (look,) = await jobs.go_round(newsroom, now=NOW)
        assert "There is no Maildir" in look.failure
