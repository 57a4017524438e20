"""Addresses that mail is sent from: what cannot be one is said when the file is read, not to each reader's letter."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest import jobs
from digest.errors import SettingsError
from digest.settings import Definitions, load
from tests.makers import NOW
from tests.newsrooms import a_newsroom

BARE = "expected a bare address such as news@example.org"


def a_file(folder: Path, **fields: str) -> Path:
    values = {"slug": "morning", "title": "Morning", "from_address": "news@example.org", **fields}
    file = folder / "digest.toml"
    file.write_text("[[newsletters]]\n" + "".join(f"{k} = '{v}'\n" for k, v in values.items()), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("from_address", "news@", BARE),
        ("from_address", "Desk <news@example.org>", BARE),
        ("from_address", "news@exa mple.org", BARE),
        ("reply_to", "desk", BARE),
        ("return_path", "bounces", BARE),
        ("return_path", "böunces@example.org", "expected plain letters before the @"),
        ("zone", "Atlantis/Capital", "expected a time zone name"),
    ],
)
def test_what_nobody_can_send_from_is_named_with_its_key(tmp_path: Path, key: str, value: str, words: str) -> None:
    with pytest.raises(SettingsError, match=rf"newsletters\.1\.{key} is") as fault:
        load(a_file(tmp_path, **{key: value}), {})
    assert words in fault.value.message


def test_an_address_in_another_script_is_one(tmp_path: Path) -> None:
    (shape,) = load(a_file(tmp_path, from_address="news@bücher.example"), {}).newsletters
    assert shape.from_address == "news@bücher.example"


async def test_a_window_that_is_none_is_refused_before_anything_is_changed(tmp_path: Path) -> None:
    defined = Definitions.of(load(a_file(tmp_path, window="7-25"), {})).newsletters
    async with a_newsroom(tmp_path) as newsroom:
        with pytest.raises(SettingsError, match="'7-25' is not understood"):
            await jobs.define(newsroom, defined, [], now=NOW)
