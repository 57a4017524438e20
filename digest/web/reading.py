"""A reader's page as its template sees it, and what its form means. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from digest.jobs.preferring import AWAY, UNSURE, Reader, Wanted
from digest.model import Newsletter
from digest.phrases import NAMES, Speech
from digest.web import choosing
from digest.web.forms import Fields
from subscribers import EVERYTHING, Change, Choices, Standing, moment_of

STATES = (Standing.ACTIVE, Standing.PAUSED, Standing.LEFT)
OF_PERSON = ("name", "language", "zone")


def view_of_reader(reader: Reader, newsletters: Sequence[Newsletter], say: Speech, *, now: datetime) -> dict[str, Any]:
    """What the template needs beside the person: newsletters that they have, others that they may have, changes."""
    choices, zone = reader.preferences.choices, reader.preferences.person.zone
    had = [one for one in newsletters if one.id in choices]
    others = [one for one in newsletters if one.id not in choices]
    titles = {one.id: one.title for one in newsletters}
    return {
        "subscriptions": [_subscription(one, choices[one.id], reader, say, now=now) for one in had],
        "others": [
            {"prefix": prefix_of(one), "title": one.title, "description": one.public.description} for one in others
        ],
        "hours": choosing.hours(say),
        "changes": [_change(one, titles, say, zone=zone) for one in reader.undoable if one.undoes is None],
    }


def _subscription(
    newsletter: Newsletter, chosen: Choices, reader: Reader, say: Speech, *, now: datetime
) -> dict[str, Any]:
    zone = reader.preferences.person.zone or newsletter.zone
    until = _ahead(chosen, now)
    shown = choosing.shown_choices(newsletter, reader.sources, say, chosen.picks, prefix=prefix_of(newsletter))
    return shown | {
        "title": newsletter.title,
        "description": newsletter.public.description,
        "standing": (Standing.LEFT if chosen.standing in AWAY else chosen.standing).value,
        "unsure": chosen.standing in UNSURE,
        "away": chosen.standing in AWAY,
        "states": [state.value for state in STATES],
        "rhythm": chosen.cadence,
        "hour": "" if chosen.hour is None else str(chosen.hour),
        "until": day.isoformat() if (day := _day(until, zone)) else "",
        "until_words": say("snoozed", date=say.day(until, zone)) if until else "",
        "tomorrow": (now.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)).isoformat(),
    }


def prefix_of(newsletter: Newsletter) -> str:
    """What the fields about a newsletter begin with."""
    return f"{newsletter.slug}_"


def wanted_of(fields: Fields, newsletter: Newsletter, reader: Reader, *, zone: str, now: datetime) -> Wanted:
    """What the form wants of a newsletter; what it does not show stays as it is."""
    prefix, chosen = prefix_of(newsletter), reader.preferences.choices.get(newsletter.id)
    state = fields.one(f"{prefix}state")
    standing = Standing(state) if state in {one.value for one in STATES} else None
    if chosen is None:
        return Wanted(standing=standing if standing is Standing.ACTIVE else None)
    wishes: dict[str, Any] = {
        "cadence": choosing.rhythm_of(fields, prefix, newsletter, chosen.cadence),
        "picks": choosing.picks_of(fields, prefix, newsletter, reader.sources, chosen.picks or EVERYTHING),
    }
    if f"{prefix}hour" in fields:
        wishes["hour"] = choosing.hour_of(fields, f"{prefix}hour")
    if f"{prefix}until" in fields:
        until = choosing.day_of(fields, f"{prefix}until", zone or newsletter.zone)
        if _day(until, zone or newsletter.zone) != _day(_ahead(chosen, now), zone or newsletter.zone):
            wishes["snoozed_until"] = until
    return Wanted(standing=standing, wishes=wishes)


def _ahead(chosen: Choices, now: datetime) -> datetime | None:
    """Until when nothing is sent, if that is still to come."""
    until = chosen.snoozed_until
    return until if until is not None and until > now else None


def _day(moment: datetime | None, zone: str) -> date | None:
    return moment.astimezone(ZoneInfo(zone)).date() if moment else None


def wishes_about(fields: Fields) -> Mapping[str, Any]:
    """What the form says of the person."""
    return {name: fields.one(name) for name in OF_PERSON if name in fields}


def _change(one: Change, titles: Mapping[int, str], say: Speech, *, zone: str) -> dict[str, Any]:
    """A change in words."""
    before, after = (_said(one.what, value, say, zone) for value in (one.before, one.after))
    return {
        "id": one.id,
        "about": titles.get(one.newsletter_id, ""),
        "words": say(f"changed_{one.what}", before=before, after=after),
        "day": say.day(one.at, zone or "UTC"),
    }


def _said(what: str, value: Any, say: Speech, zone: str) -> str:
    """A stored value as readers call it."""
    nothing = {"hour": "hour_any", "zone": "zone_unknown", "language": "language_unknown"}.get(what, "nothing")
    if what == "standing":
        return say(f"step_{value or Standing.LEFT.value}")
    if what == "cadence":
        return choosing.rhythm_name(value or "", say)
    if value in (None, ""):
        return say(nothing)
    if what == "hour":
        return say.o_clock(int(value))
    if what == "snoozed_until":
        return say.day(moment_of(int(value)), zone or "UTC")
    return NAMES.get(str(value), str(value))
