"""Requests on a ladder: the contact of a step on the day on which it should be open.

In: a ladder and one of its steps. Out: requests, judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import islice

from policydsl.core.formula import YES, All, Compare, Formula, Not, Selection
from policydsl.core.policy import Ladder, Step
from policydsl.core.windows import MICROS_PER_DAY
from policydsl.diagnostics import Text
from policydsl.lint.lint import Subject
from policydsl.lint.requests import (
    Json,
    alone,
    having_happened,
    instant_of,
    judged,
    meeting,
    surely_says,
)
from policydsl.lint.rungs import opening
from policydsl.lint.words import contact
from policydsl.witnesses.search import shrunk
from policydsl.witnesses.witness import Witness

DUE = "debt.due_on"
_MOST = 200


def refused_step(subject: Subject, ladder: Ladder, step: Step, by: str) -> Witness | None:
    """The contact of a step on its first day, refused by a rule or a ladder."""
    opens = opening(ladder, step)
    late = None
    if opens is not None and opens.anchor == DUE:
        late = opens.micros // MICROS_PER_DAY
    return refused(subject, proposals(subject, ladder, step), late, by)


def refused(
    subject: Subject, requests: Iterable[Json], late: int | None, by: str
) -> Witness | None:
    """A request that a rule or a ladder denies for sure, its debts so many days past due.

    One that nothing else denies comes first.
    """

    def shows(found: Witness) -> bool:
        return surely_says(found, by) and _is_late(found.data, late)

    def still(found: Witness) -> bool:
        """As alone as it was, and after the same contacts of steps."""
        is_like = alone(found, by) or not is_alone
        return shows(found) and is_like and found.data.get("events", []) == events

    changed = (data if late is None else past_due(data, late) for data in requests)
    judgements = [judged(subject.policy, data) for data in changed]
    denied = [one for one in judgements if one is not None and shows(one)]
    if not denied:
        return None
    found = next((one for one in denied if alone(one, by)), denied[0])
    is_alone, events = alone(found, by), found.data.get("events", [])
    return shrunk(subject.policy, found, still)


def contact_on(found: Witness) -> Text:
    """What was asked and when, with how late the debt is."""
    said, debts = contact(found), found.data.get("debts", ())
    if not debts or "due_on" not in debts[0]:
        return said
    late = (instant_of(found.data).date() - date.fromisoformat(debts[0]["due_on"])).days
    return Text(f"{said.en}, day {late} past due", f"{said.zh}，逾期第 {late} 天")


def _is_late(data: Json, late: int | None) -> bool:
    return late is None or data == past_due(data, late)


def past_due(data: Json, late: int) -> Json:
    """The request with its debts so many days past due; before due for a negative number."""
    due = (instant_of(data).date() - timedelta(days=late)).isoformat()
    debts = [{**debt, "due_on": due} for debt in data.get("debts", ({"id": "D1"},))]
    return {**data, "debts": debts}


def proposals(subject: Subject, ladder: Ladder, step: Step) -> Iterator[Json]:
    """Requests with the contact of a step; by its channel alone where nothing could take it."""
    by_channel = Compare("proposal.channel", "in", step.channels)
    names_a_debt: Formula = (
        Compare("proposal.debt_count", "ge", 1) if ladder.scope.per_debt else YES
    )
    goes_on = (Not(ladder.stop), Not(ladder.hold), Not(ladder.lifted))
    wanted = (
        (by_channel, step.takes, ladder.applies, step.when, *goes_on),
        (by_channel, step.takes, ladder.applies),
        (by_channel, ladder.applies),
        (by_channel,),
    )
    for formulas in wanted:
        found = meeting(
            subject.policy,
            All((*formulas, names_a_debt)),
            ladder.scope,
            day=subject.today,
            most=_MOST,
        )
        for one in islice(found, 3):
            yield one.data


def attempted(data: Json, step: Step, ago: list[timedelta]) -> Json:
    """The request with contacts of a step made so long ago."""
    selection = Selection("contact", 1, "outbound", frozenset({min(step.channels)}), step.owns)
    made = having_happened(data, selection, ago)
    return {**made, "events": [{**one, "step": step.name} for one in made["events"]]}
