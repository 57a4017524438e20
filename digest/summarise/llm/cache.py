"""Answers that were paid for once, as files in a folder: the same article is never sent twice for the same prompt.

What is kept is the model's answer as it came, so a gate that grew stricter judges it anew. The folder may be deleted at
any time; nothing but time and money is lost.
"""

from __future__ import annotations

import asyncio
import json
import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from digest.model import Article

MOST_KEPT = 10_000  # answers; the oldest go when there are more
MOST_BYTES = 100_000  # of an answer


def key_of(articles: Sequence[Article], *, prompt: str, model: str, sentences: int, words: int) -> str:
    """What an answer is kept under: the articles' hashes, the prompt's version, the model, the size asked for."""
    hashes = [
        article.hash or sha256(f"{article.title}\0{article.lead}\0{article.text}".encode()).hexdigest()
        for article in articles
    ]
    return sha256(json.dumps([hashes, prompt, model, sentences, words]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Cache:
    """The folder; None keeps nothing. A file that cannot be read or written is no fault of an issue."""

    folder: Path | None

    async def get(self, key: str) -> str | None:
        """The answer that was kept, if there is one."""
        return await asyncio.to_thread(self._get, key) if self.folder else None

    async def put(self, key: str, text: str) -> None:
        """Keep an answer: all of it, or nothing."""
        if self.folder:
            await asyncio.to_thread(self._put, self.folder, key, text)

    def _get(self, key: str) -> str | None:
        with suppress(OSError, ValueError), (self.folder or Path()).joinpath(key).open(encoding="utf-8") as file:
            return file.read(MOST_BYTES)
        return None

    @staticmethod
    def _put(folder: Path, key: str, text: str) -> None:
        with suppress(OSError, ValueError):
            folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=folder, prefix=".")
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    file.write(text[:MOST_BYTES])
                Path(name).replace(folder / key)
            finally:
                Path(name).unlink(missing_ok=True)
            _thin_out(folder)


def _thin_out(folder: Path) -> None:
    files = [(entry.stat().st_mtime, entry.path) for entry in os.scandir(folder) if entry.is_file()]
    for _, path in sorted(files)[: max(0, len(files) - MOST_KEPT)]:
        Path(path).unlink(missing_ok=True)
