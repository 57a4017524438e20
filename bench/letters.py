"""How many letters leave in a second, beside Postfix's smtp-source and beside aiosmtplib, in alternating rounds."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import mkdtemp

import subscribers
from bench import child, town
from bench.child import Watch
from bench.databases import Database, open_database
from bench.figures import Cost, Options, Report, Series
from bench.line import a_long_line
from bench.yardsticks import smtp_sink, smtp_source
from digest import gather, jobs, render, store
from digest.deliver.sign.keys import SigningKey, new_key

DOMAIN = "news.example.org"
YARDSTICK, PLAIN = "smtp-source -d (C, no ledger)", "aiosmtplib.sendmail (no ledger)"
SIGNED, BARE = "Digest, ledger in {}, DKIM RSA-2048", "bare RSA-2048 signatures on all cores, nothing sent"
BESIDE = "bare RSA-2048 signatures, smtp-source -d sending as many letters"
UNPIPED = "Digest, no ledger, the server without PIPELINING"
STORIES = 20  # with so many a letter of the default look has the 57 kB that others measure with


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue that waits for its round, in a database that is copied before each."""

    settings: Path
    signed: Path  # the same settings, with a key for DKIM
    database: Database
    errand: int
    message: Path  # one reader's letter
    size: int  # bytes of it


def measure(options: Options, folder: Path) -> Report:
    """Print an issue once; then let everybody send as many letters of that size in turn."""
    with ExitStack() as stack:
        port = stack.enter_context(a_long_line(stack.enter_context(smtp_sink(options.delay)), options.line))
        issues = []
        for kind in options.databases:
            own = Path(mkdtemp(dir=folder))
            database = stack.enter_context(open_database(kind, own))
            issues.append(asyncio.run(prepare(own, database, port, options)))
        contestants = _contestants(issues, port, options)
        if options.line:
            other = stack.enter_context(a_long_line(stack.enter_context(smtp_sink(pipelining=False)), options.line))
            contestants[UNPIPED] = partial(_digest, _by_way_of(issues[0], port, other), options, ledger=False)
        series = [Series(name) for name in contestants]
        for _ in range(options.rounds):
            for one in series:
                one.costs.append(contestants[one.name]())
    return report(series, issues[0].size, options)


async def prepare(folder: Path, database: Database, port: int, options: Options) -> Issue:
    """A newsroom with readers whose issue is printed, queued, and not sent."""
    settings = town.lay_out(folder, port=port, sessions=options.sessions, stories=STORIES)
    signed = town.sign_with(settings, new_key("rsa", domain=DOMAIN, selector="bench"))
    now = town.utc_now()
    async with town.newsroom_at(settings, database.prepared) as newsroom:
        newsletter = await town.settle_in(newsroom, folder, readers=options.letters)
        harvest = gather.read(town.feed(1, items=STORIES, now=now), now=now)
        async with newsroom.begin() as tx:
            await store.articles.keep(tx, (await store.sources.every(tx))[0].id, harvest.drafts, now=now)
        run = await jobs.press(newsroom, newsletter, jobs.Order.by_hand(now=now), now=now)
        if run is None or run.issue_id is None:
            raise SystemExit(f"No issue was printed: {run.reason if run else 'taken'}.")
        async with newsroom.reading() as tx:
            sheet = await store.errands.sheet_of(tx, run.issue_id)
            reader = (await subscribers.recipients(tx, newsletter.id, cadence="", after=0, limit=1))[0]
        letter = render.open_press(sheet, newsroom.links, newsletter_id=newsletter.id).letter(reader, delivery_id=1)
    (folder / "letter.eml").write_bytes(letter.message)
    return Issue(settings, signed, database, run.issue_id, folder / "letter.eml", len(letter.message))


def _contestants(issues: list[Issue], port: int, options: Options) -> dict[str, Callable[[], Cost]]:
    first = issues[0]

    def plain() -> Cost:
        return child.run(
            "send_plain", port=port, message=str(first.message), letters=options.letters, sessions=options.sessions
        )

    found: dict[str, Callable[[], Cost]] = {YARDSTICK: partial(smtp_source, port, first.size, options), PLAIN: plain}
    found["Digest, no ledger"] = partial(_digest, first, options, ledger=False)
    for issue in issues:
        found[f"Digest, ledger in {issue.database.name}"] = partial(_digest, issue, options)
    found[BARE] = partial(signatures, options.letters)
    found[BESIDE] = partial(signatures_beside, port, first.size, options)
    found[SIGNED.format(issues[-1].database.name)] = partial(_digest, issues[-1], options, sign=True)
    return found


def _by_way_of(issue: Issue, port: int, other: int) -> Issue:
    """The same issue, which leaves by another port."""
    file = issue.settings.with_name("other.toml")
    text = issue.settings.read_text(encoding="utf-8")
    file.write_text(text.replace(f"port = {port}\n", f"port = {other}\n"), encoding="utf-8")
    return replace(issue, settings=file)


def signatures(count: int) -> Cost:
    """As many private-key operations, in as many threads as there are cores."""
    key, cores = new_key("rsa", domain=DOMAIN, selector="bench"), os.cpu_count() or 1
    with Watch() as watch, ThreadPoolExecutor(cores) as threads:
        for done in [threads.submit(_sign_many, key, count // cores) for _ in range(cores)]:
            done.result()
    return watch.cost(count // cores * cores)


def signatures_beside(port: int, size: int, options: Options) -> Cost:
    """The same while smtp-source sends as many plain letters: the sink takes its part of the cores, as from a send."""
    with ThreadPoolExecutor(1) as aside:
        sending = aside.submit(smtp_source, port, size, options)
        signed, sent = signatures(options.letters), sending.result()
    seconds = max(signed.seconds, sent.seconds)
    return Cost(count=options.letters, seconds=seconds, cpu=signed.cpu + sent.cpu, peak=0)


def _sign_many(key: SigningKey, count: int) -> None:
    for _ in range(count):
        key.operate(b"x" * 1200)


def _digest(issue: Issue, options: Options, *, ledger: bool = True, sign: bool = False) -> Cost:
    copied = issue.database.copy()
    try:
        return child.run(
            "send_digest",
            settings=str(issue.signed if sign else issue.settings),
            database=copied,
            errand=issue.errand,
            letters=options.letters,
            ledger=ledger,
        )
    finally:
        issue.database.drop()


def report(series: list[Series], size: int, options: Options) -> Report:
    """The table: everybody beside the two yardsticks."""
    rates = {one.name: one.rate for one in series}
    rows = []
    for one in series:
        peak = f"{one.peak_mb:.0f}" if one.peak_mb else "-"
        low, high = one.slowest_and_fastest
        times = [f"{one.rate / rates[name]:.2f}" for name in (YARDSTICK, PLAIN)]
        rows.append([one.name, f"{one.rate:,.0f}", f"{low:,.0f}-{high:,.0f}", *times, f"{one.micros:.0f}", peak])
    return Report(
        name="letters",
        title="Letters a second into Postfix's smtp-sink on loopback",
        about=(
            f"{options.letters:,} readers, {STORIES} stories, {size:,} bytes a letter, {options.sessions} sessions",
            f"medians of {options.rounds} alternating rounds, smtp-sink -w {options.delay}, one sending process",
            f"{options.line} ms to the sink and back",
            "CPU and memory are the sender's process alone: neither smtp-sink nor PostgreSQL's processes",
        ),
        columns=("sender", "letters/s", "spread", "of smtp-source", "of aiosmtplib", "CPU us/letter", "peak MB"),
        rows=rows,
        series=series,
    )
