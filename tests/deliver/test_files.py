"""A Maildir and a folder of .eml files as relays."""

from __future__ import annotations

import asyncio
import mailbox
import os
from pathlib import Path

import pytest

from digest.deliver import RelaySettings, files, open_relay
from digest.errors import RelayDown, SettingsError, Taken
from digest.model import VerdictKind
from tests.deliver.letters import MESSAGE, a_letter, letters_to

READERS = [f"reader{i}@example.org" for i in range(20)]


def is_empty(path: Path) -> bool:
    return not any(path.iterdir())


def maildir(path: Path) -> RelaySettings:
    return RelaySettings(kind="maildir", path=path)


def folder(path: Path) -> RelaySettings:
    return RelaySettings(kind="folder", path=path)


async def test_a_maildir_is_read_by_others(tmp_path: Path) -> None:
    async with open_relay(maildir(tmp_path / "deep" / "mail")) as relay:
        verdicts = await asyncio.gather(*map(relay.hand_over, letters_to(READERS)))
    assert {verdict.kind for verdict in verdicts} == {VerdictKind.SENT}
    letters = list(mailbox.Maildir(tmp_path / "deep" / "mail", create=False))
    assert sorted(letter["Delivered-To"] for letter in letters) == sorted(READERS)
    assert {letter["Return-Path"] for letter in letters} == {"<bounce+1@harbourpost.example>"}
    assert list((tmp_path / "deep" / "mail" / "tmp").iterdir()) == []
    (first, *_) = (tmp_path / "deep" / "mail" / "new").iterdir()
    assert first.read_bytes().endswith(MESSAGE.replace(b"\r\n", b"\n"))
    assert b"\r" not in first.read_bytes()


async def test_a_folder_holds_the_exact_bytes(tmp_path: Path) -> None:
    async with open_relay(folder(tmp_path / "out")) as relay:
        assert (await relay.hand_over(a_letter(delivery_id=7))).kind is VerdictKind.SENT
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["7.eml"]
    assert (tmp_path / "out" / "7.eml").read_bytes() == MESSAGE


@pytest.mark.parametrize("settings", [maildir, folder])
async def test_a_letter_that_is_written_again_replaces_itself(settings: type, tmp_path: Path) -> None:
    async with open_relay(settings(tmp_path / "out")) as relay:
        for _ in range(3):
            assert (await relay.hand_over(a_letter())).kind is VerdictKind.SENT
    assert sum(file.is_file() for file in (tmp_path / "out").rglob("*")) == 1


@pytest.mark.parametrize("settings", [maildir, folder])
async def test_trials_for_several_readers_do_not_replace_each_other(settings: type, tmp_path: Path) -> None:
    async with open_relay(settings(tmp_path / "out")) as relay:
        for reader in (b"alice", b"bob"):
            await relay.hand_over(a_letter(delivery_id=0, message=MESSAGE.replace(b"alice", reader)))
    assert sum(file.is_file() for file in (tmp_path / "out").rglob("*")) == 2


@pytest.mark.parametrize("settings", [maildir, folder])
async def test_letters_are_private(settings: type, tmp_path: Path) -> None:
    async with open_relay(settings(tmp_path / "out")) as relay:
        await relay.hand_over(a_letter())
    (file,) = (file for file in (tmp_path / "out").rglob("*") if file.is_file())
    assert file.stat().st_mode & 0o777 == 0o600


async def test_an_address_cannot_add_header_lines(tmp_path: Path) -> None:
    async with open_relay(maildir(tmp_path)) as relay:
        verdict = await relay.hand_over(a_letter(envelope_to="a@example.org\r\nBcc: evil@example.org"))
    assert verdict.kind is VerdictKind.REFUSED
    assert is_empty(tmp_path)


async def test_an_address_beyond_ascii_is_delivered_as_it_is(tmp_path: Path) -> None:
    async with open_relay(maildir(tmp_path)) as relay:
        await relay.hand_over(a_letter(envelope_to="читатель@example.org"))
    (file,) = (tmp_path / "new").iterdir()
    assert "Delivered-To: читатель@example.org\n".encode() in file.read_bytes()


@pytest.mark.parametrize("settings", [maildir, folder])
async def test_what_must_be_written_down_first_is_and_its_error_stops_the_letter(
    settings: type, tmp_path: Path
) -> None:
    async def refuse() -> None:
        raise Taken("somebody else has it")

    async with open_relay(settings(tmp_path / "out")) as relay:
        with pytest.raises(Taken):
            await relay.hand_over(a_letter(), before_data=refuse)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("settings", [maildir, folder])
async def test_a_place_that_cannot_be_written_is_a_relay_that_is_down(settings: type, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    async with open_relay(settings(tmp_path / "file" / "out")) as relay:
        verdict = await relay.hand_over(a_letter())
        assert verdict.kind is VerdictKind.RELAY_DOWN
        assert str(tmp_path / "file") in verdict.text
        with pytest.raises(RelayDown, match="is no folder"):
            await relay.check()


def test_a_disk_that_is_full_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        files.write_durably(tmp_path / "draft", tmp_path / "final", b"letter")
    assert list(tmp_path.iterdir()) == []


async def test_check_says_that_it_can_be_written_and_writes_nothing(tmp_path: Path) -> None:
    async with open_relay(maildir(tmp_path / "not yet" / "there")) as relay:
        assert (await relay.check()) == f"{tmp_path / 'not yet' / 'there'} can be written"
        assert str(tmp_path) in relay.name
    assert is_empty(tmp_path)


async def test_a_kind_that_nobody_knows_is_a_fault_in_the_settings() -> None:
    with pytest.raises(SettingsError, match=r"relay\.kind 'pigeon' is none of smtp, maildir, folder"):
        async with open_relay(RelaySettings(kind="pigeon")):
            pass
