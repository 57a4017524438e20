"""Sending an issue by hand: send."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

import typer

from digest import engine, jobs, store
from digest.cli import posting
from digest.cli.desk import Desk
from digest.cli.people import chosen
from digest.cli.planning import leaving_in_words
from digest.cli.proofs import NewsletterName, show_plan
from digest.cli.waits import Going, stance, unfinished
from digest.errors import SettingsError
from digest.model import BY_HAND, ErrandState, Newsletter, Outcome, Run
from digest.newsroom import Newsroom
from digest.words import counted


def add_to(app: typer.Typer) -> None:
    """Add this command to the application."""
    app.command()(send)


def send(
    context: typer.Context,
    newsletter: NewsletterName = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; change nothing at all.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    at_once: Annotated[
        bool, typer.Option("--now", help="Let the first letter leave at once: no time to undo.")
    ] = False,
    segment: Annotated[
        str, typer.Option(help="Only to these: a segment's name, or words such as 'zone in Europe'.")
    ] = "",
    key: Annotated[str, typer.Option(help="Two sends with the same key are one: for scripts that may run twice.")] = "",
) -> None:
    """Print an issue now and mail it. Says how many readers, which stories and which relay, and asks first.

    Two people who press it at once for the same stories send one issue. Until the first letter leaves, Ctrl-C undoes
    it; a script that says --yes is given no such time.
    """
    desk: Desk = context.obj
    wish = _Wish(newsletter, segment, key, dry_run=dry_run, yes=yes, at_once=at_once)
    known = _known(desk, wish)
    if dry_run and known is not None:
        desk.screen.say("Dry run: this key was used before; its letters would be carried on with.")
        return
    run = known or _look_and_press(desk, wish)
    if run is None:
        desk.screen.say("Dry run: nothing was changed, nothing was sent.")
        return
    posting.report(desk, run, desk.run(lambda newsroom: posting.post(desk, newsroom, run)))


@dataclass(frozen=True, slots=True)
class _Wish:
    """What somebody asked for."""

    newsletter: str
    segment: str
    key: str
    dry_run: bool
    yes: bool
    at_once: bool


def _known(desk: Desk, wish: _Wish) -> Run | None:
    """The run of an earlier send with this key; one whose readers are not all written down is waited for, or ended."""
    known = desk.run(
        lambda newsroom: _given_before(newsroom, wish.newsletter, wish.key),
        apply=not wish.dry_run,
    )
    if known is None or known.outcome is not Outcome.OPEN or wish.dry_run:
        return known
    return desk.run(lambda newsroom: _finish(desk, newsroom, wish.newsletter, wish.key))


def _look_and_press(desk: Desk, wish: _Wish) -> Run | None:
    """Show it, ask, give the order. None: it was a dry run."""
    proof = _look(desk, wish.newsletter, wish.segment, dry_run=wish.dry_run)
    if proof.choice.held:
        known = _known(desk, wish)  # somebody was faster
        if known is None or wish.dry_run:
            _say_what_is_under_way(desk, proof.newsletter)
            raise typer.Exit(1)
        return known
    if wish.dry_run:
        return None
    if not wish.yes and not typer.confirm("Send it?"):
        raise typer.Exit(1)
    return desk.run(lambda newsroom: _press(desk, newsroom, proof, _order(desk, wish, proof)))


def _say_what_is_under_way(desk: Desk, of: Newsletter) -> None:
    """Where nothing is new, an earlier issue may still be there that nobody carries: its sender was killed."""

    async def look(newsroom: Newsroom) -> tuple[Going, dict[int, int]]:
        async with newsroom.reading() as tx:
            going = await unfinished(tx, of.id, now=desk.now())
            return going, await store.issues.numbers(tx, [errand.id for errand, *_ in going])

    going, numbers = desk.run(look)
    for errand, balance, waiting in going:
        name = f"{of.slug}/{numbers.get(errand.id, '?')}"
        desk.screen.say(f"{name} is {stance(errand, waiting)}: {balance.sent} of {balance.candidates} sent.")
    if any(errand.state is ErrandState.OPEN for errand, *_ in going):
        desk.screen.say("`digest serve` or `digest work` carries it.")


def _order(desk: Desk, wish: _Wish, proof: jobs.Proof) -> jobs.Order:
    """Without a key the stories are one: who presses at once for the same ones presses together.

    The issue's number too: what was undone may be sent after all.
    """
    hurried = wish.at_once or (wish.yes and not sys.stdin.isatty())  # nobody is there who could think better of it
    return jobs.Order.by_hand(
        now=desk.now(),
        key=wish.key or f"{proof.issue.number if proof.issue else 0}-{proof.content}{jobs.mark_of(wish.segment)}",
        undo=timedelta() if hurried else desk.settings().send.undo,
        content="" if wish.yes else proof.content,
        segment=wish.segment,
    )


async def _given_before(newsroom: Newsroom, newsletter: str, key: str) -> Run | None:
    """What came of an earlier send with this key; a script that runs twice goes on with the first."""
    of = await chosen(newsroom, newsletter)
    if not key:
        return None
    async with newsroom.reading() as tx:
        run = await store.runs.find(tx, of.id, BY_HAND, f"hand:{key}")
    return run if run is not None and run.issue_id is not None else None


async def _finish(desk: Desk, newsroom: Newsroom, newsletter: str, key: str) -> Run:
    """Go on where an earlier send died before all readers were written down."""
    await jobs.sweep(newsroom, engine.Vigil(), now=desk.now(), at=time.monotonic())
    order = jobs.Order.by_hand(now=desk.now(), key=key)
    return await jobs.press_once(newsroom, await chosen(newsroom, newsletter), order, now=desk.now())


def _look(desk: Desk, newsletter: str, segment: str, *, dry_run: bool) -> jobs.Proof:
    """Show what would go out, to how many, by which relay.

    Raises:
        SettingsError: there is nobody to send it to.
    """
    now = desk.now()

    async def plan(newsroom: Newsroom) -> tuple[jobs.Proof, jobs.Departures, str]:
        of = await chosen(newsroom, newsletter)
        if not dry_run:
            await jobs.read_owed(newsroom, of, now=now)
        proof = await jobs.prove(newsroom, of, now=now, segment=segment)
        hours = await jobs.hours_of(newsroom, of, rhythm="", now=now, segment=segment)
        return proof, jobs.departures(of, hours, made=now), ", ".join(relay.name for relay in newsroom.relays)

    proof, leaving, relays = desk.run(plan)
    readers = sum(number for _, number in leaving)
    if dry_run or proof.choice.held or not desk.screen.as_json:
        show_plan(desk, proof, leaving)
    if proof.choice.held:
        return proof
    stories = counted(len(proof.choice.stories), "story")
    desk.screen.say(f"[bold]{counted(readers, 'reader')}[/bold], {stories}, by {relays}")
    if any(moment > now for moment, _ in leaving):
        desk.screen.say(f"Leaving {leaving_in_words(leaving, now, proof.newsletter.zone)}")
    if not readers and not dry_run:
        slug = proof.newsletter.slug
        if segment or proof.newsletter.segment:
            raise SettingsError(f"{slug} has no active readers in this segment.", key="segment")
        raise SettingsError(f"{slug} has no active readers; `digest subscribers import FILE` adds some.")
    return proof


async def _press(desk: Desk, newsroom: Newsroom, proof: jobs.Proof, order: jobs.Order) -> Run:
    """Give the order."""
    run = await jobs.press_once(newsroom, proof.newsletter, order, now=desk.now())
    await jobs.sweep(newsroom, engine.Vigil(), now=desk.now(), at=time.monotonic())
    return run
