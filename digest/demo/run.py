"""The demo: from three feeds and a folder to thirty letters in a Maildir, over real HTTP and real SMTP.

It does what a newsroom does every morning, with the jobs that `digest` itself runs; only the town is invented.
"""

from __future__ import annotations

import asyncio
import mailbox
import re
import shutil
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_binary_file, policy
from pathlib import Path

import subscribers
from digest import jobs, render, store
from digest.demo.example import example_folder, lay_out
from digest.demo.feeds import serve_feeds
from digest.demo.mailbox import serve_mailbox
from digest.errors import DigestError
from digest.model import Balance, Newsletter
from digest.newsroom import Newsroom, open_newsroom
from digest.settings import Definitions, load, new_key_file
from digest.words import counted

_PICTURES = re.compile(r"http://127\.0\.0\.1:\d+/pictures/")
READER = "ines.carvalho@example.org"  # whose letter is shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the demo did, to be shown."""

    looks: Sequence[jobs.Look]
    proof: jobs.Proof
    imported: subscribers.ImportReport
    balance: Balance
    delivered: int
    seconds: float
    files: Sequence[Path]


def utc_now() -> datetime:
    """The time, for the edge that has nobody to ask."""
    return datetime.now(UTC)


@asynccontextmanager
async def open_demo(work: Path, *, now: datetime) -> AsyncIterator[Newsroom]:
    """The example newsroom in a fresh folder, with its feed server and its mail server running."""
    example = example_folder()
    await asyncio.to_thread(_clear, work)
    async with serve_feeds(example, now) as base_url, serve_mailbox(work / "mail") as (_, port):
        settings_file = lay_out(example, work, base_url=base_url, relay_port=port, now=now)
        new_key_file(work / "digest.key")
        async with open_newsroom(load(settings_file, {}), check_schema=False) as newsroom:
            async with newsroom.begin() as tx:
                await store.migrate(tx, now=now)
            yield newsroom


def _clear(work: Path) -> None:
    """Remove an earlier demo; never a folder that is something else.

    Raises:
        DigestError: the folder holds no demo.
    """
    if not work.exists():
        work.mkdir(parents=True)
        return
    if any(work.iterdir()) and not (work / "mail").is_dir():
        raise DigestError(f"{work} is there and is no earlier demo; name another folder with --folder.")
    shutil.rmtree(work)
    work.mkdir()


async def print_and_send(
    newsroom: Newsroom,
    work: Path,
    *,
    now: datetime,
    say: Callable[[str], None],
    on_settled: Callable[[int], None],
    show_plan: Callable[[jobs.Proof, int], None],
) -> Shown:
    """A newsroom's morning: define, import, gather, plan, press, dispatch.

    Raises:
        DigestError: there is no issue, which in the demo is a defect.
    """
    began = time.monotonic()
    newsletter = await _define(newsroom, now=now)
    imported = await jobs.import_file(newsroom, newsletter, work / "subscribers.csv", now=now)
    say(f"{counted(imported.added, 'reader')} imported from subscribers.csv")
    looks = await jobs.go_round(newsroom, now=now)
    say(f"{counted(sum(look.new for look in looks), 'article')} gathered from {len(looks)} sources")
    proof = await jobs.prove(newsroom, newsletter, now=now)
    show_plan(proof, imported.added)
    balance = await _press_and_dispatch(newsroom, newsletter, now=now, on_settled=on_settled)
    return Shown(
        looks=looks,
        proof=proof,
        imported=imported,
        balance=balance,
        delivered=len(mailbox.Maildir(work / "mail", create=False)),
        seconds=time.monotonic() - began,
        files=await asyncio.to_thread(write_files, work),
    )


async def _define(newsroom: Newsroom, *, now: datetime) -> Newsletter:
    definitions = Definitions.of(newsroom.settings)
    await jobs.define(newsroom, definitions.newsletters, definitions.sources, now=now)
    async with newsroom.begin() as tx:
        return (await store.newsletters.every(tx))[0]


async def _press_and_dispatch(
    newsroom: Newsroom, newsletter: Newsletter, *, now: datetime, on_settled: Callable[[int], None]
) -> Balance:
    run = await jobs.press(newsroom, newsletter, jobs.Order.by_hand(now=now), now=now)
    if run is None or run.issue_id is None:
        raise DigestError(f"The demo printed no issue: {run.reason if run else 'somebody else has it'}.")
    stop = asyncio.Event()
    while await jobs.dispatch(newsroom, clock=utc_now, stop=stop, on_settled=lambda done: on_settled(len(done))):
        pass
    async with newsroom.reading() as tx:
        return await store.ledger.balance(tx, run.issue_id)


def write_files(work: Path) -> list[Path]:
    """One reader's letter as it arrived: .eml, HTML, text, and a picture where there is a Chromium."""
    letters = sorted((work / "mail" / "new").iterdir())
    chosen = next((path for path in letters if READER.encode() in path.read_bytes()), letters[0])
    eml = work / "issue.eml"
    shutil.copyfile(chosen, eml)
    with eml.open("rb") as file:
        message = message_from_binary_file(file, policy=policy.default)
    written = [eml]
    for kind, name in (("html", "issue.html"), ("plain", "issue.txt")):
        body = message.get_body((kind,))
        (work / name).write_text(body.get_content() if body else "", encoding="utf-8")
        written.append(work / name)
    picture = work / "issue.png"
    html = local_pictures((work / "issue.html").read_text(encoding="utf-8"))
    if render.take_picture(html, picture):
        written.append(picture)
    return written


def local_pictures(html: str) -> str:
    """The demo's HTML with its pictures where they lie: its feed server ends with the demo."""
    return _PICTURES.sub((example_folder() / "pictures").as_uri() + "/", html)
