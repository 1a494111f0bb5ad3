"""Values of test files, each with its place.

In: YAML nodes, hostile until read. Out: `Item`s: JSON values in the shape of a request that know
where they were written, so that whatever is wrong with a merged request points at its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, TypeAlias

from policydsl.diagnostics import Source, Span, Text
from policydsl.frozen import frozen
from policydsl.syntax.yaml_nodes import PLAIN, Listing, Node, Scalar
from policydsl.syntax.yaml_nodes import Mapping as Keyed
from policydsl.syntax.yaml_values import Values

Plain: TypeAlias = "str | int | Decimal | bool | None"
Value: TypeAlias = "Plain | Mapping[str, Item] | tuple[Item, ...]"

_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,30})(\.[0-9]{1,30})?").fullmatch
_WORDS: Mapping[str, Plain] = {"true": True, "false": False, "null": None, "~": None, "": None}
_STEP = re.compile(r'\.(\w+)|\[([0-9]+)\]|\["((?:[^"]|"(?!\]))*)"\]')
_SOMETHING = Text("an object", "对象")


@frozen
class Item:
    """A value; `begin` and `end` are where it is written, `key` is the place of its key."""

    value: Value
    begin: int
    end: int
    key: tuple[int, int] | None = None

    def get(self, key: str) -> Item | None:
        """What stands under a key; None when there is nothing, or this is no mapping."""
        return self.value.get(key) if isinstance(self.value, Mapping) else None

    def span(self, source: Source) -> Span:
        """Where it is written."""
        return source.span(self.begin, self.end)

    def key_span(self, source: Source) -> Span:
        """Where its key is written; the value, for what has no key."""
        return source.span(*(self.key or (self.begin, self.end)))


def item_of(values: Values, node: Node, key: Scalar | None = None) -> Item:
    """The value that a node stands for; what is wrong with its keys is reported.

    Unquoted, `true`, `false`, `null` and numbers are what they look like. Everything else is
    text: dates, times, `+1305…`, `yes`.
    """
    place = None if key is None else (key.begin, key.end)
    value: Value = None
    if isinstance(node, Keyed):
        fields = values.fields(node, _SOMETHING) or {}
        value = {name: item_of(values, field.value, field.key) for name, field in fields.items()}
    elif isinstance(node, Listing):
        value = tuple(item_of(values, item) for item in node.items)
    elif isinstance(node, Scalar):
        value = _scalar(node)
    return Item(value, node.begin, node.end, place)


def _scalar(node: Scalar) -> Plain:
    text = node.text
    if node.style != PLAIN:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _NUMBER(text):
        return Decimal(text) if "." in text else int(text)
    return text


def merged(base: Item | None, over: Item | None) -> Item | None:
    """One value over another: mappings are merged key by key, everything else is replaced."""
    if base is None or over is None:
        return over or base
    if not isinstance(base.value, Mapping) or not isinstance(over.value, Mapping):
        return over
    both: dict[str, Item] = dict(base.value)
    for key, item in over.value.items():
        below = merged(both.get(key), item)
        if below is not None:
            both[key] = below
    return Item(both, over.begin, over.end, over.key)


def without(base: Item, path: list[str]) -> Item | None:
    """The value with what stands at a path taken out; None when nothing stands there."""
    if not isinstance(base.value, Mapping) or path[0] not in base.value:
        return None
    rest = {key: item for key, item in base.value.items() if key != path[0]}
    if len(path) > 1:
        below = without(base.value[path[0]], path[1:])
        if below is None:
            return None
        rest = {**base.value, path[0]: below}
    return Item(rest, base.begin, base.end, base.key)


def size(item: Item) -> int:
    """How many values there are in it, itself included."""
    value = item.value
    if isinstance(value, Mapping):
        return 1 + sum(map(size, value.values()))
    return 1 + sum(map(size, value)) if isinstance(value, tuple) else 1


def plain(item: Item) -> Any:
    """The value alone, as JSON has it."""
    value = item.value
    if isinstance(value, Mapping):
        return {key: plain(below) for key, below in value.items()}
    if isinstance(value, tuple):
        return [plain(below) for below in value]
    return value


def found_at(item: Item, path: str) -> Item:
    """What a JSON path such as `$.events[3].kind` leads to.

    Of a path to what is not there, what it is missing from.
    """
    here = item
    for name, index in _steps(path):
        below = here.get(name)
        if index is not None and isinstance(here.value, tuple) and index < len(here.value):
            below = here.value[index]
        if below is None:
            break
        here = below
    return here


def _steps(path: str) -> Iterator[tuple[str, int | None]]:
    for step in _STEP.finditer(path):
        yield step[1] or step[3] or "", None if step[2] is None else int(step[2])


def jsonable(value: Any) -> Any:
    """A plain value with numbers that `json.dumps` can write."""
    if isinstance(value, dict):
        return {key: jsonable(below) for key, below in value.items()}
    if isinstance(value, list):
        return [jsonable(below) for below in value]
    return float(value) if isinstance(value, Decimal) else value
