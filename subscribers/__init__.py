"""Who may be written to, and why. The door: everything others use is here.

``subscribers`` owns people and permission. It knows no newsletter's content, no mail and no HTTP; it decides, and
the newsroom above it does. Every function that touches the database takes the caller's transaction first.
"""

from subscribers import lists
from subscribers.address import Address, address_key, canonical_key, parse_address
from subscribers.audience import count, hours, recipients, still_welcome, why_not
from subscribers.bounces import complaint, delivered, hard_bounce, restore, soft_bounce, with_soft_bounces
from subscribers.consent import history
from subscribers.erase import forget
from subscribers.errors import AddressError, ListRefused, NotPermitted, SegmentError, SubscribersError, TokenError
from subscribers.ids import ids_from, new_id
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
from subscribers.picks import EVERYTHING, Picks, picks_from
from subscribers.profile import leave_all, profile
from subscribers.roll import (
    confirm,
    counts,
    find,
    join,
    leave,
    leave_by_token,
    move,
    person_by_id,
    standing_of,
    subscribers_of,
)
from subscribers.suppression import suppress, suppressed
from subscribers.tables import UtcDateTime, metadata, micros
from subscribers.tokens import Claims, Keys, Purpose, read, sign, signing

__all__ = [
    "EVERYTHING",
    "Address",
    "AddressError",
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
    "Profile",
    "Purpose",
    "Recipient",
    "Refusal",
    "SegmentError",
    "Standing",
    "SubscribersError",
    "Suppression",
    "TokenError",
    "UtcDateTime",
    "address_key",
    "canonical_key",
    "complaint",
    "confirm",
    "count",
    "counts",
    "delivered",
    "find",
    "forget",
    "hard_bounce",
    "history",
    "hours",
    "ids_from",
    "join",
    "leave",
    "leave_all",
    "leave_by_token",
    "lists",
    "metadata",
    "micros",
    "move",
    "new_id",
    "parse_address",
    "person_by_id",
    "picks_from",
    "profile",
    "read",
    "recipients",
    "restore",
    "sign",
    "signing",
    "soft_bounce",
    "standing_of",
    "still_welcome",
    "subscribers_of",
    "suppress",
    "suppressed",
    "why_not",
    "with_soft_bounces",
]
