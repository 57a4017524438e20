"""A reader's page as its template sees it, and what its form means. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from digest.jobs.preferring import AWAY, UNSURE, Reader, Wanted
from digest.model import Newsletter
from digest.phrases import N_, NAMES, Speech
from digest.web import choosing
from digest.web.forms import Fields
from subscribers import EVERYTHING, Change, Choices, Standing, moment_of

STATES = {
    Standing.ACTIVE: N_("Send it to me"),
    Standing.PAUSED: N_("Pause it"),
    Standing.LEFT: N_("Do not send it"),
}
WHY_NOT = {
    Standing.PENDING: N_("Not confirmed yet: press the link in the mail that we sent you."),
    Standing.SUPPRESSED: N_("We do not write to you, because mail to you came back or was reported as unwanted."),
}
STEPS = {
    Standing.PENDING.value: N_("not confirmed"),
    Standing.ACTIVE.value: N_("subscribed"),
    Standing.PAUSED.value: N_("paused"),
    Standing.LEFT.value: N_("unsubscribed"),
    Standing.REMOVED.value: N_("taken off the list"),
    Standing.SUPPRESSED.value: N_("not written to"),
}
CHANGES = {
    "cadence": N_("Rhythm: %(before)s → %(after)s"),
    "hour": N_("Hour: %(before)s → %(after)s"),
    "picks": N_("Sections, topics and sources"),
    "snoozed_until": N_("Send nothing before: %(after)s"),
    "standing": N_("%(before)s → %(after)s"),
    "name": N_("Name: %(before)s → %(after)s"),
    "language": N_("Language: %(before)s → %(after)s"),
    "zone": N_("Time zone: %(before)s → %(after)s"),
    "address": N_("Address: %(before)s → %(after)s"),
}
NOTHING = N_("nothing")
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
            {
                "prefix": prefix_of(one),
                "title": one.title,
                "language": one.language,
                "description": one.public.description,
            }
            for one in others
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
        "language": newsletter.language,
        "description": newsletter.public.description,
        "standing": (Standing.LEFT if chosen.standing in AWAY else chosen.standing).value,
        "unsure": chosen.standing in UNSURE,
        "away": chosen.standing in AWAY,
        "states": [(state.value, say(words)) for state, words in STATES.items()],
        "standing_words": say(WHY_NOT[chosen.standing]) if chosen.standing in WHY_NOT else "",
        "nothing_left": any(_is_left_out(kind) for kind in shown["kinds"]),
        "rhythm": chosen.cadence,
        "hour": "" if chosen.hour is None else str(chosen.hour),
        "until": day.isoformat() if (day := _day(until, zone)) else "",
        "until_words": say("Nothing is sent before %(date)s.", date=say.day(until, zone)) if until else "",
        "tomorrow": (now.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)).isoformat(),
    }


def _is_left_out(kind: Mapping[str, Any]) -> bool:
    """Whether no story can be for them: each has a section and a source, while some have no topic."""
    whole = len(kind["options"]) < choosing.MOST_OFFERED
    return kind["name"] != "topics" and whole and not any(one["ticked"] for one in kind["options"])


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
        shown = _day(_ahead(chosen, now), zone or newsletter.zone)
        if isinstance(until, str) or _day(until, zone or newsletter.zone) != shown:
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
        "words": say(CHANGES[one.what], before=before, after=after),
        "day": say.day(one.at, zone or "UTC"),
    }


def _said(what: str, value: Any, say: Speech, zone: str) -> str:
    """A stored value as readers call it."""
    nothing = {"hour": choosing.AT_ONCE, "zone": choosing.OWN, "language": choosing.OWN}.get(what, NOTHING)
    if what == "standing":
        return say(STEPS[value or Standing.LEFT.value])
    if what == "cadence":
        return choosing.rhythm_name(value or "", say)
    if value in (None, ""):
        return say(nothing)
    match what:
        case "hour":
            shown = say.o_clock(int(value))
        case "snoozed_until":
            shown = say.day(moment_of(int(value)), zone or "UTC")
        case "zone":
            shown = say.place(str(value))
        case _:
            shown = NAMES.get(str(value), str(value))
    return shown
