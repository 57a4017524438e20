"""Tables and JSON of articles, as spreadsheets and strangers' programs write them."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from digest.gather.documents.files import read_file
from digest.gather.documents.unnamed import suffix_of
from digest.model import Draft
from tests.makers import NOW

GERMAN = """Titel;Datum;Autor;Link;Zusammenfassung;Schlagwörter
Nebel über dem Hafen;23.11.2026 14:05;Mara Größe;https://x.example/nebel;Drei Tage lag er.;Hafen, Nebel
"Ein Markt; neu";22. Oktober 2026;;www.x.example/markt;"Mit ""Fisch"" und
Zeilenumbruch";
"""
LINES = """{"title": "Fog", "url": "https://x.example/fog", "published": "2026-11-23T10:00:00Z", "text": "It lay."}
{"headline": "Tide", "link": "https://x.example/tide", "pubDate": "Mon, 23 Nov 2026 10:00:00 GMT", "body": "<p>It came"}
"""
POSTS = [
    {
        "date": "2026-11-23T11:00:00",
        "date_gmt": "2026-11-23T10:00:00",
        "link": "https://x.example/fog",
        "title": {"rendered": "Fog &#8211; port"},
        "content": {"rendered": "<p>It lay for days.</p>"},
        "excerpt": {"rendered": "<p>Lead</p>"},
        "status": "publish",
    },
    {"link": "https://x.example/d", "title": {"rendered": "Secret"}, "status": "draft"},
]
TEN = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def read(name: str, body: str | bytes) -> tuple[list[Draft], list[str]]:
    found = list(read_file(body if isinstance(body, bytes) else body.encode(), name=name, modified=NOW, now=NOW))
    return [one for one in found if isinstance(one, Draft)], [one for one in found if isinstance(one, str)]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.csv", GERMAN.encode("utf-8-sig")),
        ("a.csv", GERMAN.encode("cp1252")),
        ("a.csv", f"sep=;\r\n{GERMAN}".encode("cp1252")),
        ("a.csv", GERMAN.replace("; neu", ", neu").replace(";", "\t").encode("utf-16")),
        ("a.tsv", GERMAN.replace("; neu", ", neu").replace(";", "\t").encode()),
    ],
)
def test_tables_of_spreadsheets_are_read_in_our_languages(name: str, body: bytes) -> None:
    (fog, market), notes = read(name, body)
    assert (fog.title, fog.url, fog.lead) == ("Nebel über dem Hafen", "https://x.example/nebel", "Drei Tage lag er.")
    assert (fog.authors, fog.topics) == (("Mara Größe",), ("Hafen", "Nebel"))
    assert fog.published == datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
    assert (market.url, market.lead) == ("http://www.x.example/markt", 'Mit "Fisch" und Zeilenumbruch')
    assert market.published == datetime(2026, 10, 22, tzinfo=UTC)
    assert not notes


@pytest.mark.parametrize(
    ("said", "day"),
    [("24/10/2026;05/11/2026", (11, 5)), ("10/24/2026;05/11/2026", (5, 11)), ("01/02/2026;05/11/2026 14:05", (5, 11))],
)
def test_which_number_is_the_day_is_seen_in_the_other_dates(said: str, day: tuple[int, int]) -> None:
    first, second = said.split(";")
    (_, tide), _ = read("a.csv", f"title,url,date\nA,https://x.example/a,{first}\nB,https://x.example/b,{second}\n")
    assert tide.published is not None
    assert (tide.published.month, tide.published.day) == day


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.json"])
def test_json_in_lines_is_an_article_each(name: str) -> None:
    drafts, _ = read(name, LINES)
    assert [(one.title, one.published, one.text) for one in drafts] == [
        ("Fog", TEN, "It lay."),
        ("Tide", TEN, "It came"),
    ]


def test_posts_of_wordpress_are_read_but_for_drafts() -> None:
    (fog,), (note,) = read("posts.json", json.dumps(POSTS))
    assert (fog.title, fog.text, fog.lead, fog.published) == ("Fog – port", "It lay for days.", "Lead", TEN)
    assert note == "posts.json: 'Secret' is left out: it says `status: draft`"


def test_articles_without_an_address_are_known_by_their_titles() -> None:
    (fog,), notes = read("a.csv", "title,date,content\nFog,2026-11-23,It lay.\n,2026-11-23,\n")
    assert (fog.guid, fog.url, fog.text) == ("a.csv: Fog", "", "It lay.")
    assert notes == ["a.csv: 1 row without a web address, or a title, a text and a date: left out"]
    (alone,), _ = read("one.json", json.dumps({"title": "Fog", "content": "It lay.\n\nIt went.", "date": "2026-11-23"}))
    assert alone.text == "It lay.\n\nIt went."


@pytest.mark.parametrize(
    ("name", "body", "why"),
    [
        ("a.jsonl", '{"title": "a"}\n{broken\n', "line 2 is no JSON"),
        ("package.json", '{"name": "site", "url": "https://x.example/", "description": "A site"}', "expected columns"),
        ("site.json", '{"title": "site", "url": "https://x.example/", "description": "A site"}', "expected columns"),
        ("features.json", '[{"title": "Fast", "text": "It is fast."}]', "expected columns"),
        ("home.json", '{"title": "Home", "content": "Welcome."}', "expected columns"),
        ("a.tsv", "title\turl\n", "expected columns or keys such as url, title, date"),
    ],
)
def test_what_holds_no_article_says_what_was_expected(name: str, body: str, why: str) -> None:
    drafts, (note,) = read(name, body)
    assert not drafts
    assert why in note


@pytest.mark.parametrize(
    ("body", "suffix"),
    [
        ("# Fog\n\nIt lay, and lay.\n", ".md"),
        ('{"title": "Fog", "draft": true}\nIt lay.\n', ".md"),
        ("[Fog](https://x.example/fog) lay.\n", ".md"),
        ("Title: Fog\nDate: 2026-11-23\nTags: a\n\nIt lay.\n", ".md"),
        ("Date: 2026-11-23\nTitle: Fog\n\nIt lay.\n", ".md"),
        ("", ".md"),
        (json.dumps(POSTS), ".json"),
        (json.dumps(POSTS, indent=2), ".json"),
        (LINES, ".jsonl"),
        (GERMAN, ".csv"),
        ("sep=;\n" + GERMAN, ".csv"),
        ("<!-- x -->\n<!DOCTYPE html><title>Fog</title>", ".html"),
        ('<?xml version="1.0"?>\n<rss version="2.0"/>', ".xml"),
        ("Received: from a by b;\n Mon, 23 Nov 2026\nFrom: a@x.example\nSubject: Fog\n\nIt lay.\n", ".eml"),
        (b"PK\x03\x04", ".zip"),
    ],
)
def test_what_has_no_name_says_what_it_is(body: str | bytes, suffix: str) -> None:
    assert suffix_of(body if isinstance(body, bytes) else body.encode()) == suffix
