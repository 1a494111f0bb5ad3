"""`contradictory_condition`: a rule whose condition can never hold.

**What it does.** Looks for rules that catch nothing: two parts of the condition rule each other out
(also through definitions, through what the policy governs, or through dates), or what lifts the
rule holds wherever the rule applies. Values of one fact, numbers, dates, flags and counts are
compared; a condition that is only odd is left alone.

**Why.** The rule is read as protection, and does nothing. Most often `and` was meant to be `or`.

**Example.** No contact is by two channels:

    deny texts when channel is sms and channel is email

**Instead.** `when channel in {sms, email}`.

**Options.** None. A cap whose `by` does not fit its `when` is `cap_never_binds`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policydsl.core.formula import NO, All, Count, Formula
from policydsl.core.policy import Rule
from policydsl.diagnostics import Span, Text, diagnostic
from policydsl.diagnostics.diagnostic import HintSpec
from policydsl.lint.conditions import at_odds, parts_of, said_conditions
from policydsl.lint.lint import Finding, Lint, Subject
from policydsl.lint.own import Own, clause, governed_parts, own_rules
from policydsl.lint.reasoning.logic import logic_of
from policydsl.lint.requests import is_true, passes, satisfying, surely_says
from policydsl.lint.words import answer, contact
from policydsl.witnesses.witness import Witness


def _look(subject: Subject) -> Iterator[Finding]:
    logic = logic_of(subject.policy)
    gate = governed_parts(subject)
    for own in own_rules(subject):
        condition = _caught(own.rule)
        node = logic.forms.node(condition)
        if not logic.can_hold(node):
            sides = at_odds(parts_of(condition), logic)
            help_ = "governs" if any(side in gate for side in sides) else "or"
            yield from _never(subject, own, sides, help_)
        elif own.rule.lifted != NO and logic.implies(node, logic.forms.node(own.rule.lifted)):
            yield from _always_lifted(subject, own, condition)


def _caught(rule: Rule) -> Formula:
    """What a rule catches, but for the number of a cap."""
    said = said_conditions(rule)
    return said if isinstance(rule.core, Count) else All((said, rule.core))


def _never(subject: Subject, own: Own, sides: tuple[Formula, ...], help_: str) -> Iterator[Finding]:
    """A request for each of the parts at odds: what meets one of them passes the rule."""

    def is_silent(found: Witness) -> bool:
        return not surely_says(found, own.rule.id)

    shown = []
    for side in sides:

        def shows(found: Witness, side: Formula = side) -> bool:
            return is_true(side, own.rule.scope, found.request) and is_silent(found)

        def is_let_pass(found: Witness, side: Formula = side) -> bool:
            return shows(found, side) and passes(found)

        policy, scope, day = subject.policy, own.rule.scope, subject.today
        found = satisfying(policy, side, scope, is_let_pass, day=day)
        found = found or satisfying(policy, side, scope, shows, day=day)
        if found is not None:
            shown.append(found)
    if not shown:
        return
    made = diagnostic(
        "W210",
        _condition_span(own),
        helps=[help_],
        notes=_notes(shown),
        name=own.name,
    )
    yield Finding(made, tuple(shown), own.tree)


def _always_lifted(subject: Subject, own: Own, condition: Formula) -> Iterator[Finding]:
    rule = own.rule

    def shows(found: Witness) -> bool:
        return is_true(condition, rule.scope, found.request) and not surely_says(found, rule.id)

    found = satisfying(subject.policy, condition, rule.scope, shows, day=subject.today)
    if found is None:
        return
    unless = clause(own.tree, "unless")
    made = diagnostic(
        "W210",
        own.tree.name.span if unless is None else unless.span,
        helps=["lifted"],
        notes=[_note(found)],
        name=own.name,
    )
    yield Finding(made, (found,), own.tree)


def _notes(shown: Sequence[Witness]) -> list[HintSpec]:
    """A note for each that reads differently from those before."""
    return [
        _note(found)
        for number, found in enumerate(shown)
        if _read(found) not in map(_read, shown[:number])
    ]


def _read(found: Witness) -> tuple[Text, Text]:
    return contact(found), answer(found)


def _note(found: Witness) -> HintSpec:
    return "witness", {"contact": contact(found), "answer": answer(found)}


def _condition_span(own: Own) -> Span:
    when = clause(own.tree, "when")
    return own.tree.name.span if when is None else when.span


LINT = Lint("W210", "contradictory_condition", _look)
