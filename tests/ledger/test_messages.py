"""What is said of ledgers that cannot be used, word for word.

The texts stand in `messages.txt`, English above Chinese. To write them anew, run this module
(`python -m tests.ledger.test_messages`), and read the changes.
"""

import contextlib
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from unittest import mock

from policydsl.diagnostics.catalogue import ledger_stores
from policydsl.diagnostics.render_text import render
from policydsl.errors import LedgerError
from policydsl.ledger.opening import open_store
from policydsl.ledger.postgresql.failures import UnkeptError, reported
from policydsl.ledger.unavailable import timed_out

TEXTS = Path(__file__).with_name("messages.txt")


def newer() -> object:
    open_store("sqlite:///newer.db").close()
    return changed("newer.db", "PRAGMA user_version=99")


def changed(file: str, statement: str) -> object:
    with contextlib.closing(sqlite3.connect(file)) as connection:
        connection.execute(statement)
    return open_store(f"sqlite:///{file}")


def without_psycopg() -> object:
    ours = [name for name in sys.modules if name.startswith("policydsl.ledger.postgresql.")]
    with mock.patch.dict(sys.modules, {"psycopg": None}):
        for name in ours:
            del sys.modules[name]
        return open_store("postgresql://gate@db/contacts")


def told(error: Exception) -> object:
    raise error


MISTAKES: dict[str, Callable[[], object]] = {
    "L101": lambda: open_store("redis://host/1"),
    "L101 guessed": lambda: open_store("sqllite:///contacts.db"),
    "L101 durability": lambda: open_store("sqlite:///contacts.db?durability=none"),
    "L101 timeout": lambda: open_store("sqlite:///contacts.db?timeout=soon"),
    "L102": without_psycopg,
    "L103": newer,
    "L104": lambda: changed("photos.db", "CREATE TABLE photos (id)"),
    "L105": lambda: open_store("sqlite:///no/such/contacts.db"),
    "L106": lambda: told(timed_out(0.5)),
    "L107": lambda: told(reported(UnkeptError("character", character="U+0000"), 1.0)),
    "L107 length": lambda: told(reported(UnkeptError("length"), 1.0)),
    "L108": lambda: open_store("sqlite:///contact.db", must_exist=True),
}


def said() -> dict[str, LedgerError]:
    """The error of every mistake, each made in an empty folder."""
    found = {}
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        for name, mistake in MISTAKES.items():
            try:
                mistake()
            except LedgerError as error:
                found[name] = error
    return found


def shown() -> str:
    """All texts."""
    found = [error.diagnostics for error in said().values()]
    return "\n".join(f"{render(one)}---\n{render(one, 'zh')}" for one in found)


def test_what_is_said() -> None:
    assert shown() == TEXTS.read_text("utf-8")


def test_every_code_of_stores_is_shown() -> None:
    found = {name: error.diagnostics[0].code for name, error in said().items()}
    assert found == {name: name.partition(" ")[0] for name in MISTAKES}
    assert set(found.values()) == {entry.code for entry in ledger_stores.ENTRIES}


if __name__ == "__main__":
    TEXTS.write_text(shown(), "utf-8")
