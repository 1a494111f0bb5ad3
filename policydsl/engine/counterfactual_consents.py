"""Consents that would meet what the rules that stop a contact ask for.

In: a policy, the reasons why it stops a contact, the request. Out: `Demand`s, one for each kind of
consent asked for, and the records that meet some of them. Whether they help is for others to see:
of a condition (`where`) only plain comparisons that must all hold are met, anything else is left to
chance.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count, islice
from typing import Any as Anything

from policydsl.core.explanation import Reason
from policydsl.core.formula import All, Any, Consent, Formula, Not, Settled
from policydsl.core.policy import CorePolicy, Ladder, Root, Rule
from policydsl.core.request import Request, Value
from policydsl.engine.counterfactual_changes import SUPPOSED, NewConsent
from policydsl.engine.counterfactual_values import Conditions
from policydsl.facts.moments import utc
from policydsl.facts.objects import Findings
from policydsl.facts.records import check_consents
from policydsl.facts.types import InstantType
from policydsl.facts.vocabulary import Vocabulary
from policydsl.frozen import frozen

MOST_DEMANDS = 12
"""So many kinds of consent are tried, and the conditions of so many debts."""

_LEVELS = ("implied", "express", "written")
_LEVEL, _PROOF, _CONFIRMED = "consent.level", "consent.proof", "consent.confirmed_at"


@frozen
class Demand:
    """What one record must be: `fields` and `conditions` hold values by full path."""

    fields: Mapping[str, Value]
    conditions: Mapping[str, Value]
    level: str
    with_proof: bool
    confirmed: bool

    def joined(self, other: Demand) -> Demand | None:
        """What a record must be that meets both; None when none can."""
        values = {**self.conditions, **self.fields}
        for path, value in {**other.conditions, **other.fields}.items():
            if values.setdefault(path, value) != value:
                return None
        fields = {**self.fields, **other.fields}
        return Demand(
            fields,
            {path: value for path, value in values.items() if path not in fields},
            max(self.level, other.level, key=_LEVELS.index),
            self.with_proof or other.with_proof,
            self.confirmed or other.confirmed,
        )


def demands_of(
    policy: CorePolicy, reasons: Iterable[Reason], request: Request, vocabulary: Vocabulary
) -> list[Demand]:
    """The kinds of consent that what gives these reasons asks for, in their order."""
    found: list[Demand] = []
    for consent in _asked_for(policy, reasons):
        for demand in _demands(consent, request, vocabulary):
            if len(found) == MOST_DEMANDS:
                return found
            if demand not in found:
                found.append(demand)
    return found


def records_for(
    demands: Sequence[Demand], request: Request, vocabulary: Vocabulary
) -> tuple[NewConsent, ...]:
    """Few records that meet these demands, each by one of them."""
    joined: list[Demand] = []
    for demand in demands:
        for index, other in enumerate(joined):
            both = other.joined(demand)
            if both is not None:
                joined[index] = both
                break
        else:
            joined.append(demand)
    taken = {record.id for record in request.consents}
    fresh = (name for number in count(1) if (name := f"{SUPPOSED}-{number}") not in taken)
    made = [_record(demand, next(fresh), request, vocabulary) for demand in joined]
    return tuple(one for one in made if one is not None)


def _asked_for(policy: CorePolicy, reasons: Iterable[Reason]) -> Iterator[Consent]:
    """The consents that could let pass what gives some reasons."""
    named: list[tuple[str, Rule | Ladder | Root]] = [(one.id, one) for one in policy.rules]
    named += [(one.id, one) for one in policy.ladders]
    named += [(one.name, one) for one in policy.roots]
    members: dict[str, list[Rule | Ladder | Root]] = {}
    for name, member in named:
        members.setdefault(name, []).append(member)
    for name in dict.fromkeys(reason.rule for reason in reasons):
        for member in members.get(name, ()):
            for formula, wanted in _parts(member):
                yield from _consents(formula, wanted)


def _parts(member: Rule | Ladder | Root) -> Iterator[tuple[Formula, bool]]:
    """The formulas of what blocks, with the truth that would let the contact pass."""
    if isinstance(member, Root):
        yield member.governs, True
        return
    yield member.applies, False
    yield member.lifted, True
    if isinstance(member, Rule):
        yield member.core, False
        return
    yield member.stop, False
    yield member.hold, False
    for step in member.steps:
        yield step.when, True
        yield step.takes, True


def _consents(formula: Formula, wanted: bool) -> Iterator[Consent]:
    match formula:
        case Not(operand):
            yield from _consents(operand, not wanted)
        case Settled(operand, _):
            yield from _consents(operand, wanted)
        case All(operands) | Any(operands):
            for operand in operands:
                yield from _consents(operand, wanted)
        case Consent(at_event=False) if wanted:
            yield formula


def _demands(consent: Consent, request: Request, vocabulary: Vocabulary) -> Iterator[Demand]:
    """What a consent asks of a record; where it depends on the debt, for each debt."""
    fields: dict[str, Value] = {}
    for path, asked in consent.fields:
        value = request.facts.get(asked)
        if value is None:
            return
        fields[path] = value
    debts = [
        request.debts.get(name, {}) for name in islice(request.proposal_debts or (), MOST_DEMANDS)
    ]
    for debt in debts or [{}]:
        conditions = Conditions(request, debt, vocabulary).of(consent.where)
        level = str(conditions.pop(_LEVEL, _LEVELS[0]))
        yield Demand(
            fields,
            {path: value for path, value in conditions.items() if path not in fields},
            max(level, consent.level or _LEVELS[0], key=_LEVELS.index),
            consent.with_proof,
            consent.confirmed,
        )


def _record(
    demand: Demand, name: str, request: Request, vocabulary: Vocabulary
) -> NewConsent | None:
    """A record that meets a demand, given now; None if no request may hold it."""
    now = utc(request.at)
    values = {**demand.conditions, **demand.fields}
    if demand.level != _LEVELS[0]:
        values[_LEVEL] = demand.level
    if demand.with_proof:
        values.setdefault(_PROOF, SUPPOSED)
    if demand.confirmed:
        values[_CONFIRMED] = request.at
    raw: dict[str, Anything] = {"id": name, "effective_from": now}
    for path, value in values.items():
        *outer, last = path.split(".")[1:]
        place = raw
        for key in outer:
            place = place.setdefault(key, {})
        is_instant = isinstance(vocabulary.fields[path].type, InstantType)
        place[last] = utc(value) if is_instant and isinstance(value, int) else value
    findings = Findings()
    checked = check_consents([raw], vocabulary.tables, findings)
    if findings or not checked:
        return None
    return NewConsent(
        _named(demand.fields),
        _named(demand.conditions),
        demand.level,
        demand.with_proof,
        demand.confirmed,
        raw,
        checked[0],
    )


def _named(values: Mapping[str, Value]) -> tuple[tuple[str, Anything], ...]:
    """Values by the name of their field, without its root."""
    return tuple((path.partition(".")[2], value) for path, value in values.items())
