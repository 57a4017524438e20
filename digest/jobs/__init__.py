"""Jobs: the only place where two columns meet. ``press`` is the one to read first."""

from digest.jobs import confirming, leaving, preferring, steering
from digest.jobs.answering import tidy
from digest.jobs.asking import ask
from digest.jobs.backtest import Tried, try_out
from digest.jobs.callbacks import answer_hub, knows_hub, take_push
from digest.jobs.collect import Haul, boxes, collect, listen
from digest.jobs.define import Change, define, set_paused
from digest.jobs.departing import Departures, departures, hours_of
from digest.jobs.due import press_due
from digest.jobs.hubs import tend_hubs
from digest.jobs.importing import import_file, import_list, suppress_file
from digest.jobs.knowing import everything_known, forget
from digest.jobs.looking import Look
from digest.jobs.narrowing import mark_of, segment_of, tree_of
from digest.jobs.orders import Order
from digest.jobs.posted import take_posted
from digest.jobs.press import press, press_once
from digest.jobs.proof import Proof, prove
from digest.jobs.pushing import push
from digest.jobs.returns import take_back
from digest.jobs.rounds import go_round, look
from digest.jobs.trial import trial_letter
from digest.jobs.trying import Glimpse, try_source
from digest.jobs.visiting import Visit, read_owed, visit_pages
from digest.jobs.writing import correspond
from digest.sending import Attention, dispatch, note_delivered, refused, sweep

__all__ = [
    "Attention",
    "Change",
    "Departures",
    "Glimpse",
    "Haul",
    "Look",
    "Order",
    "Proof",
    "Tried",
    "Visit",
    "answer_hub",
    "ask",
    "boxes",
    "collect",
    "confirming",
    "correspond",
    "define",
    "departures",
    "dispatch",
    "everything_known",
    "forget",
    "go_round",
    "hours_of",
    "import_file",
    "import_list",
    "knows_hub",
    "leaving",
    "listen",
    "look",
    "mark_of",
    "note_delivered",
    "preferring",
    "press",
    "press_due",
    "press_once",
    "prove",
    "push",
    "read_owed",
    "refused",
    "segment_of",
    "set_paused",
    "steering",
    "suppress_file",
    "sweep",
    "take_back",
    "take_posted",
    "take_push",
    "tend_hubs",
    "tidy",
    "tree_of",
    "trial_letter",
    "try_out",
    "try_source",
    "visit_pages",
]
