"""Everything round the edges of a rule.

In: a rule and a request near it. Out: the same request with each of the rule's conditions made
yes, no and unknown in every way that is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from policydsl.core.formula import Consent, Count, Formula
from policydsl.core.policy import Ladder, Rule
from policydsl.rules.walk import parts
from policydsl.witnesses.bench import Hand, State
from policydsl.witnesses.goals import About, hand_of
from policydsl.witnesses.solving import Solver

_TRUTHS = (True, False, None)


def edges(one: About, state: State, solver: Solver) -> Iterator[State]:
    """Requests that differ from one in what a single condition reads."""
    hand = hand_of(one)
    for formula in _formulas(one):
        for atom in parts(formula):
            for inner in _hands(atom, formula, state, hand):
                for wanted in _TRUTHS:
                    for draft in solver.moves(atom, wanted, state, inner):
                        made = solver.bench.state(draft)
                        if made is not None:
                            yield made


def _formulas(one: About) -> Iterator[Formula]:
    if isinstance(one, Rule):
        yield one.core
    yield from (one.applies, one.lifted)
    if isinstance(one, Ladder):
        yield from (one.hold, one.stop)
        for step in one.steps:
            yield from (step.takes, step.when)


def _hands(atom: Formula, formula: Formula, state: State, hand: Hand) -> Iterator[Hand]:
    """In what an atom is judged: each event or consent for one inside a filter."""
    inside = _inside(atom, formula)
    if inside == "event":
        for event in state.draft.events[:2]:
            yield replace(hand, event=str(event["id"]), presumes=False)
    elif inside == "consent":
        for consent in state.draft.consents[:2]:
            yield replace(hand, consent=str(consent["id"]))
    else:
        yield hand


def _inside(atom: Formula, formula: Formula) -> str | None:
    """Whether an atom stands in the filter of an event or of a consent."""
    for part in parts(formula):
        if isinstance(part, Consent) and any(one is atom for one in parts(part.where)):
            return "consent"
        if isinstance(part, Count) and any(one is atom for one in parts(part.selection.where)):
            return "event"
    return None
