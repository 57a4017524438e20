"""Bounces: hard ones suppress, soft ones are remembered and decay, complaints leave; a person may take bounces back."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

import subscribers
from subscribers import NotPermitted, Standing
from subscribers.bounces import GRACE
from tests.makers import NOW, a_consent, keys
from tests.people import ALICE, BOB, bring_in, move_in

NEWS, OTHER = 1, 2
DAY = timedelta(days=1)


async def soft(tx: AsyncConnection, person: int, at: datetime) -> int:
    row = await subscribers.soft_bounce(tx, person, keys=keys(), now=at, words="452 mailbox full")
    assert row is not None
    return row.count


async def hard(tx: AsyncConnection, person: int, at: datetime = NOW) -> bool:
    return await subscribers.hard_bounce(tx, person, keys=keys(), now=at, words="550 no such user")


async def complain(tx: AsyncConnection, person: int, newsletter: int | None = NEWS) -> bool:
    return await subscribers.complaint(tx, person, newsletter_id=newsletter, keys=keys(), now=NOW)


async def restore(tx: AsyncConnection, address: str = ALICE) -> bool:
    return await subscribers.restore(tx, address, keys=keys(), now=NOW, how="command")


async def reason(tx: AsyncConnection, address: str = ALICE) -> str:
    found = (await subscribers.profile(tx, address, keys=keys())).suppression
    return found.reason if found else ""


async def test_a_hard_bounce_suppresses_at_once_in_every_newsletter(tx: AsyncConnection) -> None:
    people = await move_in(tx, NEWS)
    await subscribers.join(tx, ALICE, OTHER, consent=a_consent(), keys=keys(), now=NOW, confirmed=True)
    assert await hard(tx, people.alice)
    for newsletter in (NEWS, OTHER):
        assert await subscribers.standing_of(tx, newsletter, people.alice) is Standing.SUPPRESSED
    profile = await subscribers.profile(tx, ALICE, keys=keys())
    assert profile.suppression is not None
    assert (profile.suppression.reason, profile.suppression.note) == ("bounce", "550 no such user")
    assert not await hard(tx, 999), "nobody is there"


@pytest.mark.parametrize(
    ("days", "counts", "suppressed"),
    [
        ((0, 7, 14), (1, 2, 3), True),
        ((0, 6, 13), (1, 2, 3), False),  # three, but in less than two weeks
        ((0, 14), (1, 2), False),  # two weeks, but two
        ((0, 0, 0, 1, 2, 13), (1, 2, 3, 4, 5, 6), False),
        ((0, 1, 2, 15), (1, 2, 3, 4), True),
    ],
)
async def test_three_soft_bounces_in_a_row_over_two_weeks_suppress(
    tx: AsyncConnection,
    days: tuple[int, ...],
    counts: tuple[int, ...],
    suppressed: bool,  # noqa: FBT001 - pytest's way
) -> None:
    alice = (await move_in(tx, NEWS)).alice
    assert tuple([await soft(tx, alice, NOW + day * DAY) for day in days]) == counts
    assert (await reason(tx) == "soft bounces") is suppressed


async def test_a_success_ends_the_row_when_no_bounce_came_after_it(tx: AsyncConnection) -> None:
    alice = (await move_in(tx, NEWS)).alice
    await soft(tx, alice, NOW)
    await subscribers.delivered(tx, [alice, 999], now=NOW + 7 * DAY)
    assert (await subscribers.profile(tx, ALICE, keys=keys())).soft_bounces is not None, "accepted is not yet arrived"
    await subscribers.delivered(tx, [alice], now=NOW + 14 * DAY)
    assert (await subscribers.profile(tx, ALICE, keys=keys())).soft_bounces is None
    assert await soft(tx, alice, NOW + 15 * DAY) == 1


async def test_a_bounce_long_after_an_acceptance_begins_a_new_row(tx: AsyncConnection) -> None:
    alice = (await move_in(tx, NEWS)).alice
    await soft(tx, alice, NOW)
    await subscribers.delivered(tx, [alice], now=NOW + 7 * DAY)
    assert await soft(tx, alice, NOW + 7 * DAY + GRACE) == 1


async def test_a_relay_that_accepts_everything_does_not_hide_the_bounces_that_come_days_later(
    tx: AsyncConnection,
) -> None:
    alice = (await move_in(tx, NEWS)).alice
    for week in range(3):
        sent = NOW + week * 7 * DAY
        await subscribers.delivered(tx, [alice], now=sent)  # 250, says our relay
        assert await soft(tx, alice, sent + 5 * DAY) == week + 1  # and gives up five days later
    assert await reason(tx) == "soft bounces"


async def test_deliveries_touch_only_people_with_soft_bounces(tx: AsyncConnection) -> None:
    people = await move_in(tx, NEWS)
    await soft(tx, people.alice, NOW)
    await subscribers.delivered(tx, range(1, 2000), now=NOW)
    assert await subscribers.with_soft_bounces(tx) == [people.alice]
    assert await subscribers.with_soft_bounces(tx, after=people.alice) == []


async def test_a_complaint_leaves_suppresses_and_is_undone_by_nobody_but_the_reader(tx: AsyncConnection) -> None:
    alice = (await move_in(tx, NEWS)).alice
    assert await complain(tx, alice)
    assert await subscribers.standing_of(tx, NEWS, alice) is Standing.SUPPRESSED
    assert ("leave", "complaint") in [(event, how.how) for *_, event, how in await subscribers.history(tx, alice)]
    with pytest.raises(NotPermitted, match=r"complaint.*Only the reader"):
        await restore(tx)
    await subscribers.confirm(tx, person_id=alice, newsletter_id=NEWS, consent=a_consent(), keys=keys(), now=NOW + DAY)
    assert await subscribers.standing_of(tx, NEWS, alice) is Standing.ACTIVE


@pytest.mark.parametrize("first", ["bounce", "complaint"])
async def test_a_complaint_about_a_bounced_address_can_not_be_restored_in_either_order(
    tx: AsyncConnection, first: str
) -> None:
    alice = (await move_in(tx, NEWS)).alice
    for what in (first, "complaint" if first == "bounce" else "bounce"):
        await (complain(tx, alice) if what == "complaint" else hard(tx, alice))
    assert await reason(tx) == "complaint"
    with pytest.raises(NotPermitted):
        await restore(tx)


async def test_a_person_restores_every_standing_as_it_was(tx: AsyncConnection) -> None:
    people = await move_in(tx, NEWS)
    await subscribers.join(tx, ALICE, OTHER, consent=a_consent(), keys=keys(), now=NOW, confirmed=True)
    await subscribers.leave(tx, person_id=people.alice, newsletter_id=OTHER, why="page", now=NOW)
    await hard(tx, people.alice)
    await hard(tx, people.alice)  # a second one hides nothing more
    await hard(tx, people.bob)
    assert await restore(tx)
    assert await restore(tx, BOB)
    assert await subscribers.standing_of(tx, NEWS, people.alice) is Standing.ACTIVE
    assert await subscribers.standing_of(tx, OTHER, people.alice) is Standing.LEFT
    assert await subscribers.standing_of(tx, NEWS, people.bob) is Standing.PENDING
    assert not await restore(tx), "there is nothing to undo any more"
    events = [(event, consent.how) for *_, event, consent in await subscribers.history(tx, people.alice)]
    assert ("restore", "command") in events


async def test_restoring_forgets_soft_bounces_too(tx: AsyncConnection) -> None:
    alice = (await move_in(tx, NEWS)).alice
    for day in (0, 7, 14):
        await soft(tx, alice, NOW + day * DAY)
    assert await restore(tx)
    assert await soft(tx, alice, NOW + 15 * DAY) == 1


async def test_what_an_administrator_suppressed_is_not_restored(tx: AsyncConnection) -> None:
    await move_in(tx, NEWS)
    await subscribers.suppress(tx, ALICE, reason="administrator", keys=keys(), now=NOW)
    with pytest.raises(NotPermitted, match="administrator"):
        await restore(tx)


async def test_an_import_never_brings_back_a_bounced_reader(tx: AsyncConnection, tmp_path: Path) -> None:
    alice = (await move_in(tx, NEWS)).alice
    await hard(tx, alice)
    file = tmp_path / "list.csv"
    file.write_text(f"email\n{ALICE}\n")
    report = await bring_in(tx, file, NEWS)
    assert (report.left_alone, report.added, report.updated) == (1, 0, 0)
    assert await subscribers.standing_of(tx, NEWS, alice) is Standing.SUPPRESSED


async def test_a_suppressed_reader_who_asks_for_more_is_pending_when_restored(tx: AsyncConnection) -> None:
    alice = (await move_in(tx, NEWS)).alice
    await hard(tx, alice)
    await subscribers.join(tx, ALICE, OTHER, consent=a_consent(), keys=keys(), now=NOW)
    assert await restore(tx)
    assert await subscribers.standing_of(tx, OTHER, alice) is Standing.PENDING


async def test_a_confirmation_ends_the_row_of_bounces(tx: AsyncConnection) -> None:
    alice = (await move_in(tx, NEWS)).alice
    await soft(tx, alice, NOW)
    await hard(tx, alice)
    await subscribers.confirm(tx, person_id=alice, newsletter_id=NEWS, consent=a_consent(), keys=keys(), now=NOW)
    profile = await subscribers.profile(tx, ALICE, keys=keys())
    assert (profile.suppression, profile.soft_bounces) == (None, None)


async def test_somebody_forgotten_leaves_no_bounces_behind(tx: AsyncConnection) -> None:
    alice = (await move_in(tx, NEWS)).alice
    await soft(tx, alice, NOW)
    await subscribers.forget(tx, alice, keys=keys(), now=NOW)
    assert await subscribers.with_soft_bounces(tx) == []
    assert (await subscribers.profile(tx, ALICE, keys=keys())).person is None
    assert await subscribers.soft_bounce(tx, alice, keys=keys(), now=NOW) is None
