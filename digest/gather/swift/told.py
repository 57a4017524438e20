"""What a feed or an entry says of itself, kept under feedparser's keys and by feedparser's rules."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

from digest.gather.swift.names import XML_LANG, Unproven, must

_SLASHES = re.compile(r"^([A-Za-z][A-Za-z0-9+-.]*://)/*")
_REFERENCE = re.compile(r"&([A-Za-z0-9_]+);")
_WINDOWS = {code: bytes([code]).decode("cp1252") for code in range(128, 160) if code not in (129, 141, 143, 144, 157)}
_CONTROL = re.compile(r"[\x80-\x9f]")
_MAILBOX = re.compile(
    r"(([a-zA-Z0-9\_\-\.\+]+)@((\[[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.)|(([a-zA-Z0-9\-]+\.)+))"
    r"([a-zA-Z]{2,4}|[0-9]{1,3})(\]?))(\?subject=\S+)?"
)
TEXTUAL = frozenset(["text", "plain", "html", "xhtml", "text/plain", "text/html"])
_WEB_PAGES = frozenset(["text/html", "html", "xhtml", "application/xhtml+xml"])


class Told:
    """Values by feedparser's keys, and what its rules must know to say which of two values stays."""

    __slots__ = ("_depths", "_title_depth", "has_content", "language", "values")

    def __init__(self, language: str | None) -> None:
        self.values: dict[str, Any] = {}
        self.language = language
        self.has_content = False
        self._depths: dict[str, int] = {}
        self._title_depth = -1

    def put(self, key: str, value: str, depth: int) -> None:
        """Keep a value unless one from farther up is there."""
        if depth <= self._depths.get(key, depth):
            self._depths[key] = depth
            self.values[key] = value

    def title(self, value: str, depth: int, *, lasting: bool = True) -> None:
        """The first title stays; one that does not ``last`` gives way to the next."""
        if not -1 < self._title_depth <= depth:
            self.put("title", value, depth)
        if value and lasting:
            self._title_depth = depth

    def forget_title(self) -> None:
        """Behind an entry's source, another title is the first one again."""
        self._title_depth = -1

    def title_as_behind(self, other: Told) -> None:
        """Go on with titles as if those of another had just been told."""
        self._title_depth = other._title_depth

    def add(self, key: str, value: dict[str, Any]) -> None:
        """One more of a list."""
        self.values.setdefault(key, []).append(value)

    def content(self, value: str, language: str | None, *, kind: str) -> None:
        """The text, which is the summary too where none is told."""
        self.has_content = True
        self.add("content", {"value": value, "language": language, "type": kind})
        self.values.setdefault("summary", value)

    def tag(self, term: str | None, scheme: str | None, label: str | None) -> None:
        """A topic, each once."""
        tags = self.values.setdefault("tags", [])
        value = {"term": term, "scheme": scheme, "label": label}
        if (term or scheme or label) and value not in tags:
            tags.append(value)

    def author(self, text: str) -> None:
        """An author in one line: a name, an address, or both in one of the usual ways."""
        self.values["author"] = text
        self.values["author_detail"] = detail = _name_and_mailbox(text)
        self.add("authors", detail)

    def person(self, name: str) -> None:
        """An author with a name of their own.

        Raises:
            Unproven: one in one line went before, whom feedparser would now call by this name.
        """
        must("author_detail" not in self.values, "an author in one line and one with parts")
        self.values["author"] = name
        self.add("authors", {"name": name})

    def link(self, attributes: dict[str, str], text: str, *, references: bool) -> None:
        """A link, by its ``href`` or by its text; in an entry, what looks like ``references`` in it is none."""
        relation = attributes.setdefault("rel", "alternate")
        kind = attributes.setdefault("type", "application/atom+xml" if relation == "self" else "text/html")
        self.add("links", attributes)
        if "href" in attributes:
            attributes["href"] = address(attributes["href"])
            if relation == "alternate" and kind.lower() in _WEB_PAGES:
                self.values["link"] = attributes["href"]
            return
        found = repaired(address(text))
        if "&" in found:
            found = _REFERENCE.sub(r"&\1", found.replace("&amp;", "&") if references else found)
        self.values["link"] = found
        if found or not references:
            attributes["href"] = found


def text_of(element: Any) -> str:
    """An element's text as feedparser keeps it.

    Raises:
        Unproven: there are elements in it.
    """
    return repaired(stripped(element))


def stripped(element: Any) -> str:
    """An element's text, as it stands.

    Raises:
        Unproven: there are elements in it.
    """
    if len(element):
        raise Unproven(f"{element.tag} with elements in it")
    return (element.text or "").strip()


def repaired(text: str) -> str:
    """Text without the traces of a charset taken for another."""
    if text.isascii():
        return text
    with suppress(UnicodeError):
        text = text.encode("iso-8859-1").decode("utf-8")
    # In UTF-8, controls begin with this byte; few texts have it, and none is looked through for nothing.
    return text.translate(_WINDOWS) if b"\xc2" in text.encode() and _CONTROL.search(text) else text


def address(text: str) -> str:
    """An address without superfluous slashes in front of its host."""
    return _SLASHES.sub(r"\1", text) if "///" in text else text


def language_of(element: Any, outer: str | None) -> str | None:
    """The language an element says it is in, else that around it; None for none."""
    own = element.get(XML_LANG)
    return outer if own is None else (own or None)


def _name_and_mailbox(author: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if mailbox := _MAILBOX.search(author):
        author = author.replace(mailbox[0], "").replace("()", "").replace("<>", "").replace("&lt;&gt;", "").strip()
        author = author.removeprefix("(").removesuffix(")").strip()
        found["email"] = mailbox[0]
    if author:
        found["name"] = author
    return found
