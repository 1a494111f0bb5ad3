"""Spreading: never outside, even, and the same for ever."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policydsl import Interval, spread
from policydsl.facts.moments import to_micros

START = datetime(2026, 3, 5, 0, 0, tzinfo=UTC)
HOUR, MICROSECOND = timedelta(hours=1), timedelta(microseconds=1)
KEYS = [f"c-{number}" for number in range(10_000)]


def after(start: float, end: float) -> Interval:
    """An interval so many hours after `START`."""
    return Interval(START + start * HOUR, START + end * HOUR)


def counts(intervals: list[Interval], boxes: int) -> list[int]:
    """How many keys get into each of some boxes of equal length, the intervals laid end to end."""
    total = sum((one.end - one.start for one in intervals), timedelta(0))
    found = [0] * boxes
    for key in KEYS:
        moment = spread(key, intervals)
        assert moment is not None
        before = timedelta(0)
        for one in intervals:
            if one.start <= moment < one.end:
                before += moment - one.start
                break
            before += one.end - one.start
        found[int(before / total * boxes)] += 1
    return found


@pytest.mark.parametrize(
    "intervals",
    [
        [after(0, 14)],
        [after(0, 1), after(24, 34), after(40, 40.5)],
        [after(number, number + 0.01) for number in range(100)],
    ],
)
def test_keys_are_spread_evenly_over_all_the_time(intervals: list[Interval]) -> None:
    boxes, expected = 100, len(KEYS) / 100
    chi_square = sum((found - expected) ** 2 / expected for found in counts(intervals, boxes))
    assert chi_square < 148.2, "99 degrees of freedom: one in a thousand even spreads is worse"


def test_an_interval_gets_its_share() -> None:
    short, long = after(0, 1), after(10, 19)
    found = [spread(key, [short, long]) for key in KEYS]
    share = sum(1 for one in found if one is not None and one < short.end)
    assert abs(share - 1_000) < 4 * 30


def test_keys_that_resemble_each_other_are_not_neighbours() -> None:
    found = [spread(key, [after(0, 10)]) for key in KEYS[:1000]]
    rising = sum(1 for one, other in pairwise(found) if str(one) < str(other))
    assert 400 < rising < 600
    assert len(set(found)) == 1000


MOMENTS = st.integers(0, 40 * 24 * 3600 * 10**6)
INTERVALS = st.lists(st.tuples(MOMENTS, st.integers(0, 10**12)), max_size=12)


@given(INTERVALS, st.text(), st.text(max_size=3))
def test_never_outside(pairs: list[tuple[int, int]], key: str, salt: str) -> None:
    intervals = [
        Interval(START + start * MICROSECOND, START + (start + length) * MICROSECOND)
        for start, length in pairs
    ]
    found = spread(key, intervals, salt=salt)
    if not any(length for _, length in pairs):
        assert found is None
        return
    assert found is not None
    assert any(one.start <= found < one.end for one in intervals)
    assert spread(key, reversed(intervals), salt=salt) == found
    assert spread(key, [*intervals, *intervals], salt=salt) == found


@given(st.text(), st.integers(1, 5))
def test_every_instant_of_a_short_interval_can_be_got_and_no_other(key: str, length: int) -> None:
    found = spread(key, [Interval(START, START + length * MICROSECOND)])
    assert found is not None
    assert START <= found < START + length * MICROSECOND


def test_every_microsecond_of_a_short_interval_is_used() -> None:
    times = [Interval(START, START + 5 * MICROSECOND)]
    assert {spread(key, times) for key in KEYS[:200]} == {
        START + number * MICROSECOND for number in range(5)
    }


@pytest.mark.parametrize(
    ("key", "salt", "expected"),
    [
        ("", "", "2026-03-05T12:15:58.257770+00:00"),
        ("c-1", "", "2026-03-06T07:35:41.027977+00:00"),
        ("c-2", "", "2026-03-05T01:56:18.157861+00:00"),
        ("c-1", "april", "2026-03-05T11:34:46.006050+00:00"),
        ("客户 7", "", "2026-03-05T06:32:01.967233+00:00"),
        ("\ud800", "", "2026-03-05T01:07:58.846898+00:00"),
    ],
)
def test_a_key_gets_the_same_instant_for_ever(key: str, salt: str, expected: str) -> None:
    # The digests are those of `printf 'SALT\0KEY' | b2sum -l 128`.
    found = spread(key, [after(0, 14), after(24, 38)], salt=salt)
    assert found is not None
    assert found.isoformat() == expected


def test_nothing_is_found_where_there_is_nothing() -> None:
    assert spread("c", []) is None
    assert spread("c", [after(1, 1), after(3, 2)]) is None


def test_zones_do_not_matter() -> None:
    zone = ZoneInfo("America/New_York")
    there = Interval(START.astimezone(zone), (START + HOUR).astimezone(zone))
    found = spread("c", [there])
    assert found == spread("c", [after(0, 1)])
    assert found is not None and found.tzinfo is UTC


def test_a_clock_that_goes_back_is_read_by_its_fold() -> None:
    zone = ZoneInfo("America/New_York")
    first = datetime(2026, 11, 1, 1, 30, tzinfo=zone)
    second = first.replace(fold=1)
    assert to_micros(second) - to_micros(first) == 3_600_000_000
    assert spread("c", [Interval(first, second)]) is not None


def test_naive_datetimes_are_refused() -> None:
    naive = datetime(2026, 3, 5)
    with pytest.raises(ValueError, match="does not say at which offset"):
        spread("c", [Interval(naive, naive)])
