"""Windows in Chinese: every form that a measure can have."""

from __future__ import annotations

import pytest

from policydsl.cli.window_text import window_text
from policydsl.core.days import CalendarRef
from policydsl.core.formula import YES, Selection, SinceLast, Window
from policydsl.core.windows import (
    MICROS_PER_DAY,
    MICROS_PER_HOUR,
    MICROS_PER_MINUTE,
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

CN = CalendarRef("CN")


@pytest.mark.parametrize(
    ("window", "english", "chinese"),
    [
        (Rolling(MICROS_PER_MINUTE), "1 minute", "1 分钟"),
        (Rolling(90 * MICROS_PER_MINUTE), "90 minutes", "90 分钟"),
        (Rolling(MICROS_PER_DAY), "24 hours", "24 小时"),
        (Rolling(7 * MICROS_PER_DAY), "7 rolling days", "7 个 24 小时"),
        (ConsecutiveDays(7), "7 consecutive days", "连续 7 日"),
        (FullDays(1), "1 full day", "1 个整日"),
        (BusinessDays(5, CN), '5 full business days of "CN"', '"CN" 5 个工作日'),
        (BusinessDays(3, CN, until=True), 'until business day 3 of "CN"', '至 "CN" 第 3 个工作日'),
        (CalendarMonths(2), "2 calendar months", "2 个自然月"),
        (CalendarPeriods("day", 1), "calendar day", "自然日"),
        (CalendarPeriods("week", 2), "2 calendar weeks", "2 个自然周"),
        (CalendarPeriods("quarter", 1), "calendar quarter", "自然季度"),
        (CalendarPeriods("year", 1), "calendar year", "自然年"),
        (Blocks(MICROS_PER_HOUR), "blocks of 1 hour", "自首次起每 1 小时"),
        (
            SinceLast(Selection("cured", 0, None, None, YES)),
            "since last cured",
            "自上次 cured 以来",
        ),
        (Ever(), "ever", "累计"),
    ],
)
def test_windows(window: Window, english: str, chinese: str) -> None:
    assert window_words(window) == english
    assert window_text(english, "en") == english
    assert window_text(english, "zh") == chinese


def test_words_that_are_no_window_stay() -> None:
    assert window_text("some other time", "zh") == "some other time"
