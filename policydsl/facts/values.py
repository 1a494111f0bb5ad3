"""Texts, numbers and lists of a request.

In: raw values, from JSON or Python. Out: exact core values, or a `Problem`; nothing is coerced.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Final, TypeVar

from policydsl.diagnostics import Text
from policydsl.facts.problems import Problem, wrong_type

LONGEST_TEXT = 10_000
LONGEST_LIST = 1_000
WHOLE_DIGITS: Final = 18
DECIMAL_PLACES: Final = 10
NUMBER_LIMIT = 10**WHOLE_DIGITS

FLAG = Text("`true` or `false`", "`true` 或 `false`")
NUMBER = Text("a number", "数字")
TEXT = Text("a text", "文本")
TEXT_LIST = Text("a list of texts", "文本列表")
WHOLE_NUMBER = Text("a whole number", "整数")

T = TypeVar("T")
_LISTS = (list, tuple)


def parse_flag(value: object) -> bool | Problem:
    """`true` or `false`, and nothing that resembles them."""
    if value is True or value is False:
        return value is True
    return wrong_type(FLAG, value)


def parse_text(value: object) -> str | Problem:
    """A text of at most `LONGEST_TEXT` characters, as it is."""
    if not isinstance(value, str):
        return wrong_type(TEXT, value)
    if len(value) > LONGEST_TEXT:
        return Problem("R126", {"length": len(value), "limit": LONGEST_TEXT})
    if not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value):
        return Problem("R127")
    return value if type(value) is str else value[:]


def parse_label(value: object) -> str | Problem:
    """A text that names something: not empty."""
    text = parse_text(value)
    return Problem("R128") if text == "" else text


def parse_number(value: object) -> int | Decimal | Problem:
    """An exact number within ±10^18 with at most ten decimal places, whole ones as int.

    A Python float stands for the decimal that it is printed as.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        if -NUMBER_LIMIT < value < NUMBER_LIMIT:
            return int(value)
        return Problem("R129", {"limit": WHOLE_DIGITS, "places": DECIMAL_PLACES})
    if not isinstance(value, float | Decimal):
        return wrong_type(NUMBER, value)
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return _decimal(exact)


def _decimal(exact: Decimal) -> int | Decimal | Problem:
    refused = Problem("R129", {"limit": WHOLE_DIGITS, "places": DECIMAL_PLACES})
    if not exact.is_finite():
        return refused
    sign, digits, exponent = exact.as_tuple()
    assert isinstance(exponent, int)
    significant = len("".join(map(str, digits)).rstrip("0")) if len(digits) <= 64 else 64
    if not significant:
        return 0
    exponent += len(digits) - significant
    if significant + exponent > WHOLE_DIGITS or exponent < -DECIMAL_PLACES:
        return refused
    return Decimal((sign, digits[:significant], exponent)) if exponent < 0 else int(exact)


def parse_whole_number(value: object) -> int | Problem:
    """A number without a fraction."""
    number = parse_number(value)
    return wrong_type(WHOLE_NUMBER, value) if isinstance(number, Decimal) else number


def parse_list(
    value: object,
    expected: Text,
    item: Callable[[object], T | Problem],
    limit: int = LONGEST_LIST,
) -> tuple[T, ...] | Problem:
    """A list whose items all parse, or the first problem among them."""
    if not isinstance(value, _LISTS):
        return wrong_type(expected, value)
    if len(value) > limit:
        return too_many(value, limit)
    parsed: list[T] = []
    for index, raw in enumerate(value):
        one = item(raw)
        if isinstance(one, Problem):
            return one.under(index)
        parsed.append(one)
    return tuple(parsed)


def too_many(value: Sequence[object], limit: int) -> Problem:
    """The problem of a list longer than its limit."""
    return Problem("R150", {"count": len(value), "limit": limit})
