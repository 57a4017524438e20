"""What a newsletter lets readers choose, as a form shows it, and what a form's fields mean. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from digest.model import Newsletter, Source
from digest.phrases import N_, NAMES, Speech
from digest.web.forms import Fields
from digest.web.zones import zones, zones_called
from subscribers import EVERYTHING, Picks, Wishes, picks_from

MOST_OFFERED = 60  # topics or sources that a page shows
KINDS = {"sections": N_("Sections"), "topics": N_("Topics"), "sources": N_("Sources")}
AT_ONCE, OWN = N_("As soon as it is ready"), N_("The newsletter’s own")
RHYTHMS = {
    "": N_("Every issue"),
    "daily": N_("Daily"),
    "weekdays": N_("On weekdays"),
    "weekly": N_("Weekly"),
    "monthly": N_("Monthly"),
}
Option = tuple[str, str]  # its value, its words


def offered(newsletter: Newsletter, sources: Iterable[Source]) -> dict[str, list[Option]]:
    """The sections, topics and sources of a newsletter that a reader may leave out; none where there is but one."""
    plans, own = newsletter.sections, [source for source in sources if _brings(newsletter, source)]
    topics = {topic.lower() for plan in plans for topic in plan.topics}
    topics |= {topic.lower() for source in own for topic in source.topics}
    every = {
        "sections": [(plan.key, plan.title) for plan in plans],
        "topics": [(topic, topic) for topic in sorted(topics)],
        "sources": sorted(((str(one.id), one.title or one.slug) for one in own), key=lambda option: option[1].lower()),
    }
    return {kind: options[:MOST_OFFERED] if len(options) > 1 else [] for kind, options in every.items()}


def _brings(newsletter: Newsletter, source: Source) -> bool:
    """Whether a newsletter may tell what this source brings."""
    plans = newsletter.sections
    named = any(source.slug in plan.sources or source.section == plan.key for plan in plans)
    return named or not plans or any(plan.topics or not plan.sources for plan in plans)


def rhythm_name(key: str, say: Speech) -> str:
    """A rhythm as readers call it."""
    return say(RHYTHMS[key]) if key in RHYTHMS else key.replace("-", " ").capitalize()


def rhythms(newsletter: Newsletter, say: Speech) -> list[Option]:
    """The rhythms to choose from; none where there is but one."""
    keys = [rhythm.key for rhythm in newsletter.cadences]
    return [(key, rhythm_name(key, say)) for key in ("", *keys)] if len(keys) > 1 else []


def hours(say: Speech) -> list[Option]:
    """The hours to choose from."""
    return [("", say(AT_ONCE)), *((str(hour), say.o_clock(hour)) for hour in range(24))]


def languages(say: Speech) -> list[Option]:
    """The languages of pages and small mails."""
    return [("", say(OWN)), *NAMES.items()]


def zone_groups(current: str, say: Speech) -> Sequence[tuple[str, Sequence[Option]]]:
    """The zones to choose from, as they are called; one that is stored under an older name stays to be chosen."""
    known = current in {name for _, names in zones() for name in names}
    called = zones_called(Speech(say.language))
    return called if known or not current else ((current, ((current, say.place(current)),)), *called)


def ticks(options: Sequence[Option], left_out: Iterable[str]) -> list[dict[str, Any]]:
    """Options with whether they are ticked."""
    out = frozenset(left_out)
    return [{"value": value, "text": text, "ticked": value not in out} for value, text in options]


def shown_choices(
    newsletter: Newsletter, sources: Iterable[Source], say: Speech, picks: Picks, *, prefix: str
) -> dict[str, Any]:
    """The part of a form that is about one newsletter; its fields begin with ``prefix``."""
    every = offered(newsletter, sources)
    return {
        "prefix": prefix,
        "rhythms": rhythms(newsletter, say),
        "kinds": [
            {"name": kind, "title": say(KINDS[kind]), "options": ticks(options, getattr(picks, kind))}
            for kind, options in every.items()
            if options
        ],
    }


def picks_of(fields: Fields, prefix: str, newsletter: Newsletter, sources: Iterable[Source], before: Picks) -> Picks:
    """What a form leaves out; kinds that it did not show, and names that are offered no more, stay as they were."""
    left_out = {kind: set(getattr(before, kind)) for kind in KINDS}
    for kind, options in offered(newsletter, sources).items():
        if f"{prefix}{kind}.shown" in fields:
            values, ticked = {value for value, _ in options}, fields.every(f"{prefix}{kind}[]")
            left_out[kind] = (left_out[kind] - values) | (values - ticked)
    return picks_from(left_out)


def rhythm_of(fields: Fields, prefix: str, newsletter: Newsletter, before: str = "") -> str:
    """The rhythm that a form names, if the newsletter has it."""
    wanted = fields.one(f"{prefix}rhythm")
    known = {"", *(rhythm.key for rhythm in newsletter.cadences)}
    return wanted if f"{prefix}rhythm" in fields and wanted in known else before


def hour_of(fields: Fields, name: str) -> int | str | None:
    """An hour; None for none. What is none stays as it was written, to be refused."""
    text = fields.one(name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else text or None


def day_of(fields: Fields, name: str, zone: str) -> datetime | str | None:
    """The beginning of a day in a zone; None for none. What is no day stays as it was written, to be refused."""
    text = fields.one(name)
    try:
        return datetime.combine(date.fromisoformat(text), time(), ZoneInfo(zone or "UTC")).astimezone(UTC)
    except (ValueError, OverflowError, KeyError):
        return text or None


def first_wishes(
    fields: Fields, newsletter: Newsletter | None, sources: Iterable[Source], *, otherwise: str = ""
) -> Wishes:
    """What somebody who signs up chose; what is no choice is left at its default. Of many newsletters nothing is.

    ``otherwise`` is the language of whoever could not choose one: another site's form does not ask.
    """
    places = {name for _, names in zones() for name in names}
    language, zone = fields.one("language") if "language" in fields else otherwise, fields.one("zone")
    about = Wishes(language=language if language in NAMES else "", zone=zone if zone in places else "")
    if newsletter is None:
        return about
    hour = hour_of(fields, "hour")
    return replace(
        about,
        cadence=rhythm_of(fields, "", newsletter),
        left_out=picks_of(fields, "", newsletter, sources, EVERYTHING),
        hour=hour if isinstance(hour, int) and hour in range(24) else None,
    )
