"""Consents that would meet what the rules that stop a contact ask for.

In: a policy, the reasons why it stops a contact, the request. Out: `Demand`s, one for each kind of
consent asked for, and the records that meet some of them. Whether they help is for others to see:
of a condition (`where`) only plain comparisons that must all hold are met, anything else is left to
chance.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import count, islice
from typing import Any as Anything

from policydsl.core.explanation import Reason
from policydsl.core.formula import All, Any, Consent, Formula, Not, Settled
from policydsl.core.policy import CorePolicy, Ladder, Root, Rule
from policydsl.core.request import Request, Value
from policydsl.engine.counterfactuals.changes import SUPPOSED, NewConsent
from policydsl.engine.counterfactuals.values import Conditions
from policydsl.facts.moments import utc
from policydsl.facts.objects import Findings
from policydsl.facts.records import check_consents
from policydsl.facts.types import InstantType, SetOf
from policydsl.facts.vocabulary import Vocabulary
from policydsl.frozen import frozen

MOST_DEMANDS = 12
"""So many kinds of consent are tried, and the conditions of so many debts."""

_LEVEL, _PROOF, _CONFIRMED = "consent.level", "consent.proof", "consent.confirmed_at"
_LEVELS = ("implied", "express", "written")


@frozen
class Demand:
    """What one record must say: `values` by full path, `fields` those that it is a consent for."""

    values: Mapping[str, Value]
    fields: frozenset[str]

    def joined(self, other: Demand) -> Demand | None:
        """What a record must say that meets both; None when none can."""
        values = dict(self.values)
        for path, value in other.values.items():
            if path == _LEVEL:
                value = max(_level(self.values), _level(other.values), key=_LEVELS.index)
            elif values.get(path, value) != value:
                return None
            values[path] = value
        return Demand(values, self.fields | other.fields)

    def contains(self, other: Demand) -> bool:
        """Whether what meets this demand meets the other."""
        return other.joined(self) == self

    def weaker(self, path: str) -> Iterator[Demand]:
        """The demand without one of its values; and, for the highest level, with the next one."""
        without = {name: value for name, value in self.values.items() if name != path}
        yield Demand(without, self.fields - {path})
        if path == _LEVEL and self.values[path] == _LEVELS[2]:
            yield Demand({**self.values, path: _LEVELS[1]}, self.fields)


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


def joined_demands(demands: Iterable[Demand]) -> list[Demand]:
    """Few demands of which each of these is met by one."""
    joined: list[Demand] = []
    for demand in demands:
        for index, other in enumerate(joined):
            both = other.joined(demand)
            if both is not None:
                joined[index] = both
                break
        else:
            joined.append(demand)
    return joined


def records_for(
    demands: Iterable[Demand], request: Request, vocabulary: Vocabulary
) -> tuple[NewConsent, ...]:
    """A record for each demand that a request may hold."""
    taken = {record.id for record in request.consents}
    fresh = (name for number in count(1) if (name := f"{SUPPOSED}-{number}") not in taken)
    made = [_record(demand, next(fresh), request, vocabulary) for demand in demands]
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
        takes_set = isinstance(vocabulary.fields[path].type, SetOf)
        fields[path] = frozenset([value]) if takes_set and isinstance(value, str) else value
    names = islice(request.proposal_debts or (), MOST_DEMANDS)
    for debt in [request.debts.get(name, {}) for name in names] or [{}]:
        values = {**Conditions(request, debt, vocabulary).of(consent.where), **fields}
        level = max(_level(values), consent.level or _LEVELS[0], key=_LEVELS.index)
        if level != _LEVELS[0]:
            values[_LEVEL] = level
        if consent.with_proof:
            values.setdefault(_PROOF, SUPPOSED)
        if consent.confirmed:
            values[_CONFIRMED] = request.at
        yield Demand(values, frozenset(fields))


def _level(values: Mapping[str, Value]) -> str:
    return str(values.get(_LEVEL, _LEVELS[0]))


def _record(
    demand: Demand, name: str, request: Request, vocabulary: Vocabulary
) -> NewConsent | None:
    """A record that meets a demand, given now; None if no request may hold it."""
    written = dict(_as_written(demand.values, vocabulary))
    raw: dict[str, Anything] = {"id": name, "effective_from": utc(request.at)}
    for path, value in written.items():
        *outer, last = path.split(".")[1:]
        place = raw
        for key in outer:
            place = place.setdefault(key, {})
        place[last] = value
    findings = Findings()
    checked = check_consents([raw], vocabulary.tables, findings)
    if findings or not checked:
        return None
    others = written.keys() - demand.fields - {_LEVEL, _PROOF, _CONFIRMED}
    return NewConsent(
        _named(written, demand.fields),
        _named(written, others),
        _level(demand.values),
        _PROOF in written,
        _CONFIRMED in written,
        raw,
        checked[0],
    )


def _as_written(
    values: Mapping[str, Value], vocabulary: Vocabulary
) -> Iterator[tuple[str, Anything]]:
    """Values as Python has them: an instant is a datetime."""
    for path, value in values.items():
        is_instant = isinstance(vocabulary.fields[path].type, InstantType)
        yield path, utc(value) if is_instant and isinstance(value, int) else value


def _named(
    written: Mapping[str, Anything], paths: Collection[str]
) -> tuple[tuple[str, Anything], ...]:
    """Some of the values by the name of their field, without its root."""
    return tuple(
        (path.partition(".")[2], value) for path, value in written.items() if path in paths
    )
