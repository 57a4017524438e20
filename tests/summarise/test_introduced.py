"""Who is called by a last name alone was introduced by more before."""

from __future__ import annotations

import pytest

from digest.summarise.extract import Extract
from digest.summarise.introduced import called_again
from digest.summarise.tellings import candidates
from digest.summarise.tongues import tongue_of
from tests.makers import a_story, an_article

INTRODUCED = "The harbour board spoke with its auditor Peter Holm after lunch. "
ALONE = "Holm says the harbour bridge was twice as dear as planned and opens late."
BRIDGE = "The harbour bridge opens on Monday, and it was twice as dear as planned."


def called(text: str, language: str) -> list[str]:
    return [one.name for one in called_again(text, tongue_of("", language))]


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        ("The auditor Peter Holm came. “Too dear,” said Holm’s clerk. Mr. Holm left.", "en", ["holm", "holm"]),
        ("Mr. Holm came, and Holm left.", "en", []),  # nobody said who he is
        ("They met at the Federal Register. Register clerks left.", "en", []),
        ("The Supreme Court met. “Go,” Court aides said. A court is closed.", "en", []),
        ("On Monday Senate Republicans met. “Go,” Republicans said. Republican aides left.", "en", []),
        ("Le maire Jean Dupont est venu. Dupont est parti.", "fr", ["dupont"]),
        ("Приехал мэр Пётр Холмов. Потом Холмов уехал.", "ru", ["холмов"]),
        ("Mit dem Prüfer Peter Holm kam eine Gruppe Kinder. Kinder lachten. Herr Holm ging.", "de", ["holm"]),
        ("Đó là công nhân Nguyễn Văn Linh. Sau đó ông Linh đi về. Linh hồn.", "vi", ["linh"]),
    ],
)
def test_a_last_name_alone_calls_somebody_whom_the_text_introduced(text: str, language: str, names: list[str]) -> None:
    assert called(text, language) == names


async def test_nobody_is_called_by_a_last_name_whom_the_summary_did_not_introduce() -> None:
    text = f"{INTRODUCED}{ALONE} {BRIDGE}"
    story = a_story(text=text, lead="", body="", title="Bridge opens", language="en")
    assert (await Extract().write(story, sentences=1)).text == BRIDGE
    named = a_story(text=text, lead="", body="", title="Holm: harbour bridge twice as dear, opens late", language="en")
    assert (await Extract().write(named, sentences=1)).text == ALONE, "the title names him"
    both = INTRODUCED.replace("after lunch", "of the harbour bridge that was dear and late") + ALONE
    assert (await Extract().write(a_story(text=both, lead="", title="Harbour bridge"), sentences=2)).text == both


async def test_a_sentence_stands_behind_no_other_tellings_sentence() -> None:
    """The last one of another telling is not the one it points at."""
    first = an_article(text=BRIDGE, lead="", title="Harbour bridge opens", language="en")
    echo = "However, nobody told the ferrymen when their last crossing of the sound is, or who pays them."
    other = an_article(id=2, source_id=2, text=echo, lead="", title="Trams", language="en")
    story = a_story(article=first, echoes=(other,))
    assert [one.dangles for one in candidates(story)] == [False, True]
    assert (await Extract().write(story, sentences=4)).text == BRIDGE
