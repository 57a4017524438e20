"""Moving to another address: asked for on the reader's page, confirmed in the new mailbox."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from subscribers import changes
from subscribers.address import canonical_key, parse_address
from subscribers.bounces import restore_standings
from subscribers.errors import NotPermitted
from subscribers.model import Consent
from subscribers.persons import person_by_id
from subscribers.requests import Asked, RequestState, request_of, set_state
from subscribers.suppression import BY_BOUNCES, suppression_of, unsuppress
from subscribers.tables import bounces, persons
from subscribers.tokens import Keys


async def confirm_move(
    tx: AsyncConnection, request_id: int, person_id: int, *, how: str, keys: Keys, now: datetime
) -> changes.Change | None:
    """The reader has the new address in their hands: it is theirs from now on.

    Returns the change, with the old address; None if there is no such request of theirs, or it was confirmed before.
    What bounced at the old address stands in the way no more.

    Raises:
        NotPermitted: somebody else is here with that address.
    """
    request, person = await request_of(tx, request_id), await person_by_id(tx, person_id)
    fits = request is not None and request.person_id == person_id and request.kind is Asked.MOVE
    if request is None or person is None or not fits or request.state is not RequestState.ASKED:
        return None
    await write_address(tx, person_id, request.address, now=now)
    old = await suppression_of(tx, canonical_key(person.canonical, keys))
    await unsuppress(tx, canonical_key(parse_address(request.address).canonical, keys))
    if old is not None and old.reason in BY_BOUNCES:
        await restore_standings(tx, person_id, Consent(how=how), now)
    await set_state(tx, [request.id], RequestState.DONE, address="")
    number = await changes.record(
        tx, person_id=person_id, what="address", before=person.address, after=request.address, how=how, now=now
    )
    return await changes.change_of(tx, number)


async def write_address(tx: AsyncConnection, person_id: int, address: str, *, now: datetime) -> None:
    """Somebody's address is another one; bounces in a row are counted anew.

    Raises:
        AddressError: ``address`` is none.
        NotPermitted: somebody else is here with it.
    """
    parsed = parse_address(address)
    taken = select(persons.c.id).where(persons.c.canonical == parsed.canonical, persons.c.id != person_id)
    if (await tx.execute(taken)).first() is not None:
        raise NotPermitted("This address has a subscription of its own.", why="taken")
    values = {"address": parsed.address, "canonical": parsed.canonical, "changed": now}
    await tx.execute(update(persons).where(persons.c.id == person_id).values(**values))
    await tx.execute(delete(bounces).where(bounces.c.person_id == person_id))
