"""Sign letters with DKIM (RFC 6376, RFC 8463), where there are keys."""

from digest.deliver.sign.keys import WANTED_BITS, SigningKey, TxtRecord, as_pem, new_key, read_key
from digest.deliver.sign.signature import sign
from digest.deliver.sign.signers import AT_A_TURN, TURNS_AHEAD, Signers, open_signers

__all__ = [
    "AT_A_TURN",
    "TURNS_AHEAD",
    "WANTED_BITS",
    "Signers",
    "SigningKey",
    "TxtRecord",
    "as_pem",
    "new_key",
    "open_signers",
    "read_key",
    "sign",
]
