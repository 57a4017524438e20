"""Keys to sign with: read from PEM, made anew, shown as the DNS record by which others verify (RFC 6376 §3.6)."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from digest.deliver.sign.operating import operate
from digest.errors import SettingsError

FEWEST_BITS = 1024  # of RSA; verifiers take no fewer (RFC 8301 §3.2)
WANTED_BITS = 2048
STRING = 255  # bytes in one string of a TXT record (RFC 1035 §3.3)


@dataclass(frozen=True, slots=True, kw_only=True)
class TxtRecord:
    """A TXT record: ``name`` without the dot at its end, ``text`` in one piece."""

    name: str
    text: str

    @property
    def strings(self) -> list[str]:
        """The text in strings of at most 255 bytes; readers put them together with nothing between."""
        return [self.text[start : start + STRING] for start in range(0, len(self.text), STRING)]

    def __str__(self) -> str:
        """The line of a zone file."""
        quoted = " ".join(f'"{string}"' for string in self.strings)
        return f"{self.name}. IN TXT {quoted}" if len(self.strings) == 1 else f"{self.name}. IN TXT ( {quoted} )"


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """A private key, and the name under which its public half stands in DNS; domain and selector as A-labels."""

    domain: str
    selector: str
    private: RSAPrivateKey | Ed25519PrivateKey = field(repr=False)

    @property
    def kind(self) -> str:
        """As k= says it: "rsa" or "ed25519"."""
        return "rsa" if isinstance(self.private, RSAPrivateKey) else "ed25519"

    @property
    def bits(self) -> int:
        """The length of the key."""
        return self.private.key_size if isinstance(self.private, RSAPrivateKey) else 256

    @property
    def public(self) -> str:
        """The public half as p= holds it: RSA as SubjectPublicKeyInfo, Ed25519 bare (RFC 8463 §4.2)."""
        key = self.private.public_key()
        if isinstance(self.private, RSAPrivateKey):
            return b64encode(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()
        return b64encode(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()

    @property
    def record(self) -> TxtRecord:
        """The record that shall stand in DNS."""
        text = f"v=DKIM1; k={self.kind}; p={self.public}"
        return TxtRecord(name=f"{self.selector}._domainkey.{self.domain}", text=text)

    @property
    def der(self) -> bytes:
        """The private half as PKCS#8, unprotected: for a pipe to a process that signs, and nowhere else."""
        return self.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())

    def operate(self, data: bytes) -> bytes:
        """The signature's bytes: RSASSA-PKCS1-v1_5 or Ed25519, of the data's SHA-256."""
        return operate(self.private, data)


def read_key(pem: bytes, *, domain: str, selector: str, file: str = "", key: str = "") -> SigningKey:
    """A key from PEM, PKCS#8 or traditional; ``file`` and ``key`` say where it stands, for the error.

    Raises:
        SettingsError: it is no private key, locked by a password, too short, or of a kind that DKIM does not know.
    """

    def unusable(why: str) -> SettingsError:
        words = f"{key}: {file} {why}; `digest dkim new --domain {domain}` makes one that serves."
        return SettingsError(words, file=file, key=key)

    try:
        private = load_pem_private_key(pem, password=None)
    except TypeError as fault:
        raise unusable("is locked by a password") from fault
    except (ValueError, UnsupportedAlgorithm) as fault:
        raise unusable("holds no private key in PEM") from fault
    if not isinstance(private, RSAPrivateKey | Ed25519PrivateKey):
        raise unusable("holds a key that is neither RSA nor Ed25519")
    if isinstance(private, RSAPrivateKey) and private.key_size < FEWEST_BITS:
        raise unusable(f"holds an RSA key of {private.key_size} bits, and receivers take none under {FEWEST_BITS}")
    return SigningKey(domain=domain, selector=selector, private=private)


def new_key(kind: str, *, domain: str, selector: str) -> SigningKey:
    """A fresh key, "rsa" (2048 bits) or "ed25519"."""
    private = generate_private_key(65537, WANTED_BITS) if kind == "rsa" else Ed25519PrivateKey.generate()
    return SigningKey(domain=domain, selector=selector, private=private)


def as_pem(key: SigningKey) -> bytes:
    """A private key as PKCS#8, for a file that only its owner may read."""
    return key.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
