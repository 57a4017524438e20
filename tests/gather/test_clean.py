"""Foreign HTML made harmless, and links made plain."""

from __future__ import annotations

import json
from pathlib import Path

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.gather.clean import DEEPEST, plain_title, sanitise
from digest.gather.plain import plain_text
from digest.gather.urls import canonical

BASE = "https://port.example/news/"
FORBIDDEN = {"script", "style", "iframe", "object", "embed", "svg", "math", "form", "input", "base", "meta", "link"}
ALLOWED = {"href", "title", "src", "alt", "width", "height", "colspan", "rowspan", "cite", "datetime"}


def check_harmless(safe: str) -> None:
    if not safe.strip():
        return
    tree = lxml.html.fragment_fromstring(safe, create_parent="div")
    for element in tree.iter():
        assert element.tag not in (
            "script",
            "style",
            "iframe",
            "object",
            "embed",
            "svg",
            "math",
            "form",
            "input",
            "base",
        )
        assert set(element.attrib) <= ALLOWED, element.attrib
        for name in ("href", "src", "cite"):
            value = element.get(name, "https://")
            assert value.startswith(("https://", "http://", "mailto:")), value


def test_no_known_attack_leaves_anything_that_runs(shared_data: Path) -> None:
    payloads = json.loads((shared_data / "hostile" / "html-payloads.json").read_text(encoding="utf-8"))
    assert len(payloads) > 200
    for payload in payloads:
        text = payload if isinstance(payload, str) else str(payload.get("payload", payload))
        check_harmless(sanitise(text, BASE))
        assert "\n" not in plain_title(text)


@settings(max_examples=150)
@given(st.text(alphabet="<>/=\"' abdefhijlmnoprstuvx:&;#!-\n", max_size=300))
def test_no_soup_of_markup_leaves_anything_that_runs(soup: str) -> None:
    safe = sanitise(soup, BASE)
    check_harmless(safe)
    assert sanitise(safe, BASE) == safe or "&" in soup or "<" in soup


def test_links_become_absolute_and_lose_what_counts_clicks() -> None:
    safe = sanitise(
        '<a href="../a?utm_source=rss&id=1&fbclid=x#top" onclick="x()">A</a> <a href="javascript:x">B</a>', BASE
    )
    assert 'href="https://port.example/a?id=1' in safe
    assert "utm_source" not in safe
    assert "onclick" not in safe
    assert "javascript" not in safe


@pytest.mark.parametrize(
    "pixel",
    ['<img src="https://x.example/p.gif" width="1" height="1">', '<img src="https://pixel.wp.com/b.gif?v=1">',
     '<img src="https://feeds.feedburner.com/~r/x" height=1>', '<img src="data:image/png;base64,AA">', "<img>"],
)  # fmt: skip
def test_pictures_that_count_readers_are_gone_and_others_stay(pixel: str) -> None:
    safe = sanitise(f'<p>Fog</p>{pixel}<img src="/a.jpg" alt="Quay">', BASE)
    assert safe.count("<img") == 1
    assert 'src="https://port.example/a.jpg"' in safe


def test_absurd_nesting_is_cut_before_anything_looks_at_it() -> None:
    safe = sanitise("<div>" * 50_000 + "deep", BASE)
    assert safe.count("<div>") <= DEEPEST
    assert "deep" not in safe


def test_text_keeps_its_paragraphs_and_nothing_of_the_markup() -> None:
    html = "<h2>Fog</h2><p>One <b>bold</b>&nbsp;word.<br>Next</p><ul><li>a</li><li>b</li></ul>tail &amp; end"
    assert plain_text(html) == "Fog\n\nOne bold word.\n\nNext\n\na\n\nb\n\ntail & end"


def test_a_blank_line_in_what_is_set_as_it_was_typed_parts_paragraphs() -> None:
    typed = "<pre>Close the gates\n\nThe quay floods\nat <b>six</b>.\r\n \r\nAnd at ten.</pre> Then\n\nit ebbs."
    assert plain_text(typed) == "Close the gates\n\nThe quay floods at six.\n\nAnd at ten.\n\nThen it ebbs."


WORDS = st.text(alphabet="abcXYZ019-._~%&=?/+ é", max_size=40)


@settings(max_examples=200)
@given(path=WORDS, query=WORDS)
def test_the_one_spelling_of_an_address_is_its_own(path: str, query: str) -> None:
    once = canonical(f"HTTP://Example.ORG:80/{path}?{query}&utm_medium=x#part")
    assert canonical(once) == once
    assert not once or once.startswith("http://example.org/")
    assert "utm_medium" not in once


@pytest.mark.parametrize(
    ("url", "plain"),
    [("https://X.example", "https://x.example/"), ("https://x.example:443/a", "https://x.example/a"), ("", ""),
     ("https://x.example/a?b=1&utm_source=c&gclid=d", "https://x.example/a?b=1"), ("mailto:a@x.example", ""),
     ("https://x.example/a?b=2&a=1", "https://x.example/a?b=2&a=1"), ("//x.example/a", ""), ("javascript:1", ""),
     ("https://x.example/a#comments", "https://x.example/a"), ("https://x.example/#!/fog", "https://x.example/#!/fog"),
     ("https://x.example/app?gclid=d#/fog/1", "https://x.example/app#/fog/1")],
)  # fmt: skip
def test_addresses_one_by_one(url: str, plain: str) -> None:
    assert canonical(url) == plain


def test_text_behind_an_unclosed_iframe_is_not_swallowed() -> None:
    assert plain_text(sanitise('<p>One</p><iframe src="https://v.example/"/><p>Two</p>')) == "One\n\nTwo"


@pytest.mark.parametrize(
    ("told", "title"),
    [("I <3 fog", "I <3 fog"), ("a<script>x()</script>b", "ab"), ("AT&amp;T", "AT&T"), ("safe<!--", "safe")],
)
def test_a_title_keeps_what_only_looks_like_markup(told: str, title: str) -> None:
    assert plain_title(told) == title
