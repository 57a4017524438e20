"""Pages without a feed: the articles they list, by selector or by what is repeated."""

from __future__ import annotations

import pytest

from digest.errors import NotAFeed
from digest.gather.listing import read_listing
from digest.model import Harvest
from tests.makers import NOW

URL = "https://port.example/news/"
CARDS = "".join(
    f"<div class='card c{n}'><a href='/news/{n}?utm_source=front'><img src='{n}.jpg'></a>"
    f"<h2 class='t'><a href='/news/{n}'>The harbour opens gate number {n} &amp; more</a></h2></div>"
    for n in range(1, 9)
)
PAGE = (
    "<html lang='en'><title>News | Port</title><nav>"
    + "".join(f"<a href='/section-{n}'>A long section name, number {n}</a>" for n in range(20))
    + f"</nav><main>{CARDS}<p><a href='/about'>About this harbour and us</a></p></main>"
    "<footer><a href='https://ads.example/x'>An advertisement that is long</a></footer></html>"
)


def read(page: str = PAGE, links: str = "") -> Harvest:
    return read_listing(page.encode(), url=URL, links=links, now=NOW)


def test_what_is_repeated_like_headlines_is_the_list() -> None:
    harvest = read()
    assert [one.url for one in harvest.drafts] == [f"https://port.example/news/{n}" for n in range(1, 9)]
    assert harvest.drafts[0].title == "The harbour opens gate number 1 & more"
    assert (harvest.title, harvest.language) == ("News", "en")


@pytest.mark.parametrize("links", ["h2 a", "h2", ".card h2.t > a"])
def test_a_selector_names_the_links_or_what_is_around_them(links: str) -> None:
    assert len(read(links=links).drafts) == 8


def test_a_selector_may_lead_to_other_sites() -> None:
    assert [one.url for one in read(links="footer a").drafts] == ["https://ads.example/x"]


@pytest.mark.parametrize(
    ("page", "links", "why"),
    [
        ("<p>Nothing.", "", "looks like a list"),
        (PAGE, "article a", "no link matches"),
        (PAGE, "a[[", "not a CSS selector"),
        ("", "", "no page"),
    ],
)
def test_a_page_that_lists_nothing_says_so(page: str, links: str, why: str) -> None:
    with pytest.raises(NotAFeed, match=why):
        read(page, links)
