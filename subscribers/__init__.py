"""Who may be written to, and why. The door: everything others use is here.

``subscribers`` owns people and permission. It knows no newsletter's content, no mail and no HTTP; it decides, and
the newsroom above it does. Every function that touches the database takes the caller's transaction first.
"""

from subscribers import lists, segments
from subscribers.address import Address, address_key, canonical_key, parse_address
from subscribers.answering import Answer, Reply, answer, confirm_request, open_of
from subscribers.aside import SetAside, aside_in, is_due, put_aside, put_off
from subscribers.audience import count, hours, languages, reach, recipients, still_welcome, whoever, why_not
from subscribers.bounces import complaint, delivered, hard_bounce, restore, soft_bounce, with_soft_bounces
from subscribers.changes import UNDOABLE, Change, changes_of, undoable
from subscribers.consent import history
from subscribers.dossier import dossier
from subscribers.erase import forget
from subscribers.errors import (
    AddressError,
    ListRefused,
    NotPermitted,
    PreferenceError,
    SegmentError,
    SubscribersError,
    TokenError,
)
from subscribers.ids import ids_from, new_id
from subscribers.lapsing import lapse
from subscribers.model import (
    Consent,
    Event,
    ImportReport,
    Joined,
    Left,
    Membership,
    Mode,
    Person,
    Profile,
    Recipient,
    Refusal,
    Standing,
    Suppression,
)
from subscribers.moving import confirm_move
from subscribers.persons import find, person_by_id
from subscribers.picks import EVERYTHING, Picks, picks_from
from subscribers.preferences import Choices, Preferences, change, preferences
from subscribers.profile import leave_all, left_since, profile
from subscribers.requests import (
    Asked,
    Request,
    RequestState,
    Wishes,
    ask,
    count_unanswered,
    note_asked,
    remind_no_more,
    request_of,
    requests_aside,
    set_aside,
    unanswered,
    unreminded,
)
from subscribers.roll import confirm, counts, join, leave, move, standing_of, subscribers_of
from subscribers.stepping import leave_by_token, step_in, take_step
from subscribers.suppression import suppress, suppressed
from subscribers.tables import UtcDateTime, metadata, micros, moment_of, set_aside_columns
from subscribers.tokens import Claims, Keys, Purpose, read, sign, signing
from subscribers.undoing import is_taken_back, undo

__all__ = [
    "EVERYTHING",
    "UNDOABLE",
    "Address",
    "AddressError",
    "Answer",
    "Asked",
    "Change",
    "Choices",
    "Claims",
    "Consent",
    "Event",
    "ImportReport",
    "Joined",
    "Keys",
    "Left",
    "ListRefused",
    "Membership",
    "Mode",
    "NotPermitted",
    "Person",
    "Picks",
    "PreferenceError",
    "Preferences",
    "Profile",
    "Purpose",
    "Recipient",
    "Refusal",
    "Reply",
    "Request",
    "RequestState",
    "SegmentError",
    "SetAside",
    "Standing",
    "SubscribersError",
    "Suppression",
    "TokenError",
    "UtcDateTime",
    "Wishes",
    "address_key",
    "answer",
    "aside_in",
    "ask",
    "canonical_key",
    "change",
    "changes_of",
    "complaint",
    "confirm",
    "confirm_move",
    "confirm_request",
    "count",
    "count_unanswered",
    "counts",
    "delivered",
    "dossier",
    "find",
    "forget",
    "hard_bounce",
    "history",
    "hours",
    "ids_from",
    "is_due",
    "is_taken_back",
    "join",
    "languages",
    "lapse",
    "leave",
    "leave_all",
    "leave_by_token",
    "left_since",
    "lists",
    "metadata",
    "micros",
    "moment_of",
    "move",
    "new_id",
    "note_asked",
    "open_of",
    "parse_address",
    "person_by_id",
    "picks_from",
    "preferences",
    "profile",
    "put_aside",
    "put_off",
    "reach",
    "read",
    "recipients",
    "remind_no_more",
    "request_of",
    "requests_aside",
    "restore",
    "segments",
    "set_aside",
    "set_aside_columns",
    "sign",
    "signing",
    "soft_bounce",
    "standing_of",
    "step_in",
    "still_welcome",
    "subscribers_of",
    "suppress",
    "suppressed",
    "take_step",
    "unanswered",
    "undo",
    "undoable",
    "unreminded",
    "whoever",
    "why_not",
    "with_soft_bounces",
]
