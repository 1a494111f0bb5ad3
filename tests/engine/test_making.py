"""Objects made quickly are what their own constructors make."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from policydsl.core.explanation import CountMeasure, Reason
from policydsl.engine.making import make_count_measure, make_reason

_PARTS = ((("person", "p"),), 1, 2, 3, "24 hours", None)


def test_they_are_equal_and_of_the_same_class() -> None:
    made, usual = make_count_measure(*_PARTS), CountMeasure(*_PARTS)
    assert type(made) is CountMeasure
    assert (made, hash(made), repr(made)) == (usual, hash(usual), repr(usual))


def test_defaults_are_the_same() -> None:
    assert make_reason("HOLD", "a.b", "deny") == Reason("HOLD", "a.b", "deny")


def test_they_are_frozen() -> None:
    made = make_count_measure(*_PARTS)
    with pytest.raises(FrozenInstanceError):
        made.used = 5  # type: ignore[misc]
