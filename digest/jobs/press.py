"""Print one issue: read → choose → summarise → compose → render → keep → queue. Decides nothing itself.

No transaction is open while something slow happens. A press that dies leaves an open run that a sweep sets free;
the next one takes it over and goes on where it stopped: before the issue was kept, from the beginning; after
it, with the next page of the audience.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import asdict
from datetime import datetime

from digest import render, store
from digest.cadence import parse_window
from digest.errors import DigestError, StoreError, Taken
from digest.jobs.freezing import Frozen, freeze
from digest.jobs.orders import Order
from digest.jobs.proof import Proof, prove
from digest.jobs.visiting import Patience, read_owed
from digest.model import Canary, Errand, ErrandKind, ErrandState, Newsletter, Outcome, Run
from digest.newsroom import Newsroom
from digest.sending.holding import a_lease
from digest.words import counted
from subscribers import SubscribersError

log = logging.getLogger(__name__)

MOST_LOOKS, A_LOOK = 150, 0.2  # seconds between two looks at what another press makes of the same order
MOST_TRIES = 3  # two presses of one newsletter at once: the later one composes anew


async def press(
    newsroom: Newsroom, newsletter: Newsletter, order: Order, *, now: datetime, patience: Patience | None = None
) -> Run | None:
    """Print an issue and queue it for its readers. Returns the run, or None when another press has the order.

    Whatever goes wrong is written into the run with its reason. ``patience`` is what is left of it for pages that are
    still to be read, where several issues are due together.

    Raises:
        StoreError: the database fails; the run stays open and is taken over later.
    """
    async with a_lease(newsroom, now=now) as lease:
        run = await _open(newsroom, newsletter, order, lease, now)
        return None if run is None else await _make(newsroom, newsletter, order, run, now, patience)


async def press_once(newsroom: Newsroom, newsletter: Newsletter, order: Order, *, now: datetime) -> Run:
    """As ``press``; where the same order was given before, the run that it made, however often it is repeated.

    Raises:
        Taken: another press has it, and has not ended after half a minute.
        StoreError: the database fails.
    """
    for _ in range(MOST_LOOKS):
        run = await press(newsroom, newsletter, order, now=now)
        if run is not None:
            return run
        async with newsroom.reading() as tx:
            known = await store.runs.find(tx, newsletter.id, order.cadence, order.key)
        if known is not None and known.outcome is not Outcome.OPEN:
            return known
        await asyncio.sleep(A_LOOK)
    raise Taken("Somebody else is sending it at this moment; `digest status` shows how it goes.")


async def _make(
    newsroom: Newsroom, newsletter: Newsletter, order: Order, run: Run, now: datetime, patience: Patience | None
) -> Run:
    try:
        if run.issue_id is None:
            if not order.content:  # what was looked at was read before that
                await read_owed(newsroom, newsletter, now=now, patience=patience)
            proof = await _print(newsroom, newsletter, order, run, now)
            if proof.choice.held:
                return await _close_held(newsroom, run, proof, now)
            run = await _reread(newsroom, run)
        frozen = await freeze(newsroom, newsletter, run.issue_id or 0, rhythm=order.audience)
    except (DigestError, SubscribersError) as fault:
        if isinstance(fault, StoreError) and not fault.permanent:
            raise
        return await _fail(newsroom, run, fault.message, now)
    except Exception as fault:
        # Something of ours throws: whoever mends it finds it in the log, and no other newsletter waits for it.
        log.exception("%s cannot be printed.", newsletter.slug)
        words = f"something of ours broke ({type(fault).__name__}: {fault}); the log says where"
        return await _fail(newsroom, run, words[:500], now)
    if frozen is None:
        return await _close(newsroom, run, Outcome.SKIPPED, "cancelled before it was queued", now)
    return await _close(newsroom, run, Outcome.SENT, order.words or _said(frozen), now, **asdict(frozen))


def _said(frozen: Frozen) -> str:
    words = f"queued for {counted(frozen.readers, 'reader')}"
    if frozen.variants > 1:
        words += f" in {frozen.variants} variants"
    return words + (f"; nothing was left for {counted(frozen.nothing, 'reader')}" if frozen.nothing else "")


async def _open(newsroom: Newsroom, newsletter: Newsletter, order: Order, lease: int, now: datetime) -> Run | None:
    try:
        async with newsroom.begin() as tx:
            return await store.runs.open_run(
                tx,
                newsletter.id,
                order.cadence,
                order.key,
                due=order.due,
                lease=lease,
                now=now,
            )
    except Taken:
        return None


async def _print(newsroom: Newsroom, newsletter: Newsletter, order: Order, run: Run, now: datetime) -> Proof:
    for last_try in (False,) * (MOST_TRIES - 1) + (True,):
        proof = await prove(
            newsroom, newsletter, now=now, cadence=order.cadence, slot=order.slot, segment=order.segment
        )
        if proof.choice.held:
            return proof
        if order.content and proof.content != order.content:
            raise DigestError("The issue is not the one that was looked at: something came or went. Look again.")
        try:
            await _keep(newsroom, proof, run, order)
        except Taken:
            if last_try:
                raise
            continue
        return proof
    raise AssertionError


async def _keep(newsroom: Newsroom, proof: Proof, run: Run, order: Order) -> None:
    """The issue, what it tells, and its errand: all of it or nothing."""
    issue, sheet, newsletter = proof.issue, proof.sheet, proof.newsletter
    if issue is None or sheet is None:
        return
    page = render.web_page(issue, newsletter, newsroom.looks, base_url=newsroom.settings.newsroom.base_url)
    window = parse_window(newsletter.window, newsletter.zone)
    errand = Errand(
        id=issue.id,
        kind=ErrandKind.ISSUE,
        newsletter_id=newsletter.id,
        state=ErrandState.FREEZING,
        made=issue.made,
        in_doubt=newsletter.in_doubt,
        opens=order.opens,
        closes=issue.made + newsletter.finish_by if newsletter.finish_by else None,
        window=window.words if window else "",
        segment=proof.segment,
        canary=Canary.RUNNING if newsletter.canary.wanted else Canary.NONE,
    )
    async with newsroom.begin() as tx:
        await store.issues.keep(tx, issue, page=page)
        await store.freezing.open_errand(tx, errand, sheet)
        await store.runs.set_issue(tx, run.id, issue.id)


async def _reread(newsroom: Newsroom, run: Run) -> Run:
    async with newsroom.reading() as tx:
        return await store.runs.get(tx, run.id)


async def _close_held(newsroom: Newsroom, run: Run, proof: Proof, now: datetime) -> Run:
    held = proof.choice.held
    outcome = Outcome.HELD if held.startswith("held") else Outcome.SKIPPED
    return await _close(
        newsroom, run, outcome, held, now, waiting=sum(one.carries_over for one in proof.choice.left_out)
    )


async def _fail(newsroom: Newsroom, run: Run, why: str, now: datetime) -> Run:
    """An issue that cannot be printed whole is none: it is taken back, and the next one tells its stories."""
    async with newsroom.begin() as tx:
        issue_id = (await store.runs.get(tx, run.id)).issue_id
        if issue_id is not None and await store.issues.take_back(tx, issue_id):
            await store.runs.set_issue(tx, run.id, None)
        return await store.runs.close_run(tx, run.id, Outcome.FAILED, reason=why, now=now)


async def _close(newsroom: Newsroom, run: Run, outcome: Outcome, reason: str, now: datetime, **counts: int) -> Run:
    async with newsroom.begin() as tx:
        return await store.runs.close_run(tx, run.id, outcome, reason=reason, now=now, counts=counts)
