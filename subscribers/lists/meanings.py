"""What a column of a list can mean, and the headings by which that is known."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from subscribers.lists.cells import Kind, as_language, as_yes_no, as_zone
from subscribers.lists.standings import folded
from subscribers.lists.times import as_happened, as_moment

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
    COMPLAINED = "complained"  # yes, or when
    ATTRIBUTES = "attributes"  # a JSON object with any number of them
    ATTRIBUTE = "attribute"
    IGNORED = "ignored"


GONE = frozenset({Meaning.LEFT, Meaning.BOUNCED, Meaning.COMPLAINED})  # yes, no, or when

# Those of which there can be but one; a second is an attribute.
SINGLE = frozenset(Meaning) - {
    Meaning.ATTRIBUTE, Meaning.IGNORED,
    # Each of these may say that somebody must not be written to: none is passed over for another.
    Meaning.STANDING, Meaning.TAKES_MAIL, Meaning.LEFT, Meaning.BOUNCED, Meaning.COMPLAINED,
}  # fmt: skip

TITLES: Mapping[Meaning, tuple[str, ...]] = {
    Meaning.ADDRESS: (
        "email", "e-mail", "email address", "e-mail address", "emailaddress", "address", "mail", "subscriber email",
        "user email", "e-mail-adresse", "email-adresse", "mailadresse", "courriel", "adresse e-mail", "adresse email",
        "correo", "correo electrónico", "dirección de correo electrónico", "adresse mail", "adresse courriel",
        "adresse de courriel", "adresse électronique", "mail-adresse", "indirizzo email", "indirizzo e-mail",
        "endereço de email",
        "endereço de e-mail", "e-mailadres", "emailadres", "adres e-mail", "adres email", "adres poczty elektronicznej",
        "e-mail 1 - value", "email 1 - value", "email 1", "primary email", "subscriber",
        "почта", "эл. почта", "электронная почта", "адрес", "адрес электронной почты",
    ),
    Meaning.NAME: (
        "name", "full name", "fullname", "display name", "subscriber name", "nombre", "имя", "фио", "nom complet",
        "nombre completo", "nome completo", "imię i nazwisko", "vollständiger name",
    ),
    Meaning.FIRST_NAME: (
        "first name", "firstname", "given name", "forename", "fname", "vorname", "prénom", "imię", "voornaam",
    ),
    Meaning.LAST_NAME: (
        "last name", "lastname", "surname", "family name", "lname", "nachname", "familienname", "nom", "nom de famille",
        "apellido", "apellidos", "cognome", "sobrenome", "achternaam", "nazwisko",
        "фамилия",
    ),
    Meaning.LANGUAGE: ("language", "lang", "locale", "sprache", "langue", "idioma", "lingua", "taal", "język", "язык"),
    Meaning.ZONE: (
        "zone", "time zone", "timezone", "tz", "zeitzone", "fuseau horaire", "zona horaria", "fuso orario",
        "strefa czasowa", "часовой пояс",
    ),
    Meaning.SINCE: (
        "since", "created at", "subscribed at", "joined at", "joined", "signup date", "sign-up date",
        "subscription date", "date added", "opt-in date", "optin time", "confirmed at",
        "anmeldedatum", "angemeldet am", "eintragungsdatum", "date d'inscription", "inscrit le", "fecha de alta",
        "fecha de suscripción", "data di iscrizione", "data de inscrição", "inschrijfdatum", "data zapisu",
        "дата подписки",
        "consent date", "date of consent",
    ),
    Meaning.LEFT: ("left", "left at"),
    Meaning.CLIENT: ("ip", "ip address", "optin ip", "confirm ip", "signup ip"),
}  # fmt: skip
KNOWN = {folded(title): meaning for meaning, titles in TITLES.items() for title in titles}
# Headings that may as well be about something else: the cells decide.
OTHERWISE_POSTAL = ("address", "mail", "адрес")
FITS: Mapping[Meaning, Callable[[str], object]] = {
    Meaning.LANGUAGE: as_language,
    Meaning.ZONE: as_zone,
    Meaning.SINCE: as_moment,
    Meaning.TAKES_MAIL: lambda cell: as_yes_no(cell) is not None,
    **dict.fromkeys(GONE, lambda cell: as_happened(cell)[0] is not None),
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
    named: bool = False  # somebody said that it is this

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
