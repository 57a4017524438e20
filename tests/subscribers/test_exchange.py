"""Lists in and out: every row accounted for, and nobody brought back by a file."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

import subscribers
from subscribers import ImportReport, RowRefused, Standing
from tests.makers import NOW, keys
from tests.people import ALICE, BOB, CHARLIE, move_in

NEWS = 1


async def take(tx: AsyncConnection, path: Path, body: bytes | str, **options: object) -> ImportReport:
    path.write_bytes(body if isinstance(body, bytes) else body.encode())  # noqa: ASYNC240 - a few bytes
    report = await subscribers.read_csv(tx, path, NEWS, keys=keys(), now=NOW, **options)  # type: ignore[arg-type]
    assert report.rows == report.added + report.updated + report.unchanged + report.left_alone + report.refused
    return report


@pytest.mark.parametrize(
    ("encoding", "delimiter", "newline"),
    [("utf-8", ",", "\n"), ("utf-8-sig", ";", "\r\n"), ("utf-16", "\t", "\r\n"), ("latin-1", ";", "\n")],
)
async def test_a_table_is_read_however_it_was_written(
    tx: AsyncConnection, tmp_path: Path, encoding: str, delimiter: str, newline: str
) -> None:
    rows = [("E-Mail", "Vorname", "Nachname", "Ort"), ("jorg@example.org", "Jörg", 'Müll"er', f"Köln{delimiter} Süd")]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=newline).writerows(rows)
    report = await take(tx, tmp_path / "list.csv", text.getvalue().encode(encoding))
    assert (report.added, report.delimiter) == (1, delimiter)
    person = await subscribers.find(tx, "jorg@example.org")
    assert person is not None
    assert person.name == 'Jörg Müll"er'
    assert person.attributes == {"Ort": " ".join(f"Köln{delimiter} Süd".split())}


async def test_every_refused_row_says_line_field_and_reason(tx: AsyncConnection, tmp_path: Path) -> None:
    body = "email,zone\nok@example.org,Europe/Berlin\nnobody,\nx@example.org,Mars\n,\n\ny@example.org,\n"
    report = await take(tx, tmp_path / "list.csv", body, refused_path=tmp_path / "refused.csv")
    assert (report.rows, report.added, report.refused) == (4, 2, 2)
    with (tmp_path / "refused.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["line"], row["field"], row["value"]) for row in rows] == [
        ("3", "address", "nobody"),
        ("4", "zone", "x@example.org"),
    ]
    assert "Europe/Berlin" in rows[1]["reason"]


async def test_no_file_brings_back_who_left_or_was_suppressed(tx: AsyncConnection, tmp_path: Path) -> None:
    people = await move_in(tx, NEWS)
    await subscribers.leave(tx, person_id=people.alice, newsletter_id=NEWS, why="link", now=NOW)
    await subscribers.suppress(tx, "ghost@example.org", reason="complaint", keys=keys(), now=NOW)
    body = f"email\n{ALICE.upper()}\n{BOB}\n{CHARLIE}\nGhost@example.org\nnew@example.org\n"
    report = await take(tx, tmp_path / "list.csv", body)
    assert (report.added, report.updated, report.left_alone) == (1, 1, 3)
    assert await subscribers.standing_of(tx, NEWS, people.alice) is Standing.LEFT
    assert await subscribers.standing_of(tx, NEWS, people.bob) is Standing.ACTIVE
    assert {one.address for one in await subscribers.recipients(tx, NEWS)} == {BOB, "new@example.org"}


async def test_a_dry_run_counts_the_same_and_changes_nothing(tx: AsyncConnection, tmp_path: Path) -> None:
    body = "email,name\n" + "".join(f"reader{n}@example.org,Reader {n}\n" for n in range(2500))
    seen: list[int] = []
    tried = await take(tx, tmp_path / "list.csv", body, dry_run=True)
    assert await subscribers.count(tx, NEWS) == 0
    done = await take(tx, tmp_path / "list.csv", body, on_progress=seen.append)
    assert tried == done
    assert seen == [1000, 2000, 2500]
    assert await subscribers.count(tx, NEWS) == 2500


async def test_reading_a_list_again_changes_nothing_and_empty_cells_take_nothing_away(
    tx: AsyncConnection, tmp_path: Path
) -> None:
    body = "email,name,city\nana@example.org,Ana,Riga\n"
    await take(tx, tmp_path / "list.csv", body)
    again = await take(tx, tmp_path / "list.csv", body)
    assert (again.added, again.updated, again.unchanged) == (0, 0, 1)
    changed = await take(tx, tmp_path / "list.csv", "email,name,city\nANA@example.org,,Oslo\n")
    assert changed.updated == 1
    person = await subscribers.find(tx, "ana@example.org")
    assert person is not None
    assert (person.name, person.attributes) == ("Ana", {"city": "Oslo"})


async def test_what_is_written_is_read_back_the_same(tx: AsyncConnection, tmp_path: Path) -> None:
    body = 'email,name,language,zone,note\na@example.org,"=SUM(A1)",de,Europe/Berlin,"two\nlines, ""quoted"""\n'
    await take(tx, tmp_path / "list.csv", body)
    exact, safe = io.StringIO(), io.StringIO()
    assert await subscribers.write_csv(tx, NEWS, exact) == 1
    await subscribers.write_csv(tx, NEWS, safe, for_spreadsheets=True)
    (row,) = csv.DictReader(io.StringIO(exact.getvalue()))
    assert (row["name"], row["zone"], row["standing"]) == ("=SUM(A1)", "Europe/Berlin", "active")
    assert "'=SUM(A1)" in safe.getvalue()
    again = await take(tx, tmp_path / "again.csv", exact.getvalue())
    assert (again.updated, again.unchanged) == (0, 1)


@pytest.mark.parametrize("body", ["name,city\nAna,Riga\n", "", "\x00\x01\x02", "just words\nand more\n"])
async def test_a_file_without_a_column_of_addresses_is_refused(tx: AsyncConnection, tmp_path: Path, body: str) -> None:
    with pytest.raises(RowRefused):
        await take(tx, tmp_path / "list.csv", body)
