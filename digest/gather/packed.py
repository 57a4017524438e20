"""Bytes that are packed although nobody said so: gzip within the body, once or twice."""

from __future__ import annotations

import zlib

MAGIC = b"\x1f\x8b\x08"
MOST_TIMES = 2


def unpacked(body: bytes, *, most: int) -> bytes:
    """The bytes as they are, or what is packed in them; of what was cut off, what came.

    Raises:
        ValueError: they are damaged, or more than ``most`` bytes; the message says so.
    """
    for _ in range(MOST_TIMES):
        if not body.startswith(MAGIC):
            break
        unpack = zlib.decompressobj(wbits=31)
        try:
            body = unpack.decompress(body, most)
        except zlib.error as fault:
            raise ValueError(f"is damaged ({fault})") from fault
        if unpack.unconsumed_tail:
            raise ValueError(f"is larger than {most / 1e6:.0f} MB when unpacked")
    return body
