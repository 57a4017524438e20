"""A folder of documents is read in every round, whatever one of its files does to its reader."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from digest import gather, jobs, store
from digest.model import SourceKind
from tests.makers import NOW, a_source
from tests.newsrooms import a_newsroom

SLOW = b"# Poison\n\n" + b"[" * 3_000_000  # a minute and more for whoever reads Markdown
PATIENCE = 6.0  # seconds: plenty for any other, on a busy machine too


async def test_a_document_that_kills_its_reader_is_set_aside_until_somebody_changes_it(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for title in ("Fog", "Tide"):
        (folder / f"{title.lower()}.md").write_text(f"# {title}\n\nOver the harbour.\n", encoding="utf-8")
    (folder / "slow.md").write_bytes(SLOW)
    words = "the file slow.md could not be read and is set aside until somebody changes it"
    async with (
        gather.Readers(workers=1, patience=PATIENCE) as readers,
        a_newsroom(tmp_path) as room,
    ):
        newsroom = replace(room, readers=readers)
        async with room.begin() as tx:
            source = a_source(id=0, url=str(folder), kind=SourceKind.FOLDER, last_look=None)
            await store.sources.add(tx, source, now=NOW)
        (look,) = await jobs.go_round(newsroom, now=NOW)
        assert (look.new, look.failure, look.notes) == (2, "", (words,))
        (folder / "quay.md").write_text("# Quay\n\nStill closed.\n", encoding="utf-8")
        (look,) = await jobs.go_round(newsroom, now=NOW + timedelta(hours=9))
        assert (look.new, look.failure, look.notes) == (1, "", (words,))
        (folder / "slow.md").write_text("# Mended\n\nWithout brackets.\n", encoding="utf-8")
        (look,) = await jobs.go_round(newsroom, now=NOW + timedelta(hours=18))
        assert (look.new, look.failure, look.notes) == (1, "", ())


def test_links_to_nothing_and_to_themselves_stop_nobody(tmp_path: Path) -> None:
    (tmp_path / "fog.md").write_text("# Fog\n\nOver the harbour.\n", encoding="utf-8")
    (tmp_path / "gone.md").symlink_to(tmp_path / "nowhere.md")
    (tmp_path / "round.md").symlink_to(tmp_path / "round.md")
    assert [one.title for one in gather.read_folder(str(tmp_path), now=NOW).drafts] == ["Fog"]
