"""Folders as other programs keep them: what is no article yet, what only they understand, and what we cannot read."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.gather.documents.files import read_file
from digest.gather.documents.folder import read_folder
from digest.model import Draft
from tests.makers import NOW

URL = "https://port.example/fog"


def read(text: str | bytes, name: str = "fog.md") -> list[Draft | str]:
    body = text if isinstance(text, bytes) else text.encode()
    return list(read_file(body, name=name, modified=NOW, now=NOW))


def one(text: str | bytes, name: str = "fog.md") -> Draft:
    (draft,) = read(text, name)
    assert isinstance(draft, Draft), draft
    return draft


@pytest.mark.parametrize(
    ("matter", "why"),
    [
        ("---\ntitle: Fog\ndraft: true\n---\n", "it says `draft: true`"),
        ('+++\ntitle = "Fog"\ndraft = true\n+++\n', "it says `draft: true`"),
        ("---\ntitle: Fog\npublished: false\n---\n", "it says `published: false`"),
        ("---\ntitle: Fog\npublish: no\n---\n", "it says `publish: false`"),
        ("---\ntitle: Fog\nstatus: Draft\n---\n", "it says `status: draft`"),
        ("---\ntitle: Fog\nvisibility: private\n---\n", "it says `visibility: private`"),
        ('{"title": "Fog", "draft": true}\n', "it says `draft: true`"),
        ("---\ntitle: Fog\ndate: 2027-05-01\n---\n", "until 2027-05-01"),
    ],
)
def test_what_its_writer_does_not_publish_yet_is_left_out_and_said(matter: str, why: str) -> None:
    (said,) = read(f"{matter}\nThe fog came.\n")
    assert isinstance(said, str)
    assert said.startswith("fog.md is left out")
    assert why in said


@pytest.mark.parametrize("matter", ["draft: false", "published: true", "published: 2026-11-23", "status: final"])
def test_what_its_writer_publishes_is_an_article(matter: str) -> None:
    assert one(f"---\ntitle: Fog\n{matter}\n---\nThe fog came.\n").title == "Fog"


def test_a_folder_says_what_in_it_is_no_article(tmp_path: Path) -> None:
    (tmp_path / "_drafts").mkdir()
    for name in (
        "_drafts/a.md",
        "_index.md",
        "b.pdf",
        "c.docx",
        "d.adoc",
        "e.rst",
        "f.org",
        "g.opml",
        "h.eml",
        "i.mdx",
    ):
        (tmp_path / name).write_text("# Fog\n\nThe fog came.\n")
    harvest = read_folder(str(tmp_path), now=NOW)
    assert [draft.guid for draft in harvest.drafts] == ["i.mdx"]
    assert len(harvest.notes) == 9
    told = "\n".join(harvest.notes)
    for words in ("among the drafts", "head of a section", "b.pdf is not read", "pandoc", "digest sources import"):
        assert words in told


def test_bytes_that_are_no_text_are_no_article_whatever_they_are_called() -> None:
    (said,) = read(b"\x89PNG\r\n\x1a\n\0\0\0", "fog.md")
    assert "holds no text" in str(said)
    assert one("# Fog\n\nThe fog came.\n".encode("utf-16")).title == "Fog"


def test_front_matter_in_json_and_in_tables() -> None:
    draft = one('{\n "title": "Fog",\n "date": "2026-11-23",\n "tags": ["sea"]\n}\n\nThe fog {came}.\n')
    assert (draft.title, draft.topics, draft.text) == ("Fog", ("sea",), "The fog {came}.")
    zola = '+++\ntitle = "Fog"\n[taxonomies]\ntags = ["sea"]\n[extra]\nauthor = "Mara"\ntitle = "No"\n+++\nIt came.\n'
    assert (one(zola).title, one(zola).topics, one(zola).authors) == ("Fog", ("sea",), ("Mara",))
    assert one("{ no matter } at all\n").text == "{ no matter } at all"


def test_notes_of_obsidian_are_words_and_its_comments_are_never_told() -> None:
    text = (
        "---\ncreated: 2026-11-23T08:00\n---\n# Fog\n\nSee [[Port|the harbour]] and [[Quay]]. ![[fog.png]]\n"
        "It was ==thick==. %%ask\nMara%% If a == b.\n\n> [!note] Mind\n> the tide\n\n`[[code]] %%x%%`\n"
    )
    told = one(text).text
    assert "See the harbour and Quay." in told
    assert "It was thick. If a == b." in told
    assert "Mind the tide" in " ".join(told.split())
    assert "[[code]] %%x%%" in told
    assert not [words for words in ("Mara", "fog.png", "[!note]") if words in told]


def test_modules_of_mdx_are_no_words() -> None:
    text = 'import Map from "./map"\nexport const a = 1\n\n# Fog\n\n<Map />\nThe fog came.\n\n```\nimport x\n```\n'
    draft = one(text, "fog.mdx")
    assert (draft.title, "./map" in draft.text, "import x" in draft.text) == ("Fog", False, True)


@pytest.mark.parametrize(
    "comment",
    [
        "<!-- saved from url=(0024)https://port.example/fog -->",
        "<!--\n Page saved with SingleFile \n url: {} \n date: x-->",
    ],
)
def test_a_saved_page_says_where_it_is_from_and_in_which_charset(comment: str) -> None:
    page = (
        f"<!DOCTYPE html>{comment.format(URL)}<html><meta charset='Shift_JIS'><h1>霧が来た</h1><p>港に霧が来た。</html>"
    )
    draft = one(page.encode("cp932"), "fog.html")
    assert (draft.url, draft.title) == (URL, "霧が来た")


WXR = """<?xml version="1.0"?><rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Port</title>
{}</channel></rss>"""
ITEM = (
    "<item><title>{}</title><link>https://port.example/{}</link><description>It came.</description>"
    "<wp:status>{}</wp:status><wp:post_type>{}</wp:post_type><wp:post_password>{}</wp:post_password></item>"
)


def test_an_export_of_wordpress_tells_only_what_was_published() -> None:
    kinds = (("publish", "post", ""), ("draft", "post", ""), ("private", "post", ""), ("publish", "nav_menu_item", ""))
    kinds = (*kinds, ("inherit", "attachment", ""), ("future", "post", ""), ("publish", "post", "secret"))
    items = (ITEM.format(f"Number {n}", n, *kind) for n, kind in enumerate(kinds))
    drafts = [found for found in read(WXR.format("".join(items)), "port.xml") if isinstance(found, Draft)]
    assert [draft.title for draft in drafts] == ["Number 0"]


SAVED = datetime(2026, 11, 24, 8, tzinfo=UTC)
EXPORTS = {
    "wallabag.csv": f'"Title";"URL";"Content";"Tags";"Creation date"\n"Fog";"{URL}";"a; b";"sea";"2026-11-24 08:00"\n',
    "miniflux.json": json.dumps({"entries": [{"title": "Fog", "url": URL, "published_at": "2026-11-24T08:00:00Z"}]}),
    "karakeep.json": json.dumps(
        {"bookmarks": [{"title": "Fog", "createdAt": SAVED.timestamp(), "content": {"type": "link", "url": URL}}]}
    ).replace(".0", ""),
    "ttrss.json": json.dumps({"articles": [{"title": "Fog", "link": URL, "updated": "2026-11-24 08:00:00"}]}),
    "inoreader.csv": f"Title,URL,Date\nFog,{URL},2026-11-24T08:00:00Z\n",
    "freshrss.json": json.dumps(
        {
            "items": [
                {
                    "title": "Fog",
                    "published": int(SAVED.timestamp()),
                    "canonical": [{"href": URL}],
                    "categories": ["user/-/state/com.google/starred", "user/-/label/sea"],
                }
            ]
        }
    ),
}


@pytest.mark.parametrize("name", EXPORTS)
def test_more_services_say_title_address_and_date(name: str) -> None:
    draft = one(EXPORTS[name], name)
    assert (draft.title, draft.url, draft.published) == ("Fog", URL, SAVED)
    assert set(draft.topics) == ({"sea"} if name in ("wallabag.csv", "freshrss.json") else set())
    assert draft.text == ("a; b" if name == "wallabag.csv" else "")


@pytest.mark.parametrize("title", ["", "https://port.example/fog-on-the-quay"])
def test_what_was_saved_by_its_address_alone_is_called_by_its_words_until_its_page_is_read(title: str) -> None:
    draft = one(f"title,url\n{title},https://port.example/fog-on-the-quay\n", "pocket.csv")
    assert (draft.title, draft.notes[0]) == ("Fog on the quay", "its title was made from its address")
