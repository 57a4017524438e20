"""Keep and block: what a newsletter or a section takes at all, by rules in an editor's words.

A pattern may be such that looking for it takes for ever ("(a+)+$"); it gets a tenth of a second for an article, and one
that ran out of time on three articles is not tried again. What could not be sifted in time is left out and says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import regex

from digest.model import Article, Rules, Source

LIMIT = 0.1  # seconds a pattern may take on one article
GIVEN_UP = 3  # articles on which a pattern ran out of time
LONGEST = 50_000  # characters of an article that are looked at
_WITHOUT_SPACES = regex.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0eff]")  # Chinese, Japanese, Thai, Lao


class _TooSlowError(Exception):
    """A pattern ran out of time."""


@dataclass(slots=True, kw_only=True)
class Sieve:
    """Says why an article is not taken. It remembers which patterns are too slow, so use one for a whole issue."""

    sources: Mapping[int, Source]
    _slow: Counter[str] = field(default_factory=Counter)
    _known: dict[tuple[int, Rules, Rules], str] = field(default_factory=dict)

    def why_not(self, article: Article, keep: Rules, block: Rules) -> str:
        """In words why an article is not taken, "" if it is."""
        if keep == block == Rules():
            return ""
        key = (article.id, keep, block)
        if key not in self._known:
            self._known[key] = self._why_not(article, keep, block)
        return self._known[key]

    def _why_not(self, article: Article, keep: Rules, block: Rules) -> str:
        try:
            missing = next((what for what, _, met in self._checks(article, keep) if not met), "")
            found = next((words for _, words, met in self._checks(article, block) if met), "")
        except _TooSlowError as fault:
            return f"the pattern {fault} takes too long"
        return f"not kept: {missing}" if missing else f"blocked: {found}" if found else ""

    def _checks(self, article: Article, rules: Rules) -> Iterator[tuple[str, str, bool]]:
        """For each kind of rule there is: its name, what met it in words, and whether anything did."""
        yield from _facts(article, rules, self.sources.get(article.source_id))
        text = f"{article.title}\n{article.lead}\n{article.text}"[:LONGEST]
        if rules.keywords:
            word = next((one for one in rules.keywords if _has(text.casefold(), one.casefold())), "")
            yield "keywords", f"keyword {word}", bool(word)
        if rules.regex:
            pattern = next((one for one in rules.regex if self._matches(one, text)), "")
            yield "regex", f"regex {pattern}", bool(pattern)

    def _matches(self, pattern: str, text: str) -> bool:
        if self._slow[pattern] >= GIVEN_UP:
            raise _TooSlowError(pattern)
        try:
            # V0: what Python's own re understands. The lock is kept: a thread more is no use to one press.
            return regex.search(pattern, text, flags=regex.VERSION0, timeout=LIMIT) is not None
        except TimeoutError:
            self._slow[pattern] += 1
            raise _TooSlowError(pattern) from None


def _facts(article: Article, rules: Rules, source: Source | None) -> Iterator[tuple[str, str, bool]]:
    """As ``Sieve._checks``, for what is not looked for in the text."""
    if rules.languages and article.language:  # of an article in who knows what nothing is said
        language = article.language.lower().partition("-")[0]
        yield "languages", f"language {article.language}", language in {one.lower() for one in rules.languages}
    for name, wanted, has in (
        ("authors", rules.authors, article.authors),
        ("categories", rules.categories, (*article.topics, *(source.topics if source else ()))),
    ):
        if wanted:
            there = {one.casefold() for one in has}
            met = next((one for one in wanted if one.casefold() in there), "")
            yield name, f"{name} {met}", bool(met)
    words = len(article.text.split())
    if rules.min_words:
        yield "min_words", f"{words} words", words >= rules.min_words
    if rules.max_words:
        yield "max_words", f"{words} words", words <= rules.max_words
    if rules.paywalled is not None:
        yield "paywalled", "paywalled" if article.paywalled else "not paywalled", article.paywalled is rules.paywalled


def _has(text: str, word: str) -> bool:
    """Whether a word or phrase stands in a text, and not as part of a longer word where words have ends."""
    if _WITHOUT_SPACES.search(word):
        return word in text
    return regex.search(rf"(?<!\w){regex.escape(word)}(?!\w)", text) is not None
