"""Frozen objects, made quickly.

In: a frozen, slotted dataclass. Out: a function that makes one from all its fields, in their order.
A frozen dataclass sets every field by name through `object.__setattr__`; setting slots directly
makes the same object in about half the time, which counts where a decision makes a dozen of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import TypeVar

from policydsl.core.explanation import (
    ClockMeasure,
    Counter,
    CountMeasure,
    Explanation,
    LadderState,
    Reason,
    StepMeasure,
)
from policydsl.engine.code import Code

T = TypeVar("T")


def maker(kind: type[T]) -> Callable[..., T]:
    """A constructor without defaults or keywords."""
    code = Code()
    names = [f"x{number}" for number, _ in enumerate(fields(kind))]  # type: ignore[arg-type]
    with code.block(f"def make({', '.join(names)})"):
        new, made = code.helper(kind.__new__), code.constant(kind, "kind")
        code.line(f"made = {new}({made})")
        for name, field in zip(names, fields(kind), strict=True):  # type: ignore[arg-type]
            setter = code.constant(getattr(kind, field.name).__set__, field.name)
            code.line(f"{setter}(made, {name})")
        code.line("return made")
    return code.compile("make")


make_reason = maker(Reason)
make_counter = maker(Counter)
make_count_measure = maker(CountMeasure)
make_step_measure = maker(StepMeasure)
make_clock_measure = maker(ClockMeasure)
make_ladder_state = maker(LadderState)
make_explanation = maker(Explanation)
