"""`specific_loosens_general`: a special limit that asks for less than the general one.

**What it does.** Looks for a cap, gap or cooldown that is about fewer contacts than another one,
counts the same, and asks for less: a higher number, or a shorter wait. All rules hold together, so
the general limit blocks before the special one is ever reached.

**Why.** In some products a special rule replaces the general one. Here rules only add up, and no
rule loosens another by being more special. The author wanted to grant something, and nothing is
granted.

**Example.** A person of the class `vip` is called three times a day, like everybody:

    cap daily at most 3 attempts by voice per person in a calendar day
    cap vip   at most 5 attempts by voice per person in a calendar day  when person.class is vip

**Instead.** Let the general rule say for whom it does not hold (`unless person.class is vip`), or
write an `exempt` that lifts it; a rule of a pack holds for everybody, and the special rule goes.

**Options.** None.
"""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.core.formula import All, Not
from policydsl.core.policy import Rule, Scope
from policydsl.diagnostics import diagnostic
from policydsl.diagnostics.diagnostic import HintSpec, Value
from policydsl.lint.lint import Finding, Lint, Subject
from policydsl.lint.own import limit_span, written
from policydsl.lint.requests import caught, counter, is_true, satisfying, says, surely_says
from policydsl.lint.shadows import Shadow, shadows
from policydsl.lint.words import answer, contact
from policydsl.witnesses.witness import Witness


def _look(subject: Subject) -> Iterator[Finding]:
    for shadow in shadows(subject):
        if shadow.is_special:
            yield from _finding(subject, shadow)


def _finding(subject: Subject, shadow: Shadow) -> Iterator[Finding]:
    """The special limit has room, and the general one blocks; else both block."""
    rule, name, by = shadow.own.rule, shadow.own.rule.id, shadow.by

    def has_room(found: Witness) -> bool:
        is_about = is_true(rule.applies, rule.scope, found.request)
        return is_about and surely_says(found, by.id) and not says(found, name)

    def both(found: Witness) -> bool:
        return surely_says(found, name) and surely_says(found, by.id)

    wanted = All((rule.applies, by.core, Not(rule.core)))
    policy, day = subject.policy, subject.today
    found = satisfying(policy, wanted, _scope_of_both(rule, by), has_room, day=day)
    found = found or caught(policy, rule, both, day=day)
    if found is None:
        return
    other = written(subject, by)
    is_own = by.id.rpartition(".")[0] == subject.name
    made = diagnostic(
        "W205",
        limit_span(shadow.own.tree),
        labels=[] if other is None else [(limit_span(other), "general")],
        helps=["unless" if is_own else "pack"],
        notes=[_note(found, name)],
        name=shadow.own.name,
        other=by.id.removeprefix(f"{subject.name}."),
    )
    yield Finding(made, (found,), shadow.own.tree)


def _scope_of_both(one: Rule, other: Rule) -> Scope:
    per_debt = one.scope.per_debt or other.scope.per_debt
    return Scope(per_debt, one.scope.zone or other.scope.zone)


def _note(found: Witness, name: str) -> HintSpec:
    values: dict[str, Value] = {"contact": contact(found), "answer": answer(found)}
    used = counter(found, name)
    if used is None:
        return "witness", values
    return "room", {**values, "used": used.possible, "limit": used.limit}


LINT = Lint("W205", "specific_loosens_general", _look)
