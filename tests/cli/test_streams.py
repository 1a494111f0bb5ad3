"""Terminals, pipes, full disks and files of every sort, as the command line meets them."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

import pytest

from policydsl.cli.app import main
from policydsl.cli.reading import open_requests
from tests.support import HEAD, request

PROGRAM = [sys.executable, "-m", "policydsl.cli.app"]
GOOD = HEAD + "quiet hours night from 22:00 to 08:00\n"
LATE = "2026-03-04T23:00:00+08:00"
FULL = Path("/dev/full")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("good.policy").write_text(GOOD, "utf-8")
    Path("bad.policy").write_text(GOOD.replace("22:00", "24:30"), "utf-8")
    Path("late.json").write_text(json.dumps(request(LATE)), "utf-8")
    return tmp_path


def on_terminal(arguments: list[str], stream: str = "stdout", **environment: str) -> str:
    """What a run writes to a stream that is a terminal; the other one is a pipe."""
    reader, writer = pty.openpty()
    with subprocess.Popen(
        [*PROGRAM, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=writer if stream == "stdout" else subprocess.PIPE,
        stderr=writer if stream == "stderr" else subprocess.PIPE,
        env={**os.environ, "TERM": "xterm", "NO_COLOR": "", **environment},
    ) as process:
        os.close(writer)
        process.communicate()
    chunks = []
    try:
        while chunk := os.read(reader, 65536):
            chunks.append(chunk)
    except OSError:  # a terminal whose other side is closed ends so
        pass
    os.close(reader)
    return b"".join(chunks).decode().replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("arguments", "colour"),
    [
        (["check", "bad.policy"], "\x1b[1;31m"),
        (["decide", "good.policy", "late.json"], "\x1b[1;36mDEFER\x1b[0m"),
    ],
)
def test_colours_on_a_terminal_alone(folder: Path, arguments: list[str], colour: str) -> None:
    assert colour in on_terminal(arguments)
    assert "\x1b" not in on_terminal(arguments, NO_COLOR="1")
    assert "\x1b" not in on_terminal(arguments, TERM="dumb")


def test_progress_goes_to_the_terminal_while_answers_go_elsewhere(folder: Path) -> None:
    lines = "\n".join([json.dumps(request())] * 1500 + [""])
    folder.joinpath("many.jsonl").write_text(lines, "utf-8")
    arguments = ["decide", "good.policy", "many.jsonl"]
    assert on_terminal(arguments, "stderr") == "\r1000 decided\r1500 decided\n"
    assert (
        on_terminal([*arguments, "--lang", "zh"], "stderr") == "\r已判定 1000 条\r已判定 1500 条\n"
    )


def test_few_lines_show_no_progress(folder: Path) -> None:
    folder.joinpath("few.jsonl").write_text(json.dumps(request()), "utf-8")
    assert on_terminal(["decide", "good.policy", "few.jsonl"], "stderr") == ""


def run(*arguments: str, **how: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # type: ignore[call-overload,no-any-return]
        [*PROGRAM, *arguments], text=True, check=False, **{"stderr": subprocess.PIPE, **how}
    )


@pytest.mark.skipif(not FULL.exists(), reason="the system has no full device")
@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "good.policy"],
        ["decide", "good.policy", "late.json"],
        ["schema", "good.policy"],
        ["explain", "E203"],
    ],
)
def test_a_full_disk_is_said_plainly(folder: Path, arguments: list[str]) -> None:
    with FULL.open("w") as full:
        said = run(*arguments, stdout=full)
    assert (said.returncode, said.stderr) == (2, "policydsl: No space left on device\n")
    with FULL.open("w") as full:
        said = run(*arguments, "--lang", "zh", stdout=full)
    assert said.stderr == "policydsl：No space left on device\n"


def closed(number: int) -> list[str]:
    """The program, with one of its streams closed."""
    return ["sh", "-c", f'exec "$@" {number}{"<" if number == 0 else ">"}&-', "sh", *PROGRAM]


def test_streams_that_the_caller_closed(folder: Path) -> None:
    for number, arguments, code in (
        (0, ["check", "-"], 2),
        (0, ["decide", "good.policy"], 2),
        (1, ["check", "good.policy"], 0),
        (2, ["decide", "bad.policy", "late.json"], 1),
    ):
        said = subprocess.run(
            [*closed(number), *arguments], capture_output=True, text=True, check=False
        )
        assert (said.returncode, "Traceback" in said.stderr) == (code, False)


def test_closed_streams_are_replaced(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    assert main(["check", "-"]) == 2
    assert main(["decide", "good.policy"]) == 2
    assert main(["check", "good.policy"]) == 0
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        stream.close()


def test_progress_counts_what_was_decided(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("policydsl.cli.decide._PROGRESS_EVERY", 2)
    folder.joinpath("r.jsonl").write_text("\n".join([json.dumps(request())] * 3), "utf-8")
    with patch.object(sys.stderr, "isatty", return_value=True):
        assert main(["decide", "good.policy", "r.jsonl"]) == 0
    assert capsys.readouterr().err == "\r2 decided\r3 decided\n"


def test_what_an_encoding_lacks_is_escaped(folder: Path) -> None:
    said = run(
        *("decide", "good.policy", "late.json", "--lang", "zh"),
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
    )
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.startswith("\\u5ef6\\u540e")
    as_json = run(
        *("decide", "good.policy", "late.json", "--format", "json"),
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
    )
    assert (
        json.loads(as_json.stdout)["reasons"][0]["message"]["zh"] == "22:00 至次日 08:00 不得联系"
    )


def test_an_interrupt_ends_quietly(capsys: pytest.CaptureFixture[str]) -> None:
    with patch("policydsl.cli.explain.run", side_effect=KeyboardInterrupt):
        assert main(["explain", "E203"]) == 130
    assert capsys.readouterr() == ("", "")


def test_a_reader_that_went_away_is_no_error(folder: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    said = run("decide", "good.policy", "late.json", stdout=writer)
    os.close(writer)
    assert (said.returncode, said.stderr) == (0, "")


@pytest.mark.parametrize("error", [BrokenPipeError(), OSError(5, "Input/output error")])
def test_what_is_left_to_write_is_dropped(
    error: OSError, capfd: pytest.CaptureFixture[str]
) -> None:
    with patch("policydsl.cli.explain.run", side_effect=error), patch("os.dup2") as to:
        code = main(["explain", "E203"])
    assert to.call_count == 1
    assert code == (0 if isinstance(error, BrokenPipeError) else 2)
    assert capfd.readouterr().err == ("" if code == 0 else "policydsl: Input/output error\n")


def test_a_request_that_cannot_be_opened(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in (".", "a" * 300):
        assert main(["decide", "good.policy", path]) == 2
        said = capsys.readouterr()
        assert "error[E002]" in said.err
        assert "note: " in said.err
    with patch.object(Path, "open", side_effect=PermissionError(13, "Permission denied")):
        found = open_requests("late.json")
    assert getattr(found, "code", None) == "E002"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'{"at": "\xff"}', "R"),
        (b"\xff\xfe{\0}\0", "R101"),
        (b"", "no request"),
        (b" \n ", "no request"),
        (b"\xef\xbb\xbf" + json.dumps(request()).encode(), None),
    ],
)
def test_requests_in_other_encodings(
    folder: Path, capsys: pytest.CaptureFixture[str], data: bytes, code: str | None
) -> None:
    folder.joinpath("r.json").write_bytes(data)
    assert main(["decide", "good.policy", "r.json"]) == (0 if code is None else 2)
    said = capsys.readouterr().err
    assert said == "" if code is None else code in said


def test_lines_that_are_all_blank_have_no_answers(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.joinpath("blank.jsonl").write_text("\n  \n\t\n", "utf-8")
    assert main(["decide", "good.policy", "blank.jsonl"]) == 0
    assert main(["decide", "good.policy", "--lines", "blank.jsonl", "--format", "text"]) == 0
    assert capsys.readouterr() == ("", "")


def test_the_worst_line_gives_the_exit_code(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [json.dumps(request(LATE)), json.dumps(request())]
    path = folder / "r.jsonl"
    for made, flag, code in (
        (lines, "deny", 1),
        (lines[1:], "deny", 0),
        ([*lines, "{"], "review", 2),
    ):
        path.write_text("\n".join(made), "utf-8")
        assert main(["decide", "good.policy", "r.jsonl", "--fail-on", flag]) == code
    capsys.readouterr()


def test_a_line_longer_than_a_request_is_refused_and_passed_over(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("policydsl.cli.decide.LONGEST_REQUEST", 400)
    monkeypatch.setattr("policydsl.cli.reading.LONGEST_REQUEST", 400)
    monkeypatch.setattr("policydsl.facts.reading.LONGEST_REQUEST", 400)
    one = json.dumps(request())
    folder.joinpath("r.jsonl").write_text("\n".join([one, " " * 2000 + one, one]), "utf-8")
    assert main(["decide", "good.policy", "r.jsonl"]) == 2
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["allowed"] for answer in answers] == [True, False, True]
    assert [error["code"] for error in answers[1]["errors"]] == ["R103"]
    folder.joinpath("r.json").write_text(" " * 2000 + one, "utf-8")
    assert main(["decide", "good.policy", "r.json"]) == 2
    assert "R103" in capsys.readouterr().err


def test_a_request_that_is_no_object(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for made, code in (("[]", "R112"), ("5", "R112"), ("null", "R114")):
        folder.joinpath("r.json").write_text(made, "utf-8")
        assert main(["decide", "good.policy", "r.json", "--format", "json"]) == 2
        assert [one["code"] for one in json.loads(capsys.readouterr().err)] == [code]


def test_options_stand_anywhere(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["decide", "--fail-on", "deny", "good.policy", "late.json"]) == 1
    assert main(["decide", "good.policy", "--fail-on", "deny", "late.json"]) == 1
    assert main(["decide", "good.policy", "late.json", "--fail-on", "deny"]) == 1
    capsys.readouterr()
    for wrong in (["late.json", "more.json"], ["late.json", "--mroe"], ["--mroe", "late.json"]):
        with pytest.raises(SystemExit) as raised:
            main(["decide", "good.policy", *wrong])
        assert raised.value.code == 2
        assert "unrecognized arguments" in capsys.readouterr().err


def test_check_takes_standard_input_with_files(folder: Path) -> None:
    said = run("check", "-", "good.policy", input=HEAD, stdout=subprocess.PIPE)
    assert (said.returncode, said.stdout) == (0, "2 policies checked, no findings\n")
