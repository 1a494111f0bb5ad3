"""A rule that does not say what it rests on, among rules that do.

What it does: in a policy that cites sources and of which most rules have a `basis` or a `cite`,
reports those that have neither.

Why: such a policy is read beside its sources. A rule without either rests on `house`, that is on
nobody's word but ours; whether that is meant, or a `cite` was forgotten, cannot be seen.

Example:

    deny cease when person.cease basis law cite act "section 12"
    cap weekly at most 7 attempts per debt in 7 consecutive days basis law cite act "section 14"
    cap daily at most 1 attempts per debt in a calendar day

Instead: cite the source, or write `basis house`.

Not reported: `exempt` rules, which lift no more than they name; rules for which no contact is
found that they stop.

In: a policy. Out: findings, with a contact that the rule stops.
"""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.diagnostics import diagnostic
from policydsl.lint.lint import Finding, Lint, Subject
from policydsl.lint.own import clause
from policydsl.lint.seeking import worth_trying
from policydsl.lint.words import answer, contact
from policydsl.syntax import tree
from policydsl.witnesses.search import find, said_by
from policydsl.witnesses.witness import Witness

_MOST_TRIED = 600
_GROUNDS = ("basis", "cite")


def _look(subject: Subject) -> Iterator[Finding]:
    for version in subject.own:
        rules = [rule for rule in version.rules if rule.kind != "exempt"]
        without = [rule for rule in rules if not _is_grounded(rule)]
        if 2 * len(without) < len(rules) and any(clause(rule, "cite") for rule in rules):
            for rule in without:
                yield from _finding(subject, rule)


def _is_grounded(rule: tree.Rule) -> bool:
    return any(one.keyword in _GROUNDS for one in rule.clauses)


def _finding(subject: Subject, rule: tree.Rule) -> Iterator[Finding]:
    name = f"{subject.name}.{rule.name.text}"

    def shows(found: Witness) -> bool:
        return said_by(found.explanation, name)

    most = worth_trying(subject.policy, _MOST_TRIED)
    shown = find(subject.policy, shows, name, day=subject.today, most=most)
    if shown is None:
        return
    made = diagnostic(
        "W313",
        rule.name.span,
        helps=["cite"],
        notes=[("witness", {"contact": contact(shown), "answer": answer(shown)})],
        name=rule.name.text,
    )
    yield Finding(made, (shown,), rule)


LINT = Lint("W313", "uncited_rule", _look)
