"""The letters of which nobody knows whether they arrived."""

from __future__ import annotations

import subscribers
from digest import store
from digest.cli.desk import Desk
from digest.cli.naming import named_issue
from digest.model import DeliveryState, InDoubtPolicy
from digest.newsroom import Newsroom


def show_doubts(desk: Desk, what: str, limit: int) -> None:
    """Those that wait for a decision; where the newsletter's policy decides, those of which it decided."""

    async def work(newsroom: Newsroom) -> list[tuple[str, str, str, str]]:
        _, issue = await named_issue(newsroom, what)
        async with newsroom.reading() as tx:
            decided = (await store.errands.get(tx, issue.id)).in_doubt is not InDoubtPolicy.HOLD
            page = await tx.run_sync(store.outbox.in_doubt, issue.id, ever=decided, limit=limit)
            people = [await _address(tx, one.recipient_id) for one in page]
            sheet = await store.errands.sheet_of(tx, issue.id)
        domain = subscribers.parse_address(sheet.sender.address).domain
        return [
            (who, newsroom.links.message_id(issue.id, one.recipient_id, domain), one.state.value, one.text)
            for who, one in zip(people, page, strict=True)
        ]

    rows = desk.run(work)
    columns = ("reader", "message-id", "state", "what is known")
    value = [dict(zip(("reader", "message_id", "state", "text"), row, strict=True)) for row in rows]
    desk.screen.show(value, title="In doubt", columns=columns, rows=rows, empty="No letter is in doubt.")
    if any(state == DeliveryState.IN_DOUBT.value for _, _, state, _ in rows):
        desk.screen.say(
            f"`digest reconcile {what} LOG` settles them by the relay's log; "
            f"`digest settle {what} --assume-sent` or `--resend` decides."
        )


async def _address(tx: store.Tx, person_id: int) -> str:
    person = await subscribers.person_by_id(tx, person_id)
    return person.address if person else f"(forgotten, {person_id})"
