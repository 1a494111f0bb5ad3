"""Counterfactuals: every change that is given turns the verdict, and is as small as it can be."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import policydsl
from tests.engine.what_if_cases import (
    NIGHT,
    NOON,
    OPEN,
    QUIET,
    assert_smallest,
    changes,
    consent,
    kinds,
    parts,
)
from tests.policies.cases import POLICIES, pack
from tests.support import HEAD, request

MORNING = datetime(2026, 3, 5, 0, 0, tzinfo=UTC)


# --- one change ---------------------------------------------------------------------------------


def test_nothing_is_given_for_an_allowed_contact() -> None:
    assert changes(QUIET) == ()


def test_nothing_is_given_where_nothing_helps() -> None:
    assert changes(OPEN + "deny never when purpose is collections\n") == ()


def test_to_wait_until_the_next_eligible_time() -> None:
    (change,) = changes(OPEN + QUIET, request(NIGHT))
    assert change.to_dict() == {
        "kind": "wait",
        "parts": [{"kind": "wait", "until": "2026-03-05T00:00:00Z"}],
    }
    assert [part.until for part in change.parts] == [MORNING]  # type: ignore[union-attr]


def test_to_wait_as_far_as_the_horizon_and_no_further() -> None:
    rules = OPEN + "deny hold when channel is voice\n  until 2026-05-01\n"
    assert kinds(changes(rules)) == ["wait"]
    assert changes(rules, horizon=timedelta(days=30)) == ()


def test_a_review_that_time_lifts_can_be_waited_for() -> None:
    rules = (
        OPEN
        + "review early when channel is voice\n  until 2026-03-06\n  approval by lead\n"
        + "review later when channel is voice\n  until 2026-03-09\n  approval by lead\n"
    )
    wait, approval = changes(rules)
    assert wait.to_dict()["parts"] == [{"kind": "wait", "until": "2026-03-08T16:00:00Z"}]
    assert kinds((approval,)) == ["approval"]
    rules = rules.replace("  until 2026-03-09\n", "")
    assert kinds(changes(rules)) == ["approval"]


def test_another_channel_now() -> None:
    rules = "deny calls when channel in {voice, visit, letter}\nfact channel : also kiosk\n"
    found = changes(rules, request(NIGHT))
    assert parts(found) == [
        {"kind": "channel", "channel": name}
        for name in ("sms", "email", "push", "in_app", "chat", "social", "kiosk")
    ]


def test_a_channel_that_does_not_help_is_not_given() -> None:
    rules = (
        "deny calls when channel is voice\n"
        "review visits when channel is visit\n"
        "deny rest when channel not in {voice, visit, sms}\n"
        "contact hours texts from 09:00 to 10:00 when channel is sms\n"
    )
    assert kinds(changes(rules)) == ["channel+wait"]
    assert parts(changes(rules, request("2026-03-04T09:30:00+08:00"))) == [
        {"kind": "channel", "channel": "sms"}
    ]


def test_the_approvals_of_all_rules_and_steps_are_one_change() -> None:
    rules = (
        OPEN
        + "review a when channel is voice\n  approval by compliance\n"
        + "review b when purpose is collections\n  approval by legal\n"
        + "review c when purpose is collections\n"
        + "ladder l per person\n  step call\n    via voice\n    approval by manager\n"
        + "    at most 3 attempts ever\n"
    )
    found = changes(rules)
    assert kinds(found) == ["approval"]
    assert parts(found) == [
        {"kind": "approval", "rule": "t.a", "role": "compliance"},
        {"kind": "approval", "rule": "t.b", "role": "legal"},
        {"kind": "approval", "rule": "t.c", "role": None},
        {"kind": "approval", "rule": "t.l.call", "role": "manager"},
    ]


def test_an_approval_of_what_is_not_known() -> None:
    rules = OPEN + "fact debt.large : flag\nreview a when debt.large\n  approval by lead\n"
    data = request(proposal={"debts": ["D1"]}, debts=[{"id": "D1"}])
    found = changes(rules, data)
    assert parts(found) == [{"kind": "approval", "rule": "t.a", "role": "lead"}]


def test_a_review_of_what_nothing_governs_cannot_be_approved() -> None:
    text = "policy t\n  governs purpose is marketing\n  otherwise review\n"
    policy = policydsl.load_text(text)
    assert policy.decide(request()).verdict == "review"
    assert policy.what_if(request()) == ()


# --- two changes --------------------------------------------------------------------------------

CONSENT = "consent m require express consent for purpose\n"
REVIEW = "review r when channel is voice\n  approval by lead\n"
GIVEN = consent("express", purpose="collections")
APPROVED = {"kind": "approval", "rule": "t.r", "role": "lead"}
WAITED = {"kind": "wait", "until": "2026-03-05T00:00:00Z"}


@pytest.mark.parametrize(
    ("rules", "at", "kind", "shown"),
    [
        (OPEN + CONSENT + QUIET, NIGHT, "consent+wait", [GIVEN, WAITED]),
        (OPEN + REVIEW + QUIET, NIGHT, "approval+wait", [APPROVED, WAITED]),
        (OPEN + REVIEW + CONSENT, NOON, "approval+consent", [APPROVED, GIVEN]),
        (
            "deny others when channel not in {voice, sms}\ndeny calls when channel is voice\n"
            + QUIET,
            NIGHT,
            "channel+wait",
            [{"kind": "channel", "channel": "sms"}, WAITED],
        ),
    ],
)
def test_two_changes_where_none_is_enough(
    rules: str, at: str, kind: str, shown: list[dict[str, Any]]
) -> None:
    found = changes(rules, request(at))
    assert kinds(found) == [kind]
    assert parts(found) == shown


def test_three_changes_are_too_many() -> None:
    assert changes(OPEN + CONSENT + REVIEW + QUIET, request(NIGHT)) == ()


def test_no_two_changes_where_one_is_enough() -> None:
    rules = QUIET.replace("\n", " when channel is voice\n") + CONSENT + "  when channel is voice\n"
    assert set(kinds(changes(rules, request(NIGHT)))) == {"channel"}


def test_of_consents_with_a_wait_no_more_are_given_than_are_needed() -> None:
    rules = (
        OPEN + QUIET + CONSENT + "deny n when channel is voice\n"
        "  unless live consent for purpose or live written consent for channel\n"
    )
    found = changes(rules, request(NIGHT))
    assert kinds(found) == ["consent+wait"]
    assert parts(found) == [GIVEN, WAITED]


def test_a_delivery_margin_counts() -> None:
    rules = HEAD.replace("\n", "\n  delivery margin 10 minutes for voice\n", 1) + OPEN + QUIET
    policy = policydsl.load_text(rules)
    data = request("2026-03-04T21:55:00+08:00")
    assert policy.decide(data).verdict == "defer"
    assert [change.kind for change in policy.what_if(data)] == ["wait"]


# --- whole policies -----------------------------------------------------------------------------


def campaign(every: int) -> Iterator[dict[str, Any]]:
    path = POLICIES / "examples" / "consumer_credit" / "campaign.jsonl"
    yield from map(json.loads, path.read_text(encoding="utf-8").splitlines()[::every])


def test_every_change_of_the_campaign_turns_the_verdict() -> None:
    policy = pack("examples/consumer_credit/strategy.policy")
    found: Counter[str] = Counter()
    for data in campaign(every=3):
        decision = policy.decide(data)
        given = policy.what_if(data)
        found.update(kinds(given))
        if decision.allowed:
            assert given == ()
        for change in given:
            assert_smallest(policy, data, change)
        assert len({kind.count("+") for kind in kinds(given)}) <= 1, "two only where one is too few"
        assert len({str(change) for change in given}) == len(given)
        if (
            decision.verdict == "defer"
            and policy.decide(at(data, decision.next_eligible_at)).allowed
        ):
            assert kinds(given)[0] == "wait"
    assert set(found) >= {"wait", "channel", "consent", "approval", "consent+wait", "channel+wait"}


def at(data: dict[str, Any], moment: datetime | None) -> dict[str, Any]:
    return {**data, "at": moment}


def test_changes_can_be_written_as_json() -> None:
    policy = pack("examples/consumer_credit/strategy.policy")
    for data in campaign(every=20):
        shown = [change.to_dict() for change in policy.what_if(data)]
        assert json.loads(json.dumps(shown)) == shown
