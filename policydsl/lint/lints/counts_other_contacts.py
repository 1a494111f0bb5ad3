"""`counts_other_contacts`: a cap that stops contacts which it does not count.

**What it does.** Looks for a cap or gap whose `where` counts only events with certain values of a
field that proposals have too (`event.purpose`, `event.channel`, `event.actor`, a declared one),
while neither `when` nor `unless` nor an exemption reads that field of the proposal.

**Why.** `where` filters past events only. Whether the proposal itself would be counted is not
asked, so the cap also stops contacts of every other value, however few of them there were.

**Example.** Three dunning calls, and a call about a service request is stopped as well:

    cap dunning at most 3 attempts by voice per person in a calendar day
      where (event.purpose is collections)

**Instead.** Say whom it limits: `when purpose is collections`. For a channel, `by voice` says both.

**Options.** None. It says nothing where the filter reads more than that field, such as `not
event.connected or event.actor is human`, or where `when` reads the field, whatever it asks.
"""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.core.formula import All, Compare, Count, Formula, Not
from policydsl.diagnostics import Span, diagnostic
from policydsl.facts.standard import ALIASES
from policydsl.lint.conditions import parts_of
from policydsl.lint.lint import Finding, Lint, Subject
from policydsl.lint.own import Own, clause, governed_parts, own_rules
from policydsl.lint.reasoning.logic import logic_of
from policydsl.lint.requests import is_true, satisfying, surely_says
from policydsl.lint.words import answer, contact
from policydsl.rules.walk import reads
from policydsl.syntax import tree
from policydsl.witnesses.witness import Witness


def _look(subject: Subject) -> Iterator[Finding]:
    logic = logic_of(subject.policy)
    gate = governed_parts(subject)
    for own in own_rules(subject):
        rule = own.rule
        if rule.origin.kind not in ("cap", "gap") or not isinstance(rule.core, Count):
            continue
        own_parts = [part for part in parts_of(rule.applies) if part not in gate]
        read = {ALIASES.get(path, path) for path in reads((*own_parts, rule.lifted))}
        for filtered in parts_of(rule.core.selection.where):
            theirs = _of_proposal(filtered, subject)
            if theirs is None or _path(theirs) in read:
                continue
            others = All((rule.applies, Not(theirs), Not(rule.lifted)))
            if logic.can_hold(logic.forms.node(others)):
                yield from _finding(subject, own, theirs)


def _path(theirs: Formula) -> str:
    inner = theirs.operand if isinstance(theirs, Not) else theirs
    assert isinstance(inner, Compare)
    return inner.path


def _of_proposal(filtered: Formula, subject: Subject) -> Formula | None:
    """The filter as a condition on the proposal, where it compares a field that proposals have."""
    if isinstance(filtered, Not):
        inner = _of_proposal(filtered.operand, subject)
        return None if inner is None or isinstance(inner, Not) else Not(inner)
    if not isinstance(filtered, Compare) or filtered.operator not in ("eq", "in"):
        return None
    if not isinstance(filtered.operand, str | bool | frozenset):
        return None
    rest = filtered.path.removeprefix("event.")
    for path in (f"proposal.{rest}", rest):
        field = subject.policy.vocabulary.fields.get(path)
        if field is not None and field.root in ("proposal", "actor", "address"):
            return Compare(ALIASES.get(path, path), filtered.operator, filtered.operand)
    return None


def _finding(subject: Subject, own: Own, theirs: Formula) -> Iterator[Finding]:
    """A contact that the cap would not count, and that it stops."""
    rule = own.rule
    wanted = All((rule.applies, Not(theirs), rule.core))

    def shows(found: Witness) -> bool:
        is_other = is_true(Not(theirs), rule.scope, found.request)
        return is_other and surely_says(found, rule.id)

    found = satisfying(subject.policy, wanted, rule.scope, shows, day=subject.today)
    if found is None:
        return
    field = _path(theirs).removeprefix("proposal.")
    by_channel = field == "channel"
    made = diagnostic(
        "W204",
        _where_span(own),
        helps=["by" if by_channel else "when"],
        notes=[("witness", {"contact": contact(found), "answer": answer(found)})],
        name=own.name,
        field=field,
    )
    yield Finding(made, (found,), own.tree)


def _where_span(own: Own) -> Span:
    for keyword in ("at_most", "at_least"):
        found = clause(own.tree, keyword)
        value = None if found is None else found.value
        if isinstance(value, tree.Limit) and value.counting.occurrence.where is not None:
            return value.counting.occurrence.where.span
        if isinstance(value, tree.Spacing) and value.occurrence is not None:
            if value.occurrence.where is not None:
                return value.occurrence.where.span
    return own.tree.name.span


LINT = Lint("W204", "counts_other_contacts", _look)
