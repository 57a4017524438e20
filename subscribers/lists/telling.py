"""Headings that speak of whether somebody wants mail, in the words of many programs and languages.

A heading that is missed here makes readers of people who left. So it is looked for within headings ("Unsubscribed from
all email", "HasOptedOutOfEmail"), and what the cells are decides whether it is meant.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from subscribers.lists.meanings import Meaning
from subscribers.lists.standings import folded

# A beginning of a word for each, without accents; English, German, French, Spanish, Italian, Portuguese, Dutch, Polish,
# Russian.
_LEFT = (
    "unsub|opted ?out|opt ?out|do ?not ?(?:e?mail|contact|send)|black ?list|block ?list|suppress|abgemeldet|"
    "abmelde|ausgetragen|austrag|abbestell|desabonn|desinscri|fecha de baja|dado de baja|baja$|desuscri|disiscri|"
    "descadastr|uitschrij|uitgeschreven|afgemeld|wypisan|wypisu|rezygnac|отписа|отписк|email disabled"
)
_BOUNCED = "(?:hard ?)?bounce|cleaned|clean time|undeliverable|unzustellbar|rebotad|rebote|niedostarcz"
_COMPLAINED = "complain|spam ?complain|marked as spam|reported spam|spam report|beschwerde|plainte"
_TAKES_MAIL = (
    "subscribed|opted ?in|opt ?in|accepts (?:\\w+ )?(?:marketing|e ?mail|newsletter)|e ?mail marketing$|consent|"
    "newsletter$|einwilligung|zustimmung|"
    "abonniert|angemeldet|abonne|inscrit|consentement|accepte|consentimiento|acepta|suscrit|consenso|consentimento|"
    "toestemming|zgoda|согласие|подписан"
)
# The first that fits counts, so that "unsubscribed" is no "subscribed".
_PATTERNS: Mapping[Meaning, re.Pattern[str]] = {
    meaning: re.compile(rf"(?:^|.*\W)(?:{words})")
    for meaning, words in (
        (Meaning.LEFT, _LEFT),
        (Meaning.COMPLAINED, _COMPLAINED),
        (Meaning.BOUNCED, _BOUNCED),
        (Meaning.TAKES_MAIL, _TAKES_MAIL),
    )
}
_STANDING = re.compile(
    r"(?:^|.*\W)(?:status|standing|state|stato|statut|stan|estado|zustand|статус|subscriber type|состояние)$"
)
# What is counted, or only looks back at somebody's leaving, says nothing by itself.
_ASIDE = re.compile(r".*\b(?:soft|count|number|rate|link|url|campaign|id|ip|anzahl|source)\b")
_REASON = re.compile(r".*\b(?:reason|grund|motif|motivo|raison|powod|причина)")
# Beside the word for a state: that it is one of a reader, and not of an order.
_OF_READERS = re.compile(
    r"^\w+$|^(?:e ?)?mail|.*\W(?:e ?)?mail|.*(?:subscri|newsletter|marketing|consent|contact|member|list|global|abo|"
    r"подпис|inscri|kontakt|correo|courriel|delivery)"
)


def told_by(title: str) -> Meaning | None:
    """What a heading speaks of: ``STANDING``, ``TAKES_MAIL``, that somebody is gone, or nothing of it."""
    words = _words(title)
    if _ASIDE.match(words):
        return None
    if _STANDING.match(words):
        return Meaning.STANDING if _OF_READERS.match(words) or words == "subscriber type" else None
    return next((meaning for meaning, pattern in _PATTERNS.items() if pattern.match(words)), None)


def is_reason(title: str) -> bool:
    """Whether a heading asks why: then every answer says that it happened."""
    return _REASON.match(_words(title)) is not None


def _words(title: str) -> str:
    return folded(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", title))
