"""Addresses in digest.toml: one that mail can be sent from, without a name around it."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

import subscribers


def _sound(address: str) -> str:
    try:
        subscribers.parse_address(address)
    except subscribers.AddressError as fault:
        raise ValueError("expected a bare address such as news@example.org") from fault
    return address


def _sound_or_none(address: str) -> str:
    return _sound(address) if address else address


def _return_path(address: str) -> str:
    # A copy's mark takes 41 of the 64 octets that a local part may have (see render/links.py).
    if len(address.rpartition("@")[0].encode()) > 23:
        raise ValueError("expected at most 23 characters before the @: a mark for each letter is put behind them")
    if not address.rpartition("@")[0].isascii():
        raise ValueError("expected plain letters before the @: not every server can send bounces to others (RFC 6531)")
    return _sound_or_none(address)


Address = Annotated[str, AfterValidator(_sound)]
OptionalAddress = Annotated[str, AfterValidator(_sound_or_none)]
ReturnPath = Annotated[str, AfterValidator(_return_path)]
