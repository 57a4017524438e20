"""Who is on the roll, and who may be written to now, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

import subscribers
from subscribers import Event, NotPermitted, Purpose, Standing
from tests.makers import NOW, a_consent, keys
from tests.people import ALICE, BOB, CHARLIE, move_in

NEWS, OTHER = 1, 2


async def join(
    tx: AsyncConnection, address: str, newsletter: int = NEWS, *, confirmed: bool = True, cadence: str = ""
) -> int:
    joined = await subscribers.join(
        tx, address, newsletter, consent=a_consent(), keys=keys(), now=NOW, confirmed=confirmed, cadence=cadence
    )
    return joined.person_id


async def test_only_the_confirmed_are_recipients(tx: AsyncConnection) -> None:
    people = await move_in(tx, NEWS)
    assert [one.id for one in await subscribers.recipients(tx, NEWS)] == [people.alice]
    assert await subscribers.count(tx, NEWS) == 1
    counts = await subscribers.counts(tx, NEWS)
    assert counts == {Standing.ACTIVE: 1, Standing.PENDING: 1, Standing.SUPPRESSED: 1}


async def test_one_person_whatever_the_spelling_and_one_membership_for_each_newsletter(tx: AsyncConnection) -> None:
    first = await join(tx, "Ana@Example.org")
    assert await join(tx, "ana@EXAMPLE.org") == first
    assert await join(tx, "ana@example.org", OTHER) == first
    assert await subscribers.count(tx, NEWS) == await subscribers.count(tx, OTHER) == 1
    await subscribers.leave(tx, person_id=first, newsletter_id=NEWS, why="link", now=NOW)
    assert (await subscribers.count(tx, NEWS), await subscribers.count(tx, OTHER)) == (0, 1)


async def test_pages_go_over_everybody_once_in_order(tx: AsyncConnection) -> None:
    ids = [await join(tx, f"reader{n}@example.org") for n in range(25)]
    seen: list[int] = []
    while page := await subscribers.recipients(tx, NEWS, after=seen[-1] if seen else 0, limit=7):
        assert len(page) <= 7
        seen += [one.id for one in page]
    assert seen == sorted(ids)


async def test_a_readers_own_rhythm_decides_which_issue_they_get(tx: AsyncConnection) -> None:
    weekly, anyway = await join(tx, ALICE, cadence="weekly"), await join(tx, BOB)
    assert [one.id for one in await subscribers.recipients(tx, NEWS, cadence="daily")] == [anyway]
    assert {one.id for one in await subscribers.recipients(tx, NEWS, cadence="weekly")} == {weekly, anyway}
    assert await subscribers.count(tx, NEWS) == 2


async def test_who_is_no_longer_welcome_and_why(tx: AsyncConnection) -> None:
    people = await move_in(tx, NEWS)
    everybody = [people.alice, people.bob, people.charlie, 99]
    assert set(await subscribers.still_welcome(tx, NEWS, everybody)) == {people.alice}
    why = await subscribers.why_not(tx, NEWS, everybody[1:])
    assert why == {people.bob: "pending", people.charlie: "suppressed", 99: "unknown"}
    await subscribers.move(tx, Event.PAUSE, person_id=people.alice, newsletter_id=NEWS, consent=a_consent(), now=NOW)
    assert await subscribers.still_welcome(tx, NEWS, everybody) == {}
    assert (await subscribers.why_not(tx, NEWS, [people.alice]))[people.alice] == "paused"


async def test_nobody_who_left_is_brought_back_by_others_but_by_confirming(tx: AsyncConnection) -> None:
    alice = await join(tx, ALICE)
    await subscribers.leave(tx, person_id=alice, newsletter_id=NEWS, why="link", now=NOW)
    with pytest.raises(NotPermitted, match="only the reader can come back"):
        await join(tx, ALICE)
    assert await subscribers.standing_of(tx, NEWS, alice) is Standing.LEFT
    await join(tx, ALICE, confirmed=False)
    assert await subscribers.standing_of(tx, NEWS, alice) is Standing.PENDING
    await subscribers.confirm(tx, person_id=alice, newsletter_id=NEWS, consent=a_consent(), keys=keys(), now=NOW)
    assert await subscribers.standing_of(tx, NEWS, alice) is Standing.ACTIVE


async def test_leaving_by_a_link_is_done_at_once_and_may_be_repeated(tx: AsyncConnection) -> None:
    alice = await join(tx, ALICE)
    token = subscribers.sign(Purpose.LEAVE, person_id=alice, newsletter_id=NEWS, keys=keys(), now=NOW)
    late = NOW + timedelta(days=700)
    for changed in (True, False):
        left = await subscribers.leave_by_token(tx, token, keys=keys(), now=late, why="one-click")
        assert left is not None
        assert (left.person_id, left.newsletter_id, left.changed) == (alice, NEWS, changed)
    other = subscribers.sign(Purpose.VIEW, person_id=alice, newsletter_id=NEWS, keys=keys(), now=NOW)
    assert await subscribers.leave_by_token(tx, other, keys=keys(), now=late, why="one-click") is None


async def test_every_change_is_recorded_with_its_evidence(tx: AsyncConnection) -> None:
    alice = await join(tx, ALICE)
    await subscribers.leave(tx, person_id=alice, newsletter_id=NEWS, why="one-click", now=NOW + timedelta(days=1))
    await subscribers.leave(tx, person_id=alice, newsletter_id=NEWS, why="again", now=NOW + timedelta(days=2))
    record = [(event, consent.how) for _, _, event, consent in await subscribers.history(tx, alice)]
    assert record == [("confirm", a_consent().how), ("leave", "one-click")]


async def test_a_suppression_is_for_ever_for_all_newsletters_and_all_spellings(tx: AsyncConnection) -> None:
    charlie = await join(tx, CHARLIE)
    await join(tx, CHARLIE, OTHER)
    assert await subscribers.suppress(tx, CHARLIE.upper(), reason="bounce", keys=keys(), now=NOW)
    assert not await subscribers.suppress(tx, CHARLIE, reason="complaint", keys=keys(), now=NOW)
    assert await subscribers.count(tx, NEWS) == await subscribers.count(tx, OTHER) == 0
    for newsletter in (NEWS, OTHER, 3):
        with pytest.raises(NotPermitted):
            await join(tx, CHARLIE, newsletter)
    assert (await join(tx, CHARLIE, 3, confirmed=False)) == charlie
    assert await subscribers.standing_of(tx, 3, charlie) is Standing.SUPPRESSED
    assert [(reason, note) for _, reason, note, _ in await subscribers.suppressed(tx)] == [("complaint", "")]


async def test_only_their_own_confirmation_takes_somebody_off_the_suppression_list(tx: AsyncConnection) -> None:
    people = await move_in(tx, NEWS)
    joined = await subscribers.confirm(
        tx, person_id=people.charlie, newsletter_id=NEWS, consent=a_consent(), keys=keys(), now=NOW
    )
    assert joined.standing is Standing.ACTIVE
    assert await subscribers.suppressed(tx) == []


async def test_who_is_forgotten_leaves_one_hash_and_cannot_be_added_again(tx: AsyncConnection) -> None:
    alice = await join(tx, ALICE)
    assert await subscribers.forget(tx, alice, keys=keys(), now=NOW)
    assert not await subscribers.forget(tx, alice, keys=keys(), now=NOW)
    assert await subscribers.find(tx, ALICE) is None
    assert await subscribers.history(tx, alice) == []
    assert [(len(key), reason) for key, reason, _, _ in await subscribers.suppressed(tx)] == [(16, "forgotten")]
    with pytest.raises(NotPermitted):
        await join(tx, ALICE.upper())
