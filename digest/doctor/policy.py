"""DMARC of a From domain, and whether the return path and the signatures are aligned with it (RFC 9989 §4.4)."""

from __future__ import annotations

from collections.abc import Sequence

from digest.deliver.sign.keys import TxtRecord
from digest.doctor.dmarc import REMOVED, DmarcRecord, Walk, walk, without
from digest.doctor.finding import Finding, ill, warning, well
from digest.doctor.names import Names


async def policy_of(names: Names, domain: str) -> Finding:
    """What is published for mail From this domain.

    Raises:
        Unanswered: DNS does not say.
    """
    about = f"DMARC {domain}"
    walked = await walk(names, domain)
    record = walked.policy
    crowded = domain if domain in walked.crowded else next(iter(walked.crowded), "")
    if crowded and (crowded == domain or record is None):
        texts, line = walked.crowded[crowded], TxtRecord(name=f"_dmarc.{crowded}", text=walked.crowded[crowded][0])
        return ill(about, f"there are {len(texts)} records, and receivers use none of them; leave one: {line}")
    if record is None:
        line = TxtRecord(name=f"_dmarc.{domain}", text=f"v=DMARC1; p=none; rua=mailto:postmaster@{domain}")
        meant = [text for text in await names.texts(f"_dmarc.{domain}") if "dmarc1" in text.lower()]
        nothing = f'"{meant[0]}" does not begin with v=DMARC1 and a semicolon; so ' if meant else ""
        words = f"{nothing}there is no policy, which large mailbox providers ask bulk senders for; put into DNS: {line}"
        return warning(about, words)
    return _read(about, record, walked)


def _read(about: str, record: DmarcRecord, walked: Walk) -> Finding:
    where = "" if record.domain == walked.start else f" from _dmarc.{record.domain}"
    told, wanted = f'"{record.text}"{where}', record.policy_for(walked.start)
    if not record.sound:
        rest = without(record.text, ("v", "p", *REMOVED))
        line = _line(record, "v=DMARC1; p=none" + (f"; {rest}" if rest else ""))
        state, effect = (warning, "it only watches") if wanted else (ill, "receivers pass over it")
        return state(about, f"{told}: p= is missing or wrong, so {effect}; put into DNS: {line}")
    old = [tag for tag in REMOVED if tag in record.tags]
    if old:
        words = f"{told} has tags that RFC 9989 took away ({', '.join(old)})"
        return warning(about, f"{words}; put into DNS: {_line(record, without(record.text, old))}")
    tests = "; t=y is a test, so receivers do one step less than it says" if record.tests else ""
    return well(about, told + tests + ("; none only watches" if wanted == "none" else ""))


def _line(record: DmarcRecord, text: str) -> TxtRecord:
    return TxtRecord(name=f"_dmarc.{record.domain}", text=text)


async def alignment(names: Names, from_domain: str, envelope: str, signing: Sequence[str]) -> list[Finding]:
    """Whether mail passes DMARC: by its return path (SPF), by its signatures (DKIM), or by neither.

    ``signing`` are the domains that we sign for. Nothing is found where there is no policy.

    Raises:
        Unanswered: DNS does not say.
    """
    walked = await walk(names, from_domain)
    record = walked.policy
    if record is None:
        return []
    by_path = await _aligned(names, walked, [envelope], strict=record.strict("aspf"))
    by_signature = await _aligned(names, walked, signing, strict=record.strict("adkim"))
    about = f"alignment {from_domain}"
    path = f"the return path {envelope}{_mode(record, 'aspf')}"
    signatures = f"the signatures of {', '.join(signing)}{_mode(record, 'adkim')}"
    make = f"`digest dkim new --domain {from_domain}` makes a key that is aligned"
    if by_path and by_signature:
        return [well(about, f"{path} and {signatures} are aligned with the From address")]
    if by_signature:
        return [well(about, f"{signatures} are aligned with the From address, {path} is not; signatures are enough")]
    if not signing:
        unknown = f"whether the relay signs with an aligned key cannot be known from here; {make}"
        state, how = (well, "is") if by_path else (warning, "is not")
        return [state(about, f"{path} {how} aligned with the From address; {unknown}")]
    if by_path:
        return [warning(about, f"only {path} is aligned with the From address, which forwarding breaks; {make}")]
    moved = f"set return_path to an address in {from_domain}"
    neither = f"neither {path} nor {signatures} are aligned with the From address"
    return [ill(about, f"{neither}, so DMARC fails; {moved}, or sign: {make}")]


async def _aligned(names: Names, walked: Walk, domains: Sequence[str], *, strict: bool) -> bool:
    """Whether one of the domains is aligned: the same, or relaxed, of the same organization."""
    if walked.start in domains or strict:
        return walked.start in domains
    organizations = [(await walk(names, domain)).organization for domain in domains]
    return walked.organization in organizations


def _mode(record: DmarcRecord, tag: str) -> str:
    return f" ({tag}=s)" if record.strict(tag) else ""
