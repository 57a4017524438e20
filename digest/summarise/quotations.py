"""Who is speaking: quotations that were opened before a sentence begins. Pure."""

from __future__ import annotations

import re

LONGEST_PARAGRAPH = 4000  # characters in which somebody may still be speaking
_STRAIGHT = re.compile(r'(?<!\d)"')  # not those of inches
# Quotations in single marks, as British papers have them; "'90s", "'em" and "the players' gate" open none.
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
    straight = len(_STRAIGHT.findall(before)) if '"' in before else 0
    if curly > 0 or before.count("«") > before.count("»") or straight % 2 == 1:
        return True
    if "‘" not in before and "'" not in before:
        return False
    singles = [mark["opens"] is not None for mark in _SINGLE.finditer(text, max(begin, 0), start)]
    return bool(singles) and singles[-1]
