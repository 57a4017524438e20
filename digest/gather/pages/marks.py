"""What a page says of itself to machines: meta and link elements, JSON-LD (schema.org). Nothing is judged here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from digest.gather.plain import one_line

MOST_NODES = 2_000  # of JSON-LD, in one page
LONGEST_JSON = 500_000  # characters of one script
ARTICLES = frozenset(
    [
        "article", "newsarticle", "blogposting", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle",
        "techarticle", "scholarlyarticle", "liveblogposting", "report", "reviewnewsarticle", "review", "recipe",
        "socialmediaposting", "discussionforumposting", "creativework", "posting",
    ]
)  # fmt: skip
PAGES = frozenset(["webpage", "itempage", "videoobject", "podcastepisode", "event", "product"])
_COMMENT = re.compile(r"^\s*(?:<!--|//<!\[CDATA\[|/\*<!\[CDATA\[\*/)|(?:-->|//\]\]>|/\*\]\]>\*/)\s*$")
_COMMA = re.compile(r",(\s*[}\]])")

Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Marks:
    """The machine-readable part of a page; keys are lower case."""

    metas: dict[str, tuple[str, ...]] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)  # rel → href, the first of each
    nodes: tuple[Node, ...] = ()  # of JSON-LD: articles before pages, all others left out
    named: dict[str, str] = field(default_factory=dict)  # of JSON-LD: @id → name, of persons and organisations
    language: str = ""

    def meta(self, *names: str) -> str:
        """The first content among these meta elements."""
        return next((self.metas[name][0] for name in names if name in self.metas), "")

    def said(self, *keys: str) -> str:
        """The first text that an article's node gives for one of these keys."""
        found = (node.get(key) for node in self.nodes for key in keys)
        return next((one_line(text) for text in found if isinstance(text, str) and text.strip()), "")


def read_marks(tree: Any) -> Marks:
    """The marks of a parsed page."""
    metas: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        content = one_line(meta.get("content") or "")
        if name and content:
            metas.setdefault(name, []).append(content)
    links: dict[str, str] = {}
    for link in tree.iter("link"):
        for rel in (link.get("rel") or "").lower().split():
            links.setdefault(rel, (link.get("href") or "").strip())
    nodes = _all_nodes(tree)
    ranked = [(rank, node) for node in nodes if (rank := _rank(node)) is not None]
    root = tree.getroottree().getroot()
    return Marks(
        metas={name: tuple(contents) for name, contents in metas.items()},
        links=links,
        nodes=tuple(node for _, node in sorted(ranked, key=lambda one: one[0])),
        named={node["@id"]: name for node in nodes if isinstance(node.get("@id"), str) and (name := _name(node))},
        language=root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "",
    )


def _all_nodes(tree: Any) -> list[Node]:
    found: list[Node] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            found += _nodes(_loads(script.text or ""))
    return found[:MOST_NODES]


def _name(node: Node) -> str:
    name = node.get("name")
    return one_line(name) if isinstance(name, str) else ""


def _loads(text: str) -> Any:
    """JSON as people write it into pages: comments around it, commas behind the last member."""
    if len(text) > LONGEST_JSON:
        return None
    bare = _COMMENT.sub("", _COMMENT.sub("", text)).strip().rstrip(";")
    for attempt in (bare, _COMMA.sub(r"\1", bare)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _nodes(value: Any) -> Iterator[Node]:
    """All objects at the top, in ``@graph``, and what a page says it is about."""
    queue = [value]
    for _ in range(MOST_NODES):
        if not queue:
            return
        one = queue.pop(0)
        if isinstance(one, list):
            queue = [*one[:MOST_NODES], *queue]
        elif isinstance(one, dict):
            yield one
            queue += [one[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in one]


def _rank(node: Node) -> int | None:
    kinds = node.get("@type")
    names = {kind.lower() for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)}
    if names & ARTICLES:
        return 0
    return 1 if names & PAGES else None
