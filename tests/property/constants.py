"""The numbers of a policy at whose edges a wrong engine shows.

In: a `CorePolicy`. Out: its lengths, day counts, clock readings, days, instants, and the names it
reads; kept for the last few policies, since many requests are made for each.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypeVar

from policydsl.core.formula import Consent, HoursLine, Moment
from policydsl.core.policy import CorePolicy, DayPoint, Rule, Scope, Step
from policydsl.core.windows import (
    Blocks,
    BusinessDays,
    CalendarMonths,
    CalendarPeriods,
    ConsecutiveDays,
    FullDays,
    Rolling,
)
from tests.property.policies import parts
from tests.property.pools import KINDS, TYPES, ZONES

_T = TypeVar("_T")
_ALWAYS = ("proposal.channel", "proposal.purpose", "proposal.address", "proposal.actor")


@dataclass(frozen=True, slots=True)
class Constants:
    """What a request for the policy should come near to."""

    micros: tuple[int, ...]
    day_counts: tuple[int, ...]
    minutes: tuple[int, ...]
    days: tuple[date, ...]
    instants: tuple[int, ...]
    zones: tuple[str, ...]
    kinds: tuple[str, ...]
    steps: tuple[str, ...]
    paths: tuple[str, ...]
    approvals: tuple[tuple[str, str], ...]
    wants_consent: bool


@lru_cache(maxsize=16)
def constants(policy: CorePolicy) -> Constants:
    """Everything in a policy that has an edge or a name."""
    inside = list(parts(policy))
    texts = {part for part in inside if isinstance(part, str)}
    moments = [part.base for part in inside if isinstance(part, Moment)]
    minutes = {0, 720} | {
        minute
        for part in inside
        if isinstance(part, HoursLine)
        for interval in part.intervals
        for minute in interval
    }
    return Constants(
        micros=_sorted(part.micros for part in inside if isinstance(part, Rolling | Blocks)),
        day_counts=_sorted({0, *(count for part in inside for count in _day_counts(part))}),
        minutes=tuple(sorted(minutes)),
        days=_sorted(base for base in moments if isinstance(base, date)),
        instants=_sorted(base for base in moments if isinstance(base, int)),
        zones=tuple(
            zone
            for part in inside
            if isinstance(part, Scope) and (zone := part.zone) is not None and zone in ZONES
        ),
        kinds=tuple(kind for kind in KINDS if kind in texts) or ("contact",),
        steps=tuple(dict.fromkeys(part.name for part in inside if isinstance(part, Step))),
        paths=tuple(path for path in TYPES if path in texts or path in _ALWAYS),
        approvals=_approvals(policy),
        wants_consent=any(isinstance(part, Consent) for part in inside),
    )


def _sorted(values: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(sorted(set(values)))  # type: ignore[type-var]


def _day_counts(part: object) -> list[int]:
    match part:
        case ConsecutiveDays(days):
            return [days - 1, days]
        case FullDays(days):
            return [days, days + 1]
        case BusinessDays(days):
            return [days, days + 2, days + 4]
        case CalendarMonths(months):
            return [30 * months, 31 * months]
        case CalendarPeriods(_, count):
            return [count, 7 * count, 30 * count]
        case DayPoint(days):
            return [days]
    return []


def _approvals(policy: CorePolicy) -> tuple[tuple[str, str], ...]:
    rules = [(rule.id, rule.approval or "legal") for rule in policy.rules if _reviews(rule)]
    steps = [
        (f"{ladder.id}.{step.name}", step.approval)
        for ladder in policy.ladders
        for step in ladder.steps
        if step.approval is not None
    ]
    return tuple(rules + steps)


def _reviews(rule: Rule) -> bool:
    return "review" in (rule.effect, rule.on_unknown)
