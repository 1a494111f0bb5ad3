"""A set of keys that may be larger than the memory.

In: keys put in and taken out. Out: how many are left, and the first of them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable


class Unmatched:
    """The keys lie in a temporary file, which goes when this is closed."""

    def __init__(self) -> None:
        self._keys = sqlite3.connect("", isolation_level=None)
        self._keys.execute("PRAGMA journal_mode = OFF")
        self._keys.execute("CREATE TABLE keys (key TEXT PRIMARY KEY) WITHOUT ROWID")

    def __enter__(self) -> Unmatched:
        return self

    def __exit__(self, *_: object) -> None:
        self._keys.close()

    def __len__(self) -> int:
        count: int = self._keys.execute("SELECT count(*) FROM keys").fetchone()[0]
        return count

    def add(self, keys: Iterable[str]) -> None:
        """Put keys in."""
        self._keys.executemany("INSERT OR IGNORE INTO keys VALUES (?)", ((key,) for key in keys))

    def remove(self, keys: Iterable[str]) -> None:
        """Take keys out; those that are not in do not matter."""
        self._keys.executemany("DELETE FROM keys WHERE key = ?", ((key,) for key in keys))

    def first(self, most: int) -> list[str]:
        """The first keys that are left, in their order."""
        rows = self._keys.execute("SELECT key FROM keys ORDER BY key LIMIT ?", (most,))
        return [key for (key,) in rows]
