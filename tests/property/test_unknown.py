"""Unknown is never yes: taking knowledge out of a request never turns a refusal into an allow.

The law holds of a policy that does not itself say what absence means, stated so:

- *Knowledge* is a fact of the proposal, the person or a debt; a field of an event other than those
  whose absence is itself an answer (an event's person, step, debts discussed, level, and fields
  that stand in for what its debts say); all candidate zones; the debts of the proposal.
- No formula asks whether a fact is known, and none reads unknown as an answer that loosens: inside
  what catches (a rule's `applies` and `core`, a ladder's `applies`, `hold`, `stop`) unknown may be
  read as yes only, inside what lifts as no only; inside a filter of events or consents neither.
- An unknown rule does at least what the rule does when it is sure.
- The root governs everything: an unknown `governs` applies the rules instead of its `otherwise`.
- A ladder lets any open step pass, takes by channel alone, is never reset, and waits when blocked;
  `tests/core/test_loosening.py` shows how each of the other kinds breaks the law today.

Then what was denied or under review stays so. A field that a consent record lacks is a no by design,
and only makes a required consent harder to find.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import event, given, settings
from hypothesis import strategies as st

from policydsl.core.formula import (
    NO,
    YES,
    All,
    Any,
    Consent,
    Count,
    Formula,
    KnownFact,
    Not,
    Settled,
)
from policydsl.core.policy import CorePolicy, Effect, Ladder, Rule, Scope, Step
from policydsl.core.reference import explain
from policydsl.core.reference.facts import Context
from policydsl.core.reference.formulas import holds
from policydsl.core.request import Event, Request
from tests.core.build import rule
from tests.property.choices import Choices, DrawnChoices, RandomChoices
from tests.property.generator import cases as random_cases
from tests.property.policies import parts
from tests.property.strategies import cases, formulas, requests

STRICTNESS = ("allow", "review", "deny")
_STANDING_IN = frozenset({"event.creditor", "event.household"})


# --- policies that do not say what absence means ------------------------------------------------


def safe(formula: Formula, catches: bool) -> Formula:
    """The formula without what reads absence as an answer that loosens."""
    match formula:
        case Not(operand):
            return Not(safe(operand, not catches))
        case All(operands):
            return All(tuple(safe(operand, catches) for operand in operands))
        case Any(operands):
            return Any(tuple(safe(operand, catches) for operand in operands))
        case Settled(operand, _):
            return Settled(safe(operand, catches), catches)
        case KnownFact():
            return YES if catches else NO
        case Count() | Consent():
            return formula if _is_plain(formula) else YES if catches else NO
    return formula


def _is_plain(value: object) -> bool:
    return not any(isinstance(part, Settled | KnownFact) for part in parts(value))


def safe_rule(of: Rule) -> Rule:
    strictest = max((of.on_unknown, _verdict(of.effect)), key=_strictness)
    return replace(
        of,
        applies=safe(of.applies, catches=True),
        core=safe(of.core, catches=True),
        lifted=safe(of.lifted, catches=False),
        on_unknown=strictest,
    )


def _verdict(effect: str) -> str:
    return "allow" if effect == Effect.WARN else str(effect)


def _strictness(verdict: str) -> int:
    return STRICTNESS.index(_verdict(verdict))


def safe_step(step: Step) -> Step:
    return replace(
        step,
        takes=YES,
        owns=step.owns if _is_plain(step.owns) else YES,
        when=safe(step.when, catches=False),
        budgets=step.budgets if _is_plain(step.budgets) else (),
    )


def safe_ladder(ladder: Ladder) -> Ladder:
    return replace(
        ladder,
        steps=tuple(safe_step(step) for step in ladder.steps),
        applies=safe(ladder.applies, catches=True),
        lifted=safe(ladder.lifted, catches=False),
        hold=safe(ladder.hold, catches=True),
        stop=safe(ladder.stop, catches=True),
        take_any=True,
        reset=None,
        on_block="wait",
    )


def safe_policy(policy: CorePolicy) -> CorePolicy:
    """A policy of which the law is said."""
    return replace(
        policy,
        roots=tuple(replace(root, governs=YES, scope=Scope()) for root in policy.roots),
        rules=tuple(safe_rule(each) for each in policy.rules),
        ladders=tuple(safe_ladder(ladder) for ladder in policy.ladders),
    )


# --- requests that say less ---------------------------------------------------------------------


def poorer(c: Choices, request: Request) -> Request:
    """The request without some of its knowledge."""
    percent = c.pick((10, 30, 100))
    facts = {path: value for path, value in request.facts.items() if not c.chance(percent)}
    debts = {
        debt: {path: value for path, value in of.items() if not c.chance(percent)}
        for debt, of in request.debts.items()
        if not c.chance(percent // 3)
    }
    return replace(
        request,
        facts=facts,
        debts=debts,
        person=None if c.chance(percent // 3) else request.person,
        recipient=(None, None) if c.chance(percent // 3) else request.recipient,
        proposal_debts=None if c.chance(percent // 3) else request.proposal_debts,
        zones=() if c.chance(percent // 2) else request.zones,
        events=tuple(_poorer_event(c, each, percent) for each in request.events),
    )


def _poorer_event(c: Choices, whole: Event, percent: int) -> Event:
    optional = ("direction", "channel", "address", "debts")
    values = {
        path: value
        for path, value in whole.values.items()
        if isinstance(value, bool) or path in _STANDING_IN or not c.chance(percent)
    }
    kept = {name: None if c.chance(percent) else getattr(whole, name) for name in optional}
    return replace(whole, values=values, **kept)


@st.composite
def poorer_cases(draw: st.DrawFn) -> tuple[CorePolicy, Request, Request]:
    """A policy of which the law is said, a request, and one that says less."""
    policy, request = draw(cases())
    return safe_policy(policy), request, poorer(DrawnChoices(draw), request)


# --- the law ------------------------------------------------------------------------------------


@settings(max_examples=300, deadline=None)
@given(poorer_cases())
def test_knowing_less_never_allows_what_was_refused(
    case: tuple[CorePolicy, Request, Request],
) -> None:
    policy, request, less = case
    before, after = explain(policy, request).verdict, explain(policy, less).verdict
    event(f"{before} to {after}")
    assert before == "allow" or after != "allow"


def test_knowing_less_never_allows_what_was_refused_in_two_thousand_random_cases() -> None:
    choices = RandomChoices(Random("less"))
    refused = 0
    for policy, request in random_cases("less", 2_000):
        said = safe_policy(policy)
        if explain(said, request).verdict == "allow":
            continue
        refused += 1
        assert explain(said, poorer(choices, request)).verdict != "allow", (said, request)
    assert refused > 500


@settings(max_examples=300, deadline=None)
@given(formulas().filter(_is_plain), st.data())
def test_a_formula_that_knows_less_says_the_same_or_unknown(
    formula: Formula, data: st.DataObject
) -> None:
    """Kleene: a yes or a no stands on what is known, whatever else may come to be known."""
    policy = CorePolicy((), (rule(formula),))
    request = data.draw(requests(policy))
    less = poorer(DrawnChoices(data.draw), request)
    zone = request.zones[0].name if request.zones else None
    for debt in (None, *(request.proposal_debts or ())):
        whole = holds(formula, Context(request, request.at, debt, zone))
        still = debt if less.proposal_debts is not None else None
        part = holds(formula, Context(less, less.at, still, zone if less.zones else None))
        assert part in (whole, None)
