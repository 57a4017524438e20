"""A source's kind, where somebody names it: as the guide lists them, with the place that goes with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.errors import SettingsError
from digest.model import SourceKind
from digest.settings import Definitions, load


def a_source_of(where: Path, **fields: str) -> Definitions:
    file = where / "digest.toml"
    file.write_text("[[sources]]\n" + "".join(f"{k} = '{v}'\n" for k, v in fields.items()), encoding="utf-8")
    return Definitions.of(load(file, {}))


@pytest.mark.parametrize("kind", ["folder", ""])
def test_a_folder_may_be_called_one(tmp_path: Path, kind: str) -> None:
    (source,) = a_source_of(tmp_path, slug="notes", folder="notes", kind=kind).sources
    assert (source.kind, source.url) == (SourceKind.FOLDER, str(tmp_path / "notes"))


@pytest.mark.parametrize(
    ("kind", "place", "words"),
    [
        ("folder", "url", "its kind is folder, so expected folder = … instead of url"),
        ("feed", "folder", "its kind is feed, so expected url = … instead of folder"),
    ],
)
def test_a_place_that_does_not_go_with_its_kind_is_refused(tmp_path: Path, kind: str, place: str, words: str) -> None:
    with pytest.raises(SettingsError, match=r"source notes:") as fault:
        a_source_of(tmp_path, slug="notes", kind=kind, **{place: "https://x.example/notes"})
    assert words in fault.value.message
