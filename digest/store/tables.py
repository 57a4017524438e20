"""The tables of Digest. Times are microseconds since 1970 (UtcDateTime), ids as in ``subscribers.ids``.

No foreign key leads into the tables of ``subscribers``: a person can be forgotten, and the
accounts still add up.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from digest.store.pool import Id
from digest.store.pool import article_versions as article_versions
from digest.store.pool import articles as articles
from digest.store.pool import hubs as hubs
from digest.store.pool import metadata as metadata
from digest.store.pool import pages as pages
from digest.store.pool import sources as sources
from subscribers import UtcDateTime, set_aside_columns

newsletters = Table(
    "newsletters",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("slug", String(64), nullable=False, unique=True),
    Column("definition", JSON, nullable=False),  # the whole Newsletter, as model nouns
    Column("from_file", Boolean, nullable=False, default=False),
    Column("paused", Boolean, nullable=False, default=False),
    Column("made", UtcDateTime, nullable=False),
    Column("changed", UtcDateTime, nullable=False),
)

runs = Table(
    "runs",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("newsletter_id", BigInteger, nullable=False),
    Column("cadence", String(64), nullable=False),
    Column("key", String(64), nullable=False),  # the slot's local time, or "hand:…"
    Column("due", UtcDateTime, nullable=False),
    Column("opened", UtcDateTime, nullable=False),
    Column("closed", UtcDateTime),
    Column("outcome", String(8), nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Column("issue_id", BigInteger),
    Column("counts", JSON, nullable=False, default=dict),
    Column("lease", BigInteger, nullable=False, default=0),
    # Uniqueness instead of a leader: whoever writes the row first prints the issue.
    UniqueConstraint("newsletter_id", "cadence", "key"),
    Index("runs_by_time", "newsletter_id", "due"),
)

issues = Table(
    "issues",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("newsletter_id", BigInteger, nullable=False),
    Column("number", Integer, nullable=False),
    Column("cadence", String(64), nullable=False, default=""),
    Column("subject", Text, nullable=False),
    Column("made", UtcDateTime, nullable=False),
    Column("content", JSON, nullable=False),  # the whole Issue, as model nouns
    Column("page", Text, nullable=False, default=""),  # the issue online, without anybody's links
    UniqueConstraint("newsletter_id", "number"),
)

# The issue online once more, with our words around it in another language that its readers chose.
issue_pages = Table(
    "issue_pages",
    metadata,
    Column("issue_id", BigInteger, primary_key=True, autoincrement=False),
    Column("language", String(35), primary_key=True),
    Column("page", LargeBinary, nullable=False),  # compressed HTML
)

issue_articles = Table(
    "issue_articles",
    metadata,
    Column("issue_id", BigInteger, primary_key=True, autoincrement=False),
    Column("article_id", BigInteger, primary_key=True, autoincrement=False),
    Column("newsletter_id", BigInteger, nullable=False),
    Column("section", String(64), nullable=False),
    Column("position", Integer, nullable=False),
    Column("echo", Boolean, nullable=False, default=False),  # told by another source's article
    Index("told", "newsletter_id", "article_id"),
)

# What readers get of an issue, by the number in their delivery's row: a few bytes a reader, a few hundred a variant.
variants = Table(
    "variants",
    metadata,
    Column("issue_id", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("content", JSON, nullable=False),
)

errands = Table(
    "errands",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),  # an issue's errand has the issue's id
    Column("kind", String(8), nullable=False),
    Column("newsletter_id", BigInteger, nullable=False),
    Column("state", String(10), nullable=False, index=True),
    Column("reason", Text, nullable=False, default=""),
    Column("in_doubt", String(12), nullable=False),
    Column("made", UtcDateTime, nullable=False),
    Column("frozen_upto", BigInteger, nullable=False, default=0),
    Column("candidates", Integer, nullable=False, default=0),
    Column("empty_handed", Integer, nullable=False, default=0),  # readers for whom nothing was left
    Column("opens", UtcDateTime),
    Column("closes", UtcDateTime),
    Column("window", String(100), nullable=False, default=""),
    Column("segment", Text, nullable=False, default=""),
    Column("canary", String(8), nullable=False, default=""),
    Column("canary_until", UtcDateTime),
    Column("overruled", Boolean, nullable=False, default=False),
    Column("active", UtcDateTime),
    Column("sheet", LargeBinary, nullable=False),
    Column("sheet_hash", LargeBinary(32), nullable=False),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Id, primary_key=True),  # counted by the database
    Column("errand_id", BigInteger, nullable=False),
    Column("recipient_id", BigInteger, nullable=False),
    Column("address_key", LargeBinary(16), nullable=False),
    Column("domain", String(255), nullable=False),
    Column("address", Text, nullable=False, default=""),
    Column("variant", Integer, nullable=False, default=0),
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("crashes", Integer, nullable=False, default=0),
    Column("doubts", Integer, nullable=False, default=0),  # how often nobody knew whether it had been accepted
    Column("not_before", UtcDateTime, nullable=False),
    Column("lease", BigInteger, nullable=False, default=0),
    Column("data_started", UtcDateTime),
    Column("settled", UtcDateTime),
    Column("code", Integer, nullable=False, default=0),
    Column("enhanced", String(12), nullable=False, default=""),
    Column("text", Text, nullable=False, default=""),
    UniqueConstraint("errand_id", "recipient_id"),
    UniqueConstraint("errand_id", "address_key"),
    # Only what is due and what is under way is indexed: a million settled rows cost a claim nothing.
    Index(
        "deliveries_due",
        "errand_id",
        "not_before",
        "id",
        sqlite_where=text("state = 'queued'"),
        postgresql_where=text("state = 'queued'"),
    ),
    Index(
        "deliveries_under_way",
        "lease",
        sqlite_where=text("state = 'sending'"),
        postgresql_where=text("state = 'sending'"),
    ),
)

returns = Table(
    "returns",
    metadata,
    Column("id", Id, primary_key=True),  # counted by the database
    Column("event_key", LargeBinary(32), nullable=False, unique=True),  # the same thing counts once
    Column("kind", String(12), nullable=False),
    Column("source", String(16), nullable=False),
    Column("effect", String(12), nullable=False),
    Column("proven", Boolean, nullable=False),
    Column("errand_id", BigInteger),
    Column("person_id", BigInteger, index=True),
    Column("domain", String(255), nullable=False, default=""),
    Column("address", Text, nullable=False, default=""),
    Column("code", Integer, nullable=False, default=0),
    Column("enhanced", String(12), nullable=False, default=""),
    Column("text", Text, nullable=False, default=""),
    Column("at", UtcDateTime, nullable=False),
    Index("returns_by_errand", "errand_id", "person_id"),
    Index(
        "returns_unproven",
        "id",
        sqlite_where=text("effect = 'unproven'"),
        postgresql_where=text("effect = 'unproven'"),
    ),
)

# What was learnt of a relay and of the domains it writes to: how many lanes it had, why it was left alone.
gaits = Table(
    "gaits",
    metadata,
    Column("relay", String(64), primary_key=True),
    Column("domain", String(255), primary_key=True),  # or the name of a group; "" for the relay itself
    Column("lanes", Integer, nullable=False),
    Column("changed", UtcDateTime, nullable=False),
)

relays = Table(
    "relays",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("failures", Integer, nullable=False, default=0),
    Column("openings", Integer, nullable=False, default=0),
    Column("open_until", UtcDateTime),
    Column("reason", Text, nullable=False, default=""),
    Column("day", String(10), nullable=False, default=""),  # the UTC day that ``sent`` counts
    Column("sent", Integer, nullable=False, default=0),
    Column("changed", UtcDateTime, nullable=False),
)

# Small mails that are still to be written; once one is, it is an errand with this id.
mails = Table(
    "mails",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("kind", String(8), nullable=False),
    Column("newsletters", JSON, nullable=False),
    Column("person_id", BigInteger, nullable=False, index=True),
    Column("subject_id", BigInteger, nullable=False, default=0),
    Column("address", Text, nullable=False, default=""),
    Column("language", String(35), nullable=False, default=""),
    Column("made", UtcDateTime, nullable=False),
    *set_aside_columns(),
)

# How often something was done lately, for the limits of the public forms: by key, until when it counts.
limits = Table(
    "limits",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("hits", Integer, nullable=False),
    Column("until", UtcDateTime, nullable=False, index=True),
)

# Who holds claimed letters and open runs. A holder says now and then that it lives; whoever looks on measures by its
# own clock how long ago that was, so that no clock that is set can make a living process look dead.
leases = Table(
    "leases",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("holder", String(200), nullable=False),
    Column("beat", Integer, nullable=False, default=0),
    Column("taken", UtcDateTime, nullable=False),
)

schema_version = Table(
    "schema_version",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("applied", UtcDateTime, nullable=False),
)
