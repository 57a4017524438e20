"""Whoever left, in whatever words and under whatever heading a list says so, is no reader here."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

import subscribers
from subscribers import Standing
from subscribers.lists import Wishes, open_list
from subscribers.lists.meanings import Meaning
from subscribers.lists.telling import told_by
from tests.makers import NOW, keys
from tests.people import bring_in

NEWS = 1
STAYS, WENT = "stays@example.org", "went@example.org"


def a_file(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    (folder / "list.csv").write_bytes(text.encode(encoding))
    return folder / "list.csv"


def standings_of(path: Path, **wishes: object) -> tuple[dict[str, Standing], list[str]]:
    """What a file makes of its people, and why it left others out."""
    with open_list(path, Wishes(**wishes)) as listed:  # type: ignore[arg-type]  # whatever a test wishes
        pages = list(listed.pages(NOW))
    claims = {row.address: row.said and row.said.claim for page in pages for row in page.rows}
    refused = [one.reason for page in pages for one in page.refused]
    return {address: claim.standing if claim else Standing.ACTIVE for address, claim in claims.items()}, refused


@pytest.mark.parametrize(
    ("heading", "stays", "went"),
    [
        ("Status", "angemeldet", "abgemeldet"),
        ("Status", "aktiv", "inaktiv"),
        ("Zustand", "Aktiv", "Ausgetragen"),
        ("Statut", "Abonné(e)", "Désabonné(e)"),
        ("Statut", "Inscrit", "Désinscrite"),
        ("Estado", "Suscrito", "Dado de baja"),
        ("Stan", "aktywny", "wypisany"),
        ("Статус", "Подписан", "Отписался"),
        ("Email Marketing Status", "subscribed", "unsubscribed"),
        ("Email Marketing Consent", "SUBSCRIBED", "UNSUBSCRIBED"),
        ("List status", "Subscribed", "Unsubscribed"),
        ("subscriber_type", "subscriber", "unsubscribed"),
        ("Newsletter", "opted-in", "opted-out"),
        ("Newsletter", "ja", "nein"),
        ("Accepts Email Marketing", "yes", "no"),
        ("Einwilligung", "WAHR", "FALSCH"),
        ("HasOptedOutOfEmail", "FALSE", "TRUE"),
        ("Unsubscribed from all email", "", "true"),
        ("EMAIL_BLACKLISTED", "0", "1"),
        ("Unsubscribed", "", "x"),
        ("is_unsubscribed", "f", "t"),
        ("Unsubscribe Date", "", "12/31/2020"),
        ("Unsubscribe Date", "NULL", "Dec 31, 2020"),
        ("unsubscribed_at", r"\N", "2021-03-04 10:00:00"),
        ("unsubscribed_at", "0000-00-00 00:00:00", "44197"),
        ("Abmeldedatum", "-", "04.03.2021"),
        ("Désinscrit le", "", "04/03/2021 10:22"),
        ("Fecha de baja", "", "4 mar 2021"),
        ("Data wypisania", "", "2021-03-04"),
        ("Email hard bounce reason", "", "MAILBOX_FULL"),
    ],
)
def test_who_left_is_known_by_headings_and_words_of_many_programs(
    tmp_path: Path, heading: str, stays: str, went: str
) -> None:
    rows = "".join(f'{n}{STAYS};"{stays}"\n' for n in range(9))
    found, refused = standings_of(a_file(tmp_path, f'E-Mail;"{heading}"\n{rows}{WENT};"{went}"\n'))
    assert found.pop(WENT) in {Standing.LEFT, Standing.SUPPRESSED}
    assert (set(found.values()), len(found), refused) == ({Standing.ACTIVE}, 9, [])


def test_a_word_that_nobody_knows_makes_no_readers_of_all_the_others(tmp_path: Path) -> None:
    states = ("subscribed", "unsubscribed", "cleaned", "transactional", "archived", "complained", "pending", "lapsed")
    rows = "".join(f"{state}@example.org,{state}\n" for state in states)
    found, refused = standings_of(a_file(tmp_path, f"email,status\n{rows}"))
    assert [address for address, one in found.items() if one is Standing.ACTIVE] == ["subscribed@example.org"]
    assert len(refused) == 1
    assert "'lapsed' is no standing" in refused[0]
    assert "--column 'status=attribute.status'" in refused[0]


def test_of_two_columns_about_one_thing_none_is_passed_over(tmp_path: Path) -> None:
    for heading in ("email,status,email_status", "email,Status,Status", "email,status,Marketing status"):
        file = a_file(tmp_path, f"{heading}\n{STAYS},active,active\n{WENT},active,unsubscribed\n")
        found, _ = standings_of(file)
        assert found == {STAYS: Standing.ACTIVE, WENT: Standing.LEFT}, heading
    file = a_file(tmp_path, f"email,unsubscribed,unsubscribed_at\n{STAYS},false,\n{WENT},,2020-01-01\n")
    assert standings_of(file)[0] == {STAYS: Standing.ACTIVE, WENT: Standing.LEFT}


def test_a_row_that_says_unsubscribed_anywhere_is_left_out_until_somebody_says_what_that_is(tmp_path: Path) -> None:
    many = "".join(f"reader{n}@example.org,Lead,a\n" for n in range(60))
    file = a_file(tmp_path, f"email,Lifecycle,Tags\n{many}{WENT},Unsubscribed,a\n{STAYS},Lead,b\n")
    found, refused = standings_of(file)
    assert (len(found), WENT in found, len(refused)) == (61, False, 1)
    assert refused[0].startswith("Lifecycle says 'Unsubscribed', so nothing was taken from this row.")
    for said in ({"columns": ("Tags=name",), "others": False}, {"columns": ("Tags=name",)}):
        assert WENT not in standings_of(file, **said)[0], "and not because nobody keeps that column"
    assert WENT in standings_of(file, columns=("Lifecycle=attribute.stage",))[0], "somebody says that it is no standing"
    objects = f'{{"email": "{STAYS}"}}\n{{"email": "{WENT}", "mood": "unsubscribed"}}\n'
    found, refused = standings_of(a_file(tmp_path, objects))
    assert (list(found), len(refused)) == ([STAYS], 1)


def test_a_box_that_nobody_ticked_is_no_consent(tmp_path: Path) -> None:
    found, refused = standings_of(a_file(tmp_path, f"email,Newsletter\n{STAYS},yes\n{WENT},\n"))
    assert found == {STAYS: Standing.ACTIVE}
    assert refused == ["Newsletter is blank here, so nothing says that they want mail."]


@pytest.mark.parametrize(
    "word", ["opt-out", "OPTED_OUT", "do-not-mail", "Non-Subscribed", " unsubscribed ", "Désabonnée"]
)
def test_a_word_that_keeps_a_row_out_is_known_however_it_is_spelt(tmp_path: Path, word: str) -> None:
    file = a_file(tmp_path, f"email,mood\n{STAYS},calm\n{WENT},{word}\n")
    assert list(standings_of(file)[0]) == [STAYS]


@pytest.mark.parametrize(
    "heading",
    ["Order status", "State of health", "Bounce count", "Unsubscribe link", "Unsub campaign", "Left-handed", "City"],
)
def test_what_is_said_of_something_else_is_kept_as_it_is(heading: str) -> None:
    assert told_by(heading) in {None, Meaning.ATTRIBUTE}


def test_dates_that_a_spreadsheet_made_numbers_are_dates_again(tmp_path: Path) -> None:
    cells = ("44197", "44197.5", "44197,5", "1609459200", "1609459200000", "NULL")
    rows = "".join(f"r{n}@example.org;{cell}\n" for n, cell in enumerate(cells))
    with open_list(a_file(tmp_path, f"email;created_at\n{rows}")) as listed:
        read = [row for page in listed.pages(NOW) for row in page.rows]
    since = [row.said.member.since.isoformat()[:13] if row.said and row.said.member.since else "" for row in read]
    assert since == ["2021-01-01T00", "2021-01-01T12", "2021-01-01T12", "2021-01-01T00", "2021-01-01T00", ""]


def test_null_is_nobodys_name(tmp_path: Path) -> None:
    text = f"email,first name,last name,language\n{STAYS},NULL,Lind,NULL\n{WENT},NULL,NULL,\n"
    with open_list(a_file(tmp_path, text)) as listed:
        assert [row.name for page in listed.pages(NOW) for row in page.rows] == ["Lind", ""]


def test_lines_within_cells_are_read_behind_excels_own_first_line(tmp_path: Path) -> None:
    text = f'\ufeffsep=;\r\nE-Mail;Name;;\r\n{STAYS};"Ana\r\nLind";;\r\n;;;\r\n{WENT};"Bo";;\r\n'
    with open_list(a_file(tmp_path, text)) as listed:
        pages = list(listed.pages(NOW))
    assert [(row.address, row.name) for page in pages for row in page.rows] == [(STAYS, "Ana Lind"), (WENT, "Bo")]
    assert not any(page.refused for page in pages)


def test_rosters_contacts_and_cards_are_read_or_told_apart(tmp_path: Path) -> None:
    found, refused = standings_of(a_file(tmp_path, f"Ana Lind <{STAYS}>\n{WENT}\nbo at example.org\n\n"))
    assert (list(found), len(refused)) == ([STAYS, WENT], 1)
    contacts = "First Name,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Value\n"
    text = f"{contacts}Ana,Home,{STAYS},work@example.org\nBo,,,\n"
    found, refused = standings_of(a_file(tmp_path, text))
    assert (list(found), refused) == ([STAYS], ["It has no address."])
    with (
        pytest.raises(subscribers.ListRefused, match="vCards"),
        open_list(a_file(tmp_path, "BEGIN:VCARD\nFN:Ana\nEND:VCARD\n")),
    ):
        pass


async def test_a_never_list_shuts_out_whoever_it_names_though_another_cell_makes_no_sense(
    tx: AsyncConnection, tmp_path: Path
) -> None:
    await bring_in(tx, a_file(tmp_path, f"email\n{WENT}\n"), NEWS)
    with open_list(a_file(tmp_path, f"email,language\n{STAYS},en\n{WENT},??\n")) as listed:
        (page,) = listed.pages(NOW)
    shut = await subscribers.lists.shut_page(tx, page, why="administrator", note="", keys=keys(), now=NOW)
    assert (shut.rows, shut.added, shut.refused) == (2, 2, 0)
    assert [one.address for one in await subscribers.recipients(tx, NEWS)] == []


async def test_who_never_agreed_is_free_to_come(tx: AsyncConnection, tmp_path: Path) -> None:
    await bring_in(tx, a_file(tmp_path, f"email,status\n{STAYS},subscribed\n{WENT},transactional\n"), NEWS)
    assert [one.address for one in await subscribers.recipients(tx, NEWS)] == [STAYS]
    assert (await bring_in(tx, a_file(tmp_path, f"email\n{WENT}\n"), NEWS)).added == 1
