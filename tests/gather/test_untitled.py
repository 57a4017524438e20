"""Notes and toots have no title: they are called by what they say first."""

from __future__ import annotations

import pytest

from digest import gather
from tests.makers import NOW

ITEM = "<item><guid>1</guid><description>{}</description></item>"
FEED = f"<rss version='2.0'><channel><title>Tide</title>{ITEM}</channel></rss>"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("The ferry to Orsa is cancelled today. Buses run all day.", "The ferry to Orsa is cancelled today"),
        ("Has the ferry to Orsa left already? Nobody knows.", "Has the ferry to Orsa left already?"),
        ("The talk is given by Prof. Ana Lind at noon.", "The talk is given by Prof. Ana Lind at noon."),
        ("It rose by 3.5 percent again. Well.", "It rose by 3.5 percent again. Well."),
        ("Yes. The ferry is back.", "Yes. The ferry is back."),
        ("Fog", "Fog"),
        ("The ferry to Orsa and to all of the other islands is cancelled until noon today, says she",
         "The ferry to Orsa and to all of the other islands is cancelled until noon…"),
    ],
)  # fmt: skip
def test_what_has_no_title_is_called_by_its_first_sentence(text: str, title: str) -> None:
    (draft,) = gather.read(FEED.format(text).encode(), now=NOW).drafts
    assert draft.title == title
