"""What is claimed of an outlook and of a timeline, put to the test.

In: a case, and a subject that gives an outlook and a timeline. Out: what becomes of the contact,
and every claim that does not hold, with an instant that shows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

from policydsl.core import reference
from policydsl.core.explanation import Explanation
from policydsl.core.outlook import Outlook, Stretch
from policydsl.core.policy import CorePolicy
from policydsl.core.reference.local import LAST
from policydsl.core.request import Request
from policydsl.core.windows import MICROS_PER_DAY
from policydsl.engine.decision import Decision
from policydsl.engine.decision_json import to_datetime
from policydsl.engine.verdicts import Judgement, judgement_of
from policydsl.frozen import frozen
from tests.property.timing_cases import TimeCase, kind
from tests.property.timing_claims import (
    DECISION,
    HORIZON,
    INSTANT,
    REFERENCE,
    Fault,
    first_faults,
    is_allowed,
    is_not_allowed,
    is_not_denied,
    sample_faults,
    shape_faults,
    stretch_faults,
)
from tests.property.timing_looks import Look, alone
from tests.property.timing_scan import ALONE, RARE, SCANNED_DAYS, Depth, Watch, is_rare

NEXT, UNTIL, LIFTS = "next_eligible_at", "valid_until", "lifts"
_SPAN = 10 * MICROS_PER_DAY
"""How long a timeline is asked for, unless minutes are judged for longer."""


class Subject(Protocol):
    """What is under test: usually an `Engine`."""

    def decide(self, request: Request, horizon: int) -> Decision:
        """The decision that callers get."""

    def judge(self, request: Request) -> Judgement:
        """The verdict and what blocks."""

    def explain(self, request: Request) -> Explanation:
        """The whole explanation."""

    def outlook(self, request: Request, horizon: int) -> Outlook:
        """What time alone will change."""

    def timeline(self, request: Request, span: int) -> tuple[Stretch, ...]:
        """The stretches of [at, at + span)."""


@frozen
class Checked:
    """What became of a case, and what is wrong about it.

    `is_whole`: every whole minute was judged up to the answer, or for sixty days.
    """

    kind: str
    is_whole: bool
    faults: tuple[Fault, ...]


class Examiner:
    """Examines what a subject says of one policy."""

    def __init__(self, policy: CorePolicy, subject: Subject) -> None:
        self.policy = policy
        self.subject = subject
        self._watches: dict[CorePolicy, Watch] = {}

    @property
    def judged(self) -> int:
        """How many instants brute force has judged."""
        return sum(watch.judged for watch in self._watches.values())

    def examine(self, case: TimeCase, depth: Depth, compared: int = 0) -> Checked:
        """Test every claim about one case, and for `compared` microseconds the outlook itself."""
        request = case.request
        if is_rare(request.at):
            depth = RARE
        outlook = self.subject.outlook(request, case.horizon)
        end = min(request.at + case.horizon, LAST)
        until = outlook.next_eligible_at or outlook.valid_until or end
        look = self._look(self.policy, request, depth)
        said = look.explained_at(request.at)
        span = min(max(_SPAN, depth.minutes), LAST - request.at)
        look.runs(max(request.at + span, until))
        faults = [
            *self._said_faults(look, request.at),
            *self._verdict_faults(said, outlook, look, end),
            *self._lift_faults(said, outlook, look, end),
            *self._timeline_faults(look, span),
            *self._standing_faults(look),
            *self._decision_faults(case, outlook, compared > 0),
            *self._horizon_faults(request, outlook, compared > 0),
            *self._reference_faults(request, compared),
        ]
        scanned = min(until - request.at, SCANNED_DAYS * MICROS_PER_DAY)
        is_whole = scanned <= depth.minutes
        return Checked(kind(said.verdict, request.at, outlook), is_whole, tuple(faults))

    def _horizon_faults(self, request: Request, outlook: Outlook, asked: bool) -> Iterator[Fault]:
        """An instant is told when the horizon just reaches it, and not when it just does not."""
        told = outlook.next_eligible_at or outlook.valid_until
        if told is None or not asked:
            return
        for end in (told, told - 1):
            found = self.subject.outlook(request, end - request.at)
            if found != _within(outlook, end):
                yield Fault(HORIZON, f"{found} is {outlook} as far as {end}", end)

    def _reference_faults(self, request: Request, horizon: int) -> Iterator[Fault]:
        """The subject's outlook is that of the reference, which takes long for a long horizon."""
        if horizon == 0:
            return
        expected = reference.outlook(self.policy, request, horizon)
        found = self.subject.outlook(request, horizon)
        if found != expected:
            yield Fault(REFERENCE, f"the outlook is {expected}, not {found}", request.at + horizon)

    def _look(self, policy: CorePolicy, request: Request, depth: Depth) -> Look:
        plain = replace(policy, margins=())
        if plain not in self._watches:
            self._watches[plain] = Watch(plain)
        return Look(policy, request, self._watches[plain], depth)

    def _said_faults(self, look: Look, instant: int) -> Iterator[Fault]:
        """The subject says at an instant what the reference says."""
        request = replace(look.request, at=instant)
        said = look.explained_at(instant)
        if self.subject.explain(request) != said:
            yield Fault(INSTANT, "explained as the reference does", instant)
        if self.subject.judge(request) != judgement_of(said):
            yield Fault(INSTANT, "judged as the reference does", instant)

    def _decision_faults(self, case: TimeCase, outlook: Outlook, whole: bool) -> Iterator[Fault]:
        """The decision, asked for its instants before anything else, tells the same."""
        request = case.request
        decision = self.subject.decide(request, case.horizon)
        told = decision.next_eligible_at, decision.valid_until
        expected = outlook.next_eligible_at, outlook.valid_until
        if told != tuple(map(to_datetime, expected)):
            yield Fault(DECISION, f"{told} are those of {outlook}", request.at)
        if whole and decision.outlook != outlook:
            yield Fault(DECISION, f"{decision.outlook} is {outlook}", request.at)

    def _standing_faults(self, look: Look) -> Iterator[Fault]:
        """Until it says, a judgement is the same at every sample; it does not know of margins."""
        judged = self.subject.judge(look.request)
        at, until = look.request.at, judged.stays_until
        if look.margin == 0 and until is not None and until > at:
            stretch = Stretch(at, until, judged.verdict, judged.blocking)
            yield from sample_faults((stretch,), look, look.runs(at))

    def _verdict_faults(
        self, said: Explanation, outlook: Outlook, look: Look, end: int
    ) -> Iterator[Fault]:
        next_at, until = outlook.next_eligible_at, outlook.valid_until
        if said.verdict == "deny":
            yield from first_faults(NEXT, next_at, is_not_denied, look, end)
        elif next_at is not None:
            yield Fault(NEXT, "only what is denied becomes eligible", next_at)
        if said.verdict == "allow":
            yield from first_faults(UNTIL, until, is_not_allowed, look, end)
        elif until is not None:
            yield Fault(UNTIL, "only what is allowed is valid", until)
        for told in (next_at, until):
            if told is not None:
                yield from self._said_faults(look, told)
                yield from self._said_faults(look, told - 1)

    def _lift_faults(
        self, said: Explanation, outlook: Outlook, whole: Look, end: int
    ) -> Iterator[Fault]:
        """What is wrong about lifts; minutes are judged for days only where one rule is not all."""
        request = whole.request
        if len(outlook.lifts) != len(said.reasons):
            yield Fault(LIFTS, f"one for each reason: {outlook.lifts}", request.at)
            return
        judged: set[tuple[str, int | None]] = set()
        for reason, told in zip(said.reasons, outlook.lifts, strict=True):
            if reason.effect == "allow" and told is not None:
                yield Fault(LIFTS, "what stops nothing is not lifted", told)
            elif reason.effect != "allow" and (reason.rule, told) not in judged:
                judged.add((reason.rule, told))
                policy = alone(self.policy, reason)
                depth = min(whole.depth, ALONE, key=lambda one: one.minutes)
                look = whole if policy == self.policy else self._look(policy, request, depth)
                yield from first_faults(LIFTS, told, is_allowed, look, end)

    def _timeline_faults(self, look: Look, span: int) -> Iterator[Fault]:
        if span > 0:
            at = look.request.at
            stretches = self.subject.timeline(look.request, span)
            yield from shape_faults(stretches, at, at + span)
            yield from stretch_faults(stretches, look)


def _within(outlook: Outlook, end: int) -> Outlook:
    """What is left of an outlook when nothing after an instant is looked for."""

    def held(told: int | None) -> int | None:
        return told if told is not None and told <= end else None

    next_at, until = held(outlook.next_eligible_at), held(outlook.valid_until)
    return Outlook(next_at, until, tuple(map(held, outlook.lifts)))
