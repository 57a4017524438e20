"""How long ago something was, as pages say it in the languages that we have, and a few besides."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digest.gather.ago import read_ago
from digest.gather.listing import read_listing

NOW = datetime(2026, 11, 24, 12, 44, tzinfo=UTC)
TWO_HOURS, HOUR, TODAY, AT_FIVE, YESTERDAY, BEFORE = (
    datetime(2026, 11, day, hour, minute, tzinfo=UTC)
    for day, hour, minute in ((24, 10, 44), (24, 11, 44), (24, 9, 15), (23, 14, 5), (23, 0, 0), (22, 0, 0))
)
THREE_DAYS = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("en", "2 hours ago;an hour ago;today, 09:15;yesterday at 14:05;Yesterday;2 days ago;Published 3 days ago"),
        ("de", "vor 2 Stunden;vor einer Stunde;heute, 09:15 Uhr;gestern um 14:05 Uhr;gestern;vorgestern;vor 3 Tagen"),
        ("fr", "il y a 2 heures;il y a une heure;aujourd’hui à 9h15;hier à 14h05;hier;avant-hier;il y a 3 jours"),
        ("es", "hace 2 horas;hace una hora;hoy a las 9:15;ayer a las 14:05;ayer;anteayer;hace 3 días"),
        ("ru", "2 часа назад;час назад;сегодня в 9:15;вчера в 14:05;вчера;позавчера;3 дня назад"),
        ("ar", "منذ ساعتين;منذ ساعة;اليوم 9:15;أمس 14:05;أمس;أول أمس;منذ ٣ أيام"),
    ],
)
def test_each_of_our_languages_says_how_long_ago(language: str, lines: str) -> None:
    moments = [TWO_HOURS, HOUR, TODAY, AT_FIVE, YESTERDAY, BEFORE, THREE_DAYS]
    assert [read_ago(line, language, NOW) for line in lines.split(";")] == moments


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("By Mara Lindqvist · about 2 hours ago", TWO_HOURS),
        ("2h ago | 5 min read", TWO_HOURS),
        ("vor 1 Std. 20 Min.", HOUR),
        ("Yesterday at 2:05 PM", AT_FIVE),
        ("3 giorni fa", THREE_DAYS),
        ("há 2 horas", TWO_HOURS),
        ("3 dagen geleden", THREE_DAYS),
        ("23 Nov, 14:05", AT_FIVE),
        ("Nov. 23 at 2:05 PM", AT_FIVE),
        ("23. November, 14:05 Uhr", AT_FIVE),
        ("23.11.", YESTERDAY),
        ("21 de noviembre", THREE_DAYS),
        ("May 2nd", datetime(2026, 5, 2, tzinfo=UTC)),
        ("December 24th", None),  # it is to come
        ("January 3rd", None),
        ("29 Feb", None),
        ("today at 23:00", NOW),  # in another zone, for what is listed has happened
    ],
)
def test_what_stands_around_it_is_no_matter(line: str, moment: datetime | None) -> None:
    assert read_ago(line, "es", NOW) == moment


@pytest.mark.parametrize(
    "line",
    [
        *("He died 3 years ago", "Two years ago today the fog came", "5 min read", "3 min", "Yesterday's papers"),
        *(
            "Route 66",
            "Top 10",
            "Boeing 737",
            "10 Tipps",
            "5. Platz",
            "vor Ort",
            "Hier",
            "yesterday at 25:00",
            "ago",
            "",
            "1 hour",
            "in 2 hours",
            "2 " * 39 + "ago",
        ),
    ],
)
def test_nothing_else_is_a_date(line: str) -> None:
    assert read_ago(line, "de", NOW) is None


def test_lists_are_dated_by_how_long_ago_their_articles_were() -> None:
    lines = ("vor 2 Stunden", "gestern, 14:05 Uhr", "vor 3 Tagen")
    cards = "".join(
        f'<li><h3><a href="/n/{n}">Der Nebel liegt am {n}. Kai</a></h3><span>{line}</span></li>'
        for n, line in enumerate(lines)
    )
    linked = "".join(
        f'<li><a href="/n/{n}">{line}</a> <a href="/n/{n}">Der Nebel liegt am {n}. Kai</a></li>'
        for n, line in enumerate(lines)
    )
    for page in (cards, linked):
        body = f'<html lang="de"><main><ul>{page}</ul></main></html>'.encode()
        drafts = read_listing(body, url="https://hafen.example/news", now=NOW).drafts
        assert [one.title for one in drafts] == [f"Der Nebel liegt am {n}. Kai" for n in range(3)]
        assert [one.published for one in drafts] == [TWO_HOURS, AT_FIVE, THREE_DAYS]
