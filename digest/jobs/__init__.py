"""Jobs: the only place where two columns meet. ``press`` is the one to read first."""

from digest.jobs import steering
from digest.jobs.define import Change, define
from digest.jobs.dispatch import dispatch
from digest.jobs.due import press_due
from digest.jobs.press import BY_HAND, Order, press, press_once
from digest.jobs.proof import Proof, prove
from digest.jobs.rounds import Look, go_round, look
from digest.jobs.sweep import sweep
from digest.jobs.trial import trial_letter

__all__ = [
    "BY_HAND",
    "Change",
    "Look",
    "Order",
    "Proof",
    "define",
    "dispatch",
    "go_round",
    "look",
    "press",
    "press_due",
    "press_once",
    "prove",
    "steering",
    "sweep",
    "trial_letter",
]
