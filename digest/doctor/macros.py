"""Macros in the domains of SPF records, such as ``%{ir}.%{v}.spf.example.org`` (RFC 7208 §7). Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from digest.doctor.spf_record import IP

_MACRO = re.compile(r"%(?:\{([slodiphcrtv])(\d{0,3})(r?)([.+,/_=-]*)\}|([%_-]))", re.IGNORECASE)
_PLAIN = {"%": "%", "_": " ", "-": "%20"}
LONGEST = 253  # characters of a name; labels are taken off from the left until it fits


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What macros stand for: who sends (the return path), and from where."""

    sender: str
    ip: IP

    def values(self, domain: str) -> dict[str, str]:
        """The letters' values; ``domain`` is the one whose record is read."""
        local, _, sender_domain = self.sender.rpartition("@")
        dotted = str(self.ip) if self.ip.version == 4 else ".".join(self.ip.exploded.replace(":", ""))
        version = "in-addr" if self.ip.version == 4 else "ip6"
        return {
            "s": self.sender,
            "l": local,
            "o": sender_domain,
            "d": domain,
            "i": dotted,
            "p": "unknown",
            "h": sender_domain,
            "v": version,
        }


def expand(text: str, facts: Facts, domain: str) -> str:
    """A domain with its macros filled in."""
    values = facts.values(domain)

    def value_of(found: re.Match[str]) -> str:
        if found[5]:
            return _PLAIN[found[5]]
        parts = re.split(f"[{re.escape(found[4])}]" if found[4] else r"\.", values.get(found[1].lower(), ""))
        if found[3]:
            parts.reverse()
        return ".".join(parts[-int(found[2]) :] if found[2] and int(found[2]) else parts)

    labels = _MACRO.sub(value_of, text).rstrip(".").split(".")
    while len(".".join(labels)) > LONGEST:
        labels.pop(0)
    return ".".join(labels)
