"""Instants and dates as requests write them.

In: raw values, from JSON or Python. Out: int microseconds since 1970 UTC, `date`, or a `Problem`.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from policydsl.diagnostics import Text
from policydsl.facts.problems import Problem, clip, wrong_type

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_DATE_TEXT = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME_TEXT = r"T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?"
DATE_PATTERN = f"^{_DATE_TEXT}$"
INSTANT_PATTERN = f"^{_DATE_TEXT}{_TIME_TEXT}(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$"

_date_text = re.compile(_DATE_TEXT).fullmatch
_instant_text = re.compile(INSTANT_PATTERN.strip("^$")).fullmatch
_naive_text = re.compile(_DATE_TEXT + _TIME_TEXT.replace("T(", "[T ](", 1)).fullmatch

DATE = Text("a date such as `2026-03-04`", "日期（如 `2026-03-04`）")
INSTANT = Text(
    "an instant such as `2026-03-04T10:00:00+08:00`",
    "时间点（如 `2026-03-04T10:00:00+08:00`）",
)


def to_micros(moment: datetime) -> int:
    """An aware datetime as microseconds since 1970 UTC; `ValueError` for a naive one."""
    if moment.utcoffset() is None:
        raise ValueError(f"{moment} does not say at which offset it is")
    since = moment - EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


EARLIEST = to_micros(datetime(1, 1, 3, tzinfo=UTC))
LATEST = to_micros(datetime(9999, 12, 29, tzinfo=UTC)) - 1
"""Days are left at both ends, so that every clock shows every instant and its neighbours."""


def parse_instant(value: object) -> int | Problem:
    """An ISO 8601 text with an offset or `Z`, or an aware datetime, as microseconds."""
    if isinstance(value, str):
        if _instant_text(value) is None:
            return _not_an_instant(value)
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            return Problem("R120", {"text": clip(value)}, ("no_such_day",))
    elif isinstance(value, datetime):
        if value.utcoffset() is None:
            return Problem("R121", {"text": value.isoformat()}, ("time_zone",))
        moment = value
    else:
        return wrong_type(INSTANT, value)
    micros = to_micros(moment)
    if EARLIEST <= micros <= LATEST:
        return micros
    return Problem("R122", {"text": str(value)})


def parse_date(value: object) -> date | Problem:
    """A text `YYYY-MM-DD`, or a date that is not a datetime."""
    if isinstance(value, str):
        if _date_text(value) is None:
            hint = "date_only" if _date_text(value[:10]) and "T" in value else "write"
            return Problem("R123", {"text": clip(value)}, (hint,))
        try:
            return date.fromisoformat(value)
        except ValueError:
            return Problem("R123", {"text": value}, ("no_such_day",))
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    return wrong_type(DATE, value)


def utc(micros: int) -> datetime:
    """An instant as an aware datetime; it must lie between `EARLIEST` and `LATEST`."""
    return EPOCH + timedelta(microseconds=micros)


def utc_text(moment: datetime) -> str:
    """A datetime in UTC as `2026-03-08T05:00:00Z`, microseconds only when there are any."""
    return moment.isoformat().removesuffix("+00:00") + "Z"


def _not_an_instant(value: str) -> Problem:
    shown = {"text": clip(value)}
    if _naive_text(value):
        return Problem("R121", shown, ("offset",))
    return Problem("R120", shown, ("time" if _date_text(value) else "write",))
