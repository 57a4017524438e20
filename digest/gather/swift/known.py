"""How the closed list is kept: which elements may stand somewhere, their attributes, and who tells what of each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from digest.gather.swift.names import SILENT, Unproven, bare, must, silent
from digest.gather.swift.told import Told

Teller = Callable[[Told, Any, int], None]
Known = tuple[Teller, frozenset[str] | None]  # what it tells, and the attributes it may have; None: it looks itself


def known_as(teller: Teller, names: Collection[str], *attributes: str, free: bool = False) -> dict[str, Known]:
    """Rows of a list: these elements, each with these attributes and no other, or ``free`` to have any."""
    return dict.fromkeys(names, (teller, None if free else frozenset(attributes)))


def nothing(_told: Told, element: Any, _depth: int) -> None:
    """What is not kept."""
    bare(element)


def tell(told: Told, element: Any, known: Mapping[str, Known], depth: int) -> None:
    """Let everything in an element tell what it has to, in its order.

    Raises:
        Unproven: there is something that is not on the list.
    """
    for child in element:
        teller, attributes = known.get(child.tag) or _stranger(child)
        if attributes is not None and not attributes.issuperset(child.keys()):
            raise Unproven(f"{child.tag} with {child.keys()}")
        teller(told, child, depth)


def _stranger(element: Any) -> Known:
    must(str(element.tag)[1:].partition("}")[0] in SILENT, f"{element.tag}")
    return _nothing_within, None


def _nothing_within(_told: Told, element: Any, _depth: int) -> None:
    silent(element)
