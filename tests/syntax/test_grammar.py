"""The grammar and its tables: no conflicts, fresh, complete, and the same as Lark itself."""

from __future__ import annotations

import json
import logging
import sys
import threading
from pathlib import Path

import lark
import pytest

from policydsl.syntax import build_tables
from policydsl.syntax.builder import ACTIONS
from policydsl.syntax.grammar_files import FORMAT, TABLES_FILE, digest, grammar_text
from policydsl.syntax.keywords import HEAD, KINDS, LADDER, RULE, STEP
from policydsl.syntax.starts import STARTS
from policydsl.syntax.tables import load, tables

GRAMMAR = grammar_text()
EXAMPLE = Path(__file__).parent / "data" / "language_example.policy"


def conflicts(grammar: str, caplog: pytest.LogCaptureFixture) -> list[str]:
    """What Lark says about conflicts, which it resolves without being asked."""
    caplog.clear()
    with caplog.at_level(logging.DEBUG, logger="lark"):
        build_tables.read_grammar(grammar)
    return [record.message for record in caplog.records if "onflict" in record.message]


def test_the_grammar_has_no_conflicts(caplog: pytest.LogCaptureFixture) -> None:
    assert conflicts(GRAMMAR, caplog) == []


def test_a_conflict_would_be_seen(caplog: pytest.LogCaptureFixture) -> None:
    bad = GRAMMAR.replace(
        "spacing: duration BETWEEN",
        "spacing: duration BETWEEN occurrence BY channels\n  | duration BETWEEN",
    )
    assert conflicts(bad, caplog) != []
    with pytest.raises(lark.exceptions.GrammarError, match="Reduce/Reduce"):
        build_tables.read_grammar(
            GRAMMAR.replace("code: NAME -> word", "code: NAME -> word | basis")
        )


def test_every_terminal_has_a_name() -> None:
    anonymous = [
        terminal.name
        for terminal in build_tables.read_grammar(GRAMMAR).terminals
        if terminal.name.startswith("__")
    ]
    assert anonymous == []


def test_interegular_is_not_needed() -> None:
    assert "interegular" not in sys.modules


def test_the_committed_tables_are_fresh() -> None:
    stored = json.loads(TABLES_FILE.read_text("utf-8"))
    assert stored["grammar"] == digest(GRAMMAR), "run python -m policydsl.syntax.build_tables"
    if stored["lark"] == lark.__version__:
        assert build_tables.write(build_tables.build(GRAMMAR)) == TABLES_FILE.read_text("utf-8")


def test_the_tables_can_be_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_tables, "TABLES_FILE", tmp_path / "grammar.json")
    build_tables.main()
    assert load(GRAMMAR, tmp_path / "grammar.json") == tables()


@pytest.mark.parametrize(
    "stored",
    [
        None,
        "",
        "[]",
        "{}",
        "\x00",
        json.dumps({"format": FORMAT + 1, "grammar": digest(GRAMMAR)}),
        json.dumps({"format": FORMAT, "grammar": "of another grammar"}),
    ],
)
def test_without_fitting_tables_the_text_is_used(tmp_path: Path, stored: str | None) -> None:
    file = tmp_path / "grammar.json"
    if stored is not None:
        file.write_text(stored, "utf-8")
    assert load(GRAMMAR, file).rules == tables().rules


def test_line_ends_of_another_system_change_nothing() -> None:
    assert digest(GRAMMAR.replace("\n", "\r\n")) == digest(GRAMMAR)


def test_tables_are_loaded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policydsl.syntax.tables._loaded", [])
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(tables())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(each) for each in found}) == 1


def test_every_action_of_the_grammar_exists_and_is_used() -> None:
    used = {
        rule.action
        for rule in tables().rules
        if rule.action is not None and not (rule.transparent and len(rule.kept) == 1)
    }
    assert used == set(ACTIONS)


def test_every_keyword_has_a_start_symbol_and_its_words() -> None:
    for place in (HEAD, RULE, LADDER, STEP):
        for keyword in place.values():
            assert keyword.start == "text" or keyword.start in STARTS
            assert all(word in tables().words for word in keyword.words.split())
    assert all(word in tables().words for words in KINDS.values() for word in words.split())


def test_lark_itself_accepts_the_example() -> None:
    """The tables are run by our own driver; Lark's is an independent opinion."""
    assert build_tables.read_grammar(GRAMMAR).parse(EXAMPLE.read_text("utf-8"), start="file")
