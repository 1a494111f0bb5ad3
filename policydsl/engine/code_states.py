"""Where ladders stand, as lines.

In: a `Ladder`. Out: lines that gather its `LadderState`. Openings that are over are all the same, so
`now` stands for each; what has not come yet is found exactly.
"""

from __future__ import annotations

from policydsl.core.explanation import LadderState
from policydsl.core.policy import DayPoint, Ladder, Step, StepReached
from policydsl.core.windows import ConsecutiveDays, FullDays, Rolling
from policydsl.engine.code_counters import key_values_expression
from policydsl.engine.code_counts import KeyCode
from policydsl.engine.code_formulas import FALSE, TRUE, conjunction, disjunction, expression
from policydsl.engine.code_ladders import bind_anchors, is_plain
from policydsl.engine.code_owned import attempts_lines
from policydsl.engine.code_place import Place
from policydsl.engine.ladder_reasons import LadderSpeaker
from policydsl.engine.ladders import Opening, Unopened, earliest
from policydsl.engine.zones import TABLE_ENDS, RareError, ZoneTable


def state_lines(ladder: Ladder, place: Place) -> None:
    """Gather where a ladder that speaks stands."""
    code = place.code
    keys = [KeyCode(key, 1, place) for key in ladder.keys]
    lacking = disjunction([key.lacking for key in keys])
    if not is_plain(ladder) or lacking == TRUE:
        _exact_lines(ladder, place)
    elif lacking == FALSE:
        _StateCode(ladder, keys, place).write()
    else:
        with code.block(f"if {lacking}"):
            _exact_lines(ladder, place)
        with code.block("else"):
            _StateCode(ladder, keys, place).write()


def _exact_lines(ladder: Ladder, place: Place) -> None:
    code = place.code
    speaker = code.constant(LadderSpeaker(ladder, place.formulas), ("speaker", ladder.id))
    code.line(f"states += {speaker}.states([{place.frame()}])")


def date_opening(zone: ZoneTable, day: int, now: int, more: int = 0) -> Opening:
    """The start of a date, and so many microseconds more; `now` when it has been reached.

    Raises `RareError` for dates beyond the table of the zone.
    """
    at = zone.start_of_day(day) + more
    if at >= TABLE_ENDS:
        raise RareError
    return at if at > now else now


class _StateCode:
    """Writes one ladder, in one place, for a proposal that lacks no key."""

    __slots__ = ("_anchors", "_keys", "_ladder", "_never", "_place", "_unknown")

    def __init__(self, ladder: Ladder, keys: list[KeyCode], place: Place) -> None:
        self._ladder = ladder
        self._keys = keys
        self._place = place
        self._anchors: dict[str, tuple[str, str]] = {}
        self._never = place.code.constant(Unopened.NEVER, "never")
        self._unknown = place.code.constant(Unopened.UNKNOWN, "unknown")

    def write(self) -> None:
        code, ladder = self._place.code, self._ladder
        for key in self._keys:
            key.bind()
        bind_anchors(ladder, self._place, self._anchors)
        last, waiting = code.fresh("l"), code.fresh("w")
        code.line(f"{last}, {waiting} = 0, []")
        for position, step in enumerate(ladder.steps, 1):
            opens = self._opening_lines(step)
            name = code.constant(step.name)
            with code.block(f"if {opens} == now"):
                is_open = conjunction(
                    [self._has_not_ended(step.end), expression(step.when, True, self._place)]
                )
                if is_open != FALSE:
                    with code.block(f"if {is_open}"):
                        code.line(f"{last} = {position}")
            with code.block("else"):
                unopened = code.constant(Unopened, "unopened")
                at = f"None if {opens}.__class__ is {unopened} else {opens}"
                code.line(f"{waiting}.append(({name}, {at}))")
        names = code.constant((None, *(step.name for step in ladder.steps)))
        key = key_values_expression(ladder.keys, self._place)
        parts = f"{code.constant(ladder.id)}, {key}, {names}[{last}], {last}, tuple({waiting})"
        code.line(f"states.append({code.helper(LadderState)}({parts}))")

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
        opening = self._place.code.helper(date_opening)
        later = f"now if day >= {target} else {opening}(zone, {target}, now)"
        return self._unless_absent(point, later)

    def _unless_absent(self, point: DayPoint, value: str) -> str:
        anchor, day = self._anchors[point.anchor]
        if not self._place.knows_zone:
            return f"{self._never} if {anchor} is None else {self._unknown}"
        absent = f"{self._never} if {anchor} is None else {self._unknown}"
        return f"({absent}) if {day} is None else {value}"

    def _has_not_ended(self, point: DayPoint | None) -> str:
        if point is None:
            return TRUE
        anchor, day = self._anchors[point.anchor]
        if not self._place.knows_zone:
            return f"({anchor} is None)"
        is_before = f"{day} is not None and day < {day} + {point.days}"
        return f"({anchor} is None or ({is_before}))"

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
                value = self._over(opening, first, days + 1)
            case ConsecutiveDays(days):
                value = self._over(opening, first, days)
            case Rolling(micros):
                value = f"{opening}(zone, {first}, now, {micros})"
            case _:
                raise TypeError(reached.open_for)
        return self._unless_absent(before.start, value)

    def _over(self, opening: str, first: str, days: int) -> str:
        target = f"zone.opened_day({first}) + {days}"
        return f"now if day >= {target} else {opening}(zone, {target}, now)"
