"""Lists whose days tell them from menus, and where the days stand."""

from __future__ import annotations

import pytest

from tests.gather.test_lists import FOOT, HEADER, HEADLINES, found, read, rows, wanted


@pytest.mark.parametrize(
    ("item", "place"),
    [
        ("<li><a href='/n/#'>@.11.2026 TITLE</a></li>", "/n/#"),
        ("<li><a href='/n/#'>@.11.2026: TITLE</a></li>", "/n/#"),
        ("<li><a href='/n/#'>2026-11-@ – TITLE</a></li>", "/n/#"),
        ("<h3><a href='/n/#'>TITLE (@ November 2026)</a></h3>", "/n/#"),
        ("<p><a href='/2026/11/@/s#'>TITLE</a></p>", "/2026/11/@/s#"),
        ("<p><a href='/p/2026-11-@-s#'>TITLE</a></p>", "/p/2026-11-@-s#"),
        ("<div><b>TITLE</b><br>@.11.2026<br>Some words. <a href='/n#.html'>more</a></div>", "/n#.html"),
    ],
)
def test_the_day_may_stand_in_the_headline_or_the_address_and_the_headline_in_bold(item: str, place: str) -> None:
    harvest = read(f"<html lang=en><title>News</title>{HEADER}<div class='content'>{rows(item)}</div>{FOOT}</html>")
    assert found(harvest) == [(path.replace("@", str(20 - n)), title) for n, (path, title) in enumerate(wanted(place))]
    assert [one.published and one.published.day for one in harvest.drafts] == [20, 19, 18, 17, 16]


def test_a_day_within_a_headline_is_of_the_headline() -> None:
    titles = tuple(f"{title} on 10.12.2026" for title in HEADLINES)
    harvest = read(f"<main>{rows('<h2><a href=/n/#>TITLE</a></h2>', titles)}</main>")
    assert [one.title for one in harvest.drafts] == list(titles)
    assert {one.published for one in harvest.drafts} == {None}


MENU = (
    "Services and forms of the town", "Council and administration", "Tourism and leisure time", "Trade and commerce",
    "Clubs and associations", "Pictures of the town", "History of the town", "Contact and how to find us",
)  # fmt: skip


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(
            f"<table><tr><td><table>{rows('<tr><td><a href=m#.htm>TITLE</a></td></tr>', MENU)}</table></td><td><table>"
            + rows(
                "<tr><td>@.11.2026</td><td><a href='/news.php?id=#'><b>TITLE</b></a><br>Some words.</td>"
                "<td><a href='/news.php?id=#'>more...</a></td></tr>"
            )
            + "</table></td></tr></table>",
            id="tables around both",
        ),
        pytest.param(
            "<div class=top>"
            + rows("<div class=item><a href='/of/#/'>TITLE, part #</a></div>", MENU * 4)
            + rows("<div class=item><a href='/on/#/'>TITLE</a></div>", MENU)
            + "</div><div class=mid>"
            + rows("<div class=teaser><a href='/news.php?id=#'>TITLE</a><span>@ Nov 2026</span></div>")
            + "</div>",
            id="a menu of many more words",
        ),
    ],
)
def test_news_with_dates_are_the_list_though_a_menu_says_more(page: str) -> None:
    assert found(read(f"<html lang=en><title>Town</title>{page}</html>")) == wanted("/news.php?id=#")


def test_events_to_come_are_not_the_list_for_the_days_beside_them() -> None:
    events = rows("<div class=when>@ Dec 2026 <a href='/e/#'>An evening at the old quay</a></div>")
    news = rows("<div class=item><a href='/n/a-b-c-#'>TITLE</a></div>")
    assert found(read(f"<html lang=en><div>{news}</div><div>{events}</div></html>")) == wanted("/n/a-b-c-#")
