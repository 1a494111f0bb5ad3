"""`policydsl check` with lints, settings, formats, and the cache, as a user meets it."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from policydsl.api import load
from policydsl.cli.app import main
from policydsl.cli.lint_summaries import SUMMARIES
from policydsl.cli.progress import Counter
from policydsl.lint.registry import LINTS

PROGRAM = [sys.executable, "-m", "policydsl.cli.app"]
TODAY = ["--today", "2026-03-04"]
POLICY = """policy demo
  governs channel in {voice, sms}
  otherwise deny

fact person.hardship  : flag = no
fact person.hardships : flag = no

deny hard when person.hardship
deny calls when person.hardships and channel is voice
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("demo.policy").write_text(POLICY, "utf-8")
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 1) -> str:
    assert main(["check", *TODAY, *arguments]) == code
    out = capsys.readouterr()
    assert out.err == ""
    return out.out


def test_a_finding_is_shown_with_its_witness(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = said(capsys, "demo.policy")
    assert text.startswith("warning[W307]: the facts `person.hardship` and `person.hardships`")
    assert "denied by `demo.hard` if the one is said, allowed if the other" in text
    assert text.endswith("\n1 warning\n")
    assert said(capsys, "demo.policy", "--lang", "zh").endswith("1 个警告\n")


def test_the_witness_is_a_request_that_decide_takes(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    [found] = json.loads(said(capsys, "demo.policy", "--format", "json"))
    assert (found["code"], found["lint"], found["severity"]) == ("W307", "names_alike", "warning")
    policy = load("demo.policy")
    verdicts = [policy.decide(request).verdict for request in found["witness"]]
    assert verdicts == ["deny", "allow"]


def test_other_forms(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    [run] = json.loads(said(capsys, "demo.policy", "--format", "sarif"))["runs"]
    assert [rule["name"] for rule in run["tool"]["driver"]["rules"]] == ["names_alike"]
    assert len(run["results"][0]["properties"]["witness"]) == 2
    root = ElementTree.fromstring(said(capsys, "demo.policy", "--format", "junit"))
    assert [case.get("name") for case in root.iter("testcase")] == ["names_alike 6:6"]
    [line] = said(capsys, "demo.policy", "--format", "github").splitlines()
    assert line.startswith(
        "::warning file=demo.policy,line=6,endLine=6,col=6,endColumn=22,title=W307 names_alike::"
    )


def test_files_are_named_from_the_root_of_the_repository(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "below").mkdir()
    monkeypatch.chdir(folder / "below")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(folder))
    for path in ("../demo.policy", str(folder / "demo.policy")):
        [line] = said(capsys, path, "--format", "github").splitlines()
        assert line.startswith("::warning file=demo.policy,line=6,")
        [run] = json.loads(said(capsys, path, "--format", "sarif"))["runs"]
        place = run["results"][0]["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "demo.policy"
    monkeypatch.setenv("GITHUB_WORKSPACE", str(folder / "below"))
    [line] = said(capsys, "../demo.policy", "--format", "github").splitlines()
    assert line.startswith("::warning file=../demo.policy,")


@pytest.mark.parametrize(
    ("level", "fail_on", "code"),
    [
        ("error", "error", 1),
        ("warning", "error", 0),
        ("note", "warning", 0),
        ("note", "note", 1),
        ("off", "note", 0),
    ],
)
def test_levels_and_exit_codes(
    folder: Path, capsys: pytest.CaptureFixture[str], level: str, fail_on: str, code: int
) -> None:
    Path("policydsl.toml").write_text(f'[lint]\nnames_alike = "{level}"\n', "utf-8")
    text = said(capsys, "demo.policy", "--fail-on", fail_on, code=code)
    assert text.startswith("1 policy checked" if level == "off" else f"{level}[W307]")


def test_the_settings_name_the_paths(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("policydsl.toml").write_text('paths = ["sub/fine.policy"]\n', "utf-8")
    Path("sub").mkdir()
    Path("sub/fine.policy").write_text(POLICY.replace("hardships", "unwell"), "utf-8")
    assert said(capsys, code=0) == "1 policy checked, no findings\n"
    monkeypatch.chdir("sub")
    assert said(capsys, code=0) == "1 policy checked, no findings\n"
    assert not Path(".policydsl_cache").exists()
    assert Path("../.policydsl_cache").is_dir()
    Path("../policydsl.toml").write_text("", "utf-8")
    assert said(capsys, code=0) == "1 policy checked, no findings\n"


@pytest.mark.parametrize(
    "text", ["[lint]\nnames_alke = 'off'\n", "[lint\n", "[lint.names_alike]\ndays = 3\n"]
)
def test_wrong_settings_stop_the_run(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    Path("policydsl.toml").write_text(text, "utf-8")
    assert main(["check", "demo.policy"]) == 2
    out = capsys.readouterr()
    assert out.out == ""
    assert out.err.startswith("error[P10")


def test_the_cache_is_kept_and_can_be_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = said(capsys, "demo.policy", "--no-cache")
    assert not Path(".policydsl_cache").exists()
    assert said(capsys, "demo.policy") == first
    assert Path(".policydsl_cache").is_dir()
    assert said(capsys, "demo.policy") == first
    assert said(capsys, "demo.policy", "--no-cache") == first


def test_the_second_run_loads_neither_parser_nor_evaluator(folder: Path) -> None:
    code = (
        "import sys\n"
        "from policydsl.cli.app import main\n"
        "main(['check', 'demo.policy'])\n"
        "print([name for name in sys.modules if name in ('policydsl.syntax.parser',"
        " 'policydsl.policy.composition', 'policydsl.engine.compiled')], file=sys.stderr)"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        for _ in range(2)
    ]
    assert runs[0].stdout == runs[1].stdout
    assert "policydsl.syntax.parser" in runs[0].stderr
    assert runs[1].stderr == "[]\n"


def test_standard_input_is_linted_too(folder: Path) -> None:
    run = subprocess.run(
        [*PROGRAM, "check", *TODAY, "-"], input=POLICY, capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
    assert " --> <stdin>:6:6" in run.stdout
    assert not Path(".policydsl_cache").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="everything may be written by root")
def test_a_folder_that_may_not_be_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder.chmod(0o555)
    try:
        assert said(capsys, "demo.policy").startswith("warning[W307]")
    finally:
        folder.chmod(0o755)


def test_a_lint_can_be_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "waiver_ending"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("note[W302]: the waiver of `…` ends on …, in … days\n")
    assert "option days: how far ahead to look; 1 to 365, default 30" in text
    assert main(["explain", "w302", "--lang", "zh"]) == 0
    assert "选项 days：提前多少天提醒；1 至 365，默认 30" in capsys.readouterr().out
    assert main(["explain", "lints"]) == 0
    assert "\nW302  waiver_ending " in capsys.readouterr().out
    assert main(["explain", "waiver_ending", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["options"][0]["default"] == 30
    assert main(["explain", "lints", "--format", "json"]) == 0
    assert "W302" in {one["code"] for one in json.loads(capsys.readouterr().out)}
    assert main(["explain", "waiver_endin"]) == 2
    assert capsys.readouterr().err.endswith("did you mean `waiver_ending`?\n")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_list_of_lints_says_in_both_languages_what_each_finds(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert SUMMARIES.keys() == {lint.name for lint in LINTS}
    for lang in ("en", "zh"):
        assert main(["explain", "lints", "--lang", lang]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert [line.split()[1] for line in lines] == [lint.name for lint in LINTS]
        assert "…" not in "".join(lines)
    assert "week_hole                 静默时段意外漏掉的几分钟" in lines[0]


def test_progress_is_shown_on_a_terminal_when_it_takes_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [0.0]
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("policydsl.cli.progress.time.monotonic", lambda: now[0])
    terminal = Terminal()
    with Counter(terminal, "checked", "en") as counter:
        counter.show(0, 9)
        assert terminal.getvalue() == ""
        now[0] = 1.0
        counter.show(1, 9)
        counter.show(2, 9)
        now[0] = 2.0
        counter.show(3, 9)
    lines = terminal.getvalue().split("\r\x1b[K")
    assert lines == ["", "1 of 9 policies checked", "3 of 9 policies checked", ""]
    monkeypatch.setenv("TERM", "dumb")
    dumb = Terminal()
    with Counter(dumb, "checked", "en") as counter:
        now[0] = 5.0
        counter.show(1, 9)
    assert dumb.getvalue() == ""
    pipe = io.StringIO()
    with Counter(pipe, "checked", "en") as counter:
        now[0] = 9.0
        counter.show(1, 9)
    assert pipe.getvalue() == ""
