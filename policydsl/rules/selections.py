"""Selections, keys and windows: what is counted, for whom, over what time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from policydsl.core.formula import (
    YES,
    Count,
    Formula,
    Key,
    Selection,
    SinceLast,
    Window,
)
from policydsl.core.windows import (
    Blocks,
    CalendarPeriods,
    ConsecutiveDays,
    Ever,
    Rolling,
)
from policydsl.diagnostics import did_you_mean
from policydsl.diagnostics.diagnostic import HintSpec
from policydsl.rules.constants import channels_of
from policydsl.rules.durations import micros, number
from policydsl.rules.environment import Environment, Reading
from policydsl.syntax import tree

Lower: TypeAlias = Callable[[tree.Expression, Environment, Reading], Formula]
"""`expressions.lower`, handed in."""

LEVELS = {
    "contact": 1,
    "attempt": 1,
    "submission": 2,
    "delivery": 3,
    "connection": 4,
    "right_party_contact": 5,
    "conversation": 6,
}
PERSON = Key("person", "person.id")

_KEYS = {
    "person": PERSON,
    "debt": Key("debt", "proposal.debts"),
    "address": Key("address", "proposal.address"),
    "recipient": Key("recipient", "proposal.recipient"),
    "household": Key("field", "person.household"),
    "creditor": Key("field", "debt.creditor"),
    "campaign": Key("field", "proposal.campaign"),
    "template": Key("field", "proposal.template"),
}


def selection_of(occurrence: tree.Occurrence, env: Environment, lower: Lower) -> Selection:
    """Which events an occurrence names."""
    noun = occurrence.noun
    channels = channels_of(occurrence.by, env) if occurrence.by else None
    where: Formula = YES
    if occurrence.where is not None:
        where = lower(occurrence.where, env, Reading.EVENT)
    level = LEVELS.get(noun.event, 0)
    kind = "contact" if level else noun.event
    direction: str | None = None if noun.direction == "either" else noun.direction
    if not level:
        _check_kind(noun, env)
        direction = None
    return Selection(kind, level, direction, channels, where)


def _check_kind(noun: tree.Noun, env: Environment) -> None:
    if noun.direction != "outbound" or noun.days:
        env.report("E406", noun.span, helps=("plain",), name=noun.event)
    if noun.event not in env.vocabulary.event_kinds:
        known = (*env.vocabulary.event_kinds, *LEVELS)
        close = did_you_mean(noun.event, known)
        helps: tuple[HintSpec, ...] = tuple(
            ("did_you_mean", {"suggestion": word}) for word in close
        ) or ("declare",)
        env.report("E311", noun.span, helps=helps, name=noun.event)


def keys_of(per: tuple[tree.Path, ...], env: Environment) -> tuple[Key, ...]:
    """What a count is kept for; nothing said means the person."""
    return tuple(_key(path, env) for path in per) or (PERSON,)


def _key(path: tree.Path, env: Environment) -> Key:
    known = _KEYS.get(path.text)
    if known is not None:
        return known
    if len(path.parts) == 1 or path.parts[0] not in ("person", "debt", "proposal"):
        close = did_you_mean(path.text, tuple(_KEYS))
        helps: tuple[HintSpec, ...] = tuple(
            ("did_you_mean", {"suggestion": word}) for word in close
        ) or ("keys",)
        env.report("E312", path.span, helps=helps, name=path.text)
        return PERSON
    field = env.fact(path)
    return PERSON if field is None else Key("field", field.path)


def anchor_of(occurrence: tree.Occurrence, env: Environment, lower: Lower) -> Selection:
    """An event from which others are counted; it carries their keys and has none of its own."""
    if occurrence.per:
        first, last = occurrence.per[0].span, occurrence.per[-1].span
        env.report("E426", first.to(last), helps=("leave_out",))
    return selection_of(occurrence, env, lower)


def window_of(window: tree.Window, env: Environment, lower: Lower) -> Window:
    """Over what time events are counted."""
    count = 1 if window.number is None else window.number
    match window.kind:
        case "rolling":
            assert window.unit is not None
            return Rolling(micros(count, window.unit))
        case "blocks":
            assert window.unit is not None
            return Blocks(micros(count, window.unit))
        case "consecutive_days":
            return ConsecutiveDays(number(count, window.span, env))
        case "calendar":
            assert window.unit is not None
            periods = number(count, window.span, env)
            return CalendarPeriods(window.unit, periods, window.starting or 0)
        case "since":
            assert window.since is not None
            return SinceLast(anchor_of(window.since, env, lower))
        case _:
            return Ever()


def count_of(counting: tree.Counting, minimum: int, env: Environment, lower: Lower) -> Count:
    """At least `minimum` of a counting."""
    after_first = counting.after_first
    return Count(
        selection=selection_of(counting.occurrence, env, lower),
        keys=keys_of(counting.occurrence.per, env),
        window=window_of(counting.window, env, lower),
        minimum=minimum,
        distinct_days=counting.occurrence.noun.days,
        after_first=None if after_first is None else anchor_of(after_first, env, lower),
        before_today=counting.before_today,
    )
