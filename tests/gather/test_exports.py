"""What reading services export is read, each article of it, whoever wrote the file."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.gather.documents.files import read_file
from digest.gather.documents.folder import read_folder
from digest.model import Draft
from tests.makers import NOW

URL = "https://x.example/fog"
SAVED = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
SECONDS = str(int(SAVED.timestamp()))

POCKET_HTML = f"""<!DOCTYPE html><html><!--So long--><head><meta charset="UTF-8"><title>Pocket Export</title></head>
<body><h1>Unread</h1><ul><li>
<a href="{URL}?utm_source=pocket" time_added="{SECONDS}" tags="sea,port">Fog &amp; ferries</a></li>
</ul></body></html>"""
BOOKMARKS = f"""<!DOCTYPE NETSCAPE-Bookmark-file-1><TITLE>Bookmarks</TITLE><DL><p>
<DT><A HREF="{URL}" ADD_DATE="{SECONDS}" TAGS="sea,port">Fog &amp; ferries</A>
<DD>It came at six.
</DL>"""
POCKET_CSV = f"title,url,time_added,tags,status\nFog &amp; ferries,{URL},{SECONDS},sea|port,unread\n"
INSTAPAPER = (
    "URL,Title,Selection,Folder,Timestamp,Tags\n"
    f"{URL},Fog &amp; ferries,It came at six.,Unread,{SECONDS},\"['sea', 'port']\"\n"
)
READWISE = (
    "Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen\n"
    f"Fog &amp; ferries,{URL},01h,\"['sea', 'port']\",2026-11-20 08:00:00+00:00,0.2,later,True\n"
)
RAINDROP = (
    "id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite\n"
    f'1,Fog &amp; ferries,,It came at six.,{URL},Unsorted,"sea, port",2026-11-20T08:00:00.000Z,,,false\n'
)
OMNIVORE = [
    {
        "id": "1",
        "slug": "fog",
        "title": "Fog &amp; ferries",
        "description": "It came at six.",
        "author": "Mara",
        "url": URL,
        "state": "Active",
        "labels": ["sea", "port"],
        "savedAt": "2026-11-20T08:00:00.000Z",
    }
]
WALLABAG = [
    {
        "title": "Fog &amp; ferries",
        "url": URL,
        "content": "<p>It came at six.</p>",
        "published_by": ["Mara"],
        "created_at": "2026-11-20T08:00:00+0000",
        "tags": ["sea", "port"],
        "language": "en",
    }
]
PINBOARD = [
    {
        "href": URL,
        "description": "Fog &amp; ferries",
        "extended": "It came at six.",
        "tags": "sea,port",
        "time": "2026-11-20T08:00:00Z",
    }
]
STARRED = {
    "id": "user/-/state/com.google/starred",
    "items": [
        {
            "title": "Fog &amp; ferries",
            "canonical": [{"href": URL}],
            "published": int(SECONDS),
            "author": "Mara",
            "summary": {"content": "<p>It came at six.</p>"},
            "categories": ["user/-/state/com.google/read", "sea"],
        }
    ],
}

EXPORTS = {
    "ril_export.html": POCKET_HTML, "bookmarks.html": BOOKMARKS, "part_000000.csv": POCKET_CSV,
    "instapaper-export.csv": INSTAPAPER, "reader.csv": READWISE, "raindrop.csv": RAINDROP,
    "metadata_0_to_20.json": json.dumps(OMNIVORE), "wallabag.json": json.dumps(WALLABAG),
    "pinboard.json": json.dumps(PINBOARD), "starred.json": json.dumps(STARRED),
}  # fmt: skip


def read(name: str, body: str | bytes) -> list[Draft | str]:
    raw = body.encode() if isinstance(body, str) else body
    return list(read_file(raw, name=name, modified=NOW, now=NOW))


@pytest.mark.parametrize("name", EXPORTS)
def test_every_service_says_title_address_and_when_it_was_saved(name: str) -> None:
    (draft,) = read(name, EXPORTS[name])
    assert isinstance(draft, Draft), draft
    assert (draft.title, draft.url, draft.guid, draft.published) == ("Fog & ferries", URL, URL, SAVED)
    assert set(draft.topics) <= {"sea", "port"}
    assert draft.lead in ("", "It came at six.")
    assert draft.authors in ((), ("Mara",))


@pytest.mark.parametrize("name", ["bookmarks.html", "instapaper-export.csv", "raindrop.csv", "pinboard.json"])
def test_what_somebody_noted_is_the_lead_and_tags_are_topics(name: str) -> None:
    (draft,) = read(name, EXPORTS[name])
    assert isinstance(draft, Draft)
    assert (draft.lead, draft.topics) == ("It came at six.", ("sea", "port"))


def test_when_it_was_published_is_better_than_when_it_was_saved() -> None:
    row = OMNIVORE[0] | {"publishedAt": "2026-11-19T08:00:00Z"}
    (draft,) = read("a.json", json.dumps([row]))
    assert isinstance(draft, Draft)
    assert draft.published == SAVED.replace(day=19)


@pytest.mark.parametrize(
    ("name", "body", "why"),
    [
        ("a.json", "{", "cannot be read as an export"),
        ("a.json", "[" * 100_000, "cannot be read as an export"),
        ("a.json", '{"name": "digest"}', "no export that we know"),
        ("a.csv", "a,b\n1,2\n", "no export that we know"),
        ("a.csv", "", "no export that we know"),
        ("a.csv", "url,title\n" + "x" * 200_000, "cannot be read as an export"),
        ("a.csv", "url,title\njavascript:alert(1),Fog\n", "no export that we know"),
        ("a.zip", "PK no archive", "cannot be unpacked"),
    ],
)
def test_what_is_no_export_is_a_note(name: str, body: str, why: str) -> None:
    (said,) = read(name, body)
    assert isinstance(said, str)
    assert why in said


def test_an_archive_is_what_is_in_it_and_no_bomb() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("part_000000.csv", POCKET_CSV)
        archive.writestr("bomb.csv", b"x" * 6_000_000)
        archive.writestr("inner.zip", b"PK")
        archive.writestr("../../etc/passwd", b"root")
    found = read("pocket.zip", packed.getvalue())
    assert [one.url for one in found if isinstance(one, Draft)] == [URL]
    assert [one for one in found if isinstance(one, str)] == [
        "pocket.zip/bomb.csv is larger than 5 MB, or all of it than ten times that"
    ]


def test_exports_and_json_feeds_lie_in_folders_beside_documents(tmp_path: Path) -> None:
    (tmp_path / "reader.csv").write_text(READWISE, encoding="utf-8")
    (tmp_path / "fog.md").write_text("# Fog\n\nIt came.\n", encoding="utf-8")
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "P", "items": [{"id": "1", "title": "Tide"}]}
    (tmp_path / "feed.json").write_text(json.dumps(feed), encoding="utf-8")
    assert sorted(one.title for one in read_folder(str(tmp_path), now=NOW).drafts) == ["Fog", "Fog & ferries", "Tide"]


def test_markdown_of_a_web_clipper_names_its_source() -> None:
    text = f'---\ntitle: Fog\nsource: "{URL}"\nauthor:\n  - "[[Mara Lindqvist]]"\ncreated: 2026-11-20\n---\nIt came.\n'
    (draft,) = read("fog.md", text)
    assert isinstance(draft, Draft)
    assert (draft.url, draft.authors, draft.published) == (URL, ("Mara Lindqvist",), SAVED.replace(hour=0))
