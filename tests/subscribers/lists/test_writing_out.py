"""Lists go out, and come in again as they were."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncConnection

import subscribers
from subscribers.lists import Chosen, Form, write_list
from subscribers.lists.exporting import cells_of, kind_of
from subscribers.tables import consents, memberships, persons, suppressions
from tests.makers import NOW, keys
from tests.people import ALICE, CHARLIE, bring_in, move_in

NEWS, OTHER = 1, 2
ALL = Chosen(newsletter_id=NEWS)


async def everything(tx: AsyncConnection) -> list[dict[str, Any]]:
    """What is known of everybody, but for ids and times of making."""
    pages = [page async for page in subscribers.lists.exporting.people(tx, ALL, keys=keys())]
    return sorted((one for page in pages for one in page), key=lambda one: str(one["address"]))


async def furnish(tx: AsyncConnection, tmp_path: Path) -> None:
    people = await move_in(tx, NEWS)
    rows = [
        {"email": "odd@example.org", "name": "=1+1", "zip": "01234", "n": 1.5, "yes": True, "tags": ["a"], "  x ": " "},
        {"email": "left@example.org", "name": "-Lee", "note": 'two\nlines, "quoted"\r\n', "n": 7, "day": "2026-01-02"},
        {"email": "rest@example.org", "name": "@Rae", "zip": "'apostrophe", "n": None, "deep": {"a": [1, None]}},
    ]
    file = tmp_path / "odd.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    await bring_in(tx, file, NEWS)
    left = await subscribers.find(tx, "left@example.org")
    rest = await subscribers.find(tx, "rest@example.org")
    assert left
    assert rest
    await subscribers.leave(tx, person_id=left.id, newsletter_id=NEWS, why="link", now=NOW + timedelta(hours=1))
    choices = {
        "cadence": "weekly",
        "hour": 0,
        "snoozed_until": NOW + timedelta(days=9),
        "picks": subscribers.picks_from({"sections": ["sport"], "topics": ["Ärger"]}),
    }
    where = memberships.c.person_id.in_([rest.id, people.alice])
    await tx.execute(update(memberships).where(where).values(**choices))


@pytest.mark.parametrize("form", list(Form))
async def test_what_is_written_out_comes_in_again_as_it_was(tx: AsyncConnection, tmp_path: Path, form: Form) -> None:
    await furnish(tx, tmp_path)
    before = await everything(tx)
    assert {one["standing"] for one in before} == {"active", "pending", "left", "suppressed"}
    file = tmp_path / f"out.{'jsonl' if form is Form.JSON_LINES else 'csv'}"
    with file.open("w", encoding="utf-8", newline="") as out:
        assert await write_list(tx, ALL, out, form=form, keys=keys()) == 6
    for table in (persons, memberships, consents, suppressions):
        await tx.execute(delete(table))
    report = await bring_in(tx, file, NEWS, now=NOW + timedelta(days=5), defused=form is Form.SPREADSHEET)
    assert report.refused == 0
    assert await everything(tx) == before
    again = await bring_in(tx, file, NEWS, now=NOW + timedelta(days=6), defused=form is Form.SPREADSHEET)
    assert (again.unchanged, again.left_alone) == (6, 0)


async def test_a_cell_that_a_spreadsheet_would_run_is_defused(tx: AsyncConnection, tmp_path: Path) -> None:
    names = ["=cmd()", "+1", "-2", "@x", "\tx", "＝1", "＠x", "plain"]
    lines = [json.dumps({"email": f"r{n}@example.org", "name": "R", "said": name}) for n, name in enumerate(names)]
    (tmp_path / "list.jsonl").write_text("\n".join(lines), encoding="utf-8")
    await bring_in(tx, tmp_path / "list.jsonl", NEWS)
    out = io.StringIO()
    await write_list(tx, ALL, out, form=Form.SPREADSHEET, keys=keys())
    rows = list(csv.reader(io.StringIO(out.getvalue().removeprefix("\ufeff"))))
    assert not [cell for row in rows for cell in row if cell.startswith(tuple("=+-@\t\r＝＋－＠"))]
    assert [row[-1] for row in rows[1:]] == [*(f"'{name}" for name in names[:-1]), "plain"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=JSON, name=st.text(max_size=12))
def test_any_attribute_is_the_same_value_after_a_table(tmp_path: Path, value: object, name: str) -> None:
    if "\\u0000" in json.dumps([name, value]) or "\\ud" in json.dumps([name, value]) or value is None:
        return  # what no database keeps; and nothing is nothing
    columns = {name: kind_of(value)} if name and name == " ".join(name.split()) else {}
    blank = dict.fromkeys(subscribers.lists.exporting.HEADING)
    row = {**blank, "address": ALICE, "standing": "active", "attributes": {name: value}}
    file = tmp_path / "one.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow([*blank, *(f"attribute.{title}:{kind}" for title, kind in columns.items())])
        rows.writerow(cells_of(row, columns))
    with subscribers.lists.open_list(file) as listed:
        ((read,),) = [page.rows for page in listed.pages(NOW)]
    assert repr(read.attributes) == repr({name: value})


async def test_the_suppression_list_goes_to_a_newsroom_with_the_same_secret_and_to_no_other(
    tx: AsyncConnection, tmp_path: Path
) -> None:
    people = await move_in(tx, NEWS)
    await subscribers.suppress(tx, "ghost@example.org", reason="complaint", note="a, b", keys=keys(), now=NOW)
    out = io.StringIO()
    assert await subscribers.lists.write_suppressions(tx, out, keys=keys()) == 2
    (tmp_path / "shut.csv").write_text(out.getvalue(), encoding="utf-8", newline="")
    with subscribers.lists.open_hashes(tmp_path / "shut.csv") as again:  # type: ignore[union-attr]
        assert again.read() == out.getvalue()
    assert "example" not in out.getvalue()
    before = sorted(await subscribers.suppressed(tx))
    await tx.execute(delete(suppressions))
    await tx.execute(update(memberships).values(standing="active", before=""))
    text = out.getvalue() + "zz,bounce,,2020-01-01\n"
    shut = await subscribers.lists.take_hashes(tx, io.StringIO(text), keys=keys(), now=NOW)
    assert (shut.rows, shut.added, shut.refused, shut.refusals[0].line) == (3, 2, 1, 4)
    assert sorted(await subscribers.suppressed(tx)) == before
    assert await subscribers.standing_of(tx, NEWS, people.charlie) is subscribers.Standing.SUPPRESSED
    assert await subscribers.standing_of(tx, NEWS, people.alice) is subscribers.Standing.ACTIVE
    other = subscribers.Keys(1, {1: b"another secret, as long as it must be"})
    with pytest.raises(subscribers.ListRefused, match="another secret"):
        await subscribers.lists.take_hashes(tx, io.StringIO(text), keys=other, now=NOW)


async def test_a_list_of_addresses_is_suppressed_whatever_it_says_of_them(tx: AsyncConnection, tmp_path: Path) -> None:
    people = await move_in(tx, NEWS)
    file = tmp_path / "cleaned.csv"
    file.write_text(f"email,status\n{ALICE},subscribed\n{CHARLIE},bounced\nx@example.org,complained\nbad,\n")
    with subscribers.lists.open_list(file) as listed:
        (page,) = listed.pages(NOW)
    shut = await subscribers.lists.shut_page(tx, page, why="administrator", note=file.name, keys=keys(), now=NOW)
    assert (shut.rows, shut.added, shut.known, shut.refused) == (4, 2, 1, 1)
    assert await subscribers.standing_of(tx, NEWS, people.alice) is subscribers.Standing.SUPPRESSED
    known = await subscribers.profile(tx, "x@example.org", keys=keys())
    assert known.suppression is not None
    assert known.suppression.reason == "complaint"
