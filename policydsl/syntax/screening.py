"""What no text may hold, whatever it says.

In: a source. Out: the diagnostic that stops it from being read, or None: a size over 1 MiB, control
characters, characters that change the order in which text is shown.
"""

from __future__ import annotations

import re

from policydsl.diagnostics import Diagnostic, Source, diagnostic

MOST_BYTES = 1024 * 1024
"""The size of the largest text that is read, in bytes of UTF-8."""

MOST_NESTED = 64
"""How deep parentheses and `not` may be nested."""

_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def too_big(source: Source) -> Diagnostic | None:
    """The diagnostic for a text over the size that is read."""
    size = len(source.text.encode("utf-8", "surrogatepass"))
    if size <= MOST_BYTES:
        return None
    return diagnostic("E005", file=source.name, size=size, helps=["split"])


def screen(source: Source, begin: int = 0, end: int | None = None) -> Diagnostic | None:
    """The first character in a stretch of a source that no policy may hold."""
    end = len(source.text) if end is None else end
    for pattern, code in ((_CONTROL, "E008"), (_BIDI, "E007")):
        found = pattern.search(source.text, begin, end)
        if found:
            point = f"U+{ord(found.group()):04X}"
            span = source.span(found.start(), found.end())
            return diagnostic(code, span, code_point=point, helps=["remove"])
    return None
