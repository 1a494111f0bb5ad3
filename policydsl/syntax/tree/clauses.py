"""Clauses of rules, ladders, steps and heads, and the values they take."""

from __future__ import annotations

from typing import TypeAlias

from policydsl.diagnostics.source import Span
from policydsl.frozen import frozen
from policydsl.syntax.tree.conditions import (
    Counting,
    Expression,
    Moment,
    Occurrence,
    Requirement,
)
from policydsl.syntax.tree.literals import (
    Date,
    Path,
    Text,
    Word,
    span_field,
)
from policydsl.syntax.tree.times import (
    Days,
    Duration,
    Interval,
)


@frozen
class HoursLine:
    """`from T to T, T to T [on DAYS]`; no `on` means every day."""

    intervals: tuple[Interval, ...]
    days: Days | None
    span: Span = span_field()


@frozen
class Limit:
    """`at most N COUNTED … WINDOW` of a cap or a step."""

    number: int
    counting: Counting
    span: Span = span_field()


@frozen
class Spacing:
    """`at least DURATION between X …` of a gap; a step's `apart` has no occurrence."""

    duration: Duration
    occurrence: Occurrence | None
    span: Span = span_field()


@frozen
class Wait:
    """`wait SPAN after X …`; with `until_business_day`: `wait until business day N of CAL after X`.

    `duration.number` is N and `duration.unit` is `full_business_days` in the second form.
    """

    duration: Duration
    until_business_day: bool
    occurrence: Occurrence
    span: Span = span_field()


@frozen
class Zone:
    """`time zone of recipient` (`name` None) or `time zone "Asia/Shanghai"`."""

    name: Text | None
    span: Span = span_field()


@frozen
class Basis:
    """`law`; `law as reported` where not the law itself was read, but what others say of it."""

    name: Word
    reported: bool
    span: Span = span_field()


@frozen
class Citation:
    """`cite SOURCE "place"`; the place may be left out."""

    source: Word
    place: Text | None
    span: Span = span_field()


@frozen
class Saying:
    """`say LANG "text"`."""

    language: Word
    text: Text
    span: Span = span_field()


@frozen
class Ignored:
    """`ignore LINT because "reason"`: what a lint finds here is meant; it changes no meaning."""

    lint: Word
    because: Text
    span: Span = span_field()


@frozen
class Duties:
    """`must DUTY, … [within SPAN after first X]`."""

    names: tuple[Word, ...]
    within: Duration | None
    after_first: Occurrence | None
    span: Span = span_field()


@frozen
class Names:
    """A list of names: `lifts night, connected_daily`, `per person, address`."""

    paths: tuple[Path, ...]
    span: Span = span_field()


@frozen
class DayPoint:
    """`day N before due`, `due day`, `day N past due`, `day N after PATH`.

    `number` is signed days from the anchor (before due is negative); `anchor` is None for the
    debt's due date.
    """

    number: int
    anchor: Path | None
    span: Span = span_field()


@frozen
class StepReached:
    """`STEP attempted N times` (`times` given) or `STEP open SPAN` (`open_for` given)."""

    step: Word
    times: int | None
    open_for: Duration | None
    span: Span = span_field()


@frozen
class AfterSteps:
    """`after A … or B …`: any of the alternatives suffices."""

    alternatives: tuple[StepReached, ...]
    span: Span = span_field()


@frozen
class Via:
    """`via CHANNELS [where (EXPR)]`: which contacts a step takes."""

    channels: tuple[Word, ...]
    where: Expression | None
    span: Span = span_field()


@frozen
class Step:
    """A rung of a ladder, with its clauses in the order written."""

    name: Word
    clauses: tuple[Clause, ...]
    span: Span = span_field()


@frozen
class Margin:
    """`delivery margin 2 minutes for sms`; no channels means every channel."""

    duration: Duration
    channels: tuple[Word, ...]
    span: Span = span_field()


ClauseValue: TypeAlias = (
    Expression
    | Path
    | Word
    | Text
    | Date
    | Days
    | HoursLine
    | Limit
    | Spacing
    | Wait
    | Requirement
    | Moment
    | Zone
    | Basis
    | Citation
    | Saying
    | Ignored
    | Duties
    | Names
    | DayPoint
    | AfterSteps
    | Via
    | Step
    | Margin
    | Occurrence
)


@frozen
class Clause:
    """One clause of a rule, a step, a ladder or a policy head.

    `keyword` is the snake_case key that YAML uses too (`at_most`, `effective_from`,
    `if_unknown`, `all_day_on`, `closed_on`, `judged_at`, `hold_while`, `approval_by`, …);
    `keyword_span` underlines it.
    """

    keyword: str
    value: ClauseValue
    span: Span = span_field()
    keyword_span: Span = span_field()
