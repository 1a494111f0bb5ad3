"""Deciding: the hand-written function, the engine's judgement and its explanation.

In: how thorough to be. Out: a table. Before any time is taken, every case must get the same answer
from all of them and from the reference, and the cases must be mixed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from benchmarks.agreement import by_reference, disagreements
from benchmarks.cases import SIZES, Case, cases, mixture, refuse_one_sided
from benchmarks.hand_written import Answer
from benchmarks.hand_written import judge as by_hand
from benchmarks.measure import Cell, Table, Timing, interleaved
from benchmarks.reference_policy import policy
from policydsl.core.request import Request
from policydsl.engine.compiled import Engine, compile_policy

SEED = 2026


class DisagreementError(Exception):
    """Two evaluators differ, so their times mean nothing."""


def run(number: int, rounds: int) -> Table:
    """Compare on `number` cases of each length of history."""
    engine = compile_policy(policy().core)
    by_size = {size: cases(SEED, number, size) for size in SIZES}
    _check(by_size, engine)
    rows = [row for size, made in by_size.items() for row in _rows(size, made, engine, rounds)]
    return Table(
        "decisions: microseconds for one, on the policy of a dozen rules",
        ("events", "evaluator", "least", "median", "ratio least", "ratio median"),
        tuple(rows),
        (
            f"processor time, {rounds} interleaved rounds over {number} cases of each length",
            "every fifth case stands on an edge",
            "all answers equal to the reference, verdicts and blocking rules",
            *(_mixture_note(size, made) for size, made in by_size.items()),
        ),
    )


def _check(by_size: Mapping[int, Sequence[Case]], engine: Engine) -> None:
    contestants: dict[str, Callable[[Request], Answer]] = {
        "hand-written": by_hand,
        "engine": lambda request: _judged(engine, request),
        "explanation": lambda request: _explained(engine, request),
    }
    for made in by_size.values():
        for found in disagreements(made, contestants, by_reference)[:1]:
            raise DisagreementError(
                f"{found.evaluator}, {found.case.size} events, edge {found.case.edge}: "
                f"{found.given} instead of {found.expected}"
            )
    mixed = {
        size: mixture(by_hand(case.request) for case in made) for size, made in by_size.items()
    }
    refuse_one_sided(policy().core, mixed)


def _judged(engine: Engine, request: Request) -> Answer:
    judgement = engine.judge(request)
    return judgement.verdict, judgement.blocking


def _explained(engine: Engine, request: Request) -> Answer:
    explanation = engine.explain(request)
    return explanation.verdict, tuple(dict.fromkeys(reason.rule for reason in explanation.reasons))


def _rows(size: int, made: Sequence[Case], engine: Engine, rounds: int) -> list[tuple[Cell, ...]]:
    """The explanation, which takes far longer, runs apart: it would leave cold caches behind."""
    requests = [case.request for case in made]
    timings = interleaved(
        {"hand-written": by_hand, "engine.judge": engine.judge, "engine.decide": engine.decide},
        requests,
        rounds,
    )
    timings |= interleaved({"engine.explain": engine.explain}, requests, rounds)
    base = timings["hand-written"]
    return [(size, name, *_figures(timing, base)) for name, timing in timings.items()]


def _figures(timing: Timing, base: Timing) -> tuple[float, float, float, float]:
    return (
        timing.least,
        timing.median,
        timing.least / base.least,
        timing.median / base.median,
    )


def _mixture_note(size: int, made: Sequence[Case]) -> str:
    found = mixture(by_hand(case.request) for case in made)
    shares = ", ".join(f"{found.share(name):.0%} {name}" for name in ("allow", "review", "deny"))
    return f"{size} events: {shares}"
