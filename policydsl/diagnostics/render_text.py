"""Diagnostics as text for people.

In: diagnostics. Out: for each the message, the author's line with the place underlined, and what
to do about it, in English or Chinese, with colours for terminals when asked. Everything that a
user wrote is made safe to print.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from policydsl.diagnostics.catalogue import ENTRIES
from policydsl.diagnostics.catalogue.entry import Severity, Text, fill, placeholders
from policydsl.diagnostics.diagnostic import Diagnostic, Label
from policydsl.diagnostics.snippet import Mark, Snippet, snippet
from policydsl.diagnostics.source import Span
from policydsl.diagnostics.visible import visible

_WORDS: Mapping[str, Text] = MappingProxyType(
    {
        Severity.ERROR: Text("error", "错误"),
        Severity.WARNING: Text("warning", "警告"),
        Severity.NOTE: Text("note", "提示"),
        "help": Text("help", "建议"),
        "hint_note": Text("note", "说明"),
        "colon": Text(": ", "："),
        "example": Text("example", "示例"),
        "comma": Text(", ", "，"),
        "nothing": Text("nothing to report", "没有问题"),
    }
)
_COUNTS: Mapping[Severity, tuple[Text, Text]] = MappingProxyType(
    {
        Severity.ERROR: (Text("1 error", "1 个错误"), Text("{n} errors", "{n} 个错误")),
        Severity.WARNING: (Text("1 warning", "1 个警告"), Text("{n} warnings", "{n} 个警告")),
        Severity.NOTE: (Text("1 note", "1 条提示"), Text("{n} notes", "{n} 条提示")),
    }
)
_COLOURS: Mapping[str, str] = MappingProxyType(
    {
        Severity.ERROR: "1;31",
        Severity.WARNING: "1;33",
        Severity.NOTE: "1;36",
        "bold": "1",
        "frame": "34",
        "help": "1;32",
    }
)


def render(diagnostics: Iterable[Diagnostic], lang: str = "en", colour: bool = False) -> str:
    """The diagnostics in the order given, a blank line between them, a line end at the end.

    `lang` is `en` or `zh`; KeyError for another. Nothing to show is an empty text.
    """
    return "\n".join("\n".join(_lines(item, lang, colour)) + "\n" for item in diagnostics)


def summary(diagnostics: Iterable[Diagnostic], lang: str = "en") -> str:
    """How many of each severity, in one line: `2 errors, 1 warning`."""
    counts = Counter(item.severity for item in diagnostics)
    parts = [
        fill(_COUNTS[severity][counts[severity] > 1].get(lang), {"n": str(counts[severity])})
        for severity in Severity
        if counts[severity]
    ]
    return _word("comma", lang).join(parts) or _word("nothing", lang)


def explain(code: str, lang: str = "en") -> str:
    """What a code means, why it is reported, and the smallest example; KeyError if unknown."""
    entry = ENTRIES[code]
    message = entry.message.get(lang)
    shown = fill(message, dict.fromkeys(placeholders(message), "…"))
    title = f"{_word(entry.severity, lang)}[{code}]{_word('colon', lang)}{shown}"
    head = f"{_word('example', lang)}{_word('colon', lang).rstrip()}"
    example = "\n".join(f"    {visible(line)}".rstrip() for line in entry.example.splitlines())
    return f"{title}\n\n{entry.explanation.get(lang)}\n\n{head}\n\n{example}\n"


def hint_word(kind: str, lang: str) -> str:
    """What stands before a help (`help`) or a note (`hint_note`): `help: `."""
    return _word(kind, lang) + _word("colon", lang)


def _lines(item: Diagnostic, lang: str, colour: bool) -> Iterator[str]:
    colon = _word("colon", lang)
    head = _paint(f"{_word(item.severity, lang)}[{item.code}]", item.severity, colour)
    yield head + _paint(f"{colon}{visible(item.message(lang))}", "bold", colour)
    if item.span is not None:
        yield from _windows(item, item.span, lang, colour)
    elif item.path is not None:
        yield f"  {_paint('-->', 'frame', colour)} {visible(item.path)}"
    for hint in item.helps:
        word = _paint(_word("help", lang), "help", colour)
        yield f"{word}{colon}{visible(item.hint_text(hint, lang))}"
    for hint in item.notes:
        word = _paint(_word("hint_note", lang), "bold", colour)
        yield f"{word}{colon}{visible(item.hint_text(hint, lang))}"


def _windows(item: Diagnostic, span: Span, lang: str, colour: bool) -> Iterator[str]:
    """The source lines involved: that of the span first, then those of labels elsewhere."""
    gutter = len(str(max(place.line for place in (span, *(label.span for label in item.labels)))))
    waiting = list(item.labels)
    own = next((label for label in waiting if label.span == span), None)
    if own is not None:
        waiting.remove(own)
    shown = snippet(span)
    here, waiting = _split(shown, span, waiting)
    where = _where(span) + (f" ({visible(item.path)})" if item.path is not None else "")
    yield f"{' ' * gutter}{_paint('-->', 'frame', colour)} {where}"
    yield from _source_line(shown, gutter, colour)
    text = "" if own is None else item.hint_text(own, lang)
    yield _caret_line(shown.mark(span), "^", text, gutter, item.severity, colour)
    yield from _label_lines(item, shown, here, gutter, lang, colour)
    while waiting:
        place = waiting[0].span
        shown = snippet(place)
        here, waiting = _split(shown, place, waiting)
        yield f"{' ' * gutter}{_paint(':::', 'frame', colour)} {_where(place)}"
        yield from _source_line(shown, gutter, colour)
        yield from _label_lines(item, shown, here, gutter, lang, colour)


def _split(shown: Snippet, span: Span, labels: list[Label]) -> tuple[list[Label], list[Label]]:
    """The labels that stand on the shown line, and the others."""
    here = [
        label
        for label in labels
        if label.span.source == span.source and shown.mark(label.span) is not None
    ]
    return here, [label for label in labels if label not in here]


def _label_lines(
    item: Diagnostic, shown: Snippet, labels: list[Label], gutter: int, lang: str, colour: bool
) -> Iterator[str]:
    for label in labels:
        text = item.hint_text(label, lang)
        yield _caret_line(shown.mark(label.span), "-", text, gutter, "frame", colour)


def _source_line(shown: Snippet, gutter: int, colour: bool) -> Iterator[str]:
    yield _paint(f"{' ' * gutter} |", "frame", colour)
    number = _paint(f"{shown.line:<{gutter}} |", "frame", colour)
    yield f"{number} {shown.text}".rstrip()


def _caret_line(
    mark: Mark | None, caret: str, text: str, gutter: int, paint: str, colour: bool
) -> str:
    # The span that a snippet was made for is always on it; a mark is missing only for others.
    mark = mark or Mark(0, 1)
    carets = caret * (mark.end - mark.start) + (f" {visible(text)}" if text else "")
    bar = _paint(f"{' ' * gutter} |", "frame", colour)
    return f"{bar} {' ' * mark.start}{_paint(carets, paint, colour)}"


def _where(span: Span) -> str:
    line, column = span.source.line_column(span.start)
    return f"{visible(span.source.name)}:{line}:{column}"


def _word(key: str, lang: str) -> str:
    return _WORDS[key].get(lang)


def _paint(text: str, key: str, colour: bool) -> str:
    return f"\033[{_COLOURS[key]}m{text}\033[0m" if colour else text
