"""No script, no cookie, no word to anybody else: what every page promises, and a browser that holds it to that."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from tests.makers import a_picture
from tests.pages.conftest import OpenPage
from tests.sites import Answer
from tests.states import Shown

ATTACK = '<script>window.ran = 1</script><p id="p" style="color: red"></p><p id="q" onclick="window.clicked = 1"></p>'
HARM = """() => {
  document.getElementById("q").click();
  const red = getComputedStyle(document.getElementById("p")).color == "rgb(255, 0, 0)";
  return ["ran" in window, "clicked" in window, red];
}"""
HANDLER = re.compile(r"<[^>]+\son[a-z]+=", re.IGNORECASE)
ACTIVE = re.compile(
    r"<(script|iframe|object|embed|base|applet|svg|link rel=\"?stylesheet)\b|javascript:", re.IGNORECASE
)
GUARDS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
}


def policy_of(one: Shown) -> Mapping[str, list[str]]:
    """The directives of a page's Content-Security-Policy."""
    parts = (part.split() for part in one.answer.headers["content-security-policy"].split(";"))
    return {name: values for name, *values in parts}


def served(shown: Sequence[Shown]) -> list[Shown]:
    """What we answer ourselves; a form on another site is served by that site."""
    return [one for one in shown if not one.name.startswith("form:")]


def test_every_page_is_served_under_a_strict_policy(shown: Sequence[Shown]) -> None:
    for one in served(shown):
        policy = policy_of(one)
        assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == ["'none'"], one.name
        assert policy["form-action"] == ["'self'"], one.name
        assert set(policy) <= {"default-src", "style-src", "img-src", "form-action", "frame-ancestors", "base-uri"}
        assert "unsafe" not in one.answer.headers["content-security-policy"], one.name
        assert all(re.fullmatch(r"'(nonce|sha256)-[\w+/=-]{20,}'", value) for value in policy["style-src"]), one.name
        assert GUARDS.items() <= one.answer.headers.items(), one.name
        assert "set-cookie" not in one.answer.headers, one.name


def test_no_page_has_anything_to_run(shown: Sequence[Shown]) -> None:
    for one in shown:
        assert not ACTIVE.search(one.answer.text), one.name
        assert not HANDLER.search(one.answer.text), one.name
        assert not re.search(r"<[^>]+\sstyle=", one.answer.text), one.name


def test_a_nonce_is_good_for_one_answer(shown: Sequence[Shown]) -> None:
    nonces = [value for one in served(shown) for value in policy_of(one)["style-src"] if value.startswith("'nonce-")]
    assert len(nonces) == len(set(nonces)) > 40


def test_only_what_anybody_may_find_is_found_by_search_engines(shown: Sequence[Shown]) -> None:
    public = {one.name for one in served(shown) if one.answer.headers["x-robots-tag"] == "all"}
    assert {name.partition(":")[0] for name in public} == {"archive", "issue", "join"}
    assert "issue: from a mail" not in public
    kept = {one.name for one in served(shown) if one.answer.headers["cache-control"] != "no-store"}
    assert kept == {name for name in public if name.startswith(("archive", "issue"))}


async def test_a_browser_needs_no_script_asks_nobody_else_and_applies_every_style(
    shown: Sequence[Shown], a_window: OpenPage
) -> None:
    styles = "[document.styleSheets.length, document.querySelectorAll('style').length]"
    async with a_window(javascript=False) as window:
        for one in shown:
            page = await window.show(one)
            assert await page.locator("h1").count() == 1, one.name
            applied, there = await page.evaluate(styles)
            assert applied == there, one.name
        asked = {said.partition(" asks for ")[::2] for said in window.complaints if " asks for " in said}
        assert {name.partition(":")[0] for name, _ in asked} <= {"issue"}, "an issue's pictures are where they were"
        assert {url for _, url in asked} <= {a_picture().url}
        assert [said for said in window.complaints if "asks for" not in said and "ERR_FAILED" not in said] == []


@pytest.mark.parametrize("name", ["join: one", "issue: in the archive"])
async def test_the_policy_holds_what_might_slip_in(shown: Sequence[Shown], a_window: OpenPage, name: str) -> None:
    one = next(one for one in shown if one.name == name)
    text = one.answer.text.replace("</h1>", f"</h1>{ATTACK}", 1)
    without = {key: value for key, value in one.answer.headers.items() if key != "content-security-policy"}
    for headers, harmed in ((one.answer.headers, [False, False, False]), (without, [True, True, True])):
        async with a_window() as window:
            page = await window.show(replace(one, answer=Answer(200, text, headers)))
            assert await page.evaluate(HARM) == harmed
