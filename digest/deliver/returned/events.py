"""Events as providers write them in JSON: how to look into what may be anything, and a Return in the end. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from digest.deliver.returned import blame
from digest.deliver.verdict import printable
from digest.model import Return, ReturnKind


def moment_of(value: object) -> datetime | None:
    """A time in UTC as providers write it: seconds or milliseconds since 1970, or ISO 8601; None for anything else."""
    text = str(value).strip()
    try:
        number = float(text)
        return datetime.fromtimestamp(number / 1000 if number > 1e11 else number, UTC)
    except (ValueError, OverflowError, OSError):
        pass
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):  # the first of January of the year 1, east of Greenwich
        return None


def events(data: object) -> Iterator[Mapping[str, Any]]:
    """The events of a post that holds one or many: all of them, for a post has a limit and what is answered is kept."""
    for one in data if isinstance(data, list) else [data]:
        if isinstance(one, dict):
            yield one


def each(data: object, read: Callable[[Mapping[str, Any]], Return | None]) -> list[Return]:
    """What the events of a post mean, without those that mean nothing to us."""
    return [found for event in events(data) if (found := read(event))]


def text_of(event: Mapping[str, Any], *names: str) -> str:
    """The first of some fields that says anything, as text on one line."""
    found = next((str(event[name]) for name in names if event.get(name) not in (None, "")), "")
    return " ".join(found[:4000].split())


def child(event: object, name: str) -> Mapping[str, Any]:
    """An object inside an event, whatever that is; an empty one if there is none."""
    inner = event.get(name) if isinstance(event, dict) else None
    return inner if isinstance(inner, dict) else {}


def children(event: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """The objects in a list inside an event."""
    inner = event.get(name)
    return [one for one in inner[:1000] if isinstance(one, dict)] if isinstance(inner, list) else []


def judged(words: str, otherwise: ReturnKind, *, enhanced: str = "") -> ReturnKind:
    """A failure by its codes and words as every other is, and as the provider calls it where they say nothing."""
    code, said = blame.codes_in(words)
    return blame.told([said, enhanced], code, words) or otherwise


def returned(
    name: str,
    kind: ReturnKind,
    *,
    event_id: str,
    address: str,
    when: datetime | None,
    words: str = "",
    enhanced: str = "",
    marks: tuple[str, ...] = (),
) -> Return:
    """A Return from a provider's event."""
    code, said = blame.codes_in(words)
    told = blame.ENHANCED.search(said or enhanced)
    return Return(
        kind=kind,
        source=name,
        when=when,
        address=printable(address.strip().strip("<>")),
        code=code,
        enhanced=told[0] if told else "",
        text=printable(words),
        event_id=printable(f"{name}:{event_id}"),
        marks=tuple(mark for mark in marks if mark),
    )
