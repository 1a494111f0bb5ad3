"""`policydsl fmt` as a user meets it."""

from __future__ import annotations

import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from policydsl.cli.app import main

UGLY = "policy p   otherwise deny\n"
NICE = "policy p\n  otherwise deny\n"
BAD = "policy p when\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("ugly.policy").write_text(UGLY, "utf-8")
    Path("nice.policy").write_text(NICE, "utf-8")
    return tmp_path


def give(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


def test_files_are_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fmt", "."]) == 0
    assert capsys.readouterr().out == "formatted ugly.policy\n1 of 2 files formatted\n"
    assert Path("ugly.policy").read_text("utf-8") == NICE
    assert main(["fmt", ".", "--lang", "zh"]) == 0
    assert capsys.readouterr().out == "共 2 个文件，已格式化 0 个\n"


def test_check_writes_nothing_and_says_what_would_change(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["fmt", "--check", "."]) == 1
    assert capsys.readouterr().out == "ugly.policy would change\n1 of 2 files would change\n"
    assert Path("ugly.policy").read_text("utf-8") == UGLY
    assert main(["fmt", "--check", "nice.policy"]) == 0


def test_diff(capsys: pytest.CaptureFixture[str]) -> None:
    expected = (
        "--- ugly.policy\n+++ ugly.policy\n@@ -1 +1,2 @@\n"
        "-policy p   otherwise deny\n+policy p\n+  otherwise deny\n"
    )
    assert main(["fmt", "--diff", "."]) == 0
    assert capsys.readouterr().out == expected
    assert main(["fmt", "--diff", "--check", "."]) == 1
    assert capsys.readouterr().out == expected
    assert Path("ugly.policy").read_text("utf-8") == UGLY
    Path("crlf.policy").write_bytes(NICE.replace("\n", "\r\n").encode().rstrip())
    assert main(["fmt", "--diff", "crlf.policy"]) == 0
    assert (
        "-policy p␍\n-  otherwise deny\n\\ No newline at end of file\n" in capsys.readouterr().out
    )


def test_a_diff_is_coloured_on_a_terminal_only(folder: Path) -> None:
    main_end, other = pty.openpty()
    environment = {**os.environ, "TERM": "xterm"}
    environment.pop("NO_COLOR", None)
    command = [sys.executable, "-m", "policydsl.cli.app", "fmt", "--diff", "ugly.policy"]
    subprocess.run(command, stdout=other, env=environment, check=True)
    os.close(other)
    said = os.read(main_end, 10_000).decode()
    os.close(main_end)
    assert "\x1b[31m-policy p   otherwise deny\x1b[0m" in said
    assert "\x1b[32m+policy p\x1b[0m" in said


def test_a_file_with_errors_is_left_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    Path("bad.policy").write_text(BAD, "utf-8")
    assert main(["fmt", "."]) == 1
    out, err = capsys.readouterr()
    assert out == "formatted ugly.policy\n1 of 3 files formatted\n"
    assert err.startswith("error[E")
    assert err.endswith("\n1 error\nbad.policy was left as it is\n")
    assert Path("bad.policy").read_text("utf-8") == BAD
    assert main(["fmt", "--check", "missing.policy"]) == 2


def test_standard_input_goes_to_standard_output(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    give(monkeypatch, UGLY)
    assert main(["fmt", "-"]) == 0
    assert capsys.readouterr().out == NICE
    for options in (["--yaml"], ["--name", "x.policy.yaml"]):
        give(monkeypatch, "{policy: p, otherwise: deny}")
        assert main(["fmt", "-", *options]) == 0
        assert capsys.readouterr().out == "policy: p\notherwise: deny\n"
    give(monkeypatch, UGLY)
    assert main(["fmt", "-", "--check"]) == 1
    assert capsys.readouterr().out == "<stdin> would change\n1 of 1 files would change\n"
    give(monkeypatch, BAD)
    assert main(["fmt", "-", "--name", "x.policy"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "x.policy:1:" in err


def test_to_the_other_spelling(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fmt", "--to", "yaml", "ugly.policy"]) == 0
    text = capsys.readouterr().out
    assert text == "policy: p\notherwise: deny\n"
    Path("x.policy.yaml").write_text(text, "utf-8")
    assert main(["fmt", "--to", "policy", "x.policy.yaml"]) == 0
    assert capsys.readouterr().out == NICE
    assert main(["fmt", "--to", "policy", "ugly.policy"]) == 0
    assert capsys.readouterr().out == NICE
    assert Path("ugly.policy").read_text("utf-8") == UGLY
    Path("twice.policy").write_text("policy p\ndeny a when b when c\n", "utf-8")
    assert main(["fmt", "--to", "yaml", "twice.policy"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "twice.policy cannot be said in the other spelling" in err


@pytest.mark.parametrize("paths", [["-", "ugly.policy"], ["--to", "yaml", "."]])
def test_wrong_usage(paths: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fmt", *paths]) == 2
    assert capsys.readouterr().err.startswith("policydsl fmt: -")


def test_a_read_only_file(capsys: pytest.CaptureFixture[str]) -> None:
    Path("ugly.policy").chmod(0o444)
    assert main(["fmt", "ugly.policy"]) == 2
    out, err = capsys.readouterr()
    assert out == "0 of 1 files formatted\n"
    assert err == "policydsl fmt: cannot write ugly.policy: Permission denied\n"


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    Path("bad.policy").write_text(BAD, "utf-8")
    assert main(["fmt", "--check", ".", "--format", "json"]) == 1
    out, err = capsys.readouterr()
    found = json.loads(out)
    assert [(one["file"], one["changes"], len(one["findings"])) for one in found] == [
        ("bad.policy", False, 1),
        ("nice.policy", False, 0),
        ("ugly.policy", True, 0),
    ]
    assert err == ""


def test_what_cannot_be_read_is_not_said_to_be_left(capsys: pytest.CaptureFixture[str]) -> None:
    Path("empty").mkdir()
    for path in ("nowhere.policy", "empty"):
        assert main(["fmt", path]) == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.endswith("\n\n1 error\n")
