"""Policies: rules and declarations."""

from __future__ import annotations

from policydsl.diagnostics.source import Span
from policydsl.frozen import frozen
from policydsl.syntax.tree.clauses import (
    Clause,
)
from policydsl.syntax.tree.conditions import (
    Choices,
    Expression,
)
from policydsl.syntax.tree.literals import (
    Date,
    Literal,
    Number,
    Path,
    Text,
    Word,
    span_field,
)
from policydsl.syntax.tree.times import Duration


@frozen
class Source:
    """`source gbt = "GB/T 45251-2025"`."""

    name: Word
    title: Text
    span: Span = span_field()


@frozen
class Use:
    """`use cn.pipl [when EXPR]`."""

    name: Path
    when: Expression | None
    span: Span = span_field()


@frozen
class FactType:
    """The type of a declared fact.

    `name` is `flag`, `number`, `text`, `date`, `instant`, `one_of`, `set_of`, `hours`,
    `preferences` or `also` (adds values to a built-in enumeration); `values` belong to `one_of`,
    `set_of` and `also`; `at_most_weekly` is the bound of `hours at most 28 hours a week`.
    """

    name: str
    values: tuple[Word, ...]
    at_most_weekly: Duration | None
    span: Span = span_field()


@frozen
class Fact:
    """`fact person.hardship : flag = no`; no default means that a missing value is unknown."""

    path: Path
    type: FactType
    default: Literal | None
    span: Span = span_field()


@frozen
class EventKind:
    """One name of `event promise, cured`."""

    name: Word
    span: Span = span_field()


@frozen
class Define:
    """`define NAME = EXPR` or `define NAME = {…}`."""

    name: Word
    value: Expression | Choices
    span: Span = span_field()


@frozen
class Rule:
    """A rule of any kind, the ladder included.

    `kind` is `quiet_hours`, `contact_hours`, `cap`, `gap`, `cooldown`, `consent`, `deny`,
    `review`, `warn`, `oblige`, `exempt` or `ladder`.
    """

    kind: str
    name: Word
    title: Text | None
    clauses: tuple[Clause, ...]
    span: Span = span_field()


@frozen
class Tighten:
    """`tighten RULE to at most N | to at least DURATION | to wait SPAN`.

    `keyword` is `at_most`, `at_least` or `wait`; `value` a number for the first, else a duration.
    """

    rule: Path
    keyword: str
    value: Number | Duration
    span: Span = span_field()


@frozen
class Waive:
    """`waive RULE until DATE because "…" approved by "…"`."""

    rule: Path
    until: Date
    because: Text
    approved_by: Text
    span: Span = span_field()


@frozen
class Policy:
    """One policy: head clauses and its declarations, each sort in the order written.

    Head keywords: `version` (Text), `checked` (Date), `effective_from|until|through` (Date),
    `governs` (Expression), `otherwise`, `if_ledger_unavailable` and `if_lease_expired` (Word),
    `time_zone` (Zone), `delivery_margin` (Margin, repeats), `ignore` (Ignored, repeats).
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
    span: Span = span_field()
