"""What was read on a page, kept for the next time that the same bytes come: what it is known by, and its form. Pure."""

from __future__ import annotations

import zlib
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from digest import __version__
from digest.gather.fetching.fetched import Fetched

if TYPE_CHECKING:
    from digest.gather.pages import Page


def key_of(answer: Fetched) -> bytes:
    """32 bytes that differ when anything differs by which a page is read: its bytes, what they are, where, by whom.

    Only the clock is left out: a date that was too far ahead to be believed may be missing for as long as it is kept.
    """
    told = f"{__version__}\0{answer.url}\0{answer.content_type}\0{answer.body_hash}"
    return sha256(told.encode("utf-8", "surrogatepass")).digest()


def pack(page: Page) -> bytes:
    """A page as it is kept."""
    return zlib.compress(_pages().dump_json(page))


def unpack(kept: bytes) -> Page:
    """The page that was kept."""
    return _pages().validate_json(zlib.decompress(kept))


@lru_cache(1)
def _pages() -> TypeAdapter[Page]:
    # Here and not above: what reads pages takes half a second to load. Whoever got one from its reader has it loaded.
    from digest.gather.pages import Page  # noqa: PLC0415 - half a second to load

    return TypeAdapter(Page)
