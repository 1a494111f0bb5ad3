"""Requests as JSON text.

In: text. Out: data for `check_request`, numbers exact, or what is wrong with the text. A key that
is given twice is an error, because readers of JSON disagree on which one counts.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from policydsl.diagnostics import Diagnostic, Source, diagnostic
from policydsl.facts.objects import MOST_REPORTED
from policydsl.facts.problems import clip, step
from policydsl.frozen import frozen

LONGEST_REQUEST = 64 * 1024 * 1024
"""Characters of one request's text."""

_LONGEST_NUMBER = 100


def read_request(text: str, name: str = "request") -> tuple[object, list[Diagnostic]]:
    """The data that a JSON text holds, or None with what is wrong; `name` is shown to the user."""
    if len(text) > LONGEST_REQUEST:
        return None, [diagnostic("R103", limit=LONGEST_REQUEST)]
    repeats: list[_Repeated] = []

    def collect(pairs: list[tuple[str, object]]) -> dict[str, object]:
        made = dict(pairs)
        if len(made) == len(pairs):
            return made
        repeats.append(_Repeated(made, _twice(pairs)))
        return repeats[-1].data

    try:
        data = json.loads(
            text,
            parse_float=_number,
            parse_int=_number,
            parse_constant=float,
            object_pairs_hook=collect,
        )
    except json.JSONDecodeError as error:
        return None, [_not_json(Source(name, text), error)]
    except RecursionError:
        return None, [diagnostic("R104")]
    return (None, _repeated(data, repeats)) if repeats else (data, [])


@frozen
class _Repeated:
    """An object that gave some keys twice, and which."""

    data: dict[str, object]
    keys: tuple[str, ...]


def _twice(pairs: list[tuple[str, object]]) -> tuple[str, ...]:
    counts = Counter(key for key, _ in pairs)
    return tuple(key for key, count in counts.items() if count > 1)


def _number(text: str) -> int | Decimal:
    """The exact number; one that no fact could take becomes infinite and is refused later."""
    if len(text) > _LONGEST_NUMBER:
        return _TOO_LARGE
    try:
        number = Decimal(text)
    except InvalidOperation:
        return _TOO_LARGE
    return number if "." in text or "e" in text or "E" in text else int(text)


_TOO_LARGE = Decimal("Infinity")


_Path: TypeAlias = "tuple[_Path, object] | None"


def _repeated(data: object, repeats: list[_Repeated]) -> list[Diagnostic]:
    """A diagnostic for each key given twice, in the order of the text."""
    keys_of = {id(repeat.data): repeat.keys for repeat in repeats}
    found: list[Diagnostic] = []
    for path, item in _objects(data):
        for key in keys_of.get(id(item), ()):
            if len(found) == MOST_REPORTED:
                return [*found, diagnostic("R199", limit=MOST_REPORTED)]
            found.append(diagnostic("R102", path=_written((path, key)), key=clip(key)))
    return found


def _objects(data: object) -> Iterator[tuple[_Path, dict[str, object]]]:
    """Every object in the data with the steps that lead to it, outer ones first."""
    waiting: list[tuple[_Path, object]] = [(None, data)]
    while waiting:
        path, item = waiting.pop()
        if isinstance(item, dict):
            yield path, item
            waiting.extend(((path, key), inner) for key, inner in reversed(item.items()))
        elif isinstance(item, list):
            waiting.extend(((path, index), item[index]) for index in reversed(range(len(item))))


def _written(path: _Path) -> str:
    steps: list[str] = []
    while path is not None:
        path, key = path
        steps.append(step(key))
    return "$" + "".join(reversed(steps))


def _not_json(source: Source, error: json.JSONDecodeError) -> Diagnostic:
    at = error.pos
    rest = source.text[at : at + 8]
    helps: tuple[str, ...] = ()
    if not source.text.strip():
        helps = ("empty",)
    elif rest.startswith("'"):
        helps = ("quotes",)
    elif rest.startswith(("True", "False", "None")):
        helps = ("words",)
    elif rest.startswith(("}", "]")) and source.text[:at].rstrip().endswith(","):
        helps = ("comma",)
    elif error.msg == "Extra data":
        helps = ("one",)
    return diagnostic("R101", source.span(at, min(at + 1, len(source.text))), helps=helps)
