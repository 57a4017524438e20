"""What others write, on the terminal: as it is, whatever brackets and marks stand in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.cli import console
from tests.terminal import Terminal

TWICE = """<rss version="2.0"><channel><title>N [/dim] x</title>
<item><guid>1</guid><title>Fog [/bold] over [1] :fire:</title></item>
<item><guid>1</guid><title>Fog [/bold] again [sic]</title></item></channel></rss>"""


def test_brackets_of_others_are_shown_as_they_are(newsroom: Terminal, tmp_path: Path) -> None:
    (tmp_path / "twice.xml").write_text(TWICE, encoding="utf-8")
    said = newsroom("articles", "add", "twice.xml")
    assert "again [sic]" in said.err
    (tmp_path / "list.opml").write_text(
        '<opml><body><outline xmlUrl="https://a:b@x.example/"/></body></opml>', encoding="utf-8"
    )
    assert "into [[sources]] of digest.toml" in newsroom("sources", "import", "list.opml", code=1).err


@pytest.mark.parametrize("words", ["[/b]", "[/]", "[red]x[/red]", "\\[dim]", "a [[b]] :fire:", "[@click=x]y"])
def test_only_our_own_marks_are_marks(words: str) -> None:
    text = console.styled(f"[bold]{words}[/bold] [dim]and[/dim]")
    assert text.plain.replace("[dim]", "") == f"{words.replace('[dim]', '')} and"
    assert next(span.style for span in text.spans) == "bold"
