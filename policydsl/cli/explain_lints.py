"""`policydsl explain` for lints: one by its name, or the list of all.

In: a lint. Out: text, or JSON values.
"""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import indent
from typing import Any

from policydsl.cli.lint_summaries import SUMMARIES
from policydsl.cli.texts import text
from policydsl.diagnostics import ENTRIES
from policydsl.diagnostics.render_text import explain
from policydsl.lint.lint import Lint, Option
from policydsl.lint.pages import page_of
from policydsl.lint.registry import LINTS

_SHOWN = ("What it does", "Instead", "Not reported")
"""The rest of the page is in the catalogue, in both languages."""


def lint_text(lint: Lint, lang: str) -> str:
    """What a lint finds and why, its options, and how to set and to ignore it."""
    parts = [explain(lint.code, lang)]
    parts.append("\n".join(_settings(lint, lang)) + "\n")
    if lang == "en":
        said = page_of(lint).sections
        parts += [f"{key}:\n\n{indent(said[key], '  ')}\n" for key in said if key in _SHOWN]
    return "\n".join(parts)


def _settings(lint: Lint, lang: str) -> Iterator[str]:
    yield text("lint_name", lang, name=lint.name)
    for option in lint.options:
        yield text(
            "lint_option",
            lang,
            name=option.name,
            says=option.says.get(lang),
            default=option.default,
            least=option.least,
            most=option.most,
        )


def lints_text(lang: str) -> str:
    """All lints, one a line: code, name, what it finds."""
    width = max(len(lint.name) for lint in LINTS)
    lines = [f"{lint.code}  {lint.name:{width}}  {_message(lint, lang)}" for lint in LINTS]
    return "\n".join(lines) + "\n"


def _message(lint: Lint, lang: str) -> str:
    """What it finds, in one line."""
    if lang == "en":
        return page_of(lint).summary
    return SUMMARIES[lint.name]


def lint_json(lint: Lint) -> dict[str, Any]:
    """A lint with its texts and options."""
    entry = ENTRIES[lint.code]
    return {
        "code": lint.code,
        "lint": lint.name,
        "severity": entry.severity.value,
        "explanation": {"en": entry.explanation.en, "zh": entry.explanation.zh},
        "example": entry.example,
        "options": [_option(option) for option in lint.options],
    }


def _option(option: Option) -> dict[str, Any]:
    said = {"en": option.says.en, "zh": option.says.zh}
    bounds = {"default": option.default, "least": option.least, "most": option.most}
    return {"name": option.name, "says": said, **bounds}
