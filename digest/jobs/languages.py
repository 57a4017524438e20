"""Which language new articles are in, where neither they nor their source say."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from digest import store
from digest.errors import SourceError
from digest.model import Draft, Harvest, Source, SourceKind
from digest.newsroom import Newsroom

LOOKED_AT = 2000  # characters
FEW = 3  # articles of a feed that are looked at first
AT_ONCE = 20  # sources whose words a reading process is asked about at once

Languages = dict[Source, Sequence[str]]  # of articles, in their order


async def guess(newsroom: Newsroom, found: Mapping[Source, Harvest]) -> dict[Source, dict[str, str]]:
    """By source and guid the languages of articles that nobody tells the language of, as far as their words show it.

    What is known is not read again.
    """
    untold = {source: drafts for source, harvest in found.items() if (drafts := _untold(harvest))}
    if not untold:
        return {}
    guids = {source.id: [draft.guid for draft in drafts] for source, drafts in untold.items()}
    stored = await newsroom.pool_pen.write(lambda tx: store.known.stored_hashes(tx, guids))
    new = {source: _new(drafts, stored[source.id]) for source, drafts in untold.items()}
    codes = await _guess(newsroom, {source: drafts for source, drafts in new.items() if drafts})
    return {
        source: {draft.guid: code for draft, code in zip(new[source], told, strict=True) if code}
        for source, told in codes.items()
    }


def _untold(harvest: Harvest) -> list[Draft]:
    return [draft for draft in harvest.drafts if not draft.language]


def _new(drafts: Sequence[Draft], stored: Mapping[str, str]) -> list[Draft]:
    return [draft for draft in drafts if stored.get(draft.guid) != draft.hash]


async def _guess(newsroom: Newsroom, new: Mapping[Source, Sequence[Draft]]) -> Languages:
    """Where the first, the middle and the last of a feed agree, the others are not looked at."""
    many = {one: drafts for one, drafts in new.items() if len(drafts) > FEW and one.kind is SourceKind.FEED}
    seen = await _codes(newsroom, {one: [those[0], those[len(those) // 2], those[-1]] for one, those in many.items()})
    agreed = {one: [codes[0]] * len(new[one]) for one, codes in seen.items() if codes[0] and len(set(codes)) == 1}
    rest = {one: drafts for one, drafts in new.items() if one not in agreed and (one in seen or one not in many)}
    return {**agreed, **await _codes(newsroom, rest)}


async def _codes(newsroom: Newsroom, asked: Mapping[Source, Sequence[Draft]]) -> Languages:
    """Those of all that could be looked at; no article is held up by that."""
    sources = list(asked)
    parts = [sources[start : start + AT_ONCE] for start in range(0, len(sources), AT_ONCE)]
    found = await asyncio.gather(*(_codes_of(newsroom, {one: asked[one] for one in part}) for part in parts))
    return {source: codes for part in found for source, codes in part.items()}


async def _codes_of(newsroom: Newsroom, asked: Mapping[Source, Sequence[Draft]]) -> Languages:
    words = [_words(draft) for drafts in asked.values() for draft in drafts]
    try:
        codes = iter(await newsroom.readers.languages(next(iter(asked)).address, words))
    except SourceError:
        return {}
    return {source: [next(codes) for _ in drafts] for source, drafts in asked.items()}


def _words(draft: Draft) -> str:
    return "\n".join((draft.title, draft.lead, draft.text[:LOOKED_AT]))[:LOOKED_AT]
