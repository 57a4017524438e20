"""Without a mouse and without eyes: every control is reached in order, shows that it is, and says what it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from playwright.async_api import Page

from tests.pages.conftest import OpenPage
from tests.states import Shown

MOST_STOPS = 120
WALKED = (
    "join: one", "join: several", "join: wrong address", "join: once more", "confirm: question", "link: form",
    "preferences: saved", "preferences: suppressed", "archive: older", "issue: in the archive", "leave: question",
    "forget: question", "problem: nowhere in arabic", "form: on another site",
)  # fmt: skip
TOLD: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "join: one": (
            'link "Skip to the content"', 'heading "Get The Morning Tide by email" [level=1]',
            'textbox "Email address"', 'combobox "How often"', 'group "Topics"', 'checkbox "football" [checked]',
            'combobox "Time zone"', 'button "Subscribe"',
        ),
        "preferences: saved": (
            "status: Saved.", 'group "The Morning Tide"', 'radio "Send it to me" [checked]', 'button "Save"',
        ),
        "leave: question": (
            'button "Unsubscribe"', 'group "Or would you rather get less of it?"', 'radio "Nothing for a month"',
        ),
        "archive: older": ("list", "listitem", 'navigation "Past issues"', 'link "Newer issues"'),
    }
)  # fmt: skip
WRONG_ADDRESS = ("#email", "does not look like an email address")
FAULTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "join: wrong address": WRONG_ADDRESS,
        "link: wrong address": WRONG_ADDRESS,
        "preferences: wrong address": WRONG_ADDRESS,
        "join: none chosen": ("fieldset", "at least one newsletter"),
    }
)
# What Tab stops at, in the order of the page: of radio buttons the one that is chosen, or the first.
EXPECTED = """() => {
  document.querySelectorAll("details").forEach(one => { one.open = true; });
  const all = [...document.querySelectorAll("a[href], button, input, select, summary")];
  const stops = all.filter(one => {
    if (one.type == "hidden" || one.tabIndex < 0 || !one.checkVisibility()) return false;
    if (one.type != "radio") return true;
    const group = all.filter(other => other.type == "radio" && other.name == one.name && other.form == one.form);
    return one == (group.find(other => other.checked) || group[0]);
  });
  stops.forEach((one, place) => { one.dataset.stop = place; });
  return stops.length;
}"""
FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one == document.body || one == document.documentElement) return null;
  const style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  return {
    stop: Number(one.dataset.stop ?? -1),
    what: one.outerHTML.slice(0, 120),
    outlined: style.outlineStyle != "none" && parseFloat(style.outlineWidth) >= 2,
    seen: box.width > 0 && box.left >= 0 && box.right <= innerWidth + 1 && box.bottom > 0 && box.top < innerHeight,
  };
}"""


async def test_tab_reaches_every_control_in_order_and_shows_where_it_is(
    shown: Sequence[Shown], a_window: OpenPage
) -> None:
    async with a_window() as window:
        for one in named(shown, *WALKED):
            page = await window.show(one)
            expected, found = await page.evaluate(EXPECTED), []
            for _ in range(MOST_STOPS):
                await page.keyboard.press("Tab")
                focused = await page.evaluate(FOCUSED)
                if focused is None or (found and focused["stop"] == 0):
                    break  # around, with or without a stop at the browser's own buttons
                assert focused["seen"], (one.name, focused)
                assert focused["outlined"] or one.name.startswith("form"), (one.name, focused)
                if not found or found[-1] != focused["stop"]:  # a date has several stops of its own
                    found.append(focused["stop"])
            assert found == list(range(expected)), one.name


def named(shown: Sequence[Shown], *names: str) -> list[Shown]:
    """The pages of these names."""
    found = [one for one in shown if one.name in names]
    assert len(found) == len(names)
    return found


async def test_the_first_stop_skips_to_the_content(shown: Sequence[Shown], a_window: OpenPage) -> None:
    async with a_window() as window:
        for one in named(shown, "join: one", "preferences: saved", "archive: long", "leave: question", "link: form"):
            page = await window.show(one)
            await page.keyboard.press("Tab")
            assert await page.evaluate("() => document.activeElement.className") == "skip", one.name
            await page.keyboard.press("Enter")
            assert await page.evaluate("() => document.activeElement.id") == "content", one.name


async def spoken(page: Page) -> str:
    """The page as a screen reader has it."""
    return await page.locator("body").aria_snapshot()


async def test_every_page_has_its_landmarks_its_language_and_one_heading(
    shown: Sequence[Shown], a_window: OpenPage
) -> None:
    async with a_window() as window:
        for one in shown:
            page = await window.show(one)
            text = await spoken(page)
            landmarks = re.findall(r"^- (banner|main|contentinfo)\b", text, re.MULTILINE)
            if one.name.startswith(("issue", "form")):  # a mail as it was sent, and another site's page
                assert landmarks == ["main"], one.name
            else:
                assert landmarks == ["banner", "main", "contentinfo"], one.name
            assert text.count("[level=1]") == 1, one.name
            assert re.match(r"[a-z]{2}$", await page.evaluate("() => document.documentElement.lang")), one.name
            title = await page.title()
            named = one.name.startswith(("issue", "form")) or " – The " in title
            assert named or len(title) > 50, "which page, and whose, as far as it fits"


async def test_a_screen_reader_is_told(shown: Sequence[Shown], a_window: OpenPage) -> None:
    async with a_window() as window:
        for one in named(shown, *TOLD):
            page = await window.show(one)
            await page.evaluate(EXPECTED)
            text = await spoken(page)
            places = [text.find(line) for line in TOLD[one.name]]
            assert -1 not in places, (TOLD[one.name][places.index(-1)], text)
            assert places == sorted(places), text
            assert "leave this field empty" not in text, "what only programs shall see is not read out"


async def test_a_fault_is_said_and_tied_to_its_field(shown: Sequence[Shown], a_window: OpenPage) -> None:
    async with a_window() as window:
        for one in named(shown, *FAULTS):
            page, (field, words) = await window.show(one), FAULTS[one.name]
            described = await page.locator(field).first.get_attribute("aria-describedby") or "nothing"
            fault = page.locator(f"#{described}")
            assert words in await fault.inner_text(), one.name
            assert await fault.get_attribute("role") == "alert", one.name
            if field == "#email":
                assert await page.locator(field).get_attribute("aria-invalid") == "true"
                typed = await page.locator(field).input_value()
                assert typed.startswith(("dora", "new")), "what was typed is not lost"


async def test_what_became_of_a_form_is_told_as_a_status(shown: Sequence[Shown], a_window: OpenPage) -> None:
    told = {}
    async with a_window() as window:
        for one in shown:
            if one.name.startswith("preferences: "):
                page = await window.show(one)
                if await page.locator("[role=status]").count():
                    told[one.name.partition(": ")[2]] = await page.locator("[role=status]").inner_text()
    assert told == {
        "saved": "Saved.",
        "refused": "This cannot be chosen. Nothing was changed.",
        "taken back": "Taken back",
        "in arabic": "تم الحفظ.",
        "too late to take back": "This cannot be taken back any more",
        "moving": "A link is on its way to the new address. Nothing changes before you press it.",
        "left": "Saved.",
        "back": "Saved.",
    }
