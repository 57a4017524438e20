"""Lists of feeds: what other feed readers wrote is read, what we write is read by us again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import gather
from digest.errors import SourceError
from digest.model import SourceKind
from tests.makers import a_source


def test_lists_of_feeds_go_out_and_come_back() -> None:
    sources = [
        a_source(url="https://x.example/a", title="A & <b>", topics=("port",)),
        a_source(url="https://x.example/b", title="", slug="bee", topics=()),
        a_source(url="/srv/articles", kind=SourceKind.FOLDER),
    ]
    written = gather.write_opml(sources, title="Ours")
    read = gather.read_opml(written, name="ours.opml")
    assert [(one.url, one.title, one.topics) for one in read] == [
        ("https://x.example/a", "A & <b>", ("port",)),
        ("https://x.example/b", "bee", ()),
    ]


def test_a_feed_that_moved_for_good_is_written_where_it_is_now() -> None:
    written = gather.write_opml([a_source(url="https://x.example/a", moved_to="https://y.example/a")], title="Ours")
    assert [one.url for one in gather.read_opml(written, name="ours.opml")] == ["https://y.example/a"]


def test_folders_become_topics_and_each_feed_stands_once() -> None:
    body = (
        b'<opml version="2.0"><body><outline text="News"><outline text="City"><outline type="rss" text="A" '
        b'xmlUrl="https://x.example/a"/></outline><outline xmlUrl="https://x.example/a"/></outline></body></opml>'
    )
    (one,) = gather.read_opml(body, name="list")
    assert one == gather.Outline("https://x.example/a", "A", ("news", "city"))


def test_a_feed_in_several_folders_has_all_of_them_for_topics() -> None:
    body = (
        b'<opml version="2.0"><body><outline text="Port"><outline text="Ships"><outline xmlUrl="https://x.example/a"/>'
        b'</outline></outline><outline text="City"><outline text="A" xmlUrl="https://x.example/a"/></outline></body></opml>'
    )
    assert gather.read_opml(body, name="list") == [
        gather.Outline("https://x.example/a", "A", ("port", "ships", "city"))
    ]


def test_topics_are_folders_in_each_other_and_feeds_with_the_same_ones_share_them() -> None:
    topics = {"a": ("port", "ships"), "b": ("port",), "c": ("port", "ships"), "d": ("ships",), "e": ()}
    sources = [a_source(slug=name, url=f"https://x.example/{name}", topics=of) for name, of in topics.items()]
    written = gather.write_opml(sources, title="Ours")
    assert written.count(b'text="port"') == 1
    assert written.count(b'text="ships"') == 2, "in the port, and by itself"
    read = gather.read_opml(written, name="ours.opml")
    assert {one.url[-1]: one.topics for one in read} == topics


@given(
    st.lists(
        st.lists(st.text("ab&<' ", min_size=1).map(str.strip).filter(bool), max_size=4, unique=True).map(tuple),
        min_size=1,
        max_size=6,
    )
)
def test_whatever_topics_feeds_have_they_come_back(topics: list[tuple[str, ...]]) -> None:
    topics = [tuple(" ".join(topic.split()) for topic in of) for of in topics]
    topics = [tuple(dict.fromkeys(of)) for of in topics]
    sources = [a_source(url=f"https://x.example/{n}", topics=of) for n, of in enumerate(topics)]
    read = gather.read_opml(gather.write_opml(sources, title="Ours"), name="ours.opml")
    assert {one.url: one.topics for one in read} == {one.url: one.topics for one in sources}


@pytest.mark.parametrize("body", [b"", b"no xml", b"<opml/>", b"<rss/>", b"\xff\xfe"])
def test_what_is_no_list_of_feeds_is_refused(body: bytes) -> None:
    with pytest.raises(SourceError, match="list"):
        gather.read_opml(body, name="list.opml")


def test_a_list_opens_no_files() -> None:
    entity = b'<!DOCTYPE o [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    body = entity + b'<opml><body><outline text="&x;" xmlUrl="https://x.example/"/></body></opml>'
    assert [one.title for one in gather.read_opml(body, name="list")] == [""]


XML = '<?xml version="1.0" encoding="{0}"?>\n<opml version="1.0"><body><outline text="{1}" xmlUrl="{2}"/></body></opml>'


@pytest.mark.parametrize(
    "body",
    [
        XML.format("UTF-8", "Größe", "https://x.example/a").encode("utf-8-sig"),
        b"\xef\xbb\xbf\r\n" + XML.format("UTF-8", "Größe", "https://x.example/a").encode(),
        XML.format("UTF-16", "Größe", "https://x.example/a").encode("utf-16"),
        XML.format("UTF-8", "Größe", "https://x.example/a").encode("utf-16"),  # PowerShell's ">" makes it so
        XML.format("utf-16", "Größe", "https://x.example/a").encode(),  # and .NET so
        XML.format("ISO-8859-1", "Größe", "https://x.example/a").encode("latin-1"),
        XML.format("UTF-8", "Größe", "https://x.example/a").encode("cp1252"),
        XML.format("UTF-8", "Gr&ouml;&szlig;e", "https://x.example/a").encode(),
        XML.format("UTF-8", "Gr&amp;ouml;&amp;#223;e", "https://x.example/a").encode(),
    ],
)
def test_letters_are_read_however_they_were_written(body: bytes) -> None:
    assert gather.read_opml(body, name="list") == [gather.Outline("https://x.example/a", "Größe")]


def outlines(within: str, head: str = "<opml>", foot: str = "</opml>") -> list[gather.Outline]:
    return gather.read_opml(f"{head}<body>{within}</body>{foot}".encode(), name="list.opml")


@pytest.mark.parametrize(
    ("outline", "url"),
    [
        ('<outline text="a" xmlURL="https://x.example/a"/>', "https://x.example/a"),
        ('<OUTLINE TEXT="a" XMLURL="https://x.example/a"/>', "https://x.example/a"),
        ('<outline type="rss" url="https://x.example/a"/>', "https://x.example/a"),
        ('<outline xmlUrl="https://x.example/a?b=1&c=2&amp;d=3"/>', "https://x.example/a?b=1&c=2&d=3"),
        ('<outline xmlUrl="pcast://x.example/a"/>', "http://x.example/a"),
        ('<outline xmlUrl="podcast:https://x.example/a"/>', "https://x.example/a"),
        (f'{"<outline>" * 60}<outline xmlUrl="https://x.example/a"/>{"</outline>" * 60}', "https://x.example/a"),
    ],
)
def test_addresses_are_found_however_they_are_named(outline: str, url: str) -> None:
    assert [(one.url, one.why) for one in outlines(outline)] == [(url, "")]
    assert outlines(outline, '<opml xmlns="http://opml.org/spec2">') == outlines(outline)


def test_what_names_no_feed_is_said_with_what_to_do() -> None:
    said = outlines(
        '<outline text="A" type="rss" htmlUrl="https://x.example/"/><outline text="B" type="link" url="https://y.example/"/>'
        '<outline text="C" type="include" url="https://z.example/c.opml"/><outline text="notes"/>'
        '<outline type="HTML+XPath" xmlUrl="https://x.example/news"/>'
    )
    first, second, third, fourth = (one.why for one in said)
    assert "`digest sources add https://x.example/`" in first
    assert "`digest sources add https://y.example/`" in second
    assert "is another list" in third
    assert "`digest sources try https://x.example/news --kind page`" in fourth


def test_a_list_that_breaks_off_says_so() -> None:
    feed, end = outlines('<outline xmlUrl="https://x.example/a"/><outline xmlUrl="https://x.exa', foot="")
    assert (feed.url, "breaks off" in end.why) == ("https://x.example/a", True)


def test_addresses_that_are_one_stand_once() -> None:
    same = ("https://x.example/a", "https://X.example:443/a", " https://x.example/a#top ")
    (one,) = outlines("".join(f'<outline text="{n}" xmlUrl="{url}"/>' for n, url in enumerate(same)))
    assert (one.url, one.title) == ("https://x.example/a", "0")


def test_folders_that_nobody_made_are_no_topics() -> None:
    feed = '<outline text="Sea" category="/sea/fog, port" xmlUrl="https://x.example/a"/>'
    for name in ("All", "Uncategorized", "feeds"):
        assert outlines(f'<outline text="{name}">{feed}</outline>')[0].topics == ("sea", "fog", "port")
    assert outlines(f'<outline text="All" title="All">{feed}</outline>')[0].topics[0] == "all", "somebody's own"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<opml><body/></opml>", "list.opml names no feeds"),
        (b'<opml><body><outline text="a"><outline text="b"/></outline></body></opml>', "list.opml names no feeds"),
        (b"<!DOCTYPE html><html><head><title>Sign in</title></head><body><p>x</p></body></html>", "is a web page"),
    ],
)
def test_a_list_without_feeds_is_none(body: bytes, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        gather.read_opml(body, name="list.opml")
