"""Looking ahead is measured only where the answers are right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import count as count_up
from typing import Any

import pytest

import policydsl
from benchmarks import measure, outlook
from benchmarks.measure import least_of_each
from benchmarks.outlook import QUESTIONS, SHUT, WrongOutlookError, campaign, grouped
from policydsl.core.outlook import Outlook
from policydsl.core.request import Request
from policydsl.engine.decision import Decision


def test_the_campaign_has_every_verdict_and_every_instant_is_right() -> None:
    policy, requests = campaign()
    found = grouped(policy, requests[:60])
    assert {"deny", "review", *QUESTIONS} >= set(found) >= set(QUESTIONS)
    assert sum(map(len, found.values())) == 60


class Late:
    """A policy whose outlooks are a microsecond late."""

    def __init__(self, policy: policydsl.Policy) -> None:
        self._policy = policy
        self.request = policy.request

    def decide(self, request: Mapping[str, Any] | Request) -> LateDecision | Decision:
        decided = self._policy.decide(request)
        return decided if isinstance(request, Request) else LateDecision(decided)


class LateDecision:
    def __init__(self, decision: Decision) -> None:
        self.verdict = decision.verdict
        said = decision.outlook
        late = (None if at is None else at + 1 for at in (said.next_eligible_at, said.valid_until))
        self.outlook = Outlook(*late)


@pytest.mark.parametrize("verdict", ["allow", "defer"])
def test_an_instant_that_is_not_right_is_found_out(verdict: str) -> None:
    policy, requests = campaign()
    one = next(one for one in requests if policy.decide(one).verdict == verdict)
    with pytest.raises(WrongOutlookError, match="it does not turn at"):
        grouped(Late(policy), [one])  # type: ignore[arg-type]


@pytest.mark.parametrize("one", SHUT, ids=lambda one: one.name)
def test_what_is_said_never_to_open_does_not(one: outlook.Shut) -> None:
    policy, request = outlook._shut(one)
    decision = policy.decide(request)
    assert decision.verdict == "deny"
    outlook._try_every_half_hour(one.name, policy, request, days=10)


def test_what_opens_is_found_out() -> None:
    open_at_noon = replace(SHUT[0], rules="quiet hours a from 14:00 to 12:00\n")
    with pytest.raises(WrongOutlookError, match="open at"):
        outlook._try_every_half_hour("x", *outlook._shut(open_at_noon), days=2)


def test_the_campaign_with_hours_that_never_meet() -> None:
    policy, request = outlook._shut_campaign()
    assert policy.decide(request).verdict == "deny"
    assert campaign()[0].decide(request).allowed


def test_the_least_time_of_each_input_is_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, rounds = [0], count_up(1)
    monkeypatch.setattr(measure, "thread_time_ns", lambda: clock[0])

    def wait(micros: int) -> None:
        clock[0] += micros * 1000 + 7 * next(rounds)

    least = least_of_each({"wait": wait, "nothing": lambda _: None}, [10, 20], 3)
    assert next(rounds) == 2 * 4 + 1
    assert least == {"wait": [10 + 0.007 * 3, 20 + 0.007 * 4], "nothing": [0, 0]}
