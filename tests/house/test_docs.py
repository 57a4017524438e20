"""What the documents tell people to type exists."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from digest.cli.app import ANYWHERE, app
from digest.settings.newsletters import CanaryShape, NewsletterShape, SectionShape, StyleShape
from digest.settings.readers import PublicShape
from digest.settings.rules import ChooseShape, RulesShape
from tests.house.sources import ROOT, name_of, tree

FENCE = re.compile(r"^```(?:console|sh|bash|shell|text)?\n(.*?)^```", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`(digest(?: [^`\n]+)?)`")
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")


def documents() -> list[Path]:
    return [
        path for path in tree() if path.suffix == ".md" and path.relative_to(ROOT).parts[0] not in ("examples", "tests")
    ]


def told_commands(text: str) -> Iterator[str]:
    """Every `digest …` that a document shows, in a block or in a line."""
    for block in FENCE.findall(text):
        for line in block.replace("\\\n", " ").splitlines():
            words = re.sub(r"\s+#\s.*$", "", line.strip().removeprefix("$ "))
            if words.startswith("digest "):
                yield words
    yield from SPAN.findall(re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))


def wrong_with(line: str) -> str:
    """In words what is wrong with a command line, "" if nothing: the command and its options must exist."""
    node: Any = typer.main.get_command(app)
    known = set(ANYWHERE) | {"--help", "-h", "--version"}
    for word in shlex.split(re.sub(r"[\[\]|…]", " ", line))[1:]:
        option = word.partition("=")[0]
        if option.startswith("-") and len(option) > 1:
            options = known | {flag for param in node.params for flag in (*param.opts, *param.secondary_opts)}
            if option not in options:
                return f"{line}: {node.name} has no option {option}"
        elif hasattr(node, "commands"):
            if word not in node.commands:
                return "" if not word.isascii() or word.isupper() else f"{line}: there is no {word} in {node.name}"
            node = node.commands[word]
    return ""


@pytest.mark.parametrize("path", documents(), ids=name_of)
def test_every_command_that_a_document_shows_exists(path: Path) -> None:
    assert [fault for line in told_commands(path.read_text(encoding="utf-8")) if (fault := wrong_with(line))] == []


@pytest.mark.parametrize("path", documents(), ids=name_of)
def test_every_link_inside_the_tree_leads_somewhere(path: Path) -> None:
    text = re.sub(r"^```.*?^```|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    links = [link for link in LINK.findall(text) if "://" not in link and not link.startswith("mailto:")]
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_this_test_sees_what_is_wrong() -> None:
    assert wrong_with("digest gather") == ""
    assert wrong_with("digest sources add https://www.example.org/ --json") == ""
    assert "no option --colour" in wrong_with("digest gather --colour red")
    assert "there is no gahter" in wrong_with("digest gahter")
    assert list(told_commands("```\n$ digest gather   # now\n```\nor `digest status`")) == [
        "digest gather",
        "digest status",
    ]


def test_the_guide_names_everything_that_a_newsletter_may_say() -> None:
    guide = (ROOT / "docs/guide/newsletters.md").read_text(encoding="utf-8")
    shapes = (RulesShape, NewsletterShape, ChooseShape, StyleShape, SectionShape, CanaryShape, PublicShape)
    wanted = [name for shape in shapes for name in shape.model_fields]
    assert [name for name in wanted if not re.search(rf"^(\[+newsletters\.)?{name}( =|\])", guide, re.MULTILINE)] == []
