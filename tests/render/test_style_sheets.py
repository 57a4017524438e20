"""The style sheets of the looks are whole: one stray brace silently swallows the next rule."""

from __future__ import annotations

import re
from pathlib import Path

import cssutils
import pytest

from digest.render import shipped_templates

SHEETS = sorted(shipped_templates().rglob("*.css"))


def plain(sheet: Path) -> str:
    """The sheet with a value in place of each of Jinja's expressions."""
    text = sheet.read_text(encoding="utf-8")
    return re.sub(r"\{[%#].*?[%#]\}", "", re.sub(r"\{\{.*?\}\}", "inherit", text), flags=re.DOTALL)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_rule_that_is_written_is_also_read(sheet: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", plain(sheet), flags=re.DOTALL)
    assert text.count("{") == text.count("}")
    written = set(re.findall(r"^\s*(\.[a-z-]+)(?=[ ,{])", text, re.MULTILINE))
    read = cssutils.CSSParser(loglevel=60, validate=False).parseString(text)
    rules = [rule for outer in read for rule in (outer.cssRules if outer.type == outer.MEDIA_RULE else [outer])]
    selectors = " ".join(rule.selectorText for rule in rules if rule.type == rule.STYLE_RULE)
    assert {name for name in written if not re.search(rf"{re.escape(name)}(?![\w-])", selectors)} == set()
