"""Foreign words as plain text: on one line, unescaped, without what nobody sees and no database takes."""

from __future__ import annotations

import html
import re

BLOCKS = frozenset([
    "address", "article", "aside", "blockquote", "div", "dl", "dd", "dt", "fieldset", "figure", "figcaption",
    "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section",
    "table", "td", "th", "tr", "ul", "br",
])  # fmt: skip
WIDEST = 120  # characters of a line that a program wrapped
# Tags as a serialiser writes them: well-formed, in lower case, and in their values whatever there was.
_WRITTEN_TAG = re.compile(r"""</?([a-z][a-z0-9]*)(?:>|(?=[\s/])[^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*>)""")
_PREFORMATTED = re.compile(r"<pre>.*?</pre>", re.DOTALL)
_LINE_END = re.compile(r"\r?\n")
_BLANK_LINE = re.compile(r"\r?\n[^\S\n]*\n")
# What was escaped twice: "&#039;" and "&nbsp;" that are still there when a text was unescaped.
_LEFT_OVER = re.compile(
    r"&(?:#\d{2,5}|#[xX][0-9a-fA-F]{2,4}|nbsp|amp|quot|apos|[lr][sd]quo|[nm]dash|hellip|[lr]aquo|[aouAOU]uml|szlig"
    r"|[aeiouAEIOU](?:acute|grave|circ)|ccedil|ntilde);"
)
# HTML that was escaped once too often: a paragraph of it ends, or a picture, link or line is there with all its parts.
_ESCAPED_HTML = re.compile(
    r"&lt;/(?:p|div|h[1-6]|li|figure|blockquote)\s?&gt;\s*(?:&lt;|\Z)"
    r"|&lt;(?:a|img)\s(?:(?!&[lg]t;).){0,1000}?\b(?:href|src)\s?=\s?(?:\"|'|&quot;|&#(?:0?39|x27);)(?:(?!&[lg]t;).){1,2000}?&gt;",
    re.DOTALL,
)
# Line and paragraph separators, vertical tab, form feed, and what a header would choke on: a space each.
_SEPARATORS = re.compile(r"[\s\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")
# No XML may hold these, and no database halves of surrogate pairs.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ASCII_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r")
# Soft hyphens, NUL and other controls, halves of pairs, marks that turn the direction of the text around them: nothing.
_INVISIBLE = re.compile(
    r"[\xad\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


def storable(text: str) -> str:
    """Text without the characters that a database or an XML file would refuse."""
    return text if _is_storable(text) else _CONTROLS.sub("", text)


def _is_storable(text: str) -> bool:
    """Whether there is nothing to take out, seen ten times faster than by looking for it."""
    try:
        raw = text.encode()
    except UnicodeEncodeError:  # half of a pair
        return False
    if len(raw.translate(None, _ASCII_CONTROLS)) < len(raw):
        return False
    return len(raw) == len(text) or not (b"\xef\xbf\xbe" in raw or b"\xef\xbf\xbf" in raw)  # U+FFFE, U+FFFF


def plain_text(safe: str) -> str:
    """Sanitised HTML as plain text: a blank line between blocks, and where <pre> has one; nothing of the markup."""
    if "<pre>" in safe:
        safe = _PREFORMATTED.sub(lambda match: _BLANK_LINE.sub("<br>", match[0]), safe)
    part, *marked = _WRITTEN_TAG.split(safe) if "<" in safe else [safe]
    parts = []
    for tag, text in zip(marked[::2], marked[1::2], strict=True):
        if tag in BLOCKS:
            if part:
                parts.append(part)
            part = text
        else:
            part += text
    parts.append(part)
    if "&" in safe:
        parts = [html.unescape(part) for part in parts]
    return "\n\n".join(filter(None, map(one_line, parts)))


def paragraphs(text: str) -> str:
    """Plain text as HTML: a blank line parts paragraphs; where lines are not wrapped, the end of each does."""
    wrapped = all(len(line) <= WIDEST for line in text.splitlines())
    parts = (part.strip() for part in (_BLANK_LINE if wrapped else _LINE_END).split(text))
    return "".join(f"<p>{html.escape(part, quote=False)}</p>" for part in parts if part)


def one_line(text: str) -> str:
    """Text on one line: separators of all kinds become a space, invisible controls go."""
    if text.isprintable():  # so its only separator is a blank
        return text.strip() if "  " not in text else " ".join(text.split())
    line = " ".join(text.split())
    if line.isprintable():
        return line
    return _SEPARATORS.sub(" ", _INVISIBLE.sub("", text)).strip()


def unpacked_twice(foreign: str) -> str:
    """HTML out of what holds it escaped, all of it; anything else as it is: a text may speak of "&lt;p&gt;"."""
    if "&lt;" not in foreign or "<" in foreign or not _ESCAPED_HTML.search(foreign):
        return foreign
    return html.unescape(foreign)


def unescaped_again(text: str) -> str:
    """Text without the references that were escaped twice: "Ann&amp;#039;s quay" is nobody's intention."""
    if "&" not in text or not _LEFT_OVER.search(text):
        return text
    return "\n\n".join(one_line(html.unescape(paragraph)) for paragraph in text.split("\n\n"))
