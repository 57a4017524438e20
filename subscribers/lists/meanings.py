"""What a column of a list can mean, and the headings by which that is known."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from subscribers.lists.cells import Kind, as_language, as_moment, as_yes_no, as_zone

LONGEST_TITLE = 100  # characters
KEPT = "attribute."


class Meaning(StrEnum):
    """What a column can be to us."""

    ADDRESS = "address"
    NAME = "name"
    FIRST_NAME = "first name"
    LAST_NAME = "last name"
    LANGUAGE = "language"
    ZONE = "zone"
    STANDING = "standing"
    BEFORE = "before"  # the standing that a suppression hides
    REASON = "reason"  # of the suppression
    NOTE = "note"  # beside that reason
    SINCE = "since"
    CADENCE = "cadence"
    HOUR = "hour"
    SNOOZED = "snoozed"
    PICKS = "picks"
    CONSENT = "consent"
    CLIENT = "client"  # the network address that somebody agreed from
    TAKES_MAIL = "takes mail"  # yes or no
    LEFT = "left"  # yes, or when
    BOUNCED = "bounced"
    ATTRIBUTES = "attributes"  # a JSON object with any number of them
    ATTRIBUTE = "attribute"
    IGNORED = "ignored"


# Those of which there can be but one; a second is an attribute.
SINGLE = frozenset(Meaning) - {Meaning.ATTRIBUTE, Meaning.IGNORED}

TITLES: Mapping[Meaning, tuple[str, ...]] = {
    Meaning.ADDRESS: (
        "email", "e-mail", "email address", "e-mail address", "emailaddress", "address", "mail", "subscriber email",
        "user email", "e-mail-adresse", "email-adresse", "mailadresse", "courriel", "adresse e-mail", "adresse email",
        "correo", "correo electrónico", "почта", "эл. почта", "электронная почта", "адрес", "адрес электронной почты",
    ),
    Meaning.NAME: (
        "name", "full name", "fullname", "display name", "subscriber name", "nombre", "имя", "фио", "nom complet",
    ),
    Meaning.FIRST_NAME: ("first name", "firstname", "given name", "forename", "fname", "vorname", "prénom"),
    Meaning.LAST_NAME: (
        "last name", "lastname", "surname", "family name", "lname", "nachname", "nom", "apellido", "apellidos",
        "фамилия",
    ),
    Meaning.LANGUAGE: ("language", "lang", "locale", "sprache", "langue", "idioma", "язык"),
    Meaning.ZONE: ("zone", "time zone", "timezone", "tz", "zeitzone", "fuseau horaire", "часовой пояс"),
    Meaning.SINCE: (
        "since", "created at", "subscribed at", "joined at", "joined", "signup date", "sign-up date",
        "subscription date", "date added", "opt-in date", "optin time", "confirmed at",
    ),
    Meaning.TAKES_MAIL: ("subscribed to emails", "subscribed", "opted in", "opt-in", "optin"),
    Meaning.LEFT: (
        "unsubscribed", "opted out", "opt-out", "optout", "email disabled", "unsubscribed at", "unsubscribe date",
        "left", "left at", "unsub time", "opted out at",
    ),
    Meaning.BOUNCED: ("bounced", "bounced at", "hard bounced", "clean time"),
    Meaning.CLIENT: ("ip", "ip address", "optin ip", "confirm ip", "signup ip"),
}  # fmt: skip
KNOWN = {title: meaning for meaning, titles in TITLES.items() for title in titles}
# Headings that may as well be about something else: the cells decide.
STANDING_TITLES = ("standing", "status", "state", "subscription status", "email status", "статус")
OTHERWISE_POSTAL = ("address", "mail", "адрес")
FITS: Mapping[Meaning, Callable[[str], object]] = {
    Meaning.LANGUAGE: as_language,
    Meaning.ZONE: as_zone,
    Meaning.SINCE: as_moment,
    Meaning.TAKES_MAIL: lambda cell: as_yes_no(cell) is not None,
    Meaning.LEFT: lambda cell: as_yes_no(cell) is not None or as_moment(cell),
    Meaning.BOUNCED: lambda cell: as_yes_no(cell) is not None or as_moment(cell),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: where it stands (from 0), its heading, and what it is taken for.

    ``name`` is what an attribute is kept as. Of a ``lenient`` column, cells that make no sense are passed over; those
    of others refuse their row.
    """

    at: int
    title: str
    meaning: Meaning
    name: str = ""
    kind: Kind = Kind.TEXT
    guessed: bool = True  # the kind: a cell that is none of it is kept as text
    lenient: bool = False

    @property
    def words(self) -> str:
        """For people: "attribute.plan (text)", "address", "ignored"."""
        return f"{KEPT}{self.name} ({self.kind})" if self.meaning is Meaning.ATTRIBUTE else self.meaning.value


def plain(title: str) -> str:
    """A heading as it is compared: "First_Name " and "first name" are one."""
    return " ".join(re.sub(r"[_\s]+", " ", title.strip().lower()).split())


def split_kind(words: str) -> tuple[str, Kind | None]:
    """An attribute's name and its kind, from "age:number"."""
    name, colon, kind = words.rpartition(":")
    return (name, Kind(kind)) if colon and kind in set(Kind) else (words, None)
