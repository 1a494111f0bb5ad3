"""`policydsl handbook`: where the document goes, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from policydsl.cli.app import main

SMALL = str(Path(__file__).parents[1] / "handbook" / "data" / "small.policy")


def test_it_is_printed_or_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "book.html"
    assert main(["handbook", SMALL, "--output", str(target)]) == 0
    assert capsys.readouterr() == ("", "")
    assert main(["handbook", SMALL]) == 0
    assert capsys.readouterr().out == target.read_text("utf-8")


def test_the_day_is_said_and_another_one_changes_the_pictures(
    capsys: pytest.CaptureFixture[str],
) -> None:
    arguments = ["handbook", SMALL, "--format", "markdown", "--lang", "zh", "--day"]
    assert main([*arguments, "2026-12-23"]) == 0
    shown = capsys.readouterr().out
    assert "周三 2026-12-23" in shown
    assert "周五 2026-12-25  BBBBBBBBBBBBBBBB" in shown
    assert main([*arguments, "2026-12-24"]) == 0
    assert capsys.readouterr().out != shown


def test_what_cannot_be_read_or_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["handbook", SMALL, "--day", "tomorrow\x1b"]) == 2
    said = "policydsl handbook: --day wants a date such as 2026-01-30, not `tomorrow␛`\n"
    assert capsys.readouterr().err == said
    assert main(["handbook", str(tmp_path / "none.policy")]) == 2
    assert "error[E001]" in capsys.readouterr().err
    wrong = tmp_path / "wrong.policy"
    wrong.write_text("policy t\n", "utf-8")
    assert main(["handbook", str(wrong)]) == 1
    assert "error[E511]" in capsys.readouterr().err
    assert main(["handbook", SMALL, "--output", str(tmp_path)]) == 2
    assert capsys.readouterr().err == f"policydsl: `{tmp_path}`: Is a directory\n"
