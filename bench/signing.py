"""What DKIM costs a letter, beside the bare private-key operations, which nothing but other keys can make cheaper."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from bench import child, making, town
from bench.child import Watch
from bench.figures import Cost, Options, Report, Series
from digest import render
from digest.deliver.sign import AT_A_TURN, TURNS_AHEAD, open_signers, sign
from digest.deliver.sign.keys import SigningKey, new_key
from digest.model import Letter
from subscribers import Recipient

SIZE = 57_000  # bytes of a letter: a long issue, as other measurements have it
MOST = 1000  # letters in a round; they are kept in memory
DOMAIN = "news.example.org"

RSA, ED25519 = "RSA-2048", "Ed25519"
KEYS = {RSA: ("rsa",), ED25519: ("ed25519",), "both": ("rsa", "ed25519")}


def measure(options: Options, folder: Path) -> Report:
    """Make letters once, then sign all of them in every way in turn."""
    letters = asyncio.run(_letters(folder, min(options.letters, MOST)))
    ways: dict[str, Callable[[], Cost]] = {}
    for name, kinds in KEYS.items():
        keys = [new_key(kind, domain=DOMAIN, selector=kind) for kind in kinds]
        ways[f"{name}: the bare operation"] = lambda keys=keys: bare(letters, keys)
        ways[f"{name}: letters signed, one after the other"] = lambda keys=keys: signed(letters, keys)
        ways[f"{name}: letters signed, as a send does it"] = lambda keys=keys: asyncio.run(at_once(letters, keys))
    series = [Series(name) for name in ways]
    for _ in range(options.rounds):
        for one in series:
            one.costs.append(ways[one.name]())
    return report(series, len(letters[0].message), len(letters), options)


async def _letters(folder: Path, count: int) -> list[Letter]:
    async with town.newsroom_at(town.lay_out(folder), f"sqlite:///{folder}/bench.db") as newsroom:
        newsletter = await town.settle_in(newsroom, folder, readers=1)
        proof = await making.proof(newsroom, newsletter, stories=making.STORIES)
        if proof.sheet is None:
            raise SystemExit(f"No issue was printed: {proof.choice.held}")
        press = render.open_press(proof.sheet, newsroom.links, newsletter_id=newsletter.id)
        people = [Recipient(id=n, address=f"reader{n}@d{n % 50}.example.org", name="") for n in range(count)]
        return [grown(press.letter(person, delivery_id=person.id)) for person in people]


def grown(letter: Letter) -> Letter:
    """A letter with more of its own lines, so that it has the size that others measure with."""
    start, end = letter.message.index(b"\r\n\r\n") + 4, letter.message.rindex(b"\r\n--")
    lines = letter.message[start:end]
    more = (lines * (SIZE // len(lines) + 1))[: max(0, SIZE - len(letter.message))].rpartition(b"\r\n")[0]
    return replace(letter, message=letter.message[:end] + b"\r\n" + more + letter.message[end:])


def bare(letters: Sequence[Letter], keys: Sequence[SigningKey]) -> Cost:
    """As many operations of the private keys as there are letters, on a header's worth of bytes."""
    data = [letter.message[:1200] for letter in letters]
    with Watch() as watch:
        for one in data:
            for key in keys:
                key.operate(one)
    return watch.cost(len(letters))


def signed(letters: Sequence[Letter], keys: Sequence[SigningKey]) -> Cost:
    """Every letter, in this thread."""
    with Watch() as watch:
        for letter in letters:
            sign(letter.message, keys, relaxed=letter.relaxed)
    return watch.cost(len(letters))


async def at_once(letters: Sequence[Letter], keys: Sequence[SigningKey]) -> Cost:
    """Every letter, some turns at once; CPU is that of the event loop and of the processes that sign."""
    turns = deque(letters[start : start + AT_A_TURN] for start in range(0, len(letters), AT_A_TURN))

    async def one_after_the_other() -> None:
        while turns:
            await signers.signed(turns.popleft(), DOMAIN)

    async with open_signers(keys) as signers:
        with Watch() as watch:
            await asyncio.gather(*(one_after_the_other() for _ in range(TURNS_AHEAD)))
            others = sum(child.descendants().values())
    watch.cpu += others
    return watch.cost(len(letters))


def report(series: list[Series], size: int, count: int, options: Options) -> Report:
    """The table: microseconds for a letter, and what the bare operation takes of them."""
    floor = {one.name.partition(":")[0]: one.rate for one in series if one.name.endswith("operation")}
    rows = [
        [
            one.name,
            f"{1e6 / one.rate:,.1f}",
            f"{one.micros:,.1f}",
            f"{one.rate:,.0f}",
            f"{one.rate / floor[one.name.partition(':')[0]]:.2f}",
        ]
        for one in series
    ]
    return Report(
        name="signing",
        title="Signing a reader's letter with DKIM, sending none",
        about=(
            f"{count:,} letters of {size:,} bytes in each round, relaxed/relaxed",
            f"medians of {options.rounds} alternating rounds; as a send does it: in two threads beside the event loop",
        ),
        columns=("way", "us/letter", "CPU us/letter", "letters/s", "of the bare operation"),
        rows=rows,
        series=series,
    )
