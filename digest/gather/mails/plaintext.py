"""A newsletter in plain text without its foot, and the addresses in it as everybody may read them. Pure."""

from __future__ import annotations

import re

from digest.gather.mails.feet import A_FOOT, LEAVING_WORDS, ONLINE_WORDS, says_it_looks_wrong
from digest.gather.mails.personal import (
    WEB_ADDRESS,
    Private,
    counts_us,
    impersonal,
    is_ours,
    names_us,
    public_address,
    without_us,
)

_RULE = re.compile(r"^[ \t]*(?:[_=*~━─-]{5,}|-- ?)[ \t]*$", re.MULTILINE)  # what parts a foot from a text


def tidy_text(text: str, private: Private) -> tuple[str, str]:
    """The words of a mail, and where it can be read online ("" if nowhere)."""
    online, kept, leaving = "", [], False
    for part in re.split(r"\n[ \t]*\n", _RULE.sub("\n", text.replace("\r\n", "\n"))):
        links = WEB_ADDRESS.findall(part)
        if leaving and links and not WEB_ADDRESS.sub("", part).strip(" \n<>"):
            continue  # the link of which the part before told
        leaving = bool(part.rstrip().endswith(":") and len(part) <= A_FOOT and LEAVING_WORDS.search(part))
        if ONLINE_WORDS.search(part) and links and len(part) <= A_FOOT:
            online = online or next((found for url in links if (found := public_address(url, private))), "")
        elif not _is_foot(part, links, private):
            kept.append(WEB_ADDRESS.sub(_told, without_us(part, private) or ""))
        elif len(part) > A_FOOT:
            kept.append(_without_foot_lines(part, private))
    return "\n\n".join(kept), online


def _told(url: re.Match[str]) -> str:
    """An address among the words as everybody may read it; none where it would count them as us."""
    return "" if counts_us(url[0]) else impersonal(url[0])


def _is_foot(part: str, links: list[str], private: Private) -> bool:
    own = any(is_ours(url, private) for url in links) or names_us(WEB_ADDRESS.sub(_told, part), private)
    if links and len(part) <= A_FOOT and says_it_looks_wrong(part):
        return True
    return own or bool(LEAVING_WORDS.search(part) and (links or len(part) <= A_FOOT))


def _without_foot_lines(part: str, private: Private) -> str:
    lines = (line for line in part.splitlines() if not _is_foot(line, WEB_ADDRESS.findall(line), private))
    return "\n".join(WEB_ADDRESS.sub(_told, line) for line in lines)
