"""What a policy tells apart: the values, days and minutes near which requests are interesting.

In: a policy and a date. Out: `Ground`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from policydsl.api import Policy
from policydsl.core.formula import Clock, Compare, Formula, HoursLine, PathRef
from policydsl.core.policy import CorePolicy
from policydsl.facts.problems import MISSING
from policydsl.facts.standard import ALIASES, DERIVED, Field
from policydsl.facts.types import (
    Flag,
    HoursType,
    InstantType,
    Number,
    OneOf,
    PreferencesType,
    SetOf,
    TextType,
    Type,
)
from policydsl.facts.weekly import EVERY_DAY
from policydsl.frozen import frozen
from policydsl.policy.reads import reads_of
from policydsl.rules.walk import parts
from policydsl.witnesses.dates import calendar_paths, countries_of, days_near, zones_of
from policydsl.witnesses.draft import ABSENT

OTHER_TEXT = "other"
Said: TypeAlias = Mapping[str, tuple[str | int | Decimal, ...]]
_MOST_VALUES = 60


@frozen
class Ground:
    """What drafts are made of.

    `said` holds, by the last part of a path, the texts and numbers that some comparison mentions,
    in a fixed order. `reads` are the paths that the policy reads. `days` are dates of every kind
    that the policy tells apart, the nearest first; `minutes` those of its hours, after midnight.
    `zones` are candidates for the recipient's.
    """

    fields: Mapping[str, Field]
    said: Said
    reads: frozenset[str]
    instants: frozenset[str]
    days: tuple[date, ...]
    minutes: tuple[int, ...]
    zones: tuple[str, ...]

    def values(self, path: str) -> Iterator[Any]:
        """Values of a field, those that the policy mentions first."""
        kind = self.fields[path].type
        said = [one for one in self.said.get(last(path), ()) if kind.accepts(one)]
        yield from said
        yield from (one for one in _others(kind, said) if one not in said)

    def can_be(self, path: str, value: object) -> bool:
        """Whether a request may say this of a path (`ABSENT`: nothing, which leaves it unknown)."""
        field = self.fields[path]
        if value is ABSENT:
            return not field.required and field.default is MISSING
        return field.nullable if value is None else True


def last(path: str) -> str:
    """The last part of a path: what a proposal, an event and a consent call alike."""
    return path.rpartition(".")[2]


def canonical(path: str) -> str:
    """The path under which a value is held that may be read by two."""
    return ALIASES.get(path, path)


def ground_of(policy: Policy, day: date) -> Ground:
    """What a policy tells apart, round a date."""
    core, fields = policy.core, policy.vocabulary.fields
    found = [part for formula in formulas_of(core) for part in parts(formula)]
    read = {canonical(path) for path in reads_of(core, fields)}
    return Ground(
        fields=fields,
        said=_with_countries(_said(found, fields), found, core),
        reads=frozenset(path for path in read if path in fields and path not in DERIVED),
        instants=frozenset(
            path for path, field in fields.items() if isinstance(field.type, InstantType)
        ),
        days=days_near(day, core, found),
        minutes=_minutes(found),
        zones=zones_of(core, found),
    )


def formulas_of(core: CorePolicy) -> Iterator[Formula]:
    """Every formula of a policy."""
    yield from (root.governs for root in core.roots)
    for rule in core.rules:
        yield from (rule.applies, rule.core, rule.lifted)
    for duty in core.obligations:
        yield from (duty.applies, duty.lifted)
        if duty.after_first is not None:
            yield duty.after_first.where
    for ladder in core.ladders:
        yield from (ladder.applies, ladder.lifted, ladder.hold, ladder.stop)
        for step in ladder.steps:
            yield from (step.takes, step.owns, step.when)


def _said(found: Iterable[Formula], fields: Mapping[str, Field]) -> Said:
    said: dict[str, dict[str | int | Decimal, None]] = {}
    for part in found:
        if not isinstance(part, Compare) or isinstance(part.operand, bool | date):
            continue
        values = said.setdefault(last(canonical(part.path)), {})
        if isinstance(part.operand, PathRef):
            values.update(dict.fromkeys(_members(fields.get(part.operand.path))))
        elif isinstance(part.operand, frozenset):
            values.update(dict.fromkeys(sorted(part.operand)))
        elif isinstance(part.operand, str):
            values[part.operand] = None
        elif part.operand is not None:
            bound = part.operand
            values.update({bound: None, bound - 1: None, bound + 1: None})
    return {name: tuple(values)[:_MOST_VALUES] for name, values in said.items()}


def _members(field: Field | None) -> tuple[str, ...]:
    """The values of a fact that holds some or one of them."""
    kind = None if field is None else field.type
    return kind.values or () if isinstance(kind, OneOf | SetOf) else ()


def _with_countries(said: Said, found: list[Formula], core: CorePolicy) -> Said:
    """With the country first where a fact names a calendar."""
    countries = countries_of(core)
    named = {last(path) for path in calendar_paths(found)}
    more = {name: (*countries, *said.get(name, ())) for name in named}
    return {**said, **more}


def _minutes(found: Iterable[Formula]) -> tuple[int, ...]:
    lines: list[HoursLine] = []
    for part in found:
        if isinstance(part, Clock):
            lines += part.lines
    ends = {minute % 1440 for line in lines for pair in line.intervals for minute in pair}
    return tuple(sorted(ends))


def _others(kind: Type, said: list[str | int | Decimal]) -> Iterator[Any]:
    match kind:
        case Flag():
            yield from (False, True)
        case OneOf(values):
            yield from values
        case TextType():
            yield OTHER_TEXT
        case Number():
            bounds = [one for one in said if not isinstance(one, str)]
            yield from (0, 1, *((max(bounds) + 100,) if bounds else ()))
        case HoursType():
            yield from ({EVERY_DAY: ["09:00-17:00"]}, {})
        case PreferencesType():
            yield []
        case SetOf(values) if values is not None:
            yield from (frozenset(), frozenset(values[:1]), frozenset(values))
        case SetOf():
            yield from (frozenset(), frozenset({OTHER_TEXT}))
