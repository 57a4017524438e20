"""From a form to a reader, on both databases: nobody is moved by a stranger, and what is not confirmed is forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

import subscribers
from subscribers import Answer, Asked, Consent, NotPermitted, Picks, Reply, Request, RequestState, Standing, Wishes
from tests.makers import NOW, keys
from tests.people import ALICE, BOB, CHARLIE, move_in

NEWS, OTHER = 1, 2
DORA = "Dora.Prell@Example.org"
LATER = NOW + timedelta(hours=1)
BY_HAND = Consent(how="confirmed", client="192.0.2.0/24")


async def unanswered(tx: AsyncConnection) -> list[Request]:
    found = [await subscribers.request_of(tx, number) for number in await subscribers.unanswered(tx, now=NOW)]
    return [one for one in found if one]


async def asked(tx: AsyncConnection, address: str = DORA, *newsletters: int, single: Any = (), **fields: Any) -> Answer:
    """A request as a form makes it, and its answer."""
    known = {"kind": Asked.JOIN, "wording": "Yes, send me the news.", "client": "192.0.2.0/24", **fields}
    await subscribers.ask(tx, Request(address=address, newsletters=newsletters or (NEWS,), **known), now=NOW)
    (request,) = await unanswered(tx)
    return await subscribers.answer(tx, request, single=single, keys=keys(), now=NOW)


async def confirm(tx: AsyncConnection, answer: Answer, now: Any = LATER) -> tuple[int, ...] | None:
    return await subscribers.confirm_request(
        tx, answer.request.id, answer.person_id, consent=BY_HAND, keys=keys(), now=now
    )


async def taken_off(tx: AsyncConnection) -> int:
    """Somebody whom the list's owner took off it; their id."""
    answer = await asked(tx)
    await confirm(tx, answer)
    about = {"person_id": answer.person_id, "newsletter_id": NEWS}
    assert await subscribers.take_step(tx, subscribers.Event.REMOVE, **about, consent=Consent(how="sync"), now=LATER)
    return answer.person_id


async def test_whom_the_owner_took_off_the_list_comes_back_by_asking_and_confirming(tx: AsyncConnection) -> None:
    person = await taken_off(tx)
    again = await asked(tx)
    assert again.reply is Reply.CONFIRM
    assert await subscribers.standing_of(tx, NEWS, person) is Standing.REMOVED, "a stranger's asking moves nobody"
    assert await confirm(tx, again) == (NEWS,)
    assert await subscribers.standing_of(tx, NEWS, person) is Standing.ACTIVE


async def test_whom_the_owner_took_off_the_list_comes_back_by_their_page_and_may_take_that_back(
    tx: AsyncConnection,
) -> None:
    person = await taken_off(tx)
    change = await subscribers.step_in(tx, person_id=person, newsletter_id=NEWS, consent=BY_HAND, now=LATER)
    assert change is not None
    assert await subscribers.standing_of(tx, NEWS, person) is Standing.ACTIVE
    assert await subscribers.undo(tx, person, change, how="page", now=LATER)
    assert await subscribers.standing_of(tx, NEWS, person) is Standing.LEFT, "their own word, from then on"


async def test_asking_looks_nothing_up_and_makes_nobody(tx: AsyncConnection) -> None:
    await subscribers.ask(tx, Request(kind=Asked.JOIN, address=DORA, newsletters=(NEWS,)), now=NOW)
    assert await subscribers.find(tx, DORA) is None
    (request,) = await unanswered(tx)
    assert (request.address, request.newsletters, request.state) == (DORA, (NEWS,), RequestState.NEW)


async def test_somebody_new_is_pending_until_they_confirm_and_both_are_written_down(tx: AsyncConnection) -> None:
    wishes = Wishes(cadence="weekly", left_out=Picks(sections=frozenset({"sport"})), hour=7, language="de", zone="UTC")
    answer = await asked(tx, wishes=wishes)
    assert (answer.reply, answer.newsletters) == (Reply.CONFIRM, (NEWS,))
    assert await subscribers.standing_of(tx, NEWS, answer.person_id) is Standing.PENDING
    assert await unanswered(tx) == []
    assert await confirm(tx, answer) == (NEWS,)
    assert await confirm(tx, answer) == (), "the second time nothing happens"
    found = await subscribers.preferences(tx, answer.person_id)
    assert found is not None
    chosen = found.choices[NEWS]
    assert (chosen.standing, chosen.cadence, chosen.hour) == (Standing.ACTIVE, "weekly", 7)
    assert chosen.picks.sections == {"sport"}
    assert (found.person.address, found.person.language) == ("Dora.Prell@example.org", "de")
    history = [(event, one.how, one.wording, one.client) for _, _, event, one in
               await subscribers.history(tx, answer.person_id)]  # fmt: skip
    assert history == [
        ("join", "form", "Yes, send me the news.", "192.0.2.0/24"),
        ("confirm", "confirmed", "Yes, send me the news.", "192.0.2.0/24"),
    ]


async def test_a_stranger_moves_nobody_who_is_here(tx: AsyncConnection) -> None:
    people = await move_in(tx, NEWS)
    await subscribers.leave(tx, person_id=people.bob, newsletter_id=NEWS, why="link", now=NOW)
    wishes = Wishes(cadence="weekly", language="fr")
    answers = [await asked(tx, address, wishes=wishes) for address in (ALICE.upper(), BOB, CHARLIE)]
    assert [one.reply for one in answers] == [Reply.KNOWN, Reply.CONFIRM, Reply.CONFIRM]
    for person, standing in (
        (people.alice, Standing.ACTIVE),
        (people.bob, Standing.LEFT),
        (people.charlie, Standing.SUPPRESSED),
    ):
        found = await subscribers.preferences(tx, person)
        assert found is not None
        assert (found.choices[NEWS].standing, found.choices[NEWS].cadence) == (standing, "")
        assert found.person.language != "fr"
    # Their own hand does.
    assert await confirm(tx, answers[1]) == (NEWS,)
    assert await confirm(tx, answers[2]) == (NEWS,)
    assert {one.address for one in await subscribers.recipients(tx, NEWS)} == {ALICE, BOB, CHARLIE}
    assert await subscribers.suppressed(tx) == [], "a fresh confirmation ends a suppression"


async def test_whoever_left_after_they_confirmed_is_not_brought_back_by_the_old_link(tx: AsyncConnection) -> None:
    answer = await asked(tx)
    await confirm(tx, answer)
    await subscribers.leave(tx, person_id=answer.person_id, newsletter_id=NEWS, why="link", now=LATER)
    assert await confirm(tx, answer) == ()
    assert await subscribers.standing_of(tx, NEWS, answer.person_id) is Standing.LEFT


async def test_a_suppressed_address_with_nobody_behind_it_comes_back_by_confirming(tx: AsyncConnection) -> None:
    await subscribers.suppress(tx, DORA, reason="forgotten", keys=keys(), now=NOW)
    answer = await asked(tx, single=(NEWS,))
    assert answer.reply is Reply.CONFIRM, "even where the newsletter wants no confirmation of others"
    assert await subscribers.recipients(tx, NEWS) == []
    await confirm(tx, answer)
    assert [one.id for one in await subscribers.recipients(tx, NEWS)] == [answer.person_id]


async def test_without_double_opt_in_somebody_new_is_on_the_roll_at_once(tx: AsyncConnection) -> None:
    answer = await asked(tx, DORA, NEWS, OTHER, single=(NEWS,))
    assert (answer.reply, answer.newsletters) == (Reply.CONFIRM, (OTHER,))
    assert await subscribers.standing_of(tx, NEWS, answer.person_id) is Standing.ACTIVE
    assert await subscribers.standing_of(tx, OTHER, answer.person_id) is Standing.PENDING
    other = await asked(tx, "emil@example.org", NEWS, single=(NEWS,))
    assert other.reply is Reply.WELCOME


async def test_a_second_request_is_confirmed_by_either_link_and_reminded_of_once(tx: AsyncConnection) -> None:
    first = await asked(tx)
    second = await asked(tx, DORA, NEWS, OTHER)
    assert await subscribers.unreminded(tx, before=LATER, now=LATER) == [second.request.id]
    await subscribers.note_asked(tx, second.request.id, now=LATER)
    assert await subscribers.unreminded(tx, before=LATER, now=LATER) == []
    assert await confirm(tx, first) == (NEWS,)
    assert await confirm(tx, second) == (OTHER,)


async def test_a_request_is_confirmed_only_by_whom_it_is_of(tx: AsyncConnection) -> None:
    people = await move_in(tx, NEWS)
    answer = await asked(tx)
    wrong = [(answer.request.id, people.alice), (answer.request.id + 1, answer.person_id)]
    for request, person in wrong:
        found = await subscribers.confirm_request(tx, request, person, consent=BY_HAND, keys=keys(), now=LATER)
        assert found is None
    assert await subscribers.standing_of(tx, NEWS, answer.person_id) is Standing.PENDING


async def test_a_request_for_a_link_goes_to_those_who_are_here_and_to_nobody_else(tx: AsyncConnection) -> None:
    people = await move_in(tx, NEWS)
    known = await asked(tx, ALICE, kind=Asked.LINK)
    unknown = await asked(tx, DORA, kind=Asked.LINK)
    assert (known.reply, known.person_id) == (Reply.LINK, people.alice)
    assert (unknown.reply, await subscribers.find(tx, DORA)) == (Reply.NOTHING, None)


async def test_what_is_not_confirmed_is_forgotten_and_leaves_no_suppression(tx: AsyncConnection) -> None:
    people = await move_in(tx, NEWS)
    new, known = await asked(tx), await asked(tx, ALICE, OTHER)
    assert await subscribers.lapse(tx, before=NOW - timedelta(seconds=1)) == [], "not before its time"
    assert await subscribers.lapse(tx, before=NOW) == [new.person_id]
    assert await subscribers.find(tx, DORA) is None
    assert await subscribers.history(tx, new.person_id) == []
    assert await subscribers.standing_of(tx, OTHER, people.alice) is None
    assert await subscribers.standing_of(tx, NEWS, people.alice) is Standing.ACTIVE
    assert [reason for _, reason, _, _ in await subscribers.suppressed(tx)] == ["bounce"], "only Charlie's"
    assert await confirm(tx, known) is None
    assert await subscribers.lapse(tx, before=NOW) == []


async def test_whose_confirmation_bounced_is_forgotten_too_and_not_written_to_again(tx: AsyncConnection) -> None:
    answer = await asked(tx)
    await subscribers.hard_bounce(tx, answer.person_id, keys=keys(), now=NOW)
    assert await subscribers.lapse(tx, before=NOW) == [answer.person_id]
    assert [reason for _, reason, _, _ in await subscribers.suppressed(tx)] == ["bounce"]


async def test_a_confirmed_reader_outlives_the_request(tx: AsyncConnection) -> None:
    answer = await asked(tx)
    await confirm(tx, answer)
    assert await subscribers.lapse(tx, before=LATER) == []
    assert await subscribers.standing_of(tx, NEWS, answer.person_id) is Standing.ACTIVE


async def moving(tx: AsyncConnection, person: int, to: str) -> Answer:
    return await asked(tx, to, kind=Asked.MOVE, person_id=person)


async def test_an_address_changes_when_the_new_mailbox_says_so_and_can_be_taken_back(tx: AsyncConnection) -> None:
    people = await move_in(tx, NEWS)
    answer = await moving(tx, people.alice, "Alice@New.example")
    assert (answer.reply, answer.person_id) == (Reply.ADDRESS, people.alice)
    assert (await subscribers.recipients(tx, NEWS))[0].address == ALICE
    about = {"how": "confirmed", "keys": keys(), "now": LATER}
    assert await subscribers.confirm_move(tx, answer.request.id, people.bob, **about) is None
    change = await subscribers.confirm_move(tx, answer.request.id, people.alice, **about)
    assert change is not None
    assert (change.before, change.after) == (ALICE, "Alice@New.example")
    assert await subscribers.confirm_move(tx, answer.request.id, people.alice, **about) is None
    assert (await subscribers.recipients(tx, NEWS))[0].address == "Alice@new.example"
    assert await subscribers.undo(tx, people.alice, change.id, how="undo", now=LATER)
    assert (await subscribers.recipients(tx, NEWS))[0].address == ALICE


async def test_nobody_moves_to_an_address_that_is_somebody_elses(tx: AsyncConnection) -> None:
    people = await move_in(tx, NEWS)
    answer = await moving(tx, people.alice, BOB)
    with pytest.raises(NotPermitted, match="subscription of its own"):
        await subscribers.confirm_move(tx, answer.request.id, people.alice, how="c", keys=keys(), now=LATER)


async def test_whose_old_mailbox_is_gone_gets_letters_again_at_the_new_one(tx: AsyncConnection) -> None:
    alice = (await move_in(tx, NEWS)).alice
    await subscribers.hard_bounce(tx, alice, keys=keys(), now=NOW)
    answer = await moving(tx, alice, "alice@new.example")
    await subscribers.confirm_move(tx, answer.request.id, alice, how="confirmed", keys=keys(), now=LATER)
    assert [one.address for one in await subscribers.recipients(tx, NEWS)] == ["alice@new.example"]
    profile = await subscribers.profile(tx, ALICE, keys=keys())
    assert profile.suppression is not None, "the old address stays on the list"


async def test_a_dossier_holds_everything_and_forgetting_leaves_one_hash(tx: AsyncConnection) -> None:
    answer = await asked(tx, wishes=Wishes(cadence="weekly", left_out=Picks(sources=frozenset({"7"}))))
    await confirm(tx, answer)
    about = {"how": "page", "now": LATER}
    await subscribers.change(tx, answer.person_id, {"name": "Dora Prell"}, **about)
    await subscribers.change(tx, answer.person_id, {"hour": 5}, newsletter_id=NEWS, **about)
    await subscribers.ask(tx, Request(kind=Asked.JOIN, address=DORA.upper(), newsletters=(OTHER,)), now=LATER)
    found = await subscribers.dossier(tx, answer.person_id, names={NEWS: "morning"}, keys=keys())
    assert found is not None
    assert found["person"]["address"] == "Dora.Prell@example.org"
    assert found["newsletters"][0]["left_out"] == {"sources": ["7"]}
    assert [one["event"] for one in found["consent"]] == ["join", "confirm"]
    assert [one["what"] for one in found["changes"]] == ["standing", "name", "hour"]
    assert found["requests"][0]["state"] == "done"
    assert await subscribers.forget(tx, answer.person_id, keys=keys(), now=LATER)
    assert await subscribers.dossier(tx, answer.person_id, names={}, keys=keys()) is None
    for table in subscribers.metadata.sorted_tables:
        rows = (await tx.execute(text(f"SELECT * FROM {table.name}"))).all()
        words = repr(rows).lower()
        assert "prell" not in words, table.name
        assert str(answer.person_id) not in words, table.name
    assert [reason for _, reason, _, _ in await subscribers.suppressed(tx)] == ["forgotten"]
