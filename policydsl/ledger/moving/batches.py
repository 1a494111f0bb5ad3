"""How files come into an import: as batches of lines.

In: nothing. Out: `Batch`, what every reader yields.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from policydsl.diagnostics import Diagnostic
from policydsl.frozen import frozen

LINES_PER_BATCH = 5_000


@frozen
class Batch:
    """Some lines of a file.

    `numbers` are those of the lines, from 1. `texts` are the lines as they stand in the file,
    without their ends; None for a line that is not kept. `data` are the objects that they hold, or
    what is wrong with one that could not be read; without `data` the texts are JSON. `heading` is
    the line that must stand before the texts in a file of their own. `read` is how many bytes of
    the file are read by now.
    """

    file: str
    numbers: Sequence[int]
    texts: Sequence[str | None]
    data: Sequence[Mapping[str, Any] | Diagnostic | None] | None = None
    heading: str | None = None
    read: int = 0
