"""Lies planted in true sentences, and which of them pass the gate: ``python -m bench.quality.lies``, with ``-v`` each.

Of real English articles two sentences each are taken as they are, and then with one thing changed by a rule: another
name, place, noun, number or day of the same article, two numbers exchanged, another unit or side ("under" for "over"),
a "not" more or less, a "may" that becomes a "will". Some are nonsense rather than lies, a few may be true by chance;
none is what the source says. What people wrote about the same articles is asked too: the gate is as strict with them.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from bench.quality.summaries import article_of
from bench.quality.trials import SHARED
from digest.model import Article, Sentence, Story, Summary
from digest.summarise.check import objection
from digest.summarise.sentences import sentence_spans

SETS = ("summaries/gov", "summaries/cnndm_train200", "clusters/basil")
EACH = 2  # sentences of an article
ROOM = 8000  # characters of an article
SHORTEST, LONGEST = 60, 260  # characters of a sentence
SEED = 7
NAME = r"[A-Z][a-z]+[a-z](?: (?:[A-Z]\. )?[A-Z][a-z]+[a-z]){1,2}"
OTHERS: Mapping[str, re.Pattern[str]] = {
    "another name": re.compile(rf"(?<=[a-z,;] ){NAME}(?![\w’'-])"),
    "another place": re.compile(r"(?<=\b[ia][nt] )[A-Z][a-z]{3,}(?: [A-Z][a-z]+)?\b"),
    "another noun": re.compile(r"(?:(?<=\bthe )|(?<=\ba )|(?<=\bof ))[a-z]{5,}\b(?!-)"),
    "another number": re.compile(r"(?<![\w.,$£€-])\d[\d,.]*\d(?!\w)|(?<![\w.,-])\d(?![\w,.])"),
    "another day": re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"),
}
SIDES = (
    "over under|up down|public private|current former|boy girl|son daughter|husband wife|his her|teacher student|"
    "older younger|before after|more fewer|first last|best worst|approved rejected|rose fell|won lost|"
    "increase decrease|left joined|"
    "supported opposed|opened closed|allowed banned|arrested released|minimum maximum|victim suspect|least most"
)
UNITS = (
    "million billion|percent times|years months|months weeks|days hours|hours minutes|miles kilometers|people children"
)
SURER = "may will|might will|could will|some all|many all|most all|several all|allegedly really|likely certainly"


def lies(sentence: str, text: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    """What is planted in a sentence, by its kind."""
    for kind, pattern in OTHERS.items():
        mine = list(dict.fromkeys(pattern.findall(sentence)))
        theirs = [one for one in dict.fromkeys(pattern.findall(text)) if one not in sentence]
        if mine and theirs:
            yield kind, sentence.replace(chance.choice(mine), chance.choice(theirs), 1)
        if kind == "another number" and len(mine) > 1:
            first, second = mine[:2]
            yield (
                "numbers exchanged",
                re.sub(rf"{re.escape(first)}(.*?){re.escape(second)}", rf"{second}\g<1>{first}", sentence, count=1),
            )
    yield from _swapped("another side", SIDES, sentence, chance, both=True)
    yield from _swapped("another unit", UNITS, sentence, chance, behind=r"(?<=\d )")
    yield from _swapped("surer", SURER, sentence, chance)
    if be := re.search(r"\b(?:is|was|are|were|will|has|have|had|would|could)\b(?! not| no\b| never)", sentence):
        yield "a not more", f"{sentence[: be.end()]} not{sentence[be.end() :]}"
    if " not " in sentence or "n't " in sentence:
        yield "a not less", re.sub(r" not |n't ", " ", sentence, count=1)


def _swapped(
    kind: str, pairs: str, sentence: str, chance: random.Random, *, both: bool = False, behind: str = ""
) -> Iterator[tuple[str, str]]:
    words = [tuple(pair.split(" ")) for pair in pairs.split("|")]
    words += [(other, one) for one, other in words] if both else []
    found = [(one, other) for one, other in words if re.search(rf"{behind}\b{one}\b(?!-)", sentence)]
    if found:
        one, other = chance.choice(found)
        yield kind, re.sub(rf"{behind}\b{one}\b(?!-)", other, sentence, count=1)


def why_not(text: str, story: Story) -> str:
    """Why the gate does not take a sentence; "" if it does."""
    one = Sentence(text=text, article_id=story.article.id, part="text", start=0, end=1, own_words=True)
    return objection(Summary(sentences=(one,), by="a liar"), story, sentences=2)


def _sentences(text: str) -> list[str]:
    return [" ".join(text[span.start : span.end].split()) for span in sentence_spans(text, "en")]


def _tried(line: Mapping[str, Any], article: Article, chance: random.Random) -> Iterator[tuple[str, str, str]]:
    """Each sentence that is tried, with its kind and why it is refused."""
    story = Story(article=replace(article, text=article.text[:ROOM]))
    whole = [one for one in _sentences(article.text[:ROOM]) if SHORTEST < len(one) < LONGEST and one[-1] in ".”"]
    for true in chance.sample(whole, min(EACH, len(whole))):
        yield "as it stands", true, why_not(true, story)
        for kind, lie in lies(true, story.article.text, chance):
            if lie != true:
                yield kind, lie, why_not(lie, story)
    for written in _sentences(str((line.get("refs") or [""])[0]).replace(" .", ".")):
        yield "written by people", written, why_not(written, Story(article=article))


def main() -> None:
    """Print how many of each kind pass."""
    tried, passed, chance = Counter[str](), Counter[str](), random.Random(SEED)
    for name in SETS:
        file = SHARED / "data" / f"{name}.jsonl"
        for number, line in enumerate(map(json.loads, file.read_text(encoding="utf-8").splitlines())):
            for kind, text, why in _tried(line, article_of(line, number), chance):
                tried[kind] += 1
                passed[kind] += not why
                if "-v" in sys.argv and not why and kind not in ("as it stands", "written by people"):
                    print(f"{kind}: {text}")
    for kind, count in tried.items():
        print(f"{kind:18} {passed[kind]:4d} of {count:4d} pass  {passed[kind] / count:6.1%}")


if __name__ == "__main__":
    main()
