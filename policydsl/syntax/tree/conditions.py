"""Conditions: what is counted, over what time, and the expressions made of it."""

from __future__ import annotations

from typing import TypeAlias

from policydsl.diagnostics.source import Span
from policydsl.frozen import frozen
from policydsl.syntax.tree.literals import (
    Date,
    Instant,
    Literal,
    Path,
    Word,
    span_field,
)
from policydsl.syntax.tree.times import (
    Duration,
)


@frozen
class Noun:
    """What is counted or waited for.

    `event` is a standard level in the singular (`attempt`, `submission`, `delivery`,
    `connection`, `right_party_contact`, `conversation`) or the name of another event kind;
    `direction` is `outbound`, `inbound` or `either`; `days` is true for `days with attempts`.
    """

    event: str
    direction: str
    days: bool
    span: Span = span_field()


@frozen
class Occurrence:
    """`X [by CHANNELS] [per KEY, …] [where (EXPR)]`: a selection of events."""

    noun: Noun
    by: tuple[Word, ...]
    per: tuple[Path, ...]
    where: Expression | None
    span: Span = span_field()


@frozen
class Window:
    """Over what time events are counted.

    `kind` is `rolling` (`in 24 hours`, `in 7 rolling days`; `unit` minutes, hours, days, weeks),
    `consecutive_days`, `calendar` (`in 2 calendar weeks`; `unit` day, week, month, quarter, year;
    `starting` 0 to 6, the weekday that a week starts on, or None), `blocks` (`unit` minutes or
    hours), `since` (with `since`) or `ever`.
    """

    kind: str
    number: int | None
    unit: str | None
    starting: int | None
    since: Occurrence | None
    span: Span = span_field()


@frozen
class Counting:
    """A selection of events within a window."""

    occurrence: Occurrence
    window: Window
    after_first: Occurrence | None
    before_today: bool
    span: Span = span_field()


@frozen
class Or:
    """Two or more operands, none of them an `Or`."""

    operands: tuple[Expression, ...]
    span: Span = span_field()


@frozen
class And:
    """Two or more operands, none of them an `And`."""

    operands: tuple[Expression, ...]
    span: Span = span_field()


@frozen
class Not:
    """`not EXPR`."""

    operand: Expression
    span: Span = span_field()


@frozen
class Bare:
    """A path that stands alone: a flag fact or the name of a definition."""

    path: Path
    span: Span = span_field()


@frozen
class Compare:
    """`PATH is X`, `PATH is not X`, `PATH < N`, `PATH starts with "…"`.

    `operator` is `is`, `is_not`, `<`, `<=`, `>`, `>=` or `starts_with`. `is none` is an `is`
    with `NoValue`.
    """

    left: Path
    operator: str
    right: Literal | Path
    span: Span = span_field()


@frozen
class Choices:
    """`{voice, visit}`: a set written out, at least one member, order kept, compared in order."""

    members: tuple[Literal, ...]
    span: Span = span_field()


@frozen
class Member:
    """`PATH in {…}` or `PATH not in NAME`; a path on the right is a set fact or a definition."""

    left: Path
    negated: bool
    right: Choices | Path
    span: Span = span_field()


@frozen
class Known:
    """`PATH is known` (`negated`: `is not known`)."""

    path: Path
    negated: bool
    span: Span = span_field()


@frozen
class Moment:
    """A date or instant, moved on by spans: `now`, `today`, `debt.promise_until + 3 full days`.

    `now` and `today` are `Path`s of one part.
    """

    base: Path | Date | Instant
    plus: tuple[Duration, ...]
    span: Span = span_field()


@frozen
class Timing:
    """`MOMENT is RELATION MOMENT`; relation `before`, `after`, `on_or_before`, `on_or_after`."""

    left: Moment
    relation: str
    right: Moment
    span: Span = span_field()


@frozen
class Within:
    """`PATH is within last SPAN` (`negated`: `is not within last SPAN`)."""

    left: Path
    duration: Duration
    negated: bool
    span: Span = span_field()


@frozen
class During:
    """`now is during PATH` (a fact of type `hours`)."""

    path: Path
    negated: bool
    span: Span = span_field()


@frozen
class RuledOut:
    """`ruled out by PATH` (a fact of type `preferences`)."""

    path: Path
    span: Span = span_field()


@frozen
class Counted:
    """`any|no|at least N|at most N COUNTED …`; `quantifier` is `any`, `no`, `at_least`, `at_most`.

    `number` is None for `any` and `no`.
    """

    quantifier: str
    number: int | None
    counting: Counting
    span: Span = span_field()


@frozen
class Requirement:
    """What a consent must be: the words of `require`.

    `level` is `express`, `written` or None; `fields` are the proposal fields whose values the
    record must cover; `honor` is None (not said), `at_once`, or the grace after a revocation;
    `as_of` is `event.at` when a past contact is judged, else None.
    """

    level: str | None
    fields: tuple[Word, ...]
    with_proof: bool
    confirmed: bool
    given_within: Duration | None
    lasting: Duration | None
    ending_after: Occurrence | None
    where: Expression | None
    honor: str | Duration | None
    as_of: Path | None
    span: Span = span_field()


@frozen
class Consented:
    """`[no] live [express|written] consent for FIELD, …`."""

    negated: bool
    requirement: Requirement
    span: Span = span_field()


Expression: TypeAlias = (
    Or
    | And
    | Not
    | Bare
    | Compare
    | Member
    | Known
    | Timing
    | Within
    | During
    | RuledOut
    | Counted
    | Consented
)
