"""Whom an entry names: who wrote it, and who helped."""

from __future__ import annotations

from typing import Any

from digest.gather.swift.names import must, plain
from digest.gather.swift.told import Told, stripped, text_of


def author(told: Told, element: Any, _depth: int) -> None:
    """An author: a line, or elements of which one is the name."""
    if not len(element):
        told.author(text_of(element))
        return
    must(not (element.text or "").strip(), "an author with text and elements")
    names = [stripped(child) for child in person(element) if child.tag.rpartition("}")[2] == "name"]
    must(len(names) == 1 and names[0], "an author without one name")
    told.person(names[0])


def person(element: Any) -> list[Any]:
    """The parts of somebody's name and addresses.

    Raises:
        Unproven: there are others.
    """
    for child in element:
        must(child.tag in _PERSON and not len(child) and not child.keys() and not _tail(child), f"{child.tag}")
    return list(element)


def _tail(element: Any) -> str:
    return (element.tail or "").strip()


def contributor(_told: Told, element: Any, _depth: int) -> None:
    """Somebody who helped: nothing of them is kept."""
    person(element)


_PERSON = frozenset(plain("name", "email", "uri", "url"))
