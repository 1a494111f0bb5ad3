"""Which events a selection takes, and whether they carry the proposal's keys.

In: selections and keys. Out: functions of a frame that prepare what the proposal's side says, and
then judge one event after another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from policydsl.core.formula import YES, Formula, Key, Selection
from policydsl.core.request import Event
from policydsl.engine.frame import (
    MISSING,
    NO_FACTS,
    Frame,
    Test,
    Truth,
    both,
    reader,
)
from policydsl.engine.windows import Range
from policydsl.engine.zones import ALWAYS, NEVER

Judged: TypeAlias = tuple[Event, Truth]
EventTest: TypeAlias = Callable[[Event], Truth]
KeyTests: TypeAlias = Callable[[Frame], list[EventTest]]
Selector: TypeAlias = Callable[[Frame], EventTest]
MakeTest: TypeAlias = Callable[[Formula], Test]
CONVERSATION = 6


def key_tests(keys: tuple[Key, ...], level: int) -> KeyTests:
    """One test for each key, with the proposal's values already read."""
    makers = [key_test(key, level) for key in keys]
    return lambda frame: [make(frame) for make in makers]


def key_test(key: Key, level: int) -> Callable[[Frame], EventTest]:
    """Reads what the proposal says of a key, and makes the test of an event."""
    match key.kind:
        case "person":
            return _of_person
        case "debt":
            return _of_conversation_debt if level == CONVERSATION else _of_debt
        case "address":
            return _of_address(key)
        case "recipient":
            return _of_recipient
        case _:
            return _of_field(key.path)


def _of_person(frame: Frame) -> EventTest:
    ours = frame.request.person

    def test(event: Event) -> Truth:
        theirs = event.person
        return True if theirs is None else None if ours is None else theirs == ours

    return test


def _of_debt(frame: Frame) -> EventTest:
    ours = frame.debt

    def test(event: Event) -> Truth:
        return None if event.debts is None or ours is None else ours in event.debts

    return test


def _of_conversation_debt(frame: Frame) -> EventTest:
    """Conversations are about the debts discussed, when those are given."""
    ours = frame.debt

    def test(event: Event) -> Truth:
        about = event.debts if event.discussed is None else event.discussed
        return None if about is None or ours is None else ours in about

    return test


def _of_address(key: Key) -> Callable[[Frame], EventTest]:
    read = reader(key.path)

    def make(frame: Frame) -> EventTest:
        ours = read(frame)
        return lambda event: same(event.address, ours)

    return make


def _of_recipient(frame: Frame) -> EventTest:
    ours = frame.request.recipient
    return lambda event: same_recipient(event.recipient, ours)


def same_recipient(
    theirs: tuple[str | None, str | None], ours: tuple[str | None, str | None]
) -> Truth:
    """By id where both have one, else by role; one id alone leaves equal roles open."""
    (their_role, their_id), (our_role, our_id) = theirs, ours
    if our_id is not None and their_id is not None:
        return our_id == their_id
    same_role = same(their_role, our_role)
    return None if same_role and their_id != our_id else same_role


def _of_field(path: str) -> Callable[[Frame], EventTest]:
    read = reader(path)
    own_path = "event." + path.rpartition(".")[2]
    root = path.partition(".")[0]

    def make(frame: Frame) -> EventTest:
        ours = read(frame)
        fallback = _of_person(frame) if root == "person" else _of_debt_facts(path, ours, frame)

        def test(event: Event) -> Truth:
            if own_path in event.values:
                return same(event.values[own_path], ours)
            return fallback(event) if root in ("person", "debt") else None

        return test

    return make


def _of_debt_facts(path: str, ours: object, frame: Frame) -> EventTest:
    """Whether one of an event's debts has the fact that the debt in hand has."""

    def test(event: Event) -> Truth:
        if event.debts is None or ours is MISSING or ours is None:
            return None
        theirs = [frame.request.debts.get(debt, NO_FACTS).get(path) for debt in event.debts]
        return True if ours in theirs else None if None in theirs else False

    return test


def same(theirs: object, ours: object) -> Truth:
    """Whether two values are equal; not known when one is not there."""
    if theirs is None or ours is None or theirs is MISSING or ours is MISSING:
        return None
    return theirs == ours


def lacking_keys(keys: tuple[Key, ...]) -> Callable[[Frame], list[str]]:
    """The paths of the keys that the proposal lacks."""
    owned = [(key.path, _own_key(key)) for key in keys]
    return lambda frame: [path for path, has_own in owned if not has_own(frame)]


def _own_key(key: Key) -> Callable[[Frame], bool]:
    match key.kind:
        case "person":
            return lambda _: True
        case "debt":
            return lambda frame: frame.debt is not None
        case "recipient":
            return lambda frame: frame.request.recipient != (None, None)
        case _:
            read = reader(key.path)
            return lambda frame: read(frame) not in (MISSING, None)


def selector(
    selection: Selection, keys: tuple[Key, ...], make_test: MakeTest, presumes: bool = False
) -> Selector:
    """Whether one event is of a selection and carries the proposal's keys.

    With `presumes`, a reservation is whatever it may become; else it only may be, or be released.
    """
    kind, level = selection.kind, selection.level
    direction, channels = selection.direction, selection.channels
    tests_of = key_tests(keys, level)
    where = None if selection.where == YES else make_test(selection.where)
    presumed: Truth = True if presumes else None

    def make(frame: Frame) -> EventTest:
        tests = tests_of(frame)

        def is_selected(event: Event) -> Truth:
            if event.kind != kind:
                return False
            if event.level < level and not event.reserved:
                return False
            truth: Truth = presumed if event.reserved else True
            if channels is not None and event.channel not in channels:
                truth = None if event.channel is None else False
            if direction is not None and event.direction != direction:
                truth = both(truth, None if event.direction is None else False)
            for test in tests:
                if truth is False:
                    return False
                truth = both(truth, test(event))
            if where is None or truth is False:
                return truth
            passes = of_event(where, frame, event)
            return both(truth, passes or (presumed if event.reserved else passes))

        return is_selected

    return make


def of_event(test: Test, frame: Frame, event: Event) -> Truth:
    """A test with an event in hand."""
    before, frame.event = frame.event, event
    truth = test(frame)
    frame.event = before
    return truth


def select(select_in: Selector, frame: Frame) -> Iterator[Judged]:
    """The events that a selection takes or may take, latest first."""
    is_selected = select_in(frame)
    for event in reversed(frame.events):
        truth = is_selected(event)
        if truth is not False:
            yield event, truth


def after_last(anchors: Iterable[Judged]) -> Range:
    """The instants strictly after the last of the anchors, which come latest first."""
    sure_from = ALWAYS
    for event, truth in anchors:
        sure_from = max(sure_from, event.at + 1)
        if truth:
            return event.at + 1, sure_from, None
    return ALWAYS, sure_from, None


def after_first(anchors: Iterable[Judged]) -> Range:
    """The instants strictly after the first of the anchors; none, when there is none."""
    maybe_from = sure_from = NEVER
    for event, truth in anchors:
        maybe_from = event.at + 1
        if truth:
            sure_from = event.at + 1
    return maybe_from, sure_from, None
