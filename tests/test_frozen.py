"""`frozen` makes what `dataclass(frozen=True, slots=True)` makes."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace

import pytest

from policydsl.frozen import frozen


@frozen
class Point:
    """A place."""

    x: int
    y: int = 2
    tags: list[str] = field(default_factory=list, compare=False)
    label: str = field(default="", repr=False)

    @property
    def sum(self) -> int:
        """Both."""
        return self.x + self.y


@dataclass(frozen=True, slots=True)
class Model:
    """A place."""

    x: int
    y: int = 2
    tags: list[str] = field(default_factory=list, compare=False)
    label: str = field(default="", repr=False)


@frozen
class Empty:
    """Nothing."""


@frozen
class Derived:
    """Holds something worked out."""

    x: int
    double: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "double", 2 * self.x)


@frozen
class Named:
    """Has its own ways."""

    x: int

    def __repr__(self) -> str:
        return f"<{self.x}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Named)

    def __hash__(self) -> int:
        return 7


def test_construction_by_place_and_by_name() -> None:
    assert (Point(1).x, Point(1).y, Point(1).tags, Point(1, 3).y) == (1, 2, [], 3)
    assert Point(x=1, label="a").label == "a"
    assert Point(1).tags is not Point(1).tags
    assert Point(1).sum == 3
    for wrong in ({}, {"x": 1, "z": 2}):
        with pytest.raises(TypeError):
            Point(**wrong)
    assert Derived(4).double == 8


def test_equality_hash_and_repr_are_those_of_a_dataclass() -> None:
    assert Point(1, tags=["a"]) == Point(1, tags=["b"])
    assert Point(1) != Point(2)
    assert Point(1) != Model(1)
    assert hash(Point(1)) == hash(Point(1)) == hash(Model(1))
    assert repr(Point(1)) == repr(Model(1)).replace("Model", "Point")
    assert Empty() == Empty()
    assert hash(Empty()) == hash(Empty())
    assert repr(Empty()) == "Empty()"
    assert (repr(Named(1)), Named(1) == Named(2), hash(Named(1))) == ("<1>", True, 7)


def test_nothing_can_be_set_or_deleted() -> None:
    point = Point(1)
    with pytest.raises(FrozenInstanceError, match="'x'"):
        point.x = 2  # type: ignore[misc]  # refused at run time too
    with pytest.raises(FrozenInstanceError):
        del point.x
    with pytest.raises(AttributeError):
        object.__setattr__(point, "z", 1)
    assert not hasattr(point, "__dict__")


def test_the_tools_of_dataclasses_work() -> None:
    assert replace(Point(1, label="a"), x=5) == Point(5, label="a")
    assert [one.name for one in fields(Point)] == [one.name for one in fields(Model)]  # type: ignore[arg-type]  # made by frozen
    match Point(1, 3):
        case Point(x, y):
            assert (x, y) == (1, 3)
    assert copy.deepcopy(Point(1, tags=["a"])).tags == ["a"]
    assert pickle.loads(pickle.dumps(Point(1, 3))) == Point(1, 3)
    assert (Point.__name__, Point.__doc__, Point.__module__) == ("Point", "A place.", __name__)
