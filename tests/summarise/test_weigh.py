"""Which sentences are taken: those that say most, near the beginning, nothing twice, and none that hangs in the air."""

from __future__ import annotations

from typing import Any

import pytest

from digest.model import Article
from digest.summarise.extract import Extract
from digest.summarise.tellings import candidates
from digest.summarise.weigh import ROOM
from tests.makers import a_story, an_article

WRITER = Extract()
BRIDGE = (
    "By Mara Lindqvist. (Picture: Harbour Post.) The weather was fine in the whole of the county this week. "
    "The new harbour bridge opened on Monday after two years of work. Baker Olsen sold bread rolls to everybody there. "
    "The harbour bridge cost twelve million crowns, the council says. It will carry trams from March on. "
    "Cyclists cross the new harbour bridge on a lane of their own. Dogs barked."
)


def an_article_of(text: str, **fields: Any) -> Article:
    return an_article(**{"text": text, "lead": "", "title": "Harbour bridge opened", **fields})


async def told(*articles: Article, sentences: int, words: int = 0) -> list[str]:
    story = a_story(article=articles[0], echoes=articles[1:])
    return [one.text for one in (await WRITER.write(story, sentences=sentences, words=words)).sentences]


async def test_what_the_title_names_and_the_text_repeats_is_taken_in_the_order_of_the_text() -> None:
    assert await told(an_article_of(BRIDGE), sentences=2) == [
        "The new harbour bridge opened on Monday after two years of work.",
        "The harbour bridge cost twelve million crowns, the council says.",
    ]


async def test_a_sentence_that_points_back_is_taken_only_behind_the_one_it_points_at() -> None:
    text = (
        "It carries trams over the harbour bridge. She likes the harbour bridge. The harbour bridge opened on Monday."
    )
    assert (await told(an_article_of("The sun shone on the harbour. " + text), sentences=2))[0].startswith("The")
    for count in range(1, 6):
        chosen = await told(an_article_of(BRIDGE), sentences=count)
        if "It will carry trams from March on." in chosen:
            before = chosen[chosen.index("It will carry trams from March on.") - 1]
            assert before == "The harbour bridge cost twelve million crowns, the council says."


async def test_who_tells_it_alone_begins_with_nothing_that_goes_on() -> None:
    text = "In addition, the harbour bridge has two lanes. The harbour bridge opened after two years."
    assert await told(an_article_of(text), sentences=1) == ["The harbour bridge opened after two years."]


async def test_where_every_sentence_points_back_the_best_of_them_is_better_than_none() -> None:
    chosen = await told(an_article_of("He came home. But she had left for good. They never met again."), sentences=1)
    assert len(chosen) == 1


async def test_words_and_room_are_bounds_and_one_sentence_is_always_told() -> None:
    assert await told(an_article_of(BRIDGE), sentences=3, words=12) == [
        "The new harbour bridge opened on Monday after two years of work."
    ]
    long = "The harbour bridge " + "and its long lane " * 14 + "opened."
    assert len(await told(an_article_of(f"{long} {long.replace('lane', 'rail')} {long}"), sentences=2)) == 1
    assert len(long) > ROOM


async def test_a_story_is_told_from_all_who_tell_it_and_says_nothing_twice() -> None:
    first = an_article_of("The harbour bridge opened on Monday after two years of work. A band played for an hour.")
    echo = an_article_of(
        "On Monday the harbour bridge opened, after two years of work. The harbour bridge cost twelve million crowns.",
        id=2,
        source_id=2,
    )
    summary = await WRITER.write(a_story(article=first, echoes=(echo,)), sentences=2)
    assert [(one.article_id, one.text) for one in summary.sentences] == [
        (1, "The harbour bridge opened on Monday after two years of work."),
        (2, "The harbour bridge cost twelve million crowns."),
    ]
    for one in summary.sentences:
        assert (first if one.article_id == 1 else echo).text[one.start : one.end] == one.text


async def test_a_teaser_is_not_followed_by_the_sentence_that_begins_with_it() -> None:
    teaser = "The guard found four tons of rope in a boat near Larkmoor."
    again = "The harbour guard found four tons of rope in a boat near Larkmoor on Sunday, as its office says."
    after = "Nobody knows yet who hid the rope there."
    article = an_article_of(f"{teaser} {again} {after}", title="Rope found in a boat")
    assert await told(article, sentences=2) == [teaser, after]


async def test_what_is_said_again_with_more_to_it_is_told() -> None:
    first = "The board wants gas in the plan."
    more = "The board wants coal in the plan, where a plant has filters, ends by 2035 and pays for its ashes."
    assert await told(an_article_of(f"{first} {more}", title="The plan of the board"), sentences=2) == [first, more]


async def test_what_happened_is_said_once_though_each_begins_with_it_in_words_of_their_own() -> None:
    first = an_article_of(
        "The first tram since 1961 stopped at the Old Quay this morning, six years after the first rail was laid. "
        "It now runs to the water in fourteen minutes. Until Sunday nobody needs a ticket.",
        title="Tram line 4 reaches the Old Quay after six years",
    )
    echo = an_article_of(
        "Tram line 4 brought passengers to the Old Quay this morning, and the shops were open at five to meet them. "
        "Traders expect more customers soon. Six years of building have been hard on the quay.",
        id=2,
        source_id=2,
    )
    summary = await WRITER.write(a_story(article=first, echoes=(echo,)), sentences=2)
    assert len(summary.sentences) == 2
    assert sum("this morning" in one.text for one in summary.sentences) == 1


async def test_a_short_summary_opens_once_however_differently_each_telling_begins() -> None:
    first = an_article_of(
        "The chairman of the harbour board drew fierce criticism on Friday for calling the new bridge a mistake. "
        "The remarks were made at a dinner for donors. Two members of the board want the chairman to resign.",
        title="Chairman criticised for words about a bridge",
    )
    echo = an_article_of(
        "Several traders offered swift, negative reactions after Olaf Brandt was caught on camera at a dinner. "
        "The bridge was paid for by the traders. The board meets on Tuesday to hear the chairman.",
        id=2,
        source_id=2,
        title="Brandt under fire",
    )
    chosen = await told(first, echo, sentences=3)
    assert chosen[0].startswith("The chairman of the harbour board")
    assert len(chosen) == 3
    assert not any(one.startswith("Several traders") for one in chosen)
    assert len([one for one in await told(first, echo, sentences=5) if one.startswith(("The chair", "Several"))]) == 2


async def test_of_several_who_tell_it_somebody_begins_better_than_by_pointing_back() -> None:
    first = an_article_of("It was opened at last, the new harbour bridge, by the mayor on Monday. Rolls were sold.")
    echo = an_article_of("The new harbour bridge at Larkhaven was opened on Monday. A band played.", id=2, source_id=2)
    assert (await told(first, echo, sentences=1))[0].startswith("The new harbour bridge")
    assert (await told(first, sentences=1))[0].startswith("It was opened at last"), "who is alone begins as they like"


async def test_what_happened_comes_first_also_where_another_telling_says_it_better() -> None:
    first = an_article_of(
        "“A fine day.” The mayor of Larkhaven crossed the new harbour bridge on foot with a hundred guests. It hailed.",
        title="The mayor and the new harbour bridge",
    )
    echo = an_article_of(
        "The harbour bridge was opened by the mayor on Monday after two years of work. Rolls were sold out by noon.",
        id=2,
        source_id=2,
        title="Mayor opens the harbour bridge",
    )
    assert (await told(first, echo, sentences=2))[0].startswith("The harbour bridge was opened")
    chosen = await told(first, echo, sentences=3)
    assert chosen[1].startswith("Rolls were sold out"), "who opens is heard out"
    assert chosen[2].startswith("The mayor of Larkhaven")


async def test_the_space_that_is_left_is_not_filled_with_whatever_is_short() -> None:
    text = (
        "The harbour bridge opened on Monday after two years of work that cost twelve million crowns in all. "
        "The council says that trams will cross the harbour bridge from March on, and cyclists have a lane. "
        "The day was fine. Simply breathtaking! The mayor opened the harbour bridge with a pair of golden scissors."
    )
    assert await told(an_article_of(text), sentences=3, words=40) == [
        "The harbour bridge opened on Monday after two years of work that cost twelve million crowns in all.",
        "The council says that trams will cross the harbour bridge from March on, and cyclists have a lane.",
    ]


async def test_who_tells_it_in_another_language_is_not_quoted() -> None:
    echo = an_article_of("Die neue Hafenbrücke kostete zwölf Millionen Kronen.", id=2, source_id=2, language="de")
    first = an_article_of("The harbour bridge opened on Monday.", language="en")
    summary = await WRITER.write(a_story(article=first, echoes=(echo,)), sentences=2)
    assert [one.article_id for one in summary.sentences] == [1]


async def test_a_good_lead_of_a_telling_is_one_of_its_sentences() -> None:
    lead = "After two years of work trams may cross the harbour by a bridge."
    pool = candidates(a_story(article=an_article_of(BRIDGE, lead=lead)))
    assert (pool[0].sentence.part, pool[0].sentence.text, pool[0].rank) == ("lead", lead, 0)
    assert candidates(a_story(article=an_article_of(BRIDGE, lead="Read more about the bridge ...")))[0].rank == 0


@pytest.mark.parametrize("language", ["en", "de", "ru", "zh", "ar", "hi", ""])
async def test_any_language_with_sentences_is_told(language: str) -> None:
    texts = {
        "zh": "新的海港大桥星期一通车。面包师卖了很多面包。大桥花了一千二百万元。",
        "ar": "افتتح الجسر الجديد يوم الاثنين. باع الخباز خبزا كثيرا. كلف الجسر اثني عشر مليون كرونة.",
        "hi": "नया पुल सोमवार को खुला। मौसम अच्छा था। पुल पर बारह करोड़ खर्च हुए।",
        "ru": "Новый мост открыли в понедельник. Пекарь продал много хлеба. Мост стоил двенадцать миллионов крон.",
    }
    text = texts.get(language, BRIDGE)
    chosen = await told(an_article_of(text, language=language, title=""), sentences=2)
    assert len(chosen) == 2
    assert all(one in text for one in chosen)
