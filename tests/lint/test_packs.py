"""Nothing is found in our own policies, and they ignore nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from policydsl.diagnostics.render_text import render
from policydsl.lint.running import lint
from policydsl.policy.loading import read_paths
from policydsl.project.settings import LintSettings

ROOT = Path(__file__).parents[2] / "policies"
FOLDERS = sorted(path for path in ROOT.iterdir() if path.is_dir())
TODAY = date(2026, 3, 4)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_nothing_is_found(folder: Path) -> None:
    files, folders = read_paths([folder])
    assert files
    found = lint(files, folders, LintSettings(), TODAY)
    assert render([one.diagnostic for one in found]) == ""


def test_nothing_is_ignored() -> None:
    files, _ = read_paths([ROOT])
    policies = [policy for file in files for policy in file.parsed.policies]
    heads = [clause.keyword for policy in policies for clause in policy.head]
    rules = [
        clause.keyword for policy in policies for rule in policy.rules for clause in rule.clauses
    ]
    assert "otherwise" in heads
    assert "ignore" not in [*heads, *rules]
