"""`tighten` and `waive`: changes to the rules of used policies.

A `tighten` is verified from the numbers: it may only restrict. A `waive` lifts a rule until a
date, and the decision says so wherever it mattered.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from policydsl.core.formula import All, Count, Moment, When
from policydsl.core.policy import Effect, Rule, Scope
from policydsl.core.windows import (
    CalendarMonths,
    ConsecutiveDays,
    FullDays,
    Rolling,
)
from policydsl.core.words import window_words
from policydsl.diagnostics import Diagnostic, diagnostic, did_you_mean
from policydsl.diagnostics.diagnostic import HintSpec
from policydsl.rules.durations import MOST, span_of
from policydsl.rules.environment import Environment
from policydsl.rules.prohibition import disjunction
from policydsl.syntax import tree

_TODAY = Moment("today", True)
_CLAUSES = {"cap": "at_most", "gap": "at_least", "cooldown": "wait"}
OVERRIDDEN = "OVERRIDDEN"


def tightened(rules: list[Rule], change: tree.Tighten, env: Environment) -> list[Rule]:
    """The rules with one of them made stricter; reports what would not be stricter."""
    name = change.rule.text
    if name not in {rule.id for rule in rules} or name.rpartition(".")[0] == env.name:
        close = did_you_mean(name, [rule.id for rule in rules])
        helps = _suggested(close) or ("used_only",)
        env.report("E505", change.rule.span, helps=helps, name=name)
        return rules
    return [_tighten(rule, change, env) if rule.id == name else rule for rule in rules]


def _suggested(close: tuple[str, ...]) -> tuple[HintSpec, ...]:
    return tuple(("did_you_mean", {"suggestion": one}) for one in close)


def _tighten(rule: Rule, change: tree.Tighten, env: Environment) -> Rule:
    kind = rule.origin.kind
    expected = _CLAUSES.get(kind)
    if expected != change.keyword or not isinstance(rule.core, Count):
        helps: tuple[HintSpec, ...] = ("add_rule",)
        if expected is not None:
            helps = (("write", {"clause": expected.replace("_", " ")}),)
        written = change.keyword.replace("_", " ")
        env.report(
            "E507",
            change.span,
            helps=helps,
            name=rule.id,
            kind=kind.replace("_", " "),
            clause=written,
        )
        return rule
    if isinstance(change.value, tree.Number):
        return _fewer(rule, rule.core, change.value, env)
    return _longer(rule, rule.core, change.value, env)


def _fewer(rule: Rule, count: Count, value: tree.Number, env: Environment) -> Rule:
    if not isinstance(value.value, int) or value.value < 1:
        env.report("E404", value.span, helps=("deny",), number=str(value.value), most=MOST)
        return rule
    if value.value >= count.minimum:
        new, old = f"at most {value.value}", f"at most {count.minimum}"
        env.report("E506", value.span, helps=("waive",), name=rule.id, old=old, new=new)
        return rule
    return replace(rule, core=replace(count, minimum=value.value))


def _longer(rule: Rule, count: Count, duration: tree.Duration, env: Environment) -> Rule:
    window = span_of(duration, env)
    old, new = window_words(count.window), window_words(window)
    lengths = _length(count.window), _length(window)
    if lengths[0] is None or lengths[1] is None or lengths[0][0] != lengths[1][0]:
        env.report("E508", duration.span, helps=("same_unit",), name=rule.id, old=old, new=new)
    elif lengths[1] <= lengths[0]:
        env.report("E506", duration.span, helps=("waive",), name=rule.id, old=old, new=new)
    else:
        return replace(rule, core=replace(count, window=window))
    return rule


def _length(window: object) -> tuple[str, int] | None:
    """A length that can be compared with others of the same sort: the last date, or the time."""
    match window:
        case Rolling(micros):
            return "time", micros
        case ConsecutiveDays(days):
            return "dates", days - 1
        case FullDays(days):
            return "dates", days
        case CalendarMonths(months):
            return "months", months
        case _:
            return None


def waived(
    rules: list[Rule],
    change: tree.Waive,
    today: date | None,
    env: Environment,
    unwaivable: frozenset[str],
) -> list[Rule]:
    """The rules with one of them lifted until a date, and the warning that says so.

    `unwaivable` are the ids of ladders and duties, which no waiver lifts.
    """
    name = change.rule.text
    if name not in {rule.id for rule in rules}:
        close = did_you_mean(name, [rule.id for rule in rules])
        helps = _suggested(close) or ("full_name",)
        if name in unwaivable:
            helps = ("rules_only",)
        env.report("E509", change.rule.span, helps=helps, name=name)
        return rules
    signed = True
    for text, clause in ((change.because, "because"), (change.approved_by, "approved by")):
        if not text.text.strip():
            env.report("E512", text.span, name=name, clause=clause)
            signed = False
    if today is not None and change.until.value <= today:
        until = str(change.until.value)
        env.report("E510", change.until.span, helps=("renew_or_remove",), name=name, until=until)
    elif signed:
        env.found.append(note(change))
    changed = []
    for rule in rules:
        is_meant = rule.id == name and rule.origin.kind != "waive"
        changed += _waive(rule, change) if is_meant else [rule]
    return changed


def note(change: tree.Waive) -> Diagnostic:
    """The note that lists a waiver."""
    return diagnostic(
        "W001",
        change.rule.span,
        name=change.rule.text,
        until=str(change.until.value),
        because=change.because.text,
        approved_by=change.approved_by.text,
    )


def not_passed_on(change: tree.Waive, policy: str) -> Diagnostic:
    """The warning about a waiver in a policy that is used, where it has no effect."""
    return diagnostic(
        "W002", change.rule.span, helps=["root"], name=change.rule.text, policy=policy
    )


def _waive(rule: Rule, change: tree.Waive) -> list[Rule]:
    in_force = When(_TODAY, "before", Moment(change.until.value, True))
    scope = Scope(rule.scope.per_debt, rule.scope.zone or "recipient")
    said = f"{change.because.text} ({change.approved_by.text}, until {change.until.value})"
    warning = replace(
        rule,
        effect=Effect.WARN,
        code=OVERRIDDEN,
        applies=All((rule.applies, in_force)),
        on_unknown="allow",
        scope=scope,
        approval=None,
        origin=replace(rule.origin, kind="waive", texts=(("en", said), ("zh", said))),
    )
    lifted = disjunction([rule.lifted, in_force])
    return [replace(rule, lifted=lifted, scope=scope), warning]
