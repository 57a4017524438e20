"""Exports of other programs: how they are recognised, what their columns are, what they call a standing.

Written from what the programs' own sources and documents show (Mailchimp's audience export, listmonk's
``subscribers.csv``, Ghost's members export, Substack's ``email_list``, Keila's and Mailtrain's contacts). Whoever left,
bounced or complained there is no reader here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from subscribers.lists.cells import Kind
from subscribers.lists.columns import as_attribute, cells_of
from subscribers.lists.meanings import Column, Meaning, plain
from subscribers.lists.standings import AWAY, BLOCKED, BOUNCED, COMPLAINED, LEFT, PENDING, READS, Claim
from subscribers.model import Standing

M = Meaning
Place = Meaning | tuple[str, Kind]  # a meaning, or an attribute's name and kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """``marks`` are headings that only its exports have, together. ``others`` False: what is not named is ignored."""

    name: str
    marks: frozenset[str]
    columns: Mapping[str, Place]
    states: Mapping[str, Claim] = field(default_factory=dict)
    everybody: Claim | None = None  # all rows of such a file
    exact: bool = False  # cells mean what they say, to the last blank


def _ignored(*titles: str) -> dict[str, Place]:
    return dict.fromkeys(titles, M.IGNORED)


_MAILCHIMP: dict[str, Place] = {
    "email address": M.ADDRESS, "first name": M.FIRST_NAME, "last name": M.LAST_NAME, "timezone": M.ZONE,
    "optin time": M.IGNORED, "confirm time": M.SINCE, "confirm ip": M.CLIENT, "optin ip": M.IGNORED,
    "unsub time": M.LEFT, "clean time": M.BOUNCED, "tags": ("tags", Kind.LIST), "cc": ("country", Kind.TEXT),
    "region": ("region", Kind.TEXT), "notes": ("notes", Kind.TEXT),
    **_ignored(
        "member rating", "latitude", "longitude", "gmtoff", "dstoff", "last changed", "leid", "euid",
        "unsub campaign title", "unsub campaign id", "unsub reason", "unsub reason other", "clean campaign title",
        "clean campaign id",
    ),
}  # fmt: skip

OWN = "Digest"
# The longest list of marks first: what is more special is asked first.
PROGRAMS: tuple[Program, ...] = (
    Program(
        name=OWN,
        marks=frozenset({"address", "standing", "before", "since", "snoozed", "picks", "consent"}),
        columns={
            "address": M.ADDRESS, "name": M.NAME, "language": M.LANGUAGE, "zone": M.ZONE, "standing": M.STANDING,
            "before": M.BEFORE, "reason": M.REASON, "note": M.NOTE, "suppressed": M.BOUNCED, "since": M.SINCE,
            "cadence": M.CADENCE, "hour": M.HOUR, "snoozed": M.SNOOZED, "picks": M.PICKS, "consent": M.CONSENT,
            "attributes": M.ATTRIBUTES,
        },
        states={one.value: Claim(one) for one in Standing},
        exact=True,
    ),
    Program(
        name="Mailchimp (cleaned)",
        marks=frozenset({"email address", "clean time", "leid"}),
        columns=_MAILCHIMP,
        everybody=BOUNCED,
    ),
    Program(
        name="Mailchimp (unsubscribed)",
        marks=frozenset({"email address", "unsub time", "leid"}),
        columns=_MAILCHIMP,
        everybody=LEFT,
    ),
    Program(name="Mailchimp", marks=frozenset({"email address", "member rating", "leid", "euid"}), columns=_MAILCHIMP),
    Program(
        name="listmonk",
        marks=frozenset({"uuid", "email", "name", "attributes", "status", "updated at"}),
        columns={
            "email": M.ADDRESS, "name": M.NAME, "attributes": M.ATTRIBUTES, "status": M.STANDING, "created at": M.SINCE,
            **_ignored("uuid", "updated at"),
        },
        states={"enabled": READS, "disabled": LEFT, "blocklisted": BLOCKED},
    ),
    Program(
        name="Ghost",
        marks=frozenset({"email", "subscribed to emails", "complimentary plan", "labels"}),
        columns={
            "email": M.ADDRESS, "name": M.NAME, "subscribed to emails": M.TAKES_MAIL, "created at": M.SINCE,
            "deleted at": M.LEFT, "labels": ("labels", Kind.LIST), "tiers": ("tiers", Kind.LIST),
            "products": ("tiers", Kind.LIST), "note": ("note", Kind.TEXT),
            "complimentary plan": ("complimentary_plan", Kind.YES_NO),
            **_ignored("id", "stripe customer id", "gift id"),
        },
    ),
    Program(
        name="Substack",
        marks=frozenset({"email", "expiry", "email disabled"}),
        columns={
            "email": M.ADDRESS, "name": M.NAME, "email disabled": M.LEFT, "created at": M.SINCE,
            "active subscription": ("active_subscription", Kind.YES_NO), "plan": ("plan", Kind.TEXT),
            "type": ("plan", Kind.TEXT), "expiry": ("expiry", Kind.DATE),
            "first payment at": ("first_payment", Kind.DATE),
            **_ignored("stripe connected customer id", "digest enabled", "prefer digests"),
        },
    ),
    Program(
        name="Keila",
        marks=frozenset({"email", "first name", "last name", "data"}),
        columns={
            "email": M.ADDRESS, "first name": M.FIRST_NAME, "last name": M.LAST_NAME, "data": M.ATTRIBUTES,
            "status": M.STANDING, "external id": ("external_id", Kind.TEXT),
        },
        states={"active": READS, "unsubscribed": LEFT, "unreachable": BOUNCED},
    ),
    Program(
        name="Buttondown",
        marks=frozenset({"email", "notes", "metadata", "subscriber type"}),
        columns={
            "email": M.ADDRESS, "metadata": M.ATTRIBUTES, "subscriber type": M.STANDING, "creation date": M.SINCE,
            "tags": ("tags", Kind.LIST), "notes": ("notes", Kind.TEXT), "id": M.IGNORED,
        },
        states={
            **dict.fromkeys(("regular", "premium", "gifted", "trialed", "churned", "churning", "past due"), READS),
            "unactivated": PENDING, "unsubscribed": LEFT, "removed": AWAY, "spammy": BLOCKED, "undeliverable": BOUNCED,
        },
    ),
    Program(
        name="Mailtrain",
        marks=frozenset({"cid", "status", "hash email", "email"}),
        columns={
            "email": M.ADDRESS, "status": M.STANDING, "merge first name": M.FIRST_NAME, "merge last name": M.LAST_NAME,
            "first name": M.FIRST_NAME, "last name": M.LAST_NAME, "created": M.SINCE, **_ignored("cid", "hash email"),
        },
        states={"subscribed": READS, "unsubscribed": LEFT, "bounced": BOUNCED, "complained": COMPLAINED},
    ),
)  # fmt: skip
MERGE = "merge "  # what Mailtrain puts before the headings of a list's own fields


def program_of(titles: Sequence[str]) -> Program | None:
    """Whose export has these headings."""
    found = {plain(title) for title in titles}
    return next((one for one in PROGRAMS if one.marks <= found), None)


def columns_of(program: Program, titles: Sequence[str], sample: Sequence[Sequence[str]]) -> list[Column]:
    """The columns of a program's export; what it lets its users add is kept as attributes."""
    columns: list[Column] = []
    for at, title in enumerate(titles):
        place = program.columns.get(plain(title))
        if place is None:
            columns.append(_own_field(program, at, title, cells_of(sample, at)))
        elif isinstance(place, Meaning):
            columns.append(Column(at=at, title=title, meaning=place, lenient=not program.exact, named=True))
        else:
            name, kind = place
            columns.append(Column(at=at, title=title, meaning=M.ATTRIBUTE, name=name, kind=kind))
    return columns


def _own_field(program: Program, at: int, title: str, cells: Sequence[str]) -> Column:
    column = as_attribute(at, title, cells, exact=program.exact)
    if plain(title).startswith(MERGE):
        return replace(column, name=plain(title).removeprefix(MERGE).replace(" ", "_"))
    return column
