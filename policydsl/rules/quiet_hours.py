"""`quiet hours`: no contact at these times of the local clock."""

from __future__ import annotations

from policydsl.core.days import Holidays
from policydsl.core.policy import Rank
from policydsl.rules.clauses import COMMON, Clauses
from policydsl.rules.environment import Environment
from policydsl.rules.hours import clock_of
from policydsl.rules.kind import Kind
from policydsl.rules.lowered import Lowered
from policydsl.rules.prohibition import add_rule
from policydsl.rules.sentences_hours import quiet
from policydsl.syntax import tree


def _lower(kind: Kind, rule: tree.Rule, clauses: Clauses, env: Environment, into: Lowered) -> None:
    clock = clock_of(clauses, env, within=False)
    only_holidays = bool(clock.lines) and all(isinstance(one.days, Holidays) for one in clock.lines)
    if only_holidays and not clock.during:
        kind = HOLIDAY_KIND
    add_rule(kind, rule, clauses, clock, env, into, sentence=quiet(clock))


KIND = Kind(
    name="quiet_hours",
    clauses=COMMON | {"from", "all_day_on", "during", "judged_at"},
    needs=(("from", "all_day_on", "during"),),
    code="QUIET_HOURS",
    rank=Rank.TIME,
    lower=_lower,
)
HOLIDAY_KIND = Kind(
    name="quiet_hours",
    clauses=KIND.clauses,
    needs=KIND.needs,
    code="HOLIDAY",
    rank=Rank.TIME,
    lower=_lower,
)
