"""Cookies of one walk: what a server sets while it redirects, told back to it until the walk ends, and then forgotten.

Many sites send whoever has no cookie away to get one, and round in circles those who come back without it.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

import aiohttp

from digest.gather.fetching.answers import sendable

MOST = 20  # cookies of one host
LONGEST = 4096  # characters of one of them
Told = dict[str, dict[str, str]]  # scheme and host → name → value


def heard(told: Told, answer: aiohttp.ClientResponse, url: str) -> None:
    """Remember what an answer sets, for its own host and scheme only."""
    own = told.setdefault(_origin(url), {})
    for name, morsel in answer.cookies.items():
        if len(own) < MOST and len(morsel.value) <= LONGEST and sendable(morsel.value) and ";" not in morsel.value:
            own[name] = morsel.value


def with_cookies(lines: Mapping[str, str], told: Told, url: str) -> dict[str, str]:
    """Request headers with what this host set before, behind a cookie that they have already."""
    ours = [lines["Cookie"]] if "Cookie" in lines else []
    pairs = "; ".join([*ours, *(f"{name}={value}" for name, value in told.get(_origin(url), {}).items())])
    return {**lines, "Cookie": pairs} if pairs else dict(lines)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}"
