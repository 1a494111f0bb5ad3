"""The same contact at other times of the week.

In: a policy, and a witness whose rule reads a clock. Out: witnesses that differ in their instant
alone, so that two of them compare.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from policydsl.api import Policy
from policydsl.core.policy import CorePolicy, Rule
from policydsl.core.zones import zone_info
from policydsl.diagnostics.diagnostic import HintSpec
from policydsl.errors import RequestError
from policydsl.frozen import frozen
from policydsl.lint.hours import clock_of
from policydsl.lint.lint import Subject
from policydsl.lint.seeking import sought
from policydsl.lint.weeks import DAY
from policydsl.lint.words import answer, contact
from policydsl.witnesses.search import said_by
from policydsl.witnesses.witness import Witness, witness

_ZONE = "Europe/London"
_CLEAR = 20
"""How many requests are tried in the hope that nothing else stops the contact."""

_WEEKS = 6
"""In how many weeks an ordinary one is looked for: one without a holiday or a change of clocks."""


def hours_of(core: CorePolicy) -> frozenset[str]:
    """The ids of all rules of hours of a composed policy."""
    return frozenset(rule.id for rule in core.rules if clock_of(rule) is not None)


def speaking(found: Witness, rules: frozenset[str]) -> bool:
    """Whether some of these rules are among the reasons."""
    return any(reason.rule in rules for reason in found.explanation.reasons)


def zone_for(rule: Rule, data: Mapping[str, Any]) -> str:
    """The one clock on which a rule is to be shown: its own, or the first that a request names."""
    if rule.scope.zone not in (None, "recipient"):
        return str(rule.scope.zone)
    zones = (data.get("person") or {}).get("time_zones") or [_ZONE]
    first = zones[0]
    return first["zone"] if isinstance(first, Mapping) else str(first)


def at_minute(
    policy: Policy, data: Mapping[str, Any], zone: str, day: date, minute: int
) -> Witness | None:
    """The request when the clock of a zone, where the recipient is, shows a minute of a date.

    Minutes beyond 1440 are of the dates after. None where the policy cannot judge it.
    """
    try:
        on = day + timedelta(days=minute // DAY)
        wall = datetime.combine(on, time(minute % DAY // 60, minute % 60), zone_info(zone))
        return witness(policy, {**data, "at": wall.isoformat(), "person": _there(data, zone)})
    except (RequestError, OverflowError, ValueError):
        return None


def _there(data: Mapping[str, Any], zone: str) -> dict[str, Any]:
    return {**(data.get("person") or {}), "time_zones": [zone]}


def mondays(day: date) -> Iterator[date]:
    """The Mondays of some weeks, from that of a date on."""
    for number in range(_WEEKS):
        try:
            yield day - timedelta(days=day.weekday()) + timedelta(days=7 * number)
        except OverflowError:
            return


@frozen
class Compared:
    """Two minutes of a week, counted from Monday 00:00 on, that rules of hours judge differently.

    At `let_through` no rule of hours speaks, at `stopped` the given one does. Either may be of the
    week before or after: less than 0, or past the end.
    """

    rule: Rule
    let_through: int
    stopped: int


def shown_apart(subject: Subject, wanted: Compared) -> tuple[Witness, Witness] | None:
    """A contact at the two minutes, let through by all rules of hours and stopped by the one.

    One that nothing else stops is looked for first: it shows more.
    """
    own = frozenset((wanted.rule.id,))

    def pair(policy: Policy, found: Witness) -> tuple[Witness, Witness] | None:
        hours, zone = hours_of(policy.core), zone_for(wanted.rule, found.data)
        for monday in mondays(subject.today):
            stopped = at_minute(policy, found.data, zone, monday, wanted.stopped)
            if stopped is None or not speaking(stopped, own):
                continue
            free = at_minute(policy, found.data, zone, monday, wanted.let_through)
            if free is not None and not speaking(free, hours):
                return free, stopped
        return None

    def clear(policy: Policy, found: Witness) -> tuple[Witness, Witness] | None:
        both = pair(policy, found)
        return both if both is not None and both[0].explanation.verdict == "allow" else None

    return sought(subject, wanted.rule, clear, _CLEAR) or sought(subject, wanted.rule, pair)


def compared_notes(shown: tuple[Witness, Witness]) -> list[HintSpec]:
    """The note that says what the evaluator said to each of two contacts."""
    one, other = shown
    values = {
        "contact": contact(one),
        "answer": answer(one),
        "other": contact(other),
        "other_answer": answer(other),
    }
    return [("witness", values)]


def shown_at(
    subject: Subject,
    rule: Rule,
    places: Sequence[tuple[date, int]],
    is_right: Callable[[Policy, Witness], bool],
) -> Witness | None:
    """A contact that a rule stops at some time, moved to the first place where it is right.

    A place is a date and a minute after its midnight, on the clock that the rule reads. `is_right`
    is given the policy that judged the contact.
    """

    def moved(policy: Policy, found: Witness) -> Witness | None:
        if not said_by(found.explanation, rule.id):
            return None
        zone = zone_for(rule, found.data)
        for day, minute in places:
            made = at_minute(policy, found.data, zone, day, minute)
            if made is not None and is_right(policy, made):
                return made
        return None

    return sought(subject, rule, moved)


def weekly(day: date, minute: int) -> list[tuple[date, int]]:
    """The places of a minute of the week in the weeks from that of a date on."""
    return [(monday, minute) for monday in mondays(day)]
