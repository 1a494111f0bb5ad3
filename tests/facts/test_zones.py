"""Time zones: places only."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from policydsl.core.request import Zone
from policydsl.facts.problems import Problem
from policydsl.facts.zones import parse_zone_name, parse_zones, zone_names


def test_every_name_that_is_taken_can_be_used() -> None:
    assert {
        "Asia/Shanghai",
        "America/New_York",
        "Asia/Kolkata",
        "PRC",
        "US/Eastern",
    } <= zone_names()
    assert all(ZoneInfo(name) for name in zone_names())


@pytest.mark.parametrize(
    "name",
    [
        *("+08:00", "-5", "+0800", "UTC", "utc", "UTC+8", "GMT+8", "GMT", "Z", "Zulu", "Etc/GMT-8"),
        *("Etc/UTC", "EST", "CST", "EST5EDT", "PST8PDT", "CET", "Factory", "Universal", "HST"),
    ],
)
def test_offsets_and_abbreviations(name: str) -> None:
    problem = parse_zone_name(name)
    assert isinstance(problem, Problem) and problem.code == "R124"


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        ("asia/shanghai", "Asia/Shanghai"),
        ("New York", "America/New_York"),
        ("Asia/Shangai", "Asia/Shanghai"),
        ("../America/New_York", "America/New_York"),
        ("/etc/localtime", None),
        ("America", None),
        ("posix/Asia/Tokyo", None),
        ("Asia/Tokyo\0", "Asia/Tokyo"),
        ("", None),
        ("9" * 100_000, None),
    ],
)
def test_names_that_are_not_there(name: str, suggestion: str | None) -> None:
    problem = parse_zone_name(name)
    assert isinstance(problem, Problem) and problem.code == "R125"
    expected = "place" if suggestion is None else ("did_you_mean", {"suggestion": suggestion})
    assert problem.helps == (expected,)


def test_zones_keep_their_order_and_join_their_sources() -> None:
    assert parse_zones(
        [
            "America/Chicago",
            {"zone": "America/New_York", "source": "residence"},
            {"zone": "America/New_York", "source": "area_code"},
            {"zone": "America/New_York", "source": "residence"},
            {"zone": "America/Chicago", "source": None},
        ]
    ) == (
        Zone("America/Chicago", "given"),
        Zone("America/New_York", "residence, area_code"),
    )
    assert parse_zones([]) == ()


@pytest.mark.parametrize(
    ("raw", "code", "path"),
    [
        ("Asia/Tokyo", "R112", ""),
        ([5], "R112", "[0]"),
        ([{"source": "residence"}], "R110", "[0]"),
        ([{"zone": "Asia/Tokyo", "name": 1}], "R111", "[0].name"),
        ([{"zone": None}], "R114", "[0].zone"),
        ([{"zone": "Asia/Tokyo", "source": ""}], "R128", "[0].source"),
    ],
)
def test_lists_that_are_wrong(raw: object, code: str, path: str) -> None:
    problem = parse_zones(raw)
    assert isinstance(problem, Problem)
    assert (problem.code, problem.path) == (code, path)
