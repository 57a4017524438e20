"""The operation of a private key, and a process that does nothing else.

Signing many letters keeps whole cores busy, and a thread would have to ask for the interpreter twice for each. The
process is this file alone: it loads nothing of Digest, so that it starts soon and stays small. Keys come through its
pipe, never on a command line; it ends when the pipe does, and with no signal that a terminal sends to all.
"""

from __future__ import annotations

import marshal
import signal
import sys
from hashlib import sha256
from typing import Any, BinaryIO

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_private_key

LENGTH = 4  # bytes before each message, big-endian: how long it is
_PADDING, _DIGEST = PKCS1v15(), SHA256()


def operate(private: RSAPrivateKey | Ed25519PrivateKey, data: bytes) -> bytes:
    """The signature's bytes: RSASSA-PKCS1-v1_5 or Ed25519, of the data's SHA-256."""
    if isinstance(private, Ed25519PrivateKey):
        return private.sign(sha256(data).digest())  # RFC 8463 §3: the hash is what is signed
    return private.sign(data, _PADDING, _DIGEST)


def packed(message: Any) -> bytes:
    """A message with its length in front; lists, numbers and bytes only."""
    body = marshal.dumps(message)
    return len(body).to_bytes(LENGTH, "big") + body


def unpacked(body: bytes) -> Any:
    """A message without its length. Both ends are the same Python, and nobody else has the pipe."""
    return marshal.loads(body)  # noqa: S302 - nobody but the process that started us, or that we started


def serve(asked: BinaryIO, answers: BinaryIO) -> None:
    """The keys first, as DER without a password; then lists of a key's place and data, each answered by signatures."""
    keys: list[Any] | None = None
    while len(head := asked.read(LENGTH)) == LENGTH:
        body = asked.read(size := int.from_bytes(head, "big"))
        if len(body) < size:
            return
        if keys is None:
            keys, answer = [load_der_private_key(one, None) for one in unpacked(body)], []
        else:
            answer = [operate(keys[place], data) for place, data in unpacked(body)]
        answers.write(packed(answer))
        answers.flush()


if __name__ == "__main__":
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    serve(sys.stdin.buffer, sys.stdout.buffer)
