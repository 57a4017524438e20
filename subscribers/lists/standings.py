"""What other programs call somebody's standing, in our words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from subscribers.model import Standing
from subscribers.suppression import BOUNCE


@dataclass(frozen=True, slots=True)
class Claim:
    """What a file says of somebody's standing; ``reason`` of a suppression."""

    standing: Standing
    reason: str = ""


READS = Claim(Standing.ACTIVE)
LEFT = Claim(Standing.LEFT)
BOUNCED = Claim(Standing.SUPPRESSED, BOUNCE)
COMPLAINED = Claim(Standing.SUPPRESSED, "complaint")
BLOCKED = Claim(Standing.SUPPRESSED, "administrator")

CLAIMS: Mapping[str, Claim] = {
    **dict.fromkeys(("active", "subscribed", "confirmed", "enabled", "opted in", "opted-in", "subscriber"), READS),
    **dict.fromkeys(("pending", "unconfirmed", "not confirmed", "opt-in pending"), Claim(Standing.PENDING)),
    **dict.fromkeys(("paused", "snoozed"), Claim(Standing.PAUSED)),
    **dict.fromkeys(
        ("left", "unsubscribed", "unsub", "opted out", "opted-out", "disabled", "cancelled", "canceled", "inactive"),
        LEFT,
    ),
    "removed": Claim(Standing.REMOVED),
    **dict.fromkeys(("bounced", "cleaned", "unreachable", "hard bounced", "hard bounce", "undeliverable"), BOUNCED),
    **dict.fromkeys(("complained", "complaint", "spam", "marked as spam", "abuse"), COMPLAINED),
    **dict.fromkeys(
        ("suppressed", "blocklisted", "blacklisted", "blocked", "banned", "unsubscribed from all", "do not mail"),
        BLOCKED,
    ),
}


def claim_of(word: str, own: Mapping[str, Claim]) -> Claim | None:
    """What a word says of somebody's standing, in the language of the file's program first."""
    word = word.strip().lower().replace("_", " ")
    return own.get(word) or CLAIMS.get(word)


def knows_standings(cells: Sequence[str]) -> bool:
    """Whether these cells are standings, and not states of something else."""
    return bool(cells) and all(claim_of(cell, {}) for cell in cells)
