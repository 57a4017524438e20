"""What a spam filter has to say of our letters: SpamAssassin's own rules, none of which asks anybody outside."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mail_programs import spamassassin
from tests.signing import a_pressed_letter

WORST = 0.1  # points of one rule; of 5 a mail is spam


@pytest.mark.parametrize("stories", [1, 12])
def test_nothing_in_an_issue_looks_like_spam(stories: int, tmp_path: Path) -> None:
    found = spamassassin(a_pressed_letter(stories=stories).message, tmp_path)
    assert {name for name, points in found.items() if points > WORST} == set()
    assert found["MAILING_LIST_MULTI"] < 0, "it is seen for what it is"


def test_the_filter_sees_what_does(tmp_path: Path) -> None:
    letter = a_pressed_letter().message
    offer = letter.replace(b"Subject: ", b"Subject: CHEAP VIAGRA, ACT NOW, 100% FREE!!! ", 1)
    assert max(spamassassin(offer, tmp_path).values()) > WORST
