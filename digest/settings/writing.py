"""Definitions back to TOML, so that what was made by command can move into a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import tomlkit

from digest.model import (
    FirstRun,
    Misfire,
    MisfirePolicy,
    Newsletter,
    PublicFace,
    SectionPlan,
    Sender,
    Source,
    SourceKind,
    Taste,
)
from digest.settings.gathering import SourceShape
from digest.settings.newsletters import NewsletterShape
from digest.settings.spans import say_span

AS_THEY_ARE = (
    *("slug", "title", "language", "zone", "look", "subject", "preheader", "segment", "window", "finish_by"),
    *("catch_up", "once_in_newsroom"),
)


def dump(newsletters: Iterable[Newsletter], sources: Iterable[Source]) -> str:
    """TOML that ``load`` reads into the same newsletters and sources; defaults are left out."""
    document = tomlkit.document()
    for name, tables in (
        ("sources", [_source(source) for source in sources if source.kind is not SourceKind.PUSHED]),
        ("newsletters", [_newsletter(newsletter) for newsletter in newsletters]),
    ):
        array = tomlkit.aot()
        for table in tables:
            array.append(tomlkit.item(table))
        if tables:
            document.append(name, array)
    return tomlkit.dumps(document)


def _source(source: Source) -> dict[str, Any]:
    place = "folder" if source.kind in (SourceKind.FOLDER, SourceKind.INBOX) else "url"
    usual = source.kind in (SourceKind.FOLDER, SourceKind.FEED)
    shape = SourceShape.model_validate(
        {
            place: source.url,
            "slug": source.slug,
            "title": source.title,
            "section": source.section,
            "topics": source.topics,
            "weight": source.weight,
            "kind": "" if usual else source.kind.value,
            "links": source.links,
        }
    )
    return shape.model_dump(mode="json", exclude_defaults=True)


def _newsletter(newsletter: Newsletter) -> dict[str, Any]:
    shape = NewsletterShape.model_validate(
        {name: getattr(newsletter, name) for name in AS_THEY_ARE}
        | _sender(newsletter.sender)
        | {
            "cadences": {cadence.key: cadence.rule for cadence in newsletter.cadences},
            "sections": [_section(plan) for plan in newsletter.sections],
            "choose": _choose(newsletter.taste),
            "style": asdict(newsletter.style),
            "misfire": _late(newsletter.misfire),
            "in_doubt": newsletter.in_doubt.value,
            "canary": asdict(newsletter.canary),
            "public": _face(newsletter.public),
        }
    )
    return shape.model_dump(mode="json", exclude_defaults=True)


def _sender(sender: Sender) -> dict[str, Any]:
    others = {"reply_to": sender.reply_to, "postal_address": sender.postal_address, "return_path": sender.return_path}
    return {"from_name": sender.name, "from_address": sender.address} | others


def _late(misfire: Misfire) -> str:
    if misfire.policy is MisfirePolicy.SEND_UNTIL:
        return f"send_until {say_span(misfire.until)}"
    return misfire.policy.value


def _choose(taste: Taste) -> dict[str, Any]:
    first = f"{taste.first_run_count} newest" if taste.first_run is FirstRun.NEWEST else taste.first_run.value
    return {
        "min": taste.minimum,
        "max": taste.maximum,
        "per_source": taste.per_source,
        "max_age": taste.max_age,
        "first_run": first,
        "sentences": taste.sentences,
        "words": taste.words,
        "keep": asdict(taste.keep),
        "block": asdict(taste.block),
    }


def _face(face: PublicFace) -> dict[str, Any]:
    return {
        "description": face.description,
        "join": "open" if face.joinable else "closed",
        "archive": "public" if face.archived else "off",
        "opt_in": "double" if face.double_opt_in else "single",
        "welcome": face.welcome,
        "goodbye": face.goodbye,
    }


def _section(plan: SectionPlan) -> dict[str, Any]:
    facts = {"sources": plan.sources, "topics": plan.topics, "min": plan.minimum, "max": plan.maximum}
    rules = {"keep": asdict(plan.keep), "block": asdict(plan.block)}
    return {"key": plan.key, "title": plan.title} | facts | rules
