"""Bounds: one more, one less.

In: a site. Out: counts, spans, numbers of days, ages and dates next to the one written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from policydsl.syntax import tree
from policydsl.testing.mutation.walking import Site

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


def changes(site: Site) -> Iterator[Any]:
    """What may stand at a site instead."""
    node = site.node
    match node:
        case tree.Limit(number) | tree.Counted(_, int(number)) | tree.Duration(number):
            yield from (replace(node, number=one) for one in _beside(number) if one > 0)
        case tree.Window(_, int(number)):
            yield from (replace(node, number=one) for one in _beside(number) if one > 0)
        case tree.StepReached(_, int(times)):
            yield from (replace(node, times=one) for one in _beside(times) if one > 0)
        case tree.DayPoint(number, anchor):
            lowest = -(10**6) if anchor is None else 0
            yield from (replace(node, number=one) for one in _beside(number) if one >= lowest)
        case tree.Number(int(number)):
            yield from (replace(node, value=one) for one in _beside(number))
        case tree.Number(Decimal() as value):
            exponent = value.as_tuple().exponent
            assert isinstance(exponent, int)
            yield from (
                replace(node, value=value + Decimal((way, (1,), exponent))) for way in (0, 1)
            )
        case tree.Date(value):
            yield from (replace(node, value=value + way * _DAY) for way in (1, -1))
        case tree.Instant(value):
            yield from (replace(node, value=value + way * _MINUTE) for way in (1, -1))


def _beside(number: int) -> tuple[int, int]:
    return number + 1, number - 1
