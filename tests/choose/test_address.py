"""One page behind many addresses has one key; two pages have two."""

from __future__ import annotations

import pytest

from digest.choose.address import one_page

FOG = "https://www.harbourpost.example/city/fog"


@pytest.mark.parametrize(
    "url",
    [
        "http://harbourpost.example/city/fog/",
        "https://m.harbourpost.example/city/fog",
        "https://amp.harbourpost.example/city/fog",
        "https://www.harbourpost.example/city/fog/amp",
        "https://www.harbourpost.example/city/fog/amp/",
        "https://www.harbourpost.example/amp/city/fog",
        "https://www.harbourpost.example/city/fog?outputType=amp",
        "https://www.harbourpost.example/city/fog?amp=1&utm_source=x&fbclid=y",
        "https://www.harbourpost.example/city/fog/index.html#top",
        "https://harbourpost-example.cdn.ampproject.org/c/s/www.harbourpost.example/city/fog",
        "https://www.google.com/amp/s/www.harbourpost.example/city/fog/amp/",
    ],
)
def test_every_form_of_a_page_has_its_key(url: str) -> None:
    assert one_page(url) == one_page(FOG) == "harbourpost.example/city/fog"


@pytest.mark.parametrize(
    "url",
    [
        "https://harbourpost.example/city/foggy",
        "https://harbourpost.example/city/fog?page=2",
        "https://harbourpost.example/City/fog",
        "https://sport.harbourpost.example/city/fog",
        "https://harbourpost.example/city/fog/amplifier",
    ],
)
def test_another_page_has_another(url: str) -> None:
    assert one_page(url) not in {one_page(FOG), ""}


@pytest.mark.parametrize("url", ["", "https://", "https://harbourpost.example/", "http://[::1", "mailto:"])
def test_what_is_no_page_has_none(url: str) -> None:
    """Many entries link to a front page; that makes them no copies of each other."""
    assert one_page(url) == ""


def test_the_order_of_parameters_changes_nothing() -> None:
    assert one_page(f"{FOG}?b=2&a=1") == one_page(f"{FOG}?a=1&b=2") != one_page(f"{FOG}?a=1")


def test_a_query_without_a_value_tells_pages_apart() -> None:
    assert len({one_page(f"https://a.example/story.php{query}") for query in ("?123", "?456", "?123&x", "")}) == 4
