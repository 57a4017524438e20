"""Which picture of an article stands for it: never a beacon, an icon, a face or a banner."""

from __future__ import annotations

import pytest

from digest.gather.drafts import Raw, draft_of
from digest.gather.pictures import is_ornament, lead_picture
from digest.model import Draft
from tests.makers import NOW, a_picture

PHOTO = '<img src="https://a.example/quay.jpg" width="800" height="500">'


@pytest.mark.parametrize(
    "fields",
    [
        {"url": "https://avatars.githubusercontent.com/u/1?s=300", "width": 0, "height": 0},
        {"url": "https://secure.gravatar.com/avatar/1", "width": 0, "height": 0},
        {"url": "https://s.w.org/images/core/emoji/15/72x72/1f30a.png", "width": 0, "height": 0},
        {"width": 30, "height": 30},
        {"width": 220, "height": 53},
        {"width": 800, "height": 90},
        {"width": 1, "height": 1},
    ],
)
def test_what_is_there_for_something_else_stands_for_no_article(fields: dict[str, object]) -> None:
    assert is_ornament(a_picture(**fields))


@pytest.mark.parametrize(
    "fields",
    [
        {"url": "https://a.example/avatar-3-trailer.jpg"},
        {"width": 140, "height": 140},
        {"width": 0, "height": 0},
        {"width": 600, "height": 900},
    ],
)
def test_what_shows_something_may(fields: dict[str, object]) -> None:
    assert not is_ornament(a_picture(**fields))


def test_the_first_picture_that_is_no_ornament_leads() -> None:
    icon = '<img src="https://a.example/icon.png" width="24" height="24">'
    found = lead_picture(icon + PHOTO)
    assert found is not None
    assert found.url == "https://a.example/quay.jpg"
    assert lead_picture(icon) is None


def test_a_face_that_a_feed_declares_gives_way_to_the_picture_in_its_text() -> None:
    face = a_picture(url="https://avatars.example/u/1", width=30, height=30)
    draft = draft_of(Raw(title="Fog", body=f"<p>Fog.</p>{PHOTO}", image=face), language="en", now=NOW)
    assert isinstance(draft, Draft)
    assert draft.image is not None
    assert draft.image.url == "https://a.example/quay.jpg"


def test_a_drawing_that_no_mail_program_shows_makes_room_for_a_photograph() -> None:
    drawing = '<img src="https://a.example/map.svg?w=900" width="900" height="600">'
    found = lead_picture(drawing + PHOTO)
    assert found is not None
    assert found.url in PHOTO
    assert lead_picture(drawing) is None
