"""Small pieces of sentences that many messages share.

In: words of the user. Out: `Text` values to be put into templates.
"""

from __future__ import annotations

from collections.abc import Iterable

from policydsl.diagnostics.catalogue.entry import Text


def either(words: Iterable[str]) -> Text:
    """Words as a choice: `a`, `b`, or `c`."""
    return _listed(tuple(words), "or", "或")


def every(words: Iterable[str]) -> Text:
    """Words as a list: `a`, `b`, and `c`."""
    return _listed(tuple(words), "and", "和")


def _listed(words: tuple[str, ...], en: str, zh: str) -> Text:
    quoted = [f"`{word}`" for word in words]
    if len(quoted) < 2:
        return Text("".join(quoted), "".join(quoted))
    chinese = "、".join(quoted[:-1]) + f" {zh} {quoted[-1]}"
    if len(quoted) == 2:
        return Text(f"{quoted[0]} {en} {quoted[1]}", chinese)
    return Text(", ".join(quoted[:-1]) + f", {en} {quoted[-1]}", chinese)
