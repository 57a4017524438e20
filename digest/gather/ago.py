"""How long ago: "2 hours ago", "gestern um 14:05", "il y a 3 jours", "вчера", "منذ ساعتين"; "24 Nov". Pure.

Only a line that says nothing else counts, but for a word such as "published" before it and what is parted from it: of
a sentence that tells of something two years ago nobody must be led to think that it is two years old.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from digest.gather.plain import one_line
from digest.gather.spelled import month_numbers, timed

LONGEST = 80  # characters of a line
_PARTED = re.compile(r"\s*[|·•∙–—]\s*|\s+-\s+")
_SECOND, _MINUTE, _HOUR, _DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# English, German, French, Spanish, Russian, Arabic; then Italian, Portuguese, Dutch.
_UNITS: Mapping[timedelta, str] = {
    _SECOND: "s|secs?|seconds?|sekunden?|secondes?|segundos?|сек|секунд[уы]?|ثانية|ثوان|ثوانٍ|secondi|seconden",
    _MINUTE: "m|mins?|minutes?|minuten?|minutos?|мин|минут[уы]?|دقيقة|دقائق|minut[io]|minuut",
    _HOUR: "h|hrs?|hours?|std|stunden?|heures?|horas?|ч|час(?:а|ов)?|ساعة|ساعات|or[ae]|uur|uren",
    _DAY: "d|days?|tag(?:en?)?|j|jours?|d[ií]as?|дн|день|дня|дней|يوم|يوما|يومًا|أيام|giorn[io]|dag(?:en)?",
    7 * _DAY: "w|wks?|weeks?|wochen?|sem|semaines?|semanas?|нед|недел[юиь]|أسبوع|أسابيع|settiman[ae]|week|weken",
    30 * _DAY: "months?|monat(?:en?)?|mois|mes(?:es)?|мес|месяц(?:а|ев)?|شهر|أشهر|شهور|mes[ei]|m[eê]s|maand(?:en)?",
    365 * _DAY: "y|yrs?|years?|jahr(?:en?)?|ans?|an[oñ]s?|años?|год(?:а)?|лет|سنة|سنوات|عام|أعوام|ann[io]|jaar|jaren",
}
_TWO: Mapping[str, timedelta] = {  # Arabic has a number for two of a thing
    "دقيقتين": _MINUTE, "ساعتين": _HOUR, "يومين": _DAY, "أسبوعين": 7 * _DAY, "شهرين": 30 * _DAY, "سنتين": 365 * _DAY,
}  # fmt: skip
_ABOUT = (
    r"(?:(?:about|over|almost|more than|less than|etwa|ca\.?|rund|über|mehr als|environ|plus d['’]|près d['’]|unos"
    r"|más de|около|حوالي)\s*)?"
)
_ONE = r"an?|one|eine[mnr]?|une?|una?|uno|um|uma|één|een|один|одну"
_NUMBER = rf"(?:(?P<n>\d{{1,3}})\s?|(?:{_ONE})\s)?"
_AND_MORE = r"(?:\s?,?\s(?:and |und |et |y |и )?\d{1,2}\s?[^\W\d_]{1,8}\.?)?"
_SOME = "|".join((*_UNITS.values(), *_TWO))
_SPAN = rf"{_ABOUT}{_NUMBER}(?P<unit>{_SOME})\.?{_AND_MORE}"
_AGO = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?:vor|il y a|hace|há|منذ|قبل)\s{_SPAN}",
        rf"{_SPAN}\s(?:ago|назад|fa|geleden|atrás)",
    )
)
_NOW = re.compile(
    r"just now|moments? ago|a moment ago|(?:gerade|so) eben|à l['’]instant|ahora(?: mismo)?|только что|الآن",
    re.IGNORECASE,
)
_DAYS: Mapping[str, int] = {
    **dict.fromkeys(("today", "heute", "aujourd'hui", "hoy", "сегодня", "اليوم", "oggi", "hoje", "vandaag"), 0),
    **dict.fromkeys(("yesterday", "gestern", "hier", "ayer", "вчера", "أمس", "امس", "ieri", "ontem", "gisteren"), 1),
    **dict.fromkeys(("vorgestern", "avant-hier", "anteayer", "позавчера", "أول أمس", "eergisteren", "anteontem"), 2),
}
_DAY_AND_TIME = re.compile(
    rf"(?P<day>{'|'.join(sorted(_DAYS, key=len, reverse=True))})"
    r"(?:,?\s(?:(?:at|um|gegen|à|a las?|в|alle|às|om|في|الساعة)\s)?"
    r"(?P<hour>\d{1,2})(?:[:.h]|\s?h\s?|\suhr|(?=\s?[ap]\.?m))(?P<minute>\d{2})?\s?(?:(?P<half>[ap])\.?m\.?|uhr|h)?)?",
    re.IGNORECASE,
)
_WITHOUT_YEAR = tuple(
    re.compile(
        form + r"(?:,?\s(?:(?:at|um|à|a las?|в)\s)?(?P<time>\d{1,2}[:.h]\d{2}(?:\s?[ap]\.?m\.?|\suhr)?))?",
        re.IGNORECASE,
    )
    for form in (
        r"(?P<day>\d{1,2})(?:\.|er|st|nd|rd|th)?\s(?:de\s)?(?P<month>[^\W\d_]{3,12})\.?",
        r"(?P<month>[^\W\d_]{3,12})\.?\s(?P<day>\d{1,2})(?:st|nd|rd|th)?",
        r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.",
    )
)
_PAST = 240 * _DAY
_BEFORE = re.compile(
    r"(?:published|posted|updated|last updated|added|created|written|aktualisiert|veröffentlicht|erstellt|publi[ée]e?"
    r"|mis à jour|publicado|actualizado|опубликовано|обновлено|добавлено|نُشر|نشر|pubblicato|aggiornato|geplaatst)"
    r"(?:\s(?:on|am|le|el|il))?:?\s+",
    re.IGNORECASE,
)


def read_ago(text: str, language: str, now: datetime) -> datetime | None:
    """When that was, as a line says it; of days, weeks and more, the midnight. None where it says no such thing."""
    if len(text) > LONGEST:
        return None
    for part in _PARTED.split(one_line(text).replace("’", "'")):
        said = _BEFORE.sub("", part, count=1).strip(" ,()[]")
        if moment := _moment(said, language, now):
            return moment
    return None


def _moment(said: str, language: str, now: datetime) -> datetime | None:
    said, whole = said.strip("."), said
    if _NOW.fullmatch(said):
        return now
    for form in _AGO:
        if found := form.fullmatch(said):
            return _before(now, _unit(found["unit"].lower()) * int(found["n"] or 1))
    found = _DAY_AND_TIME.fullmatch(said)
    if found and not (found["day"].lower() == "hier" and language.startswith("de")):  # "here"
        return _at(found, now)
    dated = next((found for form in _WITHOUT_YEAR if (found := form.fullmatch(whole) or form.fullmatch(said))), None)
    return _in_the_last_year(dated, language, now) if dated else None


def _in_the_last_year(found: re.Match[str], language: str, now: datetime) -> datetime | None:
    """A day without a year: the last one of that name, unless the next one is nearer, as of what will take place."""
    months = month_numbers("en") | month_numbers(language)
    month = int(found["month"]) if found["month"].isdecimal() else months.get(found["month"].lower().rstrip("."), 0)
    for year in (now.year, now.year - 1):
        with suppress(ValueError):  # 29 February, and what is no date
            day = datetime(year, month, int(found["day"]), tzinfo=UTC)
            if day <= now <= day + _PAST:
                return min(timed(day, found["time"] or ""), now)
    return None


def _unit(name: str) -> timedelta:
    if name in _TWO:
        return 2 * _TWO[name]
    return next(span for span, names in _UNITS.items() if re.fullmatch(names, name))


def _before(now: datetime, span: timedelta) -> datetime:
    moment = (now - span).replace(microsecond=0)
    return moment if span < _DAY else moment.replace(hour=0, minute=0, second=0)


def _at(found: re.Match[str], now: datetime) -> datetime | None:
    """A day by its name; with a time, where one is told that has passed."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) - _DAYS[found["day"].lower()] * _DAY
    hour, minute = int(found["hour"] or 0), int(found["minute"] or 0)
    if found["half"]:
        hour = hour % 12 + (12 if found["half"].lower() == "p" else 0)
    if hour > 23 or minute > 59:
        return None
    return min(midnight.replace(hour=hour, minute=minute), now)
