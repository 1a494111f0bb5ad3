"""The command line as a user meets it: whole runs, exit codes, pipes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from policydsl.cli.app import main
from policydsl.diagnostics.catalogue.reasons import REASONS
from policydsl.rules.codes import CODES
from tests.support import HEAD, request

PROGRAM = [sys.executable, "-m", "policydsl.cli.app"]
GOOD = HEAD + "quiet hours night from 22:00 to 08:00\n"
BAD = HEAD + "quiet hours night from 22:00 to 8:00\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("good.policy").write_text(GOOD, "utf-8")
    Path("bad.policy").write_text(BAD, "utf-8")
    Path("request.json").write_text(json.dumps(request()), "utf-8")
    Path("late.json").write_text(json.dumps(request("2026-03-04T23:00:00+08:00")), "utf-8")
    return tmp_path


def test_check_without_findings(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "good.policy"]) == 0
    assert capsys.readouterr().out == "1 policy checked, no findings\n"
    assert main(["check", "good.policy", "--lang", "zh"]) == 0
    assert capsys.readouterr().out == "已检查 1 个策略，未发现问题\n"
    assert main(["check", "good.policy", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_check_with_findings(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "bad.policy"]) == 1
    said = capsys.readouterr().out
    assert said.startswith("error[E")
    assert "bad.policy:3:33" in said
    assert "`08:00`" in said
    assert said.endswith("\n1 error\n")
    assert main(["check", "bad.policy", "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert (found[0]["line"], found[0]["column"]) == (3, 33)


@pytest.mark.parametrize(
    ("name", "data", "code", "exit_code"),
    [
        ("empty", b"", "E006", 2),
        ("comment", b"# nothing yet\n", "E006", 2),
        ("binary", bytes(range(256)), "E003", 2),
        ("nul", b"policy t\0\n", "E008", 2),
        ("utf16", GOOD.encode("utf-16"), "E004", 2),
        ("big", b"#" * (10 * 1024 * 1024), "E005", 2),
        ("bidi", 'policy t "\u202eevil"\n'.encode(), "E007", 2),
        ("bom", b"\xef\xbb\xbf" + GOOD.encode(), None, 0),
        ("crlf", GOOD.replace("\n", "\r\n").encode(), None, 0),
        ("tabs", GOOD.replace("  ", "\t").encode(), None, 0),
    ],
)
def test_every_sort_of_file_gets_its_own_answer(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    data: bytes,
    code: str | None,
    exit_code: int,
) -> None:
    path = folder / f"{name}.policy"
    path.write_bytes(data)
    assert main(["check", str(path), "--format", "json"]) == exit_code
    found = [one["code"] for one in json.loads(capsys.readouterr().out)]
    assert found == ([] if code is None else [code])


def test_check_what_is_not_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "god.policy"]) == 2
    said = capsys.readouterr().out
    assert "E001" in said
    assert "good.policy" in said


def test_check_reads_standard_input(folder: Path) -> None:
    said = subprocess.run(
        [*PROGRAM, "check", "-"], input=BAD, capture_output=True, text=True, check=False
    )
    assert said.returncode == 1
    assert "<stdin>:3:33" in said.stdout


def test_check_with_a_wrong_day(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "good.policy", "--today", "tomorrow"]) == 2
    assert "2026-01-30" in capsys.readouterr().err


def test_decide_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["decide", "good.policy", "late.json"]) == 0
    said = capsys.readouterr().out
    assert said.splitlines()[:6] == [
        "DEFER  voice  collections  2026-03-04 23:00 Asia/Shanghai",
        "next eligible: tomorrow 08:00 in Asia/Shanghai, in 9 h",
        "  1. QUIET_HOURS  t.night  good.policy:3",
        "     no contact from 22:00 to 08:00",
        "     2026-03-04 23:00:00 in Asia/Shanghai (from given)",
        "     lifts tomorrow 08:00 in Asia/Shanghai, in 9 h",
    ]
    assert main(["decide", "good.policy", "late.json", "--lang", "zh"]) == 0
    assert "22:00 至次日 08:00 不得联系" in capsys.readouterr().out


def test_decide_fails_on_what_is_asked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["decide", "good.policy", "late.json", "--fail-on", "deny"]) == 1
    assert main(["decide", "good.policy", "request.json", "--fail-on", "review"]) == 0
    capsys.readouterr()


def test_decide_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["decide", "good.policy", "late.json", "--format", "json"]) == 0
    decision = json.loads(capsys.readouterr().out)
    assert (decision["verdict"], decision["allowed"]) == ("defer", False)
    assert decision["next_eligible_at"] == "2026-03-05T00:00:00Z"
    assert decision["reasons"][0]["source"] == {"file": "good.policy", "line": 3, "column": 1}


def test_decide_lines_through_a_pipe(folder: Path) -> None:
    lines = [json.dumps(request()), "", "{", '{"at": 1}', json.dumps(request())]
    said = subprocess.run(
        [*PROGRAM, "decide", "good.policy", "--lines"],
        input="\n".join(lines),
        capture_output=True,
        text=True,
        check=False,
    )
    answers = [json.loads(line) for line in said.stdout.splitlines()]
    assert [answer["allowed"] for answer in answers] == [True, False, False, True]
    assert [answer.get("line") for answer in answers] == [None, 3, 4, None]
    assert said.returncode == 2


def test_decide_lines_as_text(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    late = request("2026-03-04T23:00:00+08:00", proposal={"id": "c-1"})
    folder.joinpath("r.jsonl").write_text(json.dumps(late) + "\n", "utf-8")
    assert main(["decide", "good.policy", "r.jsonl", "--format", "text"]) == 0
    assert (
        capsys.readouterr().out == "DEFER   c-1  QUIET_HOURS  from 2026-03-05 08:00 Asia/Shanghai\n"
    )


@pytest.mark.parametrize(
    ("made", "code"),
    [
        ("[]", "R111"),
        ("{", "R101"),
        (json.dumps({**request(), "at": "2026-03-04T10:00:00"}), "R1"),
    ],
)
def test_decide_refuses_what_is_no_request(
    folder: Path, capsys: pytest.CaptureFixture[str], made: str, code: str
) -> None:
    folder.joinpath("r.json").write_text(made, "utf-8")
    assert main(["decide", "good.policy", "r.json"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert code[:2] in said.err


def test_decide_with_a_bad_policy_or_no_request(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["decide", "bad.policy", "request.json"]) == 1
    assert main(["decide", "good.policy", "none.json"]) == 2
    assert "E001" in capsys.readouterr().err
    said = subprocess.run(
        [*PROGRAM, "decide", "good.policy"], input="", capture_output=True, text=True, check=False
    )
    assert said.returncode == 2
    assert "no request" in said.stderr


def test_schema(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "good.policy"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert schema["$schema"].endswith("2020-12/schema")
    assert main(["schema", "bad.policy"]) == 1


def test_explain(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "e203"]) == 0
    assert "E203" in capsys.readouterr().out
    assert main(["explain", "CAP_REACHED", "--lang", "zh"]) == 0
    assert "频次上限" in capsys.readouterr().out
    assert main(["explain", "E203", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["code"] == "E203"
    assert main(["explain", "CAP_REACHED", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["code"] == "CAP_REACHED"
    assert main(["explain", "CAP_REACHD"]) == 2
    assert "`CAP_REACHED`" in capsys.readouterr().err


def test_every_reason_code_is_explained() -> None:
    assert list(REASONS) == list(CODES)


def test_a_closed_pipe_is_no_error(folder: Path) -> None:
    rows = "\n".join([json.dumps(request())] * 2000)
    folder.joinpath("many.jsonl").write_text(rows, "utf-8")
    said = subprocess.run(
        f"{sys.executable} -m policydsl.cli.app decide good.policy many.jsonl | head -n 1",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (said.stderr, said.stdout.count("\n")) == ("", 1)


def test_help_does_not_import_the_language() -> None:
    code = (
        "import sys\nfrom policydsl.cli.app import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "ours = [n for n in sys.modules if n.startswith('policydsl.') or n in ('lark', 'yaml')]\n"
        "loaded = [n for n in ours if not n.startswith('policydsl.cli.arguments')]\n"
        "print(sorted(loaded), file=sys.stderr)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "usage: policydsl" in said.stdout
    assert said.stderr.strip() == "['policydsl._version', 'policydsl.cli', 'policydsl.cli.app']"


def test_usage_errors_exit_with_two(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["chek"], [], ["check", "x", "--format", "xml"]):
        with pytest.raises(SystemExit) as raised:
            main(arguments)
        assert raised.value.code == 2
    capsys.readouterr()


def test_colour_only_on_a_terminal(folder: Path) -> None:
    environment = {**os.environ, "TERM": "xterm"}
    said = subprocess.run(
        [*PROGRAM, "check", "bad.policy"],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert "\x1b[" not in said.stdout
