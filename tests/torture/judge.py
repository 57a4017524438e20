"""Whether what was promised was kept: the ledger beside what the server had recorded. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from digest.model import Balance, DeliveryState, InDoubtPolicy
from tests.torture.journal import Copy

LISTED = 5  # of each kind of finding
NOT_FOR_THEM = (DeliveryState.REFUSED, DeliveryState.SUPPRESSED, DeliveryState.EXCLUDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A row of the ledger. ``doubts``: how often nobody knew whether the letter had been accepted."""

    address: str
    state: DeliveryState
    doubts: int
    apart: bool = False  # refused by the server, or left meanwhile: need not have it


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """``copies`` is how many readers have how many; ``wrong`` are sentences, none when all is well."""

    copies: Mapping[int, int]
    uncertain: int
    wrong: Sequence[str]


def judge(
    readers: Sequence[Reader],
    copies: Mapping[str, Sequence[Copy]],
    balance: Balance,
    *,
    policy: InDoubtPolicy,
    most_uncertain: int,
) -> Verdict:
    """Look at every reader."""
    uncertain = sum(reader.doubts > 0 for reader in readers)
    complaints: dict[str, list[str]] = {}
    for reader in readers:
        for words in _wrong_with(reader, copies.get(reader.address, ()), policy):
            complaints.setdefault(words, []).append(reader.address)
    wrong = [f"{len(who)} {words}: {', '.join(who[:LISTED])}" for words, who in complaints.items()]
    if not balance.adds_up or not balance.finished or balance.candidates != len(readers):
        wrong.append(f"the accounts do not close: {balance}")
    if uncertain > most_uncertain:
        wrong.append(f"{uncertain} letters were in doubt, more than the {most_uncertain} that may have been")
    strangers = copies.keys() - {reader.address for reader in readers}
    if strangers:
        wrong.append(f"{len(strangers)} were written to who are no readers: {sorted(strangers)[:LISTED]}")
    ids = Counter(one.message_id for found in copies.values() for one in set(found))
    if any(number > 1 for number in ids.values()):
        wrong.append("two readers, or two forms of a letter, share a Message-ID")
    return Verdict(
        copies=Counter(len(copies.get(reader.address, ())) for reader in readers), uncertain=uncertain, wrong=wrong
    )


def _wrong_with(reader: Reader, copies: Sequence[Copy], policy: InDoubtPolicy) -> Iterator[str]:
    number, state, doubted = len(copies), reader.state, reader.doubts > 0
    if len(set(copies)) > 1:
        yield "have copies that differ"
    if number > 1 and not (policy is InDoubtPolicy.RESEND and doubted):
        yield "were mailed twice"
    if number == 0 and state is DeliveryState.SENT and not (policy is InDoubtPolicy.ASSUME_SENT and doubted):
        yield "count as sent and have nothing"
    if number == 0 and state is not DeliveryState.SENT and state not in NOT_FOR_THEM and not doubted:
        yield f"were missed and are {state.value}, not in doubt"
    if number == 0 and doubted and policy is InDoubtPolicy.RESEND and state not in NOT_FOR_THEM:
        yield "have nothing although doubts are sent again"
    if state in NOT_FOR_THEM and not reader.apart:
        yield f"are {state.value} without a reason"
    if number and state not in (DeliveryState.SENT, DeliveryState.IN_DOUBT) and not doubted:
        yield f"have a letter and are {state.value}"
    if state is DeliveryState.IN_DOUBT and policy is not InDoubtPolicy.HOLD:
        yield f"are held in doubt although the policy is {policy.value}"
