"""Nothing grows beyond what fits into a head."""

from __future__ import annotations

import ast

from tests.house.sources import ROOT, name_of, parsed, python_files

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
LONGEST_CLASS = 150
DOOR_LINES = 220  # an __init__ re-exports, a name twice; what decides something has a file of its own
BANNED = ("Manager", "Helper", "Helpers", "Util", "Utils", "Service", "Misc", "Common")


def test_no_file_has_more_than_300_lines() -> None:
    long = {name_of(path): n for path in python_files() if (n := len(path.read_text().splitlines())) > LONGEST_FILE}
    assert long == {}, "split by station (what happens next), never by layer"


def test_no_function_has_more_than_40_lines() -> None:
    long = {
        f"{name_of(path)}:{node.lineno} {node.name}": lines
        for path in python_files("digest", "subscribers", "bench", "tools")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (lines := _body_lines(node)) > LONGEST_FUNCTION
    }
    assert long == {}


def _body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the body; the signature and the docstring explain, and cost nothing."""
    body = node.body[1:] if ast.get_docstring(node, clean=False) is not None else node.body
    return (node.end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_no_class_has_more_than_150_lines() -> None:
    long = {
        f"{name_of(path)}:{node.lineno} {node.name}": lines
        for path in python_files("digest", "subscribers")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ClassDef) and (lines := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_CLASS
    }
    assert long == {}


def test_a_door_re_exports_and_decides_nothing() -> None:
    for path in python_files("digest", "subscribers"):
        if path.name == "__init__.py" and len(path.relative_to(ROOT).parts) <= 3:
            defined = [node for node in parsed(path).body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
            kept = [node.name for node in defined if node.name != "main"]
            assert kept == [], f"{name_of(path)} defines {kept}"
            assert len(path.read_text().splitlines()) <= DOOR_LINES, name_of(path)


def test_nothing_is_called_manager_helper_utils_or_service() -> None:
    wrong = [
        f"{name_of(path)} {node.name}"
        for path in python_files()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name.endswith(BANNED)
    ]
    stems = {word.lower() for word in BANNED}
    wrong += [
        name_of(path) for path in python_files() if path.stem.lower() in stems or path.parent.name.lower() in stems
    ]
    assert wrong == []
