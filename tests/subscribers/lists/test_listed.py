"""Files as people send them: packed, in any encoding, with quotation marks nobody closes, or no list at all."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from pathlib import Path

import pytest

from subscribers import ListRefused, Refusal
from subscribers.lists import Listed, Wishes, open_list
from subscribers.lists.rowed import Row
from tests.makers import NOW

ROWS = (("E-Mail", "Vorname", "Nachname", "Ort"), ("jorg@example.org", "Jörg", 'Müll"er', "Köln, Süd;\tRechts"))


def rows_of(listed: Listed) -> tuple[list[Row], list[Refusal]]:
    pages = list(listed.pages(NOW))
    return [row for page in pages for row in page.rows], [one for page in pages for one in page.refused]


def read(path: Path, **wishes: object) -> tuple[list[Row], list[Refusal]]:
    with open_list(path, Wishes(**wishes)) as listed:  # type: ignore[arg-type]  # whatever a test wishes
        return rows_of(listed)


def a_file(folder: Path, body: bytes | str, name: str = "list.csv") -> Path:
    (folder / name).write_bytes(body if isinstance(body, bytes) else body.encode())
    return folder / name


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252"])
def test_a_table_is_read_however_it_was_written(tmp_path: Path, encoding: str, delimiter: str, newline: str) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=newline).writerows(ROWS)
    ((row,), refused) = read(a_file(tmp_path, text.getvalue().encode(encoding)))
    assert not refused
    assert (row.address, row.name) == ("jorg@example.org", 'Jörg Müll"er')
    assert row.attributes == {"Ort": "Köln, Süd;\tRechts"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1251"])
def test_cyrillic_is_recognised_even_far_down(tmp_path: Path, encoding: str) -> None:
    rows = "".join(f"r{n}@example.org,Reader\n" for n in range(30_000))
    text = f"email,имя\n{rows}ivan@example.org,Иван Сидоров\n" if encoding != "cp1251" else f"email,name\n{rows}"
    text = text if encoding != "cp1251" else text + "ivan@example.org,Иван Сидоров\n"
    rows_read, refused = read(a_file(tmp_path, text.encode(encoding)))
    assert not refused
    assert (len(rows_read), rows_read[-1].name) == (30_001, "Иван Сидоров")


def test_gzip_and_zip_are_read_as_they_are_and_what_is_no_list_in_a_zip_is_named(tmp_path: Path) -> None:
    text = "email,name\na@example.org,Ana\n"
    (tmp_path / "list.csv.gz").write_bytes(gzip.compress(text.encode()))
    assert read(tmp_path / "list.csv.gz")[0][0].name == "Ana"
    with zipfile.ZipFile(tmp_path / "lists.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("out/one.csv", text)
        archive.writestr("out/two.tsv", "email\tname\nb@example.org\tBen\nbad\tX\n")
        archive.writestr("out/opens.csv", "what,when\nx,y\n")
        archive.writestr("__MACOSX/._one.csv", "junk")
    with open_list(tmp_path / "lists.zip") as listed:
        rows, refused = rows_of(listed)
        assert listed.skipped == ("opens.csv",)
    assert [row.address for row in rows] == ["a@example.org", "b@example.org"]
    assert [(one.file, one.line) for one in refused] == [("two.tsv", 3)]


def test_a_zip_that_unpacks_to_far_more_than_it_is_stops_with_a_sentence(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("list.csv", b"email\na@example.org\n" + b"x" * (70 << 20))
    with pytest.raises(ListRefused, match="far more"):
        read(tmp_path / "bomb.zip")


def test_a_packed_file_that_breaks_off_says_so_after_what_was_whole(tmp_path: Path) -> None:
    rows = "".join(f"reader{n}@example.org,{n * 7919}\n" for n in range(60_000))
    packed = gzip.compress(f"email,n\n{rows}".encode())
    with open_list(a_file(tmp_path, packed[:-100_000], "list.csv.gz")) as listed:
        pages = listed.pages(NOW, rows=1000)
        assert [len(next(pages).rows) for _ in range(5)] == [125, 1000, 1000, 1000, 1000]  # the first is waited for
        with pytest.raises(ListRefused, match="damaged"):
            list(pages)


def test_every_refused_row_says_line_field_and_reason(tmp_path: Path) -> None:
    body = (
        "email,zone\nok@example.org,Europe/Berlin\nnobody,\nx@example.org,Mars\n,\n\ny@example.org,\n"
        "z@example.org,Europe/Riga,more\nu@example.org,Europe/Paris\n"
    )
    rows, refused = read(a_file(tmp_path, body))
    assert [row.line for row in rows] == [2, 7, 9]
    assert [(one.line, one.field) for one in refused] == [(3, "address"), (4, "zone"), (8, "")]
    assert "Europe/Berlin" in refused[1].reason
    assert "3 cells and the heading 2" in refused[2].reason


def test_a_quotation_mark_that_nobody_closes_costs_one_row_and_lines_are_counted_right(tmp_path: Path) -> None:
    body = 'email,name\na@example.org,"two\nlines"\nb@example.org,"open\nc@example.org,Cleo\nd@example.org,Dan\nbad,X\n'
    rows, refused = read(a_file(tmp_path, body))
    assert [row.address for row in rows] == ["a@example.org", "c@example.org", "d@example.org"]
    assert [one.line for one in refused] == [4, 7]


def test_a_broken_byte_a_nul_and_a_boundless_line_cost_their_own_row(tmp_path: Path) -> None:
    body = (
        "email,name\nä@example.org,Äda\n".encode() + b"b@example.org,\xff\xfe\nc@example.org,a\0b\nd@example.org,Dan\n"
        b"e@example.org," + b"x" * (2 << 20) + b"\nf@example.org,Fay\n"
    )
    rows, refused = read(a_file(tmp_path, body))
    assert [row.address for row in rows][1:] == ["d@example.org", "f@example.org"]
    assert [one.line for one in refused] == [3, 4, 6]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\n\n", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "picture"),
        (bytes(range(256)) * 9, "no text"),
        (b"<html><body>a@example.org</body></html>", "HTML"),
        (b'[{"email": "a@example.org"}]', "JSON Lines"),
        (b"PK\x03\x04 nothing", "unpacked"),
        (b"name,city\nAna,Riga\n", "--column"),
        (b"email,name\n", "nothing below"),
    ],
)
def test_what_is_no_list_is_refused_with_what_it_is(tmp_path: Path, body: bytes, words: str) -> None:
    with pytest.raises(ListRefused, match=words):
        read(a_file(tmp_path, body))


def test_what_is_wished_is_done(tmp_path: Path) -> None:
    file = a_file(tmp_path, "Kunde;Mail 2;Alter;Sonst\n7;a@example.org;33;x\n8;b@example.org;?;y\n")
    columns = ("Kunde=attribute.customer:text", "Mail 2=address", "#3=attribute.age:number")
    rows, refused = read(file, columns=columns, others=False)
    assert [row.attributes for row in rows] == [{"customer": "7", "age": 33}]
    assert [(one.line, one.reason) for one in refused] == [(3, "'?' is no number.")]
    with pytest.raises(ListRefused, match="names no column"):
        read(file, columns=("Name=name",))
    with pytest.raises(ListRefused, match="is no meaning"):
        read(file, columns=("Kunde=customer",))


def test_a_list_without_a_heading_and_one_of_addresses_alone_are_read(tmp_path: Path) -> None:
    assert [row.line for row in read(a_file(tmp_path, "a@example.org\nb@example.org\n"))[0]] == [1, 2]
    ((row,), _) = read(a_file(tmp_path, "Ana,a@example.org\n"))
    assert (row.address, row.attributes) == ("a@example.org", {"column 1": "Ana"})


def test_kinds_are_guessed_and_a_number_with_zeros_before_it_is_a_text(tmp_path: Path) -> None:
    body = (
        "email,age,plz,since when,likes\na@example.org,40,01234,2020-05-06,yes\nb@example.org,4.5,12345,2021-01-02,no\n"
    )
    rows, _ = read(a_file(tmp_path, body))
    assert rows[0].attributes == {"age": 40, "plz": "01234", "since when": "2020-05-06", "likes": True}


def test_json_lines_keep_their_values(tmp_path: Path) -> None:
    body = '{"email":"a@example.org","name":"Ana","tags":["x","y"],"n":1.5,"no":null}\nnot json\n[1]\n{"name":"B"}\n'
    rows, refused = read(a_file(tmp_path, body, "list.jsonl"))
    assert rows[0].attributes == {"tags": ["x", "y"], "n": 1.5}
    assert [one.line for one in refused] == [2, 3, 4]
