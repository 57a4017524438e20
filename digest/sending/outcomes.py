"""What came of a letter: what the ledger notes, how its relay stands from now on, and whether its errand may go on."""

from __future__ import annotations

import asyncio
import logging
import traceback
from datetime import datetime

from digest import deliver
from digest.model import ErrandKind, Verdict, VerdictKind
from digest.sending import losses, rates
from digest.sending.desks import Desk, Job, Post
from digest.sending.floor import NOTHING, Floor
from digest.sending.settling import broken, settlement, unwelcome

log = logging.getLogger(__name__)

BELIEVED = 30.0  # seconds a relay that answers nothing is believed to be busy with the connections it has


def answered(floor: Floor, desk: Desk, job: Job, group: str, verdict: Verdict) -> bool:
    """A letter has its answer: the ledger, the relay's desk and the errand are told.

    Returns whether its lane shall step back, so that one that is connected takes the letter.
    """
    now = floor.clock()
    desk.turn_day(now)
    desk.tray.gaits.end(group, verdict, now=now)
    may_be_there = verdict.kind in (VerdictKind.SENT, VerdictKind.IN_DOUBT)
    desk.taken -= not may_be_there  # only what was taken, as far as anybody knows, counts for the day
    its_own = _is_its_own(floor, desk, job, verdict)
    if its_own:
        verdict = losses.put_off(verdict)
    elif verdict.kind is VerdictKind.RELAY_DOWN or (verdict.kind is VerdictKind.SENDER_FAULT and verdict.connecting):
        return _relay_failed(floor, desk, job, group, verdict)
    _settle(floor, desk, job, verdict)
    floor.carried += 1
    _judge(floor, job, verdict)
    if verdict.kind is VerdictKind.IN_DOUBT:
        # The letter has its state; but whoever swallows letters without a word shall not be given all of them.
        _distrust(floor, desk, verdict, now)
        return False
    if not its_own:
        desk.breaker, desk.turned_away = deliver.breaker.worked(desk.breaker), None
        floor.attention.losses.answered(desk.relay.settings.name)
    if desk.is_spent:
        floor.left_alone(desk, now)
    desk.wake()
    return False


def _is_its_own(floor: Floor, desk: Desk, job: Job, verdict: Verdict) -> bool:
    """Whether a relay that failed did so for this letter only."""
    name, lost = desk.relay.settings.name, losses.may_be_its_own(verdict)
    return lost and floor.attention.losses.is_its_own(name, job.delivery.id)


def _settle(floor: Floor, desk: Desk, job: Job, verdict: Verdict) -> None:
    give_up = floor.mailroom.settings.send.give_up
    result = settlement(job.delivery, verdict, job.post.errand, give_up=give_up, now=floor.clock(), rng=floor.rng)
    floor.scribe.note(result, "" if desk.day else desk.relay.settings.name)  # what was booked is counted


def _relay_failed(floor: Floor, desk: Desk, job: Job, group: str, verdict: Verdict) -> bool:
    """Nothing of the letter left: it lies in the tray again, and the relay is judged. Returns as ``answered``.

    It lies first, but where the relay took the call: then somebody else may show whether it is about this letter.

    Where the ledger has its mark, it goes back to the queue, and the mark with it: else it would be in doubt some day.
    """
    one_too_many = _is_one_too_many(desk, verdict)
    if job.marked:
        _settle(floor, desk, job, verdict)
    else:
        desk.tray.put(job, group, first=not losses.may_be_its_own(verdict))
    if deliver.asks_for_less(verdict) and desk.tray.gaits.rest(now=floor.clock()):
        _say_slower(desk, verdict)
        desk.wake()
    elif one_too_many and (desk.tray.gaits.under_way or desk.relay.calls):
        desk.wake()  # the others go on
    else:
        _distrust(floor, desk, verdict, floor.clock())
    return one_too_many


def _is_one_too_many(desk: Desk, verdict: Verdict) -> bool:
    """Whether the relay takes no call beside those it has: it says so, or turns us away without a word.

    Where nothing is said and nothing answered on the others either, it is only believed for a while.
    """
    if not verdict.connecting or deliver.pace.too_much(verdict):
        return verdict.connecting
    if verdict.kind is not VerdictKind.RELAY_DOWN or not desk.relay.calls:
        return False
    return desk.turns_away(asyncio.get_running_loop().time()) < BELIEVED


def _say_slower(desk: Desk, verdict: Verdict) -> None:
    """Once in a dispatch: whoever knows the limit can set it, and nothing has to be tried twice.

    Others put us off for reasons of their own: of Postfix that is what is heard while its milter is away.
    """
    if not desk.slowed:
        wish = "puts us off, and is asked again soon"
        if deliver.is_about_our_sending("", verdict.text):
            wish = "wants letters more slowly (set its rate to what it allows)"
        log.warning("%s %s: %s", desk.relay.name, wish, verdict.answer)
    desk.slowed = True


def _distrust(floor: Floor, desk: Desk, verdict: Verdict, now: datetime) -> None:
    known = desk.breaker.is_open(now)  # by a letter that was under way beside this one: that was told
    desk.breaker = deliver.breaker.failed(desk.breaker, verdict, now=now)
    if desk.breaker.is_open(now):
        if not known:
            until = f"{desk.breaker.open_until:%H:%M:%S} UTC"
            log.warning("%s is left alone until %s: %s", desk.relay.name, until, verdict.answer)
        floor.left_alone(desk, now)
        _pause_all_if_refused(floor, now)
    desk.wake()


def _pause_all_if_refused(floor: Floor, now: datetime) -> None:
    """Where all relays refuse us (a login, a policy) somebody has to mend that; asking again and again does not.

    Small mails wait for it without being paused: nobody would resume each of them.
    """
    if all(desk.breaker.is_open(now) and desk.breaker.refuses for desk in floor.desks.values()):
        for post in floor.posts.values():
            if post.errand.kind is not ErrandKind.MAIL and not post.closed:
                _pause(floor, post, floor.trouble)


def _judge(floor: Floor, job: Job, verdict: Verdict) -> None:
    """Whether the errand may go on: not when the fault is ours, nor when too many readers are refused (L-09)."""
    post, most = job.post, floor.mailroom.settings.send.most_refused
    post.answers += 1
    post.here += 1
    if verdict.kind is VerdictKind.REFUSED:
        post.refusals += 1
        post.refusal = verdict.answer
        post.denied += verdict.enhanced.startswith("5.7.")
    post.doubts.note(doubtful=verdict.kind is VerdictKind.IN_DOUBT)
    if verdict.kind is VerdictKind.SENDER_FAULT:
        _pause(floor, post, verdict.answer)
    elif verdict.kind is VerdictKind.IN_DOUBT and (words := _too_doubtful(post)):
        _pause(floor, post, f"{words}: {verdict.answer}")
    elif _none_taken(post, most):
        _pause(floor, post, f"all of the first {post.refusals} letters were refused, so it is about us: {post.refusal}")
    elif _too_many(post, most):
        words = f"{post.refusals} of {post.answers} letters were refused, more than {most:.1%}"
        _pause(floor, post, f"{words}: {post.refusal}" if post.refusal else words)


def _too_many(post: Post, most: float) -> bool:
    """Whether too many were refused, and nobody said so yet nor was told to go on all the same."""
    many = post.answers >= rates.ENOUGH and post.refusals > most * post.answers
    return many and not post.closed and not post.errand.overruled


def _none_taken(post: Post, most: float) -> bool:
    """Whether all were denied and nobody's letter was ever taken; where any share may be refused, that may be too."""
    none = post.denied == post.here >= rates.FIRST and post.refusals == post.answers and most < 1
    return none and not post.closed and not post.errand.overruled


def _too_doubtful(post: Post) -> str:
    """Why somebody should look at the relay before it is given more; "" where nobody needs to, or was told."""
    return "" if post.closed else post.doubts.against()


def _pause(floor: Floor, post: Post, reason: str) -> None:
    post.closed = reason
    post.doubts.forget()
    floor.to_pause[post.errand.id] = reason
    floor.hungry.set()


def note_unwelcome(floor: Floor, desk: Desk, job: Job, group: str, why: str) -> None:
    """A reader left while their letter was at hand."""
    desk.tray.gaits.end(group, NOTHING, now=floor.clock())
    desk.taken -= 1
    floor.scribe.note(unwelcome(job.delivery, why))
    desk.wake()


def note_broken(floor: Floor, desk: Desk, job: Job, group: str, fault: Exception) -> None:
    """The row keeps the last lines of the traceback: whoever mends it needs them (R-23)."""
    words = " ".join("".join(traceback.format_exception(fault, limit=-3)).split())[-500:]
    log.error("The letter of delivery %d cannot be handled: %s", job.delivery.id, words)
    desk.tray.gaits.end(group, NOTHING, now=floor.clock())
    desk.taken -= 1
    floor.scribe.note(broken(job.delivery, words))
    desk.wake()
