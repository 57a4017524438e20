"""Picks and summaries become an issue: seated, titled by template, and safe whatever a source calls its stories."""

from __future__ import annotations

import json
import re
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import compose, render
from digest.compose.issue import shortened
from digest.errors import TemplateError
from digest.model import Choice, Issue, Newsletter, Story
from digest.render import Links
from tests.makers import (
    NOW,
    a_choice,
    a_newsletter,
    a_recipient,
    a_section_plan,
    a_source,
    a_story,
    a_summary,
    an_article,
    keys,
)
from tests.messages import check_the_twins, check_the_wire

LOOKS = render.open_looks()
BASE_URL = "https://news.example.org"
SOURCES = {1: a_source(title="The Harbour Post"), 2: a_source(id=2, slug="radio", title="Radio Larkhaven")}


def composed(choice: Choice, newsletter: Newsletter | None = None, **fields: Any) -> Issue:
    summaries = {story.article.id: a_summary(story) for story in choice.stories}
    own = {"issue_id": 1, "number": 7, "now": NOW, **fields}
    return compose.issue(newsletter or a_newsletter(), choice, summaries, SOURCES, **own)


def titled(*titles: str) -> Choice:
    return a_choice(*(a_story(id=n, title=title) for n, title in enumerate(titles, 1)))


def test_stories_are_seated_in_their_sections_with_their_summaries() -> None:
    city, sea = a_section_plan(key="city", title="City"), a_section_plan(key="sea", title="The sea")
    fog, storm = a_story(id=1, title="Fog"), a_story(id=2, title="Storm")
    issue = composed(Choice(sections=((sea, (storm,)), (city, (fog,)))))
    assert [(section.key, section.title) for section in issue.sections] == [("sea", "The sea"), ("city", "City")]
    assert [item.story for item in issue.items] == [storm, fog]
    assert [item.summary for item in issue.items] == [a_summary(storm), a_summary(fog)]
    assert (issue.id, issue.number, issue.made, issue.slot) == (1, 7, NOW, None)


def test_a_story_nobody_could_summarise_is_told_by_its_title() -> None:
    issue = compose.issue(a_newsletter(), titled("Fog"), {}, SOURCES, issue_id=1, number=1, now=NOW)
    assert issue.items[0].summary.text == ""
    assert (issue.subject, issue.preheader) == ("Fog", "")


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({}, "The Harbour Post"),
        ({"source_id": 99}, "harbourpost.example"),
        ({"source_id": 99, "url": "https://www.radio.example/x"}, "radio.example"),
        ({"source_id": 99, "url": ""}, ""),
    ],
)
def test_a_source_is_called_by_its_title_or_its_host(fields: dict[str, Any], name: str) -> None:
    assert composed(a_choice(a_story(**fields))).items[0].source == name


def test_echoes_are_named_once_and_never_the_source_itself() -> None:
    echoes = tuple(an_article(id=n, source_id=source) for n, source in ((2, 2), (3, 2), (4, 1)))
    assert composed(a_choice(a_story(echoes=echoes))).items[0].also == ("Radio Larkhaven",)


def test_without_templates_the_first_story_is_the_subject_and_the_next_three_the_preheader() -> None:
    issue = composed(titled("Fog", "Storm", "Ferry", "Tram", "Mole"))
    assert (issue.subject, issue.preheader) == ("Fog", "Storm · Ferry · Tram")
    assert composed(titled("Fog")).preheader == "The quay gates close at nine tonight."


def test_an_editor_writes_subject_and_preheader_as_templates() -> None:
    newsletter = a_newsletter(
        subject="{{ newsletter.title }} {{ issue.number }}: {{ stories[0].title }} & {{ issue.stories - 1 }} more",
        preheader="{{ issue.date }}, {{ stories[1].source }}, {{ stories[1].section }}: {{ stories[1].summary }}",
    )
    issue = composed(titled("Fog & mist", "Storm"), newsletter)
    assert issue.subject == "The Morning Tide 7: Fog & mist & 1 more"
    assert issue.preheader == "2026-11-24, The Harbour Post, City: The quay gates close at nine tonight."


def test_the_date_in_a_subject_is_the_newsletters_own() -> None:
    newsletter = a_newsletter(zone="Pacific/Auckland", subject="{{ issue.date }}")
    assert composed(titled("Fog"), newsletter, now=NOW.replace(hour=20)).subject == "2026-11-25"


def test_a_subject_that_comes_out_empty_is_the_newsletters_title() -> None:
    assert composed(titled("Fog"), a_newsletter(subject="{{ '' }}")).subject == "The Morning Tide"


@pytest.mark.parametrize("what", ["subject", "preheader"])
@pytest.mark.parametrize(
    "template",
    [
        "{{ stories[0].titel }}",
        "{{ stories[9].title }}",
        "{{ reader.name }}",
        "{{ stories[0].title",
        "{% if %}",
        "{{ 1 / 0 }}",
        "{{ stories.append(1) }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ stories[0].title | nofilter }}",
    ],
)
def test_a_template_that_cannot_be_used_says_whose_it_is_and_what_it_may_say(what: str, template: str) -> None:
    with pytest.raises(TemplateError, match=f"The {what} template of newsletter 'morning' cannot be used") as fault:
        composed(titled("Fog"), a_newsletter(**{what: template}))
    assert "It knows newsletter.title" in str(fault.value)


def test_a_title_that_looks_like_a_template_is_only_a_title() -> None:
    assert composed(titled("{{ 7 * 7 }} {% raw %}", "{{ x }}")).subject == "{{ 7 * 7 }} {% raw %}"


def test_long_subjects_end_behind_a_word() -> None:
    issue = composed(titled("Ferries, trams and the storm " * 10, "渡轮" * 200))
    assert issue.subject == "Ferries, trams and the storm Ferries, trams and the storm Ferries, trams and…"
    assert len(issue.preheader) == 130


@given(title=st.text(min_size=1, max_size=300), other=st.text(max_size=300))
def test_subject_and_preheader_are_one_short_clean_line(title: str, other: str) -> None:
    issue = composed(titled(title, other))
    for line, longest in ((issue.subject, 78), (issue.preheader, 130)):
        assert len(line) <= longest
        assert line == line.strip() == " ".join(re.split(r"[\s\u2028\u2029\x1c-\x1f\x85]+", line))
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", line)
        line.encode()


def letter_of(choice: Choice) -> tuple[bytes, Issue]:
    newsletter = a_newsletter()
    printed = render.print_issue(composed(choice, newsletter), newsletter, LOOKS, base_url=BASE_URL)
    press = render.open_press(printed.sheet, Links(BASE_URL, keys()), newsletter_id=newsletter.id)
    return press.letter(a_recipient(), delivery_id=1).message, printed.issue


def one_by_one(strings: list[str]) -> list[Story]:
    return [a_story(id=n, title=text, url=f"https://a.example/{n}") for n, text in enumerate(strings, 1)]


def test_every_one_of_the_strings_that_break_software_makes_a_whole_letter(shared_data: Path) -> None:
    strings = json.loads((shared_data / "hostile" / "naughty-strings.json").read_text(encoding="utf-8"))
    assert len(strings) == 515
    subjects = 0
    for number, story in enumerate(one_by_one(strings)):
        issue = composed(a_choice(story))
        subjects += bool(issue.subject)
        if number % 8 == 0:  # premailer takes its time; the others are printed together below
            check_a_letter(letter_of(a_choice(story))[0])
    assert subjects == 515, "an empty title falls back to the newsletter's"


def test_all_the_strings_that_break_software_in_one_issue_stay_within_the_budget(shared_data: Path) -> None:
    strings = json.loads((shared_data / "hostile" / "naughty-strings.json").read_text(encoding="utf-8"))
    stories = one_by_one(strings)
    for start in range(0, len(stories), 175):
        message, issue = letter_of(a_choice(*stories[start : start + 175]))
        check_a_letter(message)
        assert 1 <= len(issue.items) <= 175


def check_a_letter(message: bytes) -> None:
    check_the_wire(message)
    check_the_twins(message)
    head = message.partition(b"\r\n\r\n")[0]
    assert len(re.findall(rb"(?im)^subject:", head)) == 1
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", message)
    found = message_from_bytes(message, policy=policy.default)
    assert len(found.get_all("Subject", [])) == 1
    assert found["Subject"]


@pytest.mark.parametrize("sign", ["🇩🇪", "👨‍👩‍👧‍👦", "e\u0301", "👍🏽", "स्ते"])
def test_what_people_see_as_one_sign_is_not_cut_in_two(sign: str) -> None:
    for before in range(60, 78):
        cut = shortened("x" * before + sign * 20, 78)
        assert len(cut) <= 78
        assert cut[before:-1] == sign * (len(cut[before:-1]) // len(sign))
