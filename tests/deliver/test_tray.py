"""A tray serves its groups in turn, each at its own gait; one that is angry holds up nobody but itself."""

from __future__ import annotations

import math
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from digest.deliver.gaits import RELAY, Gaits, LimitsOf
from digest.deliver.pace import Limits
from digest.deliver.tray import Tray
from digest.model import Verdict, VerdictKind
from tests.makers import NOW

SENT = Verdict(kind=VerdictKind.SENT, code=250)
SLOWER = Verdict(kind=VerdictKind.DEFERRED, code=421, enhanced="4.7.28", text="4.7.28 too fast")


def limits(**of: Limits) -> LimitsOf:
    usual = Limits(first_lanes=2, most_lanes=20)
    return lambda group: of.get(group or "relay", usual)


def a_tray(**of: Limits) -> Tray[str]:
    return with_gaits(limits(relay=of.pop("relay", Limits(first_lanes=50, most_lanes=50)), **of))


def with_gaits(limits_of: LimitsOf, **lanes: int) -> Tray[str]:
    return Tray(Gaits(limits_of, now=NOW, lanes=lanes, resting={}))


def test_groups_are_served_in_turn() -> None:
    tray = a_tray()
    for item, group in (("a1", "a"), ("a2", "a"), ("b1", "b"), ("c1", "c")):
        tray.put(item, group)
    assert [tray.take(NOW) for _ in range(5)] == [("a1", "a"), ("b1", "b"), ("c1", "c"), ("a2", "a"), None]


def test_a_group_begins_with_few_lanes_and_earns_more() -> None:
    tray = a_tray()
    for n in range(50):
        tray.put(f"a{n}", "a")
    assert tray.take(NOW)
    assert tray.take(NOW)
    assert tray.take(NOW) is None, "two are under way"
    tray.gaits.end("a", SENT, now=NOW)
    assert tray.take(NOW)
    assert tray.take(NOW), "one more lane for the success"
    assert tray.take(NOW) is None


def test_an_angry_group_is_halved_and_the_others_go_on() -> None:
    tray = a_tray()
    for n in range(40):
        tray.put(f"a{n}", "angry")
        tray.put(f"k{n}", "kind")
    for _ in range(60):  # let both grow
        taken = [found for _ in range(40) if (found := tray.take(NOW))]
        for _, group in taken[:6]:
            tray.gaits.end(group, SLOWER if group == "angry" else SENT, now=NOW)
        for _, group in taken[6:]:
            tray.gaits.end(group, SENT if group == "kind" else SLOWER, now=NOW)
    assert tray.gaits.lanes().get("angry") == 1
    assert not tray.is_stuck(NOW)


def test_a_rate_says_how_long_to_wait() -> None:
    tray = a_tray(slow=Limits(rate=2.0, first_lanes=5, most_lanes=5))
    tray.put("s1", "slow")
    tray.put("s2", "slow")
    assert tray.take(NOW) == ("s1", "slow")
    assert tray.take(NOW) is None
    assert tray.wait(NOW) == 0.5
    assert tray.is_stuck(NOW)
    assert tray.take(NOW + timedelta(seconds=0.5)) == ("s2", "slow")
    assert tray.wait(NOW) == math.inf, "there is nothing to wait for"


def test_the_relays_own_rate_holds_for_all_groups() -> None:
    tray = a_tray(relay=Limits(rate=1.0, first_lanes=5, most_lanes=5))
    tray.put("a", "a")
    tray.put("b", "b")
    assert tray.take(NOW)
    assert tray.take(NOW) is None
    assert tray.wait(NOW) == 1.0
    assert tray.take(NOW + timedelta(seconds=1))


def test_what_comes_back_is_first_again() -> None:
    tray = a_tray()
    tray.put("a1", "a")
    tray.put("a2", "a")
    item, group = tray.take(NOW) or ("", "")
    tray.gaits.end(group, Verdict(kind=VerdictKind.RELAY_DOWN), now=NOW)
    tray.put(item, group, first=True)
    assert tray.take(NOW) == ("a1", "a")


def test_lanes_are_remembered_where_they_were_learnt() -> None:
    before = a_tray()
    before.put("a", "angry")
    before.take(NOW)
    before.gaits.end("angry", SLOWER, now=NOW)
    assert before.gaits.lanes() == {"angry": 1}
    after = with_gaits(limits(), **{"angry": 1, RELAY: 7})
    for n in range(3):
        after.put(f"a{n}", "angry")
    assert after.take(NOW)
    assert after.take(NOW) is None


def test_a_hundred_thousand_domains_are_not_kept_in_mind() -> None:
    tray = a_tray()
    for n in range(2000):
        tray.put("x", f"d{n}.example")
        assert tray.take(NOW)
        tray.gaits.end(f"d{n}.example", SENT, now=NOW)
    assert len(tray.gaits) == 1


def test_room_is_made_at_the_end_of_the_longest_groups() -> None:
    tray = a_tray()
    for n in range(6):
        tray.put(f"l{n}", "long")
    for n in range(2):
        tray.put(f"s{n}", "short")
    assert tray.trim(3) == ["l5", "l4", "l3", "l2", "l1"]
    assert [tray.take(NOW) for _ in range(3)] == [("l0", "long"), ("s0", "short"), ("s1", "short")]
    assert tray.trim(0) == []


def test_a_relay_that_has_no_room_is_not_stuck() -> None:
    tray = a_tray(relay=Limits(first_lanes=1, most_lanes=1))
    for n in range(3):
        tray.put(f"a{n}", "a")
    assert tray.take(NOW)
    assert not tray.is_stuck(NOW), "nothing in the tray could change that"


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["put", "take", "end", "trim"])), max_size=80))
def test_nothing_is_lost_and_nothing_comes_twice(steps: list[tuple[str, str]]) -> None:
    tray, inside, out, under_way = a_tray(), 0, [], []
    for number, (group, step) in enumerate(steps):
        if step == "put":
            tray.put(f"{group}{number}", group)
            inside += 1
        elif step == "take" and (taken := tray.take(NOW)):
            out.append(taken[0])
            under_way.append(taken[1])
            inside -= 1
        elif step == "end" and under_way:
            tray.gaits.end(under_way.pop(), SENT, now=NOW)
        elif step == "trim":
            out += tray.trim(inside // 2)
            inside = inside // 2
        assert len(tray) == inside
    out += tray.clear()
    assert len(out) == len(set(out)) == sum(step == "put" for _, step in steps)


def test_a_group_whose_letters_come_one_by_one_keeps_its_rate() -> None:
    tray = a_tray(slow=Limits(rate=1.0, burst=1.0))
    tray.put("first", "slow")
    assert tray.take(NOW)
    tray.gaits.end("slow", SENT, now=NOW)
    tray.put("second", "slow")
    assert tray.take(NOW + timedelta(seconds=0.9)) is None, "nothing waited for it meanwhile, and it is not forgotten"
    assert tray.take(NOW + timedelta(seconds=1)) == ("second", "slow")


def test_a_group_whose_bucket_is_full_again_is_forgotten() -> None:
    tray = a_tray(**{f"d{n}": Limits(rate=1.0, burst=1.0) for n in range(100)})
    for n in range(100):
        now = NOW + timedelta(seconds=n / 10)
        tray.put("item", f"d{n}")
        assert tray.take(now)
        tray.gaits.end(f"d{n}", SENT, now=now)
    assert len(tray.gaits) < 20


def test_who_begins_again_goes_on_with_the_buckets_and_rests_that_are_not_over() -> None:
    slow = Limits(rate=1.0, burst=1.0)
    before = a_tray(slow=slow, quick=Limits(rate=100.0, burst=1.0))
    for group in ("slow", "quick"):
        before.put("first", group)
        assert before.take(NOW)
        before.gaits.end(group, SENT, now=NOW)
    soon = NOW + timedelta(seconds=0.5)
    resting = before.gaits.resting(now=soon)
    assert list(resting) == ["slow"]
    after: Tray[str] = Tray(Gaits(limits(slow=slow), now=soon, lanes={}, resting=resting))
    after.put("second", "slow")
    assert after.take(soon) is None
    assert after.take(NOW + timedelta(seconds=1))


def test_what_is_unwanted_is_picked_out_and_the_others_keep_their_order() -> None:
    tray = a_tray()
    for item, group in (("a1", "a"), ("a2", "a"), ("b1", "b"), ("a3", "a")):
        tray.put(item, group)
    assert tray.pick(lambda item: item in ("a1", "b1")) == ["a1", "b1"]
    assert len(tray) == 2
    assert [tray.take(NOW) for _ in range(3)] == [("a2", "a"), ("a3", "a"), None]


def test_who_is_set_aside_has_few_lanes_and_takes_none_of_the_relays_from_the_others() -> None:
    tray = a_tray(relay=Limits(first_lanes=2, most_lanes=10), slow=Limits(first_lanes=9, most_lanes=9))
    for n in range(9):
        tray.put(f"s{n}", "slow")
    assert tray.take(NOW)
    assert tray.take(NOW)
    assert tray.take(NOW) is None, "the relay has no lane left"
    tray.put("a1", "a")
    tray.gaits.set_aside(frozenset({"slow"}), most=3, together=4)
    assert tray.take(NOW) == ("s2", "slow")
    assert [tray.take(NOW), tray.take(NOW)] == [("a1", "a"), None], "three of those aside are under way"
    tray.gaits.set_aside(frozenset(), most=1, together=1)
    assert tray.take(NOW) is None


def test_those_who_are_set_aside_have_so_many_lanes_together() -> None:
    tray = a_tray(s=Limits(first_lanes=9, most_lanes=9), t=Limits(first_lanes=9, most_lanes=9))
    tray.gaits.set_aside(frozenset({"s", "t"}), most=2, together=3)
    for n in range(9):
        tray.put(f"s{n}", "s")
        tray.put(f"t{n}", "t")
    assert [tray.take(NOW) for _ in range(4)] == [("s0", "s"), ("t0", "t"), ("s1", "s"), None]


def test_the_letters_of_who_is_set_aside_do_not_count_as_lying_there() -> None:
    tray = a_tray()
    for item, group in (("a1", "a"), ("a2", "a"), ("b1", "b")):
        tray.put(item, group)
    assert tray.lying() == {"a": 2, "b": 1}
    tray.gaits.set_aside(frozenset({"a"}), most=1, together=1)
    assert tray.lying() == {"b": 1}
    assert (tray.crowd, len(tray), [*tray.of("a")], [*tray.of("c")]) == (1, 3, ["a1", "a2"], [])
