"""Keep and block: what a newsletter or a section takes at all, by rules in an editor's words.

A pattern may be such that looking for it takes for ever ("(a+)+$"); it gets a tenth of a second for an article, and one
that ran out of time on three articles is not tried again. What could not be sifted in time is left out and says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from unicodedata import normalize

import regex

from digest.model import Article, Rules, Source

LIMIT = 0.1  # seconds a pattern may take on one article
GIVEN_UP = 3  # articles on which a pattern ran out of time
LONGEST = 50_000  # characters of an article that are looked at
# Chinese, Japanese, Thai, Lao, Burmese, Khmer, Tibetan; kana of half a width.
_WITHOUT_SPACES = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff]")
# What has its particles written to it: Korean behind a word, Arabic and Hebrew before it.
_BEHIND = regex.compile(r"\p{Hangul}$")
_BEFORE = regex.compile(r"^[\p{Arabic}\p{Hebrew}]")
_PREFIXES = r"(?<!\w)(?:[وف]?(?:[بك]?ال|لل|[بلك])?|[ושהבלכמ]{0,3})"
_SIGNS = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'}
    | dict.fromkeys("‐‑–—−", "-")
    | dict.fromkeys("\u00ad\u200b\u200e\u200f\u2060\ufeff")
)
_GREEK, _TONOS = regex.compile(r"\p{Greek}"), regex.compile(r"(?<=\p{Greek})\u0301")
_SAME_LANGUAGE = {"nb": "no", "nn": "no"}


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
            words = plain(text)
            word = next((one for one in rules.keywords if _has(words, plain(one))), "")
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
        met_by = _language(article.language) in map(_language, rules.languages)
        yield "languages", f"language {article.language}", met_by
    for name, wanted, has in (
        ("authors", rules.authors, article.authors),
        ("categories", rules.categories, (*article.topics, *(source.topics if source else ()))),
    ):
        if wanted:
            there = set(map(plain, has))
            met = next((one for one in wanted if plain(one) in there), "")
            yield name, f"{name} {met}", bool(met)
    words = _words(article.text)
    if rules.min_words:
        yield "min_words", f"{words} words", words >= rules.min_words
    if rules.max_words:
        yield "max_words", f"{words} words", words <= rules.max_words
    if rules.paywalled is not None:
        yield "paywalled", "paywalled" if article.paywalled else "not paywalled", article.paywalled is rules.paywalled


def plain(text: str) -> str:
    """A text without what typography changes: small letters, composed, straight quotes, one blank, nothing unseen.

    Greek capitals have no accents, and Turkish ones have a dot where small letters have none.
    """
    small = normalize("NFKC", text.translate(_SIGNS)).casefold().replace("i\u0307", "i").replace("ı", "i")
    if _GREEK.search(small):
        small = normalize("NFC", _TONOS.sub("", normalize("NFD", small)))
    return " ".join(small.split())


def _language(code: str) -> str:
    base = code.lower().replace("_", "-").partition("-")[0]
    return _SAME_LANGUAGE.get(base, base)


def _words(text: str) -> int:
    """How many words a text has; where none are parted, two signs count as one."""
    return max(len(text.split()), len(_WITHOUT_SPACES.findall(text)) // 2)


def _has(text: str, word: str) -> bool:
    """Whether a word or phrase stands in a text, and not as part of a longer word where words have ends."""
    if _WITHOUT_SPACES.search(word):
        return word in text
    before = _PREFIXES if _BEFORE.search(word) else r"(?<!\w)"
    behind = "" if _BEHIND.search(word) else r"(?!\w)"
    return regex.search(before + regex.escape(word) + behind, text) is not None
