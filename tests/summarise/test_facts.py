"""What can be looked up: the same number, name or quotation in whatever form it is written."""

from __future__ import annotations

import pytest

from digest.summarise.gate.facts import has_link, links, names, same_name
from digest.summarise.gate.figures import numbers
from digest.summarise.gate.lexicon import lexicon_of
from digest.summarise.gate.quoted import quotations
from digest.summarise.tongues import tongue_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1,200 and 1 200 and 1.200 and 1'200", {"1200"}),
        ("3.5 or 3,5 per cent", {"3.5"}),
        ("At 09:30 on 24.11.2026", {"9", "30", "24", "11", "2026"}),
        ("It ended 3–2 in the 2nd half", {"3", "2"}),
        ("Three of twelve", {"3", "12"}),
        ("٣٥ و 35", {"35"}),
        ("No number", set()),
        ("1.000,5 and 1,000.5 and 1 000,5", {"1000.5"}),
        ("0.125 and 0,125", {"0.125"}),
        ("12,34,567 and 1,234,567", {"1234567"}),
        ("12 million, 12mn and 12,000,000", {"12000000"}),
        ("12bn", {"12000000000"}),
        ("two hundred and five thousand", {"205000"}),
        ("twenty-five", {"25"}),
        ("two dozen, a hundred", {"24", "100"}),
    ],
)
def test_numbers_have_one_form(text: str, found: set[str]) -> None:
    assert numbers(text, lexicon_of("en"), tongue_of(text, "en")) == found


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("de", "zwanzigtausend", "20000"),
        ("de", "zweihundertfünfundvierzig", "245"),
        ("de", "zwölf Millionen", "12000000"),
        ("es", "12 mil millones", "12000000000"),
        ("es", "treinta y cinco", "35"),
        ("ru", "сто двадцать пять тысяч", "125000"),
        ("pl", "dwunastu", "12"),
        ("tr", "on iki", "12"),
        ("vi", "hai mươi ba triệu", "23000000"),
        ("hi", "१२ करोड़", "120000000"),
        ("zh", "1200万元", "12000000"),
        ("ja", "12億円", "1200000000"),
        ("ko", "12억 원", "1200000000"),
        ("ar", "١٢ مليون", "12000000"),
    ],
)
def test_numbers_are_read_in_the_words_of_their_language(language: str, text: str, found: str) -> None:
    assert numbers(text, lexicon_of(language), tongue_of(text, language)) == {found}


def test_names_are_runs_of_capitals_and_a_sentence_may_begin_with_any_word() -> None:
    known = frozenset({"the", "yesterday"})
    text = "The mayor, Mara Lindqvist, met J.-P. Dupont. Yesterday Peter Holm’s boat left Larkhaven."
    assert list(names(text, known)) == [
        ("Mara", "Lindqvist"),
        ("Dupont",),
        ("Peter", "Holm"),
        ("Larkhaven",),
    ]


@pytest.mark.parametrize(
    ("one", "other"), [("merkel", "merkels"), ("москва", "москвы"), ("путин", "путина"), ("ana", "ana")]
)
def test_a_name_may_be_inflected(one: str, other: str) -> None:
    assert same_name(one, other)
    assert same_name(other, one)


@pytest.mark.parametrize(("one", "other"), [("anderson", "andersen"), ("holm", "holmes"), ("ana", "anas")])
def test_a_name_may_not_be_exchanged(one: str, other: str) -> None:
    assert not same_name(one, other)
    assert not same_name(other, one)


def test_quotations_of_all_printers_are_compared_without_their_marks() -> None:
    text = "“We go,” she said. «On y va !» „Wir gehen“ »Nein« ‘Not at all’ 「走了」 It's Ana's."
    assert set(quotations(text)) == {"we go", "on y va", "wir gehen", "nein", "not at all", "走了"}
    assert quotations('”Vi är stolta”, sade hon. It is “far too cheap" for us.') == ["vi är stolta", "far too cheap"]


def test_links_are_addresses_hosts_and_mailboxes_not_abbreviations() -> None:
    text = "See https://a.example/x, www.b.example or cc.example. Write to d@e.example, e.g. at 5 p.m. in the U.S."
    assert links(text) == ["https://a.example/x", "www.b.example", "cc.example", "d@e.example"]


def test_a_link_is_there_as_a_whole_or_not_at_all() -> None:
    text = "see https://b.example/page or cb.example, write to press@b.example."
    assert all(has_link(text, link) for link in ("https://b.example/page", "cb.example", "press@b.example"))
    assert not any(has_link(text, link) for link in ("https://b.example/pa", "ss@b.example", "b.example"))
