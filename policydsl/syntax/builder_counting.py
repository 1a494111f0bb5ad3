"""Makes what is counted: nouns, occurrences, windows, countings.

In: words, names, expressions. Out: `Noun`, `Occurrence`, `Window`, `Counting`; `Refused` for a
counting without a window, for a part said twice, and for windows that can be read in several ways.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any, NamedTuple

from policydsl.diagnostics import Span, diagnostic
from policydsl.syntax import tree
from policydsl.syntax.builder_literals import counted
from policydsl.syntax.builder_times import LONGEST, PERIODS, ambiguous, number_and_unit
from policydsl.syntax.lexing import Token
from policydsl.syntax.phrases import LimitHead
from policydsl.syntax.place import Place, Refused

MOST = 1_000_000
"""The greatest number that contacts are compared with."""

SINGULARS: Mapping[str, str] = MappingProxyType(
    {
        "attempts": "attempt",
        "submissions": "submission",
        "deliveries": "delivery",
        "connections": "connection",
        "right_party_contacts": "right_party_contact",
        "conversations": "conversation",
        "refusals": "refusal",
        "complaints": "complaint",
        "payments": "payment",
        "opt_outs": "opt_out",
        "contacts": "contact",
    }
)
"""The nouns of the language that have a plural; other names stay as they are written."""


class Part(NamedTuple):
    """One part of a counting: its name, its value, its place and the words it begins with."""

    name: str
    value: Any
    span: Span
    keywords: Span


_DAYS = ("consecutive", "rolling")


def part(name: str, place: Place, value: Any = None) -> Part:
    return Part(name, value, place.span, place.keywords)


def collected(parts: tuple[Part, ...]) -> dict[str, Any]:
    """The parts by name; `Refused` when one is said twice."""
    found: dict[str, Part] = {}
    for item in parts:
        first = found.setdefault(item.name, item)
        if first is not item:
            raise Refused(
                diagnostic(
                    "E205",
                    item.span,
                    part=item.keywords.text,
                    labels=[(first.span, "first")],
                    helps=["keep_one"],
                )
            )
    return {name: item.value for name, item in found.items()}


def direction(place: Place, *tokens: Token) -> str:
    return "either" if len(tokens) > 1 else tokens[0].text


def noun(place: Place, event: tree.Word) -> tree.Noun:
    return _noun(place, "outbound", event, days=False)


def directed_noun(place: Place, which: str, event: tree.Word) -> tree.Noun:
    return _noun(place, which, event, days=False)


def days_noun(place: Place, event: tree.Word) -> tree.Noun:
    return _noun(place, "outbound", event, days=True)


def directed_days_noun(place: Place, which: str, event: tree.Word) -> tree.Noun:
    return _noun(place, which, event, days=True)


def _noun(place: Place, which: str, event: tree.Word, *, days: bool) -> tree.Noun:
    return tree.Noun(SINGULARS.get(event.text, event.text), which, days, place.span)


def occurrence(place: Place, what: tree.Noun, *filters: Part) -> tree.Occurrence:
    return _occurrence(place.span, what, collected(filters))


def only_noun(place: Place, what: tree.Noun) -> tree.Occurrence:
    return _occurrence(place.span, what, {})


def _occurrence(span: Span, what: tree.Noun, parts: Mapping[str, Any]) -> tree.Occurrence:
    per = parts.get("per")
    return tree.Occurrence(
        noun=what,
        by=parts.get("by", ()),
        per=per.paths if per else (),
        where=parts.get("where"),
        span=span,
    )


def counting(place: Place, what: tree.Noun, *parts: Part) -> tree.Counting:
    found = collected(parts)
    if "window" not in found:
        _refuse_without_window(place, found)
    return tree.Counting(
        occurrence=_occurrence(place.span, what, found),
        window=found["window"],
        after_first=found.get("after_first"),
        before_today="before_today" in found,
        span=place.span,
    )


def _refuse_without_window(place: Place, parts: Mapping[str, Any]) -> None:
    per = parts.get("per")
    for key in per.paths if per else ():
        if key.text in PERIODS:
            raise Refused(
                diagnostic(
                    "E221",
                    key.span,
                    unit=key.text,
                    helps=["hours" if key.text == "hour" else "window", "key"],
                )
            )
    raise Refused(diagnostic("E202", place.span, text=place.text, helps=["day", "rolling", "ever"]))


def limit(place: Place, number: tree.Number, what: tree.Counting) -> tree.Limit:
    return tree.Limit(counted(number, 0, MOST), what, place.span)


def limit_head(place: Place, number: tree.Number, what: tree.Noun) -> LimitHead:
    return LimitHead(counted(number, 0, MOST), what)


def window(
    kind: str, unit: str | None, place: Place, number: tree.Number, *rest: Any
) -> tree.Window:
    """A window of so many units; calendar windows bring their unit and the start of the week."""
    starting = None
    if kind == "calendar":
        unit = rest[0]
        starting = _starting(place, *rest)
    limits = {
        "minutes": "minutes",
        "hours": "hours",
        "weeks": "rolling_weeks",
        "week": "rolling_weeks",
        "month": "calendar_months",
        "quarter": "calendar_months",
        "year": "calendar_years",
    }
    most = LONGEST[limits.get(unit or "", "rolling_days")]
    return tree.Window(kind, counted(number, 1, most), unit, starting, None, place.span)


def this_calendar(place: Place, unit: str, *rest: int) -> tree.Window:
    return tree.Window("calendar", 1, unit, _starting(place, unit, *rest), None, place.span)


def _starting(place: Place, unit: str, *rest: int) -> int | None:
    if rest and unit != "week":
        raise Refused(diagnostic("E217", place.span, unit=unit, helps=["only_weeks"]))
    return rest[0] if rest else None


def since_window(place: Place, last: tree.Occurrence) -> tree.Window:
    return tree.Window("since", None, None, None, last, place.span)


def bound_ever(place: Place) -> Part:
    return part("window", place, tree.Window("ever", None, None, None, None, place.span))


def bad_window(place: Place, *parts: tree.Number | str) -> None:
    """`7 days`, `a week`: several readings, so none is taken."""
    number, unit = number_and_unit(parts)
    if unit == "day":
        readings: tuple[str, ...] = ("calendar_day", "last_hours")
        if number > 1:
            readings = ("consecutive", "rolling", "week") if number == 7 else _DAYS
    elif unit == "week":
        readings = ("weeks_of_days", "rolling_weeks", "week" if number == 1 else "calendar_weeks")
    else:
        readings = (f"a_calendar_{unit}" if number == 1 else f"in_calendar_{unit}s",)
    raise Refused(ambiguous(place, number, readings))


def bad_full_window(place: Place, number: tree.Number, unit: str) -> None:
    raise Refused(
        diagnostic(
            "E219",
            place.span,
            text=place.text,
            number=int(number.value),
            helps=["consecutive", "rolling"],
        )
    )


def group(place: Place, inner: Any) -> Any:
    return inner


ACTIONS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        "direction": direction,
        "plain_noun": noun,
        "directed_noun": directed_noun,
        "days_noun": days_noun,
        "directed_days_noun": directed_days_noun,
        "occurrence": occurrence,
        "only_noun": only_noun,
        "counting": counting,
        "filter_by": partial(part, "by"),
        "filter_per": partial(part, "per"),
        "filter_where": partial(part, "where"),
        "bound_window": partial(part, "window"),
        "bound_ever": bound_ever,
        "bound_after_first": partial(part, "after_first"),
        "bound_before_today": partial(part, "before_today"),
        "limit": limit,
        "limit_head": limit_head,
        "rolling_minutes": partial(window, "rolling", "minutes"),
        "rolling_hours": partial(window, "rolling", "hours"),
        "rolling_days": partial(window, "rolling", "days"),
        "rolling_weeks": partial(window, "rolling", "weeks"),
        "consecutive_window": partial(window, "consecutive_days", None),
        "calendar_window": partial(window, "calendar", None),
        "this_calendar": this_calendar,
        "block_minutes": partial(window, "blocks", "minutes"),
        "block_hours": partial(window, "blocks", "hours"),
        "since_window": since_window,
        "bad_window": bad_window,
        "bad_full_window": bad_full_window,
        "group": group,
    }
)
