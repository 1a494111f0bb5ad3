"""Clocks that are wrong or set back: a cap holds in every window, whatever they show."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policydsl.facts.moments import utc
from policydsl.gate.gate import Gate
from policydsl.ledger.store import Store
from tests.gate.support import AT, CAP_OF_ONE, DAY, HOUR, counted, gate, policy, proposal

ZONE = "America/New_York"
LOCAL = {"person": {"time_zones": [ZONE]}}
ROLLING = policy("cap c at most 3 attempts by sms per person in 24 hours\n")
DAILY = policy("cap c at most 2 attempts by sms per person in a calendar day\n")
GAPPED = policy("gap g at least 4 hours between attempts by sms per person\n")
SHARED = policy("cap c at most 2 attempts by sms per address in 24 hours\n")

BACK = [timedelta(microseconds=1), timedelta(seconds=3), DAY, 400 * DAY]


@pytest.mark.parametrize("back", [*BACK, AT - datetime(1970, 1, 1, tzinfo=UTC)], ids=str)
@pytest.mark.parametrize("reported", [False, True])
def test_a_clock_set_back_gives_no_place_twice(
    store: Store, back: timedelta, reported: bool
) -> None:
    ours = gate(CAP_OF_ONE, store)
    permit = ours.reserve(proposal(), at=AT, key="a")
    if reported:
        permit.confirm("delivered")
    denied = ours.reserve(proposal(), at=AT - back, key="b")
    assert denied.codes == ("CAP_REACHED",)
    assert ours.reserve(proposal("P2"), at=AT - back, key="c").allowed
    assert ours.reserve(proposal(), at=AT + DAY, key="d").allowed


def test_a_contact_of_a_later_clock_holds_as_long_as_it_says(store: Store) -> None:
    ours = gate(CAP_OF_ONE, store)
    assert ours.reserve(proposal(), at=AT + 30 * DAY, key="ahead").allowed
    for moment in (AT, AT + DAY, AT + 30 * DAY, AT + 31 * DAY - HOUR):
        assert not ours.reserve(proposal(), at=moment, key="b").allowed
    assert ours.reserve(proposal(), at=AT + 31 * DAY, key="b").allowed


def test_an_amendment_of_a_clock_set_back_applies_after_those_before_it(store: Store) -> None:
    moments = iter([AT, AT, AT - DAY, AT - 2 * DAY, AT - 3 * DAY])
    ours = gate(
        "cap c at most 1 deliveries by sms per person in 24 hours\n",
        store,
        clock=lambda: next(moments),
    )
    ours.reserve(proposal(), at=AT, key="a").confirm("submitted")
    for reached in ("delivered", "submitted", "delivered"):
        ours.amend("a", reached=reached, correct=True)
        expected = reached != "delivered"
        assert ours.decide(proposal(), at=AT).allowed is expected


def times(ours: Gate, person: str = "P1") -> list[int]:
    return sorted(entry.at for entry in counted(ours.store) if entry.person == person)


def most_within(moments: list[int], span: timedelta) -> int:
    """The greatest count in any window of a length, looked at one by one."""
    micros = span // timedelta(microseconds=1)
    return max(sum(start <= other < start + micros for other in moments) for start in moments)


def most_in_a_day(moments: list[int]) -> int:
    days = [utc(moment).astimezone(ZoneInfo(ZONE)).date() for moment in moments]
    return max(map(days.count, days))


minutes = st.integers(-3 * 24 * 60, 3 * 24 * 60).map(lambda number: number * timedelta(minutes=1))
odd = st.sampled_from([timedelta(0), DAY, -DAY, DAY - timedelta(microseconds=1), 4 * HOUR])
walks = st.lists(st.tuples(st.one_of(minutes, odd), st.integers(0, 3)), min_size=5, max_size=25)

CASES: dict[str, Callable[[list[int]], bool]] = {
    "rolling": lambda moments: most_within(moments, DAY) <= 3,
    "daily": lambda moments: most_in_a_day(moments) <= 2,
    "gapped": lambda moments: most_within(moments, 4 * HOUR) <= 1,
    "shared": lambda moments: most_within(moments, DAY) <= 2,
}
POLICIES = {"rolling": ROLLING, "daily": DAILY, "gapped": GAPPED, "shared": SHARED}


@pytest.mark.parametrize("name", CASES)
@settings(max_examples=25)
@given(walk=walks)
def test_no_interleaving_of_wrong_clocks_goes_over(
    name: str, walk: list[tuple[timedelta, int]]
) -> None:
    ours = gate(POLICIES[name], clock=lambda: AT)
    persons = ("P1", "P2") if name == "shared" else ("P1",)
    for number, (skew, then) in enumerate(walk):
        person = persons[number % len(persons)]
        permit = ours.reserve(
            proposal(person, address="+1"), at=AT + skew, key=f"k{number}", facts=LOCAL
        )
        if permit.allowed and then == 1:
            permit.confirm("delivered")
        elif permit.allowed and then == 2:
            permit.release("r")
        elif permit.allowed and then == 3:
            ours.expire(AT + 9 * DAY)
    moments = sorted(moment for person in persons for moment in times(ours, person))
    assert not moments or CASES[name](moments)
