"""The texts in which a ledger keeps objects: JSON, always written the same way.

In: objects as JSON or Python gives them. Out: texts, and objects again. Numbers stay exact, and
Python's instants are written in UTC, so that the same content is the same text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from policydsl.facts.moments import utc_text

_encode = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False
).encode


def body_text(body: Mapping[str, Any]) -> str:
    """An object as one line of JSON, its keys sorted.

    Takes what `json.loads` gives, and Decimals, aware datetimes, dates, tuples. Raises `ValueError`
    for infinite numbers, naive datetimes and objects within themselves, `TypeError` for all else.
    """
    try:
        return _encode(body)
    except TypeError:
        return _written(body)


def read_body(text: str) -> dict[str, Any]:
    """An object of a text that `body_text` wrote."""
    body: dict[str, Any] = json.loads(text, parse_float=Decimal)
    return body


def read_bodies(texts: Iterable[str]) -> list[dict[str, Any]]:
    """The objects of several texts, read together."""
    bodies: list[dict[str, Any]] = json.loads(f"[{','.join(texts)}]", parse_float=Decimal)
    return bodies


def _written(value: object) -> str:
    match value:
        case Mapping():
            parts = (f"{_encode(str(key))}:{_written(value[key])}" for key in sorted(value))
            return f"{{{','.join(parts)}}}"
        case list() | tuple():
            return f"[{','.join(map(_written, value))}]"
        case Decimal():
            if not value.is_finite():
                raise ValueError(f"{value} cannot be written as JSON")
            return str(value)
        case datetime():
            return _encode(utc_text(value))
        case date():
            return _encode(value.isoformat())
        case _:
            return _encode(value)
