"""Ledgers are opened by their URLs."""

import subprocess
import sys
from pathlib import Path

import pytest

from policydsl.errors import LedgerError
from policydsl.ledger.memory import MemoryStore
from policydsl.ledger.opening import open_store
from policydsl.ledger.store import Wanted


def refused(url: str, **options: float) -> tuple[str, list[str]]:
    with pytest.raises(LedgerError) as caught:
        open_store(url, **options)
    (found,) = caught.value.diagnostics
    return found.code, [found.hint_text(hint) for hint in found.helps]


def test_memory() -> None:
    assert isinstance(open_store("memory:"), MemoryStore)


def test_a_path_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    store = open_store("sqlite:///sub%20dir.db?timeout=2&durability=relaxed")
    assert (tmp_path / "sub dir.db").exists()
    monkeypatch.chdir("/")
    assert store.read(Wanted(ids=("none",))).entries == {}
    store.close()


def test_a_whole_path(tmp_path: Path) -> None:
    open_store(f"sqlite:///{tmp_path}/a.db").close()
    assert (tmp_path / "a.db").exists()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "contacts.db",
        "redis://host/1",
        "memory://x",
        "sqlite:",
        "sqlite://",
        "sqlite:///",
        "sqlite://contacts.db",
        "sqlite:///:memory:",
        "sqlite:///folder/",
        "sqlite:///a%00b",
    ],
)
def test_what_names_no_ledger(url: str) -> None:
    code, (help_text,) = refused(url)
    assert code == "L101"
    assert "sqlite:///contacts.db" in help_text


def test_what_was_meant() -> None:
    assert refused("sqllite:///contacts.db") == ("L101", ["did you mean `sqlite:`?"])
    assert refused("postgressql://db/x") == ("L101", ["did you mean `postgresql:`?"])


@pytest.mark.parametrize("timeout", ["0", "-1", "nan", "inf", "3601", "soon", ""])
def test_time_outs_that_are_none(timeout: str) -> None:
    code, (help_text,) = refused(f"sqlite:///a.db?timeout={timeout}")
    assert code == "L101"
    assert "`timeout` is a number of seconds" in help_text


def test_a_time_out_out_of_range() -> None:
    assert refused("memory:", timeout=0.0)[0] == "L101"


def test_options_that_are_not_known() -> None:
    assert "`full` or `relaxed`" in refused("sqlite:///a.db?durability=none")[1][0]
    assert "`timeout` and `durability`" in refused("sqlite:///a.db?mode=ro")[1][0]


def test_a_place_that_cannot_be_reached(tmp_path: Path) -> None:
    code, (help_text,) = refused(f"sqlite:///{tmp_path}/none/a.db")
    assert code == "L105"
    assert help_text == "the file cannot be opened or made"
    assert refused(f"sqlite:///{tmp_path}")[0] == "L105"


def test_postgresql_without_its_package() -> None:
    script = """
import sys
sys.modules["psycopg"] = None
from policydsl.errors import LedgerError
from policydsl.ledger.opening import open_store
try:
    open_store("postgresql://nobody@localhost/none")
except LedgerError as error:
    print(error.diagnostics[0].code, error)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("L102 ")
    assert "policydsl[postgresql]" in done.stdout


def test_nothing_is_imported_that_is_not_used() -> None:
    script = """
import sys
import policydsl, policydsl.ledger.opening
from policydsl.ledger.opening import open_store
open_store("memory:")
print([name for name in ("sqlite3", "psycopg", "pyarrow") if name in sys.modules])
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
