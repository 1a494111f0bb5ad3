"""How much of the past a policy can see, known once it is loaded.

In: a core policy and its vocabulary. Out: `Sight`: by which fields events are looked up, and of
each kind of event how far back.

What counts for one person is found by the person. A count that is kept for something else alone
(an address, a household, a debt that several persons owe) needs the events of others too, found by
that field. A window reaches back a known span; `ever`, `since last`, blocks and ladders reach back
to the beginning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias, assert_never

from policydsl.core.formula import Consent, Count, Formula, Key, Selection, SinceLast, Window
from policydsl.core.policy import CorePolicy, Ladder, Obligation
from policydsl.core.windows import (
    MICROS_PER_DAY,
    Blocks,
    BusinessDays,
    CalendarMonths,
    CalendarPeriods,
    ConsecutiveDays,
    Ever,
    FullDays,
    Rolling,
)
from policydsl.facts.standard import CONTACT
from policydsl.facts.vocabulary import Vocabulary
from policydsl.frozen import frozen
from policydsl.ledger.filing import PERSON
from policydsl.policy.reads import formulas_of
from policydsl.rules.walk import parts

SKIPPED = "skipped"
_SLACK_DAYS = 3
"""A local date begins up to 26 hours apart from place to place, and ends as much later."""
_DAYS_OF = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}
_DAYS_PER_BUSINESS_DAY = 11
_CLOSED_DAYS = 366
"""The longest holidays close ten days in a row; a year is left in hand for calendars that are
stranger than that."""

Spans: TypeAlias = dict[str, int | None]
"""By kind of event how far back, in microseconds; None without an end."""


@frozen
class Source:
    """Events looked up by a field: `person`, or the path of the fact whose value they carry.

    `field` is the name under which a ledger files them. `spans` are how far back, by kind, the
    same for every source of a field, as its values may be.
    """

    field: str
    path: str
    spans: tuple[tuple[str, int | None], ...]


@frozen
class Sight:
    """Everything of the past that a policy can see; `sources` begin with the person."""

    sources: tuple[Source, ...]

    @property
    def fields(self) -> frozenset[str]:
        """The fields besides the person under which events must be filed."""
        return frozenset(source.field for source in self.sources[1:])


def sight_of(policy: CorePolicy, vocabulary: Vocabulary) -> Sight:
    """What a policy can see."""
    seen: dict[tuple[str, str], Spans] = {(PERSON, "person.id"): {}}
    for keys, kind, span in _uses(policy):
        if kind in vocabulary.event_kinds:
            for place in _places(keys, vocabulary):
                _reach(seen.setdefault(place, {}), kind, span)
    by_field: dict[str, Spans] = {}
    for (field, _), spans in seen.items():
        for kind, span in spans.items():
            _reach(by_field.setdefault(field, {}), kind, span)
    return Sight(
        tuple(
            Source(field, path, tuple(sorted(by_field.get(field, {}).items())))
            for field, path in seen
        )
    )


def _reach(spans: Spans, kind: str, span: int | None) -> None:
    """No less far than before."""
    before = spans.get(kind, 0)
    spans[kind] = None if span is None or before is None else max(span, before)


_SHARED = {"recipient": "recipient.id", "debt": "proposal.debts", "address": "proposal.address"}
"""Keys that events of several persons may carry, the most telling first."""


def _places(keys: tuple[Key, ...], vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """Where the events of a count are found: by the person, and by a key kept over persons."""
    yield PERSON, "person.id"
    kinds = {key.kind for key in keys}
    if PERSON in kinds:
        return
    for kind, path in _SHARED.items():
        if kind in kinds:
            yield kind, path
            return
    for key in keys:
        root, _, name = key.path.partition(".")
        if f"event.{name}" in vocabulary.fields:
            yield name, f"{root}.{name}"
            return


def _uses(policy: CorePolicy) -> Iterator[tuple[tuple[Key, ...], str, int | None]]:
    """Every use of events: by which keys, of which kind, how far back."""
    for formula in formulas_of(policy):
        yield from _of_formula(formula)
    for ladder in policy.ladders:
        yield from _of_ladder(ladder)
    for duty in policy.obligations:
        yield from _of_duty(duty)


def _of_formula(formula: Formula) -> Iterator[tuple[tuple[Key, ...], str, int | None]]:
    for part in parts(formula):
        if isinstance(part, Count):
            yield part.keys, part.selection.kind, _span(part.window)
            for anchor in (*_anchors([part.window]), part.after_first):
                if anchor is not None:
                    yield part.keys, anchor.kind, None
        elif isinstance(part, Consent) and part.ending_after is not None:
            yield part.ending_keys, part.ending_after.kind, None


def _anchors(windows: Iterable[Window]) -> Iterator[Selection]:
    return (window.selection for window in windows if isinstance(window, SinceLast))


def _of_ladder(ladder: Ladder) -> Iterator[tuple[tuple[Key, ...], str, int | None]]:
    kinds = {CONTACT, SKIPPED}
    if ladder.reset is not None:
        kinds.add(ladder.reset.kind)
    windows = [budget.window for step in ladder.steps for budget in step.budgets]
    kinds |= {selection.kind for selection in _anchors(windows)}
    for kind in sorted(kinds):
        yield ladder.keys, kind, None


def _of_duty(duty: Obligation) -> Iterator[tuple[tuple[Key, ...], str, int | None]]:
    if duty.after_first is not None:
        for kind in (duty.after_first.kind, *duty.duties):
            yield duty.keys, kind, None


def _span(window: Window) -> int | None:
    """How far before now the earliest event in a window can lie, and somewhat more."""
    match window:
        case Rolling(micros):
            return micros
        case ConsecutiveDays(days) | FullDays(days):
            return _days(days)
        case BusinessDays(days):
            return _days(days * _DAYS_PER_BUSINESS_DAY + _CLOSED_DAYS)
        case CalendarMonths(months):
            return _days(months * 31)
        case CalendarPeriods(unit, count):
            return _days(count * _DAYS_OF[unit])
        case Blocks() | SinceLast() | Ever():
            return None
        case _:
            assert_never(window)


def _days(days: int) -> int:
    return (days + _SLACK_DAYS) * MICROS_PER_DAY
