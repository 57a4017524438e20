"""Deliver: hand a letter over, and say what the answer means."""

from digest.deliver import breaker, pace, sign
from digest.deliver.breaker import Breaker
from digest.deliver.domains import Domains
from digest.deliver.gaits import RELAY, Gaits
from digest.deliver.logs import Seen, UnderWay, note, read_log
from digest.deliver.opening import open_relay
from digest.deliver.relay import BeforeData, Lane, Relay, RelaySettings
from digest.deliver.retry import LONGEST_WAIT, next_try
from digest.deliver.routes import Route, choose
from digest.deliver.throttle import asks_for_less, is_about_our_sending
from digest.deliver.tray import Tray
from digest.deliver.verdict import Phase, as_error, from_error, from_reply

__all__ = [
    "LONGEST_WAIT",
    "RELAY",
    "BeforeData",
    "Breaker",
    "Domains",
    "Gaits",
    "Lane",
    "Phase",
    "Relay",
    "RelaySettings",
    "Route",
    "Seen",
    "Tray",
    "UnderWay",
    "as_error",
    "asks_for_less",
    "breaker",
    "choose",
    "from_error",
    "from_reply",
    "is_about_our_sending",
    "next_try",
    "note",
    "open_relay",
    "pace",
    "read_log",
    "sign",
]
