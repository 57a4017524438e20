"""Write down who gets which variant of an issue and when, a page at a time; nothing is sent before all are there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import subscribers
from digest import choose, store
from digest.jobs.classes import Classes, menu
from digest.jobs.departing import When, leaving
from digest.jobs.editions import other_languages, pages_in, sheet_of
from digest.jobs.narrowing import tree_of
from digest.model import Errand, ErrandState, Issue, Newsletter
from digest.newsroom import Newsroom

PAGE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """How many readers get an issue, in how many variants; for how many ``nothing`` is left of it."""

    readers: int
    nothing: int
    variants: int


async def freeze(newsroom: Newsroom, newsletter: Newsletter, issue_id: int, *, rhythm: str) -> Frozen | None:
    """Write the audience of an issue, from where a dead process stopped, print what it needs, and open its errand.

    ``rhythm`` is the key of the cadence whose readers get it; "" for all of them. Returns None where somebody cancelled
    it before it was open.

    Raises:
        TemplateError: a variant cannot be printed.
    """
    work = await _begin(newsroom, newsletter, issue_id, rhythm)
    if work.errand.state is not ErrandState.FREEZING:  # all was written, but that; what leaves now is changed no more
        if work.errand.state is ErrandState.CANCELLED and not work.errand.candidates:
            return None
        candidates, nothing = work.errand.candidates, work.errand.empty_handed
        return Frozen(readers=candidates, nothing=nothing, variants=len(work.classes.variants))
    while await _freeze_page(work):
        pass
    languages = await other_languages(newsroom, newsletter, work.classes)
    sheet = sheet_of(newsroom, newsletter, work.classes, languages)
    pages = pages_in(newsroom, newsletter, work.classes, languages)
    async with newsroom.begin() as tx:
        await store.archive.keep_pages(tx, issue_id, pages)
        if sheet is not None:
            await store.variants.keep(tx, issue_id, sheet.variants)
            await store.freezing.print_anew(tx, issue_id, sheet)
        readers = await store.freezing.thaw(tx, issue_id)
        nothing = (await store.errands.get(tx, issue_id)).empty_handed
    if readers is None:
        return None
    return Frozen(readers=readers, nothing=nothing, variants=len(work.classes.variants))


@dataclass(slots=True, kw_only=True)
class _Work:
    """A freeze under way; ``upto`` is the reader up to whom the audience is written."""

    newsroom: Newsroom
    newsletter: Newsletter
    errand: Errand
    rhythm: str
    classes: Classes
    earlier: tuple[int, ...]  # issues that readers may have got
    when: When
    within: subscribers.segments.Test | None
    upto: int


async def _begin(newsroom: Newsroom, newsletter: Newsletter, issue_id: int, rhythm: str) -> _Work:
    """What was printed, what was told before, and what is known of the audience already."""
    async with newsroom.reading() as tx:
        errand, issue = await store.errands.get(tx, issue_id), await store.issues.get(tx, issue_id)
        since = choose.horizon(newsletter, now=issue.made)
        house = None if newsletter.once_in_newsroom else newsletter.id
        earlier = [one for one in await store.issues.ids_since(tx, house, since=since) if one != issue_id]
        classes = await _classes(tx, newsletter, issue, earlier, since)
    return _Work(
        newsroom=newsroom,
        newsletter=newsletter,
        errand=errand,
        rhythm=rhythm,
        classes=classes,
        earlier=tuple(earlier),
        when=leaving(newsletter, made=errand.opens or errand.made, closes=errand.closes),
        within=tree_of(errand.segment, now=errand.made),
        upto=errand.frozen_upto,
    )


async def _classes(
    tx: store.Tx, newsletter: Newsletter, issue: Issue, earlier: Sequence[int], since: datetime
) -> Classes:
    """What the issue, and those before it, have to be chosen from, with the variants that a dead process left."""
    sources = {source.id: source for source in await store.sources.every(tx)}
    before = await store.issues.before(tx, issue, since=since) if newsletter.catch_up else []
    told = {item.story.article.id for past in before for item in past.items}
    known = await store.variants.of_issue(tx, issue.id)
    promised = {article_id for one in known for _, article_id in one.seats}  # before a crash; that stays as it is
    gone = await store.articles.withdrawn(tx, told - promised)
    return Classes(
        newsletter=newsletter,
        sources=sources,
        menu=menu(issue, before, newsletter, sources, gone=gone),
        told_by=await store.variants.told_by(tx, earlier),
        variants=known,
    )


async def _freeze_page(work: _Work) -> bool:
    """The next page of the audience, with whatever variants it brings. Returns whether there may be more."""
    known, nothing = len(work.classes.variants), 0
    async with work.newsroom.begin() as tx:
        page = await subscribers.recipients(
            tx,
            work.newsletter.id,
            cadence=work.rhythm,
            after=work.upto,
            limit=PAGE,
            now=work.errand.made,
            within=work.within,
        )
        if not page:
            return False
        histories = await store.variants.histories(tx, work.earlier, first=page[0].id, last=page[-1].id)
        addressees = []
        for reader in page:
            number = work.classes.number_for(histories.get(reader.id, ()), reader.picks)
            if number is None:
                nothing += 1
            else:
                addressees.append(_addressee(work, reader, number))
        written = 0 if work.upto == 0 else known
        await store.variants.keep(tx, work.errand.id, work.classes.variants[written:], first=written)
        going = await store.freezing.freeze_page(tx, work.errand.id, addressees, upto=page[-1].id, nothing=nothing)
    work.upto = page[-1].id
    return going


def _addressee(work: _Work, reader: subscribers.Recipient, number: int) -> store.Addressee:
    canonical = reader.address.lower()
    key = subscribers.canonical_key(canonical, work.newsroom.keys)
    moment = work.when(reader.hour, reader.zone)
    first = moment is None and is_canary(work.newsletter, canonical, key)
    return store.Addressee(
        recipient_id=reader.id,
        address_key=key,
        domain=canonical.rpartition("@")[2],
        variant=number,
        not_before=store.outbox.CANARIES if first else moment or store.outbox.AT_ONCE,
    )


def is_canary(newsletter: Newsletter, canonical: str, key: bytes) -> bool:
    """Whether a reader is among an issue's first: by name, or by a hash that is as good as a lot and stays the same."""
    plan = newsletter.canary
    return canonical in plan.seed or int.from_bytes(key[:4], "big") / 2**32 < plan.share
