"""The store: functions over a transaction; rows become nouns here and nowhere else.

``async with writing(engine) as tx: await outbox.claim(tx, …)``
"""

from digest.store import (
    arriving,
    articles,
    crowds,
    errands,
    freezing,
    health,
    hubs,
    issues,
    known,
    leases,
    ledger,
    limits,
    lost,
    mails,
    newsletters,
    noting,
    outbox,
    pages,
    pins,
    relays,
    returns,
    runs,
    sources,
    steering,
    variants,
)
from digest.store.connections import database_url
from digest.store.engine import Tx, attempt, close_engine, connected, open_engine, reading, scrub, transaction, writing
from digest.store.freezing import Addressee
from digest.store.migrations import check_schema, migrate, version
from digest.store.noting import Result
from digest.store.pen import Pen, open_beside, open_pen
from digest.store.relays import RelayState

__all__ = [
    "Addressee",
    "Pen",
    "RelayState",
    "Result",
    "Tx",
    "arriving",
    "articles",
    "attempt",
    "check_schema",
    "close_engine",
    "connected",
    "crowds",
    "database_url",
    "errands",
    "freezing",
    "health",
    "hubs",
    "issues",
    "known",
    "leases",
    "ledger",
    "limits",
    "lost",
    "mails",
    "migrate",
    "newsletters",
    "noting",
    "open_beside",
    "open_engine",
    "open_pen",
    "outbox",
    "pages",
    "pins",
    "reading",
    "relays",
    "returns",
    "runs",
    "scrub",
    "sources",
    "steering",
    "transaction",
    "variants",
    "version",
    "writing",
]
