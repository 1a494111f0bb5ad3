"""The tests of the policies that are shipped: every file `*.test.yaml` of the tree."""

from __future__ import annotations

from pathlib import Path

import pytest

from policydsl.cli.test_report.text import report_text
from policydsl.testing import run
from tests.policies.cases import POLICIES

FILES = sorted(POLICIES.rglob("*.test.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(POLICIES).as_posix())
def test_the_policy_says_what_its_tests_expect(path: Path) -> None:
    report = run([path])
    assert report.exit_code == 0, "\n" + report_text(report, "en", colour=False)
    assert report.passed


def test_there_are_tests() -> None:
    assert FILES
