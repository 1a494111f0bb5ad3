"""The grammar and the tables made from it, as files.

In: nothing. Out: where they are, and what ties the one to the other.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

GRAMMAR_FILES = tuple(
    Path(__file__).with_name(f"{name}.lark") for name in ("grammar", "values", "terminals")
)
TABLES_FILE = Path(__file__).with_name("grammar.json")
FORMAT = 1
"""The form of the tables file; another form is not read."""


def grammar_text() -> str:
    """The whole grammar: how words go together, then the words."""
    return "\n".join(path.read_text("utf-8") for path in GRAMMAR_FILES)


def digest(grammar: str) -> str:
    """The SHA-256 of a grammar text, line ends as they are on any machine."""
    return hashlib.sha256(grammar.replace("\r\n", "\n").encode()).hexdigest()
