"""Objects of frozen classes, made quickly.

In: a frozen, slotted class whose parts have no defaults but constants. Out: a function that takes
what its constructor takes, and makes equal objects. A frozen class refuses assignment, so its own
constructor must call a setter for each part, which takes three times as long as assigning it. An
explanation is a dozen such objects. Here the parts are assigned while the object is of a class that
is not frozen yet, with the same slots; then it becomes what it is to be.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, fields
from typing import Any, ParamSpec, TypeVar

from policydsl.core import explanation

Parts = ParamSpec("Parts")
Made = TypeVar("Made")


def quick(constructor: Callable[Parts, Made]) -> Callable[Parts, Made]:
    """The quick way to make objects of a class."""
    cls: Any = constructor
    names: dict[str, Any] = {"final": cls}
    parameters, lines = [], []
    for number, one in enumerate(fields(cls)):
        has_default = one.default is not MISSING
        names[f"default{number}"] = one.default
        parameters.append(f"{one.name}=default{number}" if has_default else one.name)
        lines.append(f"    self.{one.name} = {one.name}")
    lines.append("    self.__class__ = final")
    exec(f"def __init__(self, {', '.join(parameters)}):\n" + "\n".join(lines), names)
    body = {"__slots__": tuple(one.name for one in fields(cls)), "__init__": names["__init__"]}
    made: Callable[Parts, Made] = type(cls.__name__, (), body)
    return made


make_counter = quick(explanation.Counter)
make_count_measure = quick(explanation.CountMeasure)
make_clock_measure = quick(explanation.ClockMeasure)
make_consent_measure = quick(explanation.ConsentMeasure)
make_step_measure = quick(explanation.StepMeasure)
make_ladder_state = quick(explanation.LadderState)
make_reason = quick(explanation.Reason)
make_explanation = quick(explanation.Explanation)
