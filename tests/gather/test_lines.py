"""Lines at the top of Markdown that are no text: properties of Notion, metadata of Pelican."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.gather.documents.document import read_document
from digest.gather.documents.folder import read_folder
from digest.model import Draft
from tests.makers import NOW

NOTION = """# Fog over the port

Status: Done
Tags: harbour, fog
Created: November 24, 2026 9:05 AM
Author: Mara Lindqvist
URL: https://x.example/fog
Published: Yes
Related: Tide (https://www.notion.so/Tide-1a2b), Ebb (Ebb%201a2b.md)

It lay for three days.
"""
PELICAN = """Title: A market
Date: 2026-11-20 10:20
Category: City
Tags: fish
Author: Ana Lind
Summary: On Friday.

It opens at six.
"""
PAGE_OF_NOTION = "Fog over the port 1a2b3c4d5e6f7890abcdef1234567890.md"


def read_markdown(text: str, name: str) -> Draft | str:
    return read_document(text.encode(), name=name, modified=NOW, now=NOW)


@pytest.mark.parametrize(("name", "ends"), [(PAGE_OF_NOTION, "\n"), (PAGE_OF_NOTION, "\r\n")])
def test_what_notion_writes_above_a_page_is_no_text(name: str, ends: str) -> None:
    draft = read_markdown(NOTION.replace("\n", ends), name)
    assert isinstance(draft, Draft)
    assert (draft.title, draft.text, draft.url) == (
        "Fog over the port",
        "It lay for three days.",
        "https://x.example/fog",
    )
    assert (draft.topics, draft.authors) == (("harbour", "fog"), ("Mara Lindqvist",))
    assert draft.published == datetime(2026, 11, 24, 9, 5, tzinfo=UTC)


def test_a_draft_of_notion_is_left_out_and_a_page_without_heading_has_no_number() -> None:
    assert "it says `status: draft`" in str(read_markdown(NOTION.replace("Done", "Draft"), PAGE_OF_NOTION))
    assert "it says `published: no`" in str(read_markdown(NOTION.replace("Yes", "No"), PAGE_OF_NOTION))
    draft = read_markdown("It lay for three days.\n", PAGE_OF_NOTION)
    assert isinstance(draft, Draft)
    assert draft.title == "Fog over the port"


def test_lines_of_pelican_are_read_as_front_matter() -> None:
    draft = read_markdown(PELICAN, "market.md")
    assert isinstance(draft, Draft)
    assert (draft.title, draft.text, draft.lead) == ("A market", "It opens at six.", "On Friday.")
    assert (draft.topics, draft.authors) == (("City", "fish"), ("Ana Lind",))
    assert draft.published == datetime(2026, 11, 20, 10, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("a.md", "Note: bring boots, the harbour is wet."),
        (PAGE_OF_NOTION, "Note: bring boots, the harbour is wet."),
        ("a.md", "Date: 30 December 2026\nPlace: Town hall\nEntry: free"),
        ("a.md", "Date: 30 December 2026"),
        (PAGE_OF_NOTION, "Some words, and then: a colon."),
        ("a.md", "https://x.example/fog"),
    ],
)
def test_text_with_colons_stays_text(name: str, line: str) -> None:
    draft = read_markdown(f"# Fog\n\n{line}\n\nIt lay for three days.\n", name)
    assert isinstance(draft, Draft)
    assert draft.text.startswith(line.partition("\n")[0])


def test_lines_in_our_languages_say_the_same() -> None:
    text = (
        "# Nebel\n\nErstellt am: 24. November 2026 09:05\nSchlagwörter: Hafen\nQuelle: https://x.example/n\n\nEr lag.\n"
    )
    draft = read_markdown(text, "nebel.md")
    assert isinstance(draft, Draft)
    assert (draft.url, draft.topics, draft.text) == ("https://x.example/n", ("Hafen",), "Er lag.")
    assert draft.published == datetime(2026, 11, 24, 9, 5, tzinfo=UTC)


PROPERTIES = (
    ("status", "Status", '<span class="status-value"><div class="status-dot"></div>Done</span>'),
    ("multi_select", "Tags", '<span class="selected-value">harbour</span><span class="selected-value">fog</span>'),
    ("created_time", "Created", "<time>@November 24, 2026 9:05 AM</time>"),
    ("url", "URL", '<a href="https://x.example/fog">https://x.example/fog</a>'),
    (
        "person",
        "Author",
        '<span class="user"><span class="icon user-icon">M</span>Mara Lindqvist</span>',
    ),
)
ROWS = "".join(
    f'<tr class="property-row property-row-{kind}"><th><span class="icon"></span>{name}</th><td>{value}</td></tr>'
    for kind, name, value in PROPERTIES
)
AS_HTML = (
    '<html><head><title>Fog</title></head><body><article class="page sans"><header><h1 class="page-title">Fog</h1>'
    f'<table class="properties"><tbody>{ROWS}</tbody></table></header><div class="page-body"><p>It lay.</p></div>'
    "</article></body></html>"
)


def test_properties_in_html_are_no_text_either() -> None:
    draft = read_markdown(AS_HTML, "fog.html")
    assert isinstance(draft, Draft)
    assert (draft.title, draft.text, draft.url) == ("Fog", "It lay.", "https://x.example/fog")
    assert (draft.topics, draft.authors) == (("harbour", "fog"), ("Mara Lindqvist",))
    assert draft.published == datetime(2026, 11, 24, 9, 5, tzinfo=UTC)
    assert read_markdown(AS_HTML.replace("Done", "Draft"), "fog.html") == (
        "fog.html is left out: it says `status: draft`"
    )


def test_a_row_of_a_table_is_not_told_beside_its_page(tmp_path: Path) -> None:
    (tmp_path / PAGE_OF_NOTION).write_text(NOTION, encoding="utf-8")
    rows = "Name,Status,URL\nFog over the port,Done,https://x.example/fog\nTide,Done,https://x.example/tide\n"
    (tmp_path / "Articles 1a2b3c4d5e6f7890abcdef1234567890.csv").write_text(rows, encoding="utf-8-sig")
    drafts = read_folder(str(tmp_path), now=NOW).drafts
    assert sorted((one.title, bool(one.text)) for one in drafts) == [("Fog over the port", True), ("Tide", False)]
