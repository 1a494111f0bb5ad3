"""What ladders say in an explanation, as lines.

In: a `Ladder`. Out: lines that gather its `LadderState` and its reasons. A bit asks for the exact
way for ladders of rare forms, and for proposals that lack a key.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from policydsl.core.policy import Effect, Ladder, Step
from policydsl.engine.code_counters import key_values_expression
from policydsl.engine.code_counts import KeyCode, Then
from policydsl.engine.code_formulas import (
    FALSE,
    TRUE,
    conjunction,
    disjunction,
    expression,
)
from policydsl.engine.code_ladders import is_plain, speaks_expression, takes_expression
from policydsl.engine.code_openings import OpeningCode, bind_anchors
from policydsl.engine.code_owned import is_spent_surely, is_too_soon_surely, spent_lines
from policydsl.engine.code_place import Place
from policydsl.engine.frame import Frame
from policydsl.engine.ladder_reasons import LadderSpeaker
from policydsl.engine.ladders import SEVERITY, is_approved, standing_of
from policydsl.engine.making import make_ladder_state, make_reason, make_step_measure
from policydsl.engine.missing import namer
from policydsl.engine.rules import is_zoneless, unknown_code
from policydsl.engine.step_plans import LadderPlan, Unopened
from policydsl.engine.steps import opens_at
from policydsl.engine.verdicts import Slot

Find: TypeAlias = Callable[[LadderPlan, Frame, int], tuple[str, ...]]
_PASSES = len(SEVERITY)
_NOT_REACHED, _UNKNOWN, _SPENT, _TOO_SOON, _UNAPPROVED = range(_PASSES)


def ladder_survey_lines(ladder: Ladder, slot: Slot, place: Place) -> None:
    """Gather what a ladder that speaks has to say; the slot's first bit asks for the exact way."""
    code = place.code
    speaks = speaks_expression(ladder, place)
    if speaks == FALSE:
        return
    keys = [KeyCode(key, 1, place) for key in ladder.keys]
    lacking = disjunction([key.lacking for key in keys])
    with code.block(f"if {speaks}"):
        code.line(f"blocked |= {code.constant(slot.third)}")
        if not is_plain(ladder) or lacking == TRUE:
            _exact_lines(ladder, slot, place)
        elif lacking == FALSE:
            _LadderSurvey(ladder, keys, place).write()
        else:
            with code.block(f"if {lacking}"):
                _lacking_lines(ladder, place)
            with code.block("else"):
                _LadderSurvey(ladder, keys, place).write()


def _exact_lines(ladder: Ladder, slot: Slot, place: Place) -> None:
    code = place.code
    speaker = code.constant(LadderSpeaker(ladder, place.formulas), ("speaker", ladder.id))
    code.line(f"blocked |= {code.constant(slot.first)}")
    code.line(f"states += {speaker}.states([{place.frame()}])")


def _lacking_lines(ladder: Ladder, place: Place) -> None:
    """What is said where the proposal lacks a key, in whatever zone."""
    code = place.code
    speaker = code.constant(LadderSpeaker(ladder, place.formulas), ("speaker", ladder.id))
    debt = "debt" if place.has_debt else "None"
    with code.block(f"if {_once(ladder, place)}"):
        code.line(f"states += {speaker}.states([{place.frame()}])")
        said = f"{speaker}.lacking_reason({place.frame()})"
        code.line(f"said.append(({code.constant(ladder.id)}, {debt}, {said}))")


def _once(ladder: Ladder, place: Place) -> str:
    """Whether this is the first zone, where the ladder speaks in all zones or in none."""
    if place.later is None or not is_zoneless(ladder.applies, ladder.lifted):
        return TRUE
    return f"not {place.later}"


def missing_to_go(plan: LadderPlan, frame: Frame, position: int) -> tuple[str, ...]:
    """What is missing to know whether a step may be taken."""
    return tuple(sorted(standing_of(plan, frame).missing_to_go(plan.steps[position])))


def events_that_spend(plan: LadderPlan, frame: Frame, position: int) -> tuple[str, ...]:
    """The events that only may have spent a step."""
    return tuple(sorted(standing_of(plan, frame).spent(plan.steps[position]) or ()))


def events_too_close(plan: LadderPlan, frame: Frame, position: int) -> tuple[str, ...]:
    """The events that only may be too close to another attempt of a step."""
    return tuple(sorted(standing_of(plan, frame).too_soon(plan.steps[position]) or ()))


def exact_opening(plan: LadderPlan, frame: Frame, position: int) -> int | None:
    """The instant at which a step opened, the exact way."""
    return opens_at(standing_of(plan, frame).opening(plan.steps[position]))


def opened_at(
    plan: LadderPlan, frame: Frame, start: int, over: int, before: int, times: int
) -> int:
    """The instant at which a step opened: at its start or later, once another had been open long
    enough or attempted a number of times.
    """
    if over <= start:
        return start
    attempt = standing_of(plan, frame).nth_attempt(plan.steps[before], times)
    return max(start, over if isinstance(attempt, Unopened) else min(attempt, over))


class _LadderSurvey:
    """Writes one ladder, in one place, for a proposal that lacks no key."""

    __slots__ = (
        *("_best", "_key", "_keys", "_ladder", "_last", "_last_maybe", "_openings"),
        *("_place", "_plan", "_told"),
    )

    def __init__(self, ladder: Ladder, keys: list[KeyCode], place: Place) -> None:
        code = place.code
        self._ladder = ladder
        self._keys = keys
        self._place = place
        self._plan: str | None = None
        self._openings = OpeningCode(ladder, keys, place, {})
        self._key, self._last, self._best = (code.fresh(letter) for letter in "klb")
        self._last_maybe = code.fresh("l")
        self._told = code.fresh("d")
        if place.later is not None:
            place.before.append(f"{self._told} = set()")

    def write(self) -> None:
        """The state; then the reasons."""
        code, place = self._place.code, self._place
        for own in self._keys:
            own.bind()
        bind_anchors(self._ladder, place, self._openings.anchors)
        code.line(f"{self._key} = {key_values_expression(self._ladder.keys, place)}")
        openings = self._state_lines()
        for code_name, formula in (
            ("LADDER_STOPPED", self._ladder.stop),
            ("LADDER_HELD", self._ladder.hold),
        ):
            may = expression(formula, False, place)
            if may != FALSE:
                with code.block(f"if {may}"):
                    names = code.constant(namer(formula, place.formulas), ("names", formula))
                    must = expression(formula, True, place)
                    missing = f"() if {must} else tuple(sorted({names}({place.frame()})))"
                    self._said_lines(code.constant(code_name), "None", "None", "None", missing)
        self._best_lines(openings)

    def _state_lines(self) -> list[str]:
        """Gather the state; the names of when each step opens."""
        code, ladder = self._place.code, self._ladder
        waiting = code.fresh("w")
        code.line(f"{self._last}, {waiting} = 0, []")
        if not ladder.take_any:
            code.line(f"{self._last_maybe} = 0")
        openings = []
        is_first = _once(ladder, self._place)
        for position, step in enumerate(ladder.steps, 1):
            with code.block(f"if {TRUE if self._is_judged(step) else is_first}"):
                opens = self._openings.opening_lines(step, self._is_judged(step))
                openings.append(opens)
                self._waiting_lines(step, position, opens, waiting)
        names = code.constant((None, *(step.name for step in ladder.steps)))
        parts = f"{self._key}, {names}[{self._last}], {self._last}, tuple({waiting})"
        made = code.helper(make_ladder_state)
        with code.block(f"if {is_first}"):
            code.line(f"states.append({made}({code.constant(ladder.id)}, {parts}))")
        return openings

    def _is_judged(self, step: Step) -> bool:
        """Whether when a step opens matters for what blocks the proposal."""
        return not self._ladder.take_any or takes_expression(step, False, self._place) != FALSE

    def _waiting_lines(self, step: Step, position: int, opens: str, waiting: str) -> None:
        """Note a step as the last that is open, or as one that waits."""
        code, ladder = self._place.code, self._ladder
        with code.block(f"if {opens} == now"):
            self._last_lines(self._last, position, True)
            if not ladder.take_any:
                self._last_lines(self._last_maybe, position, False)
        with code.block("else"):
            at = self._openings.instant(opens)
            code.line(f"{waiting}.append(({code.constant(step.name)}, {at}))")
            if not ladder.take_any:
                with code.block(f"if {opens} is {self._openings.unknown}"):
                    self._last_lines(self._last_maybe, position, False)

    def _last_lines(self, last: str, position: int, must: bool) -> None:
        """Note a step whose opening has come as the last that surely is open, or may be."""
        code = self._place.code
        is_open = self._openings.stays_open(self._ladder.steps[position - 1], must)
        if is_open != FALSE:
            with code.block(f"if {is_open}"):
                code.line(f"{last} = {position}")

    def _said_lines(
        self, reason_code: str, step: str, opens: str, approval: str, missing: str
    ) -> None:
        """Gather a reason."""
        code = self._place.code
        review = code.constant(Effect.REVIEW)
        effect = code.constant(Effect.DENY)
        if approval != "None":
            effect = f"({effect} if {approval} is None else {review})"
        ladder = code.constant(self._ladder.id)
        measure = f"{code.helper(make_step_measure)}({self._key}, {step}, {opens})"
        parts = f"{reason_code}, {ladder}, {effect}, {measure}, {missing}, {approval}"
        debt = "debt" if self._place.has_debt else "None"
        code.line(f"said.append(({ladder}, {debt}, {code.helper(make_reason)}({parts})))")

    def _best_lines(self, openings: list[str]) -> None:
        """Find the step that takes the proposal and comes furthest, and what blocks it.

        The best is a tuple: severity, step, opening, approval and what is missing; the severity is
        -1 when none takes it.
        """
        code, place = self._place.code, self._place
        code.line(f"{self._best} = (-1, None, None, None, ())")
        for index, step in enumerate(self._ladder.steps):
            takes = takes_expression(step, False, place)
            if takes != FALSE:
                with code.block(f"if {conjunction([f'{self._best}[0] != {_PASSES}', takes])}"):
                    self._judge_lines(index, openings[index])
        with code.block(f"if {self._best}[0] != {_PASSES}"):
            codes = code.constant((*SEVERITY, SEVERITY[_NOT_REACHED]))
            severity, name, opens, approval, missing = (f"{self._best}[{at}]" for at in range(5))
            unknown = f"{code.helper(unknown_code)}({missing})"
            said = f"({unknown} if {severity} == {_UNKNOWN} else {codes}[{severity}])"
            if self._place.later is None:
                self._said_lines(said, name, opens, approval, missing)
                return
            with code.block(f"if {severity} == {_UNKNOWN} or {self._is_new(severity)}"):
                code.line(f"{self._told}.add({self._told_key(severity)})")
                self._said_lines(said, name, opens, approval, missing)

    def _told_key(self, severity: str) -> str:
        return f"(debt, {severity})" if self._place.has_debt else severity

    def _is_new(self, severity: str) -> str:
        """Whether what a severity stands for has not been told of another zone."""
        return f"{self._told_key(severity)} not in {self._told}"

    def _judge_lines(self, index: int, opens: str) -> None:
        """Judge a step that takes the proposal, or may take it."""
        code, step = self._place.code, self._ladder.steps[index]
        surely, perhaps = (self._openings.stays_open(step, must) for must in (True, False))
        sure = [surely, takes_expression(step, True, self._place)]
        if not self._ladder.take_any:
            perhaps = conjunction([perhaps, f"{self._last} <= {index + 1}"])
            sure.append(f"{self._last_maybe} <= {index + 1}")
        with code.block(f"if {opens} == now"):
            with code.block(f"if not {perhaps}"):
                self._reached_block_lines(_NOT_REACHED, step)
            with code.block(f"elif {conjunction(sure)}"):
                self._open_lines(step)
            with code.block("else"):
                self._reached_block_lines(
                    _UNKNOWN, step, missing=self._missing(missing_to_go, step)
                )
        with code.block(f"elif {opens} is {self._openings.unknown} and {perhaps}"):
            missing = self._missing(missing_to_go, step)
            self._block_lines(_UNKNOWN, step, "None", missing=missing)
        with code.block("else"):
            self._block_lines(_NOT_REACHED, step, self._openings.instant(opens))

    def _missing(
        self, find: Callable[[LadderPlan, Frame, int], tuple[str, ...]], step: Step
    ) -> str:
        """How to find what is missing to know about a step."""
        called, position = self._place.code.helper(find), self._position(step.name)
        return f"{called}({self._plan_name()}, {self._place.frame()}, {position})"

    def _open_lines(self, step: Step) -> None:
        """Judge a step that surely is open and takes the proposal."""
        code, ladder = self._place.code, self._ladder

        def passes() -> None:
            if step.approval is None:
                code.line(f"{self._best} = ({_PASSES}, None, None, None, ())")
                return
            role, step_id = code.constant(step.approval), code.constant(f"{ladder.id}.{step.name}")
            asked = f"{code.helper(is_approved)}(request, {step_id}, {role})"
            with code.block(f"if request.approvals and {asked}"):
                code.line(f"{self._best} = ({_PASSES}, None, None, None, ())")
            with code.block("else"):
                self._reached_block_lines(_UNAPPROVED, step, role)

        spent_lines(
            ladder,
            step,
            self._keys,
            self._place,
            passes,
            lambda: self._spent_lines(step),
            lambda: self._too_soon_lines(step),
        )

    def _spent_lines(self, step: Step) -> None:
        """A step that may be spent; where it is not surely so, with the events that may have."""

        def write() -> None:
            is_sure = is_spent_surely(self._ladder, step, self._keys, self._place)
            missing = f"() if {is_sure} else {self._missing(events_that_spend, step)}"
            self._reached_block_lines(_SPENT, step, missing=missing)

        self._unless_told(_SPENT, step, write)

    def _too_soon_lines(self, step: Step) -> None:
        """A step that may be too soon; where it is not surely so, with the events that may be."""
        assert step.apart is not None
        is_sure = is_too_soon_surely(self._ladder, step, step.apart, self._keys, self._place)
        missing = f"() if {is_sure} else {self._missing(events_too_close, step)}"
        self._reached_block_lines(_TOO_SOON, step, missing=missing)

    def _plan_name(self) -> str:
        """The constant that is the ladder made ready."""
        if self._plan is None:
            plan = LadderPlan(self._ladder, self._place.formulas)
            self._plan = self._place.code.constant(plan, ("ladder", self._ladder.id))
        return self._plan

    def _position(self, name: str) -> int:
        return next(at for at, step in enumerate(self._ladder.steps) if step.name == name)

    def _unless_told(self, severity: int, step: Step, write: Then) -> None:
        """Write a block in full; bare where another zone has told of it, so that it is not told."""
        if self._place.later is None:
            write()
            return
        with self._place.code.block(f"if {self._is_new(str(severity))}"):
            write()
        with self._place.code.block("else"):
            self._block_lines(severity, step, "None")

    def _reached_block_lines(
        self, severity: int, step: Step, approval: str = "None", missing: str = "()"
    ) -> None:
        """A block of a step whose opening has come: by date, always, or by attempts."""
        code = self._place.code
        opens = "None"
        if step.after:
            plan, position = self._plan_name(), self._position(step.name)
            frame = self._place.frame()
            opens = f"{code.helper(exact_opening)}({plan}, {frame}, {position})"
            quick = self._openings.quick_reach(step)
            if quick is not None:
                start, over, reached = quick
                times = f"{self._position(reached.step)}, {reached.times}"
                opens = f"{code.helper(opened_at)}({plan}, {frame}, {start}, {over}, {times})"
            if self._place.later is not None and severity != _UNKNOWN:
                opens = f"{opens} if {self._is_new(str(severity))} else None"
        elif step.start is not None:
            _, day = self._openings.anchors[step.start.anchor]
            opens = f"zone.start_of_day({day} + {step.start.days})"
        self._block_lines(severity, step, opens, approval, missing)

    def _block_lines(
        self, severity: int, step: Step, opens: str, approval: str = "None", missing: str = "()"
    ) -> None:
        """Note a block that comes furthest."""
        code = self._place.code
        with code.block(f"if {self._best}[0] < {severity}"):
            name = code.constant(step.name)
            code.line(f"{self._best} = ({severity}, {name}, {opens}, {approval}, {missing})")
