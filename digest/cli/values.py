"""Nouns as ``--json`` prints them."""

from __future__ import annotations

from typing import Any

from digest import jobs
from digest.cadence import Occurrence
from digest.cli.why import of_sentences
from digest.model import Balance, Cadence, Errand, Issue, Item, Newsletter, Run

ACCOUNTS = ("candidates", "sent", "failed", "suppressed", "excluded", "pending", "deferred", "in_doubt")


def accounts(balance: Balance) -> dict[str, int]:
    """The accounts of an errand by name."""
    return {name: getattr(balance, name) for name in ACCOUNTS}


def of_issue(issue: Issue, newsletter: str, errand: Errand, balance: Balance) -> dict[str, Any]:
    """An issue in a list."""
    return {
        "newsletter": newsletter,
        "number": issue.number,
        "id": issue.id,
        "made": issue.made,
        "subject": issue.subject,
        "preheader": issue.preheader,
        "stories": len(issue.items),
        "state": errand.state.value,
        "reason": errand.reason,
        "balance": accounts(balance),
    }


def of_item(item: Item) -> dict[str, Any]:
    """A story as printed, with why it was chosen and who summarised it."""
    return {
        "title": item.story.article.title,
        "url": item.story.article.url,
        "source": item.source,
        "also": item.also,
        "score": round(item.story.counted, 4),
        "reasons": [{"words": reason.words, "share": reason.share} for reason in item.story.shares],
        "summary": item.summary.text,
        "summary_by": item.summary.by,
        "summary_refused": item.summary.refused,
        "sentences": of_sentences(item),
    }


def of_run(run: Run, newsletter: str) -> dict[str, Any]:
    """A run with its outcome."""
    return {
        "newsletter": newsletter,
        "cadence": run.cadence,
        "key": run.key,
        "due": run.due,
        "opened": run.opened,
        "outcome": run.outcome.value,
        "reason": run.reason,
        "counts": run.counts,
        "issue": run.issue_id,
    }


def of_errand(errand: Errand, balance: Balance, waits: str) -> dict[str, Any]:
    """Something that is being sent; ``waits``: what its letters wait for, "" for nothing."""
    state = {"issue": errand.id, "state": errand.state.value, "reason": errand.reason, "waits": waits}
    return state | {"balance": accounts(balance)}


def of_moment(newsletter: Newsletter, rhythm: Cadence, moment: Occurrence, leaving: jobs.Departures) -> dict[str, Any]:
    """A moment of the schedule, and how many letters leave when."""
    return {
        "newsletter": newsletter.slug,
        "cadence": rhythm.key,
        "rule": rhythm.rule,
        "local": moment.local,
        "utc": moment.at,
        "key": moment.key,
        "note": moment.note,
        "leaving": of_departures(leaving),
    }


def of_departures(leaving: jobs.Departures) -> list[dict[str, Any]]:
    """How many letters leave when."""
    return [{"at": moment, "letters": number} for moment, number in leaving]


def of_proof(proof: jobs.Proof, leaving: jobs.Departures = ()) -> dict[str, Any]:
    """What would go out now, and how many letters of it when."""
    return {
        "newsletter": proof.newsletter.slug,
        "held": proof.choice.held,
        "subject": proof.issue.subject if proof.issue else "",
        "preheader": proof.issue.preheader if proof.issue else "",
        "stories": of_plan(proof),
        "left_out": [{"title": one.article.title, "why": one.why} for one in proof.choice.left_out],
        "warnings": proof.sheet.warnings if proof.sheet else (),
        "leaving": of_departures(leaving),
    }


def of_plan(proof: jobs.Proof) -> list[dict[str, Any]]:
    """The chosen stories in their order, with the reasons and with what is said of them."""
    summaries = {item.story.article.id: item.summary.text for item in (proof.issue.items if proof.issue else ())}
    return [
        {
            "section": plan.title,
            "title": story.article.title,
            "url": story.article.url,
            "summary": summaries.get(story.article.id, ""),
            "source": proof.sources[story.article.source_id].slug if story.article.source_id in proof.sources else "",
            "score": round(story.counted, 4),
            "why": [reason.words for reason in story.shares],
            "also": len(story.echoes),
        }
        for plan, stories in proof.choice.sections
        for story in stories
    ]
