"""Folders of documents: Markdown with or without front matter, HTML, plain text; and what is no document."""

from __future__ import annotations

import html
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from digest import gather
from digest.errors import Gone
from digest.gather.documents.document import read_document
from digest.model import DatedBy, Draft
from tests.makers import NOW

FILE_TIME = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
HTML = """<!doctype html><html lang="de"><head><title>Nebel | Hafenpost</title>
<meta name="author" content="Ana Lind"><meta property="article:published_time" content="2026-11-23T08:00:00+01:00">
<meta name="description" content="Im Hafen steht der Nebel."><link rel="canonical" href="https://x.example/nebel?utm_source=a">
<meta property="og:image" content="/nebel.jpg"></head><body><nav>Start</nav><h1>Nebel im Hafen</h1>
<article><p>Der Nebel kam um sechs.</p><script>alert(1)</script></article><footer>Impressum</footer></body></html>"""


def read(text: str | bytes, name: str) -> Draft:
    body = text if isinstance(text, bytes) else text.encode()
    draft = read_document(body, name=name, modified=FILE_TIME, now=NOW)
    assert isinstance(draft, Draft), draft
    return draft


@pytest.mark.parametrize("fence", ["---", "+++"])
def test_front_matter_in_yaml_and_toml(fence: str) -> None:
    mark = ":" if fence == "---" else " ="
    text = (
        f'{fence}\ntitle{mark} "Fog & ferries"\ndate{mark} 2026-11-23\ntags{mark} ["port", "weather"]\n'
        f'author{mark} "Ana Lind, Bo"\nsummary{mark} "No boats."\nimage{mark} "https://x.example/a.jpg"\n'
        f'url{mark} "https://x.example/fog"\nlang{mark} "en-GB"\n{fence}\nThe fog *came* at six.\n'
    )
    draft = read(text, "fog.md")
    assert (draft.title, draft.lead, draft.url) == ("Fog & ferries", "No boats.", "https://x.example/fog")
    assert (draft.authors, draft.topics, draft.language) == (("Ana Lind", "Bo"), ("port", "weather"), "en")
    assert draft.published == datetime(2026, 11, 23, tzinfo=UTC)
    assert draft.image is not None
    assert draft.text == "The fog came at six."


def test_markdown_without_front_matter_takes_its_heading_and_its_files_time() -> None:
    draft = read("Fog in the port\n===\n\nThe fog came.\n", "fog.md")
    assert (draft.title, draft.text) == ("Fog in the port", "The fog came.")
    assert (draft.published, draft.dated_by) == (FILE_TIME, DatedBy.FILE_TIME)
    assert draft.notes == ("it names no date; its file's time was taken",)


def test_a_files_name_gives_what_the_document_does_not_say() -> None:
    draft = read("The fog came.\n", "2026-11-22-fog_in-the port.md")
    assert (draft.title, draft.published) == ("fog in the port", datetime(2026, 11, 22, tzinfo=UTC))


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("c99adbdd-eaf3-4844-9548-2642e80de4e2_3.md", "The fog came over the harbour"),
        ("9f86d081884c7d659a2feaa0c55ad015.md", "The fog came over the harbour"),
        ("2026-11-22-0017.md", "The fog came over the harbour"),
        ("facade.md", "facade"),
        ("notes-17.md", "notes 17"),
    ],
)
def test_a_name_that_a_program_made_is_no_title(name: str, title: str) -> None:
    assert read("The fog came over the harbour. It left at noon.\n", name).title == title


def test_html_is_read_by_its_metadata_and_its_article() -> None:
    draft = read(HTML, "nebel.html")
    assert (draft.title, draft.authors, draft.language) == ("Nebel im Hafen", ("Ana Lind",), "de")
    assert (draft.url, draft.lead) == ("https://x.example/nebel", "Im Hafen steht der Nebel.")
    assert draft.image is not None
    assert draft.image.url == "https://x.example/nebel.jpg"
    assert draft.text == "Der Nebel kam um sechs."


SAVED = """<html><head><title>{title}</title><meta property="og:site_name" content="The Harbour Post">
<link rel="canonical" href="https://thp.example/2026/fog"></head><body>
<nav><a href="/">Home</a></nav>
<aside><article><a href="/gulls">Gulls take over the fish market</a><time>2026-11-01</time></article></aside>
<main><h1>Fog closes the harbour</h1><div class="story"><p>{one}</p><p>{two}</p></div></main>
<footer>All rights reserved</footer></body></html>"""
ONE = "Fog closed the harbour of Larkhaven for seven hours on Monday, and nine ships had to wait outside until noon. "
TWO = "The harbour master says that it was the longest closing since 1998, and that the new radar will come in spring. "


def test_a_page_that_was_saved_is_read_as_one_that_is_visited() -> None:
    title = "Fog closes the harbour | The Harbour Post"
    draft = read(SAVED.format(title=title, one=ONE * 2, two=TWO * 2), "fog.html")
    assert draft.title == "Fog closes the harbour"
    assert draft.text.startswith("Fog closed the harbour of Larkhaven")
    assert "Gulls" not in draft.text, "another article's teaser stands before it"


def test_a_document_of_ones_own_is_read_as_it_stands() -> None:
    own = "<title>Fog – a night in the harbour</title><p>It came at six.</p>"
    assert (read(own, "fog.html").title, read(own, "fog.html").text) == (
        "Fog – a night in the harbour",
        "It came at six.",
    )


def test_plain_text_is_a_title_and_paragraphs_and_no_markup() -> None:
    draft = read("Fog\r\n\r\nIt <came> & went.\r\n\r\nTwice.\r\n", "fog.txt")
    assert (draft.title, draft.text) == ("Fog", "It <came> & went.\n\nTwice.")
    assert "&lt;came&gt;" in draft.body


def test_where_lines_are_not_wrapped_each_is_a_paragraph() -> None:
    long = "It came over the harbour at six in the morning, and the ferries waited until ten. " * 2
    draft = read(f"Fog\n\nHarbour shut until ten\nLARKHAVEN — {long}\nThe ferries were full.\n", "fog.txt")
    assert draft.text == f"Harbour shut until ten\n\nLARKHAVEN — {long.strip()}\n\nThe ferries were full."


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_documents_in_other_encodings(encoding: str) -> None:
    assert read("# Über den Fluß\n\nSchön.\n".encode(encoding), "a.md").title == "Über den Fluß"


@pytest.mark.parametrize("matter", ["---\n: : [\n---\n", "---\ntitle: [\n---\n", "+++\na = \n+++\n", "---\n- 1\n---\n"])
def test_broken_front_matter_counts_as_none(matter: str) -> None:
    assert read(f"{matter}# Fog\n\nIt came.\n", "a.md").title == "Fog"


def test_a_folder_is_read_by_its_pattern_and_never_left(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "secret.md"
    (inside / "deep").mkdir(parents=True)
    outside.write_text("# Secret\n\nOurs.\n")
    (inside / "a.md").write_text("# A\n\nOne.\n")
    (inside / "deep" / "b.txt").write_text("B\n\nTwo.\n")
    (inside / "c.jpg").write_bytes(b"\xff\xd8")
    (inside / "odd\nname.md").write_text("# Odd\n\nThree.\n")
    (inside / "link.md").symlink_to(outside)
    (inside / "inner.md").symlink_to(inside / "a.md")
    os.mkfifo(inside / "pipe.md")
    (inside / "huge.md").write_bytes(b"# x\n" + b"a" * 30_000_000)
    harvest = gather.read_folder(str(inside), now=NOW)
    assert sorted({draft.title for draft in harvest.drafts}) == ["A", "B", "Odd"]
    assert any("huge.md is larger than" in note for note in harvest.notes)
    flat = gather.read_folder(str(inside / "*.md"), now=NOW)
    assert sorted({draft.title for draft in flat.drafts}) == ["A", "Odd"]
    with pytest.raises(Gone, match="There is no folder"):
        gather.read_folder(str(tmp_path / "nowhere"), now=NOW)


def test_real_posts_are_read_by_their_front_matter(shared_data: Path) -> None:
    """1,300 posts of two public offices: title, day and authors as their front matter says."""
    right = {"title": 0, "date": 0, "authors": 0}
    of = dict.fromkeys(right, 0)
    for path in sorted((shared_data / "documents").rglob("*.md")):
        body = path.read_bytes()
        matter = yaml.safe_load(body.decode().split("---", 2)[1]) or {}
        if matter.get("draft"):
            assert read_document(body, name=path.name, modified=FILE_TIME, now=NOW) == (
                f"{path.name} is left out: it says `draft: true`"
            )
            continue
        draft = read(body, path.name)
        if matter.get("title"):
            of["title"] += 1
            right["title"] += " ".join(html.unescape(str(matter["title"])).split()) == draft.title
        if matter.get("date"):
            day = matter["date"] if isinstance(matter["date"], date) else str(matter["date"])
            of["date"] += 1
            right["date"] += draft.published is not None and str(day)[:7] == f"{draft.published:%Y-%m}"
        if isinstance(matter.get("authors"), list):
            of["authors"] += 1
            right["authors"] += [str(name) for name in matter["authors"] if name] == list(draft.authors)
    assert min(of.values()) > 200, of
    assert all(right[what] / of[what] >= 0.99 for what in right), (right, of)


def test_what_a_sites_generator_would_have_filled_in_goes_and_the_words_of_links_stay() -> None:
    text = (
        '---\ntitle: Fog\ndate: 2026-11-23\n---\n{{< legacy-img src="fog.jpg" alt="Fog" >}} '
        'The [fog]({{< ref "fog.md" >}} "Fog") came. [Ferries]({{ site.baseurl }}/ferries) stay.\n\n'
        "{% include share.html %}\n\nWrite `{{ fog }}` for it.\n\n"
        "```\n{{ quay }}\n```\n\n![Quay]({{site.url}}/quay.png)\n"
    )
    assert read(text, "fog.md").text == "The fog came. Ferries stay.\n\nWrite {{ fog }} for it.\n\n{{ quay }}"


def test_a_document_with_another_date_has_changed_and_one_that_is_touched_has_not() -> None:
    def read(line: str, *, modified: datetime = NOW) -> Draft:
        text = f"---\ntitle: Fog\n{line}\n---\nThe fog came."
        draft = read_document(text.encode(), name="fog.md", modified=modified, now=NOW)
        assert isinstance(draft, Draft)
        return draft

    assert read("date: 2026-11-20").hash != read("date: 2026-11-21").hash
    assert read("date: 2026-11-20").hash == read("date: 2026-11-20", modified=NOW - timedelta(days=3)).hash
    assert read("x: 1").hash == read("x: 1", modified=NOW - timedelta(days=3)).hash
