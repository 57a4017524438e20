"""The store: functions over a transaction; rows become nouns here and nowhere else.

``async with writing(engine) as tx: await outbox.claim(tx, …)``
"""

from digest.store import articles, errands, issues, ledger, newsletters, outbox, returns, runs, sources
from digest.store.engine import Tx, database_url, open_engine, reading, writing
from digest.store.errands import Addressee
from digest.store.migrations import check_schema, migrate, version
from digest.store.outbox import Result

__all__ = [
    "Addressee",
    "Result",
    "Tx",
    "articles",
    "check_schema",
    "database_url",
    "errands",
    "issues",
    "ledger",
    "migrate",
    "newsletters",
    "open_engine",
    "outbox",
    "reading",
    "returns",
    "runs",
    "sources",
    "version",
    "writing",
]
