"""The tables of what is gathered: sources, articles, and what articles were before they changed.

``tables.py`` has all the others, and names these too: look there.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from subscribers import UtcDateTime

metadata = MetaData()

Id = BigInteger().with_variant(Integer(), "sqlite")

sources = Table(
    "sources",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("slug", String(64), nullable=False, unique=True),
    Column("url", Text, nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    Column("title", Text, nullable=False, default=""),
    Column("section", String(64), nullable=False, default=""),
    Column("topics", JSON, nullable=False, default=list),
    Column("weight", Float, nullable=False, default=1.0),
    Column("links", Text, nullable=False, default=""),
    Column("state", String(8), nullable=False, default="active"),
    Column("from_file", Boolean, nullable=False, default=False),
    Column("moved_to", Text, nullable=False, default=""),
    Column("etag", Text, nullable=False, default=""),
    Column("last_modified", Text, nullable=False, default=""),
    Column("body_hash", String(64), nullable=False, default=""),
    Column("last_look", UtcDateTime),
    Column("next_look", UtcDateTime, index=True),
    Column("pause", Integer, nullable=False, default=0),
    Column("certificate", UtcDateTime),
    Column("failures", Integer, nullable=False, default=0),
    Column("failure", Text, nullable=False, default=""),
    Column("pushed", UtcDateTime),
    Column("made", UtcDateTime, nullable=False),
)

# Hubs that tell of a source's news at once; a row may outlive its source until the hub knows.
hubs = Table(
    "hubs",
    metadata,
    Column("source_id", BigInteger, primary_key=True, autoincrement=False),
    Column("url", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("state", String(8), nullable=False),
    Column("until", UtcDateTime),
    Column("next_step", UtcDateTime, index=True),
    Column("failures", Integer, nullable=False, default=0),
    Column("reason", Text, nullable=False, default=""),
)

articles = Table(
    "articles",
    metadata,
    Column("id", Id, primary_key=True),  # counted by the database
    Column("source_id", BigInteger, nullable=False),
    Column("guid", Text, nullable=False),
    Column("url", Text, nullable=False, default="", index=True),
    Column("title", Text, nullable=False),
    Column("authors", JSON, nullable=False, default=list),
    Column("published", UtcDateTime),
    Column("dated_by", String(12), nullable=False),
    Column("lead", Text, nullable=False, default=""),
    Column("body", Text, nullable=False, default=""),
    Column("text", Text, nullable=False, default=""),
    Column("language", String(35), nullable=False, default=""),
    Column("image", JSON(none_as_null=True)),
    Column("topics", JSON, nullable=False, default=list),
    Column("notes", JSON, nullable=False, default=list),
    Column("hash", String(64), nullable=False),
    Column("seen", UtcDateTime, nullable=False, index=True),
    Column("changed", UtcDateTime),
    Column("paywalled", Boolean, nullable=False, default=False),
    Column("removed", Text, nullable=False, default=""),
    Column("held", Boolean, nullable=False, default=False),  # came in a suspicious flood; a person decides
    Column("page_look", UtcDateTime, index=True),  # when its page shall be read (again); null: not any more
    Column("page_tries", Integer, nullable=False, default=0),
    Column(
        "page_hash", String(64), nullable=False, default=""
    ),  # of what was read there; ``hash`` is of what the feed says
    UniqueConstraint("source_id", "guid"),
    Index("articles_by_hash", "source_id", "hash"),  # a feed that changed all its guids is known by them
)

# What an article was before its source or its page changed it.
article_versions = Table(
    "article_versions",
    metadata,
    Column("article_id", BigInteger, primary_key=True, autoincrement=False),
    Column("until", UtcDateTime, primary_key=True),
    Column("content", JSON, nullable=False),  # the Article, as a model noun
)

# What was read on a page, for whoever gets the same bytes again.
pages = Table(
    "pages",
    metadata,
    Column("key", LargeBinary(32), primary_key=True),  # of the bytes and of all else that reading depends on
    Column("content", LargeBinary, nullable=False),
    Column("read", UtcDateTime, nullable=False, index=True),
)
