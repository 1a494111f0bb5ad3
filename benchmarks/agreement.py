"""Whether the evaluators say the same, case for case.

In: cases. Out: answers in one form (the verdict and the rules that block), and the cases on which
an evaluator differs from the reference.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from benchmarks.cases import Case
from benchmarks.hand_written import judge as judge_by_hand
from benchmarks.reference_policy import POLICY
from policydsl.core.reference import explain
from policydsl.core.request import Request

Verdict: TypeAlias = tuple[str, tuple[str, ...]]
Evaluator: TypeAlias = Callable[[Request], Verdict]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A case on which `evaluator` gave another answer than the reference."""

    evaluator: str
    case: Case
    expected: Verdict
    given: Verdict


def in_one_form(verdict: str, rules: Sequence[str]) -> Verdict:
    """The rules once each, by name, so that only what blocks is compared."""
    return str(verdict), tuple(sorted(set(rules)))


def by_hand(request: Request) -> Verdict:
    """The hand-written function."""
    return in_one_form(*judge_by_hand(request))


def by_reference(request: Request) -> Verdict:
    """The meaning."""
    explanation = explain(POLICY, request)
    return in_one_form(explanation.verdict, [reason.rule for reason in explanation.reasons])


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
