"""What can be looked up: the same number, name or quotation in whatever form it is written."""

from __future__ import annotations

import pytest

from digest.summarise.facts import links, names, numbers, quotations, same_name
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
    ],
)
def test_numbers_have_one_form(text: str, found: set[str]) -> None:
    assert numbers(text, tongue_of(text, "en")) == found


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
    assert quotations(text) == ["we go", "on y va", "wir gehen", "nein", "not at all", "走了"]


def test_links_are_addresses_hosts_and_mailboxes_not_abbreviations() -> None:
    text = "See https://a.example/x, www.b.example or cc.example. Write to d@e.example, e.g. at 5 p.m. in the U.S."
    assert links(text) == ["https://a.example/x", "www.b.example", "cc.example", "d@e.example"]
