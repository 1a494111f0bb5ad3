"""The parts of a policy that have a line of their own, in whichever spelling.

In: the policies of a text. Out: an anchor for each such part, named so that the same part of the
same policy in the other spelling has the same name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple

from policydsl.diagnostics import Span
from policydsl.syntax import tree

Name = tuple[Hashable, ...]


class Anchor(NamedTuple):
    """A part by its name, as offsets: it begins at `start`, and ends with all below it at `end`.

    `head` is where its own words end: of a rule and of a step, its name.
    """

    name: Name
    start: int
    head: int
    end: int


def anchors(policies: Iterable[tree.Policy]) -> list[Anchor]:
    """The anchors of a text, in its order."""
    found = [each for number, policy in enumerate(policies) for each in _policy(number, policy)]
    return sorted(found, key=lambda anchor: (anchor.start, -anchor.end))


def _policy(number: int, policy: tree.Policy) -> Iterator[Anchor]:
    name = policy.name.span
    yield _anchor((number, "policy"), name.to(policy.title.span) if policy.title else name)
    yield from _clauses((number,), policy.head)
    # In YAML one key may say several facts: what tells them apart is the type.
    declared: Sequence[tuple[str, Iterable[tuple[str, Span]]]] = (
        ("source", ((item.name.text, item.span) for item in policy.sources)),
        ("use", ((item.name.text, item.span) for item in policy.uses)),
        ("fact", ((item.path.text, item.type.span.to(_end(item.span))) for item in policy.facts)),
        ("event", ((item.name.text, item.span) for item in policy.events)),
        ("define", ((item.name.text, item.span) for item in policy.defines)),
        ("tighten", ((item.rule.text, item.span) for item in policy.tightens)),
        ("waive", ((item.rule.text, item.span) for item in policy.waives)),
    )
    for sort, items in declared:
        times: Counter[str] = Counter()
        for said, span in items:
            yield _anchor((number, sort, said, times[said]), span)
            times[said] += 1
    for place, rule in enumerate(policy.rules):
        owner: Name = (number, "rule", place)
        yield Anchor(owner, rule.span.start, rule.name.span.end, rule.span.end)
        yield from _clauses(owner, rule.clauses)


def _clauses(owner: Name, clauses: Iterable[tree.Clause]) -> Iterator[Anchor]:
    times: Counter[str] = Counter()
    for clause in clauses:
        name = (*owner, clause.keyword, times[clause.keyword])
        times[clause.keyword] += 1
        if isinstance(clause.value, tree.Step):
            step = clause.value
            yield Anchor(name, step.span.start, step.name.span.end, step.span.end)
            yield from _clauses(name, step.clauses)
        elif isinstance(clause.value, tree.Saying | tree.Citation | tree.Ignored):
            # In YAML one key may say several of these.
            yield _anchor(name, clause.value.span)
        else:
            yield _anchor(name, clause.span)


def _anchor(name: Name, span: Span) -> Anchor:
    return Anchor(name, span.start, span.end, span.end)


def _end(span: Span) -> Span:
    return Span(span.source, span.end, span.end)
