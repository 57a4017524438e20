"""What is wrong with a template is told in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.errors import TemplateError
from digest.phrases import speech
from digest.render.html import inline
from digest.render.looks import open_looks


@pytest.mark.parametrize(
    "html", ["", "  \n", "<!-- nothing yet -->", "<!doctype html>", '<link rel="stylesheet" href="x.css">']
)
def test_a_template_that_prints_nothing_is_told(html: str) -> None:
    with pytest.raises(TemplateError) as told:
        inline(html, "issues/own/issue.html")
    assert str(told.value).startswith("issues/own/issue.html")


@pytest.mark.parametrize("wrong", ["{% for x in y %}", "{{ 'a' | nothing }}", "{{ ''.__class__.mro() }}", "{{ 1/0 }}"])
def test_a_sentence_ends_once(tmp_path: Path, wrong: str) -> None:
    (tmp_path / "issues").mkdir()
    (tmp_path / "issues" / "own.html").write_text(wrong, encoding="utf-8")
    with pytest.raises(TemplateError) as told:
        open_looks(tmp_path).render("issues/own.html", {}, speech("en"))
    assert str(told.value).endswith(".")
    assert not str(told.value).endswith("..")
