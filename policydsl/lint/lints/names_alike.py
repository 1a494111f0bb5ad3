"""Names that are taken for each other.

What it does: reports two facts, two definitions, two events, two sources or two rules of one policy
whose names differ by upper and lower case, by underscores, or by one letter.

Why: whoever reads the policy, writes the request or waives a rule takes the one for the other, and
nothing says so: both exist.

Example:

    fact person.hardship  : flag = no
    fact person.hardships : flag = no

Instead: make them one, or give one a name that says how it differs.

Not reported: names that differ in a digit or in a word of up to three letters, as `tier_1` and
`tier_2` or `calls_uk` and `calls_us`; one letter in names of fewer than five; one Chinese
character, unless the two look alike.

In: a policy. Out: findings; for facts with two contacts that say the same of either and are
answered differently, where there are such.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from policydsl.diagnostics import Span, Text, diagnostic
from policydsl.diagnostics.diagnostic import HintSpec
from policydsl.frozen import frozen
from policydsl.lint import naming
from policydsl.lint.contrast import contrast
from policydsl.lint.declared import with_fact, written
from policydsl.lint.lint import Finding, Lint, Subject
from policydsl.lint.seeking import worth_trying
from policydsl.lint.words import answer, contact
from policydsl.syntax import tree
from policydsl.witnesses.search import candidates
from policydsl.witnesses.witness import Witness

_MOST = 300
_FACTS = Text("facts", "事实")


@frozen
class _Named:
    """A name, where it stands, and the rule that it is of."""

    name: str
    span: Span
    rule: tree.Rule | None = None


def _look(subject: Subject) -> Iterator[Finding]:
    for version in subject.own:
        for what, named in _sorts(version):
            by_name: dict[str, _Named] = {}
            for one in named:
                by_name.setdefault(one.name, one)
            for first, second in naming.pairs(by_name):
                yield _finding(subject, what, by_name[first], by_name[second])


def _sorts(version: tree.Policy) -> Iterator[tuple[Text, Iterable[_Named]]]:
    yield _FACTS, [_Named(one.path.text, one.path.span) for one in version.facts]
    yield Text("definitions", "定义"), _words(version.defines)
    yield Text("events", "事件"), _words(version.events)
    yield Text("sources", "来源"), _words(version.sources)
    rules = [_Named(one.name.text, one.name.span, one) for one in version.rules]
    yield Text("rules", "规则"), rules


def _words(nodes: Iterable[tree.Define | tree.EventKind | tree.Source]) -> list[_Named]:
    return [_Named(one.name.text, one.name.span) for one in nodes]


def _finding(subject: Subject, what: Text, first: _Named, second: _Named) -> Finding:
    shown = _shown(subject, first.name, second.name) if what is _FACTS else None
    notes: list[HintSpec] = []
    if shown is not None:
        about = {"contact": contact(shown[0]), "answer": answer(shown[0])}
        notes = [("witness", {**about, "other_answer": answer(shown[1])})]
    made = diagnostic(
        "W307",
        second.span,
        labels=[(first.span, "first")],
        helps=["rename"],
        notes=notes,
        what=what,
        first=first.name,
        second=second.name,
    )
    return Finding(made, shown or (), second.rule)


def _shown(subject: Subject, first: str, second: str) -> tuple[Witness, Witness] | None:
    """The same contact, of which one fact or the other is said, answered differently."""
    fields = subject.policy.vocabulary.fields
    if first not in fields or second not in fields or fields[first].type != fields[second].type:
        return None
    one, other = fields[first], fields[second]
    most = worth_trying(subject.policy, _MOST)
    tried = (
        (with_fact(found.data, first, value), with_fact(found.data, second, value))
        for found in islice(candidates(subject.policy, day=subject.today, most=most), most)
        for value in (written(found.data, one), written(found.data, other))
    )
    return contrast(subject.policy, tried)


LINT = Lint("W307", "names_alike", _look)
