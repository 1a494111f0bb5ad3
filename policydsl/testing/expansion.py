"""What tests write short, written out: shared givens, repeated events, ids and directions.

In: cases and steps as written. Out: requests as `Item`s, whose parts still know where they were
written; or the one diagnostic that says what cannot be written out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from policydsl.diagnostics import Diagnostic, Source, diagnostic
from policydsl.facts.moments import parse_instant
from policydsl.facts.problems import Problem
from policydsl.testing.reading import REQUEST_KEYS, Written
from policydsl.testing.values import Item, Value, merged, size, without

MOST_REPEATS = 10_000
"""How many events one event with `repeat` may stand for."""

MOST_VALUES = 2_000_000
"""How many values the requests of one file may have together, what they share counted for each."""

_EVERY = re.compile(r"([1-9][0-9]{0,8}) (second|minute|hour|day|week)s?").fullmatch
_REPEATING = ("repeat", "every", "from")


class CannotExpandError(Exception):
    """Something cannot be written out; `diagnostic` says what."""

    def __init__(self, found: Diagnostic) -> None:
        self.diagnostic = found
        super().__init__(found.code)


class Budget:
    """How many more values the requests of a file may have."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._left = MOST_VALUES

    @property
    def is_spent(self) -> bool:
        """Whether some test asked for more than there were."""
        return self._left < 0

    def spend(self, number: int, on: Item) -> None:
        """Take some for what is written somewhere; raises `CannotExpandError` if none are left."""
        self._left -= number
        if self.is_spent:
            place = on.span(self.source)
            raise CannotExpandError(
                diagnostic("T110", place, helps=["split"], most=f"{MOST_VALUES:,}")
            )


def request_of(case: Written, given: Item | None, budget: Budget) -> Item:
    """The request of a case: what is given, the case's own keys over it, events written out.

    Raises `CannotExpandError`.
    """
    source = budget.source
    whole = _over(given, case, source)
    own = case.keys.get("events")
    at = _moment(whole.get("at"))
    events = expanded(whole.get("events"), whole.get("event"), budget)
    if own is not None and at is not None:
        _refuse_later(events, at, whole, source)
    return requested(whole, events)


def requested(whole: Item, events: Iterable[Item]) -> Item:
    """A request out of its parts, with these events; events and consents without an id get one."""
    keys = dict(whole.value) if isinstance(whole.value, Mapping) else {}
    parts = {key: item for key, item in keys.items() if key in REQUEST_KEYS}
    listed = parts.get("events")
    if listed is None or isinstance(listed.value, tuple):
        parts["events"] = Item(tuple(_numbered(events, "e")), *_place(listed or whole))
    consents = parts.get("consents")
    if consents is not None and isinstance(consents.value, tuple):
        parts["consents"] = Item(tuple(_numbered(consents.value, "k")), *_place(consents))
    return Item(parts, whole.begin, whole.end)


def _over(given: Item | None, case: Written, source: Source) -> Item:
    """The keys of a case over what is given, and without what it leaves out."""
    place = case.span
    base = given or Item({}, place.start, place.end)
    for left_out in _paths(case.keys.get("without")):
        shorter = without(base, str(left_out.value).split("."))
        if shorter is None:
            found = diagnostic("T112", left_out.span(source), fact=str(left_out.value))
            raise CannotExpandError(found)
        base = shorter
    whole = merged(base, Item(case.keys, place.start, place.end))
    assert whole is not None
    return whole


def _paths(item: Item | None) -> Iterator[Item]:
    if item is not None:
        yield from item.value if isinstance(item.value, tuple) else (item,)


def _refuse_later(events: Iterable[Item], at: datetime, whole: Item, source: Source) -> None:
    for event in events:
        when = event.get("at")
        moment = _moment(when)
        if when is not None and moment is not None and moment > at:
            judged = whole.get("at") or whole
            raise CannotExpandError(
                diagnostic("T111", when.span(source), labels=[(judged.span(source), "at")])
            )


def expanded(listed: Item | None, template: Item | None, budget: Budget) -> tuple[Item, ...]:
    """Events written out: repeats one by one, over the template of their kind.

    What is no mapping is left as it is, for the checking of requests to report.
    """
    if listed is None or not isinstance(listed.value, tuple):
        return ()
    events: list[Item] = []
    for written in listed.value:
        event = _full(written, template)
        single = event.get("repeat") is None and event.get("every") is None
        number = 1 if single else _repeats(event, budget.source)
        if not single:
            budget.spend(number * size(event), written)
        events += [event] if single else _repeated(event, number, budget.source)
    return tuple(events)


def _full(event: Item, template: Item | None) -> Item:
    """An event with what a template of its kind says, outbound unless it says otherwise."""
    if not isinstance(event.value, Mapping) or "amends" in event.value:
        return event
    kind = _kind(event)
    if template is not None and _kind(template) == kind:
        over = merged(template, event)
        event = Item(over.value if over is not None else event.value, *_place(event))
    if kind != "contact":
        return event
    return _with(event, {"kind": "contact", "direction": "outbound"})


def _kind(event: Item) -> Value:
    kind = event.get("kind")
    return "contact" if kind is None else kind.value


def _with(event: Item, defaults: Mapping[str, Value]) -> Item:
    """An event with values for the keys that it does not have."""
    assert isinstance(event.value, Mapping)
    added = {key: Item(value, *_place(event)) for key, value in defaults.items()}
    return Item({**added, **event.value}, *_place(event))


def _numbered(items: Iterable[Item], letter: str) -> Iterator[Item]:
    """Items with ids `e1`, `e2`, … for those that have none."""
    listed = list(items)
    named = [one.value for item in listed if (one := item.get("id")) is not None]
    used = {value for value in named if isinstance(value, str)}
    number = 0
    for item in listed:
        if not isinstance(item.value, Mapping) or "id" in item.value:
            yield item
            continue
        number += 1
        while f"{letter}{number}" in used:
            number += 1
        yield _with(item, {"id": f"{letter}{number}"})


# --- repeats ---------------------------------------------------------------------------------


def _repeats(event: Item, source: Source) -> int:
    """How many events an event stands for."""
    for key, other in (("every", "repeat"), ("repeat", "from")):
        given = event.get(key)
        if given is not None and event.get(other) is None:
            raise CannotExpandError(
                diagnostic("T108", given.key_span(source), key=key, other=other)
            )
    repeat, at = event.get("repeat"), event.get("at")
    assert repeat is not None
    number = repeat.value
    if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= MOST_REPEATS:
        found = diagnostic("T106", repeat.span(source), most=f"{MOST_REPEATS:,}")
        raise CannotExpandError(found)
    if at is not None:
        raise CannotExpandError(diagnostic("T109", at.key_span(source)))
    if number > 1 and event.get("every") is None:
        found = diagnostic("T108", repeat.key_span(source), key="repeat", other="every")
        raise CannotExpandError(found)
    return number


def _repeated(event: Item, number: int, source: Source) -> list[Item]:
    begins, every = event.get("from"), event.get("every")
    assert isinstance(event.value, Mapping) and begins is not None
    first = parse_instant(begins.value)
    if isinstance(first, Problem):
        raise CannotExpandError(problem_at(first, begins, source))
    moment = datetime.fromisoformat(str(begins.value))
    kept = {key: item for key, item in event.value.items() if key not in _REPEATING}
    try:
        apart = timedelta(0) if every is None else _length(every, source)
        times = [(moment + apart * index).isoformat() for index in range(number)]
    except OverflowError:
        late = Problem("R122", {"text": str(begins.value)})
        raise CannotExpandError(problem_at(late, begins, source)) from None
    return [
        Item({**kept, "at": Item(time, *_place(begins))}, event.begin, event.end) for time in times
    ]


def _length(every: Item, source: Source) -> timedelta:
    found = _EVERY(every.value) if isinstance(every.value, str) else None
    if found is None:
        raise CannotExpandError(diagnostic("T107", every.span(source), helps=["units"]))
    return timedelta(**{f"{found[2]}s": int(found[1])})


def problem_at(problem: Problem, item: Item, source: Source) -> Diagnostic:
    """What is wrong with a value, at its place."""
    return replace(problem.diagnostic(), span=item.span(source), path=None)


def _place(item: Item) -> tuple[int, int, tuple[int, int] | None]:
    return item.begin, item.end, item.key


def _moment(item: Item | None) -> datetime | None:
    """The instant that an item holds; None when it holds none."""
    if item is None or isinstance(parse_instant(item.value), Problem):
        return None
    return datetime.fromisoformat(str(item.value))
