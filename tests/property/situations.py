"""What a case puts to the test that seldom happens by itself.

In: a policy and a request. Out: the names of the situations that the case holds, as the reference
sees them; so that nobody takes thousands of cases for a test of what none of them had.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from policydsl.core.explanation import Explanation
from policydsl.core.formula import Consent, Count, Key, Selection, SinceLast
from policydsl.core.policy import CorePolicy, Ladder, Obligation, Rule, Scope
from policydsl.core.reference.counting import Judged, lacking_keys, select, tally
from policydsl.core.reference.facts import Context, read
from policydsl.core.reference.formulas import holds
from policydsl.core.reference.judgement import bindings
from policydsl.core.reference.ladders import blocks
from policydsl.core.reference.steps import (
    Open,
    View,
    attempts,
    is_open,
    opening,
    skips,
    soonest,
    view,
)
from policydsl.core.request import Request
from tests.property.policies import parts

ALL = (
    "a cap presumes of a reservation",
    "a condition does not presume of a reservation",
    "a reservation may be an anchor",
    "an event may be a reset",
    "a skip may be of the debt, and stops",
    "a skip may be of the debt, and spends",
    "a step's filter is unknown",
    "a later step may be open",
    "a reservation may open a step",
    "a step may have opened earlier",
    "a key is a set",
    "a step may be spent",
    "a step may be too soon",
    "a root may govern, else allow",
    "a root may govern, else review",
    "a root may govern, else deny",
    "a rule lacks the debts",
)


def situations(policy: CorePolicy, request: Request, said: Explanation) -> set[str]:
    """The names of `ALL` that a case holds."""
    context = Context(request, request.at)
    found = set(_of_roots(policy, context))
    for rule in policy.rules:
        found |= _of_counts(rule, rule.scope, context)
    for ladder in policy.ladders:
        found |= _of_counts(ladder, ladder.scope, context)
        for bound in bindings(ladder.scope, context):
            found |= set(_of_ladder(ladder, bound))
    for obligation in policy.obligations:
        found |= _of_counts(obligation, obligation.scope, context)
    if any(_has_set_key(rule, context) for rule in (*policy.rules, *policy.ladders)):
        found.add("a key is a set")
    if any("proposal.debts" in reason.missing for reason in (*said.reasons, *said.warnings)):
        found.add("a rule lacks the debts")
    return found


def _has_set_key(of: Rule | Ladder, context: Context) -> bool:
    return any(
        isinstance(part, Key) and isinstance(read(part.path, context), frozenset)
        for part in parts(of)
    )


def _of_roots(policy: CorePolicy, context: Context) -> Iterator[str]:
    truths = [
        (root, holds(root.governs, bound))
        for root in policy.roots
        for bound in bindings(root.scope, context)
    ]
    if not any(truth for _, truth in truths):
        perhaps = [root for root, truth in truths if truth is None]
        yield from (f"a root may govern, else {root.otherwise}" for root in perhaps)


def _of_counts(of: Rule | Ladder | Obligation, scope: Scope, context: Context) -> set[str]:
    if not any(event.reserved for event in context.request.events):
        return set()
    core = of.core if isinstance(of, Rule) else None
    found = set()
    for bound in bindings(scope, context):
        for part in parts(of):
            if isinstance(part, Count) and _depends(part, bound):
                found.add(ALL[0] if part is core else ALL[1])
        if any(_may_be(selection, keys, bound) for selection, keys in _anchors(of)):
            found.add("a reservation may be an anchor")
    return found


def _depends(count: Count, context: Context) -> bool:
    if lacking_keys(count.keys, context):
        return False
    presumed, plain = (tally(count, replace(context, presumes=p), holds) for p in (True, False))
    return (presumed.sure >= count.minimum) != (plain.sure >= count.minimum)


def _anchors(of: object) -> Iterator[tuple[Selection, tuple[Key, ...]]]:
    for part in parts(of):
        match part:
            case Count(window=SinceLast(selection), keys=keys):
                yield selection, keys
            case Count(after_first=Selection() as selection, keys=keys):
                yield selection, keys
            case Consent(ending_after=Selection() as selection, ending_keys=keys):
                yield selection, keys
            case Obligation(after_first=Selection() as selection, keys=keys):
                yield selection, keys
            case Ladder(reset=Selection() as selection, keys=keys):
                yield selection, keys


def _may_be(selection: Selection, keys: tuple[Key, ...], context: Context) -> bool:
    """Whether a reservation only may be one of a selection, and would be one if presumed of."""
    plain, presumed = (
        select(selection, keys, replace(context, presumes=presumes), holds)
        for presumes in (False, True)
    )
    return any(_is_unsure(item) and item not in presumed for item in plain)


def _is_unsure(judged: Judged) -> bool:
    return judged[1] is None


def _of_ladder(ladder: Ladder, context: Context) -> Iterator[str]:
    if holds(ladder.applies, context) is False or holds(ladder.lifted, context) is True:
        return
    seen = view(ladder, context)
    if ladder.reset is not None and any(map(_is_unsure, seen.events)):
        yield "an event may be a reset"
    if any(map(_is_unsure, skips(None, seen))):
        if ladder.on_block == "stop":
            yield "a skip may be of the debt, and stops"
        elif ladder.on_block == "skip":
            yield "a skip may be of the debt, and spends"
    yield from _of_openings(seen)
    channel = read("proposal.channel", context)
    if any(channel in s.channels and holds(s.takes, context) is None for s in ladder.steps):
        yield "a step's filter is unknown"
    if not ladder.take_any and _may_be_open_after_another(seen):
        yield "a later step may be open"
    for block in blocks(ladder, context):
        if block.missing and block.code == "STEP_SPENT":
            yield "a step may be spent"
        if block.missing and block.code == "STEP_TOO_SOON":
            yield "a step may be too soon"


def _of_openings(seen: View) -> Iterator[str]:
    for step in seen.ladder.steps:
        opens = opening(step, seen)
        if isinstance(opens, int) and soonest(step, seen) < opens:
            yield "a step may have opened earlier"
        before = [seen.step(one.step) for group in step.after for one in group if one.times]
        made = [event for one in before for event, _ in attempts(one, seen)]
        if opens is Open.UNKNOWN and any(event.reserved for event in made):
            yield "a reservation may open a step"


def _may_be_open_after_another(seen: View) -> bool:
    truths = [is_open(step, opening(step, seen), seen) for step in seen.ladder.steps]
    return any(truth and None in truths[index + 1 :] for index, truth in enumerate(truths))
