"""A picture of a page shows all of it, and nothing below it."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from digest.render import browser, take_picture
from tests.mail_programs import missing


@pytest.fixture(autouse=True)
def chromium() -> None:
    if browser() is None:
        missing("Chromium is not installed")


def page_of(height: int) -> str:
    return f'<!doctype html><html><body style="margin:0"><div style="height:{height}px">Fog</div></body></html>'


def size_of(png: Path) -> tuple[int, int]:
    width, height = struct.unpack(">II", png.read_bytes()[16:24])
    return width, height


@pytest.mark.parametrize("height", [420, 5200])
def test_a_picture_is_as_high_as_its_page(tmp_path: Path, height: int) -> None:
    picture = tmp_path / "page.png"
    assert take_picture(page_of(height), picture, width=600)
    assert size_of(picture) == (600, height)


def test_a_picture_may_show_only_the_beginning_of_a_page(tmp_path: Path) -> None:
    picture = tmp_path / "page.png"
    assert take_picture(page_of(5200), picture, width=600, height=900)
    assert size_of(picture) == (600, 900)
