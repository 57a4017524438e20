"""Bytes that say nothing of their charset: what Windows wrote in Western, Cyrillic and Arabic lands."""

from __future__ import annotations

import pytest

from digest.gather import read
from digest.gather.charsets import decode
from digest.gather.documents.document import read_document
from digest.gather.documents.files import read_file
from digest.model import Draft
from tests.makers import NOW

TEXTS = {
    "cp1252": "Der Nebel lag drei Tage über dem Hafen; größere Fähren blieben am Kai, sagte François Müller.",
    "cp1251": "Туман стоял над портом три дня. Паромы остались у причалов, сказала Анна Линд.",
    "cp1256": "بقي الضباب فوق الميناء ثلاثة أيام وبقيت العبارات في أرصفتها حتى الظهر",
}


@pytest.mark.parametrize("charset", TEXTS)
def test_letters_of_windows_are_read_as_they_were_written(charset: str) -> None:
    text = TEXTS[charset]
    assert decode(text.encode(charset)) == text
    draft = read_document(f"# {text}\n\n{text}\n".encode(charset), name="a.md", modified=NOW, now=NOW)
    assert isinstance(draft, Draft)
    assert draft.text == text
    (row,) = read_file(
        f"title;url\n{text.replace(';', ',')};https://x.example/a\n".encode(charset),
        name="a.csv",
        modified=NOW,
        now=NOW,
    )
    assert isinstance(row, Draft)
    assert row.title == text.replace(";", ",")


def test_one_broken_letter_makes_no_text_cyrillic() -> None:
    assert decode("Größe".encode("cp1252")) == "Größe"
    assert decode(b"caf\xe9") == "café"


FEED = (
    "{}<rss version='2.0'><channel><title>t</title><item><guid>1</guid><title>“Größere” Fähre</title><description>{}"
    "</description></item></channel></rss>"
)


@pytest.mark.parametrize(
    ("head", "broken"),
    [
        ("", "ü".encode()[:1]),  # cut off within a letter
        ('<?xml version="1.0" encoding="utf-8"?>', b"\x92"),  # pasted from Windows
        ('<?xml version="1.0" encoding="utf-16"?>', b""),  # what a program for text says of all that it writes
        ('<?xml version="1.0" encoding="UTF-16" ?>', b""),  # of an even length, and of an odd one
        ('\ufeff<?xml version="1.0" encoding="UTF-16"?>', b""),
    ],
)
def test_a_feed_in_utf8_is_one_whatever_it_says_and_whatever_is_broken_in_it(head: str, broken: bytes) -> None:
    body = FEED.format(head, "Fähren f|").encode().replace(b"|", broken)
    (draft,) = read(body, content_type="application/xml", url="https://x.example/feed", now=NOW).drafts
    assert draft.title == "“Größere” Fähre"
    assert draft.text.startswith("Fähren f")


@pytest.mark.parametrize("charset", ["cp1252", "utf-16"])
def test_a_feed_in_another_charset_is_read_in_that(charset: str) -> None:
    for head in (f'<?xml version="1.0" encoding="{charset}"?>', ""):
        body = FEED.format(head, "Fähren").encode(charset)
        (draft,) = read(body, url="https://x.example/feed", now=NOW).drafts
        assert (draft.title, draft.text) == ("“Größere” Fähre", "Fähren")
