"""DMARC as receivers find and read it: RFC 9989, which replaced RFC 7489 and the list of public suffixes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from digest.doctor.names import Names

MOST_LABELS = 7  # of a parent that is asked about, RFC 9989 §4.10
REMOVED = ("pct", "rf", "ri")  # tags of RFC 7489 that RFC 9989 took away
POLICIES = ("none", "quarantine", "reject")


@dataclass(frozen=True, slots=True, kw_only=True)
class DmarcRecord:
    """A policy record, and the domain at whose ``_dmarc`` it stands. Tags as written, names in lower case."""

    domain: str
    text: str
    tags: dict[str, str]

    @property
    def sound(self) -> bool:
        """Whether p= says what it may say."""
        return self.tags.get("p", "").lower() in POLICIES

    @property
    def tests(self) -> bool:
        """Whether receivers are to do one step less than it says (t=y, §4.7)."""
        return self.tags.get("t", "n").lower() == "y"

    def policy_for(self, domain: str) -> str:
        """What shall happen to mail From this domain that fails: p=, or sp= for a domain below the record's.

        Where p= is missing or wrong it is none if somebody wants reports (rua=), else "": nothing is looked at.
        """
        if not self.sound:
            return "none" if "rua" in self.tags else ""
        wanted = self.tags.get("sp", "").lower() if domain != self.domain else ""
        wanted = wanted if wanted in POLICIES else self.tags["p"].lower()
        return POLICIES[max(0, POLICIES.index(wanted) - self.tests)]

    def strict(self, tag: str) -> bool:
        """Whether "adkim" or "aspf" wants the very same domain."""
        return self.tags.get(tag, "r").lower() == "s"


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """The records above a domain, the longest name first, and how many there were where there must be one."""

    start: str
    found: tuple[DmarcRecord, ...]
    crowded: dict[str, list[str]]  # domains with several records: receivers use none of them

    @property
    def organization(self) -> str:
        """The organizational domain."""
        for record in self.found:
            psd = record.tags.get("psd", "u").lower()
            if psd == "n":
                return record.domain
            if psd == "y" and record.domain != self.start:
                labels = record.domain.count(".") + 2
                return ".".join(self.start.split(".")[-labels:])
        return self.found[-1].domain if self.found else self.start

    @property
    def policy(self) -> DmarcRecord | None:
        """The record that counts: the domain's own, else the organization's, else that of the suffix above."""
        by_domain = {record.domain: record for record in self.found}
        suffix = next((one for one in self.found if one.tags.get("psd", "").lower() == "y"), None)
        return by_domain.get(self.start) or by_domain.get(self.organization) or suffix


def parse(text: str, domain: str) -> DmarcRecord | None:
    """A TXT record as a policy record; None when it is none."""
    pairs = [part.partition("=") for part in text.split(";") if part.strip()]
    tags = {name.strip().lower(): value.strip() for name, _, value in pairs}
    if not pairs or pairs[0][0].strip().lower() != "v" or tags["v"] != "DMARC1":
        return None
    return DmarcRecord(domain=domain, text=text, tags=tags)


def steps(domain: str) -> list[str]:
    """The domains of a tree walk: this one, then its parents; never more than eight (§4.10)."""
    labels = domain.split(".")
    first = max(1, len(labels) - MOST_LABELS)
    return [domain, *(".".join(labels[n:]) for n in range(first, len(labels)))]


async def walk(names: Names, domain: str) -> Walk:
    """Look for records from a domain upwards, until one says where a suffix ends.

    Raises:
        Unanswered: DNS does not say.
    """
    found: list[DmarcRecord] = []
    crowded: dict[str, list[str]] = {}
    for target in steps(domain):
        texts = await names.texts(f"_dmarc.{target}")
        records = [record for text in texts if (record := parse(text, target))]
        if len(records) > 1:
            crowded[target] = [record.text for record in records]
        if len(records) == 1:
            found += records
            if records[0].tags.get("psd", "u").lower() in ("n", "y"):
                break
    return Walk(start=domain, found=tuple(found), crowded=crowded)


def without(text: str, tags: Sequence[str]) -> str:
    """A record without these tags."""
    parts = (part.strip() for part in text.split(";"))
    return "; ".join(part for part in parts if part and part.partition("=")[0].strip().lower() not in tags)
