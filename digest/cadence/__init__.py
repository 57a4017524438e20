"""When an issue is due: rules in words or cron, local wall times, and what clock changes do to them.

Pure: no clock is asked. ``parse(rule, zone)`` gives a Rhythm, ``slots`` its moments.
"""

from digest.cadence.late import Decision, decide_missed
from digest.cadence.rhythm import Occurrence, Rhythm, last_before, occurrences, slots, upcoming
from digest.cadence.window import Window, parse_window
from digest.cadence.words import parse

__all__ = [
    "Decision",
    "Occurrence",
    "Rhythm",
    "Window",
    "decide_missed",
    "last_before",
    "occurrences",
    "parse",
    "parse_window",
    "slots",
    "upcoming",
]
