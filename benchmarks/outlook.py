"""Looking ahead: what it costs to know until when, from when on, or that it is never.

In: how thorough to be. Out: two tables. The first measures the worked example's campaign, each
contact by itself, with and without the look ahead; the second policies whose rules never open
together. Before any time is taken, every answer is tried by deciding on both sides of its instant.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache, partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import policydsl
from benchmarks.measure import Cell, Table, interleaved, least_of_each, once_each
from policydsl.core.request import Request
from policydsl.engine.decision import Decision

EXAMPLE = Path(__file__).parents[1] / "policies/examples/consumer_credit"
STRATEGY = EXAMPLE / "strategy.policy"
MICRO = timedelta(microseconds=1)
HALF_HOUR = timedelta(minutes=30)
DAYS = 400
Ask = Callable[[Decision], object]
Asked = Mapping[str, Any] | Request
Contestants = Mapping[str, Callable[[Asked], object]]

QUESTIONS: Mapping[str, tuple[str, Ask, float | None]] = {
    "allow": ("valid_until", lambda decision: decision.valid_until, 1.5),
    "defer": ("next_eligible_at", lambda decision: decision.next_eligible_at, 10),
    "deny": ("verdict", lambda decision: decision.verdict, None),
}
"""Of decisions with a verdict: what is asked beside it, and the most that it may cost in times."""

NEVER_LIMIT = 200
"""Milliseconds for the answer that a contact is never eligible within 400 days."""


class WrongOutlookError(Exception):
    """An answer is not the first instant at which the decision turns, so times mean nothing."""


@cache
def campaign() -> tuple[policydsl.Policy, tuple[Mapping[str, Any], ...]]:
    """The worked example's strategy and its proposals."""
    lines = (EXAMPLE / "campaign.jsonl").read_text(encoding="utf-8").splitlines()
    return policydsl.load(STRATEGY), tuple(map(json.loads, lines))


def run(number: int | None, rounds: int) -> tuple[Table, Table]:
    """Measure on `number` proposals of the campaign (None: all), and on what never opens."""
    policy, requests = campaign()
    groups = grouped(policy, requests[:number])
    rows = [row for verdict in QUESTIONS for row in _rows(policy, verdict, groups, rounds)]
    found = ", ".join(f"{len(made)} {verdict}" for verdict, made in groups.items())
    contacts = Table(
        "outlook: microseconds of one decision, alone and with the look ahead",
        (
            *("decision, asked for", "from", "alone", "asked", "ratio least", "ratio median"),
            *("of contacts 50 %", "90 %", "most", "limit"),
        ),
        tuple(rows),
        (
            f"the campaign: {found}; processor time, {rounds} interleaved rounds",
            "of contacts: the ratio of each contact by itself, in its least times; half of them,"
            " nine of ten, and all cost no more than this",
            "mapping: the request is checked too, as by Policy.decide(mapping)",
            "every instant is right: the decision turns there, and not a microsecond before",
        ),
    )
    return contacts, _never_table(max(rounds // 4, 3))


def grouped(
    policy: policydsl.Policy, requests: Sequence[Mapping[str, Any]]
) -> dict[str, list[Mapping[str, Any]]]:
    """The requests by verdict. Raises `WrongOutlookError` for an outlook that is not right."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for request in requests:
        decision = policy.decide(request)
        groups.setdefault(decision.verdict, []).append(request)
        _try_instants(policy, request, decision)
    return groups


def _try_instants(policy: policydsl.Policy, request: Mapping[str, Any], decision: Decision) -> None:
    """Decide at the instant found and a microsecond before it, nothing but the clock moved."""
    checked, outlook = policy.request(request), decision.outlook
    denied_before = outlook.next_eligible_at is not None
    turns_at = outlook.next_eligible_at if denied_before else outlook.valid_until
    if turns_at is None:
        return
    before, there = (policy.decide(replace(checked, at=at)) for at in (turns_at - 1, turns_at))
    right = (
        (before.verdict == "defer" and there.verdict in ("allow", "review"))
        if denied_before
        else (before.allowed and not there.allowed)
    )
    if not right:
        raise WrongOutlookError(f"{decision!r} at {request['at']}: it does not turn at {turns_at}")


def _rows(
    policy: policydsl.Policy,
    verdict: str,
    groups: Mapping[str, Sequence[Mapping[str, Any]]],
    rounds: int,
) -> list[tuple[Cell, ...]]:
    name, ask, limit = QUESTIONS[verdict]
    sent = groups.get(verdict, ())
    if len(sent) < 2:
        return []
    contestants: Contestants = {
        "alone": policy.decide,
        "asked": lambda one: ask(policy.decide(one)),
    }
    given: Mapping[str, Sequence[Asked]] = {
        "mapping": sent,
        "request": [policy.request(one) for one in sent],
    }
    return [
        (f"{verdict}, {name}", source, *_costs(contestants, asked, rounds), limit)
        for source, asked in given.items()
    ]


def _costs(
    contestants: Contestants, asked: Sequence[Asked], rounds: int
) -> tuple[float, float, float, float, float, float, float]:
    """The medians of all contacts together with their ratios, and the ratios of each by itself."""
    together = interleaved(contestants, asked, rounds)
    alone, with_it = together["alone"], together["asked"]
    least = least_of_each(contestants, asked, rounds)
    ratios = [more / less for less, more in zip(least["alone"], least["asked"], strict=True)]
    return (
        *(alone.median, with_it.median),
        *(with_it.least / alone.least, with_it.median / alone.median),
        *(median(ratios), quantiles(ratios, n=10)[8], max(ratios)),
    )


# --- policies that never open -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shut:
    """A policy and a contact that is never eligible; the text stands under a plain head."""

    name: str
    rules: str
    zones: tuple[str, ...] = ("America/New_York",)


FIVE_ZONES = (
    *("America/New_York", "Europe/London", "Asia/Kolkata"),
    *("Australia/Lord_Howe", "America/Sao_Paulo"),
)
HALVES = "quiet hours a from 08:00 to 20:00\nquiet hours b from 20:00 to 08:00\n"
OFFICE = 'contact hours office from 09:00 to 18:00 on business days of "US"\n'
SHUT = (
    Shut("two halves of the day, one zone", HALVES),
    Shut("two halves of the day, five zones", HALVES, FIVE_ZONES),
    Shut(
        "an hour that five zones never share", "contact hours c from 10:00 to 11:00\n", FIVE_ZONES
    ),
    Shut("business days, and only on others", OFFICE + "quiet hours day from 09:00 to 18:00\n"),
    Shut(
        "business days, five zones",
        OFFICE + "contact hours late from 18:00 to 21:00\n",
        FIVE_ZONES,
    ),
    Shut(
        "every opening shorter than the margin",
        "quiet hours a from 09:00 to 12:00, 12:30 to 08:30\n",
        FIVE_ZONES,
    ),
)
_HEAD = "policy shut\n  otherwise deny\n  delivery margin 1 hours for sms\n"


def _never_table(rounds: int) -> Table:
    asked = {one.name: _shut(one) for one in SHUT}
    asked |= {"the campaign's strategy, and two halves of the day": _shut_campaign()}
    for name, (policy, request) in asked.items():
        _try_every_half_hour(name, policy, request)
    timings = once_each({name: partial(_verdict, *one) for name, one in asked.items()}, rounds)
    return Table(
        "never: milliseconds to know that a contact is not eligible within 400 days",
        ("rules that never open together", "least", "median", "limit"),
        tuple(
            (name, timing.least / 1000, timing.median / 1000, NEVER_LIMIT)
            for name, timing in timings.items()
        ),
        (
            f"decide and verdict, processor time of {rounds} rounds",
            "denied at every half hour of the 400 days",
        ),
    )


def _verdict(policy: policydsl.Policy, request: Request) -> str:
    return policy.decide(request).verdict


def _shut(one: Shut) -> tuple[policydsl.Policy, Request]:
    policy = policydsl.load_text(_HEAD + one.rules)
    person = {"id": "P1", "time_zones": list(one.zones)}
    proposal = {"channel": "sms", "purpose": "servicing", "recipient": "debtor"}
    asked = {"at": "2026-03-04T15:00:00Z", "proposal": proposal, "person": person}
    return policy, policy.request(asked)


def _shut_campaign() -> tuple[policydsl.Policy, Request]:
    """The strategy with hours added that never open, and the first proposal that it allowed."""
    policy, requests = campaign()
    allowed = next(one for one in requests if policy.decide(one).allowed)
    shut = policydsl.load_text(STRATEGY.read_text(encoding="utf-8") + HALVES)
    return shut, shut.request(allowed)


def _try_every_half_hour(
    name: str, policy: policydsl.Policy, request: Request, days: int = DAYS
) -> None:
    """Judge without any look ahead."""
    step, span = HALF_HOUR // MICRO, timedelta(days=days) // MICRO
    for at in range(request.at, request.at + span, step):
        if policy._engine.judge(replace(request, at=at)).verdict != "deny":
            raise WrongOutlookError(f"{name}: open at {at}")
