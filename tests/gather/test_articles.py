"""Articles exported as Markdown: every part in its place, whichever of them are there."""

from __future__ import annotations

import itertools
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.gather.documents.document import read_document
from digest.model import DatedBy, Draft
from tests.makers import NOW

FILE_TIME = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
TITLE = "# Harbour Council Votes for a Night Ferry"
BYLINE = "By [The Harbour Post](#)"
DATE = "May 23, 2016"
CAPTION = "Passengers wait at the lower quay in the fog, Nov. 23, 2016."
BODY = (
    'The council voted for a night ferry on Monday, the harbour master said. "It will run till two."\n\n'
    "By the end of the year there will be two of them. Tickets cost two crowns."
)
ADDRESS = "Original url: <https://harbourpost.example/2016/05/23/night-ferry-a1>"
PARTS = {
    "title": f"\n\n{TITLE}",
    "byline": f"\n\n{BYLINE}",
    "date": f"\n\n{DATE}",
    "caption": f"\n\n\n\n{CAPTION}",
    "body": f"\n\n{BODY}",
    "address": f"\n\n{ADDRESS}\n",
}


def draft(text: str, name: str = "a52976.md") -> Draft:
    read = read_document(text.encode(), name=name, modified=FILE_TIME, now=NOW)
    assert isinstance(read, Draft), read
    return read


def exported(*without: str) -> Draft:
    return draft("".join(text for part, text in PARTS.items() if part not in without))


def test_every_part_comes_out_and_none_of_them_stays_in_the_body() -> None:
    article = exported()
    assert article.title == TITLE.removeprefix("# ")
    assert article.authors == ("The Harbour Post",)
    assert (article.published, article.dated_by) == (datetime(2016, 5, 23, tzinfo=UTC), DatedBy.SOURCE)
    assert article.image is not None
    assert article.image.caption == CAPTION
    assert article.url == "https://harbourpost.example/2016/05/23/night-ferry-a1"
    assert article.text == BODY


ABSENCES = [parts for number in (1, 2, 3) for parts in itertools.combinations(set(PARTS) - {"body"}, number)]


@pytest.mark.parametrize("without", sorted(tuple(sorted(parts)) for parts in ABSENCES), ids="+".join)
def test_articles_with_parts_missing_keep_all_the_others(without: tuple[str, ...]) -> None:
    if {"byline", "date", "address"} <= set(without):
        pytest.skip("nothing is left that tells an exported article from any other Markdown")
    article, whole = exported(*without), exported()
    assert article.text == BODY
    assert article.title == (whole.title if "title" not in without else "a52976")
    assert article.authors == (whole.authors if "byline" not in without else ())
    assert article.url == (whole.url if "address" not in without else "")
    assert article.image == (whole.image if "caption" not in without else None)
    if "date" in without:
        assert (article.published, article.dated_by) == (FILE_TIME, DatedBy.FILE_TIME)
        assert "file's time" in " ".join(article.notes)
    else:
        assert article.published == whole.published


def test_the_real_article_is_read_exactly(shared_data: Path) -> None:
    expected = json.loads((shared_data / "articles" / "expected.json").read_text(encoding="utf-8"))
    for name, wanted in expected.items():
        article = draft((shared_data / "articles" / name).read_text(encoding="utf-8"), name)
        assert article.title == wanted["title"]
        assert list(article.authors) == wanted["authors"]
        assert article.published is not None
        assert article.published.date().isoformat() == wanted["published"]
        assert article.image is not None
        assert article.image.caption.startswith(wanted["caption_starts"])
        assert article.text.startswith(wanted["body_starts"])
        assert article.text.endswith(wanted["body_ends"])
        assert article.url == wanted["url"]
        assert not re.search(r"Original url|By \[|May 23, 2016\n", article.text)


@pytest.mark.parametrize("missing", ["title", "byline", "date", "caption", "address"])
def test_the_real_article_without_one_of_its_parts(shared_data: Path, missing: str) -> None:
    patterns = {
        "title": r"^# .*$\n", "byline": r"^By \[.*$\n", "date": r"^May 23, 2016$\n", "caption": r"^Syrians gather.*$\n",
        "address": r"^Original url:(.|\n)*\Z",
    }  # fmt: skip
    (name, wanted), *_ = json.loads((shared_data / "articles" / "expected.json").read_text(encoding="utf-8")).items()
    text = (shared_data / "articles" / name).read_text(encoding="utf-8")
    article = draft(re.sub(patterns[missing], "", text, flags=re.MULTILINE), name)
    assert (article.title == wanted["title"]) == (missing != "title")
    assert (list(article.authors) == wanted["authors"]) == (missing != "byline")
    assert (article.dated_by is DatedBy.SOURCE) == (missing != "date")
    assert (article.image is not None) == (missing != "caption")
    assert (article.url == wanted["url"]) == (missing != "address")
    assert article.text.startswith(wanted["body_starts"])
    assert article.text.endswith(wanted["body_ends"])
