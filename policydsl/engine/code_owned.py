"""The past contacts of a ladder's steps, as loops that stop as soon as the answer is known.

In: a step and a question. Out: lines that walk the history from its end to the last reset, and
gather instants, latest first.
"""

from __future__ import annotations

from collections.abc import Callable

from policydsl.core.formula import Selection
from policydsl.core.policy import Budget, Ladder, Step
from policydsl.core.windows import (
    CalendarMonths,
    CalendarPeriods,
    ConsecutiveDays,
    Ever,
    FullDays,
    Rolling,
    Span,
)
from policydsl.engine.code_counts import (
    KeyCode,
    Then,
    may_and_must,
    of_event,
    one_of,
    proven,
    selection_test,
    window_start,
)
from policydsl.engine.code_formulas import FALSE, conjunction, disjunction, expression
from policydsl.engine.code_place import Place
from policydsl.engine.zones import ALWAYS, NEVER

_CONTACT = "contact"
_PlainWindow = Ever | Rolling | ConsecutiveDays | FullDays | CalendarMonths | CalendarPeriods


def is_plain_budget(budget: Budget) -> bool:
    """Whether `spent_lines` can write a budget."""
    return isinstance(budget.window, _PlainWindow) and budget.limit >= 1


def times_lines(
    ladder: Ladder, step: Step, times: int, keys: list[KeyCode], place: Place, reached: str
) -> None:
    """Set a flag when a step has surely been attempted a number of times.

    A reservation only may be an attempt.
    """
    owned = _owned_lines(ladder, step, 1, times, [""], keys, True, place, counts_reserved=False)
    place.code.line(f"{reached} = len({owned}) >= {times}")


def attempts_lines(
    ladder: Ladder, step: Step, times: int, keys: list[KeyCode], place: Place
) -> tuple[str, str]:
    """The names of two lists: of what surely was an attempt of a step, and of what may have been.

    A reservation only may be one. Neither is longer than need be to tell whether there were a
    number of times.
    """
    code = place.code
    sure, event, at, is_sure = (code.fresh(letter) for letter in "oeas")
    maybe, stop = code.fresh("o"), code.fresh("t")
    code.line(f"{sure}, {maybe}, {stop} = [], [], {ALWAYS}")
    code.line(f"{is_sure} = True")
    with code.block(f"for {event} in reversed(events)"):
        code.line(f"{at} = {event}.at")
        with code.block(f"if {at} < {stop}"):
            code.line("break")
        if ladder.reset is not None:
            with code.block(f"if {_reset_test(ladder.reset, keys, event, False, place)}"):
                _forget_lines(sure, at, place)
                code.line(f"{is_sure} = False")
                with code.block(f"if {_reset_test(ladder.reset, keys, event, True, place)}"):
                    _forget_lines(maybe, at, place)
                    code.line("break")
        owned, surely = may_and_must(
            *(owned_parts(step, 1, keys, event, must, place) for must in (False, True))
        )
        with code.block(f"if {owned}"):
            code.line(f"{maybe}.append({at})")
            is_made = conjunction([is_sure, surely, f"not {event}.reserved"])
            with code.block(f"if {is_made}"):
                code.line(f"{sure}.append({at})")
                with code.block(f"if len({sure}) == {times}"):
                    code.line(f"{stop} = {at}")
    return sure, maybe


def spent_lines(
    ladder: Ladder,
    step: Step,
    keys: list[KeyCode],
    place: Place,
    then: Then,
    spent: Then | None = None,
    too_soon: Then | None = None,
) -> None:
    """Do something when no budget of a step may be used up, and its last contact is long enough
    ago.

    `spent` and `too_soon` are done else. Budgets of one level share a loop.
    """
    by_level: dict[int, list[Budget]] = {1: []} if step.apart is not None else {}
    for budget in step.budgets:
        by_level.setdefault(max(budget.level, 1), []).append(budget)
    apart = "" if step.apart is None else window_start(step.apart, False, place) or ""

    def budgeted(is_recent: str) -> None:
        if is_recent:
            _unless(is_recent, then, too_soon, place)
        else:
            then()

    levels = sorted(by_level.items())
    _level_lines(ladder, step, levels, apart, "", keys, place, budgeted, spent)


def is_spent_surely(ladder: Ladder, step: Step, keys: list[KeyCode], place: Place) -> str:
    """Write what is needed to know whether some budget of a step surely is used up; how to ask."""
    used_up = []
    for budget in step.budgets:
        start = window_start(budget.window, True, place) or ""
        most = NEVER if _by_days(budget, place) else budget.limit
        level = max(budget.level, 1)
        owned = _owned_lines(ladder, step, level, most, [start], keys, True, place)
        used_up.append(_is_used_up(budget, start, owned, True, place))
    return disjunction(used_up)


def is_too_soon_surely(
    ladder: Ladder, step: Step, apart: Span, keys: list[KeyCode], place: Place
) -> str:
    """Write what is needed to know whether a contact surely is too short ago; how to ask."""
    start = window_start(apart, True, place) or ""
    return _owned_lines(ladder, step, 1, 1, [start], keys, True, place)


def _unless(condition: str, then: Then, otherwise: Then | None, place: Place) -> None:
    with place.code.block(f"if not {condition}"):
        then()
    if otherwise is not None:
        with place.code.block("else"):
            otherwise()


def _level_lines(
    ladder: Ladder,
    step: Step,
    levels: list[tuple[int, list[Budget]]],
    apart: str,
    is_recent: str,
    keys: list[KeyCode],
    place: Place,
    then: Callable[[str], None],
    spent: Then | None,
) -> None:
    """Check the budgets level by level; `is_recent` tells if the last contact was too short ago."""
    if not levels:
        then(is_recent)
        return
    level, budgets = levels[0]
    starts = [window_start(budget.window, False, place) or "" for budget in budgets]
    checks = list(zip(budgets, starts, strict=True))
    if level == 1 and apart:
        starts.append(apart)
    most = max((budget.limit for budget in budgets), default=1)
    if any(_by_days(budget, place) for budget in budgets):
        most = NEVER
    owned = _owned_lines(ladder, step, level, most, starts, keys, False, place)
    if level == 1 and apart:
        is_recent = f"({owned} and {owned}[0] >= {apart})"

    def rest() -> None:
        _level_lines(ladder, step, levels[1:], apart, is_recent, keys, place, then, spent)

    used_up = [_is_used_up(budget, start, owned, False, place) for budget, start in checks]
    if used_up:
        _unless(disjunction(used_up), rest, spent, place)
    else:
        rest()


def _by_days(budget: Budget, place: Place) -> bool:
    return budget.distinct_days and place.knows_zone


def _is_used_up(budget: Budget, start: str, owned: str, must: bool, place: Place) -> str:
    limit = budget.limit
    if must and budget.distinct_days and not place.knows_zone and limit > 1:
        return FALSE
    if _by_days(budget, place):
        condition = f" if at >= {start}" if start else ""
        return f"len({{zone.day(at) for at in {owned}{condition}}}) >= {limit}"
    enough = f"len({owned}) >= {limit}"
    return f"({enough} and {owned}[{limit - 1}] >= {start})" if start else enough


def _owned_lines(
    ladder: Ladder,
    step: Step,
    level: int,
    most: int,
    starts: list[str],
    keys: list[KeyCode],
    must: bool,
    place: Place,
    counts_reserved: bool = True,
) -> str:
    """The name of a list of instants of a step's contacts since the last reset, latest first.

    What only may be a reset ends what surely is since the last, not what may be. They go back to
    the earliest of `starts`, and are not many more than `most`.
    """
    code = place.code
    owned, event, at, stop = (code.fresh(letter) for letter in "oeat")
    code.line(f"{owned} = []")
    begin = starts[0] if len(starts) == 1 else f"min({', '.join(starts)})"
    code.line(f"{stop} = {ALWAYS if '' in starts else begin}")
    with code.block(f"for {event} in reversed(events)"):
        code.line(f"{at} = {event}.at")
        with code.block(f"if {at} < {stop}"):
            code.line("break")
        if ladder.reset is not None:
            with code.block(f"if {_reset_test(ladder.reset, keys, event, not must, place)}"):
                _forget_lines(owned, at, place)
                code.line("break")
        owns = owned_test(step, level, keys, event, must, place)
        if not counts_reserved:
            owns = conjunction([owns, f"not {event}.reserved"])
        with code.block(f"if {owns}"):
            code.line(f"{owned}.append({at})")
            if most < NEVER:
                with code.block(f"if len({owned}) == {most}"):
                    code.line(f"{stop} = {at}")
    return owned


def _reset_test(reset: Selection, keys: list[KeyCode], event: str, must: bool, place: Place) -> str:
    """Whether an event surely is, or may be, a reset."""
    its_keys = [key.at_level(reset.level) for key in keys]
    return selection_test(reset, its_keys, must, place, event)


def _forget_lines(owned: str, at: str, place: Place) -> None:
    """Drop what happened at the very instant of a reset: it is not after it."""
    with place.code.block(f"while {owned} and {owned}[-1] == {at}"):
        place.code.line(f"{owned}.pop()")


def owned_test(
    step: Step, level: int, keys: list[KeyCode], event: str, must: bool, place: Place
) -> str:
    """Whether a contact surely was, or may have been, of a step: by its name, else by its kind."""
    return conjunction(owned_parts(step, level, keys, event, must, place))


def owned_parts(
    step: Step, level: int, keys: list[KeyCode], event: str, must: bool, place: Place
) -> list[str]:
    """What `owned_test` asks, in parts."""
    code = place.code
    owns = expression(step.owns, must, of_event(place, event))
    likely = conjunction(
        [
            one_of(f"{event}.channel", step.channels, must, place),
            proven(owns, must, event),
        ]
    )
    named, name = code.fresh("v"), code.constant(step.name)
    by_step = f"({named} == {name} if ({named} := {event}.step) is not None else {likely})"
    parts = [f"{event}.kind == {code.constant(_CONTACT)}"]
    if level > 1:
        parts.append(proven(f"{event}.level >= {level}", must, event))
    parts += [one_of(f"{event}.direction", frozenset({"outbound"}), must, place), by_step]
    parts += [key.test(event, must) for key in keys]
    return parts
