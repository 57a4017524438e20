"""How long one reader's letter takes to make, beside rendering, inlining and encoding it anew for each."""

from __future__ import annotations

import asyncio
import logging
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

from premailer import Premailer

from bench import town
from bench.child import Watch
from bench.figures import Cost, Options, Report, Series
from digest import gather, jobs, render, store
from digest.model import Issue, Newsletter, Sheet
from digest.newsroom import Newsroom
from digest.phrases import speech
from digest.render.text import wrapped
from digest.render.view import view_of
from subscribers import Recipient

STORIES = 12
NAIVE_LETTERS = 20  # each takes tens of milliseconds
OURS, NAIVE = "Digest: one join of pieces", "naive: Jinja2 + premailer + EmailMessage"


def measure(options: Options, folder: Path) -> Report:
    """Print one issue, then make letters from it both ways in turn."""
    return asyncio.run(_measure(options, folder))


async def _measure(options: Options, folder: Path) -> Report:
    database = f"sqlite:///{folder}/bench.db"
    async with town.newsroom_at(town.lay_out(folder), database) as newsroom:
        newsletter = await town.settle_in(newsroom, folder, readers=1)
        printed = await proof(newsroom, newsletter, stories=STORIES)
        if printed.issue is None or printed.sheet is None:
            raise SystemExit(f"No issue was printed: {printed.choice.held}")
        people = [
            Recipient(id=n, address=f"reader{n}@d{n % 50}.example.org", name=f"Reader {n}", language="en")
            for n in range(options.letters)
        ]
        series = [Series(OURS), Series(NAIVE)]
        for _ in range(options.rounds):
            series[0].costs.append(ours(printed.sheet, newsroom, newsletter, people))
            series[1].costs.append(naive(printed.issue, newsroom, newsletter, people[:NAIVE_LETTERS]))
    return report(series, options)


async def proof(newsroom: Newsroom, newsletter: Newsletter, *, stories: int) -> jobs.Proof:
    """The issue that would go out now, with so many stories that are new."""
    now = town.utc_now()
    harvest = gather.read(town.feed(1, items=stories, now=now), now=now)
    async with newsroom.begin() as tx:
        await store.articles.keep(tx, (await store.sources.every(tx))[0].id, harvest.drafts, now=now)
    return await jobs.prove(newsroom, newsletter, now=now)


def ours(sheet: Sheet, newsroom: Newsroom, newsletter: Newsletter, people: list[Recipient]) -> Cost:
    """Open the press, and print everybody's letter."""
    written = 0
    with Watch() as watch:
        press = render.open_press(sheet, newsroom.links, newsletter_id=newsletter.id)
        for person in people:
            written += len(press.letter(person, delivery_id=person.id).message)
    return watch.cost(len(people), size=written / len(people))


def naive(issue: Issue, newsroom: Newsroom, newsletter: Newsletter, people: list[Recipient]) -> Cost:
    """Render, inline and encode everybody's letter from the beginning."""
    written = 0
    with Watch() as watch:
        for person in people:
            written += len(_whole_letter(issue, newsroom, newsletter, person))
    return watch.cost(len(people), size=written / len(people))


def _whole_letter(issue: Issue, newsroom: Newsroom, newsletter: Newsletter, person: Recipient) -> bytes:
    links, made = newsroom.links, issue.made
    leave = links.leave(person_id=person.id, newsletter_id=newsletter.id, made=made)
    say = speech(newsletter.language)
    view = view_of(issue, newsletter, say, base_url=newsroom.settings.newsroom.base_url) | {
        "leave_url": leave,
        "preferences_url": links.preferences(person_id=person.id, newsletter_id=newsletter.id, made=made),
        "view_url": links.view(newsletter_id=newsletter.id, issue_id=issue.id, made=made),
        "begin": lambda _block: "",
        "end": lambda: "",
        "online": False,
        "wrap": wrapped,
    }
    html = newsroom.looks.render(f"issues/{newsletter.look}/issue.html", view, say)
    inlined = Premailer(html, allow_network=False, cssutils_logging_level=logging.CRITICAL).transform()
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = newsletter.sender.address, person.address
    message["Subject"], message["Date"] = issue.subject, format_datetime(made)
    message["Message-ID"] = links.message_id(issue.id, person.id, "news.example.org")
    message["List-Unsubscribe"] = f"<{leave}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(newsroom.looks.render(f"issues/{newsletter.look}/issue.txt", view, say))
    message.add_alternative(inlined, subtype="html")
    return message.as_bytes()


def report(series: list[Series], options: Options) -> Report:
    """The table: microseconds for a letter, and how often faster."""
    slowest = max(one.micros for one in series)
    rows = [
        [
            one.name,
            f"{one.micros:,.1f}",
            f"{one.rate:,.0f}",
            f"{slowest / one.micros:,.0f}x",
            f"{one.part('size'):,.0f}",
        ]
        for one in series
    ]
    return Report(
        name="making",
        title="Making a reader's letter, sending none; the aim is less than 50 us",
        about=(
            f"{STORIES} stories; {options.letters:,} letters joined and {NAIVE_LETTERS} made naively in each round",
            f"medians of {options.rounds} alternating rounds, one core",
        ),
        columns=("way", "CPU us/letter", "letters/s", "faster", "bytes"),
        rows=rows,
        series=series,
    )
