"""Sign letters with DKIM (RFC 6376, RFC 8463), where there are keys.

What makes and reads keys stands in ``sign.keys``, behind no door: it loads OpenSSL, which only whoever has keys needs.
"""

from digest.deliver.sign.signature import sign
from digest.deliver.sign.signers import AT_A_TURN, TURNS_AHEAD, Signers, open_signers

__all__ = ["AT_A_TURN", "TURNS_AHEAD", "Signers", "open_signers", "sign"]
