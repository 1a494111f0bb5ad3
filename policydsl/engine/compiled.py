"""The compiled evaluator.

In: a `CorePolicy`. Out: `Engine`, which gives the verdict with the ids of the rules that block,
and, only when asked, the whole explanation. An engine may be used by several threads at once.
"""

from __future__ import annotations

from functools import partial

from policydsl.core.explanation import Explanation
from policydsl.core.policy import CorePolicy
from policydsl.core.request import Request
from policydsl.engine.code_policy import write_judge, write_survey
from policydsl.engine.code_walks import selection_walk
from policydsl.engine.decision import Decision
from policydsl.engine.decision_json import about
from policydsl.engine.explaining import Explainer
from policydsl.engine.formulas import Formulas
from policydsl.engine.functions import Functions, mentioned_values
from policydsl.engine.verdicts import Judgement, Slots, judgement_of
from policydsl.engine.zones import RareError


class Engine:
    """One policy, ready to decide."""

    __slots__ = ("_about", "_explainer", "_judge", "policy")

    def __init__(self, policy: CorePolicy) -> None:
        self.policy = policy
        formulas, slots, mentioned = (
            Formulas(selection_walk),
            Slots(policy),
            mentioned_values(policy),
        )
        self._about = about(policy)
        self._judge = Functions(mentioned, partial(write_judge, policy, formulas, slots))
        survey = Functions(mentioned, partial(write_survey, policy, formulas, slots))
        self._explainer = Explainer(policy, formulas, slots, survey)

    def decide(self, request: Request) -> Decision:
        """The decision, explained when asked."""
        judgement = self.judge(request)
        return Decision(
            judgement.verdict, judgement.blocking, request, self._explainer.explain, self._about
        )

    def judge(self, request: Request) -> Judgement:
        """The verdict and what blocks."""
        try:
            return self._judge(request)
        except RareError:
            return judgement_of(self._explainer.explain(request))

    def explain(self, request: Request) -> Explanation:
        """The whole explanation."""
        return self._explainer.explain(request)


def compile_policy(policy: CorePolicy) -> Engine:
    """Make a policy ready."""
    return Engine(policy)
