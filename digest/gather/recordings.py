"""What is heard or seen and not read: episodes of podcasts, of which many have no page, only a recording. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlsplit

from digest.gather.urls import canonical

_FILES = re.compile(r"\.(?:mp3|m4a|aac|ogg|oga|opus|flac|wav|mp4|m4v|mov|webm|ogv|mkv)\Z", re.IGNORECASE)
# By what some feeds tell who may listen: an address with that is one subscriber's, and no link for all readers.
_PERSONAL = re.compile(r"token|auth|secret|signature|^sig$|^key$|key$|hash|expires|policy|user|member", re.IGNORECASE)


def is_recording(url: str) -> bool:
    """Whether an address is that of a recording, by its ending: there is nothing to read."""
    return bool(_FILES.search(urlsplit(url).path))


def first_recording(enclosed: Iterable[tuple[str, str]], base: str) -> str:
    """The address of the first recording among (address, media type); "" if there is none for everybody."""
    for said, kind in enclosed:
        url = canonical(said, base)
        if not url or not (kind.startswith(("audio/", "video/")) or is_recording(url)):
            continue
        if not any(_PERSONAL.search(name) for name, _ in parse_qsl(urlsplit(url).query, keep_blank_values=True)):
            return url
    return ""
