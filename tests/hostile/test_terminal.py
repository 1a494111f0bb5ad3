"""Names given on the command line never reach a terminal as control characters."""

from __future__ import annotations

from pathlib import Path

import pytest

from policydsl.cli.app import main

POLICY = "policy a.b\n  otherwise deny\n\ndeny d when channel is sms\n"
ESCAPE = "\x1b[31m"


def test_a_code_that_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", f"{ESCAPE}X"]) == 2
    assert "\x1b" not in "".join(capsys.readouterr())


def test_the_name_of_a_file_of_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policy, lines = tmp_path / "a.policy", tmp_path / f"{ESCAPE}.jsonl"
    policy.write_text(POLICY)
    lines.write_text("x\n")
    assert main(["decide", str(policy), str(lines), "--format", "text"]) == 2
    assert "\x1b" not in "".join(capsys.readouterr())
