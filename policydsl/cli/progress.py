"""How far long work has come, on a terminal.

In: a stream, the key of a text with the placeholders `done` and `total`. Out: one line that is
written over again and again, and is gone in the end; nothing where there is no terminal, or none
that can do that.
"""

from __future__ import annotations

import os
import time
from types import TracebackType
from typing import TextIO

from policydsl.cli.texts import text

_EVERY = 0.1
_AFTER = 0.5


class Counter:
    """Shows a line while it is entered; `show` is told how much is done, and of how much."""

    def __init__(self, stream: TextIO, key: str, lang: str) -> None:
        self._stream, self._key, self._lang = stream, key, lang
        self._begun = self._last = time.monotonic()
        self._shown = False

    def __enter__(self) -> Counter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()

    def show(self, done: int, total: int) -> None:
        """Show how far it is; not in the first half second, and not more often than can be read."""
        now = time.monotonic()
        if now - self._begun < _AFTER or now - self._last < _EVERY or not self._can_write_over():
            return
        self._last, self._shown = now, True
        self._stream.write(f"\r\x1b[K{text(self._key, self._lang, done=done, total=total)}")
        self._stream.flush()

    def _can_write_over(self) -> bool:
        return self._stream.isatty() and os.environ.get("TERM") != "dumb"
