"""The plugin in real sessions of pytest, loaded through the entry point of the package."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

POLICY = """policy house.sms
  otherwise deny
  time zone of recipient
quiet hours night
  from 21:00 to 08:00
"""
TESTS = """tests: house.sms
given:
  person: {id: P1, time_zones: [Asia/Shanghai]}
  proposal: {channel: sms, purpose: servicing}
cases:
  - name: by day
    at: 2026-03-04T12:00:00+08:00
    expect: {verdict: allow}
  - name: by night
    at: 2026-03-04T21:00:00+08:00
    expect: {verdict: defer, reasons: [QUIET_HOURS]}
  - name: by day
    at: 2026-03-04T12:30:00+08:00
    expect: {verdict: allow}
stories:
  - name: a whole day
    steps:
      - at: 2026-03-04T12:00:00+08:00
        proposal: {}
        expect: {verdict: allow}
        sent: {}
      - name: too late
        at: 2026-03-04T22:00:00+08:00
        proposal: {}
        expect: {verdict: defer}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "sms.policy").write_text(POLICY)
    (tmp_path / "sms.test.yaml").write_text(TESTS)
    return tmp_path


def session(folder: Path, *options: str) -> tuple[int, str]:
    """The exit code and the output of a session in a folder, without the plugins of others."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:cov", *options]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8")
    return done.returncode, done.stdout + done.stderr


def test_cases_and_stories_are_items(folder: Path) -> None:
    code, said = session(folder, "-v")
    assert code == 0, said
    for name in ("by day", "by night", "a whole day"):
        assert f"sms.test.yaml::{name} PASSED" in said
    assert "4 passed" in said


def test_items_are_chosen_by_name(folder: Path) -> None:
    assert "1 passed, 3 deselected" in session(folder, "-k", "night")[1]


def test_failures_show_what_was_expected_and_what_the_decision_says(folder: Path) -> None:
    policy = folder / "sms.policy"
    policy.write_text(policy.read_text().replace("21:00", "23:00"))
    code, said = session(folder)
    assert code == 1
    assert "2 failed, 2 passed" in said
    assert "FAIL  sms.test.yaml:9  by night" in said
    assert "verdict  defer     allow" in said
    assert "FAIL  sms.test.yaml:22  a whole day › too late" in said
    assert "Traceback" not in said


def test_the_language_is_a_setting(folder: Path) -> None:
    (folder / "pytest.ini").write_text("[pytest]\npolicydsl_lang = zh\n")
    (folder / "sms.test.yaml").write_text(TESTS.replace("verdict: allow", "verdict: deny", 1))
    code, said = session(folder)
    assert code == 1
    assert "失败" in said


MISTAKES = [
    ("sms.test.yaml", "expect:", "expcet:", "did you mean `expect`?"),
    ("sms.test.yaml", "tests: house.sms", "tests: house.smss", "did you mean `house.sms`?"),
    ("sms.test.yaml", "expect: {verdict: defer}", "expect: {}", "error[T13"),
    ("sms.policy", "from 21:00", "from 21.00", "3/sms.policy:5"),
]


def test_what_cannot_be_run_fails_with_its_diagnostics(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    for number, (name, old, new, _) in enumerate(MISTAKES):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "sms.policy").write_text(POLICY)
        (folder / "sms.test.yaml").write_text(TESTS)
        (folder / name).write_text((folder / name).read_text().replace(old, new))
    code, said = session(tmp_path, "--continue-on-collection-errors")
    assert code == 1, said
    for number, (name, _, _, told) in enumerate(MISTAKES):
        assert told in said
        assert f"{number}/{name}" in said
    assert "Traceback" not in said


def test_the_yaml_of_others_is_left_alone(folder: Path) -> None:
    (folder / "chart.test.yaml").write_text("suite: a chart\ntemplates: [x]\n")
    (folder / "a.yaml").write_text(TESTS)
    assert "4 passed" in session(folder)[1]


def test_a_session_without_policies_imports_no_policydsl(tmp_path: Path) -> None:
    (tmp_path / "test_x.py").write_text(
        "import sys\n\ndef test_x():\n"
        "    assert [n for n in sys.modules if n.startswith('policydsl.')] == "
        "['policydsl._version', 'policydsl.pytest_plugin']\n"
    )
    code, said = session(tmp_path)
    assert code == 0, said


def test_a_file_is_ours_however_its_first_key_is_written(folder: Path) -> None:
    for number, first in enumerate(("\ufefftests:", '"tests":', "'tests' :")):
        text = TESTS.replace("tests:", first, 1)
        (folder / f"{number}.test.yaml").write_text(text, "utf-8")
    assert "16 passed" in session(folder)[1]


CLOSED = """
import pathlib
opened = pathlib.Path.open
def refused(self, *given, **named):
    if self.name.endswith(".test.yaml"):
        raise PermissionError(13, "Permission denied")
    return opened(self, *given, **named)
pathlib.Path.open = refused
"""


def test_a_file_that_cannot_be_read_is_not_passed_over(folder: Path) -> None:
    (folder / "conftest.py").write_text(CLOSED)
    code, said = session(folder)
    assert code == 2
    assert "error[E002]: `sms.test.yaml` cannot be read" in said


def test_a_language_that_there_is_not(folder: Path) -> None:
    code, said = session(folder, "-o", "policydsl_lang=fr")
    assert code == 4
    assert "policydsl_lang wants en or zh, not fr" in said
