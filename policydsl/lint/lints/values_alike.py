"""Values that are taken for each other.

What it does: reports two texts that the policy compares with the same field, such as `purpose` or
`reason`, and that differ by upper and lower case, by underscores, or by one letter.

Why: which values such a field takes is not declared, so a misspelt one is no error: the rule is
there, and never applies.

Example:

    deny early when purpose is collections and debt.due_on is after now
    deny cease when purpose is colections and person.cease

Instead: write the value as everywhere else, best in a definition that all rules use.

Not reported: values that differ in a digit or in a word of up to three letters, as `US-CA` and
`US-GA`; one letter in values of fewer than five; one Chinese character, unless the two look alike.

In: a policy. Out: findings, with two contacts that differ in the value alone and are answered
differently, where there are such.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from policydsl.diagnostics import diagnostic
from policydsl.diagnostics.diagnostic import HintSpec
from policydsl.facts.standard import STANDARD
from policydsl.facts.types import TextType
from policydsl.lint import naming
from policydsl.lint.contrast import contrast
from policydsl.lint.declared import with_fact
from policydsl.lint.lint import Finding, Lint, Subject
from policydsl.lint.mentions import nodes
from policydsl.lint.requests import Json, proposing
from policydsl.lint.seeking import worth_trying
from policydsl.lint.words import answer, contact
from policydsl.syntax import tree
from policydsl.witnesses.search import candidates
from policydsl.witnesses.witness import Witness

_MOST = 300
_Value = tree.Word | tree.Text


def _look(subject: Subject) -> Iterator[Finding]:
    fields = subject.policy.vocabulary.fields
    compared: dict[str, dict[str, _Value]] = {}
    for version in subject.own:
        for path, value in _compared(version):
            if path in fields and isinstance(fields[path].type, TextType):
                compared.setdefault(path, {}).setdefault(value.text, value)
    for path, values in compared.items():
        for first, second in naming.pairs(values):
            yield _finding(subject, path, values[first], values[second])


def _compared(version: tree.Policy) -> Iterator[tuple[str, _Value]]:
    """The fields that the policy compares with values, in the order of the text."""
    sets = {one.name.text: one.value for one in version.defines}
    found: list[tuple[str, _Value]] = []
    for one in nodes((version.head, version.uses, version.defines, version.rules)):
        if isinstance(one, tree.Compare):
            found += [(_full(one.left), one.right)] if isinstance(one.right, _Value) else []
        elif isinstance(one, tree.Member):
            chosen = sets.get(one.right.text) if isinstance(one.right, tree.Path) else one.right
            values = chosen.members if isinstance(chosen, tree.Choices) else ()
            found += [(_full(one.left), value) for value in values if isinstance(value, _Value)]
    yield from sorted(found, key=lambda pair: (pair[1].span.source.name, pair[1].span.start))


def _full(path: tree.Path) -> str:
    return path.text if "." in path.text else f"proposal.{path.text}"


def _finding(subject: Subject, path: str, first: _Value, second: _Value) -> Finding:
    shown = _shown(subject, path, first.text, second.text)
    notes: list[HintSpec] = []
    if shown is not None:
        about = {"contact": contact(shown[0]), "answer": answer(shown[0])}
        about |= {"other": contact(shown[1]), "other_answer": answer(shown[1])}
        notes = [("witness", about)]
    made = diagnostic(
        "W310",
        second.span,
        labels=[(first.span, "first")],
        helps=["one"],
        notes=notes,
        field=path,
        first=first.text,
        second=second.text,
    )
    return Finding(made, shown or (), _rule_at(subject, second))


def _rule_at(subject: Subject, value: _Value) -> tree.Rule | None:
    return next(
        (
            rule
            for version in subject.own
            for rule in version.rules
            if rule.span.source == value.span.source
            and rule.span.start <= value.span.start < rule.span.end
        ),
        None,
    )


def _shown(subject: Subject, path: str, first: str, second: str) -> tuple[Witness, Witness] | None:
    """The same contact with one value or the other, answered differently."""
    most = worth_trying(subject.policy, _MOST)
    tried = (
        (_saying(subject, found.data, path, first), _saying(subject, found.data, path, second))
        for found in islice(candidates(subject.policy, day=subject.today, most=most), most)
    )
    return contrast(subject.policy, tried)


def _saying(subject: Subject, data: Json, path: str, value: str) -> Json:
    root, _, name = path.partition(".")
    if root == "proposal" and subject.policy.vocabulary.fields[path].origin == STANDARD:
        return proposing(data, **{name: value})
    return with_fact(data, path, value)


LINT = Lint("W310", "values_alike", _look)
