"""What a catalogue entry is.

In: nothing. Out: `Entry`, `Text`, `Severity`, and `fill` and `filled`, which put
values into templates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from enum import StrEnum
from types import MappingProxyType

from policydsl.frozen import frozen

LANGUAGES = ("en", "zh")
"""The languages that every message is written in."""


class Severity(StrEnum):
    """How much a diagnostic matters: an error stops the policy from being used."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@frozen
class Text:
    """One text in both languages."""

    en: str
    zh: str

    def get(self, lang: str) -> str:
        """The text in a language; KeyError for a language that is not written."""
        if lang == "en":
            return self.en
        if lang == "zh":
            return self.zh
        raise KeyError(lang)


_NO_HINTS: Mapping[str, Text] = MappingProxyType({})


@frozen
class Entry:
    """All that is known about one code.

    `message` and `hints` are templates; `hints` holds the texts of helps, notes and labels by key.
    `explanation` says in two or three sentences why this is reported and what to do;
    `example` is the smallest policy or request that is.
    """

    code: str
    severity: Severity
    message: Text
    explanation: Text
    example: str
    hints: Mapping[str, Text] = field(default_factory=lambda: _NO_HINTS)


def fill(template: str, values: Mapping[str, str]) -> str:
    """The template with each `{name}` replaced by its value; KeyError for a missing value.

    Values are put in as they are: braces in them mean nothing, and no attribute or index of a
    value can be reached, so text that a user wrote is safe here. Braces that do not hold a name
    stay as they are.
    """
    return "".join(values[part] if is_name else part for is_name, part in _parts(template))


def filled(texts: Mapping[str, Text], key: str, lang: str, **values: object) -> str:
    """One of some texts in a language, filled; what its placeholders want may be anything."""
    return fill(texts[key].get(lang), {name: str(value) for name, value in values.items()})


def placeholders(template: str) -> frozenset[str]:
    """The names that a template wants values for."""
    return frozenset(part for is_name, part in _parts(template) if is_name)


def _parts(template: str) -> Iterator[tuple[bool, str]]:
    """The template cut into literal text (False) and names (True)."""
    at = 0
    while (opening := template.find("{", at)) >= 0:
        closing = template.find("}", opening)
        name = template[opening + 1 : closing]
        if closing > opening and name.isidentifier():
            yield False, template[at:opening]
            yield True, name
            at = closing + 1
        else:
            yield False, template[at : opening + 1]
            at = opening + 1
    yield False, template[at:]
