"""Makes names, numbers, dates and texts.

In: tokens. Out: literal nodes; `Refused` for values that look right and are not, such as
`2026-02-30`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from policydsl.diagnostics import diagnostic
from policydsl.syntax import tree
from policydsl.syntax.lexing import Token
from policydsl.syntax.place import Place, Refused

MOST_DIGITS = 18
"""Digits that a number may have."""

FIRST_YEAR, LAST_YEAR = 1900, 2999
"""The years that a policy may speak of; sums of dates and spans stay far from the ends of time."""


def word(place: Place, token: Token) -> tree.Word:
    return tree.Word(_name(place, token.text), place.span)


def path(place: Place, token: Token) -> tree.Path:
    return tree.Path(tuple(_name(place, token.text).split(".")), place.span)


def words(place: Place, *items: tree.Word) -> tuple[tree.Word, ...]:
    return items


def names(place: Place, *items: tree.Path) -> tree.Names:
    return tree.Names(items, place.span)


def _name(place: Place, written: str) -> str:
    """The name in NFC, once it is sure that it can be told from others by eye."""
    if written.isascii():
        return written
    name = unicodedata.normalize("NFC", written)
    if unicodedata.normalize("NFKC", name) != name or not name.replace(".", "_").isidentifier():
        plain = unicodedata.normalize("NFKC", name)
        raise Refused(
            diagnostic("E113", place.span, name=name, plain=plain, helps=["plain_letters"])
        )
    scripts = {_script(char) for char in name}
    if len(scripts & {"LATIN", "GREEK", "CYRILLIC", "CHEROKEE", "ARMENIAN"}) > 1:
        raise Refused(diagnostic("E113", place.span, name=name, helps=["one_alphabet"]))
    return name


def _script(char: str) -> str:
    return unicodedata.name(char, "").partition(" ")[0]


def text(place: Place, token: Token) -> tree.Text:
    return tree.Text(re.sub(r'\\(["\\])', r"\1", token.text[1:-1]), place.span)


def exact(place: Place, token: Token) -> tree.Number:
    _check_digits(place, token.text)
    return tree.Number(Decimal(token.text) if "." in token.text else int(token.text), place.span)


def whole(place: Place, token: Token) -> tree.Number:
    """A number that counts something: whole and not negative."""
    _check_digits(place, token.text)
    if not token.text.isdigit():
        raise Refused(diagnostic("E212", place.span, number=token.text, helps=["whole"]))
    return tree.Number(int(token.text), place.span)


def _check_digits(place: Place, written: str) -> None:
    digits = sum(char.isdigit() for char in written)
    if digits > MOST_DIGITS:
        raise Refused(
            diagnostic(
                "E212",
                place.span,
                number=f"{written[:8]}…",
                helps=[("digits", {"most": MOST_DIGITS})],
            )
        )


def counted(number: tree.Number, least: int, most: int) -> int:
    """The value of a number that must lie between two bounds."""
    value = int(number.value)
    if not least <= value <= most:
        raise Refused(
            diagnostic(
                "E212",
                number.span,
                number=str(value),
                helps=[("between", {"least": least, "most": most})],
            )
        )
    return value


def date_(place: Place, token: Token) -> tree.Date:
    try:
        value = date.fromisoformat(token.text)
    except ValueError:
        raise Refused(
            diagnostic("E210", place.span, date=token.text, helps=["no_such_day"])
        ) from None
    _check_year(place, token.text, value.year)
    return tree.Date(value, place.span)


def instant(place: Place, token: Token) -> tree.Instant:
    try:
        value = datetime.fromisoformat(token.text)
    except ValueError:
        hint = "instant" if _is_date(token.text[:10]) else "no_such_day"
        raise Refused(diagnostic("E210", place.span, date=token.text, helps=[hint])) from None
    if value.tzinfo is None:
        raise Refused(diagnostic("E211", place.span, instant=token.text, helps=["offset"]))
    _check_year(place, token.text, value.year)
    return tree.Instant(value, place.span)


def _is_date(written: str) -> bool:
    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return True


def _check_year(place: Place, written: str, year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        years = {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise Refused(diagnostic("E210", place.span, date=written, helps=[("years", years)]))


def no_value(place: Place) -> tree.NoValue:
    return tree.NoValue(place.span)


ACTIONS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        "word": word,
        "path": path,
        "words": words,
        "names": names,
        "text": text,
        "exact": exact,
        "whole": whole,
        "date": date_,
        "instant": instant,
        "no_value": no_value,
    }
)
