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
