"""Which sentences of a story could be taken."""

from __future__ import annotations

from digest.summarise.tellings import candidates
from tests.makers import a_picture, a_story

CAPTION = "The east mole, where gusts of forty metres are expected."
TOLD = "The gates of the lower quay close at nine tonight. Ferries run until six, the harbour master says."


def sentences(**fields: object) -> list[str]:
    return [one.sentence.text for one in candidates(a_story(lead="", **fields))]


def test_what_stands_below_a_picture_speaks_of_the_picture_and_not_of_the_story() -> None:
    text = f"{CAPTION} Drawing: The Harbour Post\n\n{TOLD}"
    picture = a_picture(caption=f"{CAPTION} Drawing: The Harbour Post")
    assert sentences(text=text, body="", image=picture)[0].startswith("The gates")
    second = (
        f'<figure><img src="https://a.example/2.png" alt=""><figcaption>{CAPTION} <em>Ours</em></figcaption></figure>'
    )
    assert sentences(text=text, body=second, image=None)[0].startswith("The gates")
    assert CAPTION in sentences(text=text, body="", image=None), "without a picture it is a sentence like others"


def test_what_an_excerpt_was_cut_in_is_no_sentence() -> None:
    wall = "The harbour wall was repaired on Monday after six weeks of work."
    assert sentences(text=f"{wall} Boats may moor there again from Friday, but only in the […]", body="") == [wall]
    assert sentences(text=f"{wall} Boats may moor there again from Friday, but only …", body="") == [wall]
    assert len(sentences(text=f"“I waited…” she said on Monday, and sat down. {wall}", body="")) == 2


def test_where_it_is_all_there_is_it_is_told() -> None:
    cut = "The council voted on Tuesday to keep the ferry fares as they are until …"
    assert sentences(text=cut, body="") == [cut]
