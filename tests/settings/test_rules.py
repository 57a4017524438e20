"""Rules that no article can pass are refused when they are read, not by an issue that never comes."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.errors import SettingsError
from digest.settings import load

NEWSLETTER = """
[[newsletters]]
slug = "morning"
title = "Morning"
from_name = "The Post"
from_address = "morning@example.org"
"""


def read(tmp_path: Path, more: str) -> None:
    file = tmp_path / "digest.toml"
    file.write_text(NEWSLETTER + more, encoding="utf-8")
    load(file, {})


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ("choose = { min = 5, max = 3 }", "newsletters.1.choose: an issue of 3 stories (max) never has 5 (min)"),
        ("choose.keep = { min_words = 500, max_words = 100 }", "no article has 500 words (min_words) and only 100"),
        ('choose.keep = { keywords = ["Storm"] }\nchoose.block = { keywords = ["storm", "fog"] }', "by keywords"),
        ("choose.keep.paywalled = true\nchoose.block.paywalled = true", "by paywalled: no article can pass"),
        ('[[newsletters.sections]]\nkey = "city"\nmin = 4\nmax = 2', "a section of 2 stories (max) never has 4 (min)"),
    ],
)
def test_rules_that_nothing_can_pass_are_refused_in_a_sentence(tmp_path: Path, more: str, why: str) -> None:
    with pytest.raises(SettingsError) as fault:
        read(tmp_path, more)
    assert why in fault.value.message
    assert "{" not in fault.value.message


def test_rules_that_something_can_pass_are_taken(tmp_path: Path) -> None:
    read(tmp_path, 'choose.keep = { keywords = ["storm", "fog"] }\nchoose.block = { keywords = ["fog"] }')
