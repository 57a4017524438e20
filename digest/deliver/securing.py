"""Why a connection could not be secured, in words that say what to look at. Pure.

OpenSSL says "[SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1006)" where a setting is for another port.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator

import aiosmtplib

from digest.deliver.relay import RelaySettings

NOT_OFFERED = "STARTTLS extension not supported"
FROM_THE_BEGINNING = 465  # the port on which servers speak TLS before anything else (RFC 8314 §3.3)


def unsecured(fault: BaseException, settings: RelaySettings) -> str:
    """What to tell of a connection that could not be opened; "" where it has nothing to do with TLS."""
    told = next((one for one in _causes(fault) if isinstance(one, ssl.SSLError)), None)
    if isinstance(told, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted: {told.verify_message.rstrip('.')}{_remedy(told.verify_message)}"
    if told is not None and settings.tls == "implicit" and told.reason == "WRONG_VERSION_NUMBER":
        words = 'relay.tls = "starttls-required" may be right here, or another port'
        return f"port {settings.port} does not begin with TLS: {words}"
    if NOT_OFFERED in str(fault):
        return f'it offers no STARTTLS, and nothing is sent without (relay.tls = "{settings.tls}")'
    silent = isinstance(fault, TimeoutError | aiosmtplib.SMTPTimeoutError | aiosmtplib.SMTPConnectError)
    if silent and settings.port == FROM_THE_BEGINNING and settings.tls != "implicit" and told is None:
        return f'{fault}; port {settings.port} begins with TLS, and relay.tls = "implicit" is for that'
    return ""


def _remedy(words: str) -> str:
    if "issuer" in words or "self-signed" in words or "self signed" in words:
        return "; relay.ca_file names further authorities"
    return "; relay.host must be a name that it holds" if "mismatch" in words else ""


def _causes(fault: BaseException | None) -> Iterator[BaseException]:
    while fault is not None:
        yield fault
        fault = fault.__cause__
