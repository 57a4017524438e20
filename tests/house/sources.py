"""The tree as the meta-tests read it: what git keeps, or everything that is not made."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CODE = ("digest", "subscribers", "tests", "bench", "tools")
MADE = {".git", ".venv", "__pycache__", "build", "dist", "out", "node_modules"}


@cache
def tree() -> tuple[Path, ...]:
    """Every file that belongs to the project."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        names = listed.stdout.decode().split("\0")
        return tuple(path for name in names if name and (path := ROOT / name).is_file())
    paths = (path for path in ROOT.rglob("*") if path.is_file())  # a source archive has no git
    return tuple(path for path in paths if not MADE & set(path.relative_to(ROOT).parts) and ".egg" not in path.suffix)


def python_files(*folders: str) -> list[Path]:
    """The Python files below these folders."""
    return [path for path in tree() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in (folders or CODE)]


def name_of(path: Path) -> str:
    """A path as a person names it."""
    return path.relative_to(ROOT).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
