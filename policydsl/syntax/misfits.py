"""Says what is wrong with a token of the wrong shape.

In: the kind of misfit, its text and place. Out: the diagnostic that says how to write it: numbers
such as `10pm` or `2026-1-3`, names such as `opt-out`, quotes, signs of programming languages,
full-width punctuation.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from policydsl.diagnostics import Diagnostic, Span, diagnostic

_OPERATORS: Mapping[str, str] = MappingProxyType(
    {
        "=": "is",
        "==": "is",
        "!=": "is not",
        "<>": "is not",
        "=<": "<=",
        "=>": ">=",
        "&&": "and",
        "&": "and",
        "||": "or",
        "|": "or",
        "!": "not",
    }
)
_UNITS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), ("minutes",)),
        **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), ("hours",)),
        **dict.fromkeys(("d", "day", "days"), ("consecutive days", "rolling days")),
        **dict.fromkeys(("w", "wk", "week", "weeks"), ("rolling weeks", "calendar weeks")),
    }
)
_FULL_WIDTH: Mapping[str, str] = MappingProxyType(
    {
        "\u3000": " ",
        "\xa0": " ",
        "、": ",",
        "。": ".",
        "【": "(",
        "】": ")",
        "《": '"',
        "》": '"',
        "「": '"',
        "」": '"',
        "『": '"',
        "』": '"',
        "“": '"',
        "”": '"',
        "‘": '"',
        "’": '"',
        "〜": "to",
        "～": "to",
    }
)


def misfit(kind: str, text: str, span: Span) -> Diagnostic | None:
    """The diagnostic for a token of the wrong shape; None for any other kind of token."""
    make = _MISFITS.get(kind)
    return make(text, span) if make is not None else None


def _operator(text: str, span: Span) -> Diagnostic:
    instead = _OPERATORS[text]
    return diagnostic("E111", span, sign=text, instead=instead, helps=["instead"])


def _full_width(text: str, span: Span) -> Diagnostic:
    instead = "".join(_FULL_WIDTH.get(char) or unicodedata.normalize("NFKC", char) for char in text)
    if not instead.strip():
        return diagnostic("E110", span, sign=text, helps=["space"])
    return diagnostic("E110", span, sign=text, instead=instead, helps=["instead"])


def _stray(text: str, span: Span) -> Diagnostic:
    char = text[0]
    point = f"U+{ord(char):04X}"
    return diagnostic("E114", span, char=char, code_point=point, helps=["remove"])


def _name(text: str, span: Span) -> Diagnostic:
    instead = re.sub(r"\W+", "_", text.rstrip(".-"))
    if "." in text and "-" not in text:
        instead = re.sub(r"\.+", ".", text.rstrip("."))
    return diagnostic("E112", span, name=_shown(text), instead=_shown(instead), helps=["instead"])


def _text(text: str, span: Span) -> Diagnostic:
    if text[0] == "'":
        return diagnostic("E116", span, helps=["double"])
    escape = re.match(r'"(?:[^"\\]|\\["\\])*(\\[^"\\])[^"]*"', text)
    if escape:
        return diagnostic("E115", span, escape=escape[1], helps=["escapes"])
    return diagnostic("E106", span, helps=["close", "one_line"])


def _number(text: str, span: Span) -> Diagnostic:
    for recognise in (_as_time, _as_hours, _as_date, _as_length):
        found = recognise(text, span)
        if found is not None:
            return found
    return diagnostic("E119", span, text=_shown(text), helps=["number", "time", "date"])


def _as_time(text: str, span: Span) -> Diagnostic | None:
    """`10pm`, `8:00`, `8:30am`, `22:00:00`."""
    found = re.fullmatch(r"(\d{1,2})(?:[:.](\d{2}))?(?::\d{2})?\s*([ap]m?)?", text, re.IGNORECASE)
    if found is None or not (found[3] or ":" in text):
        return None
    hours, minutes = int(found[1]), int(found[2] or 0)
    if found[3]:
        hours = hours % 12 + (12 if found[3][0] in "pP" else 0)
    if hours * 60 + minutes > 24 * 60 or minutes > 59:
        return diagnostic("E209", span, time=text, helps=["no_such_time"])
    return diagnostic(
        "E209", span, time=text, helps=[("instead", {"instead": f"{hours:02}:{minutes:02}"})]
    )


def _as_hours(text: str, span: Span) -> Diagnostic | None:
    """`22:00-08:00`."""
    found = re.fullmatch(r"(\d{1,2}:\d{2})-(\d{1,2}:\d{2})", text)
    if found is None:
        return None
    instead = f"{found[1]:0>5} to {found[2]:0>5}"
    return diagnostic("E209", span, time=text, helps=[("instead", {"instead": instead})])


def _as_date(text: str, span: Span) -> Diagnostic | None:
    """`2026-1-3`, `2026/01/03`, `20260103`, `03.01.2026`."""
    found = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text)
    if found is not None:
        try:
            day = date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            return diagnostic("E210", span, date=text, helps=["no_such_day"])
        instead = {"instead": day.isoformat()}
        return diagnostic("E210", span, date=text, helps=[("instead", instead)])
    if re.fullmatch(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}", text):
        return diagnostic("E210", span, date=text, helps=["order"])
    if re.match(r"\d{4}-\d{1,2}-\d{1,2}T", text):
        return diagnostic("E210", span, date=_shown(text), helps=["instant"])
    return None


def _as_length(text: str, span: Span) -> Diagnostic | None:
    """`24h`, `7days`, `3x`, `50%`."""
    found = re.fullmatch(r"(\d{1,9})([a-z]+)", text)
    if found is None:
        return None
    units = _UNITS.get(found[2])
    if units is None:
        return diagnostic("E119", span, text=text, helps=[("space", {"number": found[1]})])
    helps = [("instead", {"instead": f"{found[1]} {unit}"}) for unit in units]
    return diagnostic("E218", span, text=text, helps=helps)


def _shown(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"


_MISFITS: Mapping[str, Callable[[str, Span], Diagnostic]] = MappingProxyType(
    {
        "MISSHAPEN": _number,
        "BAD_STRING": _text,
        "BAD_NAME": _name,
        "BAD_OPERATOR": _operator,
        "FULL_WIDTH": _full_width,
        "STRAY": _stray,
    }
)
