"""The measurement of lints: nothing is found in what it measures, and all of it is measured."""

from __future__ import annotations

from pathlib import Path

import pytest

import policydsl
from benchmarks import linting
from benchmarks.linting import FindingsError, clean_text, run


@pytest.mark.parametrize("rules", [10, 91])
def test_the_policy_has_so_many_rules(rules: int) -> None:
    assert len(policydsl.load_text(clean_text(rules)).rules) == rules


def test_a_row_for_each_size_and_one_for_the_packs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "a.policy").write_text(clean_text(3), "utf-8")
    monkeypatch.setattr(linting, "shipped_packs", lambda: tmp_path)
    table = run(1, (28,))
    assert [row[0] for row in table.rows] == ["28 rules", "packs"]
    assert all(len(row) == len(table.columns) for row in table.rows)


def test_what_has_findings_is_not_measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "a.policy").write_text('policy a\n  otherwise deny\nsource x = "X"\n', "utf-8")
    monkeypatch.setattr(linting, "shipped_packs", lambda: tmp_path)
    with pytest.raises(FindingsError, match="no rule cites the source `x`"):
        run(1, ())
