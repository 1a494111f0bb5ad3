"""Short ways to compile what `tests.core.build` makes, and to hold it against the reference."""

from __future__ import annotations

from functools import lru_cache

from policydsl.core import reference
from policydsl.core.explanation import Explanation
from policydsl.core.policy import CorePolicy, Ladder, Obligation, Root, Rule
from policydsl.core.request import Request
from policydsl.engine.compiled import Engine, compile_policy
from policydsl.engine.verdicts import Judgement, judgement_of
from tests.core.build import ORIGIN, YES, Scope


def policy(*parts: Rule | Ladder | Obligation | Root) -> CorePolicy:
    """A policy of these parts; one that governs everything, unless a root is among them."""
    roots = tuple(part for part in parts if isinstance(part, Root))
    return CorePolicy(
        roots=roots or (Root("p", "1", YES, "deny", Scope(), ORIGIN),),
        rules=tuple(part for part in parts if isinstance(part, Rule)),
        obligations=tuple(part for part in parts if isinstance(part, Obligation)),
        ladders=tuple(part for part in parts if isinstance(part, Ladder)),
        identity=("p", "1", "sha256:0"),
    )


@lru_cache(maxsize=64)
def compiled(of: CorePolicy) -> Engine:
    """The engine of a policy."""
    return compile_policy(of)


def both(of: CorePolicy, request: Request) -> tuple[Judgement, Explanation]:
    """What the engine says, after a look that the reference says the same."""
    engine = compiled(of)
    expected = reference.explain(of, request)
    judged, explained = engine.judge(request), engine.explain(request)
    assert explained == expected
    assert judged == judgement_of(expected)
    assert engine.judge(request) == judged
    return judged, explained


def blocks(request: Request, *parts: Rule | Ladder | Obligation | Root) -> tuple[str, ...]:
    """The ids of what blocks a request, agreed with the reference."""
    return both(policy(*parts), request)[0].blocking
