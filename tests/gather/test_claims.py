"""A source that says it is in English because nobody told its program otherwise."""

from __future__ import annotations

import pytest

from digest import gather
from digest.gather.claims import borne_out
from digest.gather.pages import read_page
from tests.makers import NOW

GERMAN = (
    "Der Hafen liegt hinter dem Deich, eine Stunde mit dem Zug von der Stadt. Wir sind am Morgen gefahren und haben "
    "uns dort abholen lassen. Die Häuser stehen im Kreis um einen Platz, und wer dort wohnt, kennt alle anderen seit "
    "Jahren. Im Winter kommt der Nebel. Er bleibt drei Tage, sagt der Wirt, und dann geht er wieder, ohne dass jemand "
    "weiß, wohin er gegangen ist. So war es immer, sagt er, und so wird es auch in diesem Jahr sein."
)
ENGLISH = "The fog came over the harbour on Monday and it stayed for three days, as the master of it says. " * 4


@pytest.mark.parametrize(
    ("language", "text"), [("en", ENGLISH), ("en", GERMAN[:200]), ("fr", GERMAN), ("de", ENGLISH), ("", GERMAN)]
)
def test_only_english_is_doubted_and_only_by_many_words(language: str, text: str) -> None:
    assert borne_out(language, text)
    assert not borne_out("en", GERMAN)


def test_a_page_in_german_that_says_it_is_in_english_is_in_german() -> None:
    html = f"<html lang='en'><head><title>Nebel</title></head><body><article><p>{GERMAN}</p></article></body></html>"
    assert read_page(html.encode(), url="https://a.example/nebel", now=NOW).language == "de"


def test_an_entry_in_german_of_a_feed_in_english_leaves_its_language_to_be_seen() -> None:
    items = "".join(
        f"<item><title>T {n}</title><guid>{n}</guid><description>{text}</description></item>"
        for n, text in enumerate((GERMAN, ENGLISH))
    )
    body = f"<rss version='2.0'><channel><title>Post</title><language>en-US</language>{items}</channel></rss>".encode()
    harvest = gather.read(body, url="https://a.example/feed", now=NOW)
    assert [draft.language for draft in harvest.drafts] == ["", "en"]
