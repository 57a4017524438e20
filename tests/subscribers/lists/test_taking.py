"""A list comes in: every row accounted for, and nobody brought back by a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

import subscribers
from subscribers import Mode, Standing
from subscribers.lists.deciding import GONE, Known, decide
from subscribers.lists.rowed import Facts, Member, Row, Said
from subscribers.lists.standings import CLAIMS
from subscribers.tables import consents, persons
from tests.makers import NOW, keys
from tests.people import ALICE, BOB, CHARLIE, bring_in, move_in

NEWS = 1


def a_file(folder: Path, text: str, name: str = "list.csv") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


async def test_no_file_brings_back_who_left_was_suppressed_or_forgotten(tx: AsyncConnection, tmp_path: Path) -> None:
    people = await move_in(tx, NEWS)
    await subscribers.leave(tx, person_id=people.alice, newsletter_id=NEWS, why="link", now=NOW)
    await subscribers.forget(tx, people.bob, keys=keys(), now=NOW)
    await subscribers.suppress(tx, "ghost@example.org", reason="complaint", keys=keys(), now=NOW)
    rows = "".join(f"{one},active\n" for one in (ALICE.upper(), BOB, CHARLIE, "Ghost@example.org", "new@example.org"))
    for mode in Mode:
        report = await bring_in(tx, a_file(tmp_path, f"email,status\n{rows}"), NEWS, mode=mode)
        assert report.left_alone == 4, mode
    assert await subscribers.standing_of(tx, NEWS, people.alice) is Standing.LEFT
    assert await subscribers.find(tx, BOB) is None, "who was forgotten stays forgotten"
    assert {one.address for one in await subscribers.recipients(tx, NEWS)} == {"new@example.org"}


@given(
    claim=st.sampled_from([None, *CLAIMS.values()]),
    standing=st.sampled_from([None, *Standing]),
    closed=st.booleans(),
    mode=st.sampled_from(Mode),
)
def test_no_row_makes_a_reader_of_whom_is_gone(
    *, claim: object, standing: Standing | None, closed: bool, mode: Mode
) -> None:
    row = Row(2, ALICE, ALICE, said=Said(claim=claim) if claim else None)  # type: ignore[arg-type]  # of the map
    known = Known(1, Facts(), Member(standing)) if standing else None
    fate = decide(row, known, mode=mode, closed=closed)
    if fate.member and (closed or standing in GONE):
        assert fate.member.standing not in {Standing.ACTIVE, Standing.PAUSED, Standing.PENDING}


async def test_a_dry_run_counts_the_same_and_changes_nothing(tx: AsyncConnection, tmp_path: Path) -> None:
    people = await move_in(tx, NEWS)
    rows = "".join(f"reader{n}@example.org,Reader {n}\n" for n in range(300))
    odd = f"{ALICE},Ann\nreader7@example.org,Again\nno address,\n{CHARLIE},\n"
    file = a_file(tmp_path, f"email,name\n{rows}{odd}")
    tried = await bring_in(tx, file, NEWS, dry_run=True, mode=Mode.UPDATE, page=100)
    assert await subscribers.count(tx, NEWS) == 1
    assert (await subscribers.person_by_id(tx, people.alice)).name == "Alice"  # type: ignore[union-attr]
    done = await bring_in(tx, file, NEWS, mode=Mode.UPDATE, page=100)
    assert tried == done
    assert (done.added, done.updated, done.repeated, done.refused, done.left_alone) == (300, 1, 1, 1, 1)
    assert await subscribers.count(tx, NEWS) == 301


async def test_what_is_in_already_is_found_unchanged_and_the_rest_comes_in(tx: AsyncConnection, tmp_path: Path) -> None:
    rows = [f"reader{n}@example.org,{n}\n" for n in range(250)]
    await bring_in(tx, a_file(tmp_path, "email,number\n" + "".join(rows[:130])), NEWS, page=50)
    again = await bring_in(tx, a_file(tmp_path, "email,number\n" + "".join(rows)), NEWS, page=50)
    assert (again.unchanged, again.added, again.repeated) == (130, 120, 0)
    assert (await tx.execute(select(func.count()).select_from(consents))).scalar_one() == 250, "one consent each"


async def test_add_fills_in_and_update_overwrites_and_a_blank_takes_nothing_away(
    tx: AsyncConnection, tmp_path: Path
) -> None:
    await bring_in(tx, a_file(tmp_path, "email,name,zone,city,pets\nana@example.org,Ana,,Riga,2\n"), NEWS)
    file = a_file(tmp_path, "email,name,zone,city,age\nANA@example.org,Anna,Europe/Riga,Oslo,40\n")
    assert (await bring_in(tx, file, NEWS)).updated == 1
    person = await subscribers.find(tx, "ana@example.org")
    assert person is not None
    assert (person.name, person.zone) == ("Ana", "Europe/Riga")
    assert person.attributes == {"city": "Riga", "pets": 2, "age": 40}
    assert (await bring_in(tx, file, NEWS)).unchanged == 1
    assert (await bring_in(tx, file, NEWS, mode=Mode.UPDATE)).updated == 1
    person = await subscribers.find(tx, "ana@example.org")
    assert person is not None
    assert (person.name, person.attributes["city"], person.attributes["pets"]) == ("Anna", "Oslo", 2)


async def test_a_sync_removes_who_is_not_in_the_file_and_the_next_one_may_bring_them_back(
    tx: AsyncConnection, tmp_path: Path
) -> None:
    three = a_file(tmp_path, "email\na@example.org\nb@example.org\nc@example.org\n")
    await bring_in(tx, three, NEWS)
    without_b = a_file(tmp_path, "email,zone\na@example.org,Europe/Riga\nC@example.org,Mars\n", "two.csv")
    report = await bring_in(tx, without_b, NEWS, mode=Mode.SYNC)
    assert report.refused == 1, "no zone; but whoever's row is refused is in the file all the same"
    assert {one.address for one in await subscribers.recipients(tx, NEWS)} == {"a@example.org", "c@example.org"}
    b = await subscribers.find(tx, "b@example.org")
    assert b is not None
    assert await subscribers.standing_of(tx, NEWS, b.id) is Standing.REMOVED
    assert (await bring_in(tx, three, NEWS, mode=Mode.SYNC)).added == 1
    await subscribers.leave(tx, person_id=b.id, newsletter_id=NEWS, why="link", now=NOW)
    assert (await bring_in(tx, three, NEWS, mode=Mode.SYNC)).left_alone == 1


async def test_who_left_or_bounced_according_to_the_file_is_no_reader_here(tx: AsyncConnection, tmp_path: Path) -> None:
    people = await move_in(tx, NEWS)
    rows = f"{ALICE},unsubscribed\nb@example.org,bounced\nc@example.org,complained\nd@example.org,subscribed\n"
    file = a_file(tmp_path, "email,status\n" + rows)
    report = await bring_in(tx, file, NEWS)
    assert (report.added, report.taken_off) == (1, 3)
    assert await subscribers.standing_of(tx, NEWS, people.alice) is Standing.LEFT
    assert [one.address for one in await subscribers.recipients(tx, NEWS)] == ["d@example.org"]
    later = await bring_in(tx, a_file(tmp_path, "email\nb@example.org\nc@example.org\n"), NEWS)
    assert later.left_alone == 2


async def test_a_person_of_another_newsletter_joins_this_one_once(tx: AsyncConnection, tmp_path: Path) -> None:
    people = await move_in(tx, 2)
    report = await bring_in(tx, a_file(tmp_path, f"email\n{ALICE}\nnew@example.org\n{ALICE.title()}\n"), NEWS)
    assert (report.added, report.repeated) == (2, 1)
    assert await subscribers.standing_of(tx, NEWS, people.alice) is Standing.ACTIVE
    assert (await tx.execute(select(func.count()).select_from(persons))).scalar_one() == 4


async def test_consent_says_when_how_and_by_which_file(tx: AsyncConnection, tmp_path: Path) -> None:
    text = "email,created_at,confirm_ip\na@example.org,2020-02-03T04:05:06Z,203.0.113.77\nb@example.org,,\n"
    await bring_in(tx, a_file(tmp_path, text, "old list.csv"), NEWS)
    kept = {}
    for one in await subscribers.recipients(tx, NEWS):
        ((at, newsletter, event, consent),) = await subscribers.history(tx, one.id)
        kept[one.address] = (at.isoformat(), newsletter, event, consent.how, consent.wording, consent.client)
    assert kept["a@example.org"] == (
        "2020-02-03T04:05:06+00:00", NEWS, "confirm", "import", "old list.csv", "203.0.113.0/24",
    )  # fmt: skip
    assert kept["b@example.org"] == (NOW.isoformat(), NEWS, "confirm", "import", "old list.csv", "")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.dictionaries(st.sampled_from(["email", "name", "city"]), st.text(max_size=12)), max_size=8))
def test_any_json_lines_are_read_or_refused_line_by_line(tmp_path: Path, rows: list[dict[str, str]]) -> None:
    lines = [json.dumps({"email": "a@example.org"}), *(json.dumps(row) for row in rows)]
    file = a_file(tmp_path, "\n".join(lines), "list.jsonl")
    with subscribers.lists.open_list(file) as listed:
        pages = list(listed.pages(NOW))
    assert sum(len(page.rows) + len(page.refused) for page in pages) == sum(page.read for page in pages)
    assert pages[0].rows[0].address == "a@example.org"


@pytest.mark.parametrize("text", ["name,city\nAna,Riga\n", "just words\nand more\n", "email\n", "  \n\n"])
async def test_a_file_without_a_column_of_addresses_or_any_row_is_refused(
    tx: AsyncConnection, tmp_path: Path, text: str
) -> None:
    with pytest.raises(subscribers.ListRefused):
        await bring_in(tx, a_file(tmp_path, text), NEWS)


async def test_the_same_mailbox_twice_is_found_and_both_are_kept(tx: AsyncConnection, tmp_path: Path) -> None:
    same = ["ana+news@example.org", "ana@example.org", "Ana+x@example.org", "b.o@gmail.com", "bo@googlemail.com"]
    other = ["ana@example.com", "c+1@example.org", "b.o@example.org", "d@gmail.com"]
    report = await bring_in(tx, a_file(tmp_path, "email\n" + "\n".join([*same, *other])), NEWS)
    assert report.added == len(same) + len(other), "tags are kept: each is an address of its own"
    assert await subscribers.lists.twins(tx, NEWS) == {
        "ana@example.org": ["Ana+x@example.org", "ana+news@example.org", "ana@example.org"],
        "bo@gmail.com": ["b.o@gmail.com", "bo@googlemail.com"],
    }


async def test_one_who_is_suppressed_among_many_new_ones_is_not_even_written_down(
    tx: AsyncConnection, tmp_path: Path
) -> None:
    await subscribers.suppress(tx, "reader7@example.org", reason="complaint", keys=keys(), now=NOW)
    rows = "".join(f"reader{n}@example.org,Reader {n}\n" for n in range(60))
    report = await bring_in(tx, a_file(tmp_path, f"email,name\n{rows}"), NEWS, page=20)
    assert (report.added, report.left_alone) == (59, 1)
    assert await subscribers.find(tx, "reader7@example.org") is None
    assert await subscribers.count(tx, NEWS) == 59


async def test_who_is_special_stands_between_those_who_are_not_and_everybody_has_one_consent(
    tx: AsyncConnection, tmp_path: Path
) -> None:
    people = await move_in(tx, NEWS)
    states = {1: "unsubscribed", 4: "pending", 6: "bounced"}
    rows = "".join(f"a{n}@example.org,{states.get(n, '')}\n" for n in range(9))
    report = await bring_in(tx, a_file(tmp_path, f"email,status\n{rows}{ALICE},\n"), NEWS)
    assert (report.added, report.taken_off, report.unchanged) == (7, 2, 1)
    for n in range(9):
        found = await subscribers.find(tx, f"a{n}@example.org")
        if n == 6:
            assert found is None
            continue
        assert found is not None
        expected = {1: Standing.LEFT, 4: Standing.PENDING}.get(n, Standing.ACTIVE)
        assert await subscribers.standing_of(tx, NEWS, found.id) is expected
        assert len(await subscribers.history(tx, found.id)) == 1
    assert await subscribers.standing_of(tx, NEWS, people.alice) is Standing.ACTIVE
