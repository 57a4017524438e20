"""How long a mailbox may keep us: its functions block, and a server that only trickles never ends one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol, TypeVar

from digest.errors import MailboxDown

T = TypeVar("T")


class HangsUp(Protocol):
    """Whatever has a name and a line that can be cut."""

    name: str

    def hang_up(self) -> None:
        """Cut the line, from another thread."""


async def within(seconds: float, box: HangsUp, function: Callable[..., T], *arguments: object) -> T:
    """Call one of a mailbox's functions in a thread, which ends with its line.

    Raises:
        MailboxDown: it gave no full answer in so many ``seconds``; or whatever the function raises.
    """
    asking = asyncio.create_task(asyncio.to_thread(function, *arguments))
    try:
        async with asyncio.timeout(seconds):
            return await asyncio.shield(asking)
    except TimeoutError:
        raise MailboxDown(f"{box.name} gave no full answer within {seconds:.0f} seconds.") from None
    finally:
        if not asking.done():
            box.hang_up()
            await asyncio.wait([asking])
            asking.exception()
