"""The tree of errors in digest/errors.py is the one that is used."""

from __future__ import annotations

import ast
import inspect

import pytest

from digest import errors
from tests.house.sources import parsed, python_files

TREE = {
    name: kind for name, kind in vars(errors).items() if inspect.isclass(kind) and issubclass(kind, errors.DigestError)
}
# Roots and branches: they are caught, their leaves are raised.
BRANCHES = {name for name, kind in TREE.items() if any(kind in other.__bases__ for other in TREE.values())}


def names_raised() -> set[str]:
    """Every error that is made anywhere in digest: raised at once, or returned to be raised."""
    made = set()
    for path in python_files("digest"):
        if path.name != "errors.py":
            made |= {
                node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                for node in ast.walk(parsed(path))
                if isinstance(node, ast.Call)
            }
    return made


@pytest.mark.parametrize("name", sorted(TREE.keys() - BRANCHES))
def test_every_error_is_raised_somewhere(name: str) -> None:
    assert name in names_raised(), f"{name} is drawn in the tree and raised nowhere: use it or take it out"


def test_the_drawing_shows_every_error_and_nothing_else() -> None:
    drawing = inspect.getdoc(errors) or ""
    drawn = {
        word
        for line in drawing.splitlines()
        if "──" in line or any(mark in line for mark in "├└│")
        for word in line.replace("├", " ")
        .replace("└", " ")
        .replace("│", " ")
        .replace("(", " ")
        .replace("*", " ")
        .split()[:1]
    }
    assert drawn | {"DigestError"} == set(TREE)


@pytest.mark.parametrize("name", sorted(TREE))
def test_every_error_says_something_without_being_told_what(name: str) -> None:
    fault = TREE[name]()
    assert str(fault).endswith(".")
    assert isinstance(fault.permanent, bool)
