"""What would not survive the inbox is said before an issue goes, one sentence each."""

from __future__ import annotations

import pytest

from digest.model import HouseStyle
from digest.render.lint import lint

GOOD = '<p>Fog</p><img src="https://x.example/a.png" alt="Fog"><a href="https://x.example/">Read on</a>'


def test_a_mail_as_it_should_be_has_nothing_to_say() -> None:
    assert lint(GOOD, HouseStyle()) == ()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (
            '<img src="http://x.example/a.png" alt="">',
            "1 picture is not served over https; some mail programs will not",
        ),
        ('<img src="http://x.example/a.png" alt="">' * 2, "2 pictures are not served over https"),
        ('<img src="https://x.example/a.png">', "the picture https://x.example/a.png has no alt text"),
        (f'<img alt="" src="data:image/png;base64,{"A" * 10_001}">', "a picture is inside the mail (data:)"),
        ("<a>Read on</a>", "the link 'Read on' leads nowhere"),
        ('<a href="https://x.example/b"></a>', "the link to https://x.example/b has no words"),
        ("<p>{{ title }}</p>", "a placeholder was not filled in"),
        ("<form></form>", "<form> does not survive mail programs"),
    ],
)
def test_what_a_mail_program_would_not_show_is_named(more: str, words: str) -> None:
    (said,) = lint(GOOD + more, HouseStyle())
    assert words in said


def test_colours_that_nobody_can_read_are_named_with_their_contrast() -> None:
    (said,) = lint(GOOD, HouseStyle(ink="#bbbbbb"))
    assert said.startswith("style.ink #bbbbbb on style.paper #ffffff has contrast 1.9; text needs")
