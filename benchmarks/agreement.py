"""Whether the evaluators say the same, case for case.

In: cases. Out: answers in one form (the verdict and the rules that block, in the order in which
they are reported), and the cases on which an evaluator differs from the reference.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from benchmarks.cases import Case
from benchmarks.hand_written import Answer
from benchmarks.reference_policy import policy
from policydsl.core.reference import explain
from policydsl.core.request import Request

Evaluator: TypeAlias = Callable[[Request], Answer]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A case on which `evaluator` gave another answer than the reference."""

    evaluator: str
    case: Case
    expected: Answer
    given: Answer


def by_reference(request: Request) -> Answer:
    """The meaning."""
    explanation = explain(policy().core, request)
    rules = dict.fromkeys(reason.rule for reason in explanation.reasons)
    return explanation.verdict, tuple(rules)


def disagreements(
    cases: Sequence[Case], evaluators: Mapping[str, Evaluator], reference: Evaluator
) -> list[Disagreement]:
    """Every case on which some evaluator differs from the reference."""
    found = []
    for case in cases:
        expected = reference(case.request)
        for name, evaluator in evaluators.items():
            given = evaluator(case.request)
            if given != expected:
                found.append(Disagreement(name, case, expected, given))
    return found
