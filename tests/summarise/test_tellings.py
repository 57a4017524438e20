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
