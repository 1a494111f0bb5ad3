"""Counting as loops that stop as soon as the answer is known.

In: a `Count`, a question (`must`: is the minimum surely reached?), and what to do then. Out: lines
that walk the history from its end. Windows that are rarely written, and those of business days, go
by way of the exact test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeAlias

from policydsl.core.formula import Count, Key, Selection, Window
from policydsl.core.windows import (
    CalendarMonths,
    CalendarPeriods,
    ConsecutiveDays,
    Ever,
    FullDays,
    Rolling,
)
from policydsl.engine.code_formulas import (
    FALSE,
    TRUE,
    conjunction,
    disjunction,
    exact_expression,
    expression,
)
from policydsl.engine.code_place import Place
from policydsl.engine.counts import is_rare
from policydsl.engine.frame import EAST, WEST
from policydsl.engine.selections import CONVERSATION, key_test, same_recipient
from policydsl.engine.windows import first_day_finder
from policydsl.engine.zones import DAY

Then: TypeAlias = Callable[[], None]
"""Writes what is to be done when the answer is yes."""


def count_lines(count: Count, must: bool, place: Place, then: Then, presumes: bool = False) -> None:
    """Do something when a count surely reaches, or may reach, its minimum.

    With `presumes` it is the core of a rule, to which a reservation is whatever it may become.
    """
    code = place.code
    bound = None if is_rare(count) else window_start(count.window, must, place)
    if bound is None:
        with code.block(f"if {exact_expression(count, must, place, presumes)}"):
            then()
        return
    keys = [KeyCode(key, count.selection.level, place) for key in count.keys]
    lacking = disjunction([key.lacking for key in keys])
    if lacking == TRUE:
        if not must:
            then()
        return
    for key in keys:
        key.bind()

    def loop() -> None:
        _loop(count, must, place, keys, bound, then, presumes)

    if lacking == FALSE:
        loop()
        return
    if must:
        with code.block(f"if not {lacking}"):
            loop()
        return
    with code.block(f"if {lacking}"):
        then()
    with code.block("else"):
        loop()


def _loop(
    count: Count,
    must: bool,
    place: Place,
    keys: list[KeyCode],
    bound: str,
    then: Then,
    presumes: bool,
) -> None:
    code = place.code
    event = code.fresh("e")
    selected = selection_test(count.selection, keys, must, place, event, presumes)
    if count.distinct_days and not place.knows_zone and must and count.minimum > 1:
        return
    by_days = count.distinct_days and place.knows_zone and count.minimum > 1
    counted = code.fresh("n")
    with code.block("if events"):
        _walk(count, selected, event, bound, counted, by_days, place, then)


def _walk(
    count: Count,
    selected: str,
    event: str,
    bound: str,
    counted: str,
    by_days: bool,
    place: Place,
    then: Then,
) -> None:
    code = place.code
    if by_days:
        code.line(f"{counted} = set()")
    elif count.minimum > 1:
        code.line(f"{counted} = 0")
    with code.block(f"for {event} in reversed(events)"):
        if bound:
            with code.block(f"if {event}.at < {bound}"):
                code.line("break")
        with code.block(f"if {selected}"):
            if by_days:
                code.line(f"{counted}.add(zone.day({event}.at))")
                _reached(f"len({counted}) == {count.minimum}", place, then)
            elif count.minimum > 1:
                code.line(f"{counted} += 1")
                _reached(f"{counted} == {count.minimum}", place, then)
            else:
                then()
                code.line("break")


def _reached(condition: str, place: Place, then: Then) -> None:
    with place.code.block(f"if {condition}"):
        then()
        place.code.line("break")


class KeyCode:
    """How a key is compared: what the proposal says is bound to a name, once."""

    __slots__ = ("_key", "_level", "_ours", "_place", "lacking")

    def __init__(self, key: Key, level: int, place: Place) -> None:
        self._key = key
        self._level = level
        self._place = place
        self._ours = place.code.fresh("k")
        self.lacking = self._lacking()

    def _lacking(self) -> str:
        """Whether the proposal lacks the key."""
        match self._key.kind:
            case "person":
                return FALSE
            case "debt":
                return "debt is None" if self._place.has_debt else TRUE
            case "recipient":
                return "request.recipient == (None, None)"
            case _:
                return f"({self._place.read(self._key.path)} is None)"

    def bind(self) -> None:
        """Write what the loop needs of the proposal."""
        place = self._place
        match self._key.kind:
            case "person" | "debt" | "recipient":
                return
            case "address":
                place.code.line(f"{self._ours} = {place.read(self._key.path)}")
            case _:
                make = place.code.constant(key_test(self._key, self._level), self._key)
                place.code.line(f"{self._ours} = {make}({place.frame()})")

    def at_level(self, level: int) -> KeyCode:
        """The same key for events of another level; what is bound stays so."""
        return KeyCode(self._key, level, self._place) if self._key.kind == "debt" else self

    def test(self, event: str, must: bool) -> str:
        """Whether an event surely carries, or may carry, the key, which the proposal has."""
        value = self._place.code.fresh("v")
        match self._key.kind:
            case "person":
                test = f"({value} := {event}.person) is None or {value} == person"
                return f"({test})" if must else f"({test} or person is None)"
            case "debt":
                return self._debt_test(event, must, value)
            case "address":
                if must:
                    return f"{event}.address == {self._ours}"
                return f"(({value} := {event}.address) is None or {value} == {self._ours})"
            case "recipient":
                same = self._place.code.helper(same_recipient)
                answer = f"{same}({event}.recipient, request.recipient)"
                return f"({answer} is True)" if must else f"({answer} is not False)"
            case _:
                answer = f"{self._ours}({event})"
                return f"({answer} is True)" if must else f"({answer} is not False)"

    def _debt_test(self, event: str, must: bool, value: str) -> str:
        unsaid = f"({value} := {event}.debts) is None"
        if self._level == CONVERSATION:
            unsaid = f"({value} := {event}.discussed) is None and {unsaid}"
            if must:
                return f"(not ({unsaid}) and debt in {value})"
        elif must:
            return f"(({value} := {event}.debts) is not None and debt in {value})"
        return f"({unsaid} or debt in {value})"


def selection_test(
    selection: Selection,
    keys: Iterable[KeyCode],
    must: bool,
    place: Place,
    event: str,
    presumes: bool = False,
) -> str:
    """Whether an event is surely, or may be, of a selection and carries the keys.

    With `presumes`, a reservation is surely whatever it may become.
    """
    return conjunction(selection_parts(selection, keys, must, place, event, presumes))


def selection_parts(
    selection: Selection,
    keys: Iterable[KeyCode],
    must: bool,
    place: Place,
    event: str,
    presumes: bool = False,
) -> list[str]:
    """What `selection_test` asks, in parts."""
    code = place.code
    parts = [f"{event}.kind == {code.constant(selection.kind)}"]
    if selection.channels is not None:
        parts.append(one_of(f"{event}.channel", selection.channels, must, place))
    passes = [f"{event}.level >= {selection.level}"] if selection.level > 0 else []
    passes.append(expression(selection.where, must, of_event(place, event)))
    parts.append(proven(conjunction(passes), must and not presumes, event))
    if selection.direction is not None:
        parts.append(one_of(f"{event}.direction", frozenset({selection.direction}), must, place))
    parts.extend(key.test(event, must) for key in keys)
    if must and not presumes:
        parts.append(f"not {event}.reserved")
    return parts


def may_and_must(may: list[str], must: list[str]) -> tuple[str, str]:
    """Whether an event may be taken, and what else is to be asked for it to be so surely."""
    return conjunction(may), conjunction([part for part in must if part not in may])


def proven(passed: str, must: bool, event: str) -> str:
    """Whether what is asked of an event's level and fields holds, or may come to hold."""
    return passed if must else disjunction([passed, f"{event}.reserved"])


def of_event(place: Place, event: str) -> Place:
    """The same place with an event in hand."""
    return replace(place, event=event)


def one_of(value: str, wanted: frozenset[str], must: bool, place: Place) -> str:
    """Whether a value is surely one of some, or may be: it may when it is not said."""
    code = place.code
    if len(wanted) != 1:
        return f"{value} in {code.constant(wanted if must else wanted | {None})}"
    (only,) = wanted
    if must:
        return f"{value} == {code.constant(only)}"
    name = code.fresh("v")
    return f"(({name} := {value}) == {code.constant(only)} or {name} is None)"


def window_start(window: Window, must: bool, place: Place) -> str | None:
    """The instant at which a window surely, or perhaps, begins; empty for never, None if rare."""
    match window:
        case Ever():
            return ""
        case Rolling(micros):
            start = place.code.fresh("t")
            place.code.line(f"{start} = now - {micros - 1}")
            return start
        case ConsecutiveDays() | FullDays() | CalendarMonths() | CalendarPeriods():
            return _date_start(window, must, place)
        case _:
            return None


def _date_start(
    window: ConsecutiveDays | FullDays | CalendarMonths | CalendarPeriods, must: bool, place: Place
) -> str:
    """The name of the start; how it is found is written at the top of the loop over zones."""
    question = window, must or place.knows_zone
    known = place.starts.get(question)
    if known is None:
        today = "day" if place.knows_zone else "last_day" if must else "first_day"
        known = place.starts[question] = place.code.fresh("t"), _first_day(window, today, place)
    return known[0]


def write_starts(place: Place) -> None:
    """Write how the starts of the windows of dates in use are found."""
    code = place.code
    for (_, must), (start, first) in place.starts.items():
        if not place.knows_zone:
            code.line(f"{start} = {first} * {DAY} {'+' if must else '-'} {WEST if must else EAST}")
            continue
        code.line(f"{start} = {first} * {DAY} - offset")
        with code.block(f"if {start} < steady"):
            code.line(f"{start} = zone.date_start({first})")


def _first_day(
    window: ConsecutiveDays | FullDays | CalendarMonths | CalendarPeriods, today: str, place: Place
) -> str:
    match window:
        case ConsecutiveDays(days):
            return _minus(today, days - 1)
        case FullDays(days):
            return _minus(today, days)
        case CalendarPeriods("day", count, _):
            return _minus(today, count - 1)
        case CalendarPeriods("week", count, week_start):
            back = f"({today} + {3 - week_start}) % 7"
            return f"({today} - {back} - {7 * (count - 1)})"
        case _:
            name = place.code.constant(first_day_finder(window), ("first day", window))
            return f"{name}({today})"


def _minus(day: str, days: int) -> str:
    return f"({day} - {days})" if days else day
