"""What a folder is called on an IMAP server, and how its name is written there. Pure."""

from __future__ import annotations

import re
from base64 import b64encode

ODD = re.compile(r"[^\x20-\x7e]+")  # what a folder's name may not hold as it is
SPACE = re.compile(rb'\("((?:[^"\\]|\\.)*)" (?:"(\\?.)"|NIL)')  # a namespace: its prefix, and what stands between names
SHIFTED = re.compile(r"[^&]*(?:&[A-Za-z0-9+,]*-[^&]*)+")  # a name that somebody has put into UTF-7 already


def placed(folder: str, spaces: bytes | None) -> str:
    """A folder's name below the prefix that a server has for a user's own (RFC 2342), with its own separator.

    Courier, Cyrus, and Dovecot as many hosts set it up, have all of them below "INBOX.", and refuse any other name.
    """
    found = SPACE.findall(spaces or b"")
    told = [(prefix.decode("ascii", "replace"), mark[-1:].decode("ascii", "replace")) for prefix, mark in found]
    if not spaces or not told or spaces.startswith(b"NIL") or folder.upper() == "INBOX":
        return folder
    (own, mark), *_ = told
    if mark and mark not in folder:
        folder = folder.replace("/", mark)
    known = any(prefix and folder.upper().startswith(prefix.upper()) for prefix, _ in told)
    return folder if known else own + folder


def quoted(name: str) -> str:
    """A folder's name as IMAP writes it: in its own UTF-7 (RFC 3501 §5.1.3), and quoted (RFC 9051 §4.3)."""
    plain = name if name.isascii() and SHIFTED.fullmatch(name) else ODD.sub(_shifted, name.replace("&", "&-"))
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _shifted(odd: re.Match[str]) -> str:
    return "&" + b64encode(odd[0].encode("utf-16-be")).decode("ascii").rstrip("=").replace("/", ",") + "-"
