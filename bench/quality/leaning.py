"""Sentences that lean on one that is missing: ``python -m bench.quality.leaning``, with ``-v`` each of them.

Of summaries of real articles, told alone or by several, those are counted that have a sentence which points back
("These plans …", "Another …", "Grey, however, …") or calls somebody by a last name alone ("Gowdy said …"), though the
sentence before it, or who was called by more, is not among those chosen. Looked for by signs of its own, in English
(names in Vietnamese, too), so it sees less than a reader does, and now and then what none would mind.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator

from bench.quality.summaries import article_of
from bench.quality.trials import SHARED
from digest.model import Article, Sentence, Story
from digest.summarise import each

SETS = ("summaries/gov", "summaries/cnndm_train200", "summaries/vmds_multi", "clusters/basil", "clusters/vmds")
SENTENCES = 3
NEAR = 3  # characters between a sentence and the one before it
_TIME = r"(?:\w+ )?(?:weeks?|months?|years?|days?|summer|winter|spring|fall|autumn|morning|night|post|article|guide)\b"
_POINTS = re.compile(
    rf"(?:he|she|they|his|her|their|but|so|and|such|then)\b|th(?:is|ese)\b(?! {_TIME})"
    rf"|(?:in|on|with|under|for|by|during|from|to|of|at|all|some|many|most) (?:of )?th(?:is|ese|ose)\b(?! {_TIME})"
    r"|(?:the )?(?:another|other|others|latter|second|same|similar)\b(?!-)"
    r"|[^,]{3,60}, (?:however|though|meanwhile|instead|moreover|by contrast|for (?:his|her|its|their) part),",
    re.IGNORECASE,
)
_NAME = r"[A-ZÀ-ÖØ-ÝĐ][a-zà-ỹ’-]{2,}"
_ALONE = re.compile(rf"(?:^|(?<![\w’'-])(?:[a-zà-ỹ][\w’'-]*,?|M[rs]\.) )({_NAME}?)(?:[’']s)?(?= [a-zà-ỹ])")


def leaning(sentence: Sentence, article: Article, before: list[Sentence]) -> str:
    """What a sentence leans on, "" if on nothing; ``before`` are the chosen ones before it."""
    source: str = getattr(article, sentence.part)
    ends = [one.end for one in before if (one.article_id, one.part) == (sentence.article_id, sentence.part)]
    if len(source[max(ends, default=0) : sentence.start].strip()) < NEAR:
        return ""  # it stands behind the sentence that was before it, or begins the text
    points = _POINTS.match(sentence.text)
    if points:
        return points[0]
    known = " ".join((article.title, *(one.text for one in before)))
    return next((name for name in _names(sentence.text, source[: sentence.start]) if name not in known), "")


def _names(sentence: str, before: str) -> Iterator[str]:
    """The last names alone in it that stood behind a first name earlier, and never behind an article."""
    for name in _ALONE.findall(sentence):
        full = re.search(rf"(?<=[a-z,;] ){_NAME} (?:[A-Z]\. )?{name}\b(?! [A-Z])", before)
        if full and not re.search(rf"\b(?:[Tt]he|an?)(?: {_NAME})* {name}\b| {name.lower()}", before + sentence):
            yield name


def stories(name: str) -> Iterator[Story]:
    """The articles of a set, each a story, or those of one event together."""
    lines = (SHARED / "data" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    told: dict[str, list[Article]] = defaultdict(list)
    for number, line in enumerate(map(json.loads, lines)):
        told[str(line.get("gold", number))].append(article_of(line, number))
    for articles in told.values():
        yield Story(article=articles[0], echoes=tuple(articles[1:]))


def score(name: str, runner: asyncio.Runner) -> tuple[Counter[str], list[str]]:
    """How many stories a set has, how many summaries have a leaning sentence, and which."""
    found, shown = Counter[str](), list[str]()
    for story in stories(name):
        found["stories"] += 1
        articles = {one.id: one for one in (story.article, *story.echoes)}
        chosen = runner.run(each([story], sentences=SENTENCES))[story.article.id].sentences
        leans = [(leaning(one, articles[one.article_id], list(chosen[:i])), one.text) for i, one in enumerate(chosen)]
        found["summaries"] += any(what for what, _ in leans)
        shown += [f"  {what!r}: {' '.join(text.split())[:150]}" for what, text in leans if what]
    return found, shown


def main() -> None:
    """Print the figures."""
    if not all((SHARED / "data" / f"{name}.jsonl").exists() for name in SETS):
        print("not tried: the data is not here")
        return
    with asyncio.Runner() as runner:
        for name in SETS:
            found, shown = score(name, runner)
            print(f"{name:26} {found['summaries']:3d} of {found['stories']:3d} summaries have a sentence that leans")
            if "-v" in sys.argv:
                print(*shown, sep="\n")


if __name__ == "__main__":
    main()
