"""Which language new articles are in, where neither they nor their source say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from digest import store
from digest.errors import SourceError
from digest.gather.stubs import LANGUAGE_GUESSED
from digest.model import Draft, Harvest, Source, SourceKind
from digest.newsroom import Newsroom

LOOKED_AT = 2000  # characters


async def with_languages(newsroom: Newsroom, found: Mapping[Source, Harvest]) -> dict[Source, Harvest]:
    """Harvests whose articles all have a language, as far as their words show it. What is known is not read again."""
    untold = {source: _untold(harvest) for source, harvest in found.items()}
    guids = {source.id: [draft.guid for draft in drafts] for source, drafts in untold.items() if drafts}
    if not guids:
        return dict(found)
    async with newsroom.reading() as tx:
        stored = await store.known.stored_hashes(tx, guids)
    told = dict(found)
    for source, drafts in untold.items():
        new = [draft for draft in drafts if stored[source.id].get(draft.guid) != draft.hash]
        if new:
            told[source] = await _read(newsroom, source, found[source], new)
    return told


def _untold(harvest: Harvest) -> list[Draft]:
    return [] if harvest.language else [draft for draft in harvest.drafts if not draft.language]


async def _read(newsroom: Newsroom, source: Source, harvest: Harvest, new: Sequence[Draft]) -> Harvest:
    try:
        codes = await _codes(newsroom, source, new)
    except SourceError:  # no article is held up by that
        return harvest
    found = dict(zip((draft.guid for draft in new), codes, strict=True))
    return replace(harvest, drafts=tuple(_told(draft, found.get(draft.guid, "")) for draft in harvest.drafts))


async def _codes(newsroom: Newsroom, source: Source, new: Sequence[Draft]) -> Sequence[str]:
    """A language for each. Where the first, the middle and the last of a feed agree, the others are not looked at."""
    words = [_words(draft) for draft in new]
    few = [words[0], words[len(words) // 2], words[-1]]
    if len(words) > len(few) and source.kind is SourceKind.FEED:
        found = await newsroom.readers.languages(source.address, few)
        if found[0] and len(set(found)) == 1:
            return [found[0]] * len(words)
    return await newsroom.readers.languages(source.address, words)


def _words(draft: Draft) -> str:
    return "\n".join((draft.title, draft.lead, draft.text[:LOOKED_AT]))[:LOOKED_AT]


def _told(draft: Draft, code: str) -> Draft:
    return replace(draft, language=code, notes=(*draft.notes, LANGUAGE_GUESSED)) if code else draft
