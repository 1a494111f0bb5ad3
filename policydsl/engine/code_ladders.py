"""Ladders as conditions on dates and loops over the history.

In: a `Ladder` and its bits. Out: lines that set the first bit when the ladder denies, the second
when it wants an approval. A step passes only when everything about it is surely so, which makes its
conditions two-valued. Ladders of rare forms go by way of the exact way
(`policydsl.engine.ladders`).
"""

from __future__ import annotations

from policydsl.core.policy import DayPoint, Ladder, Step, StepReached
from policydsl.core.windows import ConsecutiveDays, FullDays, Rolling
from policydsl.engine.code_counts import KeyCode, Then
from policydsl.engine.code_formulas import (
    FALSE,
    TRUE,
    conjunction,
    disjunction,
    expression,
    negation,
)
from policydsl.engine.code_openings import OpeningCode, bind_anchors
from policydsl.engine.code_owned import is_plain_budget, spent_lines, times_lines
from policydsl.engine.code_place import OTHER, Place
from policydsl.engine.frame import Frame
from policydsl.engine.ladders import Standing, is_approved
from policydsl.engine.step_plans import LadderPlan

_CHANNEL = "proposal.channel"


def speaks_expression(ladder: Ladder, place: Place) -> str:
    """Whether a ladder speaks about the proposal."""
    stays = negation(expression(ladder.lifted, True, place))
    return conjunction([expression(ladder.applies, False, place), stays])


def takes_expression(step: Step, must: bool, place: Place) -> str:
    """Whether a step surely takes, or may take, the proposal."""
    if _CHANNEL in place.folded:
        channel = place.folded[_CHANNEL]
        is_taken = channel is not OTHER and channel in step.channels
        by_channel = TRUE if is_taken else FALSE
    else:
        by_channel = f"{place.read(_CHANNEL)} in {place.code.constant(step.channels)}"
    return conjunction([by_channel, expression(step.takes, must, place)])


def ladder_lines(ladder: Ladder, deny: str, review: str, place: Place) -> None:
    """Write when a ladder denies, and when it wants an approval."""
    code = place.code
    speaks = speaks_expression(ladder, place)
    if speaks == FALSE:
        return
    with code.block(f"if {speaks}"):
        if not is_plain(ladder):
            _exact_lines(ladder, deny, review, place)
            return
        keys = [KeyCode(key, 1, place) for key in ladder.keys]
        refused = disjunction(
            [
                *(key.lacking for key in keys),
                expression(ladder.stop, False, place),
                expression(ladder.hold, False, place),
            ]
        )
        with code.block(f"if {refused}"):
            code.line(f"blocked |= {deny}")
        if refused != TRUE:
            with code.block("else"):
                LadderCode(ladder, keys, place).write(deny, review)


def is_plain(ladder: Ladder) -> bool:
    """Whether a ladder is of the usual forms."""
    steps = {step.name: step for step in ladder.steps}
    return ladder.on_block == "wait" and all(
        all(_is_plain_reach(one, steps) for alternatives in step.after for one in alternatives)
        and all(is_plain_budget(budget) for budget in step.budgets)
        and isinstance(step.apart, Rolling | ConsecutiveDays | FullDays | None)
        for step in ladder.steps
    )


def _is_plain_reach(reached: StepReached, steps: dict[str, Step]) -> bool:
    if reached.times is not None:
        return reached.times >= 1
    is_plain_span = isinstance(reached.open_for, Rolling | ConsecutiveDays | FullDays)
    return is_plain_span and not steps[reached.step].after


def _exact_lines(ladder: Ladder, deny: str, review: str, place: Place) -> None:
    code = place.code
    plan = code.constant(LadderPlan(ladder, place.formulas), ("ladder", ladder.id))
    bits = code.fresh("b")
    code.line(f"{bits} = {code.helper(exact_bits)}({plan}, {place.frame()})")
    with code.block(f"if {bits} & 1"):
        code.line(f"blocked |= {deny}")
    with code.block(f"if {bits} & 2"):
        code.line(f"blocked |= {review}")


def exact_bits(plan: LadderPlan, frame: Frame) -> int:
    """Whether a ladder that speaks denies (1) or wants an approval (2), the exact way."""
    bits = 0
    for block in Standing(plan, frame).blocks():
        bits |= 2 if block.code == "APPROVAL_REQUIRED" else 1
    return bits


class LadderCode:
    """Writes one ladder, in one place, for a proposal that lacks no key and is not held back."""

    __slots__ = ("_anchors", "_keys", "_ladder", "_place")

    def __init__(self, ladder: Ladder, keys: list[KeyCode], place: Place) -> None:
        self._ladder = ladder
        self._keys = keys
        self._place = place
        self._anchors: dict[str, tuple[str, str]] = {}

    def write(self, deny: str, review: str) -> None:
        """The state is 1 as long as every step denies, 2 when one wants an approval, else 0."""
        code = self._place.code
        for key in self._keys:
            key.bind()
        bind_anchors(self._ladder, self._place, self._anchors)
        state = code.fresh("s")
        code.line(f"{state} = 1")
        for index, step in enumerate(self._ladder.steps):
            takes = takes_expression(step, True, self._place)
            if takes != FALSE:
                with code.block(f"if {conjunction([state, takes])}"):
                    self._write_step(index, state)
        with code.block(f"if {state}"):
            code.line(f"blocked |= {deny} if {state} == 1 else {review}")

    def _write_step(self, index: int, state: str) -> None:
        """Set the state when a step that takes the proposal is open, unspent and not too soon.

        Where only the current step may be taken, no later one may be open.
        """
        code, step = self._place.code, self._ladder.steps[index]

        def passed() -> None:
            if step.approval is None:
                code.line(f"{state} = 0")
                return
            step_id = code.constant(f"{self._ladder.id}.{step.name}")
            role = code.constant(step.approval)
            asked = f"{code.helper(is_approved)}(request, {step_id}, {role})"
            code.line(f"{state} = 0 if request.approvals and {asked} else 2")

        def opened() -> None:
            spent_lines(self._ladder, step, self._keys, self._place, passed)

        def last_opened() -> None:
            if self._ladder.take_any or not self._ladder.steps[index + 1 :]:
                opened()
                return
            later = code.fresh("l")
            code.line(f"{later} = False")
            openings = OpeningCode(self._ladder, self._keys, self._place, self._anchors)
            for other in self._ladder.steps[index + 1 :]:
                with code.block(f"if not {later}"):
                    code.line(f"{later} = {openings.may_be_open(other)}")
            with code.block(f"if not {later}"):
                opened()

        self._open_lines(step, last_opened)

    def _open_lines(self, step: Step, then: Then) -> None:
        """Do something when a step is surely open."""
        code, place = self._place.code, self._place
        parts = [self._has_come(step.start), self._has_not_ended(step.end)]
        is_open = conjunction([*parts, expression(step.when, True, place)])
        if is_open == FALSE:
            return
        with code.block(f"if {is_open}"):
            self._after_lines(step, 0, then)

    def _after_lines(self, step: Step, number: int, then: Then) -> None:
        """Do something when every `after` from a number on is reached."""
        if number == len(step.after):
            then()
            return
        code, place = self._place.code, self._place
        alternatives = step.after[number]
        by_time = [self._has_been_open(one) for one in alternatives if one.times is None]
        reached = code.fresh("o")
        code.line(f"{reached} = {disjunction(by_time)}")
        for one in alternatives:
            if one.times is not None:
                before = self._step(one.step)
                with code.block(f"if not {reached}"):
                    times_lines(self._ladder, before, one.times, self._keys, place, reached)
        with code.block(f"if {reached}"):
            self._after_lines(step, number + 1, then)

    def _step(self, name: str) -> Step:
        return next(step for step in self._ladder.steps if step.name == name)

    def _has_come(self, point: DayPoint | None) -> str:
        if point is None:
            return TRUE
        if not self._place.knows_zone:
            return FALSE
        _, from_day = self._anchors[point.anchor]
        return f"({from_day} is not None and day >= {from_day} + {point.days})"

    def _has_not_ended(self, point: DayPoint | None) -> str:
        if point is None:
            return TRUE
        anchor, from_day = self._anchors[point.anchor]
        if not self._place.knows_zone:
            return f"({anchor} is None)"
        is_before = f"{from_day} is not None and day < {from_day} + {point.days}"
        return f"({anchor} is None or ({is_before}))"

    def _has_been_open(self, reached: StepReached) -> str:
        """Whether a step that opens by date alone has been open for a span."""
        before = self._step(reached.step)
        if before.start is None:
            return TRUE
        if not self._place.knows_zone:
            return FALSE
        _, from_day = self._anchors[before.start.anchor]
        opened = f"{from_day} + {before.start.days}"
        first = f"zone.opened_day({opened}) if zone.skipped else {opened}"
        span = reached.open_for
        assert isinstance(span, FullDays | ConsecutiveDays | Rolling)
        match span:
            case FullDays(days):
                over = f"day > ({first}) + {days}"
            case ConsecutiveDays(days):
                over = f"day >= ({first}) + {days}"
            case Rolling(micros):
                over = f"zone.start_of_day({opened}) + {micros} <= now"
        return f"({from_day} is not None and {over})"
