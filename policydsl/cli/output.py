"""What all verbs share: where output goes, in which language, with colour or without."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from typing import Any, TextIO

from policydsl.cli.texts import text
from policydsl.diagnostics import Diagnostic, has_errors
from policydsl.diagnostics.render_json import to_json
from policydsl.diagnostics.render_text import render, summary
from policydsl.diagnostics.visible import visible

_UNREADABLE = ("E00",)


def wants_colour(stream: TextIO) -> bool:
    """Colours only on a terminal, and never with NO_COLOR set."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def report_broken(error: OSError, lang: str) -> None:
    """Say what the system says, when reading or writing breaks off: a full disk, a lost device."""
    reason = error.strerror or str(error)
    if isinstance(error.filename, str):
        said = text("broken_file", lang, file=visible(error.filename), reason=reason)
    else:
        said = text("broken", lang, reason=reason)
    sys.stderr.write(said + "\n")


def print_json(value: Any, *, compact: bool = False) -> None:
    """One JSON value on standard output, its text as it is."""
    shape: dict[str, Any] = {"separators": (",", ":")} if compact else {"indent": 2}
    sys.stdout.write(json.dumps(value, ensure_ascii=False, **shape) + "\n")


def print_diagnostics(
    diagnostics: Iterable[Diagnostic], lang: str, as_json: bool, stream: TextIO
) -> None:
    """Diagnostics in the form asked for, with a line that counts them in the text form."""
    found = tuple(diagnostics)
    if as_json:
        stream.write(json.dumps(to_json(found), ensure_ascii=False, indent=2) + "\n")
    elif found:
        stream.write(render(found, lang, wants_colour(stream)))
        stream.write("\n" + summary(found, lang) + "\n")


def exit_code(diagnostics: Iterable[Diagnostic]) -> int:
    """2 when something could not even be read, 1 for other errors, 0 without."""
    found = tuple(diagnostics)
    if any(one.code.startswith(_UNREADABLE) for one in found if has_errors([one])):
        return 2
    return 1 if has_errors(found) else 0
