"""Forms to subscribe and rows of buttons are no part of what a feed's article says."""

from __future__ import annotations

import pytest

from digest import gather
from digest.gather.widgets import without_widgets
from tests.makers import NOW

STORY = "<p>The cranes began work.</p>{}<p>The tram came back.</p>"
FEED = (
    "<rss version='2.0'><channel><title>Tide</title><item><title>Week</title><description><![CDATA[{}]]></description>"
)


@pytest.mark.parametrize(
    "widget",
    [
        "<div class='subscription-widget-wrap-editor'><p>Subscribe for free.</p><form><input></form></div>",
        "<div class='kg-card kg-signup-card kg-width-wide'><h2>Sign up</h2><p>News from the quay.</p></div>",
        "<div id='jp-relatedposts' class='x'><h3>Related</h3></div>",
        "<div class='sharedaddy sd-sharing-enabled'><ul><li>Share</li></ul></div>",
    ],
)
def test_a_widget_is_no_part_of_an_article(widget: str) -> None:
    (draft,) = gather.read(f"{FEED.format(STORY.format(widget))}</item></channel></rss>".encode(), now=NOW).drafts
    assert draft.text == "The cranes began work.\n\nThe tram came back."


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        (STORY.format(""), STORY.format("")),
        ("<p>A sharethis button</p>", "<p>A sharethis button</p>"),
        ("sharedaddy", "sharedaddy"),
        ("<p>Fog<p class='yarpp'", "<p>Fog</p>"),
    ],
)
def test_what_has_none_says_what_it_said(html: str, kept: str) -> None:
    assert without_widgets(html) == kept
