"""The first schema: everything that ``tables.py`` and ``subscribers`` declare.

Until the first release this step follows the declarations; after it, it is frozen as statements.
"""

from __future__ import annotations

from sqlalchemy import Connection

import subscribers
from digest.store.tables import metadata


def apply(connection: Connection) -> None:
    """Create all tables."""
    subscribers.metadata.create_all(connection)
    metadata.create_all(connection)
