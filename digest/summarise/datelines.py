"""Where a story begins: behind datelines, the marks of agencies and wires, and its own title. Pure."""

from __future__ import annotations

import re

# What is left of a dateline whose place ends in a full stop ("AUGUSTA, Me. — The governor …").
_LEFT_DASH = re.compile(r"[—–―-]\s+(?=[^\W\d_a-zß-ÿ])")
# A place in capitals or capitalised words, perhaps a day and an agency, then a dash with room around it. A dash
# inside a sentence ("won 3–2", "the Marguerite – which …") is none: what follows a dateline begins a sentence.
_MONTH = r"(?<=\d )[a-zà-ÿ]{3,10}\.?"  # "24 nov", "24 novembre"
_PLACE = rf"(?:[A-ZÀ-Ý][\w.'’/-]*|\d{{1,2}}|{_MONTH}|de|del|la|le|les|of|am|an|sur|upon)"
_AGENCY = r"\([^\W\d_][\w /.&-]{1,24}\)"
_DASH = r"(?:\s+(?:—|–|―|--?)\s+|[—―]|(?<=\))\s?\.?\s?(?:—|–|―|--?)\s+)"
DATELINE = re.compile(
    rf"^(?:(?=[A-ZÀ-Ý]){_PLACE}(?:,? {_PLACE}){{0,5}}(?: ?{_AGENCY})?|{_AGENCY}){_DASH}(?=[^\W\d_a-zß-ÿ]|[0-9\"“„«‘'])"
)
# "London (CNN)It was …": the dash was lost on the way.
_NO_DASH = re.compile(
    rf"^(?:(?=[A-ZÀ-Ý]){_PLACE}(?:,? {_PLACE}){{0,5}} ?)?"
    r"\((?:CNN(?: Business)?|AP|AFP|APA|Reuters|dpa|EFE|ANSA|UPI|PA|PTI|ANI|sda|Xinhua|Bloomberg)\) ?"
    r"(?=[“„«‘\"']?[A-ZÀ-Ý])"
)
# "МОСКВА, 24 ноября. /ТАСС/. …", "МОСКВА, 24 ноя — РИА Новости. …"
_CYRILLIC = re.compile(
    r"^[А-ЯЁ-]{3,}(?: [А-ЯЁ-]+)?(?:, \d{1,2} [а-яё]{3,8})?\.? ?(?:/[^/\n]{2,30}/\.?|[—–-] [А-ЯЁ][\w «»-]{2,24}\.)\s+"
)
# 新华社北京1月1日电（记者…）, （中央社台北1日電）
_CHINESE = re.compile(r"^[（(]?[^。，\s]{2,14}?\d{1,2}日(?:电|電|讯|訊)[）)]?(?:\s*[（(][^）)]{1,30}[）)])?[：: ]*")
# 【東京共同】, (서울=연합뉴스) 김민수 기자 =
_ASIAN = re.compile(r"^【[^】]{2,20}】\s*|^\([^()=]{1,12}=[^()]{2,12}\)\s*(?:[가-힣·, ]{2,40}기자\s*=\s*)?")
# "ΑΘΗΝΑ (ΑΠΕ-ΜΠΕ) - …", "القاهرة (أ ش أ) - …": a place and an agency in another script than ours
_OTHER = re.compile(
    r"^(?=[^\x00-\u024f])[^\W\d_][\w .,-]{1,30}\s?\([\w /.&-]{2,24}\)\s*(?:—|–|―|--?|:)\s*"
    r"(?=[^\W\d_\u0430-\u045f\u03ac-\u03ce])"
)
# Hindi ends it as a sentence: "नई दिल्ली, 27 नवंबर (भाषा)।"
_HINDI = re.compile(
    r"^[\u0900-\u097f][\u0900-\u097f ]{1,30}, \d{1,2} [\u0900-\u097f]{2,12}(?: \([^()]{2,24}\)| \S{2,12})?\s?[।:]\s*"
)
# What an abstract is called, and what stands before one of arXiv's: its number, and that it is new.
_ABSTRACT = re.compile(
    r"^(?:arXiv:\S{5,30}\s+Announce Type:\s+[\w-]{1,20}\s+)?"
    r"(?i:abstract|(?:executive )?summary|tl;?dr|synopsis|zusammenfassung|kurzfassung|résumé|resumen|sommario|riassunto"
    r"|resumo|samenvatting|sammanfattning|sammendrag|streszczenie)\s?:\s+(?=[\"“„«‘']?[^\W\d_a-z])"
)
# "LARKHAVEN, Nov. 24, 2026 /PRNewswire/ -- ", "LARKHAVEN--(BUSINESS WIRE)--", and what stands above a press release.
_WIRE = re.compile(
    r"^[^\W\d_][\w .,'’&-]{1,80}?\s?(?:/[A-Za-z][\w -]{2,24}/|\([A-Z][\w .]{0,30}(?:wire|WIRE|Corp\.)[\w .]{0,20}\))"
    r"\s?(?:--|—|–)\s?(?=\S)"
)
_RELEASE = re.compile(
    r"^(?:for immediate release|(?:press|news) release|pressemitteilung|communiqué de presse)\b[\s:.–—-]{1,9}(?=\S)",
    re.IGNORECASE,
)
FEWEST_TITLE = 3  # words
_BEHIND_TITLE = re.compile(r"[.!?…:|–—-]?\s+(?=[“„«\"'‘(]*([^\W\d_]))")


def best_start(text: str) -> int:
    """Where the story begins: behind an agency's dateline ("MOSCOW (AP) — "), and a second one ("(ANSA) - ROMA - ")."""
    start = 0
    for _ in range(2):
        start += _dateline(text[start : start + 200])
    return start


def past_title(text: str, title: str) -> int:
    """Where a text goes on behind its own title, which some put before the first sentence without any stop.

    What follows begins as a sentence does: "The quay is closed until nine." goes on with its title, and stays whole.
    """
    if len(title.split()) < FEWEST_TITLE or text[: len(title)].casefold() != title.casefold():
        return 0
    behind = _BEHIND_TITLE.match(text, len(title))
    return behind.end() if behind and behind[1].isupper() else 0


def _dateline(head: str) -> int:
    match = DATELINE.match(head)
    if match and any(c.isupper() or c == "(" for c in match[0][1:]):
        return match.end()
    others = (
        one.match(head)
        for one in (_NO_DASH, _CYRILLIC, _CHINESE, _ASIAN, _OTHER, _HINDI, _LEFT_DASH, _ABSTRACT, _WIRE, _RELEASE)
    )
    return next((match.end() for match in others if match), 0)
