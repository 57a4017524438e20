"""Markdown without what only the program that it was written for understands: generators of sites, Obsidian, MDX."""

from __future__ import annotations

import re
from collections.abc import Callable

_CODE = re.compile(r"(^(?:```|~~~)[^\n]*\n(?:.*?)^(?:```|~~~)[ \t]*$|`[^`\n]+`)", re.DOTALL | re.MULTILINE)
_FILLED_IN = r"\{\{[^{}]{0,1000}\}\}|\{%[^%]{0,1000}%\}"  # {{< ref "a.md" >}}, {{ site.url }}, {% link a.md %}
_PLACEHOLDER = re.compile(_FILLED_IN)
_UNFILLED = rf"\(\s*<?[^()\s{{]{{0,200}}(?:{_FILLED_IN})[^()\n]{{0,500}}\)"
_UNFILLED_IMAGE = re.compile(rf"!\[[^\[\]]{{0,500}}\]{_UNFILLED}")
_UNFILLED_LINK = re.compile(rf"\[([^\[\]]{{0,500}})\]{_UNFILLED}")
_MODULE = re.compile(r"^(?:import|export)\s[^\n]*$", re.MULTILINE)  # of MDX; its elements are HTML for us
_COMMENT = re.compile(r"%%(?:(?!%%).){0,5000}%%", re.DOTALL)  # Obsidian's, which nobody but its writer sees
_EMBEDDED = re.compile(r"!\[\[[^\[\]\n]{0,500}\]\]")
_NOTE_LINK = re.compile(r"\[\[(?:[^\[\]|\n]{0,500}\|)?([^\[\]|\n]{1,500})\]\]")  # [[note]], [[note|words]]
_MARKED = re.compile(r"==(?=\S)([^=\n]{1,500})(?<=\S)==")
# The number before a footnote, and that in the text.
_FOOTNOTE = re.compile(r"^\[\^[^\[\]\n]{1,60}\]:[ \t]*|\[\^[^\[\]\n]{1,60}\]", re.MULTILINE)
_CALLOUT = re.compile(r"^((?:>[ \t]*)+)\[![\w-]{1,30}\][-+]?[ \t]*", re.MULTILINE)


def plain_markdown(text: str) -> str:
    """Markdown as any program reads it. Code shows what it is, and stays."""
    return _outside_code(text, _plain)


def without_modules(text: str) -> str:
    """MDX without its lines of JavaScript."""
    return _outside_code(text, lambda part: _MODULE.sub("", part))


def _outside_code(text: str, change: Callable[[str], str]) -> str:
    parts = _CODE.split(text)
    parts[::2] = [change(part) for part in parts[::2]]
    return "".join(parts)


def _plain(part: str) -> str:
    return _without_placeholders(_without_notes(part))


def _without_placeholders(part: str) -> str:
    """Without what a site's generator would have filled in (Hugo, Jekyll, Eleventy): nobody here can.

    A link whose address is such a thing keeps its words, a picture goes.
    """
    if "{{" not in part and "{%" not in part:
        return part
    return _PLACEHOLDER.sub("", _UNFILLED_LINK.sub(r"\1", _UNFILLED_IMAGE.sub("", part)))


def _without_notes(part: str) -> str:
    """Links between notes as their words; comments, numbers of footnotes and what is embedded go."""
    if "[[" in part:
        part = _NOTE_LINK.sub(r"\1", _EMBEDDED.sub("", part))
    if "[^" in part:
        part = _FOOTNOTE.sub("", part)
    if "[!" in part:
        part = _CALLOUT.sub(r"\1", part)
    return _MARKED.sub(r"\1", _COMMENT.sub("", part))
