"""`effective from | until | through`: the dates on which a rule or a policy is in force."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from policydsl.core.formula import Formula, Moment, When
from policydsl.rules.environment import Environment
from policydsl.syntax import tree

TODAY = Moment("today", True)
_RELATIONS = {
    "effective_from": "on_or_after",
    "effective_until": "before",
    "effective_through": "on_or_before",
}


def dates_of(clauses: Iterable[tree.Clause]) -> tuple[Formula, ...]:
    """The conditions on today that effective dates make."""
    return tuple(
        When(TODAY, _RELATIONS[clause.keyword], Moment(clause.value.value, True))
        for clause in clauses
        if clause.keyword in _RELATIONS and isinstance(clause.value, tree.Date)
    )


def first_day(clauses: Iterable[tree.Clause]) -> date | None:
    """The day on which a policy or rule comes into force, when it says so."""
    starts = (clause for clause in clauses if clause.keyword == "effective_from")
    return next((_date(clause) for clause in starts), None)


def first_day_after(clauses: Iterable[tree.Clause]) -> date | None:
    """The first day on which a policy or rule is no longer in force, when it says so."""
    ends = []
    for clause in clauses:
        if clause.keyword == "effective_until":
            ends.append(_date(clause))
        elif clause.keyword == "effective_through":
            ends.append(_date(clause) + timedelta(days=1))
    return min(ends, default=None)


def check_dates(clauses: Iterable[tree.Clause], env: Environment) -> None:
    """Report dates between which no day lies."""
    by_keyword = {
        clause.keyword: clause
        for clause in clauses
        if clause.keyword in _RELATIONS and isinstance(clause.value, tree.Date)
    }
    start = by_keyword.get("effective_from")
    for keyword in ("effective_until", "effective_through"):
        end = by_keyword.get(keyword)
        if start is None or end is None:
            continue
        first, last = _date(start), _date(end)
        if last < first or (last == first and keyword == "effective_until"):
            labels = ((start.span, "start"),)
            env.report("E407", end.span, labels=labels, start=str(first), end=str(last))


def _date(clause: tree.Clause) -> date:
    assert isinstance(clause.value, tree.Date)
    return clause.value.value
