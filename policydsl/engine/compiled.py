"""The compiled evaluator.

In: a `CorePolicy`. Out: `Engine`, which gives the verdict with the ids of the rules that block,
and, only when asked, the whole explanation. An engine may be used by several threads at once.
"""

from __future__ import annotations

from dataclasses import dataclass

from policydsl.core.explanation import Explanation
from policydsl.core.policy import CorePolicy, Effect
from policydsl.core.request import Request
from policydsl.engine.decision import Decision
from policydsl.engine.decision_json import about
from policydsl.engine.explaining import Explainer


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict, and the ids of all rules and ladders that block, in the order of reasons."""

    verdict: str
    blocking: tuple[str, ...]


class Engine:
    """One policy, ready to decide."""

    def __init__(self, policy: CorePolicy) -> None:
        self.policy = policy
        self._about = about(policy)
        self._explainer = Explainer(policy)

    def decide(self, request: Request) -> Decision:
        """The decision, explained when asked."""
        judgement = self.judge(request)
        return Decision(
            judgement.verdict, judgement.blocking, request, self._explainer.explain, self._about
        )

    def judge(self, request: Request) -> Judgement:
        """The verdict and what blocks."""
        explanation = self.explain(request)
        blocking = [r.rule for r in explanation.reasons if r.effect in (Effect.DENY, Effect.REVIEW)]
        return Judgement(str(explanation.verdict), tuple(dict.fromkeys(blocking)))

    def explain(self, request: Request) -> Explanation:
        """The whole explanation."""
        return self._explainer.explain(request)


def compile_policy(policy: CorePolicy) -> Engine:
    """Make a policy ready."""
    return Engine(policy)
