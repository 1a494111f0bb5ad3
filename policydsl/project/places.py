"""Where the keys of a TOML text stand.

In: a text that `tomllib` accepted. Out: the span of each key, as far as keys stand first on their
lines; for keys of inline tables that of the nearest key around them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from policydsl.diagnostics import Source, Span
from policydsl.frozen import frozen

_PART = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_KEY = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_LINE = re.compile(
    rf"^[ \t]*(?:\[\[?[ \t]*(?P<table>{_KEY})[ \t]*\]|(?P<key>{_KEY})[ \t]*=)", re.MULTILINE
)


@frozen
class Places:
    """The places of keys, each by its whole path."""

    source: Source
    spans: Mapping[tuple[str, ...], Span]

    def of(self, *path: str) -> Span:
        """Where a key stands, or the nearest one around it; else the whole text."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.spans:
                return self.spans[path[:length]]
        return self.source.span()


def places(source: Source) -> Places:
    """Find the keys of a text."""
    spans: dict[tuple[str, ...], Span] = {}
    table: tuple[str, ...] = ()
    for found in _LINE.finditer(source.text):
        group = "table" if found["table"] is not None else "key"
        parts = tuple(part.strip("\"'") for part in re.findall(_PART, found[group]))
        if group == "table":
            table = parts
        path = parts if group == "table" else (*table, *parts)
        spans.setdefault(path, source.span(found.start(group), found.end(group)))
    return Places(source, spans)
