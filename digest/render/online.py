"""An issue as a web page: the mail's own template, without what only mail programs need. Pure.

Styles stand in the head alone, so that the page may be served under a policy that allows just these (CSP Level 3,
``'sha256-…'``), and what HTML calls obsolete, the attributes of layout tables, becomes styles too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import lxml.html
from lxml import etree

from digest.render.html import unlinked

DOCTYPE = "<!DOCTYPE html>"
HINTS: Mapping[str, str] = {
    "align": "text-align",
    "bgcolor": "background-color",
    "border": "border-width",
    "cellspacing": "border-spacing",
    "height": "height",
    "valign": "vertical-align",
    "width": "width",
}  # presentational attributes, and the property of each (HTML Standard §15.3)
IN_PIXELS = ("border", "cellpadding", "cellspacing", "height", "width")
NOT_INHERITED = ":where(table) { text-align: start; }"  # ``align`` around a table moves the table, not its words
HINTED = ("body", "table", "tbody", "thead", "tr", "td", "th", "div", "p", "h1", "h2", "h3")


def on_the_web(html: str) -> str:
    """The page of an issue; given the page again, the same page."""
    tree: Any = lxml.html.document_fromstring(unlinked(html))
    for comment in list(tree.iter(etree.Comment)):  # they speak to Outlook
        comment.drop_tree()
    for main in tree.xpath("//div[@role='main']"):
        main.tag = "main"
        del main.attrib["role"]
    _with_bodies(tree)
    rules = Rules()
    for element in list(tree.iter(etree.Element)):
        rules.take(element, weak="; ".join(_hints(element)), strong=element.attrib.pop("style", ""))
    rules.write(tree)
    text: str = lxml.html.tostring(tree, encoding="unicode", doctype=DOCTYPE)
    return text


def _with_bodies(tree: Any) -> None:
    """Rows stand in a ``tbody``, where every parser of HTML would put them."""
    for table in tree.iter("table"):
        rows = [child for child in table if child.tag == "tr"]
        if rows:
            body = rows[0].makeelement("tbody")
            table.insert(table.index(rows[0]), body)
            body.extend(rows)


def _hints(element: Any) -> Iterator[str]:
    """Presentational attributes as declarations; they are taken off the element."""
    element.attrib.pop("data-premailer", "")
    if element.tag in ("td", "th"):
        table = next(element.iterancestors("table"), None)
        padding = "" if table is None else table.get("cellpadding", "")
        if padding:
            yield f"padding: {_length(padding)}"
    if element.tag not in HINTED:
        return
    if element.tag == "table" and element.attrib.pop("align", "") == "center":
        yield "margin-inline: auto"
    for name, prop in HINTS.items():
        value = element.attrib.pop(name, "")
        if value:
            yield f"{prop}: {_length(value) if name in IN_PIXELS else value}"


def _length(value: str) -> str:
    return f"{value}px" if value.isdigit() and value != "0" else value


@dataclass(slots=True)
class Rules:
    """Declarations by the class that stands for them. Weak ones lose against every rule, strong ones against none."""

    weak: dict[str, str] = field(default_factory=dict)
    strong: dict[str, str] = field(default_factory=dict)

    def take(self, element: Any, *, weak: str, strong: str) -> None:
        """Give an element the classes that stand for what was in its attributes."""
        for text, known, letter in ((weak, self.weak, "h"), (strong.strip().rstrip(";"), self.strong, "i")):
            if text:
                name = known.setdefault(text, f"{letter}{len(known) + 1}")
                element.set("class", f"{element.get('class', '')} {name}".strip())

    def write(self, tree: Any) -> None:
        """Write the rules into the head: around the styles that are there, as the cascade weighs them."""
        for table in tree.iter("table"):
            table.attrib.pop("cellpadding", "")
        head = tree.find("head")
        first = next((head.index(style) for style in head.iter("style")), len(head))
        if self.weak:
            hints = [f":where(.{name}) {{ {text} }}" for text, name in self.weak.items()]
            self._put(head, first, [NOT_INHERITED, *hints])
        if self.strong:
            self._put(head, len(head), [f":is(.{name}, #_) {{ {text} }}" for text, name in self.strong.items()])

    @staticmethod
    def _put(head: Any, place: int, rules: list[str]) -> None:
        style = head.makeelement("style")
        style.text = "\n".join(["", *rules, ""]).replace("</", "<\\/")
        style.tail = "\n"
        head.insert(place, style)
