"""Steps of a ladder: their days, their waits, and the mistakes one can make with them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support import codes, judged, reasons, request


def on(day: str, **debt: Any) -> dict[str, Any]:
    """A call about one debt, at noon of a day of March 2026."""
    return request(
        f"2026-03-{day}T12:00:00+08:00",
        proposal={"debts": ["D"]},
        debts=[{"id": "D", "due_on": "2026-03-10", **debt}],
    )


def open_days(clauses: str, facts: str = "", **debt: Any) -> list[int]:
    """The days of March on which a step takes a call."""
    rules = f"{facts}ladder l per debt\n  step one {clauses} via voice"
    days = range(1, 32)
    return [day for day in days if not reasons(judged(rules, on(f"{day:02}", **debt)))]


@pytest.mark.parametrize(
    ("clauses", "days"),
    [
        ("from day 3 before due", range(7, 32)),
        ("from due day", range(10, 32)),
        ("from day 2 past due", range(12, 32)),
        ("from day 2 before due until day 2 past due", range(8, 12)),
        ("until due day", range(1, 10)),
    ],
)
def test_days_around_the_due_date(clauses: str, days: range) -> None:
    assert open_days(clauses) == list(days)


@pytest.mark.parametrize(
    ("kind", "value"), [("date", "2026-03-05"), ("instant", "2026-03-05T23:59:59+08:00")]
)
def test_days_after_a_fact(kind: str, value: str) -> None:
    facts = f"fact debt.placed : {kind}\n"
    found = open_days(
        "from day 2 after debt.placed until day 4 after debt.placed", facts, placed=value
    )
    assert found == [7, 8]


def test_a_step_opens_when_the_one_before_was_open_for_business_days() -> None:
    rules = (
        "ladder l per debt\n  step sms from due day via sms\n"
        "  step call after sms open 3 full business days of person.region via voice"
    )
    found = [
        day
        for day in range(1, 32)
        if not reasons(judged(rules, {**on(f"{day:02}"), "person": PERSON}))
    ]
    assert found[0] == 14  # due on Tuesday the 10th; Friday the 13th is the third day after


PERSON = {"id": "P1", "time_zones": ["Asia/Shanghai"], "region": "CN"}


def test_a_proposal_may_name_its_step() -> None:
    rules = (
        "fact proposal.step : text\nladder l per debt\n"
        "  take any open step\n"
        "  step soft via voice\n"
        "  step firm from day 5 past due via voice\n"
    )
    for step, expected in (("soft", []), ("firm", ["STEP_NOT_REACHED"]), (None, [])):
        made = on("12")
        if step is not None:
            made["proposal"]["attributes"] = {"step": step}
        assert reasons(judged(rules, made)) == expected


@pytest.mark.parametrize("name", ["proposal.topic", "topic"])
def test_what_a_step_says_of_the_proposal_holds_of_its_past_contacts(name: str) -> None:
    rules = (
        "fact proposal.topic : text\nladder l per debt\n"
        f"  step dues via voice where ({name} is dues) at most 1 attempts ever"
    )
    called = {
        "id": "e",
        "kind": "contact",
        "at": "2026-03-09T10:00:00+08:00",
        "channel": "voice",
        "direction": "outbound",
        "debts": ["D"],
    }
    for topic, expected in (("dues", ["STEP_SPENT"]), ("other", [])):
        made = {**on("12"), "events": [{**called, "attributes": {"topic": topic}}]}
        made["proposal"]["attributes"] = {"topic": "dues"}
        assert reasons(judged(rules, made)) == expected


def test_all_after_clauses_must_hold_and_each_offers_choices() -> None:
    rules = (
        "ladder l per debt\n  step sms via sms\n  step mail via email\n"
        "  step call after sms attempted 1 times after mail attempted 1 times via voice"
    )

    def sent(channel: str) -> dict[str, Any]:
        at = "2026-03-09T10:00:00+08:00"
        return {
            "id": channel,
            "kind": "contact",
            "at": at,
            "channel": channel,
            "direction": "outbound",
            "debts": ["D"],
        }

    for channels, expected in (
        ((), ["STEP_NOT_REACHED"]),
        (("sms",), ["STEP_NOT_REACHED"]),
        (("sms", "email"), []),
    ):
        made = {**on("12"), "events": [sent(channel) for channel in channels]}
        assert reasons(judged(rules, made)) == expected


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("from due day", ["E417"]),
        ("from day 2 after debt.nothing via voice", ["E303"]),
        ("from day 2 after person.region via voice", ["E320"]),
        ("via voice must notice within 2 full days after first payment", ["E418"]),
        ("via voice after nothing attempted 1 times", ["E419"]),
        ("via voice at most 1 attempts by sms ever", ["E420"]),
        ("via voice at most 1 attempts ever before today", ["E420"]),
        ("via voice at most 1 payments ever", ["E421"]),
        ("via voice via sms", ["E402"]),
        ("via fax", ["E310"]),
    ],
)
def test_mistakes(step: str, expected: list[str]) -> None:
    assert codes(f"ladder l per debt\n  step one {step}") == expected


def test_budgets_of_a_step_repeat() -> None:
    rules = (
        "ladder l per debt\n  step one via voice\n"
        "    at most 2 attempts ever\n    at most 1 days with attempts in a calendar day"
    )
    assert codes(rules) == []
