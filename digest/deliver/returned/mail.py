"""A mail that came in, taken apart with a limit on everything, whoever wrote it and however. Pure.

Only what says why something came back is kept: the text for people, the fields for machines (RFC 3464 §2,
RFC 5965 §3), and the head of the message that went out. Messages inside the message are never taken apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from hashlib import sha256
from html import unescape
from itertools import islice

LARGEST = 256 * 1024  # bytes that are looked at; reports stand before what they return
MOST_LINES = 5000
LONGEST_LINE = 2000  # bytes; RFC 5322 §2.1.1 allows 998
LONGEST_TEXT = 64 * 1024  # characters of each kind of content
LONGEST_HEADER = 4000  # characters of one header's value
MOST_BOUNDARIES = 20  # more containers than this are nobody's honest mail, and are not opened

STATUS, FEEDBACK, ORIGINAL = "x-delivery-status", "x-feedback-report", "x-original"

# Named anew, these parts are leaves to the parser: their text stays as it came, and no depth can hide in them.
_LEAVES = (
    (rb"message/(?:global-)?delivery-status", STATUS),
    (rb"message/feedback-report", FEEDBACK),
    (rb"message/(?:rfc822|global|partial)|text/rfc822-headers?|message/(?:global-|rfc822-)headers", ORIGINAL),
)
_RENAMED = [
    (re.compile(rb"(?im)^(content-type:\s{0,20})(?:" + names + rb")(?![\w.+-])"), rb"\1text/" + kind.encode())
    for names, kind in _LEAVES
]
_BOUNDARY = re.compile(rb"(?i)boundary\s{0,5}=")
_BLANKS = re.compile(r"\n(?:[ \t]{0,200}\n){2,}")
_PLAIN_CODECS = re.compile(r"(?i)(utf|iso|us-ascii|ascii|windows|cp\d|koi8|euc|shift|sjis|big5|gb|hz|ks_c|tis)")
_TAG = re.compile(r"<(?:style|script)\b[^<]{0,20000}</(?:style|script)>|<[^<>]{0,2000}>", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|/p|/div|/tr|/h\d|/li)\b[^<>]{0,200}>", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """What a mail says. ``notice`` is its text, ``original`` what it returns; all of it decoded and cut to a limit."""

    head: Message
    notice: str
    html: str
    status: str
    feedback: str
    original: str
    fingerprint: str

    def header(self, name: str) -> str:
        """A header's value on one line, "" if there is none; of several the first."""
        return next(iter(self.headers(name)), "")

    def headers(self, name: str) -> list[str]:
        """All values of a header, at most twenty."""
        values = (str(value) for key, value in self.head.raw_items() if key.lower() == name)
        return [decoded(value) for value in islice(values, 20)]


def open_mail(raw: bytes) -> Mail:
    """Take a mail apart. Whatever the bytes are, something comes back and nothing is raised."""
    message = parsed(cut(raw))
    found: dict[str, list[str]] = {}
    original = False
    for part in message.walk():
        kind = part.get_content_subtype()
        if part.is_multipart() or part.get_content_maintype() != "text":
            continue
        original = original or kind == ORIGINAL
        # What follows a returned message belongs to it, unless it says what it is.
        place = kind if kind in (STATUS, FEEDBACK) else ORIGINAL if original else "html" if kind == "html" else "plain"
        found.setdefault(place, []).append(_text(part)[:LONGEST_TEXT])
    text = {place: "\n".join(texts)[:LONGEST_TEXT] for place, texts in found.items()}
    return Mail(
        head=message,
        notice=_BLANKS.sub("\n\n", text.get("plain", "")),
        html=without_tags(text.get("html", "")),
        status=text.get(STATUS, ""),
        feedback=text.get(FEEDBACK, ""),
        original=text.get(ORIGINAL, ""),
        fingerprint=sha256(raw).hexdigest(),
    )


def cut(raw: bytes, lines: int = MOST_LINES) -> bytes:
    """The bytes that are looked at: so many, in so many lines of such a length."""
    head = raw[:LARGEST].replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\0", b"")
    return b"\n".join(line[:LONGEST_LINE] for line in head.split(b"\n", lines)[:lines])


def parsed(raw: bytes) -> Message:
    """The message in these bytes; one with absurdly many containers is taken as plain text."""
    if len(_BOUNDARY.findall(raw)) > MOST_BOUNDARIES:
        head, _, body = raw.partition(b"\n\n")
        return message_from_bytes(re.sub(rb"(?im)^content-type:", b"X-Was-Type:", head) + b"\n\n" + body)
    for pattern, name in _RENAMED:
        raw = pattern.sub(name, raw)
    return message_from_bytes(raw)


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    return text_of(data, str(part.get_param("charset", "") or ""))


def text_of(data: bytes, charset: str) -> str:
    """Bytes as text: as labelled, else as UTF-8, else byte by byte."""
    # Python knows "encodings" that take quadratic time or are none; a mail may only name real ones.
    named = [charset] if _PLAIN_CODECS.match(charset) else []
    for codec in (*named, "utf-8"):
        try:
            return data.decode(codec)
        except (LookupError, ValueError):
            continue
    return data.decode("latin-1")


def without_tags(html: str) -> str:
    """The words of HTML, line by line; good enough to look for codes and addresses in."""
    return unescape(_TAG.sub("", _BREAK.sub("\n", html)))


def decoded(value: str) -> str:
    """A header's value with its encoded words read, on one line."""
    short = value[:LONGEST_HEADER].encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    line = " ".join(short.split())
    if "=?" not in line:
        return line
    try:
        pieces = decode_header(line)
    except (ValueError, HeaderParseError):
        return line
    return "".join(text_of(p, c or "") if isinstance(p, bytes) else p for p, c in pieces)
