"""Windows as ranges: the same answers as the reference, for every kind of window."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policydsl.core.days import CalendarRef
from policydsl.core.reference import spans
from policydsl.core.request import Request
from policydsl.core.windows import (
    BusinessDays,
    CalendarMonths,
    CalendarPeriods,
    ConsecutiveDays,
    FullDays,
    Rolling,
)
from policydsl.engine.frame import Frame
from policydsl.engine.windows import first_day, leaver, place, ranger
from policydsl.engine.zones import to_day
from tests.core.build import DAY, utc

SPANS = (
    st.builds(ConsecutiveDays, st.integers(1, 400))
    | st.builds(FullDays, st.integers(0, 400))
    | st.builds(CalendarMonths, st.integers(1, 40))
    | st.builds(
        CalendarPeriods,
        st.sampled_from(("day", "week", "month", "quarter", "year")),
        st.integers(1, 9),
        st.integers(0, 6),
    )
)
DATES = st.dates(date(1900, 1, 1), date(2100, 1, 1)) | st.dates()
CAL = CalendarRef("US")
ALL = SPANS | st.builds(Rolling, st.integers(1, 400 * DAY)) | st.just(BusinessDays(3, CAL))
ZONES = st.sampled_from((None, "America/New_York", "America/St_Johns", "Pacific/Apia"))


@settings(max_examples=1000)
@given(SPANS, DATES, st.integers(-500, 500))
def test_the_first_day_inside_is_the_first_whose_last_date_has_not_passed(
    window: ConsecutiveDays, today: date, off: int
) -> None:
    first = first_day(window, to_day(today))
    for day in (first - 1, first, first + 1, to_day(today) + off):
        ordinal = day + date(1970, 1, 1).toordinal()
        if 1 <= ordinal <= date.max.toordinal():
            last = spans.last_date(window, date.fromordinal(ordinal), None)
            assert last is not None
            assert (today <= last) == (day >= first)


def test_business_days_have_no_first_day() -> None:
    with pytest.raises(TypeError):
        first_day(BusinessDays(1, CAL), 0)  # type: ignore[arg-type]


@settings(max_examples=500)
@given(ALL, ZONES, st.integers(utc("1999-01-01"), utc("2030-01-01")), st.integers(0, 500 * DAY))
def test_ranges_place_what_the_reference_places(
    window: ConsecutiveDays, zone: str | None, now: int, ago: int
) -> None:
    frame = Frame(Request(now, {}), None, zone)
    calendar = CAL.id if isinstance(window, BusinessDays) else None
    for when in (now - ago, now - ago // DAY * DAY):
        expected = spans.is_inside(window, when, now, zone, calendar)
        assert place(ranger(window)(frame, now), when) is expected
        leaves = spans.leaves_at(window, when, zone, calendar)
        assert leaver(window)(frame, when) == leaves


@pytest.mark.parametrize("year", [1, 9999])
@pytest.mark.parametrize("zone", [None, "Pacific/Kiritimati", "Pacific/Midway"])
@pytest.mark.parametrize("window", [ConsecutiveDays(3), FullDays(400), CalendarMonths(20)])
def test_ranges_at_the_ends_of_the_calendar(
    window: ConsecutiveDays, zone: str | None, year: int
) -> None:
    first = date(year, 1, 3) if year == 1 else date(year, 12, 24)
    for days in range(6):
        now = utc(str(first + timedelta(days=days))) + DAY // 3
        frame = Frame(Request(now, {}), None, zone)
        for ago in range(0, 5 * DAY, DAY // 2):
            if now - ago >= utc("0001-01-02"):
                expected = spans.is_inside(window, now - ago, now, zone, None)
                assert place(ranger(window)(frame, now), now - ago) is expected
