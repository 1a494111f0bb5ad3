"""Makes clauses, rules and ladders.

In: the values of clauses. Out: `Clause`, `Rule`, `Step` and the values that only clauses have.
Which clause belongs to which kind of rule is not asked here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

from policydsl.diagnostics import diagnostic
from policydsl.syntax import tree
from policydsl.syntax.builder_counting import MOST
from policydsl.syntax.builder_literals import counted
from policydsl.syntax.builder_times import LONGEST
from policydsl.syntax.keywords import KINDS, clause_keywords
from policydsl.syntax.lexing import Token
from policydsl.syntax.phrases import WaitHead
from policydsl.syntax.place import Place, Refused


def clause(keyword: str, place: Place, value: Any) -> tree.Clause:
    return tree.Clause(keyword, value, place.span, place.keywords)


def clause_step(place: Place, name: tree.Word, *clauses: tree.Clause) -> tree.Clause:
    return clause("step", place, tree.Step(name, clauses, place.span))


def rule(kind: str, place: Place, name: tree.Word, *rest: Any) -> tree.Rule:
    title = rest[0] if rest and isinstance(rest[0], tree.Text) else None
    return tree.Rule(kind, name, title, rest[1:] if title else rest, place.span)


def which_step(place: Place, *tokens: Token) -> tree.Word:
    return tree.Word(tokens[0].text, place.span)


def basis(reported: bool, place: Place, name: tree.Word) -> tree.Basis:
    return tree.Basis(name, reported, place.span)


def citation(place: Place, source: tree.Word, where: tree.Text | None = None) -> tree.Citation:
    return tree.Citation(source, where, place.span)


def saying(place: Place, language: tree.Word, text: tree.Text) -> tree.Saying:
    return tree.Saying(language, text, place.span)


def ignored(place: Place, lint: tree.Word, because: tree.Text | None = None) -> tree.Ignored:
    if because is None or not because.text.strip():
        raise Refused(diagnostic("E226", place.span, lint=lint.text, helps=["because"]))
    return tree.Ignored(lint, because, place.span)


def duties(
    place: Place,
    names: tuple[tree.Word, ...],
    within: tree.Duration | None = None,
    after_first: tree.Occurrence | None = None,
) -> tree.Duties:
    return tree.Duties(names, within, after_first, place.span)


def spacing(
    place: Place, length: tree.Duration, occurrence: tree.Occurrence | None = None
) -> tree.Spacing:
    return tree.Spacing(length, occurrence, place.span)


def wait(place: Place, head: WaitHead, occurrence: tree.Occurrence) -> tree.Wait:
    return tree.Wait(head.duration, head.until_business_day, occurrence, place.span)


def wait_span(place: Place, length: tree.Duration) -> WaitHead:
    return WaitHead(length, until_business_day=False)


def wait_until(place: Place, number: tree.Number, calendar: tree.Calendar) -> WaitHead:
    unit = "full_business_days"
    days = counted(number, 1, LONGEST[unit])
    return WaitHead(tree.Duration(days, unit, calendar, place.span), until_business_day=True)


def via(
    place: Place, channels: tuple[tree.Word, ...], where: tree.Expression | None = None
) -> tree.Via:
    return tree.Via(channels, where, place.span)


def after_steps(place: Place, *alternatives: tree.StepReached) -> tree.AfterSteps:
    return tree.AfterSteps(alternatives, place.span)


def reached_times(place: Place, step: tree.Word, times: tree.Number) -> tree.StepReached:
    return tree.StepReached(step, counted(times, 1, MOST), None, place.span)


def reached_open(place: Place, step: tree.Word, length: tree.Duration) -> tree.StepReached:
    return tree.StepReached(step, None, length, place.span)


def due_day(place: Place) -> tree.DayPoint:
    return tree.DayPoint(0, None, place.span)


def day_point(
    sign: int, place: Place, number: tree.Number, anchor: tree.Path | None = None
) -> tree.DayPoint:
    days = counted(number, 0, LONGEST["consecutive_days"])
    return tree.DayPoint(sign * days, anchor, place.span)


def zone(place: Place, name: tree.Text | None = None) -> tree.Zone:
    return tree.Zone(name, place.span)


def margin(
    place: Place, length: tree.Duration, channels: tuple[tree.Word, ...] = ()
) -> tree.Margin:
    return tree.Margin(length, channels, place.span)


ACTIONS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        **{f"clause_{keyword}": partial(clause, keyword) for keyword in clause_keywords()},
        **{f"rule_{kind}": partial(rule, kind) for kind in KINDS},
        "clause_step": clause_step,
        "which_step": which_step,
        "basis": partial(basis, False),
        "reported_basis": partial(basis, True),
        "citation": citation,
        "saying": saying,
        "ignored": ignored,
        "bad_ignored": ignored,
        "duties": duties,
        "spacing": spacing,
        "apart": spacing,
        "wait": wait,
        "wait_span": wait_span,
        "wait_until": wait_until,
        "via": via,
        "after_steps": after_steps,
        "reached_times": reached_times,
        "reached_open": reached_open,
        "before_due": partial(day_point, -1),
        "due_day": due_day,
        "past_due": partial(day_point, 1),
        "after_path": partial(day_point, 1),
        "zone": zone,
        "margin": margin,
    }
)
