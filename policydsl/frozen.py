"""`frozen`: frozen, slotted dataclasses that cost little to define.

In: a class with annotated fields. Out: the same as `dataclass(frozen=True, slots=True)` makes: the
same constructor, equality, hash, `repr`, `replace`, `fields` and pattern matching. `dataclass`
compiles six methods for each class; a command that reads one small policy defines some two hundred
classes, and spent more time on that than on the policy. Here only the constructor is compiled.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import Any, NoReturn, TypeVar, dataclass_transform

Made = TypeVar("Made")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[Made]) -> type[Made]:
    """Make a frozen, slotted dataclass of a class."""
    described = dataclass(init=False, repr=False, eq=False)(cls)
    own = fields(described)  # type: ignore[arg-type]  # it is a dataclass now
    body = {
        name: value
        for name, value in vars(described).items()
        if name not in ("__dict__", "__weakref__") and name not in {one.name for one in own}
    }
    body["__slots__"] = tuple(one.name for one in own)
    body["__setattr__"] = _refuse_set
    body["__delattr__"] = _refuse_delete
    body["__getstate__"] = _state
    body["__setstate__"] = _restore
    body.setdefault("__repr__", _representation)
    metaclass: Any = type(cls)
    made = metaclass(cls.__name__, cls.__bases__, body)
    made.__qualname__ = cls.__qualname__
    made.__init__ = _constructor(made, own)
    compared = [one.name for one in own if one.compare]
    key = attrgetter(*compared) if compared else _nothing
    if "__eq__" not in body:
        made.__eq__ = _equality(key)
    if body.get("__hash__") is None:
        made.__hash__ = _hash(key)
    return made  # type: ignore[no-any-return]  # the same class, made anew with slots


def _nothing(_: object) -> tuple[()]:
    return ()


def _constructor(cls: Any, own: tuple[Field[Any], ...]) -> Callable[..., None]:
    """A constructor that sets each slot through its descriptor."""
    names: dict[str, Any] = {}
    parameters, lines = [], []
    for number, one in enumerate(own):
        names[f"_set{number}"] = getattr(cls, one.name).__set__
        parameter, value = one.name, one.name
        if one.default_factory is not MISSING:
            names[f"_make{number}"] = one.default_factory
            names["_missing"] = MISSING
            parameter = f"{one.name}=_missing"
            value = f"_make{number}() if {one.name} is _missing else {one.name}"
        elif one.default is not MISSING:
            names[f"_default{number}"] = one.default
            parameter = f"{one.name}=_default{number}"
        if one.init:
            parameters.append(parameter)
            lines.append(f"    _set{number}(self, {value})")
    if hasattr(cls, "__post_init__"):
        lines.append("    self.__post_init__()")
    source = f"def __init__(self, {', '.join(parameters)}):\n" + ("\n".join(lines) or "    pass")
    exec(source, names)
    made: Callable[..., None] = names["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    made.__annotations__ = {one.name: one.type for one in own if one.init}
    return made


def _equality(key: Callable[[Any], Any]) -> Callable[[Any, object], Any]:
    def is_equal(self: Any, other: object) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return key(self) == key(other)

    return is_equal


def _hash(key: Callable[[Any], Any]) -> Callable[[Any], int]:
    return lambda self: hash(key(self))


def _representation(self: Any) -> str:
    shown = ", ".join(f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if one.repr)
    return f"{self.__class__.__qualname__}({shown})"


def _refuse_set(self: Any, name: str, value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_delete(self: Any, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, one.name) for one in fields(self)]


def _restore(self: Any, state: list[Any]) -> None:
    for one, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, one.name, value)
