"""Instants and lengths in words."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from policydsl.cli.when_outlook import names_text, waits_lines
from policydsl.core.outlook import Awaited, Wait
from policydsl.pictures.times import dated_text, length_text, local_iso, spoken_text

EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
NEW_YORK = "America/New_York"


def micros(iso: str) -> int:
    return (datetime.fromisoformat(iso) - EPOCH) // timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("length", "en", "zh"),
    [
        ({}, "0 min", "0 分钟"),
        ({"microseconds": 1}, "0.000001 s", "0.000001 秒"),
        ({"seconds": 30, "milliseconds": 500}, "30.5 s", "30.5 秒"),
        ({"minutes": 1}, "1 min", "1 分钟"),
        ({"hours": 10, "minutes": 12}, "10 h 12 min", "10 小时 12 分钟"),
        ({"hours": 10, "seconds": 1}, "10 h 1 s", "10 小时 1 秒"),
        ({"days": 1}, "24 h", "24 小时"),
        ({"hours": 47, "minutes": 59}, "47 h 59 min", "47 小时 59 分钟"),
        ({"days": 2}, "2 days", "2 天"),
        ({"days": 400, "hours": 5}, "400 days 5 h", "400 天 5 小时"),
    ],
)
def test_lengths(length: dict[str, int], en: str, zh: str) -> None:
    size = timedelta(**length) // timedelta(microseconds=1)
    assert (length_text(size, "en"), length_text(size, "zh")) == (en, zh)


@pytest.mark.parametrize(
    ("then", "en", "zh"),
    [
        ("2026-10-31T23:59:59-04:00", "today 23:59:59 in", "今天 23:59:59（"),
        (
            "2026-11-01T00:00:00.000001-04:00",
            "tomorrow 00:00:00.000001 in",
            "明天 00:00:00.000001（",
        ),
        ("2026-11-02T08:00:00-05:00", "Monday 2026-11-02 08:00 in", "2026-11-02 周一 08:00（"),
        ("2026-10-30T08:00:00-04:00", "Friday 2026-10-30 08:00 in", "2026-10-30 周五 08:00（"),
    ],
)
def test_days_are_those_of_the_zone(then: str, en: str, zh: str) -> None:
    now = micros("2026-11-01T02:00:00+00:00")
    assert spoken_text(micros(then), now, NEW_YORK, "en") == f"{en} {NEW_YORK}"
    assert spoken_text(micros(then), now, NEW_YORK, "zh") == f"{zh}{NEW_YORK}）"


def test_a_time_that_comes_twice_is_told_apart() -> None:
    first, second = micros("2026-11-01T01:30:00-04:00"), micros("2026-11-01T01:30:00-05:00")
    assert dated_text(first, NEW_YORK) == "2026-11-01 01:30 America/New_York (UTC-04:00)"
    assert dated_text(second, NEW_YORK) == "2026-11-01 01:30 America/New_York (UTC-05:00)"
    assert spoken_text(second, first, NEW_YORK, "en") == (
        "today 01:30 in America/New_York (UTC-05:00)"
    )
    assert dated_text(micros("2026-11-01T02:00:00-05:00"), NEW_YORK) == (
        "2026-11-01 02:00 America/New_York"
    )


def test_a_distance_from_utc_with_seconds() -> None:
    assert local_iso(micros("1900-01-01T00:00:00+00:00"), "Asia/Shanghai") == (
        "1900-01-01T08:05:43+08:05:43"
    )
    assert local_iso(1 << 62, "Asia/Shanghai") is None


def test_what_is_waited_for() -> None:
    waits = [Wait(kind, "t.x", ("a", "\x1bb")) for kind in Awaited] + [Wait(Awaited.HORIZON)]
    assert list(waits_lines(waits, 30, "en")) == [
        "waits for an event: a, ␛b  (t.x)",
        "waits for a fact: a, ␛b  (t.x)",
        "waits for a consent: a, ␛b  (t.x)",
        "waits for an approval: a, ␛b  (t.x)",
        "waits for a time more than 30 days away  (t.x)",
        "never allowed, whatever happens  (t.x)",
        "nothing opens within 30 days",
    ]
    assert list(waits_lines(waits, 30, "zh"))[::3] == [
        "等待事件：a、␛b  (t.x)",
        "等待审批：a、␛b  (t.x)",
        "30 天内没有可触达的时间",
    ]


def test_very_many_names_are_counted() -> None:
    names = [f"n{number}" for number in range(20)]
    assert names_text(names, "en") == "n0, n1, n2, n3, n4, n5, n6, n7 and 12 more"
    assert names_text(names[:8], "en").endswith("n7")
