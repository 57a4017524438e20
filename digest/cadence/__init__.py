"""When an issue is due: rules in words or cron, local wall times, and what clock changes do to them.

Pure: no clock is asked. ``parse(rule, zone)`` gives a Rhythm, ``slots`` its moments.
"""

from digest.cadence.hours import FARTHEST_HOUR, in_their_hour
from digest.cadence.late import Decision, decide_missed
from digest.cadence.rhythm import Occurrence, Rhythm, last_before, occurrences, slots, upcoming
from digest.cadence.window import Window, parse_window
from digest.cadence.words import parse

__all__ = [
    "FARTHEST_HOUR",
    "Decision",
    "Occurrence",
    "Rhythm",
    "Window",
    "decide_missed",
    "in_their_hour",
    "last_before",
    "occurrences",
    "parse",
    "parse_window",
    "slots",
    "upcoming",
]
