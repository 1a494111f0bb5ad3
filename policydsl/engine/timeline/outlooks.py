"""What becomes of decisions when nothing changes but the time.

In: a policy, and how requests are judged. Out: `Timeline`: next eligible times, how long an allow
holds, when each reason lifts, and the stretches of a span.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from policydsl.core.explanation import Explanation, MarginMeasure, Reason
from policydsl.core.outlook import MOST_HORIZON_DAYS, Awaited, Stretch, Wait
from policydsl.core.policy import CorePolicy, Effect
from policydsl.core.request import Request
from policydsl.engine.formulas import Formulas
from policydsl.engine.functions import CHANNEL
from policydsl.engine.making import make_reason
from policydsl.engine.timeline.ladder_changes import DENY, FREE, REVIEW
from policydsl.engine.timeline.members import Judge, Members
from policydsl.engine.timeline.search import (
    LookAt,
    end_of,
    first,
    most_jumps,
    moved,
    with_margin,
)
from policydsl.engine.timeline.waits import waits_of
from policydsl.engine.verdicts import BLOCKING, Judgement
from policydsl.engine.zones import DAY

_CODE = "DELIVERY_MARGIN"
_FEW = 30
"""So many rules are looked at in no time; with more, a picture of all of them ends sooner."""
_FEWER_BEYOND = 50
"""By how much less is looked for whether a reason lifts after the horizon."""


class Timeline:
    """The outlooks of one policy; `judge` and `explain` look at an instant without margins."""

    __slots__ = ("_explain", "_formulas", "_judge", "_made", "_policy")

    def __init__(
        self,
        policy: CorePolicy,
        formulas: Formulas,
        judge: Judge,
        explain: Callable[[Request], Explanation],
    ) -> None:
        self._policy = policy
        self._formulas = formulas
        self._judge = judge
        self._explain = explain
        self._made: Members | None = None

    @property
    def _members(self) -> Members:
        """Made when first needed: who only wants verdicts does not wait for them."""
        if self._made is None:
            self._made = Members(self._policy, self._formulas, self._judge)
        return self._made

    def margin(self, request: Request) -> int:
        """How much later a contact may arrive by its channel, in microseconds."""
        channel = request.facts.get(CHANNEL)
        margins = [micros for name, micros in self._policy.margins if name in (None, channel)]
        return max(margins, default=0)

    def late(self, request: Request, judgement: Judgement) -> tuple[tuple[Reason, ...], int | None]:
        """Why a contact that is not denied now would come too late: the rules that deny it then.

        `judgement`, here and below, is what is said at the request's own instant. Also the instant
        before which nothing stops the contact, if that was found out.
        """
        margin = self.margin(request)
        if not margin:
            return (), judgement.stays_until
        look_at = self._members.policy_look(request, judgement)
        stays_until = look_at(request.at)[1]()
        end = request.at + margin
        closes_at = None
        if stays_until <= end:
            closes_at = first(look_at, stays_until, end, most_jumps(request), _is_denied)
        if closes_at is None:
            return (), stays_until
        measure = MarginMeasure(closes_at, margin)
        denying = self._denying(request, closes_at)
        return tuple(make_reason(_CODE, rule, Effect.DENY, measure) for rule in denying), None

    def _denying(self, request: Request, at: int) -> tuple[str, ...]:
        """The rules, ladders and roots that deny at an instant."""
        reasons = self._explain(moved(request, at)).reasons
        return tuple(dict.fromkeys(one.rule for one in reasons if one.effect == Effect.DENY))

    def next_eligible_at(
        self, request: Request, horizon: int, judgement: Judgement | None = None
    ) -> int | None:
        """The first instant, from the request's on and within the horizon, that is not denied."""
        look_at, end = self._look_at(request, judgement), end_of(request.at, horizon)
        return first(look_at, request.at, end, most_jumps(request), _is_open)

    def valid_until(
        self, request: Request, horizon: int, judgement: Judgement | None = None
    ) -> int | None:
        """The first instant, from the request's on, at which it is not allowed.

        None when there is none within the horizon. A search that gives up says how far it came.
        """
        look_at, end = self._look_at(request, judgement), end_of(request.at, horizon)
        return first(look_at, request.at, end, most_jumps(request), _is_not_free)

    def _look_at(self, request: Request, judgement: Judgement | None) -> LookAt:
        margin = self.margin(request)
        if margin and judgement is not None and judgement.verdict == Effect.DENY:
            judgement = None  # it may be for the margin's sake
        look_at = self._members.policy_look(request, judgement)
        return with_margin(look_at, margin, most_jumps(request))

    def lifts(
        self, request: Request, reasons: Iterable[Reason], horizon: int
    ) -> tuple[int | None, ...]:
        """When each reason's rule, ladder or root, alone, would let the contact pass."""
        end, margin = end_of(request.at, horizon), self.margin(request)
        found: dict[str, int | None] = {}
        reasons = tuple(reasons)
        for name in dict.fromkeys(one.rule for one in reasons if one.effect in BLOCKING):
            look_at = with_margin(self._members.look_of(name, request), margin, most_jumps(request))
            found[name] = first(look_at, request.at, end, most_jumps(request), _is_free)
        return tuple(found.get(reason.rule) for reason in reasons)

    def waits(
        self, request: Request, reasons: Sequence[Reason], lifts: Sequence[int | None]
    ) -> tuple[Wait, ...]:
        """What a contact waits for that is not eligible within the horizon, and why.

        A reason that lifts later, within the longest horizon, waits for no more than that.
        """
        end, margin = end_of(request.at, MOST_HORIZON_DAYS * DAY), self.margin(request)
        found: list[Wait] = []
        for reason, lifts_at in zip(reasons, lifts, strict=True):
            if lifts_at is not None or reason.effect != Effect.DENY:
                continue
            most = most_jumps(request) // _FEWER_BEYOND
            look_at = with_margin(self._members.look_of(reason.rule, request), margin, most)
            if first(look_at, request.at, end, most, _is_free) is not None:
                found.append(Wait(Awaited.HORIZON, reason.rule))
            else:
                found += waits_of(reason, self._policy, request)
        return tuple(dict.fromkeys(found)) or (Wait(Awaited.HORIZON),)

    def approvals(self, request: Request, at: int) -> tuple[Wait, ...]:
        """The approvals that a contact needs at an instant."""
        reasons = self._explain(moved(request, at)).reasons
        return tuple(
            Wait(Awaited.APPROVAL, one.rule, () if one.approval is None else (one.approval,))
            for one in reasons
            if one.effect == Effect.REVIEW
        )

    def stretches(self, request: Request, span: int) -> tuple[Stretch, ...]:
        """The stretches of [at, at + span), each as long as its answer stays the same.

        They end early where the calendar does, or where the policy changes its mind too often.
        """
        margin, end = self.margin(request), end_of(request.at, span)
        raw = list(_joined(self._raw(request, end + margin)))
        if margin:
            raw = list(_joined(self._with_margin(request, raw, margin)))
        return tuple(
            Stretch(one.start, min(one.end, end), one.verdict, one.blocking)
            for one in raw
            if one.start < end
        )

    def _raw(self, request: Request, end: int) -> Iterator[Stretch]:
        """Stretches without margins; neighbours may say the same."""
        at = request.at
        for _ in range(most_jumps(request) * _FEW // max(self._members.number, _FEW)):
            if at >= end:
                return
            at_that = moved(request, at)
            judgement = self._judge(at_that)
            until = min(self._members.unchanged_until(at_that), end)
            yield Stretch(at, until, judgement.verdict, judgement.blocking)
            at = until

    def _with_margin(
        self, request: Request, stretches: list[Stretch], margin: int
    ) -> Iterator[Stretch]:
        """What is not denied, but would be within the margin, is."""
        closes_at: int | None = None
        late: tuple[str, ...] = ()
        found: list[Stretch] = []
        for one in reversed(stretches):
            if one.verdict == "deny":
                closes_at, late = one.start, self._denying(request, one.start)
                found.append(one)
                continue
            cut = one.end if closes_at is None else min(max(closes_at - margin, one.start), one.end)
            if cut < one.end:
                blocking = tuple(dict.fromkeys([*one.blocking, *late]))
                found.append(Stretch(cut, one.end, "deny", blocking))
            if one.start < cut:
                found.append(Stretch(one.start, cut, one.verdict, one.blocking))
        return reversed(found)


def _joined(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Neighbours that say the same as one."""
    last: Stretch | None = None
    for one in stretches:
        if last is not None and (last.verdict, last.blocking) == (one.verdict, one.blocking):
            last = Stretch(last.start, one.end, last.verdict, last.blocking)
            continue
        if last is not None:
            yield last
        last = one
    if last is not None:
        yield last


def _is_denied(effect: int) -> bool:
    return effect == DENY


def _is_open(effect: int) -> bool:
    return effect in (FREE, REVIEW)


def _is_not_free(effect: int) -> bool:
    return effect != FREE


def _is_free(effect: int) -> bool:
    return effect == FREE
