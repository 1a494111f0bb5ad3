"""Rules, obligations and exemptions: what each clause says where it decides.

In: rules as they were written and as they run. Out: `Watched`, one for each, that looks at a
request in every debt and zone over which the rule is judged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from policydsl.core.formula import YES, All, Clock, Compare, Consent, Count, Formula, Not, When
from policydsl.core.policy import Obligation, Rule, Scope
from policydsl.core.reference.counting import select
from policydsl.core.reference.facts import Context
from policydsl.core.reference.formulas import holds
from policydsl.core.reference.judgement import bindings
from policydsl.core.reference.ladders import is_approved
from policydsl.frozen import frozen
from policydsl.rules.effective import dates_of
from policydsl.syntax import tree
from policydsl.testing.coverage.bounds import MomentBound, meet_window, unit_of
from policydsl.testing.coverage.counts import Filter, Length, joined
from policydsl.testing.coverage.expressions import Expressions
from policydsl.testing.coverage.hours import hours_nodes
from policydsl.testing.coverage.nodes import (
    Atom,
    Look,
    Named,
    Negation,
    Node,
    conjunction,
    disjunction,
)
from policydsl.testing.coverage.seen import Bound, Condition, Group, Sight

_DATES = ("effective_from", "effective_until", "effective_through")


@frozen
class Watched:
    """What is looked at in every debt and zone of a scope."""

    scope: Scope
    look_at: Look

    def look(self, context: Context, sight: Sight) -> None:
        """Look at it everywhere."""
        for bound in bindings(self.scope, context):
            self.look_at.look(bound, sight)


@dataclass(slots=True)
class Exemptions:
    """The exemptions of a policy by the rule that they lift: the place where it is named."""

    lifting: dict[str, list[Node]] = field(default_factory=dict)
    whole: dict[str, Condition] = field(default_factory=dict)


def clause_of(written: tree.Rule, keyword: str) -> tree.Clause | None:
    """The clause of a keyword that does not repeat."""
    return next((clause for clause in written.clauses if clause.keyword == keyword), None)


def dates(clauses: Sequence[tree.Clause], group: Group) -> list[Node]:
    """The effective dates among some clauses."""
    found: list[Node] = []
    for clause in clauses:
        if clause.keyword in _DATES:
            (when,) = dates_of([clause])
            assert isinstance(when, When)
            bound = MomentBound(group.bound(clause.value.span), when, 1)
            found.append(Atom(when, group.condition(clause.span), (bound,)))
    return found


def expression(written: tree.Rule, keyword: str, made: Expressions) -> list[Node]:
    """The expression of a clause, if it is there."""
    clause = clause_of(written, keyword)
    return [] if clause is None else [made.node(clause.value)]  # type: ignore[arg-type]  # by keyword


def exemptions_of(
    policy: tree.Policy, made: Expressions, groups: Mapping[str, Group]
) -> Exemptions:
    """The exemptions of a policy."""
    found = Exemptions()
    name = policy.name.text
    for rule in policy.rules:
        lifts = clause_of(rule, "lifts")
        if rule.kind != "exempt" or lifts is None or not isinstance(lifts.value, tree.Names):
            continue
        full = f"{name}.{rule.name.text}"
        group, whole = groups[full], found.whole.setdefault(full, Condition(rule.name.span))
        with made.into(group):
            unless = [Negation(one) for one in expression(rule, "unless", made)]
            when = conjunction(
                [*dates(rule.clauses, group), *expression(rule, "when", made), *unless]
            )
        for path in lifts.value.paths:
            named = Named((group.condition(path.span), whole), when)
            found.lifting.setdefault(f"{name}.{path.text}", []).append(named)
    return found


def gate_of(applies: Formula, own: Formula) -> Formula:
    """When a rule's policy speaks at all: what composition put before the rule's own conditions."""
    if own == YES:
        return applies
    if isinstance(applies, All) and len(applies.operands) == 2 and applies.operands[1] == own:
        return applies.operands[0]
    return YES


def head_of(
    written: tree.Rule,
    gate: Formula,
    made: Expressions,
    lifting: Sequence[Node],
    between: Sequence[Node] = (),
) -> Node:
    """What the clauses that all rules share ask, together with `between`."""
    unless = expression(written, "unless", made)
    lifted = [*unless, *lifting]
    return conjunction(
        [
            Atom(gate, None),
            *dates(written.clauses, made.group),
            *expression(written, "when", made),
            *between,
            *([Negation(disjunction(lifted))] if lifted else []),
        ]
    )


@frozen
class Approval:
    """`approval by ROLE`: whether it is there, where a review asks for it."""

    caught: Node
    condition: Condition
    id: str
    role: str

    def look(self, context: Context, sight: Sight) -> None:
        """Look at the rule, and note the approval where it is caught."""
        self.caught.look(context, sight)
        if self.caught.truth(context, sight):
            sight.decides(self.condition, is_approved(self.id, self.role, context))


def watched_rule(
    written: tree.Rule, own: Rule, rule: Rule, made: Expressions, lifting: Sequence[Node]
) -> Watched:
    """A prohibition: `own` is as its policy has it, `rule` as it runs."""
    by = _by(written, made) if isinstance(own.core, Count) else []
    gate = gate_of(rule.applies, own.applies)
    node = head_of(written, gate, made, lifting, [*by, *_core(written, rule.core, made)])
    approval = clause_of(written, "approval_by")
    if approval is None or not isinstance(approval.value, tree.Word):
        return Watched(rule.scope, node)
    condition = made.group.condition(approval.span)
    return Watched(rule.scope, Approval(node, condition, rule.id, approval.value.text))


def _by(written: tree.Rule, made: Expressions) -> list[Node]:
    """`by CHANNELS` of a cap or a gap: the only contacts that it is about."""
    clause = clause_of(written, "at_most") or clause_of(written, "at_least")
    if clause is None:
        return []
    value = clause.value
    occurrence = value.counting.occurrence if isinstance(value, tree.Limit) else None
    occurrence = value.occurrence if isinstance(value, tree.Spacing) else occurrence
    if occurrence is None or not occurrence.by:
        return []
    channels = made.channels(occurrence.by)
    about = Compare("proposal.channel", "in", channels)
    return [Atom(about, made.group.condition(joined(occurrence.by)))]


def _core(written: tree.Rule, core: Formula, made: Expressions) -> list[Node]:
    """What the kind of a rule is about."""
    match core:
        case Count():
            return [_counted(written, core, made)]
        case Clock():
            return [hours_nodes(written.clauses, core, made.group)]
        case Not(Clock() as clock):
            return [Negation(hours_nodes(written.clauses, clock, made.group))]
        case Not(Consent() as consent):
            clause = clause_of(written, "require")
            assert clause is not None and isinstance(clause.value, tree.Requirement)
            condition = made.group.condition(clause.span)
            return [Negation(Atom(consent, condition, (made.demands(clause.value, consent),)))]
        case _:
            return _ends(written, core, made)


def _counted(written: tree.Rule, count: Count, made: Expressions) -> Atom:
    """What a cap, a gap or a cooldown counts."""
    for clause in written.clauses:
        value = clause.value
        details: tuple[Look, ...]
        match value:
            case tree.Limit():
                details = (
                    *made.number(clause.span, count),
                    *made.counting(value.counting, count),
                )
            case tree.Spacing(occurrence=tree.Occurrence()) | tree.Wait():
                assert value.occurrence is not None
                length = Length(
                    made.group.bound(value.duration.span), count, unit_of(value.duration)
                )
                details = (length, *made.counted_filter(value.occurrence, count))
            case _:
                continue
        return Atom(count, made.group.condition(clause.span), details, presumes=True)
    raise ValueError(written.kind)


def _ends(written: tree.Rule, core: Formula, made: Expressions) -> list[Node]:
    """`until` and `through` of a prohibition: yes while it holds."""
    clauses = [clause for key in ("until", "through") if (clause := clause_of(written, key))]
    cores = core.operands if len(clauses) > 1 and isinstance(core, All) else (core,)
    found: list[Node] = []
    for clause, one in zip(clauses, cores, strict=False):
        assert isinstance(clause.value, tree.Moment)
        details: tuple[Look, ...] = ()
        inner = getattr(getattr(one, "operand", None), "operand", None)
        if isinstance(inner, When):
            details = made.timing((clause.value,), inner)
        found.append(Atom(one, made.group.condition(clause.span), details))
    return found


def watched_duty(
    written: tree.Rule,
    own: Obligation,
    duty: Obligation,
    made: Expressions,
    lifting: Sequence[Node],
) -> Watched:
    """An obligation."""
    head = head_of(written, gate_of(duty.applies, own.applies), made, lifting)
    clause = clause_of(written, "must")
    value = None if clause is None else clause.value
    if not isinstance(value, tree.Duties) or value.within is None or value.after_first is None:
        return Watched(duty.scope, head)
    due = Due(
        head,
        duty,
        made.group.condition(value.after_first.span),
        made.group.bound(value.within.span),
        unit_of(value.within),
        made.occurrence(value.after_first),
    )
    return Watched(duty.scope, due)


@frozen
class Due:
    """`within SPAN after first X`: whether there was one, and whether the span is over."""

    head: Node
    duty: Obligation
    begun: Condition
    bound: Bound
    unit: int
    filter: Filter | None

    def look(self, context: Context, sight: Sight) -> None:
        """Look at the head, and where the duty is owed at its time."""
        self.head.look(context, sight)
        first, within = self.duty.after_first, self.duty.within
        if self.head.truth(context, sight) is False or first is None or within is None:
            return
        if self.filter is not None:
            self.filter.look(context, sight)
        anchors = select(first, self.duty.keys, context, holds)
        sure = [event.at for event, truth in anchors if truth]
        sight.decides(self.begun, True if sure else None if anchors else False)
        if sure:
            meet_window(self.bound, within, min(sure), self.unit, context, sight)
