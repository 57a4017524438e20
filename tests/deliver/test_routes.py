"""Which relay carries a letter, when one is left alone, and who is one house."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from digest.deliver import Breaker, Domains, RelaySettings, Route, breaker, choose
from digest.model import Verdict, VerdictKind
from tests.makers import NOW

DOWN = Verdict(kind=VerdictKind.RELAY_DOWN, text="connection refused")
ALL = frozenset(("main", "bulk", "russia", "vip"))
ROUTES = (
    Route(relay="main", weight=3.0),
    Route(relay="bulk", weight=1.0),
    Route(relay="russia", domains=frozenset(("mail.ru", "yandex"))),
    Route(relay="vip", newsletters=frozenset(("board",))),
)


def chosen(ticket: int = 1, usable: frozenset[str] = ALL, **where: str) -> str | None:
    facts = {"newsletter": "morning", "domain": "example.org", "group": "example.org", **where}
    return choose(ROUTES, ticket=ticket, usable=usable, **facts)


def test_letters_are_shared_by_weight_and_stay_with_their_relay() -> None:
    shares = Counter(chosen(ticket) for ticket in range(10_000))
    assert set(shares) == {"main", "bulk"}
    assert 0.73 < shares["main"] / 10_000 < 0.77
    assert all(chosen(ticket) == chosen(ticket) for ticket in range(100))


def test_what_is_meant_for_a_letter_comes_before_what_is_for_all() -> None:
    assert chosen(domain="bk.ru", group="mail.ru") == "russia"
    assert chosen(domain="yandex.ru", group="yandex") == "russia"
    assert chosen(newsletter="board") == "vip"


def test_when_a_relay_is_left_alone_the_others_take_over() -> None:
    assert {chosen(ticket, ALL - {"main"}) for ticket in range(50)} == {"bulk"}
    assert chosen(domain="bk.ru", group="mail.ru", usable=ALL - {"russia"}) in ("main", "bulk")
    assert chosen(usable=frozenset(("vip", "russia"))) is None


def test_a_breaker_opens_after_three_failures_in_a_row_and_says_why() -> None:
    state = Breaker()
    for _ in range(2):
        state = breaker.failed(state, DOWN, now=NOW)
        assert not state.is_open(NOW)
    state = breaker.failed(state, DOWN, now=NOW)
    assert state.is_open(NOW)
    assert state.reason == "connection refused"
    assert not state.is_open(NOW + timedelta(seconds=31))
    assert breaker.failed(state, DOWN, now=NOW) == state, "what was under way then opens nothing twice"


def test_a_success_in_between_forgives_and_pauses_grow_without_one() -> None:
    state = breaker.failed(breaker.failed(Breaker(), DOWN, now=NOW), DOWN, now=NOW)
    state = breaker.failed(breaker.worked(state), DOWN, now=NOW)
    assert not state.is_open(NOW)
    pauses, now = [], NOW
    for _ in range(7):
        for _ in range(3):
            state = breaker.failed(state, DOWN, now=now)
        assert state.open_until is not None
        pauses.append((state.open_until - now).total_seconds())
        now = state.open_until
    assert pauses == [30, 60, 120, 240, 480, 900, 900]


def test_a_refused_login_opens_at_once_and_a_servers_wish_counts() -> None:
    refused = Verdict(kind=VerdictKind.SENDER_FAULT, code=535, text="5.7.8 wrong password", connecting=True)
    assert breaker.failed(Breaker(), refused, now=NOW).is_open(NOW)
    busy = Verdict(kind=VerdictKind.RELAY_DOWN, code=421, text="try again in 300 seconds", wait=300)
    state = Breaker(failures=2)
    assert breaker.failed(state, busy, now=NOW).open_until == NOW + timedelta(seconds=300)


def test_the_large_providers_are_one_house_each_and_the_settings_may_add() -> None:
    domains = Domains.of({"google": ("school.example",), "our town": ("town.example", "quay.example")})
    assert domains.group_of("gmail.com") == domains.group_of("googlemail.com") == "google"
    assert domains.group_of("hotmail.fr") == domains.group_of("outlook.com") == "microsoft"
    assert domains.group_of("school.example") == "google"
    assert domains.group_of("quay.example") == domains.group_of("town.example") == "our town"
    assert domains.group_of("somewhere.example") == "somewhere.example"


@pytest.mark.parametrize(
    ("day", "cap"),
    [(date(2026, 11, 1), 50), (date(2026, 11, 2), 100), (date(2026, 11, 4), 300), (date(2026, 12, 1), 300)],
)
def test_a_new_relay_warms_up_day_by_day(day: date, cap: int) -> None:
    relay = RelaySettings(warm_up=(50, 100, 500), warm_up_since=date(2026, 11, 1), daily=300)
    assert relay.cap(day) == cap
    assert RelaySettings().cap(day) == 0
