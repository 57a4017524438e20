"""What is torn out of its place: the middle of a sentence, of a speech, of code or of a table."""

from __future__ import annotations

import pytest

from digest.errors import SummaryError
from digest.summarise.boilerplate import is_told
from digest.summarise.datelines import best_start, past_title
from digest.summarise.extract import Extract
from digest.summarise.lead import Lead, unusable
from digest.summarise.sentences import sentence_spans
from digest.summarise.tellings import candidates
from digest.summarise.tongues import tongue_of
from digest.summarise.words import begins_midway, dangles
from tests.makers import a_story, an_article

TOLD = "The gates of the lower quay close at nine tonight. Ferries run until six, the harbour master says."


def sentences(text: str, **fields: object) -> list[str]:
    return [one.sentence.text for one in candidates(a_story(text=text, **{"lead": "", "body": "", **fields}))]


async def extract(text: str, *, count: int = 2, **fields: object) -> str:
    return (await Extract().write(a_story(text=text, **{"lead": "", "body": "", **fields}), sentences=count)).text


@pytest.mark.parametrize("sentence", ["... and then it rained.", "– the fog stays.", "+ New gates.", "and so it went."])
def test_what_begins_in_the_middle_hangs_in_the_air(sentence: str) -> None:
    assert begins_midway(sentence)
    assert dangles(sentence, tongue_of(TOLD, "en"))


@pytest.mark.parametrize(
    "sentence",
    ["iPhones are dear.", "mat2 0.13 is out.", "port.example: Fog.", "'s Avonds is het koud.", "“Fog,” it says."],
)
def test_what_is_written_small_or_quoted_begins_where_it_does(sentence: str) -> None:
    assert not begins_midway(sentence)


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("In fact, the quay stays open.", "en"),
        ("Nonetheless, the quay stays open.", "en"),
        ("After that, the quay stayed open.", "en"),
        ("Since then the quay has been open.", "en"),
        ("In this case the quay stays open.", "en"),
        ("Under these plans the quay stays open.", "en"),
        ("The latter stays open.", "en"),
        ("Another quay stays open.", "en"),
        ("The quay, however, stays open.", "en"),
        ("One of those could be open.", "en"),
        ("Half of them stay open.", "en"),
        ("Zwei davon bleiben offen.", "de"),
        ("L’un d’eux reste ouvert.", "fr"),
        ("Один из них открыт.", "ru"),
        ("The gates, she said, “do not close at nine.”", "en"),
        ("Unlike the mole, though, the quay stays open.", "en"),
        ("Sin embargo, el muelle sigue abierto.", "es"),
        ("Darüber hinaus bleibt der Kai offen.", "de"),
        ("Durch diese Maßnahmen bleibt der Kai offen.", "de"),
        ("Der Kai hingegen bleibt offen.", "de"),
        ("Dans ces conditions, le quai reste ouvert.", "fr"),
        ("En ese caso, el muelle sigue abierto.", "es"),
        ("В этом случае причал открыт.", "ru"),
        ("उन्होंने कहा कि घाट खुला है।", "hi"),
        ("他说码头仍然开放。", "zh"),
        ("しかし埠頭は開いている。", "ja"),
        ("En effet, le quai reste ouvert.", "fr"),
        ("Cụ thể, bến cảng vẫn mở cửa.", "vi"),
        ("Ông cho biết bến cảng vẫn mở cửa.", "vi"),
    ],
)
def test_a_phrase_that_leans_on_what_was_said_hangs_in_the_air(sentence: str, language: str) -> None:
    assert dangles(sentence, tongue_of(sentence, language))


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("This week the quay stays open.", "en"),
        ("Mayor Olsen is sure, he said, that the quay stays open.", "en"),
        ("The quay, Ms. Olsen said, stays open.", "en"),
        ("Most of those who came were glad.", "en"),
        ("Olsen ist davon überzeugt, dass der Kai offen bleibt.", "de"),
        ("This past year the quay stayed open.", "en"),
        ("In this report we look at the quay.", "en"),
        ("Same-day ferries leave the quay.", "en"),
        ("Dieses Jahr bleibt der Kai offen.", "de"),
        ("Cette semaine, le quai reste ouvert.", "fr"),
        ("这次码头仍然开放。", "zh"),
    ],
)
def test_what_names_its_own_day_or_page_leans_on_nothing(sentence: str, language: str) -> None:
    assert not dangles(sentence, tongue_of(sentence, language))


@pytest.mark.parametrize("marks", ["“”", '""', "„“", "«»", "‘’", "''"])
async def test_the_middle_of_a_speech_is_nobodys_words(marks: str) -> None:
    speech = (
        f"{marks[0]}The quay has failed us,{marks[1]} Olsen said. {marks[0]}We asked for gates at the lower quay. "
        f"I want gates at the quay and the harbour before the ferries run again. Nobody listened to us.{marks[1]}"
    )
    told = await extract(f"{TOLD}\n\n{speech}", title="I want gates at the harbour quay")
    assert "I want gates" not in told


def test_a_mark_within_a_word_opens_no_speech() -> None:
    first, second = 'ראש העיר נסע בחורף לארה"ב.', "הנמל החדש של העיר נפתח ביום שני בבוקר."
    assert sentences(f"{first} {second}", language="he") == [first, second]
    told = candidates(a_story(text=f"{first} {second}", lead="", body="", language="he"))
    assert not any(one.dangles or one.unended for one in told)


async def test_marks_that_open_no_speech_leave_sentences_alone() -> None:
    text = "In the ’90s the ‘old quay’ was the players' gate. The harbour quay gets new gates before the ferries run."
    assert await extract(text, count=1, title="New gates at the harbour quay") == (
        "The harbour quay gets new gates before the ferries run."
    )


def test_a_name_behind_its_title_points_at_nobody() -> None:
    assert not dangles("Ông Nguyễn Hồng Hải cho biết bến cảng vẫn mở cửa.", tongue_of("", "vi"))


async def test_a_speech_that_is_over_leaves_the_next_sentence_alone() -> None:
    text = "“The quay has failed,” Olsen said. The harbour quay gets new gates before the ferries run again."
    assert await extract(text, count=1) == "The harbour quay gets new gates before the ferries run again."


def test_an_aside_with_a_short_form_ends_no_sentence() -> None:
    text = "Suchen Sie eine Pflanze? Der Sanddorn (lat. Hippophae) wächst am Kai."
    assert [text[one.start : one.end] for one in sentence_spans(text, "de")][
        1
    ] == "Der Sanddorn (lat. Hippophae) wächst am Kai."
    whole = "The quay is shut. (It was not shut before. Nobody knows why.) Ferries run."
    assert len(sentence_spans(whole, "en")) == 4


async def test_a_lead_that_only_asks_as_far_as_there_is_room_is_none() -> None:
    lead = "Who closes the quay? Where do the ferries go? The harbour master has answers, and the council asks."
    with pytest.raises(SummaryError, match="only asks"):
        await Lead().write(a_story(lead=lead), sentences=2)
    assert (await Lead().write(a_story(lead=lead), sentences=3)).text == lead


@pytest.mark.parametrize(
    ("lead", "why"),
    [
        ("The gates of the quay close at nine tonight, and the stor..", "cut off in the middle"),
        ("The gates of the quay close at nine tonight, said the master as he (...)", "cut off in the middle"),
        ("...and the gates of the quay close at nine tonight.", "it begins in the middle"),
        ("– the gates of the quay close at nine tonight.", "it begins in the middle"),
    ],
)
def test_a_lead_that_is_a_piece_is_none(lead: str, why: str) -> None:
    assert unusable(an_article(lead=lead)) == why


async def test_a_text_that_begins_with_its_title_is_told_from_behind_it() -> None:
    title = "Gates at the lower quay"
    told = await extract(f"{title} Ferries and cars at the lower quay get new gates this year.", title=title)
    assert told == "Ferries and cars at the lower quay get new gates this year."
    lead = f"{title} Ferries and cars at the lower quay get new gates this year."
    assert (await Lead().write(a_story(lead=lead, title=title), sentences=1)).text.startswith("Ferries")
    assert past_title("Gates at the lower quay close at nine.", title) == 0


async def test_a_text_is_told_from_its_first_whole_sentence_on() -> None:
    assert await extract(f"…and so it ends for the quay. It was dear to us. {TOLD}", count=1) == TOLD[:50]
    small = "the quay is shut, says who writes everything small. so it is."
    assert sentences(small) == [small]


def test_code_and_tables_are_told_only_where_there_is_nothing_else() -> None:
    code = "fog = gates ((tide + 1) * sizeof (quay)); ..."
    rows = "Monday nine. Tuesday ten."
    coloured = code.replace("gates", "<span>gates</span>").replace("tide", "<span>tide</span>")
    apart = (
        f"<pre><code>{coloured}</code></pre><table><thead><tr><th>Day</th></tr></thead><tr><td>{rows}</td></tr></table>"
    )
    body = f"<p>{TOLD}</p>{apart}"
    assert sentences(f"{TOLD}\n\n{code}\n\n{rows}", body=body) == [TOLD[:50], TOLD[51:]]
    assert sentences(TOLD, body=f"<pre>{TOLD}</pre>"), "a feed of changes has nothing else"
    laid_out = f"<table><tr><td>{TOLD}</td></tr></table>"
    assert sentences(TOLD, body=laid_out) == [TOLD[:50], TOLD[51:]], "newsletters stand in tables"


@pytest.mark.parametrize(
    "line",
    [
        "Bumps [oauth2](https://example.org/oauth2) from 0.17.0 to 0.18.0.",
        "We looked at the [Crowdsourcing theme]({{ site.url }}) this month.",
        "from pelican import TokenMergeFilter as what is merged.",
        "Options are passed like this: MARKDOWN = { 'extensions': { 'quay': {} } }.",
        "图为港口的灯塔。",
        "https://a.example/fog.mp3 Download: mp3 Sharen mit: Twitter Facebook Flattr Gefällt mir: Liken Lade …",
        "Veröffentlicht am 17. Dezember 2019 von Bo Olsen Der Nebel kam um sechs.",
    ],
)
def test_what_a_program_should_have_read_is_no_sentence(line: str) -> None:
    assert not is_told(line)


async def test_what_is_left_of_a_dateline_goes_too() -> None:
    text = "AUGUSTA, Me. — The governor closes the quay for good. Ferries stay."
    assert await extract(text, count=1) == "The governor closes the quay for good."


def test_a_dateline_may_end_in_any_long_dash() -> None:
    assert "WASHINGTON ― The vote failed."[best_start("WASHINGTON ― The vote failed.") :] == "The vote failed."


async def test_two_openings_of_one_event_are_told_once_whichever_is_longer() -> None:
    long = an_article(
        id=1, lead="", title="House passes harbour bill", language="en",
        text="The house passed the harbour bill on Friday, a wide measure that aims to dismantle barriers at the "
        "quay, to end big ships at the mole and to impose stricter rules on every captain.",
    )  # fmt: skip
    short = an_article(
        id=2, lead="", title="Landmark harbour bill", language="en", source_id=2,
        text="The landmark harbour bill passed the house on Friday.",
    )  # fmt: skip
    story = a_story(article=long, echoes=(short,))
    assert len((await Extract().write(story, sentences=3)).sentences) == 1
