"""Diagnostics as values.

In: codes of the catalogue, spans, and the values for the templates. Out: frozen `Diagnostic`
objects that say everything in either language and know nothing about how they are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from policydsl.diagnostics.catalogue import ENTRIES
from policydsl.diagnostics.catalogue.entry import LANGUAGES, Entry, Severity, Text, fill
from policydsl.diagnostics.source import Span
from policydsl.frozen import frozen

Value: TypeAlias = str | int | Text
"""What a template takes: text as it is, a whole number, or a text that differs by language."""

Args: TypeAlias = tuple[tuple[str, str | Text], ...]
"""The values of a template by name, in a form that can be hashed."""

HintSpec: TypeAlias = str | tuple[str, Mapping[str, Value]]
LabelSpec: TypeAlias = tuple[Span, str] | tuple[Span, str, Mapping[str, Value]]


@frozen
class Hint:
    """A help or a note: the key of its text in the entry, and the values for it."""

    key: str
    args: Args = ()


@frozen
class Label:
    """A text at a place: at the diagnostic's own span, or at another place involved."""

    span: Span
    key: str
    args: Args = ()


@frozen
class Diagnostic:
    """One thing to tell the author; made with `diagnostic(...)`.

    `span` is the smallest text to look at, None when there is none (a file that is not there).
    `path` is the JSON path for what is wrong in a request. `level` stands instead of the severity
    of the catalogue where the user set another.
    """

    code: str
    span: Span | None = None
    args: Args = ()
    labels: tuple[Label, ...] = ()
    helps: tuple[Hint, ...] = ()
    notes: tuple[Hint, ...] = ()
    path: str | None = None
    level: Severity | None = None

    @property
    def entry(self) -> Entry:
        """The catalogue entry of the code."""
        return ENTRIES[self.code]

    @property
    def severity(self) -> Severity:
        """How much it matters: as the user set it, else as the catalogue says."""
        return self.level or self.entry.severity

    def message(self, lang: str = "en") -> str:
        """The message in a language, `en` or `zh`."""
        return fill(self.entry.message.get(lang), _in_language(self.args, lang))

    def hint_text(self, hint: Hint | Label, lang: str = "en") -> str:
        """The text of one of this diagnostic's helps, notes or labels."""
        return fill(self.entry.hints[hint.key].get(lang), _in_language(hint.args, lang))


def diagnostic(
    code: str,
    span: Span | None = None,
    *,
    helps: Iterable[HintSpec] = (),
    notes: Iterable[HintSpec] = (),
    labels: Iterable[LabelSpec] = (),
    path: str | None = None,
    **args: Value,
) -> Diagnostic:
    """Make a diagnostic, and make sure that its texts can be rendered.

    A help or note is the key of its text, or the key with values of its own; a label is a span
    and a key, or with values of its own. Own values come on top of `args`. An unknown code, key
    or placeholder is a mistake in the program and raises KeyError at once.
    """
    made = Diagnostic(
        code=code,
        span=span,
        args=_freeze(args),
        labels=tuple(_label(spec, args) for spec in labels),
        helps=tuple(_hint(spec, args) for spec in helps),
        notes=tuple(_hint(spec, args) for spec in notes),
        path=path,
    )
    hints: tuple[Hint | Label, ...] = (*made.labels, *made.helps, *made.notes)
    for lang in LANGUAGES:
        made.message(lang)
        for hint in hints:
            made.hint_text(hint, lang)
    return made


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The diagnostics by file and place, each once; those without a place come first."""
    return tuple(sorted(dict.fromkeys(diagnostics), key=_place))


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether any of them is an error."""
    return any(item.severity is Severity.ERROR for item in diagnostics)


def _place(item: Diagnostic) -> tuple[str, int, str, str]:
    if item.span is None:
        return "", 0, item.path or "", item.code
    return item.span.source.name, item.span.start, item.path or "", item.code


def _freeze(args: Mapping[str, Value]) -> Args:
    return tuple(
        (name, str(value) if isinstance(value, int) else value) for name, value in args.items()
    )


def _hint(spec: HintSpec, shared: Mapping[str, Value]) -> Hint:
    if isinstance(spec, str):
        return Hint(spec, _freeze(shared))
    key, own = spec
    return Hint(key, _freeze({**shared, **own}))


def _label(spec: LabelSpec, shared: Mapping[str, Value]) -> Label:
    if len(spec) == 2:
        return Label(spec[0], spec[1], _freeze(shared))
    return Label(spec[0], spec[1], _freeze({**shared, **spec[2]}))


def _in_language(args: Args, lang: str) -> dict[str, str]:
    return {name: value.get(lang) if isinstance(value, Text) else value for name, value in args}
