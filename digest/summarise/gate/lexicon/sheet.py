"""A language's words as they are written down: see ``Lexicon`` for what each line is for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Words with blanks between them; "|" parts forms of one, "_" is a blank within, "*" any ending."""

    numerals: str = ""  # "two=2"
    scales: str = ""  # "hundred|hundreds=100"
    links: str = ""
    joined: str = ""  # what stands between numbers that are written as one word; "" where they are not
    denying: str = ""
    harmless: str = ""
    doubting: str = ""
    leaving_open: str = ""
    opposites: str = ""  # "rise* rose / fall* fell; before / after"
    exact: str = ""
    aged: str = ""
    kin: str = ""
    units: str = ""
    joining: str = ""
    whole: str = ""
    without: str = ""
    sharing: str = ""
    parting: str = ""  # "of of_the", before a number
    nearly: str = ""
    causing: str = ""
    obliging: str = ""
    coming: str = ""
    done: str = ""
    future: str = ""  # endings: "rá rán"
    past: str = ""
    small: str = ""
    usual: str = ""
    about: str = ""
