"""What readers choose, on both databases: changed, written down, taken back within thirty days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

import subscribers
from subscribers import EVERYTHING, Consent, Event, NotPermitted, Picks, PreferenceError, Standing
from tests.makers import NOW, keys
from tests.people import ALICE, move_in

NEWS, OTHER = 1, 2
LATER = NOW + timedelta(hours=1)


async def wish(tx: AsyncConnection, person: int, newsletter: int = NEWS, **wishes: Any) -> list[int]:
    return await subscribers.change(tx, person, wishes, newsletter_id=newsletter, how="page", now=LATER)


async def chosen(tx: AsyncConnection, person: int) -> subscribers.Choices:
    found = await subscribers.preferences(tx, person)
    assert found is not None
    return found.choices[NEWS]


async def test_a_reader_chooses_and_everything_is_written_down(tx: AsyncConnection) -> None:
    alice = (await move_in(tx, NEWS)).alice
    picks = Picks(sections=frozenset({"sport"}), topics=frozenset({"war"}), sources=frozenset({"12"}))
    until = datetime(2027, 1, 1, tzinfo=UTC)
    made = await wish(tx, alice, cadence="weekly", picks=picks, hour=6, snoozed_until=until)
    assert len(made) == 4
    found = await chosen(tx, alice)
    assert (found.cadence, found.picks, found.hour, found.snoozed_until) == ("weekly", picks, 6, until)
    assert (await subscribers.recipients(tx, NEWS))[0].picks == picks
    told = {one.what: (one.before, one.after) for one in await subscribers.changes_of(tx, alice)}
    assert told["cadence"] == ("", "weekly")
    assert told["hour"] == (None, 6)
    assert set(told) == {"cadence", "picks", "hour", "snoozed_until"}


async def test_what_is_so_already_changes_nothing_and_leaves_no_record(tx: AsyncConnection) -> None:
    alice = (await move_in(tx, NEWS)).alice
    assert await wish(tx, alice, cadence="", picks=EVERYTHING, hour=None) == []
    await wish(tx, alice, cadence="weekly")
    assert await wish(tx, alice, cadence="weekly") == []
    assert len(await subscribers.changes_of(tx, alice)) == 1


async def test_about_the_person(tx: AsyncConnection) -> None:
    alice = (await move_in(tx, NEWS)).alice
    wishes = {"language": "pt-BR", "zone": "America/Sao_Paulo", "name": "  Ana \n Silva "}
    assert len(await subscribers.change(tx, alice, wishes, how="page", now=LATER)) == 3
    found = await subscribers.preferences(tx, alice)
    assert found is not None
    assert (found.person.language, found.person.zone, found.person.name) == ("pt-BR", "America/Sao_Paulo", "Ana Silva")


@pytest.mark.parametrize(
    ("newsletter", "what", "value"),
    [
        (NEWS, "hour", 24),
        (NEWS, "hour", "7"),
        (NEWS, "cadence", "x" * 65),
        (NEWS, "picks", {"sections": ["a"]}),
        (NEWS, "snoozed_until", datetime(2027, 1, 1)),
        (NEWS, "zone", "Europe/Berlin"),
        (NEWS, "standing", "active"),
        (0, "zone", "Europe/Atlantis"),
        (0, "language", "<script>"),
        (0, "name", "a\x00b"),
        (0, "address", "eve@example.org"),
    ],
)
async def test_what_cannot_be_meant_is_refused_and_nothing_of_it_is_written(
    tx: AsyncConnection, newsletter: int, what: str, value: object
) -> None:
    alice = (await move_in(tx, NEWS)).alice
    good = {"cadence": "weekly"} if newsletter else {"language": "de"}
    with pytest.raises(PreferenceError, match=what):
        await subscribers.change(tx, alice, good | {what: value}, newsletter_id=newsletter, how="page", now=LATER)
    assert await subscribers.changes_of(tx, alice) == []
    assert (await chosen(tx, alice)).cadence == ""


async def test_wishes_of_strangers_and_for_newsletters_they_never_joined_change_nothing(tx: AsyncConnection) -> None:
    alice = (await move_in(tx, NEWS)).alice
    assert await wish(tx, alice, OTHER, cadence="weekly") == []
    assert await wish(tx, 12345, NEWS, cadence="weekly") == []
    assert await subscribers.preferences(tx, 12345) is None


async def test_every_change_is_taken_back_and_the_taking_back_too(tx: AsyncConnection) -> None:
    alice = (await move_in(tx, NEWS)).alice
    picks = Picks(sections=frozenset({"sport"}))
    made = await wish(tx, alice, cadence="weekly", picks=picks, hour=6, snoozed_until=LATER + timedelta(days=9))
    made += await subscribers.change(tx, alice, {"language": "de", "zone": "UTC"}, how="page", now=LATER)
    for number in made:
        assert await subscribers.undo(tx, alice, number, how="page", now=LATER)
        assert not await subscribers.undo(tx, alice, number, how="page", now=LATER), "twice is once"
    found = await chosen(tx, alice)
    assert (found.cadence, found.picks, found.hour, found.snoozed_until) == ("", EVERYTHING, None, None)
    every = await subscribers.changes_of(tx, alice)
    assert len(every) == 12
    again = next(one.id for one in every if one.undoes == made[0])
    assert await subscribers.undo(tx, alice, again, how="page", now=LATER)
    assert (await chosen(tx, alice)).cadence == "weekly"


async def test_a_change_can_be_taken_back_for_thirty_days_and_by_nobody_else(tx: AsyncConnection) -> None:
    people = await move_in(tx, NEWS)
    (number,) = await wish(tx, people.alice, cadence="weekly")
    assert not await subscribers.undo(tx, people.bob, number, how="page", now=LATER)
    assert not await subscribers.undo(tx, people.alice, number, how="page", now=LATER + timedelta(days=30, seconds=1))
    assert await subscribers.undo(tx, people.alice, number, how="page", now=LATER + timedelta(days=30))


@pytest.mark.parametrize("event", [Event.PAUSE, Event.LEAVE])
async def test_a_step_is_taken_back_with_its_consent(tx: AsyncConnection, event: Event) -> None:
    alice = (await move_in(tx, NEWS)).alice
    about = {"person_id": alice, "newsletter_id": NEWS}
    number = await subscribers.take_step(tx, event, **about, consent=Consent(how="page"), now=LATER)
    assert number is not None
    assert await subscribers.take_step(tx, event, **about, consent=Consent(how="page"), now=LATER) is None
    assert await subscribers.undo(tx, alice, number, how="undo", now=LATER)
    assert await subscribers.standing_of(tx, NEWS, alice) is Standing.ACTIVE
    assert (await subscribers.history(tx, alice))[-1][3].how == "undo"


async def test_whoever_paused_before_they_left_is_paused_again(tx: AsyncConnection) -> None:
    alice = (await move_in(tx, NEWS)).alice
    about = {"person_id": alice, "newsletter_id": NEWS, "consent": Consent(how="page"), "now": LATER}
    await subscribers.take_step(tx, Event.PAUSE, **about)
    left = await subscribers.take_step(tx, Event.LEAVE, **about)
    assert left is not None
    assert await subscribers.undo(tx, alice, left, how="undo", now=LATER)
    assert await subscribers.standing_of(tx, NEWS, alice) is Standing.PAUSED


async def test_nothing_is_taken_back_for_somebody_who_was_suppressed_since(tx: AsyncConnection) -> None:
    alice = (await move_in(tx, NEWS)).alice
    about = {"person_id": alice, "newsletter_id": NEWS}
    left = await subscribers.take_step(tx, Event.LEAVE, **about, consent=Consent(how="page"), now=LATER)
    await subscribers.suppress(tx, ALICE, reason="complaint", keys=keys(), now=LATER)
    assert left is not None
    with pytest.raises(NotPermitted, match="suppressed"):
        await subscribers.undo(tx, alice, left, how="undo", now=LATER)


async def test_how_many_left_since_a_moment(tx: AsyncConnection) -> None:
    people = await move_in(tx, NEWS)
    for person, at in ((people.alice, LATER), (people.bob, NOW - timedelta(hours=1))):
        await subscribers.leave(tx, person_id=person, newsletter_id=NEWS, why="link", now=at)
    assert await subscribers.left_since(tx, NEWS, NOW) == 1
    assert await subscribers.left_since(tx, OTHER, NOW) == 0
