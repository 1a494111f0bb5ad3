"""Python source under construction.

In: lines, made of fixed words, numbers, and names. Out: a compiled function. Nothing that a policy
says goes into the source: every path, text, set and date is a constant that a generated name stands
for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any

_INDENT = "    "


class Code:
    """The source of one function, with the constants it names."""

    __slots__ = ("_constants", "_depth", "_lines", "_names", "_numbers")

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._depth = 0
        self._constants: dict[str, object] = {}
        self._names: dict[Hashable, str] = {}
        self._numbers = 0

    def line(self, text: str) -> None:
        """Write a line."""
        self._lines.append(_INDENT * self._depth + text)

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        """Write a head (`if …`), and indent what follows."""
        self.line(head + ":")
        self._depth += 1
        before = len(self._lines)
        yield
        if len(self._lines) == before:
            self.line("pass")
        self._depth -= 1

    def fresh(self, letter: str) -> str:
        """A name that nothing else has."""
        self._numbers += 1
        return f"{letter}{self._numbers}"

    @contextmanager
    def held(self) -> Iterator[list[str]]:
        """Keep what is written in a list of its own, to be put in by `put`."""
        lines: list[str] = []
        outer, self._lines = self._lines, lines
        yield lines
        self._lines = outer

    def put(self, held: list[str]) -> None:
        """Write what was held, at the depth at which it was written."""
        self._lines.extend(held)

    @staticmethod
    def mentions(held: list[str], name: str) -> bool:
        """Whether what was held uses a name."""
        word = re.compile(rf"\b{name}\b")
        return any(word.search(line) for line in held)

    @contextmanager
    def deeper(self, number: int) -> Iterator[None]:
        """Write further in, for what will be put under heads yet to be written."""
        self._depth += number
        yield
        self._depth -= number

    def constant(self, value: object, key: Hashable | None = None) -> str:
        """The name of a constant; equal constants of one type, or of one `key`, share it."""
        known: Hashable = (type(value), value if key is None else key)
        name = self._names.get(known)
        if name is None:
            name = self._names[known] = self.fresh("K")
            self._constants[name] = value
        return name

    def helper(self, value: Callable[..., Any]) -> str:
        """The name of a function that the source calls."""
        return self.constant(value, ("helper", id(value)))

    def source(self) -> str:
        """What has been written."""
        return "\n".join(self._lines) + "\n"

    def compile(self, function: str) -> Callable[..., Any]:
        """The function of that name in what has been written."""
        namespace: dict[str, Any] = dict(self._constants)
        exec(compile(self.source(), "<policy>", "exec"), namespace)
        made: Callable[..., Any] = namespace[function]
        return made
