"""The grammar of webhooks: how a provider proves itself, and what its words mean. Pure.

Each provider is one file that defines ``HOOK``. To add one: a file beside these, a line in ``__init__.py``, a
shape in ``settings/returning.py``, and a test with a post as its documents show it.
"""

from __future__ import annotations

import hmac
import json
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from digest.errors import Unproven
from digest.model import Return

AHEAD = timedelta(minutes=5)  # that a provider's clock may be


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What was posted. Names of headers are in lower case."""

    headers: Mapping[str, str]
    body: bytes

    def data(self) -> Any:
        """The body as JSON.

        Raises:
            Unproven: it is none.
        """
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as fault:
            raise Unproven("The body is not JSON.") from fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """What a provider and we share: a key (or a password, or a public key), a user's name, or names of topics."""

    key: str = field(default="", repr=False)
    user: str = ""
    topics: tuple[str, ...] = ()


def nothing(_: Post) -> str:
    """For providers that need nothing fetched."""
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """One provider.

    ``verify(post, secret, now, fetched)`` raises Unproven unless the post is the provider's own and fresh;
    ``read(post)`` is called after it. ``wants`` names an address whose content ``verify`` needs, ``confirms`` one
    that is asked for after it, to accept a subscription; both "" for most.
    """

    name: str
    verify: Callable[[Post, Secret, datetime, bytes], None]
    read: Callable[[Post], list[Return]]
    wants: Callable[[Post], str] = nothing
    confirms: Callable[[Post], str] = nothing


def same(given: str, expected: str) -> bool:
    """Whether two secrets are the same, in constant time."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode("utf-8", "replace"))


def check_basic(post: Post, secret: Secret, _now: datetime, _fetched: bytes) -> None:
    """For providers that sign nothing: the user and password in the address they post to (RFC 7617).

    Raises:
        Unproven: they are missing or wrong.
    """
    scheme, _, given = post.headers.get("authorization", "").partition(" ")
    try:
        said = b64decode(given, validate=True).decode() if scheme.lower() == "basic" else ""
    except ValueError:
        said = ""
    if not secret.key or not same(said, f"{secret.user}:{secret.key}"):
        raise Unproven("User or password is wrong.")


def check_fresh(moment: datetime | None, now: datetime, within: timedelta) -> None:
    """A signature says when it was made; what is older than ``within`` may have been overheard.

    Raises:
        Unproven: it is too old, from the future, or says no time.
    """
    if moment is None or not (now - within <= moment <= now + AHEAD):
        raise Unproven("The signature is too old, or says no time.")
