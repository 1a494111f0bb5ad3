"""The compiled evaluator.

In: a `CorePolicy`. Out: `Engine`, which gives the verdict with the ids of the rules that block,
and, only when asked, the whole explanation and the outlook. An engine may be used by several
threads at once. One that is asked a few times only need not have functions written for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import NoReturn

from policydsl.core.explanation import Explanation
from policydsl.core.outlook import DEFAULT_HORIZON_DAYS, Outlook, Stretch
from policydsl.core.policy import CorePolicy
from policydsl.core.request import Request
from policydsl.engine.code_policy import Survey, write_judge, write_survey
from policydsl.engine.code_walks import selection_walk
from policydsl.engine.decision import Decision
from policydsl.engine.decision_json import about
from policydsl.engine.explaining import Explainer
from policydsl.engine.formulas import Formulas
from policydsl.engine.functions import Functions, mentioned_values
from policydsl.engine.timeline.outlooks import Timeline
from policydsl.engine.verdicts import DENY, Judgement, Slots, judgement_of
from policydsl.engine.zones import DAY, RareError

DEFAULT_HORIZON = DEFAULT_HORIZON_DAYS * DAY


class Engine:
    """One policy, ready to decide."""

    __slots__ = ("_about", "_explainer", "_judge", "_timeline", "policy")

    def __init__(self, policy: CorePolicy, *, writes: bool = True) -> None:
        self.policy = policy
        formulas, slots = Formulas(selection_walk), Slots(policy)
        self._about = about(policy)
        self._judge: Callable[[Request], Judgement] = _not_written
        survey: Survey = _not_written
        if writes:
            mentioned = mentioned_values(policy)
            self._judge = Functions(mentioned, partial(write_judge, policy, formulas, slots))
            survey = Functions(mentioned, partial(write_survey, policy, formulas, slots))
        self._explainer = Explainer(policy, formulas, slots, survey)
        self._timeline = Timeline(policy, formulas, self._judge_instant, self._explainer.explain)

    def decide(self, request: Request, horizon: int = DEFAULT_HORIZON) -> Decision:
        """The decision, explained when asked, with an outlook as far as a horizon."""
        judgement = self.judge(request)
        return Decision(judgement, request, self.explain, self._timeline, horizon, self._about)

    def judge(self, request: Request) -> Judgement:
        """The verdict and what blocks."""
        judgement = self._judge_instant(request)
        if not self.policy.margins or judgement.verdict == DENY:
            return judgement
        late, stays_until = self._timeline.late(request, judgement)
        if not late:
            return judgement if stays_until is None else replace(judgement, stays_until=stays_until)
        names = dict.fromkeys([*judgement.blocking, *(reason.rule for reason in late)])
        return Judgement(DENY, tuple(names))

    def _judge_instant(self, request: Request) -> Judgement:
        """The verdict and what blocks, without margins."""
        try:
            return self._judge(request)
        except RareError:
            return judgement_of(self._explainer.explain(request))

    def explain(self, request: Request) -> Explanation:
        """The whole explanation."""
        explanation = self._explainer.explain(request)
        if not self.policy.margins or explanation.verdict == DENY:
            return explanation
        late, _ = self._timeline.late(request, self._judge_instant(request))
        if not late:
            return explanation
        return replace(explanation, verdict=DENY, reasons=explanation.reasons + late)

    def outlook(self, request: Request, horizon: int) -> Outlook:
        """What becomes of the decision when nothing changes but the time, within a horizon."""
        explanation, timeline = self.explain(request), self._timeline
        return Outlook(
            timeline.next_eligible_at(request, horizon) if explanation.verdict == DENY else None,
            timeline.valid_until(request, horizon) if explanation.verdict == "allow" else None,
            timeline.lifts(request, explanation.reasons, horizon),
        )

    def timeline(self, request: Request, span: int) -> tuple[Stretch, ...]:
        """The stretches of [at, at + span), each as long as its answer stays the same."""
        return self._timeline.stretches(request, span)


def compile_policy(policy: CorePolicy) -> Engine:
    """Make a policy ready."""
    return Engine(policy)


def interpret_policy(policy: CorePolicy) -> Engine:
    """Make a policy ready for a few decisions: at once, each some twenty times as slow.

    The answers are the same. Writing the functions of a policy pays from some hundred decisions of
    a kind on.
    """
    return Engine(policy, writes=False)


def _not_written(_: Request) -> NoReturn:
    """Where functions would stand: everything is the rare case."""
    raise RareError
