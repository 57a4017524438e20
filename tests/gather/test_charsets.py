"""Bytes that say nothing of their charset: what Windows wrote in Western, Cyrillic and Arabic lands."""

from __future__ import annotations

import pytest

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
