"""`duplicate_rule`: two rules of one policy that say the same.

**What it does.** Compares the rules of the policy as they run: what they apply to, what they ask
for, what lifts them, what follows. Order, repetition, definitions written out, `is` instead of
`in`, a cap written as a `deny`, and the same hours in other lines make no difference. Rules that
cite different sources are left alone: each says what its source says.

**Why.** Whoever changes one of them believes the policy changed. Writing a rule twice changes no
verdict, so nothing else shows it.

**Example.**

    deny minors when person.age < 18
    deny children when not person.age >= 18

**Instead.** Keep one; a source that both rest on is a second `cite`.

**Options.** None.
"""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.core.days import EveryDay, Weekdays
from policydsl.core.formula import Clock
from policydsl.diagnostics import diagnostic
from policydsl.lint.hours import sure_clock
from policydsl.lint.lint import Finding, Lint, Subject
from policydsl.lint.own import Own, own_rules
from policydsl.lint.reasoning.logic import logic_of
from policydsl.lint.reasoning.nodes import Forms
from policydsl.lint.requests import caught, surely_says
from policydsl.lint.weeks import closed_by
from policydsl.lint.words import answer, contact
from policydsl.witnesses.witness import Witness


def _look(subject: Subject) -> Iterator[Finding]:
    forms = logic_of(subject.policy).forms
    first: dict[object, Own] = {}
    for own in own_rules(subject):
        other = first.setdefault(_meaning(own, forms), own)
        if other is not own and _may_go(own, other):
            yield from _finding(subject, own, other)


def _meaning(own: Own, forms: Forms) -> object:
    rule = own.rule
    caught: object = forms.every((forms.node(rule.applies), forms.node(rule.core)))
    clock = sure_clock(rule)
    if clock is not None and _is_weekly(clock):
        caught = forms.node(rule.applies), closed_by(clock)
    effect = (rule.effect, rule.on_unknown, rule.approval)
    return caught, forms.node(rule.lifted), effect, rule.scope, rule.origin.since


def _is_weekly(clock: Clock) -> bool:
    """Whether a table of hours is the same in every week."""
    days = [line.days for line in clock.lines]
    is_plain = all(isinstance(one, EveryDay | Weekdays) for one in days)
    return is_plain and not clock.during and clock.closed is None


def _may_go(own: Own, other: Own) -> bool:
    """Whether one of them is not there for another source, or another reason code."""
    ours, theirs = own.rule, other.rule
    if ours.code != theirs.code and ours.origin.kind == theirs.origin.kind:
        return False
    cited = {ours.origin.citation, theirs.origin.citation}
    return len(cited) == 1 or None in cited


def _finding(subject: Subject, own: Own, other: Own) -> Iterator[Finding]:
    name, twin = own.rule.id, other.rule.id

    def shows(found: Witness) -> bool:
        return surely_says(found, name) and surely_says(found, twin)

    found = caught(subject.policy, own.rule, shows, day=subject.today)
    if found is None:
        return
    made = diagnostic(
        "W211",
        own.tree.name.span,
        labels=[(other.tree.name.span, "first")],
        helps=["keep_one"],
        notes=[("witness", {"contact": contact(found), "answer": answer(found)})],
        name=own.name,
        other=other.name,
    )
    yield Finding(made, (found,), own.tree)


LINT = Lint("W211", "duplicate_rule", _look)
