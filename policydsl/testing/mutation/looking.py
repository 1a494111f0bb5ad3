"""Requests to which a mutant says something else, looked for next to those of the tests.

In: a change, and requests. Out: the first request to which the change makes a difference, moved in
time where that is needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from policydsl.core.explanation import Explanation
from policydsl.core.formula import YES
from policydsl.core.outlook import Stretch
from policydsl.core.policy import CorePolicy, Effect, Obligation, Rank, Rule
from policydsl.core.request import Request
from policydsl.engine.compiled import Engine, interpret_policy
from policydsl.engine.zones import DAY
from policydsl.errors import RequestError
from policydsl.facts.checking import check_request
from policydsl.facts.moments import utc
from policydsl.facts.vocabulary import Vocabulary
from policydsl.testing.mutation.making import only
from policydsl.testing.mutation.trying import Changed

_SPAN = 45 * DAY
_MINUTE = 60 * 10**6
CERTAIN = 3
"""A difference in what is said that hangs on nothing unknown."""


class Looker:
    """Looks for a difference between a policy and its mutant, with the changed rules alone."""

    def __init__(self, change: Changed, core: CorePolicy, vocabulary: Vocabulary) -> None:
        self._change = change
        self._vocabulary = vocabulary
        self.cores = only(core, change.ids), only(change.core, change.ids)
        self._loud = _loud(self.cores[0]), _loud(self.cores[1])
        self._last: tuple[Request, Request] | None = None
        self.tried = 0
        self.goal = _goal(change, *self.cores)

    def difference(self, data: Any) -> int:
        """How much of a difference the change makes to a request at its own instant.

        0 none, 1 in numbers that go with the decision, 2 in what is said (verdict, reasons,
        warnings, duties), 3 in what is said for certain.
        """
        requests = self._requests(data)
        if requests is None:
            return 0
        before = self._change.before.explain(requests[0])
        after = self._change.after.explain(requests[1])
        if before == after:
            return 0
        if _said(before) == _said(after):
            return 1
        return 2 if before.missing or after.missing else CERTAIN

    def telling(self, data: Any) -> tuple[Any, int]:
        """The request, if need be at a later instant, with the difference that the change makes."""
        here = self.difference(data)
        requests = self._last if here < self.goal else None
        if requests is not None:
            for at in self._instants(*requests):
                moved = {**data, "at": _like(at, data["at"])}
                there = self.difference(moved)
                if there > here:
                    return moved, there
        return data, here

    def _requests(self, data: Any) -> tuple[Request, Request] | None:
        self.tried += 1
        self._last = None
        checked, _ = check_request(data, self._vocabulary)
        if checked is not None:
            with suppress(RequestError):
                self._last = checked, self._change.request(data, checked)
        return self._last

    def _instants(self, before: Request, after: Request) -> Iterator[int]:
        """Later instants at which what is changed stops one contact and not the other."""
        loud, changed = self._loud
        lines = loud.timeline(before, _SPAN), changed.timeline(after, _SPAN)
        for start, end in _differing(*lines):
            whole = -(-start // _MINUTE) * _MINUTE
            yield whole if whole < end else start
            return


def _goal(change: Changed, before: CorePolicy, after: CorePolicy) -> int:
    """The greatest difference that can be: of what is said when unknown, none is certain."""
    if change.vocabulary is not None:
        return CERTAIN - 1
    said = [
        sorted((one.id, hash(replace(one, on_unknown=""))) for one in core.rules)
        for core in (before, after)
    ]
    others = [(core.roots, core.obligations, core.ladders) for core in (before, after)]
    return CERTAIN - 1 if said[0] == said[1] and others[0] == others[1] else CERTAIN


def _said(explanation: Explanation) -> object:
    told = (*explanation.reasons, *explanation.warnings)
    duties = {(duty.rule, duty.duty) for duty in explanation.obligations}
    return explanation.verdict, {(one.rule, one.code, one.effect) for one in told}, duties


def _loud(core: CorePolicy) -> Engine:
    """The policy with everything that it says as a denial, so that a timeline shows it."""
    rules = tuple(
        replace(
            one, effect=Effect.DENY, on_unknown="allow" if one.on_unknown == "allow" else "deny"
        )
        for one in core.rules
    )
    duties = tuple(map(_as_rule, core.obligations))
    return interpret_policy(replace(core, rules=rules + duties, obligations=(), margins=()))


def _as_rule(duty: Obligation) -> Rule:
    return Rule(
        id=duty.id,
        effect=Effect.DENY,
        code="PROHIBITED",
        rank=Rank.LEGAL,
        applies=duty.applies,
        core=YES,
        lifted=duty.lifted,
        on_unknown="deny",
        scope=duty.scope,
        approval=None,
        origin=duty.origin,
    )


def _differing(one: tuple[Stretch, ...], other: tuple[Stretch, ...]) -> Iterator[tuple[int, int]]:
    """The stretches of time in which two timelines say different things."""
    first, second = 0, 0
    while first < len(one) and second < len(other):
        left, right = one[first], other[second]
        start, end = max(left.start, right.start), min(left.end, right.end)
        if start < end and (left.verdict, left.blocking) != (right.verdict, right.blocking):
            yield start, end
        first += left.end == end
        second += right.end == end


def _like(micros: int, text: str) -> str:
    """An instant, written at the offset of another."""
    zone = datetime.fromisoformat(text).tzinfo
    return (utc(micros) + timedelta(0)).astimezone(zone).isoformat()
