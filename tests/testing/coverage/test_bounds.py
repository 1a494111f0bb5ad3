"""On which side of a bound cases lie, and which of them near by."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.testing.coverage.cases import bounds, covered


def at_each(moments: list[str], keys: str = "") -> list[str]:
    return [f"at: {moment}{', ' if keys else ''}{keys}" for moment in moments]


def test_the_number_of_a_cap(tmp_path: Path) -> None:
    cases = [
        f"events: [{{repeat: {number}, every: 1 minute, from: 2026-03-04T09:00:00+08:00, channel: sms}}]"
        for number in (1, 2, 3, 4, 5)
    ]
    rule = "cap c at most 3 attempts per person in 24 hours"
    seen = bounds(covered(tmp_path, rule, cases))
    assert seen["at most 3 attempts per person in 24 hours"] == (2, 3, 1, 1)
    rule = "deny d when at least 2 attempts per person in 24 hours"
    seen = bounds(covered(tmp_path, rule, cases))
    assert seen["at least 2 attempts per person in 24 hours"] == (1, 4, 1, 1)
    rule = "deny d when at most 4 attempts per person in 24 hours"
    seen = bounds(covered(tmp_path, rule, cases))
    assert seen["at most 4 attempts per person in 24 hours"] == (4, 1, 1, 1)


@pytest.mark.parametrize(
    ("rule", "text", "events", "expected"),
    [
        # now is 2026-03-04T12:00:00+08:00
        (
            "gap c at least 4 hours between attempts per person",
            "4 hours",
            ["2026-03-04T05:59:59", "2026-03-04T08:00:00", "2026-03-04T08:00:01", "2026-03-04T11:00:00"],
            (2, 2, 1, 1),
        ),
        (
            "cap c at most 1 attempt per person in blocks of 4 hours",
            "blocks of 4 hours",
            ["2026-03-04T05:59:59", "2026-03-04T08:00:00", "2026-03-04T08:00:01", "2026-03-04T11:00:00"],
            (2, 2, 1, 1),
        ),
        (
            "cap c at most 1 attempt per person in 30 minutes",
            "30 minutes",
            ["2026-03-04T11:28:00", "2026-03-04T11:29:30", "2026-03-04T11:30:30", "2026-03-04T11:31:30"],
            (2, 2, 1, 1),
        ),
        (
            "cap c at most 1 attempt per person in 7 consecutive days",
            "7 consecutive days",
            ["2026-02-24T23:00:00", "2026-02-25T23:00:00", "2026-02-26T01:00:00", "2026-02-27T01:00:00"],
            (2, 2, 1, 1),
        ),
        (
            "cap c at most 1 attempt per person in a calendar week",
            "a calendar week",
            ["2026-02-28T12:00:00", "2026-03-01T23:00:00", "2026-03-02T01:00:00", "2026-03-03T12:00:00"],
            (2, 2, 1, 1),
        ),
        (
            "cooldown c wait 4 full days after delivery per person",
            "4 full days",
            ["2026-02-26T23:00:00", "2026-02-27T23:00:00", "2026-02-28T01:00:00", "2026-03-01T01:00:00"],
            (2, 2, 1, 1),
        ),
        (
            'cooldown c wait until business day 3 of "CN" after delivery per person',
            'until business day 3 of "CN"',
            ["2026-02-26T23:00:00", "2026-02-28T23:00:00", "2026-03-02T01:00:00", "2026-03-03T01:00:00"],
            (2, 2, 1, 1),
        ),
        (
            "deny c when any attempts per person in 2 rolling weeks",
            "2 rolling weeks",
            ["2026-02-10T12:00:00", "2026-02-18T11:59:59", "2026-02-18T12:00:01", "2026-02-26T12:00:00"],
            (2, 2, 1, 1),
        ),
    ],
)  # fmt: skip
def test_lengths(
    tmp_path: Path, rule: str, text: str, events: list[str], expected: tuple[int, ...]
) -> None:
    cases = [f"events: [{{at: {one}+08:00, channel: sms, reached: delivered}}]" for one in events]
    assert bounds(covered(tmp_path, rule, cases))[text] == expected


@pytest.mark.parametrize(
    ("condition", "text", "values", "expected"),
    [
        ("debt.amount >= 100", "100", [98, 99, "99.5", 100, "100.5", 102], (3, 3, 2, 2)),
        ("debt.amount > 100", "100", [98, 99, "99.5", 100, "100.5", 101, 102], (4, 3, 2, 2)),
        ("debt.amount < 100", "100", [98, 99, 100, 101, 102], (2, 3, 1, 1)),
        ("debt.amount <= 100", "100", [98, 99, 100, 101, 102], (3, 2, 1, 1)),
        ("debt.amount >= 0.5", "0.5", ["0.3", "0.4", "0.5", "0.6"], (2, 2, 1, 1)),
        ("debt.amount is 100", "100", [99, 100], (1, 1, 1, 1)),
    ],
)
def test_numbers(
    tmp_path: Path, condition: str, text: str, values: list[object], expected: tuple[int, ...]
) -> None:
    cases = [f"debts: [{{id: D1, amount: {value}}}]" for value in values]
    rule = f"fact debt.amount : number\ndeny d when {condition}"
    seen = bounds(covered(tmp_path, rule, [*cases, ""]))
    assert seen == ({} if " is " in condition else {text: expected})


@pytest.mark.parametrize(
    ("condition", "text", "days"),
    [
        # today is 2026-03-04; the four cases lie two and one short of the bound, at it and past it
        ("today is on or after debt.since + 6 calendar months", "6 calendar months",
         ["2025-09-06", "2025-09-05", "2025-09-04", "2025-09-03"]),
        ("today is after debt.since + 6 calendar months", "6 calendar months",
         ["2025-09-05", "2025-09-04", "2025-09-03", "2025-09-02"]),
        ("debt.since + 10 full days is before today", "10 full days",
         ["2026-02-23", "2026-02-22", "2026-02-21", "2026-02-20"]),
        ("debt.since is within last 10 full days", "10 full days",
         ["2026-02-23", "2026-02-22", "2026-02-21", "2026-02-20"]),
        ("debt.since is not within last 10 full days", "10 full days",
         ["2026-02-23", "2026-02-22", "2026-02-21", "2026-02-20"]),
        ("debt.since is before 2026-03-04", "2026-03-04",
         ["2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05"]),
    ],
)  # fmt: skip
def test_dates(tmp_path: Path, condition: str, text: str, days: list[str]) -> None:
    cases = [f"debts: [{{id: D1, since: {day}}}]" for day in days]
    rule = f"fact debt.since : date\ndeny d when {condition}"
    assert bounds(covered(tmp_path, rule, [*cases, ""])) == {text: (2, 2, 1, 1)}


@pytest.mark.parametrize(
    ("condition", "text", "moments", "expected"),
    [
        ("debt.seen_at + 3 hours is before now", "3 hours",
         ["07:30:00", "08:30:00", "09:00:00", "09:30:00", "10:30:00"], (3, 2, 2, 1)),
        ("now is before 2026-03-04T12:00:30+08:00", "2026-03-04T12:00:30+08:00",
         ["09:00:00"], (1, 0, 1, 0)),
        ("debt.seen_at is within last 90 minutes", "90 minutes",
         ["10:28:00", "10:29:30", "10:30:30", "10:32:00", "13:00:00"], (2, 2, 1, 1)),
        ("debt.seen_at is after now", "", ["09:00:00", "13:00:00"], ()),
    ],
)  # fmt: skip
def test_instants(
    tmp_path: Path, condition: str, text: str, moments: list[str], expected: tuple[int, ...]
) -> None:
    cases = [f"debts: [{{id: D1, seen_at: 2026-03-04T{one}+08:00}}]" for one in moments]
    rule = f"fact debt.seen_at : instant\ndeny d when {condition}"
    assert bounds(covered(tmp_path, rule, cases)) == ({text: expected} if expected else {})


def test_effective_dates(tmp_path: Path) -> None:
    cases = at_each([f"2026-03-0{day}T12:00:00+08:00" for day in (1, 2, 3, 4)])
    rule = (
        "deny d when channel is sms effective from 2026-03-02 effective through 2026-03-03\n"
        "deny e when channel is sms effective until 2026-03-03"
    )
    seen = covered(tmp_path, rule, cases)
    assert bounds(seen) == {"2026-03-02": (1, 2, 1, 1), "2026-03-03": (2, 2, 1, 1)}
    through = [one for one in seen.bounds if one.place.text == "2026-03-03"]
    assert [(one.below, one.reached) for one in through] == [(2, 1), (2, 2)]


def test_when_a_duty_is_due(tmp_path: Path) -> None:
    cases = [
        f"events: [{{at: 2026-03-0{day}T09:00:00+08:00, channel: sms, debts: [D1], reached: delivered}}]"
        for day in (1, 2, 3)
    ]
    rule = "oblige o must notice within 1 full days after first (delivery per debt)"
    assert bounds(covered(tmp_path, rule, cases)) == {"1 full days": (1, 2, 1, 1)}


def test_what_is_tightened_and_waived(tmp_path: Path) -> None:
    rules = (
        "use house.used\n"
        "tighten house.used.weekly to at most 1\n"
        "tighten house.used.spacing to at least 2 hours\n"
        'waive house.used.never until 2026-03-04 because "tests" approved by "B"\n'
        "policy house.used\n  otherwise deny\n"
        "cap weekly at most 2 attempts per person in 7 consecutive days\n"
        "gap spacing at least 1 hours between attempts per person\n"
        "deny never when channel is sms"
    )
    event = "events: [{{at: 2026-03-0{}T09:30:00+08:00, channel: sms}}]"
    cases = [
        "at: 2026-03-03T11:00:00+08:00, " + event.format(3),
        "at: 2026-03-04T11:00:00+08:00, " + event.format(4),
        "at: 2026-03-04T11:30:00+08:00, " + event.format(4),
        "at: 2026-03-03T11:00:00+08:00, proposal: {channel: voice}",
    ]
    seen = covered(tmp_path, rules, cases)
    assert bounds(seen) == {
        "tighten house.used.weekly to at most 1": (1, 3, 1, 3),
        "tighten house.used.spacing to at least 2 hours": (2, 1, 2, 1),
        "2026-03-04": (1, 2, 1, 2),
    }
    (waiver,) = seen.conditions
    assert (waiver.yes, waiver.no) == (1, 2)
