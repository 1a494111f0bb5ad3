"""The difference that formatting makes, as other tools print and read it.

In: a result. Out: a unified diff, in colour for a terminal when asked.
"""

from __future__ import annotations

from difflib import unified_diff

from policydsl.diagnostics.visible import visible
from policydsl.formatting.files import Result

_NO_END = "\\ No newline at end of file"
_COLOURS = {"---": "1", "+++": "1", "@@": "36", "-": "31", "+": "32"}


def diff(result: Result, colour: bool) -> str:
    """The unified diff of a result; empty when nothing changes."""
    lines = unified_diff(
        _lines(result.before), _lines(result.after or ""), result.name, result.name, lineterm=""
    )
    shown = [_shown(line, colour) for each in lines for line in each.split("\n")]
    return "".join(f"{line}\n" for line in shown)


def _lines(text: str) -> list[str]:
    lines = text.split("\n")
    last = lines.pop()
    return [*lines, f"{last}\n{_NO_END}"] if last else lines


def _shown(line: str, colour: bool) -> str:
    safe = visible(line)
    code = next((code for sign, code in _COLOURS.items() if line.startswith(sign)), "")
    return f"\x1b[{code}m{safe}\x1b[0m" if colour and code else safe
