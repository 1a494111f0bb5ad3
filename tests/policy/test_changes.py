"""`tighten` by every sort of length, `waive` where it counts and where it does not."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support import composed, diagnostics, judged, reasons, request

HOUSE = "policy law.house\n  otherwise deny\nuse law.house.calls\nuse law\n"
LAW = """policy law
  otherwise deny
cap daily at most 3 attempts by voice per person in a calendar day
gap apart at least 4 hours between attempts by voice per person
cooldown months wait 2 calendar months after complaint per person
cooldown days wait 7 consecutive days after refusal per person
cooldown full wait 7 full days after opt_out per person
cooldown work wait 3 full business days of "CN" after payment per person
policy law.house.calls
  otherwise deny
cap daily at most 3 attempts by voice per person in a calendar day
"""


def said(change: str) -> list[str]:
    return [one.code for one in diagnostics(f"{HOUSE}{change}\n{LAW}", today=date(2026, 3, 4))]


@pytest.mark.parametrize(
    "change",
    [
        "law.daily to at most 2",
        "law.apart to at least 241 minutes",
        "law.months to wait 3 calendar months",
        "law.months to wait 1 calendar years",
        "law.days to wait 8 consecutive days",
        "law.days to wait 7 full days",
        "law.full to wait 9 consecutive days",
        "law.house.calls.daily to at most 1",
    ],
)
def test_what_is_stricter_is_taken(change: str) -> None:
    assert said(f"tighten {change}") == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("law.daily to at most 0", "E404"),
        ("law.months to wait 1 calendar months", "E506"),
        ("law.months to wait 2 calendar months", "E506"),
        ("law.full to wait 8 consecutive days", "E506"),
        ("law.days to wait 6 full days", "E506"),
        ("law.days to wait 1 calendar years", "E508"),
        ("law.days to wait 240 hours", "E508"),
        ('law.work to wait 9 full business days of "CN"', "E508"),
        ("law.house.own to at most 1", "E505"),
        ("law.house.calls.weekly to at most 1", "E505"),
    ],
)
def test_what_is_not_stricter_is_refused(change: str, code: str) -> None:
    assert said(f"tighten {change}") == [code]


WAIVE = 'waive {} until 2026-06-01 because "court order" approved by "a@b"\n'
TOP = "policy top\n  otherwise deny\nuse mid\n"
MID = "policy mid\n  otherwise deny\nuse base\n" + WAIVE.format("base.x")
BASE = "policy base\n  otherwise deny\ndeny x when channel is voice\n"


def test_a_waiver_in_a_used_policy_is_reported_and_has_no_effect() -> None:
    (found,) = diagnostics(TOP + MID + BASE)
    assert found.code == "W002"
    assert dict(found.args) == {"name": "base.x", "policy": "mid"}
    assert reasons(judged(composed(TOP + MID + BASE), request())) == ["PROHIBITED"]


def test_the_same_waiver_counts_where_its_policy_is_loaded() -> None:
    assert [one.code for one in diagnostics(MID + BASE)] == ["W001"]
    explained = judged(composed(MID + BASE), request())
    assert (explained.verdict, [one.code for one in explained.warnings]) == (
        "allow",
        ["OVERRIDDEN"],
    )


def test_what_names_a_rule_of_a_policy_that_is_nowhere_is_not_reported_too() -> None:
    text = "policy t\n  otherwise deny\nuse nowhere\ntighten nowhere.x to at most 2\n"
    assert [one.code for one in diagnostics(text + WAIVE.format("nowhere.y"))] == ["E501"]
