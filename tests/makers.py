"""Nouns with sensible defaults, for tests that care about one field of them.

Every maker takes any field of its noun by name: ``an_article(title="Storm")``. Ids are 1 unless
given, so a test that needs two of a kind says so.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from digest.model import (
    Article,
    Cadence,
    Choice,
    Draft,
    Errand,
    ErrandKind,
    ErrandState,
    Issue,
    Item,
    Newsletter,
    Picture,
    Section,
    SectionPlan,
    Sender,
    Sentence,
    Slot,
    Source,
    Story,
    Summary,
)
from subscribers import Consent, Keys, Person, Recipient

NOW = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)

LEAD = "The quay gates close at nine tonight."
TEXT = (
    "The quay gates close at nine tonight. A storm front is due from the south-west before midnight.\n\n"
    "Ferries to the islands run until six. Cars must leave the lower quay by then, the harbour master says."
)
BODY = (
    "<p>The quay gates close at nine tonight. A storm front is due from the south-west before midnight.</p>"
    "<p>Ferries to the islands run until six. Cars must leave the lower quay by then, the harbour master says.</p>"
)


def keys() -> Keys:
    """Signing keys that are the same in every test."""
    return Keys(1, {1: b"a secret of thirty-two bytes. ok"})


def a_source(**fields: Any) -> Source:
    return Source(
        **{
            "id": 1,
            "slug": "city",
            "url": "https://harbourpost.example/city.rss",
            "title": "The Harbour Post: City",
            **fields,
        }
    )


def a_picture(**fields: Any) -> Picture:
    return Picture(
        **{
            "url": "https://harbourpost.example/pictures/storm.png",
            "alt": "Waves over the mole",
            "width": 1200,
            "height": 630,
            **fields,
        }
    )


def _draft_fields(fields: dict[str, Any]) -> dict[str, Any]:
    guid = fields.get("guid", "hp-1")
    return {
        "guid": guid,
        "url": f"https://harbourpost.example/city/{guid}",
        "title": "Storm front due tonight",
        "authors": ("Mara Lindqvist",),
        "published": NOW - timedelta(hours=2),
        "lead": LEAD,
        "body": BODY,
        "text": TEXT,
        "language": "en",
        "topics": ("weather",),
        "hash": f"hash of {guid}",
        **fields,
    }


def a_draft(**fields: Any) -> Draft:
    """An article as its source tells it."""
    return Draft(**_draft_fields(fields))


def an_article(**fields: Any) -> Article:
    """An article in the pool; guid and address follow the id unless given."""
    own = {"id": 1, "source_id": 1, "seen": NOW - timedelta(hours=1), **fields}
    own.setdefault("guid", f"hp-{own['id']}")
    if own["id"] != 1 and "lead" not in fields:  # each tells something else, as articles do
        own.setdefault("text", re.sub(r"(\w+)", rf"\g<1>{own['id']}", TEXT))
    return Article(**_draft_fields(own))


def a_sender(**fields: Any) -> Sender:
    return Sender(
        **{
            "name": "The Harbour Post",
            "address": "morning@harbourpost.example",
            "postal_address": "The Harbour Post, 3 Old Quay, Larkhaven",
            **fields,
        }
    )


def a_newsletter(**fields: Any) -> Newsletter:
    return Newsletter(
        **{
            "id": 1,
            "slug": "morning",
            "title": "The Morning Tide",
            "sender": a_sender(),
            "zone": "Europe/Lisbon",
            "cadences": (a_cadence(),),
            "sections": (a_section_plan(),),
            "made": NOW - timedelta(days=30),
            **fields,
        }
    )


def a_cadence(**fields: Any) -> Cadence:
    return Cadence(**{"key": "daily", "rule": "weekdays 07:30", "zone": "Europe/Lisbon", **fields})


def a_section_plan(**fields: Any) -> SectionPlan:
    return SectionPlan(**{"key": "city", "title": "City", **fields})


def a_slot(**fields: Any) -> Slot:
    return Slot(**{"newsletter_id": 1, "cadence": "daily", "key": "2026-11-24T07:30", "at": NOW, **fields})


def a_story(**fields: Any) -> Story:
    """A story; a field that belongs to an article makes the article: ``a_story(title="Storm")``."""
    own = {name: fields.pop(name) for name in list(fields) if name in ("echoes", "section", "score", "reasons")}
    article = fields.pop("article", None) or an_article(**fields)
    return Story(**{"article": article, "section": "city", "score": 1.0, **own})


def a_choice(*stories: Story, **fields: Any) -> Choice:
    return Choice(**{"sections": ((a_section_plan(), stories or (a_story(),)),), **fields})


def a_summary(story: Story | None = None, **fields: Any) -> Summary:
    """A summary that is the first sentence of the story's lead."""
    article = (story or a_story()).article
    end = article.lead.find(".") + 1 or len(article.lead)
    sentence = Sentence(text=article.lead[:end], article_id=article.id, part="lead", start=0, end=end)
    return Summary(**{"sentences": (sentence,), "by": "lead", "checked": True, **fields})


def an_item(story: Story | None = None, **fields: Any) -> Item:
    story = story or a_story()
    return Item(**{"story": story, "summary": a_summary(story), "source": "The Harbour Post", **fields})


def a_section(*items: Item, **fields: Any) -> Section:
    return Section(**{"key": "city", "title": "City", "items": items or (an_item(),), **fields})


def an_issue(*sections: Section, **fields: Any) -> Issue:
    return Issue(
        **{
            "id": 1,
            "newsletter_id": 1,
            "number": 7,
            "subject": "Storm front due tonight",
            "preheader": "The quay gates close at nine.",
            "language": "en",
            "sections": sections or (a_section(),),
            "made": NOW,
            "cadence": "daily",
            "slot": a_slot(),
            **fields,
        }
    )


def an_errand(**fields: Any) -> Errand:
    return Errand(
        **{"id": 1, "kind": ErrandKind.ISSUE, "newsletter_id": 1, "state": ErrandState.OPEN, "made": NOW, **fields}
    )


def a_recipient(**fields: Any) -> Recipient:
    return Recipient(**{"id": 1, "address": "alice@example.org", "name": "Alice", "language": "en", **fields})


def a_person(**fields: Any) -> Person:
    address = fields.get("address", "alice@example.org")
    return Person(**{"id": 1, "address": address, "canonical": address.lower(), "name": "Alice", **fields})


def a_consent(**fields: Any) -> Consent:
    return Consent(**{"how": "form", "wording": "Yes, send me the Morning Tide.", "client": "192.0.2.0/24", **fields})
