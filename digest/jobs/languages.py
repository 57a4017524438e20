"""Which language new articles are in, where neither they nor their source say."""

from __future__ import annotations

from dataclasses import replace

from digest import store
from digest.errors import SourceError
from digest.gather.stubs import LANGUAGE_GUESSED
from digest.model import Draft, Harvest, Source
from digest.newsroom import Newsroom

LOOKED_AT = 2000  # characters


async def with_languages(newsroom: Newsroom, source: Source, harvest: Harvest) -> Harvest:
    """A harvest whose articles all have a language, as far as their words show it. What is known is not read again."""
    untold = [draft for draft in harvest.drafts if not (draft.language or harvest.language)]
    if not untold:
        return harvest
    async with newsroom.reading() as tx:
        known = await store.articles.stored_hashes(tx, source.id, [draft.guid for draft in untold])
    new = [draft for draft in untold if known.get(draft.guid) != draft.hash]
    try:
        codes = await newsroom.readers.languages(source.address, [_words(draft) for draft in new]) if new else []
    except SourceError:  # no article is held up by that
        return harvest
    found = dict(zip((draft.guid for draft in new), codes, strict=True))
    return replace(harvest, drafts=tuple(_told(draft, found.get(draft.guid, "")) for draft in harvest.drafts))


def _words(draft: Draft) -> str:
    return "\n".join((draft.title, draft.lead, draft.text[:LOOKED_AT]))[:LOOKED_AT]


def _told(draft: Draft, code: str) -> Draft:
    return replace(draft, language=code, notes=(*draft.notes, LANGUAGE_GUESSED)) if code else draft
