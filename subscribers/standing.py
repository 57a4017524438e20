"""Where a person stands with a newsletter, and what may happen next: the whole table.

::

    (nothing) ──join──▶ PENDING ──confirm──▶ ACTIVE ⇄ PAUSED      (pause, resume)
                           │                   │        │
                           └──────leave────────┴────────┴──▶ LEFT ──join──▶ PENDING
    PENDING, ACTIVE, PAUSED ──remove──▶ REMOVED ──join──▶ PENDING (by a list's owner; leave ──▶ LEFT)
    any ──suppress──▶ SUPPRESSED ──confirm──▶ ACTIVE              (the reader's own fresh confirmation)
                           └───────restore──▶ what it was before  (by a person, and after bounces only)

LEFT is the reader's own word, and no list undoes it. REMOVED is the word of whoever owns the list ("not in the file any
more"): their next list may bring somebody back, unless the reader left meanwhile.

An event that changes nothing is no fault: everything here may be repeated. A join of somebody
suppressed does not move them; it only makes a new confirmation possible. What a suppression may be
restored from stands in ``suppression.py``: a complaint never is.
"""

from __future__ import annotations

from subscribers.errors import NotPermitted
from subscribers.model import Event, Standing

_P, _A, _Z, _L, _S = Standing.PENDING, Standing.ACTIVE, Standing.PAUSED, Standing.LEFT, Standing.SUPPRESSED
_R = Standing.REMOVED

AWAY = frozenset({_L, _R})  # off the roll; their own hand brings them back, by a link that only their mail held

TABLE: dict[tuple[Standing | None, Event], Standing] = {
    (None, Event.JOIN): _P,
    (_P, Event.JOIN): _P,
    (_A, Event.JOIN): _A,
    (_Z, Event.JOIN): _Z,
    (_L, Event.JOIN): _P,
    (_R, Event.JOIN): _P,
    (_S, Event.JOIN): _S,
    (_P, Event.CONFIRM): _A,
    (_A, Event.CONFIRM): _A,
    (_Z, Event.CONFIRM): _Z,
    (_S, Event.CONFIRM): _A,
    (_A, Event.PAUSE): _Z,
    (_Z, Event.PAUSE): _Z,
    (_A, Event.RESUME): _A,
    (_Z, Event.RESUME): _A,
    (_P, Event.LEAVE): _L,
    (_A, Event.LEAVE): _L,
    (_Z, Event.LEAVE): _L,
    (_L, Event.LEAVE): _L,
    (_R, Event.LEAVE): _L,
    (_S, Event.LEAVE): _S,
    (_P, Event.REMOVE): _R,
    (_A, Event.REMOVE): _R,
    (_Z, Event.REMOVE): _R,
    (_R, Event.REMOVE): _R,
    (_L, Event.REMOVE): _L,
    (_S, Event.REMOVE): _S,
    (None, Event.SUPPRESS): _S,
    (_P, Event.SUPPRESS): _S,
    (_A, Event.SUPPRESS): _S,
    (_Z, Event.SUPPRESS): _S,
    (_L, Event.SUPPRESS): _S,
    (_R, Event.SUPPRESS): _S,
    (_S, Event.SUPPRESS): _S,
    (_P, Event.RESTORE): _P,
    (_A, Event.RESTORE): _A,
    (_Z, Event.RESTORE): _Z,
    (_L, Event.RESTORE): _L,
    (_R, Event.RESTORE): _R,
    (_S, Event.RESTORE): _P,  # where nobody knows what it was before
}


def step(standing: Standing | None, event: Event, *, before: Standing | None = None) -> Standing:
    """The standing after ``event``. ``before``: what a suppression hides, for RESTORE.

    Raises:
        NotPermitted: the table has no such step (for example a confirmation by somebody who left).
    """
    if before is not None and (standing, event) == (_S, Event.RESTORE):
        return before
    try:
        return TABLE[standing, event]
    except KeyError:
        now = standing.value if standing else "not a subscriber"
        raise NotPermitted(f"Somebody who is {now} cannot {event.value}.", why=now) from None
