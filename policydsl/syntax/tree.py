"""The tree: what an author wrote, whichever spelling he used.

In: nothing. Out: frozen types that the grammar and the YAML reader build and everything above
reads. Two trees are equal when they say the same; spans never take part in the comparison.

The tree is close to the text: names are not resolved, kinds of rules are not checked. A rule is
a kind, a name and its clauses in the order written; `policydsl.rules` gives them their meaning.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from policydsl.diagnostics.source import Span


def _span() -> Span:
    """A field that says where a node was written and never takes part in equality."""
    return field(compare=False, repr=False)  # type: ignore[no-any-return]  # dataclass idiom


# --- names and literals ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Word:
    """A single name as written (NFC): `voice`, `agent_call`, `夜间静默`."""

    text: str
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Path:
    """A dotted or bare name: `person.cease`, `channel`, `us.reg_f.seven_in_seven`."""

    parts: tuple[str, ...]
    span: Span = _span()

    @property
    def text(self) -> str:
        """The path with its dots."""
        return ".".join(self.parts)


@dataclass(frozen=True, slots=True)
class Text:
    """A quoted text, quotes and escapes removed."""

    text: str
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Number:
    """An exact number; never a float."""

    value: int | Decimal
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Date:
    """A calendar date, `2026-01-30`."""

    value: date
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Instant:
    """An instant with its offset, `2026-01-30T08:00:00+08:00`."""

    value: datetime
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class NoValue:
    """`none`: absent on purpose."""

    span: Span = _span()


Literal: TypeAlias = Word | Text | Number | Date | Instant | NoValue


# --- durations, days, windows ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Calendar:
    """Whose holidays: a calendar id in quotes, or the path of a fact that holds one."""

    of: Text | Path
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time, unit always said in full.

    `unit` is one of `minutes`, `hours`, `rolling_days`, `rolling_weeks`, `consecutive_days`,
    `full_days`, `full_business_days`, `calendar_months`, `calendar_years`; `calendar` is given
    for business days only.
    """

    number: int
    unit: str
    calendar: Calendar | None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class EveryDay:
    """`every day`."""

    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Weekdays:
    """`saturday, sunday` or `monday to friday` (Friday included), as the days they name.

    `days` holds 0 (Monday) to 6 (Sunday), ascending, without repeats.
    """

    days: tuple[int, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class CalendarDays:
    """`holidays of CAL` or `business days of CAL`; `kind` is `holidays` or `business_days`."""

    kind: str
    calendar: Calendar
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class DayBefore:
    """`day before holidays of CAL`."""

    days: Days
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class AnyOfDays:
    """Several kinds of days joined by commas, at least two: `sunday, holidays of "FR"`."""

    members: tuple[Days, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class DaysExcept:
    """`DAYS except DAYS`."""

    days: Days
    excluded: Days
    span: Span = _span()


Days: TypeAlias = EveryDay | Weekdays | CalendarDays | DayBefore | AnyOfDays | DaysExcept


@dataclass(frozen=True, slots=True)
class Interval:
    """`from 22:00 to 08:00`: minutes after midnight, 0 to 1440; end before start crosses it."""

    start: int
    end: int
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Noun:
    """What is counted or waited for.

    `event` is a standard level in the singular (`attempt`, `submission`, `delivery`,
    `connection`, `right_party_contact`, `conversation`) or the name of another event kind;
    `direction` is `outbound`, `inbound` or `either`; `days` is true for `days with attempts`.
    """

    event: str
    direction: str
    days: bool
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Occurrence:
    """`X [by CHANNELS] [per KEY, …] [where (EXPR)]`: a selection of events."""

    noun: Noun
    by: tuple[Word, ...]
    per: tuple[Path, ...]
    where: Expression | None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
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
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Counting:
    """A selection of events within a window."""

    occurrence: Occurrence
    window: Window
    after_first: Occurrence | None
    before_today: bool
    span: Span = _span()


# --- expressions -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Or:
    """Two or more operands, none of them an `Or`."""

    operands: tuple[Expression, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class And:
    """Two or more operands, none of them an `And`."""

    operands: tuple[Expression, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Not:
    """`not EXPR`."""

    operand: Expression
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Bare:
    """A path that stands alone: a flag fact or the name of a definition."""

    path: Path
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Compare:
    """`PATH is X`, `PATH is not X`, `PATH < N`, `PATH starts with "…"`.

    `operator` is `is`, `is_not`, `<`, `<=`, `>`, `>=` or `starts_with`. `is none` is an `is`
    with `NoValue`.
    """

    left: Path
    operator: str
    right: Literal | Path
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Choices:
    """`{voice, visit}`: a set written out, at least one member, order kept, compared in order."""

    members: tuple[Literal, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Member:
    """`PATH in {…}` or `PATH not in NAME`; a path on the right is a set fact or a definition."""

    left: Path
    negated: bool
    right: Choices | Path
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Known:
    """`PATH is known` (`negated`: `is not known`)."""

    path: Path
    negated: bool
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Moment:
    """A date or instant, moved on by spans: `now`, `today`, `debt.promise_until + 3 full days`.

    `now` and `today` are `Path`s of one part.
    """

    base: Path | Date | Instant
    plus: tuple[Duration, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Timing:
    """`MOMENT is RELATION MOMENT`; relation `before`, `after`, `on_or_before`, `on_or_after`."""

    left: Moment
    relation: str
    right: Moment
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Within:
    """`PATH is within last SPAN` (`negated`: `is not within last SPAN`)."""

    left: Path
    duration: Duration
    negated: bool
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class During:
    """`now is during PATH` (a fact of type `hours`)."""

    path: Path
    negated: bool
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class RuledOut:
    """`ruled out by PATH` (a fact of type `preferences`)."""

    path: Path
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Counted:
    """`any|no|at least N|at most N COUNTED …`; `quantifier` is `any`, `no`, `at_least`, `at_most`.

    `number` is None for `any` and `no`.
    """

    quantifier: str
    number: int | None
    counting: Counting
    span: Span = _span()


@dataclass(frozen=True, slots=True)
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
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Consented:
    """`[no] live [express|written] consent for FIELD, …`."""

    negated: bool
    requirement: Requirement
    span: Span = _span()


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


# --- clause values -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HoursLine:
    """`from T to T, T to T [on DAYS]`; no `on` means every day."""

    intervals: tuple[Interval, ...]
    days: Days | None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Limit:
    """`at most N COUNTED … WINDOW` of a cap or a step."""

    number: int
    counting: Counting
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Spacing:
    """`at least DURATION between X …` of a gap; a step's `apart` has no occurrence."""

    duration: Duration
    occurrence: Occurrence | None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Wait:
    """`wait SPAN after X …`; with `until_business_day`: `wait until business day N of CAL after X`.

    `duration.number` is N and `duration.unit` is `full_business_days` in the second form.
    """

    duration: Duration
    until_business_day: bool
    occurrence: Occurrence
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Zone:
    """`time zone of recipient` (`name` None) or `time zone "Asia/Shanghai"`."""

    name: Text | None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Citation:
    """`cite SOURCE "place"`; the place may be left out."""

    source: Word
    place: Text | None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Saying:
    """`say LANG "text"`."""

    language: Word
    text: Text
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Duties:
    """`must DUTY, … [within SPAN after first X]`."""

    names: tuple[Word, ...]
    within: Duration | None
    after_first: Occurrence | None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Names:
    """A list of names: `lifts night, connected_daily`, `per person, address`."""

    paths: tuple[Path, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class DayPoint:
    """`day N before due`, `due day`, `day N past due`, `day N after PATH`.

    `number` is signed days from the anchor (before due is negative); `anchor` is None for the
    debt's due date.
    """

    number: int
    anchor: Path | None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class StepReached:
    """`STEP attempted N times` (`times` given) or `STEP open SPAN` (`open_for` given)."""

    step: Word
    times: int | None
    open_for: Duration | None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class AfterSteps:
    """`after A … or B …`: any of the alternatives suffices."""

    alternatives: tuple[StepReached, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Via:
    """`via CHANNELS [where (EXPR)]`: which contacts a step takes."""

    channels: tuple[Word, ...]
    where: Expression | None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Step:
    """A rung of a ladder, with its clauses in the order written."""

    name: Word
    clauses: tuple[Clause, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Margin:
    """`delivery margin 2 minutes for sms`; no channels means every channel."""

    duration: Duration
    channels: tuple[Word, ...]
    span: Span = _span()


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
    | Citation
    | Saying
    | Duties
    | Names
    | DayPoint
    | AfterSteps
    | Via
    | Step
    | Margin
    | Occurrence
)


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a rule, a step, a ladder or a policy head.

    `keyword` is the snake_case key that YAML uses too (`at_most`, `effective_from`,
    `if_unknown`, `all_day_on`, `closed_on`, `judged_at`, `hold_while`, `approval_by`, …);
    `keyword_span` underlines it.
    """

    keyword: str
    value: ClauseValue
    span: Span = _span()
    keyword_span: Span = _span()


# --- policies ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """`source gbt = "GB/T 45251-2025"`."""

    name: Word
    title: Text
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Use:
    """`use cn.pipl [when EXPR]`."""

    name: Path
    when: Expression | None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class FactType:
    """The type of a declared fact.

    `name` is `flag`, `number`, `text`, `date`, `instant`, `one_of`, `set_of`, `hours`,
    `preferences` or `also` (adds values to a built-in enumeration); `values` belong to `one_of`,
    `set_of` and `also`; `at_most_weekly` is the bound of `hours at most 28 hours a week`.
    """

    name: str
    values: tuple[Word, ...]
    at_most_weekly: Duration | None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Fact:
    """`fact person.hardship : flag = no`; no default means that a missing value is unknown."""

    path: Path
    type: FactType
    default: Literal | None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class EventKind:
    """One name of `event promise, cured`."""

    name: Word
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Define:
    """`define NAME = EXPR` or `define NAME = {…}`."""

    name: Word
    value: Expression | Choices
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of any kind, the ladder included.

    `kind` is `quiet_hours`, `contact_hours`, `cap`, `gap`, `cooldown`, `consent`, `deny`,
    `review`, `warn`, `oblige`, `exempt` or `ladder`.
    """

    kind: str
    name: Word
    title: Text | None
    clauses: tuple[Clause, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Tighten:
    """`tighten RULE to at most N | to at least DURATION | to wait SPAN`.

    `keyword` is `at_most`, `at_least` or `wait`; `value` a number for the first, else a duration.
    """

    rule: Path
    keyword: str
    value: Number | Duration
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Waive:
    """`waive RULE until DATE because "…" approved by "…"`."""

    rule: Path
    until: Date
    because: Text
    approved_by: Text
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Policy:
    """One policy: head clauses and its declarations, each sort in the order written.

    Head keywords: `version` (Text), `effective_from|until|through` (Date), `governs`
    (Expression), `otherwise` (Word), `time_zone` (Zone), `delivery_margin` (Margin, repeats).
    """

    name: Path
    title: Text | None
    head: tuple[Clause, ...]
    sources: tuple[Source, ...]
    uses: tuple[Use, ...]
    facts: tuple[Fact, ...]
    events: tuple[EventKind, ...]
    defines: tuple[Define, ...]
    rules: tuple[Rule, ...]
    tightens: tuple[Tighten, ...]
    waives: tuple[Waive, ...]
    span: Span = _span()
