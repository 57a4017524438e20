"""Rooms for what is measured: a sender's child loads no more than a sender does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from digest.mailroom import Mailroom, open_mailroom
from digest.settings import Settings, load


def utc_now() -> datetime:
    """The time, for the edge that has nobody to ask."""
    return datetime.now(UTC)


def settings_at(file: Path | str, database: str) -> Settings:
    """The settings of a digest.toml, with this database."""
    return load(Path(file), {"DIGEST_DATABASE__URL": database})


@asynccontextmanager
async def mailroom_at(file: Path | str, database: str) -> AsyncIterator[Mailroom]:
    """The mailroom of a digest.toml, with this database."""
    async with open_mailroom(settings_at(file, database), check_schema=False) as mailroom:
        yield mailroom
