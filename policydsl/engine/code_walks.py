"""Walks over the history that judge every event exactly: yes, perhaps, or not taken.

In: what is asked of an event, as two questions. Out: a function of a frame and an instant that
gives the events from that instant on that may be taken, oldest first, each with True or None. The
frame must have every key that is asked for, and neither an event nor a consent in hand.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from policydsl.core.formula import Key, Selection
from policydsl.core.policy import Step
from policydsl.engine.code import Code
from policydsl.engine.code_counts import KeyCode, may_and_must, selection_parts
from policydsl.engine.code_owned import owned_parts
from policydsl.engine.code_place import Place
from policydsl.engine.counts import Walk
from policydsl.engine.formulas import Formulas
from policydsl.engine.frame import Frame
from policydsl.engine.windows import Range
from policydsl.engine.zones import ALWAYS

Question: TypeAlias = Callable[[list[KeyCode], bool, Place, str], list[str]]


def selection_walk(
    selection: Selection, keys: tuple[Key, ...], formulas: Formulas, presumes: bool = False
) -> Walk:
    """The events of a selection that carry the proposal's keys."""

    def question(made: list[KeyCode], must: bool, place: Place, event: str) -> list[str]:
        return selection_parts(selection, made, must, place, event, presumes)

    return _walk(keys, selection.level, question, formulas)


def owned_walk(step: Step, keys: tuple[Key, ...], formulas: Formulas) -> Walk:
    """The past contacts of a step."""

    def question(made: list[KeyCode], must: bool, place: Place, event: str) -> list[str]:
        return owned_parts(step, 1, made, event, must, place)

    return _walk(keys, 1, question, formulas)


def last_walk(
    selection: Selection, keys: tuple[Key, ...], formulas: Formulas
) -> Callable[[Frame], Range]:
    """The instants after the last event of a selection: those that may be, and surely are."""
    code = Code()
    with code.block("def walk(frame)"):
        place, made = _begin(code, keys, selection.level, formulas)
        may, must = may_and_must(
            *(selection_parts(selection, made, sure, place, "event") for sure in (False, True))
        )
        code.line(f"sure_from = {ALWAYS}")
        with code.block("for event in reversed(events)"), code.block(f"if {may}"):
            with code.block(f"if sure_from == {ALWAYS}"):
                code.line("sure_from = event.at + 1")
            with code.block(f"if {must}"):
                code.line("return event.at + 1, sure_from, None")
        code.line(f"return {ALWAYS}, sure_from, None")
    walk: Callable[[Frame], Range] = code.compile("walk")
    return walk


def _begin(
    code: Code, keys: tuple[Key, ...], level: int, formulas: Formulas
) -> tuple[Place, list[KeyCode]]:
    """Bind what a walk uses of its frame."""
    place = Place(code, formulas, True, False, False, asks_clock=False)
    for name in ("request", "now", "facts", "events", "debt", "debt_facts"):
        code.line(f"{name} = frame.{name}")
    code.line("person = request.person")
    made = [KeyCode(key, level, place) for key in keys]
    for key in made:
        key.bind()
    return place, made


def _walk(keys: tuple[Key, ...], level: int, question: Question, formulas: Formulas) -> Walk:
    code = Code()
    with code.block("def walk(frame, begin)"):
        place, made = _begin(code, keys, level, formulas)
        may, must = may_and_must(*(question(made, sure, place, "event") for sure in (False, True)))
        code.line("taken = []")
        with code.block("for event in reversed(events)"):
            with code.block("if event.at < begin"):
                code.line("break")
            with code.block(f"if {may}"):
                code.line(f"taken.append((event, True if {must} else None))")
        code.line("taken.reverse()")
        code.line("return taken")
    walk: Walk = code.compile("walk")
    return walk
