"""Windows in the words of the language."""

from __future__ import annotations

import pytest

from policydsl.core.days import CalendarRef
from policydsl.core.formula import SinceLast, Window
from policydsl.core.windows import (
    Blocks,
    BusinessDays,
    CalendarMonths,
    CalendarPeriods,
    ConsecutiveDays,
    Ever,
    FullDays,
    Rolling,
)
from policydsl.core.words import window_words
from tests.core.build import DAY, HOUR, MINUTE, attempts, others


@pytest.mark.parametrize(
    ("window", "words"),
    [
        (Rolling(30 * MINUTE), "30 minutes"),
        (Rolling(MINUTE), "1 minute"),
        (Rolling(HOUR), "1 hour"),
        (Rolling(90 * MINUTE), "90 minutes"),
        (Rolling(DAY), "24 hours"),
        (Rolling(7 * DAY), "7 rolling days"),
        (Rolling(36 * HOUR), "36 hours"),
        (Blocks(DAY), "blocks of 24 hours"),
        (ConsecutiveDays(7), "7 consecutive days"),
        (ConsecutiveDays(1), "1 consecutive day"),
        (FullDays(60), "60 full days"),
        (BusinessDays(3, CalendarRef("CN")), '3 full business days of "CN"'),
        (
            BusinessDays(1, CalendarRef(None, "person.region")),
            "1 full business day of person.region",
        ),
        (BusinessDays(3, CalendarRef("CN"), until=True), 'until business day 3 of "CN"'),
        (CalendarMonths(2), "2 calendar months"),
        (CalendarPeriods("day", 1), "calendar day"),
        (CalendarPeriods("week", 2), "2 calendar weeks"),
        (SinceLast(attempts(6)), "since last conversation"),
        (SinceLast(attempts(1)), "since last attempt"),
        (SinceLast(others("cured")), "since last cured"),
        (Ever(), "ever"),
    ],
)
def test_a_window_is_said_as_the_author_writes_it(window: Window, words: str) -> None:
    assert window_words(window) == words
