"""Diagnostics as plain JSON values that can be read back.

In: diagnostics; back: what was stored, which may be anything, and the sources by their names. Out:
`Store` writes and reads them; what is read equals what was written.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from policydsl.diagnostics.catalogue import ENTRIES
from policydsl.diagnostics.catalogue.entry import LANGUAGES, Severity, Text
from policydsl.diagnostics.diagnostic import Args, Diagnostic, Hint, Label
from policydsl.diagnostics.source import Source, Span


class NotStoredError(Exception):
    """What was read is no diagnostic that was stored."""


def stored(item: Diagnostic) -> dict[str, Any]:
    """A diagnostic as JSON values; of sources only the names."""
    return {
        "code": item.code,
        "span": None if item.span is None else _span(item.span),
        "args": _args(item.args),
        "labels": [[_span(one.span), one.key, _args(one.args)] for one in item.labels],
        "helps": [[one.key, _args(one.args)] for one in item.helps],
        "notes": [[one.key, _args(one.args)] for one in item.notes],
        "path": item.path,
        "level": None if item.level is None else item.level.value,
    }


def sources_of(item: Diagnostic) -> list[Source]:
    """The sources that a diagnostic shows."""
    spans = [item.span, *(one.span for one in item.labels)]
    return [one.source for one in spans if one is not None]


def restored(data: Any, source: Callable[[str], Source]) -> Diagnostic:
    """The diagnostic that was stored; `source` gives a source by its name.

    Raises `NotStoredError` when it is not a diagnostic of this catalogue.
    """
    try:
        made = _restored(data, source)
        hints: tuple[Hint | Label, ...] = (*made.labels, *made.helps, *made.notes)
        for lang in LANGUAGES:
            made.message(lang)
            for hint in hints:
                made.hint_text(hint, lang)
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        raise NotStoredError from error
    return made


def _restored(data: Any, source: Callable[[str], Source]) -> Diagnostic:
    if data["code"] not in ENTRIES:
        raise KeyError(data["code"])

    def span(given: Any) -> Span:
        name, start, end = given
        found = source(name)
        if not 0 <= start <= end <= len(found.text):
            raise ValueError(given)
        return found.span(start, end)

    return Diagnostic(
        code=data["code"],
        span=None if data["span"] is None else span(data["span"]),
        args=_read_args(data["args"]),
        labels=tuple(Label(span(at), key, _read_args(args)) for at, key, args in data["labels"]),
        helps=tuple(Hint(key, _read_args(args)) for key, args in data["helps"]),
        notes=tuple(Hint(key, _read_args(args)) for key, args in data["notes"]),
        path=data["path"],
        level=None if data["level"] is None else Severity(data["level"]),
    )


def _span(span: Span) -> list[str | int]:
    return [span.source.name, span.start, span.end]


def _args(args: Args) -> list[list[Any]]:
    return [
        [name, [value.en, value.zh] if isinstance(value, Text) else value] for name, value in args
    ]


def _read_args(data: Any) -> Args:
    found: list[tuple[str, str | Text]] = []
    for name, value in data:
        if not isinstance(name, str):
            raise TypeError(name)
        if isinstance(value, list):
            en, zh = value
            found.append((name, Text(_text(en), _text(zh))))
        else:
            found.append((name, _text(value)))
    return tuple(found)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
