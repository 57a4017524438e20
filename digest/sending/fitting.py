"""Whether our key file is the one that an issue was made with: with another, each link in its letters would be dead.

That happens where a second machine got a key file of its own instead of a copy of the first one's. Nobody could leave
by the links that such a process writes, and no suppression could be found. It shows in the keyed hashes of the
addresses that were written down with the audience.
"""

from __future__ import annotations

import subscribers
from digest import store
from digest.mailroom import Mailroom
from digest.model import Errand, ErrandKind

SAMPLE, ENOUGH = 20, 3  # readers; of fewer, all may have moved to other addresses since


async def wrong_key(mailroom: Mailroom, errand: Errand) -> str:
    """What is wrong with our key file, "" if nothing is, or nobody knows."""
    if errand.kind is not ErrandKind.ISSUE:
        return ""
    async with mailroom.reading() as tx:
        written = await store.ledger.first_keys(tx, errand.id, limit=SAMPLE)
        known = await subscribers.whoever(tx, list(written))
    ours = {person: subscribers.canonical_key(one.address.lower(), mailroom.keys) for person, one in known.items()}
    if len(ours) < ENOUGH or any(written[person] == key for person, key in ours.items()):
        return ""
    return (
        f"{mailroom.settings.secret.file} is not the key that the issue was made with, so every link in its letters "
        "would be dead; copy digest.key from where `digest serve` runs (`digest cancel` the issue if that key is lost)"
    )
