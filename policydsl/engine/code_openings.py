"""When the steps of a ladder open, as lines.

In: a `Ladder` of the usual forms, in one place. Out: names that the lines bind. Openings that are
over are all the same, so `now` stands for each; what has not come yet is found exactly.
"""

from __future__ import annotations

from datetime import date

from policydsl.core.policy import DayPoint, Ladder, Step, StepReached
from policydsl.core.windows import ConsecutiveDays, FullDays, Rolling
from policydsl.engine.code_counts import KeyCode
from policydsl.engine.code_formulas import TRUE, conjunction, disjunction, expression
from policydsl.engine.code_owned import attempts_lines
from policydsl.engine.code_place import Place
from policydsl.engine.step_plans import Opening, Unopened
from policydsl.engine.steps import earliest
from policydsl.engine.zones import DAY, EPOCH_ORDINAL, TABLE_ENDS, RareError, ZoneTable


def date_opening(zone: ZoneTable, day: int, now: int, more: int = 0) -> Opening:
    """The start of a date, and so many microseconds more; `now` when it has been reached.

    Raises `RareError` for dates beyond the table of the zone.
    """
    at = zone.start_of_day(day) + more
    if at >= TABLE_ENDS:
        raise RareError
    return at if at > now else now


class OpeningCode:
    """Writes when the steps of one ladder open, for a proposal that lacks no key."""

    __slots__ = ("_keys", "_ladder", "_never", "_place", "anchors", "unknown")

    def __init__(
        self,
        ladder: Ladder,
        keys: list[KeyCode],
        place: Place,
        anchors: dict[str, tuple[str, str]],
    ) -> None:
        self._ladder = ladder
        self._keys = keys
        self._place = place
        self._never = place.code.constant(Unopened.NEVER, "never")
        self.unknown = place.code.constant(Unopened.UNKNOWN, "unknown")
        self.anchors = anchors

    def may_be_open(self, step: Step) -> str:
        """Write what is needed to know whether a step may be open; how to ask."""
        opens = self.opening_lines(step)
        begun = f"({opens} == now or {opens} is {self.unknown})"
        return conjunction([begun, self.stays_open(step, False)])

    def stays_open(self, step: Step, must: bool) -> str:
        """Whether a step whose opening has come is surely open, or may be."""
        place = self._place
        return conjunction(
            [self._has_not_ended(step.end, must), expression(step.when, must, place)]
        )

    def instant(self, opens: str) -> str:
        unopened = self._place.code.constant(Unopened, "unopened")
        return f"(None if {opens}.__class__ is {unopened} else {opens})"

    def opening_lines(self, step: Step, tells_why: bool = True) -> str:
        """The name of when a step opens: `now` if it has, a later instant, never, or unknown.

        Unless it `tells_why` not, never and unknown may stand for each other.
        """
        code = self._place.code
        opens = code.fresh("p")
        code.line(f"{opens} = {self._start(step.start)}")
        goes_on = f"{opens} is not {self._never}"
        if not tells_why:
            goes_on += f" and {opens} is not {self.unknown}"
        if not tells_why and step.start is not None and not self._place.knows_zone:
            return opens
        for alternatives in step.after:
            with code.block(f"if {goes_on}"):
                reached = self._reached_lines(alternatives)
                with code.block(f"if {reached} is {self._never}"):
                    code.line(f"{opens} = {reached}")
                with code.block(f"elif {reached} is {self.unknown}"):
                    code.line(f"{opens} = {reached}")
                with code.block(f"elif {opens} is not {self.unknown} and {reached} > {opens}"):
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
                unsure = f"{self.unknown} if len({maybe}) >= {one.times} else {self._never}"
                code.line(f"{name} = now if len({sure}) >= {one.times} else {unsure}")
            code.line(f"{reached} = {self._earliest(names)}")
        return reached

    def _earliest(self, names: list[str]) -> str:
        """The earliest of some openings; `now` if any has come."""
        if len(names) == 1:
            return names[0]
        if len(names) > 2:
            return f"{self._place.code.helper(earliest)}([{', '.join(names)}], now)"
        first, second = names
        unknown = f"{first} is {self.unknown} or {second} is {self.unknown}"
        instants = f"min({first}, {second}) if {second}.__class__ is int else {first}"
        later = f"{second} if {first} is {self._never} else {instants}"
        come = f"{first} == now or {second} == now"
        return f"now if {come} else {self.unknown} if {unknown} else {later}"

    def _step(self, name: str) -> Step:
        return next(step for step in self._ladder.steps if step.name == name)

    def _start(self, point: DayPoint | None) -> str:
        if point is None:
            return "now"
        _, day = self.anchors[point.anchor]
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
        anchor, day = self.anchors[point.anchor]
        if not self._place.knows_zone:
            return f"{self._never} if {anchor} is None else {self.unknown}"
        absent = f"{self._never} if {anchor} is None else {self.unknown}"
        return f"({absent}) if {day} is None else {value}"

    def _has_not_ended(self, point: DayPoint | None, must: bool) -> str:
        """Whether the end of a step surely has not come, or may not have come."""
        if point is None:
            return TRUE
        anchor, day = self.anchors[point.anchor]
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
        _, day = self.anchors[before.start.anchor]
        opening = self._place.code.helper(date_opening)
        first = f"{day} + {before.start.days}"
        span = reached.open_for
        assert isinstance(span, FullDays | ConsecutiveDays | Rolling)
        match span:
            case FullDays(days):
                value = self._over(first, days + 1)
            case ConsecutiveDays(days):
                value = self._over(first, days)
            case Rolling(micros):
                value = f"{opening}(zone, {first}, now, {micros})"
        return self._unless_absent(before.start, value)

    def quick_reach(self, step: Step) -> tuple[str, str, StepReached] | None:
        """For a step that has opened: its start, when a step before it had been open long enough,
        and the attempts that may have come first; None for conditions of other forms.
        """
        start = step.start
        if start is None or not self._place.knows_zone or len(step.after) != 1:
            return None
        by_span = [one for one in step.after[0] if one.times is None]
        by_times = [one for one in step.after[0] if one.times is not None]
        if len(by_span) != 1 or len(by_times) != 1:
            return None
        before, span = self._step(by_span[0].step).start, by_span[0].open_for
        if before is None or before.anchor != start.anchor:
            return None
        if not isinstance(span, FullDays | ConsecutiveDays):
            return None
        _, day = self.anchors[start.anchor]
        first = f"{day} + {before.days}"
        opened = f"zone.opened_day({first}) if zone.skipped else {first}"
        days = span.days + isinstance(span, FullDays)
        over = f"zone.start_of_day(({opened}) + {days})"
        return f"zone.start_of_day({day} + {start.days})", over, by_times[0]

    def _over(self, first: str, days: int) -> str:
        target = self._place.code.fresh("t")
        opened = f"zone.opened_day({first}) if zone.skipped else {first}"
        later = self._start_of_day(target)
        return f"now if day >= ({target} := ({opened}) + {days}) else {later}"


def bind_anchors(ladder: Ladder, place: Place, anchors: dict[str, tuple[str, str]]) -> None:
    """Bind every anchor of a day point, and its date as a number (None: not there)."""
    points = [point for step in ladder.steps for point in (step.start, step.end)]
    for point in points:
        if point is None or point.anchor in anchors:
            continue
        anchor, day = place.code.fresh("a"), place.code.fresh("d")
        anchors[point.anchor] = anchor, day
        place.code.line(f"{anchor} = {place.read(point.anchor, place.missing())}")
        if place.knows_zone:
            is_date = f"{anchor}.__class__ is {place.code.constant(date, 'date')}"
            found = f"{anchor}.toordinal() - {EPOCH_ORDINAL} if {is_date} else zone.day({anchor})"
            absent = f"{anchor} is None or {anchor} is {place.missing()}"
            place.code.line(f"{day} = None if {absent} else {found}")
