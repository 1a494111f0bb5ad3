"""Policies of lenders, clinics, schools, shops and others that are right: no lint says anything.

They stand in `correct`. What is found in one of them is wrong in the lint, not in the policy.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from policydsl.diagnostics.render_text import render
from tests.lint.test_cases import found_in

FOLDER = Path(__file__).parent / "correct"
POLICIES = sorted(FOLDER.glob("*.policy*"))
TOLD_ANYWAY = "W001"
"""That a waiver is there is said of every policy that has one."""


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.name.partition(".")[0])
def test_nothing_is_said(path: Path) -> None:
    found = [one.diagnostic for one in found_in(path.read_bytes(), path.name)]
    assert render([one for one in found if one.code != TOLD_ANYWAY]) == ""


def test_the_policies_are_there() -> None:
    assert len(POLICIES) > 40
