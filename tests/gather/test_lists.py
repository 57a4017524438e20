"""Front pages, blogs, press pages and lists as the programs behind sites write them: which links, titles and dates."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from digest.errors import NotAFeed
from digest.gather.listing import read_listing
from digest.model import DatedBy, Harvest
from tests.makers import NOW

URL = "https://port.example/news/"
HEADLINES = (
    "Council votes to rebuild the north quay",
    "Storm closes the lighthouse road",
    "School board names a new head",
    "Harbour budget falls short by two million",
    "Library opens on Sundays again",
)
MENU = "".join(
    f"<li class='menu-item'><a href='/{name}/'>{name.capitalize()} and everything about it</a></li>"
    for name in ("politics", "business", "culture", "sports", "weather", "tides", "births", "deaths")
)
HEADER = f"<header class='top'><div class='menu'><ul>{MENU}</ul></div></header>"
FOOT = (
    "<div class='footer-widgets'><ul><li><a href='/privacy'>Privacy and cookie policy</a></li>"
    "<li><a href='/terms'>Terms and conditions of use</a></li><li><a href='/imprint'>Imprint and legal notice</a></li>"
    "</ul></div>"
)


def read(page: str, *, url: str = URL, links: str = "", encoding: str = "utf-8", content_type: str = "") -> Harvest:
    return read_listing(page.encode(encoding), content_type=content_type, url=url, links=links, now=NOW)


def found(harvest: Harvest) -> list[tuple[str, str]]:
    return [(one.url.removeprefix("https://port.example"), one.title) for one in harvest.drafts]


def rows(template: str, titles: tuple[str, ...] = HEADLINES) -> str:
    """The template once for each title; "#" is its number, "@" a day of November, later ones earlier."""
    each = enumerate(titles)
    return "".join(template.replace("#", str(n)).replace("@", str(20 - n)).replace("TITLE", t) for n, t in each)


def wanted(place: str, titles: tuple[str, ...] = HEADLINES) -> list[tuple[str, str]]:
    return [(place.replace("#", str(n)), title) for n, title in enumerate(titles)]


@pytest.mark.parametrize(
    ("item", "place"),
    [
        pytest.param(
            "<article class='post-# post'><header class='entry-header'><h2><a href='/2026/11/p#/'>TITLE</a></h2>"
            "<a href='/2026/11/p#/'><time datetime='2026-11-@T10:00:00+00:00'>November @, 2026</time></a></header>"
            "<p>So. <a href='/2026/11/p#/#more' class='more'>Continue reading <i>“TITLE” and all</i></a></p>"
            "<a href='/tag/harbour-and-sea/'>Harbour and the sea</a></article>",
            "/2026/11/p#/",
            id="a blog whose headlines stand in headers",
        ),
        pytest.param(
            "<div class='article'><div class='header'><h3><a title='TITLE' href='/d/#'><i>TITLE</i></a></h3></div>"
            "<a class='more' href='/d/#'>Read more about it here</a><time datetime='2026-11-@'>@.11.2026</time></div>",
            "/d/#",
            id="every item has the same words to click on",
        ),
        pytest.param(
            "<div class='item'><p class='date'>@ November 2026</p><h3>TITLE</h3><p>Some words.</p>"
            "<p><a href='/n/#.html'>read on …</a></p></div>",
            "/n/#.html",
            id="only the words to click on are linked",
        ),
        pytest.param(
            "<a class='card' href='/blog/s-#'><p>Engineering</p><h3>TITLE</h3><p>How we rebuilt the way how ferries"
            " are tracked, and what was learned of it in two long years by everybody who took part in it, and by others"
            " who did not take part and were told of it later.</p><p class='d'>Nov @, 2026</p></a>",
            "/blog/s-#",
            id="the link is around all that is said",
        ),
        pytest.param(
            "<li class='row'><a class='job' href='/j/#'><span class='job-title'>TITLE</span> <span>Full time</span>"
            "<time datetime='2026-11-@'>@ Nov</time></a></li>",
            "/j/#",
            id="a part of the link is called its title",
        ),
        pytest.param(
            "<article><a href='/r/a#.html'><h2><span class='kicker'>Port</span> <span class='title'>TITLE</span></h2>"
            "</a><time datetime='2026-11-@'></time></article>",
            "/r/a#.html",
            id="a kicker stands above the title",
        ),
        pytest.param(
            "<dt>@. November 2026</dt><dd><a href='/n/#/'>TITLE</a></dd>", "/n/#/", id="the date stands before the item"
        ),
        pytest.param(
            "<tr><td>2026/11/@</td><td><a href='/news.php?id=#'>TITLE</a></td><td><a href='/pdf/#.pdf'>Download the PDF"
            " (120 kB)</a></td></tr>",
            "/news.php?id=#",
            id="a table with files beside",
        ),
    ],
)
def test_articles_are_found_with_title_and_date_and_without_menus(item: str, place: str) -> None:
    harvest = read(f"<html lang=en><title>News</title>{HEADER}<div class='content'>{rows(item)}</div>{FOOT}</html>")
    assert found(harvest) == wanted(place)
    assert [f"{one.published:%Y-%m-%d}" for one in harvest.drafts] == [f"2026-11-{20 - n}" for n in range(5)]
    assert {one.dated_by for one in harvest.drafts} == {DatedBy.PAGE}


@pytest.mark.parametrize(
    "item",
    ["<h2><a href='/n/#'>TITLE</a></h2><p>@.11.2026</p>", "<p>@.11.2026</p><h2><a href='/n/#'>TITLE</a></h2>"],
    ids=["behind", "before"],
)
def test_of_headlines_and_dates_in_turn_each_has_its_own(item: str) -> None:
    dates = [one.published for one in read(f"<p>As of 24.11.2026</p><main>{rows(item)}</main>").drafts]
    assert [one and one.day for one in dates] == [20, 19, 18, 17, 16]


def test_a_date_is_found_although_the_text_below_it_links_to_another_article() -> None:
    item = (
        "<div class='post'><h1><a href='/#-fog-x.html'>TITLE</a></h1><div>On @ Nov 2026 in <a href='/c/sea'>Sea</a>"
        "</div><p>It was so before, as <a href='/4-fog-x.html'>we told</a>.</p></div>"
    )
    days = {one.url[21:22]: one.published and one.published.day for one in read(rows(item)).drafts}
    assert days == {"0": 20, "1": 19, "2": 18, "3": 17, "4": 16}


def test_every_item_may_have_a_class_of_its_own() -> None:
    letters = "abcde"
    cards = "".join(
        f"<div class='{letters[n]}x'><a href='/n/{letters[n]}1'><div><h2>{title}</h2></div></a></div>"
        for n, title in enumerate(HEADLINES)
    )
    assert [title for _, title in found(read(f"{HEADER}<main>{cards}</main>{FOOT}"))] == list(HEADLINES)


def test_the_first_story_of_a_front_page_and_all_its_sections_are_found_and_not_what_is_read_most() -> None:
    story = "<article class='teaser'><HN><a href='/SECTION/#-story.html'>TITLE</a></HN></article>"
    hero = rows(story.replace("HN", "h1").replace("SECTION", "politics"), HEADLINES[:1])
    body = "".join(
        f"<section><h2><a href='/{section}/'>{section}</a></h2><div class='grid'>"
        + rows(story.replace("HN", "h3").replace("SECTION", section).replace("#", "#-more"))
        + "</div></section>"
        for section in ("politics", "culture")
    )
    most = "<div class='most-read'>" + rows("<li><a href='/old/#9-story.html'>TITLE of long ago</a></li>") + "</div>"
    harvest = read(f"<html>{HEADER}<main><div class='hero'>{hero}</div>{body}</main>{most}{FOOT}")
    places = ("/politics/0-story.html", "/politics/0-more-story.html", "/culture/4-more-story.html")
    urls = [url for url, _ in found(harvest)]
    assert (urls[0], urls[1], urls[-1], len(urls)) == (*places, 11)


@pytest.mark.parametrize(
    ("encoding", "charset", "content_type", "titles"),
    [
        ("cp932", "Shift_JIS", "text/html", ("港の橋が開通", "市議会が予算案を可決", "台風で欠航", "秋祭りに二万人")),
        ("gb18030", "gb2312", "", ("港口新桥今日通车", "市议会通过预算", "台风致停航", "图书馆周日开放")),
        ("cp949", "euc-kr", "", ("항구 다리 개통", "예산안 통과", "태풍으로 여객선 결항", "도서관 일요일 개관")),
        ("cp1251", "windows-1251", "text/html; charset=utf-8", ("Мэр открыл мост", "Шторм", "Бюджет порта", "Школа")),
    ],
)
def test_a_short_headline_says_more_in_other_scripts_whatever_their_bytes(
    encoding: str, charset: str, content_type: str, titles: tuple[str, ...]
) -> None:
    items = rows("<li><span>2026.11.@</span><a href='/n/#'>TITLE</a></li>", titles)
    page = f"<html><head><meta charset='{charset}'></head><ul>{items}</ul></html>"
    assert found(read(page, encoding=encoding, content_type=content_type)) == wanted("/n/#", titles)


@pytest.mark.parametrize(
    ("text", "day"),
    [("2026年11月20日", 20), ("2026년 11월 3일", 3), ("2026. 11. 20.", 20), ("2026/11/20", 20), ("2026.11.20", 20)],
)
def test_dates_that_begin_with_the_year_are_read(text: str, day: int) -> None:
    page = rows(f"<li><i>{text}</i><a href='/n/#'>TITLE</a></li>")
    assert {one.published.day for one in read(f"<ul>{page}</ul>").drafts if one.published} == {day}


def test_links_count_from_the_base_of_the_page() -> None:
    page = f"<html><head><base href='/2026/'></head>{rows('<h2><a href=s#.html>TITLE</a></h2>')}</html>"
    assert found(read(page)) == wanted("/2026/s#.html")
    assert found(read(page, links="h2 a")) == wanted("/2026/s#.html")


def test_with_and_without_www_is_one_site_and_an_article_may_be_a_question_to_the_front_page() -> None:
    page = rows("<h2><a href='https://www.port.example/?p=1#'>TITLE</a></h2>")
    assert [one.url for one in read(page).drafts] == [f"https://www.port.example/?p=1{n}" for n in range(5)]


def test_pictures_without_words_are_called_what_they_say_of_themselves() -> None:
    page = HEADER + rows("<figure><a href='/photos/#'><img src='#.jpg' alt='TITLE'></a></figure>")
    assert found(read(page)) == wanted("/photos/#")


def test_two_articles_with_headings_are_a_list_and_menus_are_none() -> None:
    two = rows("<article><h2><a href='/n/#'>TITLE</a></h2></article>", HEADLINES[:2])
    assert found(read(f"{HEADER}<main>{two}</main>{FOOT}")) == wanted("/n/#", HEADLINES[:2])
    with pytest.raises(NotAFeed, match="looks like a list"):
        read(f"{HEADER}<main><h2>2.4.0</h2><p>Fixed a bug.</p></main>{FOOT}")


def test_a_selector_of_cards_finds_the_title_though_the_first_link_is_a_picture() -> None:
    cards = rows("<div class='card'><a href='/n/#'><img src='x.png' alt=''></a><h2><a href='/n/#'>TITLE</a></h2></div>")
    assert found(read(cards, links=".card")) == wanted("/n/#")


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (
            "<div id='app'></div><script>x()</script><noscript>Enable it.</noscript>",
            r"scripts fill this page .* sitemap",
        ),
        ("<title>Sign in</title><form><input type='password'></form>", r"asks for a password; .*\[\[sources\]\]"),
        ("<title>Page not found | Port</title><h1>Sorry</h1>", r"says 'not found', though its server does not"),
        ("<p>Nothing.</p>", r"--links 'h2 a'"),
        ("<?xml version='1.0'?>\n<!-- made by hand -->\n<rss version='2.0'><channel/></rss>", "a feed; `--kind feed`"),
        ("<urlset><url><loc>https://port.example/a</loc></url></urlset>", "a sitemap; `--kind sitemap`"),
        ("".join(f"<p>@.11.2026 <a href='/pm/{n}.pdf'>Fog, part {n}</a></p>" for n in range(4)), "files such as PDF"),
        (
            "<frameset cols='20%,80%'><frame src='menu.htm'><frame src='news.htm'></frameset>",
            r"made of frames; .* \(https://port.example/news/menu.htm, https://port.example/news/news.htm\)",
        ),
    ],
)
def test_a_page_without_a_list_says_what_it_is_instead_and_what_to_do(page: str, why: str) -> None:
    with pytest.raises(NotAFeed, match=why):
        read(page)


@pytest.mark.parametrize("item", ["<p><a href='/n/1'>TITLE</a></p>", "<p class='k#'><a href='/n/#'>TITLE</a></p>"])
def test_pages_made_to_be_slow_are_not(item: str) -> None:
    begun = time.process_time()
    letters = "abcdefghijklmnopqrstuvwxyz"
    names = [a + b + c for a in letters for b in letters for c in letters[:9]]
    page = "".join(item.replace("#", name).replace("TITLE", f"Headline of {name} in the town") for name in names)
    with suppress(NotAFeed):
        read(f"<div>{page}</div>")
    assert time.process_time() - begun < 10
