"""Where sentences end: measured on other people's texts, exact on ours, and never slow."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.summarise.sentences import sentence_spans


def sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentence_spans(text)]


@pytest.mark.parametrize(("language", "floor"), [("en", 0.99), ("de", 0.98), ("fr", 0.98)])
def test_sentence_ends_are_found_in_a_thousand_sentences_of_news_and_encyclopaedia(
    shared_data: Path, language: str, floor: float
) -> None:
    """F1 of sentence ends in Universal Dependencies PUD, all of its sentences as one text."""
    lines = (shared_data / "sentences" / f"{language}_pud-ud-test.conllu").read_text(encoding="utf-8").splitlines()
    gold = [line.removeprefix("# text = ").strip() for line in lines if line.startswith("# text = ")]
    assert len(gold) == 1000
    ends, at = set(), 0
    for sentence in gold:
        ends.add(at + len(sentence))
        at += len(sentence) + 1
    found = {span.end for span in sentence_spans(" ".join(gold))}
    assert 2 * len(ends & found) / (len(ends) + len(found)) >= floor


@pytest.mark.parametrize(
    "parts",
    [
        ["Dr. Brown met Mrs. Green.", "They left at 5 p.m. sharp."],
        ["Die Straße ist gesperrt.", "Die Umleitung ist lang.", "[mehr]"],
        ["The mole [sic] is shut. [he said] and left."],
        ["It was read by former Sens. Danforth and Bond, Reps. Kay and Lee, and Drs. Moe and Roe.", "It rained."],
        ["He lives in the U.S. now.", "It is cold in the U.S.", "The court agreed."],
        ["J. R. Smith wrote it.", "Nobody read it."],
        ["Yahoo! said it grew.", "“Really?” she asked.", "“Yes!”", "Nothing more."],
        ["It cost 3.50 crowns (approx. 4 euros).", "Too much!"],
        ["Wait...", "What?!", "Nothing."],
        ["Das Papier ist von „Lesen für alle!“ (LfA) und kostet nichts.", "Niemand las es."],
        ["Nun läuft die Anlage No. 1 im Hafen.", "Sie ist groß."],
        ["Der Zug fährt am 3. Oktober um 9 Uhr.", "Er ist z. B. in Köln.", "Niemand weiß es."],
        ["M. Dupont est parti.", "« C’est fini. »", "« Ah ! » dit-il.", "Il rit."],
        ["«\u202fC’est fini.\u202f»", "Il rit."],
        ["Er ging.", "»Warum?« fragte sie.", "»Nur so.«", "Sie lachte.", "„Ja.“", "Er auch."],
        ["Об этом сообщил А. С. Иванов.", "Это было в 1999 г. в Москве.", "Всё."],
        ["渡轮回来了。", "码头与灯塔！", "「很好。」 他说。", "他走了。"],
        ["عادت العبّارة.", "هل تعود غدًا؟", "نعم."],
        ["नाव लौट आई।", "कल फिर जाएगी।"],
    ],
)
def test_a_text_falls_into_its_sentences(parts: list[str]) -> None:
    assert sentences(" ".join(parts)) == parts


def test_a_blank_line_ends_a_sentence_and_a_line_break_does_not() -> None:
    assert sentences("A heading\n\nThe quay\ncloses.") == ["A heading", "The quay\ncloses."]
    assert sentences("A heading\n \t\nThe quay closes.") == ["A heading", "The quay closes."]


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        ("it", ["L'art. 12 vieta le auto.", "Lo dice dell'avv. Rossi il figlio.", "È vero."]),
        ("fr", ["L’art. 12 l'interdit.", "C'est vrai."]),
        ("pl", ["Prezydent m.st. Warszawy podpisał umowę za 2 mld zł.", "Prace ruszą w maju."]),
        ("hi", ["महापौर डॉ. अनिल शर्मा ने पुल खोला।", "इस पर 3.5 करोड़ रु. खर्च हुए।"]),
        ("el", ["Πότε θα ανοίξει;", "Στις 3 Δεκεμβρίου, λέει ο κ. Γεωργίου.", "«Γιατί;» ρώτησε."]),
    ],
)
def test_short_forms_and_signs_of_languages_rarely_read(language: str, parts: list[str]) -> None:
    text = " ".join(parts)
    assert [text[span.start : span.end] for span in sentence_spans(text, language)] == parts


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "\u00a0\u3000"])
def test_nothing_has_no_sentences(text: str) -> None:
    assert sentences(text) == []


@pytest.mark.parametrize(
    "piece",
    ["A. ", "word. word ", ".", "!", "!x", "。", "。”", "a\n", "\n", "\n    ", "x! y ", "1. ", "Mr. ", "(", "“a”. "],
)
def test_no_text_takes_long(piece: str) -> None:
    """A hostile article of 100,000 characters: time grows with its length, not with its square (minutes)."""
    text = piece * (100_000 // len(piece)) + "x"
    began = time.process_time()
    sentence_spans(text)
    assert time.process_time() - began < 5


texts = st.lists(
    st.sampled_from([*"ab.!?…。”») \n\t", "Dr.", "U.S.", "The ", "\n\n", "3. Oktober", "渡轮", "🚢", "e\u0301"]),
    max_size=40,
).map("".join)


@given(texts)
def test_sentences_are_exact_in_order_and_leave_nothing_out(text: str) -> None:
    spans = sentence_spans(text)
    assert [span for span in spans if not text[span.start : span.end].strip()] == []
    edges = [edge for span in spans for edge in (span.start, span.end)]
    assert edges == sorted(edges)
    assert all(text[span.start : span.end] == text[span.start : span.end].strip() for span in spans)
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())
