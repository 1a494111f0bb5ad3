"""What ladders say in an explanation, as lines.

In: a `Ladder`. Out: lines that gather its `LadderState` and, where that is simple, its reasons.
Openings that are over are all the same, so `now` stands for each; what has not come yet is found
exactly. Where something is unknown, or a reason needs an opening that was reached by attempts, a
bit asks for the exact way.
"""

from __future__ import annotations

from policydsl.core.policy import DayPoint, Effect, Ladder, Step, StepReached
from policydsl.core.windows import ConsecutiveDays, FullDays, Rolling
from policydsl.engine.code_counters import key_values_expression
from policydsl.engine.code_counts import KeyCode
from policydsl.engine.code_formulas import (
    FALSE,
    TRUE,
    conjunction,
    disjunction,
    expression,
    negation,
)
from policydsl.engine.code_ladders import (
    bind_anchors,
    is_plain,
    speaks_expression,
    takes_expression,
)
from policydsl.engine.code_owned import attempts_lines, spent_lines
from policydsl.engine.code_place import Place
from policydsl.engine.frame import Frame
from policydsl.engine.ladder_reasons import LadderSpeaker, opens_at
from policydsl.engine.ladders import (
    SEVERITY,
    LadderPlan,
    Opening,
    Standing,
    Unopened,
    earliest,
    is_approved,
)
from policydsl.engine.making import make_ladder_state, make_reason, make_step_measure
from policydsl.engine.verdicts import Slot
from policydsl.engine.zones import DAY, TABLE_ENDS, RareError, ZoneTable

_PASSES = len(SEVERITY)
_NOT_REACHED, _, _SPENT, _TOO_SOON, _UNAPPROVED = range(_PASSES)


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
            _LadderSurvey(ladder, slot, keys, place).write()
        else:
            with code.block(f"if {lacking}"):
                _exact_lines(ladder, slot, place)
            with code.block("else"):
                _LadderSurvey(ladder, slot, keys, place).write()


def _exact_lines(ladder: Ladder, slot: Slot, place: Place) -> None:
    code = place.code
    speaker = code.constant(LadderSpeaker(ladder, place.formulas), ("speaker", ladder.id))
    code.line(f"blocked |= {code.constant(slot.first)}")
    code.line(f"states += {speaker}.states([{place.frame()}])")


def date_opening(zone: ZoneTable, day: int, now: int, more: int = 0) -> Opening:
    """The start of a date, and so many microseconds more; `now` when it has been reached.

    Raises `RareError` for dates beyond the table of the zone.
    """
    at = zone.start_of_day(day) + more
    if at >= TABLE_ENDS:
        raise RareError
    return at if at > now else now


def exact_opening(plan: LadderPlan, frame: Frame, position: int) -> int | None:
    """The instant at which a step opened, the exact way."""
    return opens_at(Standing(plan, frame).opening(plan.steps[position]))


class _LadderSurvey:
    """Writes one ladder, in one place, for a proposal that lacks no key."""

    __slots__ = (
        *("_anchors", "_best", "_exact", "_key", "_keys", "_ladder", "_last", "_never", "_place"),
        *("_unknown",),
    )

    def __init__(self, ladder: Ladder, slot: Slot, keys: list[KeyCode], place: Place) -> None:
        code = place.code
        self._ladder = ladder
        self._keys = keys
        self._place = place
        self._anchors: dict[str, tuple[str, str]] = {}
        self._never = code.constant(Unopened.NEVER, "never")
        self._unknown = code.constant(Unopened.UNKNOWN, "unknown")
        self._exact = f"blocked |= {code.constant(slot.first)}"
        self._key, self._last, self._best = (code.fresh(letter) for letter in "klb")

    def write(self) -> None:
        """The state; then the reasons."""
        code, place = self._place.code, self._place
        for own in self._keys:
            own.bind()
        bind_anchors(self._ladder, place, self._anchors)
        code.line(f"{self._key} = {key_values_expression(self._ladder.keys, place)}")
        openings = self._state_lines()
        for code_name, formula in (
            ("LADDER_STOPPED", self._ladder.stop),
            ("LADDER_HELD", self._ladder.hold),
        ):
            may = expression(formula, False, place)
            if may != FALSE:
                with code.block(f"if {may}"):
                    self._said_lines(code.constant(code_name), "None", "None", "None")
                    with code.block(f"if {negation(expression(formula, True, place))}"):
                        code.line(self._exact)
        self._best_lines(openings)

    def _state_lines(self) -> list[str]:
        """Gather the state; the names of when each step opens."""
        code, ladder = self._place.code, self._ladder
        waiting = code.fresh("w")
        code.line(f"{self._last}, {waiting} = 0, []")
        openings = []
        for position, step in enumerate(ladder.steps, 1):
            opens = self._opening_lines(step)
            openings.append(opens)
            with code.block(f"if {opens} == now"):
                is_open = self._stays_open(step, True)
                if is_open != FALSE:
                    with code.block(f"if {is_open}"):
                        code.line(f"{self._last} = {position}")
            with code.block("else"):
                at = self._instant(opens)
                code.line(f"{waiting}.append(({code.constant(step.name)}, {at}))")
        names = code.constant((None, *(step.name for step in ladder.steps)))
        parts = f"{self._key}, {names}[{self._last}], {self._last}, tuple({waiting})"
        made = code.helper(make_ladder_state)
        code.line(f"states.append({made}({code.constant(ladder.id)}, {parts}))")
        return openings

    def _instant(self, opens: str) -> str:
        unopened = self._place.code.constant(Unopened, "unopened")
        return f"(None if {opens}.__class__ is {unopened} else {opens})"

    def _stays_open(self, step: Step, must: bool) -> str:
        """Whether a step whose opening has come is surely open, or may be."""
        place = self._place
        return conjunction(
            [self._has_not_ended(step.end, must), expression(step.when, must, place)]
        )

    def _said_lines(self, reason_code: str, step: str, opens: str, approval: str) -> None:
        """Gather a reason; all but `opens` are names of constants."""
        code = self._place.code
        review = code.constant(Effect.REVIEW)
        effect = code.constant(Effect.DENY)
        if approval != "None":
            effect = f"({effect} if {approval} is None else {review})"
        ladder = code.constant(self._ladder.id)
        measure = f"{code.helper(make_step_measure)}({self._key}, {step}, {opens})"
        parts = f"{reason_code}, {ladder}, {effect}, {measure}, (), {approval}"
        debt = "debt" if self._place.has_debt else "None"
        code.line(f"said.append(({ladder}, {debt}, {code.helper(make_reason)}({parts})))")

    def _best_lines(self, openings: list[str]) -> None:
        """Find the step that takes the proposal and comes furthest, and what blocks it.

        The best is a tuple: severity, step, opening, approval; the severity -1 when none takes it.
        """
        code, place = self._place.code, self._place
        code.line(f"{self._best} = (-1, None, None, None)")
        for index, step in enumerate(self._ladder.steps):
            takes = takes_expression(step, place)
            if takes != FALSE:
                with code.block(f"if {conjunction([f'{self._best}[0] != {_PASSES}', takes])}"):
                    self._judge_lines(index, openings[index])
        with code.block(f"if {self._best}[0] != {_PASSES}"):
            codes = code.constant((*SEVERITY, SEVERITY[_NOT_REACHED]))
            name, opens, approval = (f"{self._best}[{number}]" for number in (1, 2, 3))
            self._said_lines(f"{codes}[{self._best}[0]]", name, opens, approval)

    def _judge_lines(self, index: int, opens: str) -> None:
        """Judge a step that takes the proposal."""
        code, step = self._place.code, self._ladder.steps[index]
        surely, perhaps = self._stays_open(step, True), self._stays_open(step, False)
        with code.block(f"if {opens} == now"):
            with code.block(f"if {surely}"):
                self._open_lines(index)
            with code.block("else"):
                with code.block(f"if {perhaps}"):
                    code.line(self._exact)
                self._reached_block_lines(_NOT_REACHED, step)
        with code.block("else"):
            with code.block(f"if {opens} is {self._unknown} and {perhaps}"):
                code.line(self._exact)
            self._block_lines(_NOT_REACHED, step, self._instant(opens), "None")

    def _open_lines(self, index: int) -> None:
        """Judge a step that is open."""
        code, step, ladder = self._place.code, self._ladder.steps[index], self._ladder

        def passes() -> None:
            if step.approval is None:
                code.line(f"{self._best} = ({_PASSES}, None, None, None)")
                return
            role, step_id = code.constant(step.approval), code.constant(f"{ladder.id}.{step.name}")
            asked = f"{code.helper(is_approved)}(request, {step_id}, {role})"
            with code.block(f"if request.approvals and {asked}"):
                code.line(f"{self._best} = ({_PASSES}, None, None, None)")
            with code.block("else"):
                self._reached_block_lines(_UNAPPROVED, step, role)

        def judge() -> None:
            spent_lines(
                ladder,
                step,
                self._keys,
                self._place,
                passes,
                lambda: self._reached_block_lines(_SPENT, step),
                lambda: self._reached_block_lines(_TOO_SOON, step),
            )

        if ladder.take_any:
            judge()
            return
        with code.block(f"if {self._last} > {index + 1}"):
            self._reached_block_lines(_NOT_REACHED, step)
        with code.block("else"):
            judge()

    def _reached_block_lines(self, severity: int, step: Step, approval: str = "None") -> None:
        """A block of a step whose opening has come: by date, always, or by attempts."""
        code, ladder = self._place.code, self._ladder
        opens = "None"
        if step.after:
            plan = code.constant(LadderPlan(ladder, self._place.formulas), ("ladder", ladder.id))
            position = ladder.steps.index(step)
            frame = self._place.frame()
            opens = f"{code.helper(exact_opening)}({plan}, {frame}, {position})"
        elif step.start is not None:
            _, day = self._anchors[step.start.anchor]
            opens = f"zone.start_of_day({day} + {step.start.days})"
        self._block_lines(severity, step, opens, approval)

    def _block_lines(self, severity: int, step: Step, opens: str, approval: str) -> None:
        code = self._place.code
        with code.block(f"if {self._best}[0] < {severity}"):
            name = code.constant(step.name)
            code.line(f"{self._best} = ({severity}, {name}, {opens}, {approval})")

    def _opening_lines(self, step: Step) -> str:
        """The name of when a step opens: `now` if it has, a later instant, never, or unknown."""
        code = self._place.code
        opens = code.fresh("p")
        code.line(f"{opens} = {self._start(step.start)}")
        for alternatives in step.after:
            with code.block(f"if {opens} is not {self._never}"):
                reached = self._reached_lines(alternatives)
                with code.block(f"if {reached} is {self._never}"):
                    code.line(f"{opens} = {reached}")
                with code.block(f"elif {reached} is {self._unknown}"):
                    code.line(f"{opens} = {reached}")
                with code.block(f"elif {opens} is not {self._unknown} and {reached} > {opens}"):
                    code.line(f"{opens} = {reached}")
        return opens

    def _reached_lines(self, alternatives: tuple[StepReached, ...]) -> str:
        """The name of when the first of some alternatives is reached."""
        code, place = self._place.code, self._place
        reached = code.fresh("q")
        over = [self._open_for(one) for one in alternatives if one.times is None]
        names = [code.fresh("x") for _ in over]
        for name, value in zip(names, over, strict=True):
            code.line(f"{name} = {value}")
        soon = disjunction([f"{name} == now" for name in names])
        with code.block(f"if {soon}"):
            code.line(f"{reached} = now")
        with code.block("else"):
            for one in alternatives:
                if one.times is None:
                    continue
                before = self._step(one.step)
                sure, maybe = attempts_lines(self._ladder, before, one.times, self._keys, place)
                name = code.fresh("x")
                names.append(name)
                unsure = f"{self._unknown} if len({maybe}) >= {one.times} else {self._never}"
                code.line(f"{name} = now if len({sure}) >= {one.times} else {unsure}")
            code.line(f"{reached} = {code.helper(earliest)}([{', '.join(names)}], now)")
        return reached

    def _step(self, name: str) -> Step:
        return next(step for step in self._ladder.steps if step.name == name)

    def _start(self, point: DayPoint | None) -> str:
        if point is None:
            return "now"
        _, day = self._anchors[point.anchor]
        target = f"{day} + {point.days}"
        later = f"now if day >= {target} else {self._start_of_day(target)}"
        return self._unless_absent(point, later)

    def _start_of_day(self, day: str) -> str:
        """The start of a date yet to come."""
        code = self._place.code
        start, opening = code.fresh("t"), code.helper(date_opening)
        quick = f"steady <= ({start} := ({day}) * {DAY} - offset) < until"
        return f"({start} if {quick} else {opening}(zone, {day}, now))"

    def _unless_absent(self, point: DayPoint, value: str) -> str:
        anchor, day = self._anchors[point.anchor]
        if not self._place.knows_zone:
            return f"{self._never} if {anchor} is None else {self._unknown}"
        absent = f"{self._never} if {anchor} is None else {self._unknown}"
        return f"({absent}) if {day} is None else {value}"

    def _has_not_ended(self, point: DayPoint | None, must: bool) -> str:
        """Whether the end of a step surely has not come, or may not have come."""
        if point is None:
            return TRUE
        anchor, day = self._anchors[point.anchor]
        if not self._place.knows_zone:
            return f"({anchor} is None)" if must else TRUE
        is_before = f"day < {day} + {point.days}"
        if must:
            return f"({anchor} is None or ({day} is not None and {is_before}))"
        return f"({day} is None or {is_before})"

    def _open_for(self, reached: StepReached) -> str:
        """When a step that opens by date alone has been open for a span."""
        before = self._step(reached.step)
        if before.start is None:
            return "now"
        _, day = self._anchors[before.start.anchor]
        opening = self._place.code.helper(date_opening)
        first = f"{day} + {before.start.days}"
        match reached.open_for:
            case FullDays(days):
                value = self._over(first, days + 1)
            case ConsecutiveDays(days):
                value = self._over(first, days)
            case Rolling(micros):
                value = f"{opening}(zone, {first}, now, {micros})"
            case _:
                raise TypeError(reached.open_for)
        return self._unless_absent(before.start, value)

    def _over(self, first: str, days: int) -> str:
        target = f"zone.opened_day({first}) + {days}"
        return f"now if day >= {target} else {self._start_of_day(target)}"
