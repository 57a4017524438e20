"""A folder that outgrows what is read of it at once still brings its news."""

from __future__ import annotations

import os
from pathlib import Path

from digest import gather
from digest.gather.documents.folder import MOST_FILES
from tests.makers import NOW


def write(path: Path, seconds: float) -> None:
    path.write_text(f"# {path.stem}\n\nThe fog came over the harbour.\n", encoding="utf-8")
    os.utime(path, (seconds, seconds))


def test_of_very_many_files_those_last_written_to_are_read(tmp_path: Path) -> None:
    begun = NOW.timestamp() - 2 * MOST_FILES
    for number in range(MOST_FILES):
        write(tmp_path / f"{number:05}.md", begun + number)
    write(tmp_path / "today.md", NOW.timestamp())
    harvest = gather.read_folder(str(tmp_path), now=NOW)
    guids = [draft.guid for draft in harvest.drafts]
    assert len(guids) == MOST_FILES
    assert "today.md" in guids
    assert "00000.md" not in guids
    assert guids == sorted(guids)
    assert harvest.notes == (f"only the {MOST_FILES} files last written to were read",)
