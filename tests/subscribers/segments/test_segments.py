"""Segments: what the words mean, that both databases agree, and that nothing but values reaches them."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection

import subscribers
from subscribers import SegmentError
from subscribers.tables import memberships
from tests.makers import NOW
from tests.people import bring_in

NEWS = 1
PEOPLE = [
    {"email": "ana@riga.example.org", "name": "Ana", "zone": "Europe/Riga", "language": "lv", "plan": "pro", "age": 40},
    {"email": "bo@example.org", "name": "Bo 100%", "zone": "Europe/Berlin", "language": "de-AT", "plan": "free"},
    {"email": "cy@example.com", "zone": "Asia/Tokyo", "language": "de", "plan": "pro", "age": 17.5, "tags": ["press"]},
    {"email": "dee@example.net", "vip": True, "age": "40", "born": "1990-05-06", 'odd "name"': "x' OR 1=1 --"},
    {"email": "eve@notexample.org", "zone": "Etc/UTC", "plan": None, "tags": "press", "vip": False, "deep": {"a": 1}},
]


async def furnish(tx: AsyncConnection, folder: Path) -> None:
    file = folder / "people.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in PEOPLE), encoding="utf-8")
    await bring_in(tx, file, NEWS)
    bo = await subscribers.find(tx, "bo@example.org")
    assert bo
    chosen = {
        "picks": subscribers.picks_from({"sections": ["sport"], "topics": ["Opera"]}),
        "hour": 7,
        "cadence": "weekly",
        "since": NOW - timedelta(days=100),
    }
    await tx.execute(update(memberships).where(memberships.c.person_id == bo.id).values(**chosen))


async def who(tx: AsyncConnection, text: str) -> str:
    """The first letters of those in a segment."""
    within = subscribers.segments.parse(text, now=NOW)
    found = sorted(one.address[0] for one in await subscribers.recipients(tx, NEWS, within=within))
    assert await subscribers.count(tx, NEWS, within=within) == len(found)
    return "".join(found)


MEANINGS = {
    'zone in Europe and attribute.plan = "pro" and not section.sport': "",
    'zone in Europe and attribute.plan = "pro"': "a",
    "zone in Europe": "ab",
    "zone in Eur": "",
    "zone in (Asia, Europe/Riga)": "ac",
    'zone = "Europe/Berlin"': "b",
    "zone is not set": "d",
    "language in de": "bc",
    "language = de": "c",
    "language not in (de, lv)": "de",
    "domain = example.org": "b",
    "domain in example.org": "ab",
    'domain contains "not"': "e",
    "address = BO@Example.org": "b",
    'name contains "00%"': "b",
    'name contains "ana"': "",
    "attribute.plan = pro": "ac",
    "attribute.plan != pro": "bde",
    "attribute.plan is set": "abc",
    "attribute.plan in (pro, free)": "abc",
    "attribute.age > 18": "a",
    "attribute.age <= 17.5": "c",
    "attribute.age = 40": "a",
    'attribute.age = "40"': "d",
    "attribute.vip = yes": "d",
    "attribute.vip = no": "e",
    "attribute.tags = press": "ce",
    "attribute.born < 1991-01-01": "d",
    "attribute.born >= 1990-05-06": "d",
    "attribute.deep is set": "e",
    'attribute."odd \\"name\\"" = "x\' OR 1=1 --"': "d",
    "not section.sport": "b",
    "section.sport": "acde",
    "topic.opera": "acde",
    "section.culture and source.x": "abcde",
    "hour = 7": "b",
    "hour is not set": "acde",
    "hour != 7": "acde",
    "hour < 8 or attribute.age > 1": "abc",
    "cadence = weekly": "b",
    "since < 30 days ago": "b",
    f"since >= {NOW:%Y-%m-%d}": "acde",
    "NOT (zone in Europe OR zone in Asia) AND attribute.vip = no": "e",
    "not not attribute.plan = pro": "ac",
}


async def test_every_word_means_the_same_on_both_databases(tx: AsyncConnection, tmp_path: Path) -> None:
    await furnish(tx, tmp_path)
    meant = {text: await who(tx, text) for text in MEANINGS}
    assert meant == MEANINGS


WRONG = [
    ("", "says nothing"),
    ("zone", "is set"),
    ("zne in Europe", "did you mean zone"),
    ("zone in", "a value, and the segment ends"),
    ("zone in (Europe", '","'),
    ('zone = "Europe', "quotation mark"),
    ("zone = Europe and", "Expected one of"),
    ("zone = Europe zone = Asia", '"and"'),
    ("(zone = Europe", r'"\)"'),
    ("hour = early", "hour from 0 to 23"),
    ("since > soon", "a day such as"),
    ('attribute.plan > "a"', "a number or a day"),
    ("attribute. = 1", "Expected one of"),
    ("hour contains 7", "Only a text"),
    ("(" * 50 + "zone in Europe" + ")" * 50, "deep"),
    (" or ".join(["zone in Europe"] * 101), "at most 100"),
    ("x" * 5000, "4,000"),
    ("password = 1; DROP TABLE persons", "Expected one of"),
]


@pytest.mark.parametrize(("text", "words"), WRONG)
def test_what_is_not_understood_is_pointed_at(text: str, words: str) -> None:
    with pytest.raises(SegmentError, match=words):
        subscribers.segments.parse(text, now=NOW)


PIECES = st.sampled_from(["zone", "in", "(", ")", ",", "=", "not", "and", "or", "attribute.x", '"', "'", "7", "is set"])


@settings(max_examples=100)
@given(st.text(max_size=60) | st.lists(PIECES).map(" ".join))
def test_any_text_is_a_tree_or_a_sentence(text: str) -> None:
    with suppress(SegmentError):
        subscribers.segments.parse(text, now=NOW)


NASTY = ["'", "' OR '1'='1", '"; DROP TABLE persons; --', "%", "_", "\\", "$.x", "{}", ":x", "%(x)s", "?", "ä"]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=st.sampled_from(NASTY) | st.text(max_size=20))
def test_a_users_words_reach_the_database_as_values_only(value: str) -> None:
    quoted = '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    text = f"attribute.{quoted} = {quoted} and domain in {quoted} and name contains {quoted} and zone in {quoted}"
    if not value:
        return
    tree = subscribers.segments.parse(text, now=NOW)
    plain = subscribers.segments.parse(text.replace(quoted, '"zzzzzz"'), now=NOW)
    for dialect in (subscribers.segments.dialects.Sqlite(), subscribers.segments.dialects.Postgresql()):
        compiled = subscribers.segments.compiling._compiled
        said = [str(compiled(one, dialect).compile(dialect=postgresql.dialect())) for one in (tree, plain)]
        assert said[0] == said[1]


async def test_a_segment_is_saved_by_name_and_read_anew_each_time(tx: AsyncConnection) -> None:
    kept = subscribers.segments
    await kept.save(tx, "new-ones", "since > 30 days ago", now=NOW)
    await kept.save(tx, "new-ones", "since > 3 days ago", now=NOW)
    assert [(one.name, one.text) for one in await kept.saved(tx)] == [("new-ones", "since > 3 days ago")]
    assert await kept.find(tx, "new-ones") == "since > 3 days ago"
    assert await kept.find(tx, "zone in Asia") == "zone in Asia"
    with pytest.raises(SegmentError, match="there are: new-ones"):
        await kept.find(tx, "old-ones")
    with pytest.raises(SegmentError, match="small letters"):
        await kept.save(tx, "New Ones", "zone in Asia", now=NOW)
    with pytest.raises(SegmentError, match="Expected"):
        await kept.save(tx, "bad", "zone of Asia", now=NOW)
    assert await kept.forget(tx, "new-ones")
    assert not await kept.forget(tx, "new-ones")
