"""Nothing lies about that nobody asks for."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator

from tests.house.sources import name_of, parsed, python_files, tree

PACKAGES = ("digest", "subscribers")
ELSEWHERE = {"LONGEST_MAILBOX"}  # what the settings say in numbers; a test holds the two together


def test_every_function_class_and_constant_is_asked_for() -> None:
    named = Counter(word for path in python_files(*PACKAGES) for word in re.findall(r"\w+", path.read_text()))
    templates = " ".join(path.read_text() for path in tree() if path.suffix in (".html", ".txt", ".toml"))
    unused = {
        f"{name_of(path)}:{line} {name}"
        for path in python_files(*PACKAGES)
        for name, line in defined(parsed(path))
        if named[name] == 1 and name not in ELSEWHERE and name not in templates
    }
    assert unused == set()


def defined(module: ast.Module) -> Iterator[tuple[str, int]]:
    """The names at the top of a file; what is decorated may be called by whoever decorates it."""
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.decorator_list:
            yield node.name, node.lineno
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from ((one.id, one.lineno) for one in targets if isinstance(one, ast.Name) and one.id[:2] != "__")
