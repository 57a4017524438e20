"""The nouns of Digest: frozen, slotted, without behaviour beyond what their own fields say.

Times are aware ``datetime`` objects in UTC, durations ``timedelta``. Ids are positive
64-bit integers that sort by the time they were made. Text is plain text unless the
field says HTML. Nothing here does I/O or imports anything that does.
"""

from digest.model.articles import (
    Article,
    DatedBy,
    Draft,
    Harvest,
    Picture,
    Source,
    SourceKind,
    SourceState,
)
from digest.model.choices import Choice, LeftOut, Reason, Sentence, Story, Summary
from digest.model.delivery import (
    Balance,
    Canary,
    Delivery,
    DeliveryState,
    Errand,
    ErrandKind,
    ErrandState,
    Lease,
    Verdict,
    VerdictKind,
)
from digest.model.issues import (
    Issue,
    Item,
    Outcome,
    Run,
    Section,
)
from digest.model.letters import Letter, Piece, Sheet
from digest.model.mails import MailKind, SmallMail
from digest.model.newsletters import (
    Cadence,
    CanaryPlan,
    FirstRun,
    HouseStyle,
    InDoubtPolicy,
    Misfire,
    MisfirePolicy,
    Newsletter,
    PublicFace,
    SectionPlan,
    Sender,
    Slot,
    Taste,
)
from digest.model.returns import Copy, Effect, LeaveWish, Rate, Return, ReturnKind, Taken

__all__ = [
    "Article",
    "Balance",
    "Cadence",
    "Canary",
    "CanaryPlan",
    "Choice",
    "Copy",
    "DatedBy",
    "Delivery",
    "DeliveryState",
    "Draft",
    "Effect",
    "Errand",
    "ErrandKind",
    "ErrandState",
    "FirstRun",
    "Harvest",
    "HouseStyle",
    "InDoubtPolicy",
    "Issue",
    "Item",
    "Lease",
    "LeaveWish",
    "LeftOut",
    "Letter",
    "MailKind",
    "Misfire",
    "MisfirePolicy",
    "Newsletter",
    "Outcome",
    "Picture",
    "Piece",
    "PublicFace",
    "Rate",
    "Reason",
    "Return",
    "ReturnKind",
    "Run",
    "Section",
    "SectionPlan",
    "Sender",
    "Sentence",
    "Sheet",
    "Slot",
    "SmallMail",
    "Source",
    "SourceKind",
    "SourceState",
    "Story",
    "Summary",
    "Taken",
    "Taste",
    "Verdict",
    "VerdictKind",
]
