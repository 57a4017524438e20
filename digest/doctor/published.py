"""The key that DNS shows beside the key that signs (RFC 6376 §3.6.1). Pure."""

from __future__ import annotations

from collections.abc import Sequence

from digest.deliver.sign.keys import WANTED_BITS, SigningKey
from digest.doctor.finding import Finding, ill, warning, well


def compared(key: SigningKey, texts: Sequence[str]) -> Finding:
    """What stands in DNS for a key, and what shall stand there."""
    about, shall = f"DKIM {key.record.name}", f"put into DNS: {key.record}"
    if not texts:
        return ill(about, f"there is no record, so nobody can verify what is signed; {shall}")
    if len(texts) > 1:
        return ill(about, f"there are {len(texts)} records, and receivers may take either; leave one: {key.record}")
    tags = tags_of(texts[0])
    if fault := _unusable(key, tags):
        return ill(about, f"the record {fault}; {shall}")
    if "y" in tags.get("t", "").lower().split(":"):
        return warning(about, f"the record says t=y, it is a test only; {shall}")
    if key.kind == "rsa" and key.bits < WANTED_BITS:
        again = f"`digest dkim new --domain {key.domain}` makes one of {WANTED_BITS}"
        return warning(about, f"the key has {key.bits} bits, which some receivers call too few; {again}")
    return well(about, f"the record is that of our key ({key.kind}, {key.bits} bits)")


def tags_of(text: str) -> dict[str, str]:
    """A tag list; blanks do not count in what it holds."""
    pairs = (part.partition("=") for part in text.split(";") if "=" in part)
    return {name.strip(): "".join(value.split()) for name, _, value in pairs}


def _unusable(key: SigningKey, tags: dict[str, str]) -> str:
    """Why receivers cannot verify our signature by a record, "" if they can."""
    kind, public = tags.get("k", "rsa"), tags.get("p")
    faults = (
        (tags.get("v", "DKIM1") != "DKIM1", f"says v={tags.get('v')}, which is no DKIM key"),
        (public is None, "holds no key"),
        (public == "", "says that the key is revoked"),
        (kind != key.kind, f"is for a key of another kind ({kind}, ours is {key.kind})"),
        (public != key.public, "holds another key than the one that signs"),
        ("sha256" not in tags.get("h", "sha256").split(":"), "does not allow sha256"),
        (not {"*", "email"} & set(tags.get("s", "*").split(":")), "is not for mail"),
    )
    return next((words for wrong, words in faults if wrong), "")
