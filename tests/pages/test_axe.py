"""Every page in every state, in the eyes of axe-core: no violation of any of its rules."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.async_api import ViewportSize

from tests.pages.conftest import DESKTOP, PHONE, OpenPage
from tests.states import STATES, Shown

PARTS = 4  # that may run at the same time
SEEN = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]  # depend on what is seen
RUN = """async (options) => {
  document.querySelectorAll("details").forEach(one => { one.open = true; });
  const found = await axe.run(document, {resultTypes: ["violations"], ...options});
  return found.violations.flatMap(one => one.nodes.map(node => `${one.id}: ${node.html} ${node.failureSummary}`));
}"""
LOOKS: tuple[tuple[ViewportSize, Literal["light", "dark"], dict[str, Any]], ...] = (
    (PHONE, "light", {}),
    (PHONE, "dark", {"runOnly": SEEN}),
    (DESKTOP, "light", {"runOnly": SEEN}),
    (DESKTOP, "dark", {}),
)


@pytest.mark.parametrize("part", range(PARTS))
async def test_axe_finds_nothing_on_any_page(
    shown: Sequence[Shown], a_window: OpenPage, checkers: Path, part: int
) -> None:
    axe = (checkers / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    found: list[str] = []
    async with a_window(script=axe) as window:
        for one in shown[part::PARTS]:
            page = await window.show(one)
            for size, scheme, options in LOOKS:
                await page.set_viewport_size(size)
                await page.emulate_media(color_scheme=scheme)
                violations = await page.evaluate(RUN, options)
                found += [f"{one.name}, {scheme}, {size['width']} pixels: {violation}" for violation in violations]
    assert found == []
    assert len(shown) == len(STATES)


async def test_axe_would_find_something(shown: Sequence[Shown], a_window: OpenPage, checkers: Path) -> None:
    axe = (checkers / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    async with a_window(script=axe) as window:
        page = await window.show(next(one for one in shown if one.name == "join: one"))
        await page.evaluate(
            """() => {
              document.querySelector("label[for=email]").remove();
              document.querySelector("h1").style.color = "#bbbbbb";
              document.documentElement.removeAttribute("lang");
            }"""
        )
        found = {violation.partition(":")[0] for violation in await page.evaluate(RUN, {})}
    assert {"label", "color-contrast", "html-has-lang"} <= found
