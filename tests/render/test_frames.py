"""An issue's frame in other languages: complete, the right way round, marked as what it is, and never too long."""

from __future__ import annotations

import email
import re
from email.message import EmailMessage
from email.policy import default

import lxml.html
import pytest

from digest.model import Issue, Newsletter, Variant
from digest.phrases import Speech
from digest.render import Links, open_looks, open_press, print_issue, print_variants
from digest.render.sheet import blocks_of, of_blocks, sizes
from digest.web import form_for
from tests.faces import ARABIC, LATIN, arabic_issue, english_left, in_a_browser
from tests.makers import (  # fmt: skip
    a_cadence,
    a_newsletter,
    a_picture,
    a_recipient,
    a_section,
    a_sender,
    a_story,
    an_issue,
    an_item,
    keys,
)

LOOKS = open_looks()
LINKS = Links("https://news.example.org", keys())
BASE = "https://news.example.org"


def letter(issue: Issue, newsletter: Newsletter, language: str = "") -> EmailMessage:
    sheet = print_issue(issue, newsletter, LOOKS, base_url=BASE, language=language).sheet
    made = open_press(sheet, LINKS, newsletter_id=1).letter(a_recipient(), delivery_id=1)
    return email.message_from_bytes(made.message, policy=default)  # type: ignore[return-value]  # the policy makes it one


def parts(mail: EmailMessage) -> tuple[str, str]:
    html, text = mail.get_body(("html",)), mail.get_body(("plain",))
    assert html is not None
    assert text is not None
    return html.get_content(), text.get_content()


def with_echoes() -> Issue:
    told = an_item(a_story(image=a_picture(alt="")), source="City Desk", also=("Ferry News", "Le Monde"))
    return an_issue(a_section(told, an_item(a_story(id=2, title="Three cranes", image=a_picture(alt="")))))


@pytest.mark.parametrize("language", ["ru", "ar"])
def test_no_frame_keeps_an_english_word(language: str) -> None:
    words = {"title": "Θύελλα απόψε", "authors": ("Μάρα", "Νίκος"), "lead": "Οι πύλες κλείνουν.", "language": "el"}
    item = an_item(a_story(**words, image=a_picture(alt="")), source="Λιμάνι", also=("Πλοία", "Κόσμος"))
    newsletter = a_newsletter(
        title="Παλίρροια", language="el", sender=a_sender(name="Λιμάνι", postal_address="Πειραιάς")
    )
    issue = an_issue(a_section(item, title="Πόλη"), language="el", subject="Θύελλα", preheader="Απόψε")
    html, text = parts(letter(issue, newsletter, language))
    assert english_left(html) == []
    assert not LATIN.search(re.sub(r"https://\S+", "", text))


def test_words_of_ours_are_marked_where_they_are_in_another_language_and_nowhere_else() -> None:
    html, text = parts(letter(with_echoes(), a_newsletter(), "ar"))
    tree = lxml.html.document_fromstring(html)
    assert tree.get("lang") == "en"
    marked = [element.text_content() for element in tree.iter() if element.get("lang") == "ar"]
    assert any("إلغاء الاشتراك" in words for words in marked)
    assert any("أيضًا في" in words for words in marked)
    assert not any("Storm front" in words for words in marked)
    assert all(element.get("dir") == "rtl" for element in tree.iter() if element.get("lang") == "ar")
    assert "\u2068" in text, "a name in other letters is isolated in plain text"
    assert 'lang="ar"' not in parts(letter(with_echoes(), a_newsletter()))[0]


def test_an_arabic_issue_is_mirrored_and_an_english_story_in_it_is_not() -> None:
    html, _ = parts(letter(arabic_issue(), ARABIC))
    tree = lxml.html.document_fromstring(html)
    assert (tree.get("lang"), tree.get("dir")) == ("ar", "rtl")
    style = {name: [one.get("style") or "" for one in tree.find_class(name)] for name in ("top", "preheader", "side")}
    assert all("text-align:left" in one and "padding-left:24px" in one for one in style["top"])
    assert all("padding-right:24px" in one for one in style["preheader"])
    assert [re.findall(r"padding-(\w+):20px", one) for one in style["side"]] == [["right"], ["left"]]
    assert [one.get("dir") for one in tree.find_class("item")] == [None, "ltr"]
    assert "letter-spacing" not in html


@pytest.mark.parametrize("width", [320, 390, 1000])
async def test_an_arabic_issue_runs_from_the_right_and_stays_on_the_screen(width: int) -> None:
    html, _ = parts(letter(arabic_issue(), ARABIC))
    async with in_a_browser(width) as page:
        await page.set_content(html)  # its pictures cannot be loaded: their words must not make it wider either
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
        places = "name => document.querySelector(name).getBoundingClientRect().left"
        assert await page.evaluate(places, ".preheader") > await page.evaluate(places, ".top")
        assert await page.evaluate(places, ".words") > await page.evaluate(places, ".side")
        headline = "getComputedStyle(document.querySelector('.lead-headline'))"
        assert await page.evaluate(f"{headline}.direction") == "rtl"
        assert await page.evaluate(f"{headline}.textAlign") in ("right", "start")


def test_an_issue_fits_in_every_language_that_it_is_printed_in() -> None:
    stories = [a_story(id=number, title=f"Story {number}") for number in range(1, 121)]
    issue = an_issue(a_section(*(an_item(story, also=("One", "Two")) for story in stories)))
    variant = Variant(seats=tuple(("city", story.article.id) for story in stories), subject="s", preheader="p")
    alone = print_variants(issue, a_newsletter(), LOOKS, [variant], base_url=BASE).variants[0]
    sheet = print_variants(issue, a_newsletter(), LOOKS, [variant], base_url=BASE, languages=["ar", "ru-RU", "xx"])
    kept = sheet.variants[0]
    assert len(kept.seats) < len(alone.seats) < len(stories), "other letters take more bytes"
    assert [edition.language for edition in sheet.editions] == ["ar", "ru"]
    for html in (sheet.html, *(edition.html for edition in sheet.editions)):
        assert sizes(of_blocks(html, blocks_of(kept.seats, in_html=True))).fits


@pytest.mark.parametrize("language", ["ru", "ar"])
def test_the_form_for_other_sites_keeps_no_english_word(language: str) -> None:
    cadences = (a_cadence(), a_cadence(key="weekly", rule="saturdays 09:00"))
    form = form_for(a_newsletter(cadences=cadences, sender=a_sender()), Speech(language), base_url=BASE)
    assert english_left(form) == []
    assert f'lang="{language}" dir="{Speech(language).direction}"' in form
