"""Why a text is not YAML, in an author's words.

In: what the YAML parser raised. Out: one diagnostic. The two parsers of PyYAML word their errors
differently, so the place and the text around it decide; only the words that both share are read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import yaml

from policydsl.diagnostics.diagnostic import Diagnostic, diagnostic
from policydsl.diagnostics.source import Source, Span
from policydsl.frozen import frozen

_CLOSING = {"[": "]", "{": "}"}
_PROPERTIES = (("alias", "E610"), ("anchor", "E611"), ("tag", "E612"))
_LONGEST = 40
_HELPS: Mapping[str, str] = MappingProxyType(
    {
        "E602": "spaces",
        "E603": "close",
        "E604": "close",
        "E605": "quote",
        "E606": "colon",
        "E607": "align",
        "E608": "quote",
        "E609": "quote",
        "E610": "define",
        "E611": "remove",
        "E612": "remove",
        "E613": "write",
        "E614": "remove",
        "E616": "split",
        "E617": "single",
    }
)
_KEY_COLON = re.compile(r":(?=\s|$)")


def trouble(
    source: Source, error: Exception, shift: int, last: int, opened: int | None
) -> Diagnostic:
    """The diagnostic for an error.

    `shift` is what to add to the parser's offsets, `last` the offset up to which it understood
    the text, `opened` where the innermost open collection begins. An error that is not the
    parser's own is an escape beyond Unicode after `last`.
    """
    if not isinstance(error, yaml.MarkedYAMLError):
        at = source.text.find("\\U", last)
        place = _Place(source, at, at, last)
        return _directive(place) or place.report("E617", at, at + 2, text="\\U")
    mark = error.problem_mark or error.context_mark
    at = min(mark.index + shift, len(source.text)) if mark else last
    begin = error.context_mark.index + shift if error.context_mark else at
    place = _Place(source, begin, at, last)
    if "flow node" in (error.context or "") and opened is not None:
        place = _Place(source, opened, at, last)
    return _scanning(place, error) or _structure(place, error)


def refusal(code: str, span: Span, **args: Any) -> Diagnostic:
    """A diagnostic with the help that belongs to its code."""
    helps = [_HELPS[code]] if code in _HELPS else []
    return diagnostic(code, span, helps=helps, **args)


def shortened(text: str) -> str:
    """A text for a message, cut when it is long."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


@frozen
class _Place:
    """Where reading stopped (`at`), and where the piece that was being read begins."""

    source: Source
    begin: int
    at: int
    last: int

    @property
    def line_begin(self) -> int:
        return self.source.text.rfind("\n", 0, self.at) + 1

    @property
    def before(self) -> str:
        """The line up to the place."""
        return self.source.text[self.line_begin : self.at]

    @property
    def character(self) -> str:
        """The character at the place; nothing at the end of the text."""
        return self.source.text[self.at : self.at + 1]

    def report(self, code: str, begin: int, end: int, **args: str) -> Diagnostic:
        return refusal(code, self.source.span(begin, max(begin + 1, end)), **args)


def _scanning(place: _Place, error: yaml.MarkedYAMLError) -> Diagnostic | None:
    """What is wrong with a single word or quoted text."""
    context = error.context or ""
    indent = place.before + place.character
    if indent.isspace() and "\t" in indent:
        return place.report("E602", place.line_begin + indent.index("\t"), place.at)
    if place.character == "\t":
        return place.report("E602", place.at, place.at + 1)
    if "quoted scalar" in context:
        return _quoted(place, error)
    directive = _directive(place)
    if directive is not None:
        return directive
    for word, code in _PROPERTIES:
        if word in context:
            text = place.source.text[place.begin : place.at]
            return place.report(code, place.begin, place.at, name=shortened(text))
    if "simple key" in context:
        text = place.source.text[place.begin : place.at].split("\n", 1)[0].strip()
        return place.report("E606", place.begin, place.begin + len(text), text=shortened(text))
    if "next token" in context and place.character:
        return place.report("E608", place.at, place.at + 1, text=place.character)
    return None


def _directive(place: _Place) -> Diagnostic | None:
    """Only a directive can stand first where a document could begin and be wrong in itself."""
    rest = place.source.text[place.last :].lstrip()
    if not rest.startswith("%"):
        return None
    begin = len(place.source.text) - len(rest)
    return place.report("E614", begin, begin + len(rest.split("\n", 1)[0].rstrip()))


def _quoted(place: _Place, error: yaml.MarkedYAMLError) -> Diagnostic:
    if "found unexpected" in (error.problem or ""):
        return place.report("E603", place.begin, 0, quote=place.source.text[place.begin])
    at = place.source.text.rfind("\\", place.begin, place.at + 1)
    return place.report("E617", at, at + 2, text=place.source.text[at : at + 2])


def _structure(place: _Place, error: yaml.MarkedYAMLError) -> Diagnostic:
    """What is wrong with how keys, values and items stand together."""
    context = error.context or ""
    opening = place.source.text[place.begin : place.begin + 1]
    if "flow" in context and opening in _CLOSING:
        return refusal(
            "E604",
            place.source.span(place.begin, place.begin + 1),
            labels=[(place.source.span(place.at, place.at + 1), "stopped")],
            opening=opening,
            closing=_CLOSING[opening],
        )
    if (error.problem or "").startswith("mapping values") and _KEY_COLON.search(place.before):
        return place.report("E605", place.at, place.at + 1)
    if place.before.isspace() or not place.before:
        if place.character in ("", "]", "}"):
            return place.report("E601", place.at, place.at + 1)
        return _misaligned(place)
    if place.before.rstrip()[-1] in "\"']}":
        return place.report("E609", place.at, place.at + 1, text=place.before.rstrip()[-1])
    if (error.problem or "").startswith("mapping values"):
        return _misaligned(place)
    return place.report("E601", place.at, place.at + 1)


def _misaligned(place: _Place) -> Diagnostic:
    """The line that stands too far left or right, underlined without its white space."""
    text = place.source.text
    line_end = text.find("\n", place.at)
    line = text[place.line_begin : line_end if line_end >= 0 else len(text)]
    begin = place.line_begin + len(line) - len(line.lstrip())
    return place.report("E607", begin, begin + len(line.strip()))
