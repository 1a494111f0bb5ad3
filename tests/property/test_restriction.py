"""Restricting a policy never allows more: the verdict stays or grows stricter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from policydsl.core.formula import NO, YES, All, Count, Settled
from policydsl.core.policy import CorePolicy, Ladder, Rule
from policydsl.core.reference import explain
from policydsl.core.request import Event, Request
from policydsl.core.windows import Blocks
from tests.property.differential import Case
from tests.property.generator import cases as random_cases
from tests.property.policies import parts
from tests.property.strategies import cases, formulas, ladders, rules

EXAMPLES = settings(max_examples=200, deadline=None)
STRICTNESS = ("allow", "review", "deny")


def is_no_looser(policy: CorePolicy, than: CorePolicy, request: Request) -> bool:
    found, expected = (explain(each, request).verdict for each in (policy, than))
    return STRICTNESS.index(found) >= STRICTNESS.index(expected)


@EXAMPLES
@given(cases(), rules("p.added"))
def test_another_rule_allows_no_more(case: Case, rule: Rule) -> None:
    policy, request = case
    assert is_no_looser(replace(policy, rules=(*policy.rules, rule)), policy, request)


@EXAMPLES
@given(cases(), ladders("p.added"))
def test_another_ladder_allows_no_more(case: Case, ladder: Ladder) -> None:
    policy, request = case
    assert is_no_looser(replace(policy, ladders=(*policy.ladders, ladder)), policy, request)


def tightened(rule: Rule) -> Rule:
    """Caught by one event fewer."""
    if not isinstance(rule.core, Count) or rule.core.minimum == 1:
        return rule
    return replace(rule, core=replace(rule.core, minimum=rule.core.minimum - 1))


@EXAMPLES
@given(cases())
def test_a_lower_limit_allows_no_more(case: Case) -> None:
    policy, request = case
    stricter = replace(policy, rules=tuple(tightened(rule) for rule in policy.rules))
    assert is_no_looser(stricter, policy, request)


@EXAMPLES
@given(cases())
def test_without_exemptions_no_more_is_allowed(case: Case) -> None:
    policy, request = case
    rules = tuple(replace(rule, lifted=NO) for rule in policy.rules)
    ladders = tuple(replace(ladder, lifted=NO) for ladder in policy.ladders)
    assert is_no_looser(replace(policy, rules=rules, ladders=ladders), policy, request)


@EXAMPLES
@given(cases())
def test_without_conditions_no_more_is_allowed(case: Case) -> None:
    """Of rules that are no stricter unknown than caught: `if unknown deny` of a review is."""
    policy, request = case
    rules = tuple(replace(rule, on_unknown=rule.effect.value) for rule in policy.rules)
    plain = replace(policy, rules=rules)
    stricter = replace(policy, rules=tuple(replace(rule, applies=YES) for rule in rules))
    assert is_no_looser(stricter, plain, request)


@EXAMPLES
@given(cases(), st.data())
def test_one_more_condition_forbids_no_more(case: Case, data: st.DataObject) -> None:
    policy, request = case
    more = data.draw(formulas(depth=1))
    rules = tuple(
        replace(rule, applies=All((rule.applies, more)), on_unknown="allow")
        for rule in policy.rules
    )
    assert is_no_looser(policy, replace(policy, rules=rules), request)


# --- reservations never excuse ------------------------------------------------------------------


def unknown_blocks(policy: CorePolicy) -> CorePolicy | None:
    """A policy that says nothing else of what is unknown, without blocks; None if it cannot be.

    `if unknown allow` allows what a reservation leaves open. In blocks of time an earlier contact,
    reserved or made, moves the blocks of later ones.
    """
    if any(isinstance(part, Blocks | Settled) for part in parts(policy)):
        return None
    rules = tuple(replace(rule, on_unknown=rule.effect.value) for rule in policy.rules)
    return replace(policy, rules=rules)


def with_event(request: Request, event: Event, reserved: bool | None) -> Request:
    """A request in which one event is as it is, reserved (or not), or (None) not there."""
    others = [one for one in request.events if one.id != event.id]
    if reserved is not None:
        others.append(replace(event, reserved=reserved))
    events = tuple(sorted(others, key=lambda one: (one.at, one.id)))
    return replace(request, events=events)


def excuses(policy: CorePolicy, request: Request, event: Event) -> str | None:
    """How a reservation allows more: than the contact made, or than none; None if it does not."""
    held = with_event(request, event, True)
    for other in (False, None):
        if not is_no_looser_request(policy, held, with_event(request, event, other)):
            return "than the contact made" if other is False else "than no contact"
    return None


def is_no_looser_request(policy: CorePolicy, request: Request, than: Request) -> bool:
    found, expected = (explain(policy, each).verdict for each in (request, than))
    return STRICTNESS.index(found) >= STRICTNESS.index(expected)


@EXAMPLES
@given(cases(), st.data())
def test_a_reservation_allows_no_more(case: Case, data: st.DataObject) -> None:
    policy, request = unknown_blocks(case[0]), case[1]
    assume(policy is not None and request.events)
    assert policy is not None
    assert excuses(policy, request, data.draw(st.sampled_from(request.events))) is None


def only_ladders(policy: CorePolicy) -> CorePolicy | None:
    """The ladders of a policy, which always apply and are not held back; None without any."""
    ladders = tuple(
        replace(ladder, applies=YES, lifted=NO, hold=NO, stop=NO) for ladder in policy.ladders[:1]
    )
    roots = tuple(replace(root, governs=YES) for root in policy.roots)
    return unknown_blocks(replace(policy, rules=(), roots=roots, ladders=ladders))


def climbs(ladder: Ladder, request: Request) -> Iterator[tuple[Request, Event]]:
    """Requests for each step that attempts open, each with a contact of the step before it."""
    contacts = [event for event in request.events if event.kind == "contact"]
    opened = [(step, one) for step in ladder.steps for group in step.after for one in group]
    for (step, reached), event in zip(opened, contacts, strict=False):
        facts = {**request.facts, "proposal.channel": min(step.channels)}
        debts = request.proposal_debts
        contact = replace(event, step=reached.step, direction="outbound", debts=debts, person=None)
        yield with_event(replace(request, facts=facts), contact, False), contact


def test_a_reservation_on_a_ladder_allows_no_more() -> None:
    """A contact of a step, reserved: it opens no other, and resets nothing."""
    tried = stricter = 0
    for whole, request in random_cases("reservations", 4_000):
        policy = only_ladders(whole)
        if policy is None or not policy.ladders:
            continue
        for asked, event in climbs(policy.ladders[0], request):
            assert excuses(policy, asked, event) is None, (policy, asked, event)
            tried += 1
            made = explain(policy, asked).verdict
            stricter += made != explain(policy, with_event(asked, event, True)).verdict
    assert tried > 500
    assert stricter > 20
