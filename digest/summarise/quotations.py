"""Who is speaking: quotations that were opened before a sentence begins. Pure."""

from __future__ import annotations

import re
from itertools import pairwise

LONGEST_PARAGRAPH = 4000  # characters in which somebody may still be speaking
# Quotations in single marks, as British papers have them; "'90s", "'em" and "the players' gate" open none.
_SINGLES = "‘’'"
_SINGLE = re.compile(r"(?:(?<=[\s(—–])|^)(?P<opens>[‘'])(?=[^\W\d_a-zß-ÿ])|(?<=\S)[’'](?=[\s)—–,.;:]|$)")


def within_quotation(text: str, start: int) -> bool:
    """Whether somebody is speaking when a sentence begins: a quotation was opened before it, in its paragraph."""
    begin = text.rfind("\n\n", max(0, start - LONGEST_PARAGRAPH), start)
    if begin < 0 and start > LONGEST_PARAGRAPH:
        return False  # nobody speaks that long
    before = text[max(begin, 0) : start]
    curly = before.count("“") - before.count("”")
    if "„" in before:  # "„…“": what opens in English closes in German
        curly = before.count("„") - before.count("“") - before.count("”")
    straight = _straight_in(before) % 2  # one that is left may have been ended by a curly one: "we will.”
    if curly + straight > 0 or before.count("«") > before.count("»"):
        return True
    return _opened_last(text, max(begin, 0), start)


def _straight_in(text: str) -> int:
    """How many straight marks it has, without those of inches, and those within words ("ארה״ב" is typed "ארה"ב")."""
    around = pairwise(text.split('"'))
    return sum(not (one[-1:].isdecimal() or (one[-1:].isalpha() and next_[:1].isalpha())) for one, next_ in around)


def _opened_last(text: str, begin: int, end: int) -> bool:
    """Whether the last single mark of a stretch opens a quotation; looked for from its end, where most have one."""
    at = end
    while (at := max(text.rfind(sign, begin, at) for sign in _SINGLES)) >= 0:
        if mark := _SINGLE.match(text, at, end):
            return mark["opens"] is not None
    return False
