"""What pages take and answer, in the words of OpenAPI. Pure.

The description is not served: it is there for programs that test, or build upon, what answers here.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

HTML, PLAIN, JSON = "text/html", "text/plain", "application/json"
TEXT = {"schema": {"type": "string"}}
FREE: dict[str, Any] = {"schema": {}}
Described = dict[int | str, dict[str, Any]]


def answers(*statuses: int, ok: tuple[str, ...] = (HTML,), others: str = HTML) -> Described:
    """What is answered besides 200, and in which media types; wherever a database is asked it may be away (503)."""
    found: Described = {200: {"description": "OK", "content": {kind: FREE if kind == JSON else TEXT for kind in ok}}}
    for status in (*statuses, 503):
        empty = status in (204, 304)
        found[status] = {"description": HTTPStatus(status).phrase} | ({} if empty else {"content": {others: FREE}})
    return found


def form(*fields: str) -> dict[str, Any]:
    """A form with these fields, none of which must be there; others may."""
    properties = {name: {"type": "string"} for name in fields}
    schema = {"type": "object", "properties": properties, "additionalProperties": {"type": "string"}}
    return {"requestBody": {"content": {"application/x-www-form-urlencoded": {"schema": schema}}}}
