"""Deliver: hand a letter over, and say what the answer means."""

from digest.deliver import pace, sign
from digest.deliver.opening import open_relay
from digest.deliver.relay import Relay, RelaySettings
from digest.deliver.retry import next_try
from digest.deliver.verdict import Phase, as_error, from_error, from_reply

__all__ = [
    "Phase",
    "Relay",
    "RelaySettings",
    "as_error",
    "from_error",
    "from_reply",
    "next_try",
    "open_relay",
    "pace",
    "sign",
]
