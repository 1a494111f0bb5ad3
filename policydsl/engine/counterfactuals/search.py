"""What would have to be different for a contact to be allowed.

In: an engine, and a request. Out: the smallest changes that turn the verdict, each verified by
deciding again: to wait, another channel now, a consent, approvals; two of these together only when
none alone is enough. A bounded number of changes is tried, so that there may be others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from policydsl.core.explanation import Reason, StepMeasure
from policydsl.core.policy import Effect
from policydsl.core.request import Request
from policydsl.engine.compiled import Engine
from policydsl.engine.counterfactuals.changes import (
    Change,
    NewApproval,
    NewConsent,
    OtherChannel,
    Part,
    WaitUntil,
    change_of,
)
from policydsl.engine.counterfactuals.consents import (
    Demand,
    demands_of,
    joined_demands,
    records_for,
)
from policydsl.engine.decision import ALLOW, Decision
from policydsl.engine.functions import CHANNEL
from policydsl.engine.verdicts import REVIEW
from policydsl.facts.moments import utc
from policydsl.facts.vocabulary import Vocabulary

MOST_CHANNELS = 20
"""So many other channels are tried, in the order in which the policy knows them."""

MOST_WAITS = 12
"""Of so many of them it is found out when they open; that takes longer than a decision."""

MOST_STEPS = 48
"""So often something is left out of consents, to see whether it is needed."""


def what_if(
    engine: Engine, vocabulary: Vocabulary, request: Request, horizon: int
) -> tuple[Change, ...]:
    """The smallest changes with which a contact is allowed; none when it is already.

    `horizon` is how far ahead it may wait, in microseconds.
    """
    search = _Search(engine, vocabulary, request, horizon)
    if search.decision.allowed:
        return ()
    return tuple(search.singles()) or tuple(search.pairs())


class _Search:
    """One request, and everything that is tried on it."""

    __slots__ = (
        *("_channels", "_demands", "_engine", "_horizon", "_request", "_steps", "_vocabulary"),
        "decision",
    )

    def __init__(
        self, engine: Engine, vocabulary: Vocabulary, request: Request, horizon: int
    ) -> None:
        self._engine = engine
        self._vocabulary = vocabulary
        self._request = request
        self._horizon = horizon
        self.decision: Decision = engine.decide(request, horizon)
        own = request.facts[CHANNEL]
        others = [name for name in vocabulary.enumerations["channel"] if name != own]
        self._channels = [OtherChannel(name) for name in others[:MOST_CHANNELS]]
        self._demands = demands_of(engine.policy, self.decision.reasons, request, vocabulary)
        self._steps = iter(range(MOST_STEPS))

    def singles(self) -> Iterator[Change]:
        """Changes of one kind."""
        yield from self._turning(*self._wait())
        for channel in self._channels:
            yield from self._turning(channel)
        yield from self._consents()
        yield from self._turning(*self._approvals())

    def pairs(self) -> Iterator[Change]:
        """Changes of two kinds."""
        consents = self._records(joined_demands(self._demands))
        if consents:
            yield from self._with_consents(*self._wait_with(*consents))
        wait = self._wait()
        if wait:
            yield from self._turning(*wait, *self._approvals(*wait))
        if consents:
            yield from self._with_consents(*self._approvals(*consents))
        for channel in self._channels[:MOST_WAITS]:
            yield from self._turning(channel, *self._wait_with(channel))

    def _consents(self) -> Iterator[Change]:
        """Each kind of consent that is enough by itself; if none is, all that are wanted."""
        enough = [one for one in self._demands if self._turns(*self._records([one]))]
        if not enough:
            yield from self._with_consents()
        found: list[list[Demand]] = []
        for demand in enough:
            if not any(demand.contains(other) for other in enough if other is not demand):
                weakened = self._weakened([demand])
                if weakened not in found:
                    found.append(weakened)
        for demands in found:
            yield change_of(*self._records(demands))

    def _with_consents(self, *others: Part) -> Iterator[Change]:
        """Some changes with the consents that are wanted, as far as they are, if that is enough."""
        demands = joined_demands(self._demands)
        if self._turns(*self._records(demands), *others):
            yield change_of(*self._records(self._weakened(demands, *others)), *others)

    def _weakened(self, demands: Sequence[Demand], *others: Part) -> list[Demand]:
        """As few of the consents as suffice, and then without anything that can be left out."""
        kept = list(demands)
        for demand in demands:
            rest = [one for one in kept if one is not demand]
            if self._suffice(rest, others):
                kept = rest
        for index, demand in enumerate(kept):
            for path in demand.values:
                for weaker in kept[index].weaker(path):
                    if self._suffice([*kept[:index], weaker, *kept[index + 1 :]], others):
                        kept[index] = weaker
                        break
        return kept

    def _suffice(self, demands: Sequence[Demand], others: Sequence[Part]) -> bool:
        """Whether fewer consents do; no longer, when that was asked too often."""
        may_ask = next(self._steps, None) is not None
        return may_ask and self._turns(*self._records(demands), *others)

    def _wait(self) -> tuple[WaitUntil, ...]:
        """Until nothing denies the contact; of one that wants reviews, until nothing does.

        Some review is wanted as long as the one that lifts last.
        """
        if self.decision.verdict != REVIEW:
            return _until(self.decision.next_eligible_at)
        lifts = [at for at in self.decision.outlook.lifts if at is not None]
        return _until(utc(max(lifts))) if len(lifts) == len(self.decision.reasons) else ()

    def _wait_with(self, *changes: Part) -> tuple[WaitUntil, ...]:
        """Until nothing denies the contact so changed."""
        decision = self._engine.decide(self._changed(*changes), self._horizon)
        return _until(decision.next_eligible_at)

    def _approvals(self, *changes: Part) -> tuple[NewApproval, ...]:
        """The approvals that the contact so changed still wants, and nothing else."""
        explanation = self._engine.explain(self._changed(*changes))
        if explanation.verdict != REVIEW:
            return ()
        wanted = [_approval(one) for one in explanation.reasons if one.effect == Effect.REVIEW]
        return tuple(dict.fromkeys(wanted))

    def _records(self, demands: Sequence[Demand]) -> tuple[NewConsent, ...]:
        return records_for(demands, self._request, self._vocabulary)

    def _turning(self, *changes: Part) -> Iterator[Change]:
        """The change, if it turns the verdict."""
        if self._turns(*changes):
            yield change_of(*changes)

    def _turns(self, *changes: Part) -> bool:
        return bool(changes) and self._engine.judge(self._changed(*changes)).verdict == ALLOW

    def _changed(self, *changes: Part) -> Request:
        return change_of(*changes).applied_to(self._request)


def _until(moment: datetime | None) -> tuple[WaitUntil, ...]:
    return () if moment is None else (WaitUntil(moment),)


def _approval(reason: Reason) -> NewApproval:
    """What approves a reason: a rule is approved under its id, a step of a ladder under its own."""
    rule = reason.rule
    if isinstance(reason.measure, StepMeasure) and reason.measure.step is not None:
        rule = f"{rule}.{reason.measure.step}"
    return NewApproval(rule, reason.approval)
