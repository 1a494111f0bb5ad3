"""Diagnostics as JSON.

In: diagnostics. Out: plain dictionaries and lists with stable keys, ready for `json.dumps`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from policydsl.diagnostics.catalogue.entry import LANGUAGES
from policydsl.diagnostics.diagnostic import Diagnostic, Hint, Label
from policydsl.diagnostics.source import Span


def to_json(diagnostics: Iterable[Diagnostic], lang: str | None = None) -> list[dict[str, object]]:
    """One dictionary for each diagnostic, in the order given.

    Texts are `{"en": …, "zh": …}`; with `lang` only that language is in them. Lines and columns
    count from 1, columns in characters, and the end is left out. What a diagnostic does not have
    is null or an empty list; every key is always there.
    """
    languages = LANGUAGES if lang is None else (lang,)
    return [_one(item, languages) for item in diagnostics]


def _one(item: Diagnostic, languages: tuple[str, ...]) -> dict[str, object]:
    def text(of: Hint | Label) -> dict[str, str]:
        return _texts(lambda lang: item.hint_text(of, lang), languages)

    return {
        "code": item.code,
        "severity": item.severity.value,
        "message": _texts(item.message, languages),
        **_place(item.span),
        "path": item.path,
        "labels": [{"message": text(label), **_place(label.span)} for label in item.labels],
        "helps": [text(hint) for hint in item.helps],
        "notes": [text(hint) for hint in item.notes],
    }


def _texts(text: Callable[[str], str], languages: tuple[str, ...]) -> dict[str, str]:
    return {lang: text(lang) for lang in languages}


def _place(span: Span | None) -> dict[str, object]:
    keys = ("file", "line", "column", "end_line", "end_column")
    if span is None:
        return dict.fromkeys(keys)
    start = span.source.line_column(span.start)
    end = span.source.line_column(max(span.start, span.end))
    return dict(zip(keys, (span.source.name, *start, *end), strict=True))
