"""Writing YAML: scalars with as few quotes as they need, lists and mappings.

In: texts, and nested lists and pairs of them. Out: lines. What is written here is read back as the
same texts by any reader of YAML 1.1 or 1.2 that keeps to text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from policydsl.frozen import frozen

WIDTH = 100
"""Lists and mappings inside brackets stay within so many columns."""

_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`=")
_FLOW_SIGNS = frozenset(",?[]{}:")
_TAKEN_FOR_ELSE = re.compile(
    r"[-+.\d][\w.:+-]*|~|y|n|yes|no|on|off|true|false|null|<<", re.IGNORECASE
)
_UNSEEN = re.compile(
    r"[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


@frozen
class Quotable:
    """A text that is quoted when a reader could take it for a number, a date or a truth value."""

    text: str


@frozen
class Pairs:
    """A mapping, each key on its own line."""

    pairs: Sequence[Pair]


@frozen
class Texts:
    """A mapping to texts, in braces when it fits on the line."""

    pairs: Sequence[tuple[str, Quotable]]


@frozen
class Items:
    """A list, each item on its own line; with `spaced` an empty line stands between items."""

    items: Sequence[Data]
    spaced: bool = False


Data: TypeAlias = str | Quotable | Pairs | Texts | Items
Pair: TypeAlias = tuple[str, Data]


def scalar(data: str | Quotable, flow: bool = False) -> str:
    """A text as a scalar: plain if it can be, else in single or in double quotes."""
    text = data.text if isinstance(data, Quotable) else data
    if _UNSEEN.search(text):
        return _double(text)
    taken = isinstance(data, Quotable) and _TAKEN_FOR_ELSE.fullmatch(text)
    if not taken and _can_be_plain(text, flow):
        return text
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    if "'" not in text:
        return f"'{text}'"
    return _double(text)


def _can_be_plain(text: str, flow: bool) -> bool:
    if not text or text != text.strip() or text[0] in _INDICATORS or text.startswith("..."):
        return False
    if ": " in text or text.endswith(":") or " #" in text:
        return False
    return not (flow and _FLOW_SIGNS & set(text))


def _double(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + _UNSEEN.sub(lambda found: _escape(found.group()), escaped) + '"'


def _escape(character: str) -> str:
    return f"\\u{ord(character):04x}"


def lines(data: Pairs | Texts, indent: str = "") -> Iterator[str]:
    """The lines of a mapping, a key on each."""
    for key, value in data.pairs:
        yield from _entry(f"{indent}{scalar(Quotable(key))}:", value, indent)


def _entry(opening: str, value: Data, indent: str) -> Iterator[str]:
    """A value after its key: on the same line if it can stand there, else below it."""
    inline = _inline(value, WIDTH - len(opening) - 1)
    if inline is not None:
        yield f"{opening} {inline}"
        return
    yield opening
    if isinstance(value, Pairs | Texts):
        yield from lines(value, indent + "  ")
    elif isinstance(value, Items):
        yield from _items(value, indent + "  ")


def _items(data: Items, indent: str) -> Iterator[str]:
    for number, item in enumerate(data.items):
        if data.spaced and number:
            yield ""
        inline = _inline(item, WIDTH - len(indent) - 2)
        if inline is not None:
            yield f"{indent}- {inline}"
        elif isinstance(item, Pairs | Texts):
            first, *rest = lines(item, indent + "  ")
            yield f"{indent}- {first.strip()}"
            yield from rest


def _inline(data: Data, room: int) -> str | None:
    """The data on one line; None when it takes several. Single texts always fit."""
    if isinstance(data, str | Quotable):
        return scalar(data)
    if not isinstance(data, Texts):
        return None
    pairs = [f"{scalar(Quotable(key), True)}: {scalar(text, True)}" for key, text in data.pairs]
    written = "{" + ", ".join(pairs) + "}"
    return written if len(written) <= room else None
