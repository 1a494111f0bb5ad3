"""What is wrong with a value of a request, before anybody knows where the value stands.

In: raw values. Out: `Problem`, which gathers its path on the way up and becomes a diagnostic at
the top; and the wording that many problems share.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Final

from policydsl.diagnostics import Diagnostic, Text, diagnostic, did_you_mean, either
from policydsl.diagnostics.diagnostic import HintSpec, Value
from policydsl.frozen import frozen

LONGEST_SHOWN = 60
"""Characters of a user's text that a message repeats."""

_NAME = re.compile(r"[^\W\d]\w{0,63}")


class Missing(Enum):
    """The type of `MISSING`."""

    MISSING = "missing"


MISSING: Final = Missing.MISSING
"""No default: a fact that is not given stays unknown. (`None` is the default `none`.)"""


@frozen
class Problem:
    """One thing wrong: a code of the catalogue, the values for its texts, and a path so far."""

    code: str
    args: Mapping[str, Value] = field(default_factory=dict)
    helps: tuple[HintSpec, ...] = ()
    path: str = ""

    def under(self, key: object) -> Problem:
        """The same problem, seen from the object or list that holds the value under `key`."""
        return replace(self, path=step(key) + self.path)

    def diagnostic(self, root: str = "$") -> Diagnostic:
        """The problem as a diagnostic, its path written from `root`."""
        args: Mapping[str, Any] = self.args
        return diagnostic(self.code, path=root + self.path, helps=self.helps, **args)


def step(key: object) -> str:
    """One step of a JSON path: `.at`, `[3]` or `["odd key"]`."""
    if isinstance(key, int):
        return f"[{key}]"
    text = str(key)
    return f".{text}" if _NAME.fullmatch(text) else f'["{clip(text)}"]'


def is_name(text: str) -> bool:
    """Whether a policy could declare this as a name."""
    return _NAME.fullmatch(text) is not None


def clip(text: str) -> str:
    """A user's text as short as a message can bear."""
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def wrong_type(expected: Text, value: object) -> Problem:
    """The problem of a value of another JSON type than expected; `null` has its own code."""
    if value is None:
        return null_value()
    return Problem("R112", {"expected": expected, "found": _found(value)})


def null_value(*helps: str) -> Problem:
    """The problem of `null` where `none` means nothing; helps `give`, `leave_out`, `declare`."""
    return Problem("R114", helps=helps)


def unknown_field(key: object, owner: Text, names: Iterable[str]) -> Problem:
    """The problem of a field that an object does not have, with the nearest that it has.

    Its path is already that of the field.
    """
    text = str(key)
    near = did_you_mean(text, names)
    helps: tuple[HintSpec, ...] = tuple(("did_you_mean", {"suggestion": name}) for name in near)
    return Problem("R111", {"owner": owner, "field": clip(text)}, helps, step(key))


def unknown_value(value: str, values: Iterable[str], declaration: str | None = None) -> Problem:
    """The problem of a text that is none of the values of an enumeration.

    `declaration` is what a policy writes before the value to add it.
    """
    choices = tuple(values)
    near = did_you_mean(value, choices)
    helps: list[HintSpec] = [("did_you_mean", {"suggestion": name}) for name in near]
    if not near and len(choices) <= 12:
        helps.append(("choices", {"choices": either(choices)}))
    if declaration is not None and not near and is_name(value):
        helps.append(("declare", {"declaration": declaration}))
    return Problem("R113", {"value": clip(value)}, tuple(helps))


_KINDS: tuple[tuple[type | tuple[type, ...], Text], ...] = (
    ((datetime, date), Text("the date `{shown}`", "日期 `{shown}`")),
    ((int, float, Decimal), Text("the number `{shown}`", "数字 `{shown}`")),
    (str, Text("the text `{shown}`", "文本 `{shown}`")),
    ((list, tuple, set, frozenset), Text("a list", "列表")),
    (Mapping, Text("an object", "对象")),
)


def _found(value: object) -> Text:
    if isinstance(value, bool):
        word = f"`{str(value).lower()}`"
        return Text(word, word)
    for kind, text in _KINDS:
        if isinstance(value, kind):
            shown = "" if "{shown}" not in text.en else clip(_shown(value))
            return Text(text.en.replace("{shown}", shown), text.zh.replace("{shown}", shown))
    name = type(value).__name__
    return Text(f"a Python `{clip(name)}`", f"Python 对象 `{clip(name)}`")


def _shown(value: object) -> str:
    if isinstance(value, int) and value.bit_length() > 1024:
        # The interpreter refuses to write out longer numbers.
        return f"{hex(value)[: LONGEST_SHOWN - 1]}…"
    return str(value)
