"""Expressions as they were written, and the formulas that the rules make of them.

In: the tree of one policy. Out: nodes. Each atom is lowered again by the machinery of the rules,
so that what is judged here is what the policy says. A definition is looked at where it is used;
what was seen of it is gathered in a group of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from policydsl.core.formula import (
    Compare,
    Consent,
    Count,
    Formula,
    Key,
    Not,
    Recent,
    When,
)
from policydsl.core.windows import MICROS_PER_MINUTE, Ever
from policydsl.diagnostics import Span
from policydsl.facts.vocabulary import Vocabulary
from policydsl.rules.constants import channels_of
from policydsl.rules.declarations import environment_of
from policydsl.rules.environment import Reading
from policydsl.rules.expressions import lower
from policydsl.rules.selections import keys_of, selection_of
from policydsl.syntax import tree
from policydsl.testing.coverage.bounds import (
    CountBound,
    MomentBound,
    NumberBound,
    SpanBound,
    unit_of,
)
from policydsl.testing.coverage.consents import Demands, demands_of
from policydsl.testing.coverage.counts import (
    CountedFilter,
    Filter,
    Length,
    Number,
    Restriction,
    joined,
    words_in,
)
from policydsl.testing.coverage.nodes import Atom, Junction, Look, Named, Negation, Node
from policydsl.testing.coverage.seen import Group


class Expressions:
    """Makes the nodes of one policy. `group` is what they belong to while it is being made."""

    def __init__(self, policy: tree.Policy, vocabulary: Vocabulary) -> None:
        self.env = environment_of(policy, vocabulary)
        self.group = Group()
        self.definitions: dict[str, Group] = {}
        self._nodes: dict[tuple[str, Reading], Node] = {}

    @contextmanager
    def into(self, group: Group) -> Iterator[None]:
        """What is made meanwhile belongs to a group."""
        around, self.group = self.group, group
        yield
        self.group = around

    def node(
        self,
        written: tree.Expression,
        reading: Reading = Reading.PROPOSAL,
        *,
        mirrored: bool = False,
    ) -> Node:
        """The node of an expression; with `mirrored` what negates it is noted already."""
        condition = None if mirrored else self.group.condition(written.span)
        match written:
            case tree.Or(operands) | tree.And(operands):
                parts = tuple(self.node(one, reading) for one in operands)
                return Junction(isinstance(written, tree.And), parts, condition)
            case tree.Not(operand):
                return Negation(self.node(operand, reading, mirrored=True), condition)
            case tree.Bare(path) if path.text in self.env.definitions:
                used = () if condition is None else (condition,)
                return Named(used, self._definition(path.text, reading))
            case _:
                formula = lower(written, self.env, reading)
                return Atom(formula, condition, self._details(written, formula))

    def _definition(self, name: str, reading: Reading) -> Node:
        if (name, reading) not in self._nodes:
            value = self.env.definitions[name].value
            assert not isinstance(value, tree.Choices)
            with self.into(self.definitions.setdefault(name, Group())):
                self._nodes[name, reading] = self.node(value, reading)
        return self._nodes[name, reading]

    def _details(self, written: tree.Expression, formula: Formula) -> tuple[Look, ...]:
        """What is worth a look in an atom; `formula` may be its negation."""
        plain = formula.operand if isinstance(formula, Not) else formula
        match written, plain:
            case tree.Compare(right=tree.Number(), operator="<" | "<=" | ">" | ">="), Compare():
                return (NumberBound(self.group.bound(written.right.span), plain),)
            case tree.Timing(), When():
                return self.timing((written.left, written.right), plain)
            case tree.Within(), Recent():
                duration = written.duration
                return (SpanBound(self.group.bound(duration.span), plain, unit_of(duration)),)
            case tree.Counted(), Count():
                number = () if written.number is None else self.number(written.span, plain)
                return (*number, *self.counting(written.counting, plain))
            case tree.Consented(), Consent():
                return (self.demands(written.requirement, plain),)
            case _:
                return ()

    def timing(self, moments: tuple[tree.Moment, ...], when: When) -> tuple[Look, ...]:
        """The bound of two moments: what was written of them, beside facts and now."""
        for one in moments:
            fixed = isinstance(one.base, tree.Date | tree.Instant)
            if not fixed and not one.plus:
                continue
            unit = unit_of(one.plus[-1]) if one.plus else MICROS_PER_MINUTE
            span = one.span if fixed else joined(one.plus)
            return (MomentBound(self.group.bound(span), when, unit),)
        return ()

    def number(self, span: Span, count: Count) -> tuple[Look, ...]:
        """The bound of a number of events."""
        return (Number(count, CountBound(self.group.bound(span), count.minimum)),)

    def counting(self, written: tree.Counting, count: Count) -> tuple[Look, ...]:
        """The window of a count, its filter, and what else keeps events out of it."""
        found: list[Look] = []
        window, group = written.window, self.group
        if window.kind == "since" and window.since is not None:
            without = replace(count, window=Ever())
            found.append(Restriction(group.condition(window.span), count, without))
            found += self._filter(window.since, count.keys)
        elif window.kind != "ever":
            found.append(Length(group.bound(window.span), count, unit_of(window)))
        if written.after_first is not None:
            place = group.condition(written.after_first.span)
            found.append(Restriction(place, count, replace(count, after_first=None)))
            found += self._filter(written.after_first, count.keys)
        if written.before_today:
            place = group.condition(words_in(written.span, r"before\s+today"))
            found.append(Restriction(place, count, replace(count, before_today=False)))
        return (*found, *self.counted_filter(written.occurrence, count))

    def counted_filter(self, written: tree.Occurrence, count: Count) -> tuple[Look, ...]:
        """The filter of what is counted."""
        if written.where is None:
            return ()
        return (CountedFilter(self.node(written.where, Reading.EVENT), count),)

    def _filter(self, written: tree.Occurrence, keys: tuple[Key, ...]) -> list[Filter]:
        if written.where is None:
            return []
        selection = selection_of(written, self.env, lower)
        return [Filter(self.node(written.where, Reading.EVENT), selection, keys)]

    def channels(self, words: tuple[tree.Word, ...]) -> frozenset[str]:
        """The channels that a list names."""
        return channels_of(words, self.env)

    def occurrence(self, written: tree.Occurrence) -> Filter | None:
        """The filter of an event that something ends, begins anew or counts from, if any."""
        found = self._filter(written, keys_of(written.per, self.env))
        return found[0] if found else None

    def demands(self, written: tree.Requirement, consent: Consent) -> Demands:
        """The words of a requirement."""
        where = None if written.where is None else self.node(written.where, Reading.CONSENT)
        ending = None if written.ending_after is None else self.occurrence(written.ending_after)
        return demands_of(written, consent, self.group, where, ending)
