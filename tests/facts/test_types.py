"""Each type takes exactly what it says, and nothing is coerced."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policydsl.core.request import Hours, Preference, Value
from policydsl.facts.moments import EARLIEST, EPOCH, LATEST, parse_instant, utc
from policydsl.facts.problems import MISSING, Problem
from policydsl.facts.types import (
    DateType,
    Flag,
    HoursType,
    InstantType,
    Number,
    OneOf,
    PreferencesType,
    SetOf,
    TextType,
    Type,
    extended,
)

VOICE_SMS = OneOf(("voice", "sms"))
ALWAYS_WRONG = (None, [], {}, object(), [1], b"x")


class Channel(StrEnum):
    VOICE = "voice"


FINE: list[tuple[Type, object, Value]] = [
    (Flag(), True, True),
    (Flag(), False, False),
    (Number(), 5, 5),
    (Number(), 1.5, Decimal("1.5")),
    (Number(), 5.0, 5),
    (Number(), Decimal("-0.10"), Decimal("-0.1")),
    (Number(), Decimal("1e3"), 1000),
    (Number(), -0.0, 0),
    (Number(), Decimal("0e999999"), 0),
    (Number(), 10**18 - 1, 10**18 - 1),
    (TextType(), "", ""),
    (TextType(), "夜" * 10_000, "夜" * 10_000),
    (TextType(named=True), "x", "x"),
    (TextType(), Channel.VOICE, "voice"),
    (DateType(), "2026-03-04", date(2026, 3, 4)),
    (DateType(), date(1, 1, 1), date(1, 1, 1)),
    (InstantType(), "1970-01-01T00:00:00Z", 0),
    (InstantType(), "1970-01-01T08:00+08:00", 0),
    (InstantType(), "1969-12-31T23:59:59.999999-00:00", -1),
    (InstantType(), "1970-01-01T00:00:00.5Z", 500_000),
    (InstantType(), datetime(1970, 1, 1, 1, tzinfo=timezone(timedelta(hours=1))), 0),
    (
        InstantType(),
        datetime(2026, 11, 1, 1, 30, fold=1, tzinfo=ZoneInfo("America/New_York")),
        1793514600000000,
    ),
    (VOICE_SMS, "sms", "sms"),
    (VOICE_SMS, Channel.VOICE, "voice"),
    (SetOf(), ["b", "a", "b"], frozenset({"a", "b"})),
    (SetOf(), [], frozenset()),
    (SetOf(("a", "b")), {"a"}, frozenset({"a"})),
    (HoursType(), {}, Hours(((),) * 7)),
    (HoursType(), {"every_day": ["22:00-08:00"]}, Hours((((1320, 480),),) * 7)),
    (
        HoursType(60),
        {"sunday": ["23:30-00:30", "23:30-00:30"]},
        Hours((*((),) * 6, ((1410, 30),))),
    ),
    (PreferencesType(), [], ()),
    (
        PreferencesType(VOICE_SMS),
        [{"channels": ["voice"], "places": None, "days": ["monday", "sunday"]}],
        (Preference(channels=frozenset({"voice"}), days=frozenset({0, 6})),),
    ),
    (
        PreferencesType(),
        [
            {
                "times": ["12:00-24:00", "00:00-06:00"],
                "places": ["work"],
                "addresses": ["+1"],
                "from": "1970-01-01T00:00:00Z",
                "until": "1970-01-01T00:00:01Z",
            }
        ],
        (
            Preference(
                places=frozenset({"work"}),
                addresses=frozenset({"+1"}),
                intervals=((0, 360), (720, 1440)),
                start=0,
                end=1_000_000,
            ),
        ),
    ),
]


@pytest.mark.parametrize(("kind", "raw", "expected"), FINE)
def test_values_that_fit(kind: Type, raw: object, expected: Value) -> None:
    value = kind.parse(raw)
    assert value == expected
    assert type(value) is type(expected)
    assert not isinstance(value, Problem)
    assert kind.accepts(value)


WRONG: list[tuple[Type, object, str, str]] = [
    (Flag(), 1, "R112", ""),
    (Flag(), "yes", "R112", ""),
    (Number(), "5", "R112", ""),
    (Number(), True, "R112", ""),
    (Number(), float("nan"), "R129", ""),
    (Number(), float("-inf"), "R129", ""),
    (Number(), Decimal("NaN"), "R129", ""),
    (Number(), Decimal("sNaN"), "R129", ""),
    (Number(), 10**18, "R129", ""),
    (Number(), -(10**18), "R129", ""),
    (Number(), Decimal("1e999999999"), "R129", ""),
    (Number(), Decimal("1e-11"), "R129", ""),
    (Number(), Decimal("1." + "1" * 100), "R129", ""),
    (TextType(), 5, "R112", ""),
    (TextType(), "x" * 10_001, "R126", ""),
    (TextType(), "a\ud800", "R127", ""),
    (TextType(named=True), "", "R128", ""),
    (DateType(), 20260304, "R112", ""),
    (DateType(), datetime(2026, 3, 4, tzinfo=UTC), "R112", ""),
    (DateType(), "2026-3-4", "R123", ""),
    (DateType(), "2026-02-29", "R123", ""),
    (DateType(), "0000-01-01", "R123", ""),
    (DateType(), "２０２６-03-04", "R123", ""),
    (InstantType(), 0, "R112", ""),
    (InstantType(), date(2026, 3, 4), "R112", ""),
    (InstantType(), datetime(2026, 3, 4), "R121", ""),
    (InstantType(), "2026-03-04 10:00:00", "R121", ""),
    (InstantType(), "2026-03-04T10:00", "R121", ""),
    (InstantType(), "20260304T100000Z", "R120", ""),
    (InstantType(), "2026-03-04T24:00:00Z", "R120", ""),
    (InstantType(), "2026-03-04T10:00:60Z", "R120", ""),
    (InstantType(), "2026-03-04T10:00:00.1234567Z", "R120", ""),
    (InstantType(), "2026-03-04T10:00:00Z\n", "R120", ""),
    (InstantType(), "2025-02-29T10:00:00Z", "R120", ""),
    (InstantType(), "0001-01-01T00:00:00+14:00", "R122", ""),
    (InstantType(), "9999-12-31T23:59:59-14:00", "R122", ""),
    (InstantType(), datetime.max.replace(tzinfo=timezone(timedelta(hours=-14))), "R122", ""),
    (VOICE_SMS, "Voice", "R113", ""),
    (VOICE_SMS, "x" * 100_000, "R113", ""),
    (VOICE_SMS, 5, "R112", ""),
    (SetOf(), "a", "R112", ""),
    (SetOf(), ["a", 5], "R112", "[1]"),
    (SetOf(), ["a"] * 1001, "R150", ""),
    (SetOf(("a",)), ["b"], "R113", "[0]"),
    (HoursType(), [], "R112", ""),
    (HoursType(), {"mon": []}, "R111", ".mon"),
    (HoursType(), {"monday": "09:00-12:00"}, "R112", ".monday"),
    (HoursType(), {"monday": [900]}, "R112", ".monday[0]"),
    (HoursType(), {"monday": ["24:00-08:00"]}, "R130", ".monday[0]"),
    (HoursType(), {"monday": ["09:00-09:00"]}, "R130", ".monday[0]"),
    (HoursType(), {"monday": ["09:00-10:00"] * 49}, "R150", ".monday"),
    (HoursType(59), {"sunday": ["23:30-00:30"]}, "R131", ""),
    (HoursType(), {"every_day": [], "monday": []}, "R132", ""),
    (PreferencesType(), {}, "R112", ""),
    (PreferencesType(), ["sunday"], "R112", "[0]"),
    (PreferencesType(), [{"day": ["sunday"]}], "R111", "[0].day"),
    (PreferencesType(), [{}], "R133", "[0]"),
    (PreferencesType(), [{"from": "1970-01-01T00:00:00Z", "days": None}], "R133", "[0]"),
    (PreferencesType(), [{"days": []}], "R134", "[0].days"),
    (PreferencesType(), [{"days": ["sun"]}], "R113", "[0].days[0]"),
    (PreferencesType(), [{"days": [0]}], "R112", "[0].days[0]"),
    (PreferencesType(), [{"times": ["9-5"]}], "R130", "[0].times[0]"),
    (PreferencesType(VOICE_SMS), [{"channels": ["fax"]}], "R113", "[0].channels[0]"),
    (PreferencesType(), [{"days": ["sunday"], "from": "now"}], "R120", "[0].from"),
    (
        PreferencesType(),
        [{"days": ["sunday"], "from": "1970-01-01T00:00:00Z", "until": "1970-01-01T00:00:00Z"}],
        "R135",
        "[0].until",
    ),
]


@pytest.mark.parametrize(("kind", "raw", "code", "path"), WRONG)
def test_values_that_do_not(kind: Type, raw: object, code: str, path: str) -> None:
    problem = kind.parse(raw)
    assert isinstance(problem, Problem)
    assert (problem.code, problem.path) == (code, path)
    assert problem.diagnostic().message("zh")


@pytest.mark.parametrize(
    "kind",
    [Flag(), Number(), TextType(), DateType(), InstantType(), VOICE_SMS, SetOf(), HoursType()],
)
def test_other_json_types_are_refused(kind: Type) -> None:
    for raw in ALWAYS_WRONG:
        if not (isinstance(kind, SetOf) and raw == []) and not (
            isinstance(kind, HoursType) and raw == {}
        ):
            assert isinstance(kind.parse(raw), Problem), raw


def test_numbers_too_long_to_be_written() -> None:
    # Not a parameter above, because the interpreter cannot name the case either.
    too_long = Number().parse(10**5000)
    assert isinstance(too_long, Problem) and too_long.code == "R129"
    wrong_type = TextType().parse(10**5000)
    assert isinstance(wrong_type, Problem) and wrong_type.diagnostic().message()


def test_what_a_default_may_be() -> None:
    assert not Flag().accepts(1)
    assert not Number().accepts(True)
    assert not TextType(named=True).accepts("")
    assert not DateType().accepts("2026-03-04")
    assert not InstantType().accepts(LATEST + 1)
    assert not InstantType().accepts(Decimal(1))
    assert not VOICE_SMS.accepts("fax")
    assert not VOICE_SMS.accepts(5)
    assert not SetOf(("a",)).accepts(frozenset({"b"}))
    assert not SetOf().accepts("a")
    assert not HoursType().accepts(())
    assert not HoursType(10).accepts(Hours((((0, 20),), *((),) * 6)))
    assert not PreferencesType().accepts("x")


def test_enumerations_are_equal_by_their_values() -> None:
    assert OneOf(("a", "b")) == OneOf(("b", "a"), "fact x : also")
    assert OneOf(("a",)) != OneOf(("b",))
    assert SetOf(("a",)) != SetOf()
    assert extended(OneOf(("a", "b")), ("b", "c")).values == ("a", "b", "c")
    assert repr(MISSING) == "<Missing.MISSING: 'missing'>"


@given(st.integers(EARLIEST, LATEST), st.integers(-23 * 60, 23 * 60))
def test_instants_round_trip_at_every_offset(micros: int, minutes: int) -> None:
    assert utc(micros) == EPOCH + timedelta(microseconds=micros)
    try:
        moment = utc(micros).astimezone(timezone(timedelta(minutes=minutes)))
    except OverflowError:
        return
    assert parse_instant(moment) == micros
    assert parse_instant(moment.isoformat()) == micros


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9
    )
)
def test_numbers_are_exact(number: Decimal) -> None:
    value = Number().parse(number)
    assert not isinstance(value, Problem)
    assert value == number
    assert isinstance(value, int) == (number == number.to_integral_value())


@given(st.text() | st.integers() | st.floats() | st.lists(st.text(), max_size=3))
def test_nothing_raises(raw: object) -> None:
    kinds: tuple[Type, ...] = (
        *(Flag(), Number(), TextType(), DateType(), InstantType(), VOICE_SMS),
        *(SetOf(), HoursType(), PreferencesType()),
    )
    for kind in kinds:
        value = kind.parse(raw)
        if isinstance(value, Problem):
            assert value.diagnostic().message()
