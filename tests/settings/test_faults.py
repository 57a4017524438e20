"""What is wrong with a setting is told in a person's words, however it is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from digest.errors import SettingsError
from digest.settings import Settings, load
from digest.settings.faults import LONGEST_SHOWN, WRITTEN

HEAD = 'newsroom.name = "Post"\nnewsroom.address = "Quay 1"\n'


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("gather = 5", "gather is 5: expected a table of settings"),
        ("gather.concurrency = 'many'", "gather.concurrency is 'many': expected a whole number"),
        ("gather.concurrency = 1.5", "gather.concurrency is 1.5: expected a whole number"),
        ("relay.connect_timeout = 'long'", "relay.connect_timeout is 'long': expected a number"),
        ("relay.connect_timeout = -1", "relay.connect_timeout is -1: expected more than 0"),
        ("relay.port = 70000", "relay.port is 70000: expected less than 65536"),
        ("relay.allow_plain_login = 'perhaps'", "expected true or false"),
        ("relay.host = 5", 'relay.host is 5: expected text, in " "'),
        ("relay.newsletters = 'morning'", "relay.newsletters is 'morning': expected a list, in [ ]"),
        ("relay.tls = 'maybe'", "expected 'implicit', 'starttls-required', 'starttls-if-offered' or 'none'"),
        ("llm.url = 'nowhere'", "llm.url is 'nowhere': expected an address that begins with https://"),
        ("gather.interval = -5", 'gather.interval is -5: expected a duration such as "3h"'),
        ("gather.interval = inf", 'gather.interval is inf: expected a duration such as "3h"'),
        ("gather.interval = 1e30", 'gather.interval is 1e+30: expected a duration such as "3h"'),
        ("[[newsletters]]\ntitle = 'M'\nstyle.paper = 'white'", "expected a colour such as #0f5c7a"),
        ("[[newsletters]]\nslug = 'The Morning'", "newsletters.1.slug is 'The Morning': expected a-z, 0-9 and hyphens"),
        ("[[newsletters]]\nslug = 'm'", "newsletters.1.title is missing"),
        ("[[dkim]]\ndomain = 'x.example'", "dkim.1.selector is missing"),
    ],
)
def test_what_is_wrong_and_what_was_expected(tmp_path: Path, line: str, words: str) -> None:
    assert words in said_of(tmp_path, line)


@pytest.mark.parametrize("line", ["gather.interval = '{}'", "relay.port = '{}'", "{} = 1", "relay.{} = 1"])
def test_of_a_long_value_its_beginning_is_shown(tmp_path: Path, line: str) -> None:
    words = said_of(tmp_path, line.format("x" * 5000))
    assert "x" * (LONGEST_SHOWN // 2) in words
    assert "x" * LONGEST_SHOWN not in words


def test_every_pattern_has_words() -> None:
    assert set(patterns(Settings.model_json_schema())) <= WRITTEN.keys()


def said_of(folder: Path, line: str) -> str:
    file = folder / "digest.toml"
    file.write_text(HEAD + line + "\n", encoding="utf-8")
    with pytest.raises(SettingsError) as refused:
        load(file, {})
    return refused.value.message


def patterns(schema: Any) -> Iterator[str]:
    """All that stand anywhere in a schema."""
    if isinstance(schema, dict):
        if isinstance(schema.get("pattern"), str):
            yield schema["pattern"]
        schema = list(schema.values())
    if isinstance(schema, list):
        for one in schema:
            yield from patterns(one)
