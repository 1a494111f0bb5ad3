"""Reading a request: what is in hand, and what a path says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from policydsl.core.days import CalendarRef
from policydsl.core.request import ConsentRecord, Event, Request, Value
from policydsl.frozen import frozen


class Missing:
    """The type of `MISSING`."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = Missing()


@frozen
class Context:
    """A request with what is in hand while a formula is judged.

    `debt` and `zone` are None when a rule is not quantified over them or they are unknown.
    With `presumes`, a reservation counts as whatever it may become; without, it only may count
    as that. A cap presumes; a condition, which could also lift or excuse something, does not.
    """

    request: Request
    now: int
    debt: str | None = None
    zone: str | None = None
    event: Event | None = None
    consent: ConsentRecord | None = None
    presumes: bool = False


def read(path: str, context: Context) -> Value | Missing:
    """The value at a full path, or `MISSING`."""
    root = path.partition(".")[0]
    if root == "event":
        if context.event is None:
            return MISSING
        return context.event.at if path == "event.at" else _get(context.event.values, path)
    if root == "consent":
        return MISSING if context.consent is None else _get(context.consent.values, path)
    if root == "debt":
        if context.debt is None:
            return MISSING
        return _get(context.request.debts.get(context.debt, {}), path)
    return _get(context.request.facts, path)


def _get(values: Mapping[str, Value], path: str) -> Value | Missing:
    return values.get(path, MISSING)


def calendar_id(calendar: CalendarRef, context: Context) -> str | None:
    """The id of a calendar; None when the fact that names it is missing or none."""
    if calendar.path is None:
        return calendar.id
    value = read(calendar.path, context)
    return value if isinstance(value, str) else None
