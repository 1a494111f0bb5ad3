"""What a handbook is made of: every policy of a composition with its rules, conditions taken apart.

In: a loaded policy. Out: `Book`. Everything that is said of a rule comes from the core; the tree
only tells apart what the core has joined: the gate that a whole policy stands behind, `unless`,
exemptions, waivers. Joined again they make the core's own formulas, or else the core's are said
undivided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TypeAlias

from policydsl.api import Policy
from policydsl.core.formula import NO, YES, All, Any, Compare, Formula, KnownFact, Moment, Not, When
from policydsl.core.policy import Ladder, Obligation, Origin, Root, Rule, Scope
from policydsl.diagnostics import Diagnostic
from policydsl.facts.vocabulary import Vocabulary
from policydsl.frozen import frozen
from policydsl.rules.declarations import environment_of
from policydsl.rules.effective import TODAY, first_day, first_day_after
from policydsl.rules.environment import Environment, Reading
from policydsl.rules.expressions import lower
from policydsl.rules.lowered import Exemption
from policydsl.rules.lowering import LoweredPolicy, lower_policy
from policydsl.rules.prohibition import conjunction, disjunction
from policydsl.syntax import tree

Node: TypeAlias = Rule | Obligation | Ladder


@frozen
class Entry:
    """A rule, duty or ladder, with its conditions taken apart.

    `applies` leaves out the gate of its policy and the dates in `dates`. `unless` is what the rule
    itself says; `exempting` are the exemptions that lift it; `waived` lifts it for a time.
    """

    node: Node
    applies: Formula
    dates: tuple[When, ...]
    unless: Formula
    exempting: tuple[Exemption, ...] = ()
    waived: tuple[tree.Waive, ...] = ()
    before: Node | None = None

    @property
    def id(self) -> str:
        """Its full id."""
        return self.node.id

    @property
    def name(self) -> str:
        """Its own name, without that of its policy."""
        return self.id.rpartition(".")[2]

    @property
    def origin(self) -> Origin:
        """Where it was written."""
        return self.node.origin

    @property
    def scope(self) -> Scope:
        """Over what it is judged."""
        return self.node.scope

    @property
    def anchor(self) -> str:
        """Where the document explains it; versions of one rule have different ones."""
        since = self.origin.since
        return self.id if since is None else f"{self.id}@{since.isoformat()}"


@frozen
class Chapter:
    """One policy: its tree, its root when it is one, and its entries, by id.

    `gate` is when its rules apply at all. `exemptions` are its own.
    """

    policy: tree.Policy
    root: Root | None
    gate: Formula
    entries: tuple[Entry, ...]
    exemptions: tuple[Exemption, ...]
    definitions: Mapping[str, Formula]
    margins: tuple[tuple[str | None, int], ...] = ()

    @property
    def name(self) -> str:
        """The policy's name."""
        return self.policy.name.text

    @property
    def start(self) -> date | None:
        """Its first day in force."""
        return first_day(self.policy.head)

    @property
    def end(self) -> date | None:
        """The first day on which it is no longer in force."""
        return first_day_after(self.policy.head)


@frozen
class Book:
    """The whole: roots first, then what they use, by name."""

    policy: Policy
    chapters: tuple[Chapter, ...]

    @property
    def roots(self) -> tuple[Chapter, ...]:
        """The policies that were loaded."""
        return tuple(one for one in self.chapters if one.root is not None)

    @property
    def packs(self) -> tuple[Chapter, ...]:
        """The policies that are used."""
        return tuple(one for one in self.chapters if one.root is None)


def gather(policy: Policy) -> Book:
    """Take a loaded policy apart."""
    vocabulary, core = policy.vocabulary, policy.core
    every: list[Node] = [*core.rules, *core.obligations, *core.ladders]
    nodes = {_place(node): node for node in every if node.origin.kind != "waive"}
    roots = {(root.name, root.origin.file, root.origin.line): root for root in core.roots}
    found: list[Diagnostic] = []
    chapters = []
    for one in policy.trees:
        lowered = lower_policy(one, vocabulary, found)
        span = one.name.span
        root = roots.get((one.name.text, span.source.name, span.line))
        chapters.append(_chapter(lowered, root, nodes, policy.trees, vocabulary))
    chapters.sort(key=lambda one: (one.root is None, one.name, one.start or date.min))
    return Book(policy, tuple(chapters))


def _place(node: Node) -> tuple[str, str, int, int]:
    return node.id, node.origin.file, node.origin.line, node.origin.column


def _chapter(
    lowered: LoweredPolicy,
    root: Root | None,
    nodes: Mapping[tuple[str, str, int, int], Node],
    trees: tuple[tree.Policy, ...],
    vocabulary: Vocabulary,
) -> Chapter:
    rules = lowered.rules
    own: list[Node] = [*rules.rules, *rules.obligations, *rules.ladders]
    pairs = [(node, nodes[_place(node)]) for node in own]
    gates = [_gate(whole.applies, written.applies) for written, whole in pairs]
    gate = next((one for one in gates if one is not None), YES)
    entries = [_entry(written, whole, gate, lowered, trees) for written, whole in pairs]
    return Chapter(
        policy=lowered.policy,
        root=root,
        gate=gate,
        entries=tuple(sorted(entries, key=lambda entry: entry.id)),
        exemptions=tuple(sorted(lowered.rules.exemptions, key=lambda one: one.id)),
        definitions=definitions_of(environment_of(lowered.policy, vocabulary)),
        margins=tuple(sorted(lowered.margins, key=lambda one: (one[0] or "", one[1]))),
    )


def _gate(whole: Formula, own: Formula) -> Formula | None:
    """What composition put before a rule's own condition; None when that cannot be seen."""
    if whole == own:
        return YES
    if own == YES:
        return whole
    match whole:
        case All((gate, rest)) if rest == own:
            return gate
        case _:
            return None


def _entry(
    written: Node,
    whole: Node,
    gate: Formula,
    lowered: LoweredPolicy,
    trees: tuple[tree.Policy, ...],
) -> Entry:
    applies = written.applies
    if conjunction([gate, applies]) != whole.applies:
        applies = whole.applies
    dates, rest = _dated(applies)
    waived = tuple(one for policy in trees for one in policy.waives if one.rule.text == whole.id)
    exempting = tuple(one for one in lowered.rules.exemptions if whole.id in one.lifts)
    unless = written.lifted
    lifts = [one.when for one in exempting]
    in_force = [_until(one) for one in waived]
    if disjunction([disjunction([unless, *lifts]), *in_force]) != whole.lifted:
        waived = tuple(one for one in waived if _until(one) in _alternatives(whole.lifted))
        if disjunction([disjunction([unless, *lifts]), *map(_until, waived)]) != whole.lifted:
            exempting, unless = (), whole.lifted
    before = None
    if isinstance(written, Rule) and isinstance(whole, Rule) and written.core != whole.core:
        before = written
    return Entry(whole, rest, dates, unless, exempting, waived, before)


def _until(waive: tree.Waive) -> Formula:
    return When(TODAY, "before", Moment(waive.until.value, True))


def _alternatives(formula: Formula) -> tuple[Formula, ...]:
    return formula.operands if isinstance(formula, Any) else (formula,)


def _dated(applies: Formula) -> tuple[tuple[When, ...], Formula]:
    """The dates between which a rule is in force, and the rest of its condition."""
    parts = applies.operands if isinstance(applies, All) else (applies,)
    dates = tuple(
        part
        for part in parts
        if isinstance(part, When) and part.left == TODAY and isinstance(part.right.base, date)
    )
    return dates, conjunction(part for part in parts if part not in dates)


def definitions_of(env: Environment) -> dict[str, Formula]:
    """The conditions that a policy gives names to, as formulas; sets are no conditions."""
    found: dict[str, Formula] = {}
    for name, define in sorted(env.definitions.items()):
        if not isinstance(define.value, tree.Choices):
            for reading in (Reading.PROPOSAL, Reading.EVENT):
                marked = len(env.found)
                env.open_definitions.append(name)
                formula = lower(define.value, env, reading)
                env.open_definitions.pop()
                if len(env.found) == marked:
                    found[name] = formula
                    break
    return {name: formula for name, formula in found.items() if not _is_plain(formula)}


def _is_plain(formula: Formula) -> bool:
    """Whether a condition is short enough to be written out wherever it is used."""
    while isinstance(formula, Not):
        formula = formula.operand
    return isinstance(formula, Compare | KnownFact) or formula in (YES, NO)


def entries_of(chapters: Iterable[Chapter]) -> Iterator[Entry]:
    """Every entry of some chapters."""
    for chapter in chapters:
        yield from chapter.entries
