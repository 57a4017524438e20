"""Print an issue anew once it is known which variants its readers get, and which languages they chose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import subscribers
from digest import compose, render
from digest.jobs.classes import Classes
from digest.model import Newsletter, Sheet
from digest.newsroom import Newsroom


async def other_languages(newsroom: Newsroom, newsletter: Newsletter, classes: Classes) -> list[str]:
    """The languages that readers chose and the newsletter is not in."""
    async with newsroom.reading() as tx:
        chosen = await subscribers.languages(tx, newsletter.id)
    return render.others_spoken(classes.menu.issue, newsletter, chosen)


def pages_in(newsroom: Newsroom, newsletter: Newsletter, classes: Classes, languages: Iterable[str]) -> dict[str, str]:
    """The issue online, in each of these languages."""
    issue, base_url = classes.menu.issue, newsroom.settings.newsroom.base_url
    return {
        language: render.web_page(issue, newsletter, newsroom.looks, base_url=base_url, language=language)
        for language in languages
    }


def sheet_of(newsroom: Newsroom, newsletter: Newsletter, classes: Classes, languages: Sequence[str]) -> Sheet | None:
    """A sheet with all variants, in all languages that readers chose.

    None where there is one only, and so the sheet that was printed first serves.

    What did not fit into a variant is not told by it.
    """
    if len(classes.variants) == 1 and not languages:
        return None
    sheet = render.print_variants(
        compose.union(newsletter, classes.menu, classes.variants),
        newsletter,
        newsroom.looks,
        classes.variants,
        base_url=newsroom.settings.newsroom.base_url,
        languages=languages,
    )
    fits = (
        one if printed.seats == one.seats else compose.variant(newsletter, classes.menu, printed.seats)
        for one, printed in zip(classes.variants, sheet.variants, strict=True)
    )
    return replace(sheet, variants=tuple(fits))
