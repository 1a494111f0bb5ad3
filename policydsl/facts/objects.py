"""Reading of objects by their tables.

In: raw objects. Out: facts by full path, and every problem found on the way (paths relative to
the object). Reading stops after as many problems as are ever reported.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeGuard, TypeVar

from policydsl.core.request import Value
from policydsl.diagnostics import Diagnostic, Text, diagnostic
from policydsl.facts.problems import Problem, is_name, null_value, unknown_field, wrong_type
from policydsl.facts.tables import ATTRIBUTES, Facts, Slot, Table
from policydsl.facts.values import parse_label

MOST_REPORTED = 50

T = TypeVar("T")
Raw = Mapping[str, object]

_OBJECT = Text("an object", "对象")
_PLAIN_OR_OBJECT = Text("a text or an object", "文本或对象")


class Findings:
    """What is wrong with one request, in the order found, at most `MOST_REPORTED` of it."""

    __slots__ = ("_more", "_problems")

    def __init__(self) -> None:
        self._problems: list[Problem] = []
        self._more = False

    def __bool__(self) -> bool:
        return bool(self._problems)

    @property
    def full(self) -> bool:
        """Whether nothing more will be reported, so that nothing more need be looked at."""
        return self._more

    def take(self, problems: list[Problem], *path: object) -> None:
        """Adds problems of the value at a path, given by its steps from the top."""
        for problem in problems:
            if len(self._problems) == MOST_REPORTED:
                self._more = True
                return
            for key in reversed(path):
                problem = problem.under(key)
            self._problems.append(problem)

    def diagnostics(self) -> list[Diagnostic]:
        """All of them, with a last one that says so when there is more."""
        found = [problem.diagnostic() for problem in self._problems]
        if self._more:
            found.append(diagnostic("R199", limit=MOST_REPORTED))
        return found


def is_object(value: object, problems: list[Problem]) -> TypeGuard[Raw]:
    """Whether a value is an object; if not, that is a problem."""
    if _is_mapping(value):
        return True
    problems.append(wrong_type(_OBJECT, value))
    return False


def _is_mapping(value: object) -> TypeGuard[Raw]:
    # The first test is there for speed: asking an abstract class takes ten times as long.
    return type(value) is dict or isinstance(value, Mapping)


def read_object(raw: Raw, table: Table, values: Facts, problems: list[Problem]) -> None:
    """Puts the fields of an object into `values`, leaving those of its structure to others."""
    slots = table.slots
    for key, item in raw.items():
        if problems and len(problems) > MOST_REPORTED:
            return
        slot = slots.get(key)
        if isinstance(slot, Table):
            if slot.plain is None or not isinstance(item, str):
                _read_inner(key, item, slot, values, problems)
                continue
            slot = slot.plain
        if slot is None:
            if key not in table.structure:
                _read_other(key, item, table, problems)
        elif item is None:
            _read_null(key, slot, values, problems)
        else:
            value = slot.parse(item)
            if isinstance(value, Problem):
                problems.append(value.under(key))
            else:
                values[slot.path] = value


def _read_inner(
    key: str, item: object, table: Table, values: Facts, problems: list[Problem]
) -> None:
    """An object within an object, `null` in its place, or what should not be there."""
    if _is_mapping(item):
        if item:
            inner: list[Problem] = []
            read_object(item, table, values, inner)
            problems.extend(problem.under(key) for problem in inner)
    elif item is None:
        if table.plain is None:
            problems.append(null_value("leave_out").under(key))
        else:
            _read_null(key, table.plain, values, problems)
    elif table.plain is None:
        problems.append(wrong_type(_OBJECT, item).under(key))
    else:
        problems.append(wrong_type(_PLAIN_OR_OBJECT, item).under(key))


def _read_other(key: str, item: object, table: Table, problems: list[Problem]) -> None:
    """A field that the table does not have: its value is of no use here."""
    if table.others is None:
        problems.append(_unknown(key, table))
        return
    for problem in (parse_label(key), table.others(item)):
        if isinstance(problem, Problem):
            problems.append(problem.under(key))


def _read_null(key: str, slot: Slot, values: Facts, problems: list[Problem]) -> None:
    if slot.null == "none":
        values[slot.path] = None
    elif slot.null == "refused":
        problems.append(null_value(*slot.null_helps).under(key))


def _unknown(key: object, table: Table) -> Problem:
    """The problem of a field that is not there: what was meant, or how to make it be there."""
    problem = unknown_field(key, table.owner, (*table.slots, *table.structure))
    inner = table.slots.get(ATTRIBUTES)
    if isinstance(inner, Table) and key in inner.slots:
        return replace(problem, helps=("in_attributes",))
    if problem.helps or not is_name(str(key)):
        return problem
    hint = "declare" if inner is None else "declare_attribute"
    return replace(problem, helps=((hint, {"fact": f"{table.prefix}.{key}"}),))


def optional(
    raw: Raw, key: str, parse: Callable[[object], T | Problem], problems: list[Problem]
) -> T | None:
    """The value under a key; None when it is left out, `null`, or wrong (then a problem more)."""
    item = raw.get(key)
    if item is None:
        return None
    value = parse(item)
    if isinstance(value, Problem):
        problems.append(value.under(key))
        return None
    return value


def needed(
    raw: Raw, key: str, parse: Callable[[object], T | Problem], problems: list[Problem]
) -> T | None:
    """The value under a key that every such object has; None when it is wrong or not there."""
    if raw.get(key) is not None:
        return optional(raw, key, parse, problems)
    problems.append(null_value("give").under(key) if key in raw else missing(key))
    return None


def missing(key: str) -> Problem:
    """The problem of a field that every such object has."""
    return Problem("R110", {"field": key})


def value_of(values: Mapping[str, Value], path: str) -> str | None:
    """The text of a path, None when it is absent or `none`."""
    value = values.get(path)
    return value if isinstance(value, str) else None
