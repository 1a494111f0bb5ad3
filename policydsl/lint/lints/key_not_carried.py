"""`key_not_carried`: what is kept per debt says nothing of a contact about no debt.

**What it does.** Two forms:

- A cap, a gap, a cooldown or a ladder is kept per debt, or a condition counts per debt, and a
  contact that names no debt (`debts: []`) passes, though it would be stopped if it named one. It
  speaks only where no rule of the policy, or of what it uses, stops such a contact. Rules that read
  a fact of the debt, such as `debt.disputed`, are left alone: about no debt there is no dispute.
- A rule is kept `per` a declared fact whose default is `none`: every contact that lacks it is
  stopped, for a count without its key is unknown.

A contact that does not say its debts, or lacks any other key, is stopped: what is unknown blocks.

**Why.** `debts: []` means about no debt, and rules per debt do not apply to it. Whoever leaves the
debts out to be quick is never counted.

**Example.**

    cap weekly at most 7 attempts by voice per debt in 7 consecutive days

**Instead.** Ask for a debt: `deny names_no_debt when debt_count < 1`. For a fact, give it a default
that is a value, or say `when person.bundle is not none`.

**Not reported.** The first form, where a denial reads `debt_count` of some of these contacts: then
which of them need no debt was thought of.

**Options.** None. One finding for a policy in the first form: one rule closes the gap for all.
"""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.core.formula import NO, YES, Compare, Count, Key
from policydsl.core.policy import Effect, Ladder, Rule
from policydsl.diagnostics import Span, diagnostic
from policydsl.lint.lint import Finding, Lint, Subject
from policydsl.lint.own import Own, clause, limit_span, own_ladders, own_rules
from policydsl.lint.reasoning.logic import logic_of
from policydsl.lint.requests import alone, judged, passes, proposing, satisfying
from policydsl.lint.seeking import worth_trying
from policydsl.lint.words import answer, contact
from policydsl.rules.walk import parts, reads
from policydsl.syntax import tree
from policydsl.witnesses.search import find
from policydsl.witnesses.witness import Witness

_MOST_TRIED = 600


def _look(subject: Subject) -> Iterator[Finding]:
    yield from _about_no_debt(subject)
    for own in own_rules(subject):
        yield from _without_its_key(subject, own)


def _about_no_debt(subject: Subject) -> Iterator[Finding]:
    """The first rule kept per debt that a contact about no debt gets round."""
    logic = logic_of(subject.policy)
    about_none = logic.forms.node(Compare("proposal.debt_count", "lt", 1))
    closing = [logic.forms.node(rule.applies) for rule in _without_way_out(subject)]
    thought_of = [logic.forms.node(rule.applies) for rule in _asking_for_debts(subject)]
    for written, one in _kept_per_debt(subject):
        asked = logic.forms.every((logic.forms.node(one.applies), about_none))
        if any(logic.implies(asked, closed) for closed in closing):
            continue
        if any(logic.can_hold(logic.forms.every((asked, some))) for some in thought_of):
            continue
        found = _got_round(subject, one.id)
        if found is not None:
            yield _opened(subject, written, found)
            return


def _without_way_out(subject: Subject) -> Iterator[Rule]:
    """The denials that nothing lifts and that need no debt to be judged."""
    for rule in subject.policy.core.rules:
        if rule.effect is Effect.DENY and rule.core == YES and rule.lifted == NO:
            if not rule.scope.per_debt:
                yield rule


def _asking_for_debts(subject: Subject) -> Iterator[Rule]:
    """The denials and reviews by the number of debts, whatever lifts them."""
    for rule in subject.policy.core.rules:
        if rule.effect is not Effect.WARN and rule.core == YES:
            if "proposal.debt_count" in reads((rule.applies,)):
                yield rule


def _kept_per_debt(subject: Subject) -> Iterator[tuple[tree.Rule, Rule | Ladder]]:
    for own in own_rules(subject):
        if own.rule.effect is not Effect.WARN and _counts_per_debt(own.rule):
            yield own.tree, own.rule
    for written, ladder in own_ladders(subject):
        if ladder.scope.per_debt:
            yield written, ladder


def _counts_per_debt(rule: Rule) -> bool:
    read = (part for formula in (rule.applies, rule.core) for part in parts(formula))
    return any(
        isinstance(part, Count) and any(_is_of_debt(key) for key in part.keys) for part in read
    )


def _is_of_debt(key: Key) -> bool:
    return key.kind == "debt" or key.path.startswith("debt.")


def _got_round(subject: Subject, name: str) -> Witness | None:
    """A contact about a debt that this rule alone stops, and that passes when it names none."""

    def shows(found: Witness) -> bool:
        if not alone(found, name) or not found.request.proposal_debts:
            return False
        return passes(judged(subject.policy, proposing(found.data, debts=[])))

    most = worth_trying(subject.policy, _MOST_TRIED)
    return find(subject.policy, shows, name, day=subject.today, most=most)


def _opened(subject: Subject, rule: tree.Rule, found: Witness) -> Finding:
    without = judged(subject.policy, proposing(found.data, debts=[]))
    assert without is not None
    made = diagnostic(
        "W203",
        _per_span(rule),
        helps=["ask"],
        notes=[
            ("witness", {"contact": contact(found), "answer": answer(found)}),
            ("passes", {"contact": contact(without), "answer": answer(without)}),
        ],
        name=rule.name.text,
        key="debt",
    )
    return Finding(made, (found, without), rule)


def _without_its_key(subject: Subject, own: Own) -> Iterator[Finding]:
    rule, declared = own.rule, subject.policy.vocabulary.declared
    if not isinstance(rule.core, Count) or rule.on_unknown == "allow":
        return
    for key in rule.core.keys:
        if key.kind != "field" or key.path not in declared:
            continue
        if declared[key.path].default is not None:
            continue
        lacking = Compare(key.path, "eq", None)

        def shows(found: Witness, path: str = key.path) -> bool:
            reasons = found.explanation.reasons
            return bool(reasons) and all(
                one.rule == rule.id and one.missing == (path,) for one in reasons
            )

        found = satisfying(subject.policy, lacking, rule.scope, shows, day=subject.today)
        if found is not None:
            made = diagnostic(
                "W203",
                _per_span(own.tree),
                helps=["none"],
                notes=[("witness", {"contact": contact(found), "answer": answer(found)})],
                name=own.name,
                key=key.path,
            )
            yield Finding(made, (found,), own.tree)


def _per_span(rule: tree.Rule) -> Span:
    """Where the key is written; the rule's name where its conditions read the debt."""
    per = clause(rule, "per")
    if per is not None:
        return per.span
    return limit_span(rule)


LINT = Lint("W203", "key_not_carried", _look)
