"""`policydsl test`: what is printed, in each form and language, and the exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import xmlschema

from policydsl.cli.app import main
from tests.testing.cases import GIVEN, NOON, POLICY

JUNIT = xmlschema.XMLSchema(Path(__file__).parents[1] / "schemas" / "junit-10.xsd")
SPENT = "{repeat: 2, every: 1 hour, from: 2026-03-04T10:30:00+08:00, channel: sms}"
GOOD = f"  - {{name: by day, at: {NOON}, expect: {{verdict: allow}}}}\n"
BAD = (
    f"  - name: a third <message> & more\n    at: {NOON}\n    events: [{SPENT}]\n"
    "    expect: {verdict: allow, reasons: [], next_eligible_at: 2026-03-11T07:00:00+08:00}\n"
)
WRONG = f"  - {{name: misspelt, at: {NOON}, expect: {{reasons: [weekyl]}}}}\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rules.policy").write_text(POLICY, "utf-8")
    return tmp_path


def write(*cases: str, name: str = "rules") -> None:
    Path(f"{name}.test.yaml").write_text(f"{GIVEN}cases:\n{''.join(cases)}", "utf-8")


def ran(capsys: Any, *arguments: str) -> tuple[int, str]:
    """The exit code and what is printed, times left out; nothing may go to standard error."""
    code = main(["test", *arguments])
    printed = capsys.readouterr()
    assert not printed.err
    return code, printed.out


def test_a_line_for_each_file_and_one_that_sums_up(capsys: Any) -> None:
    write(GOOD)
    write(GOOD, GOOD, name="more")
    code, printed = ran(capsys)
    *lines, last = printed.splitlines()
    assert lines == [
        "more.test.yaml  house.rules  2 passed",
        "rules.test.yaml  house.rules  1 passed",
    ]
    assert last.startswith("3 passed in ")
    assert code == 0


def test_a_failure_shows_what_differs_and_the_whole_decision(capsys: Any) -> None:
    write(GOOD, BAD, WRONG)
    code, printed = ran(capsys, ".")
    assert code == 1
    lines = printed.splitlines()
    assert lines[:7] == [
        "rules.test.yaml  house.rules  1 passed, 2 failed",
        "",
        "FAIL  rules.test.yaml:9  a third <message> & more",
        "                     expected                   got",
        "   verdict           allow                      defer",
        "   reasons           nothing                    {rule: house.rules.weekly, code: CAP_REACHED}",
        "   next_eligible_at  2026-03-11T07:00:00+08:00  2026-03-11T08:00:00+08:00",
    ]
    assert "   DEFER  sms  collections  2026-03-04 12:00 Asia/Shanghai" in lines
    assert "     1. CAP_REACHED  house.rules.weekly  rules.policy:13" in lines
    at = lines.index("FAIL  rules.test.yaml:13  misspelt")
    assert lines[at + 1] == "error[T131]: `house.rules` has no rule `weekyl`"
    assert lines[at + 2] == "  --> rules.test.yaml:13:72"
    assert lines[at + 6] == "help: did you mean `weekly`?"
    assert lines[-1].startswith("1 passed, 2 failed in ")


def test_long_values_stand_below_each_other(capsys: Any) -> None:
    wanted = "{rule: weekly, measure: {used: 1, window: 7 consecutive days, limit: 2}}"
    write(f"  - {{name: x, at: {NOON}, events: [{SPENT}], expect: {{reasons: [{wanted}]}}}}\n")
    _, printed = ran(capsys)
    lines = printed.splitlines()
    assert lines[3:5] == [
        "   reasons  expected  {rule: house.rules.weekly, measure: {used: 1, window: 7 consecutive days, limit: 2}}",
        "            got       {rule: house.rules.weekly, measure: {used: 2, window: 7 consecutive days, limit: 2}}",
    ]


def test_it_speaks_chinese(capsys: Any) -> None:
    write(GOOD, BAD, WRONG)
    code, printed = ran(capsys, "--lang", "zh")
    assert code == 1
    lines = printed.splitlines()
    assert lines[0] == "rules.test.yaml  house.rules  1 项通过，2 项失败"
    assert lines[2:6] == [
        "失败  rules.test.yaml:9  a third <message> & more",
        "                     预期                       实际",
        "   verdict           allow                      defer",
        "   reasons           无                         {rule: house.rules.weekly, code: CAP_REACHED}",
    ]
    assert "错误[T131]：`house.rules` 中没有规则 `weekyl`" in lines
    assert any(line.startswith("1 项通过，2 项失败，用时 ") for line in lines)


def test_what_cannot_be_run(capsys: Any, folder: Path) -> None:
    write(GOOD)
    (folder / "bad.test.yaml").write_text("tests: nobody.there\ncases: [{name: x}]\n", "utf-8")
    code, printed = ran(capsys, ".", "nowhere.test.yaml")
    assert code == 2
    assert "bad.test.yaml  nobody.there  could not be run\n\nerror[T103]" in printed
    assert "nowhere.test.yaml  could not be run\n\nerror[E001]" in printed
    assert "rules.test.yaml  house.rules  1 passed\n" in printed
    assert printed.splitlines()[-1].startswith("1 passed, 2 files could not be run in ")
    (folder / "empty").mkdir()
    code, printed = ran(capsys, "empty")
    assert code == 2
    assert printed.startswith("error[T102]: no test file is found in `empty`\n")


def test_a_filter_that_keeps_nothing_is_a_mistake(capsys: Any) -> None:
    write(GOOD, BAD)
    assert ran(capsys, "--filter", "BY DAY")[0] == 0
    assert main(["test", "--filter", "by nihgt\x1b"]) == 2
    printed = capsys.readouterr()
    assert printed.err == "policydsl test: no test has `by nihgt␛` in its name\n"
    assert main(["test", "--filter", "nothing", "--lang", "zh", "--format", "json"]) == 2
    printed = capsys.readouterr()
    assert printed.err == "policydsl test：没有名称包含 `nothing` 的测试\n"
    assert json.loads(printed.out)["passed"] == 0


def test_json_holds_everything(capsys: Any) -> None:
    write(GOOD, BAD, WRONG)
    code, printed = ran(capsys, "--format", "json", ".", "nowhere.test.yaml")
    report = json.loads(printed)
    assert code == 2
    assert (report["passed"], report["failed"], report["unreadable"]) == (1, 2, 1)
    rules, nowhere = report["files"]
    assert (rules["file"], rules["policy"], rules["errors"]) == (
        "rules.test.yaml",
        "house.rules",
        [],
    )
    assert nowhere["errors"][0]["code"] == "E001"
    good, bad, wrong = rules["tests"]
    assert good == {
        "name": "by day",
        "line": 8,
        "passed": True,
        "errors": [],
        "mismatches": [],
        "decision": None,
    }
    assert bad["mismatches"] == [
        {"field": "verdict", "expected": "allow", "got": "defer"},
        {"field": "reasons", "got": {"rule": "house.rules.weekly", "code": "CAP_REACHED"}},
        {
            "field": "next_eligible_at",
            "expected": "2026-03-11T07:00:00+08:00",
            "got": "2026-03-11T08:00:00+08:00",
        },
    ]
    assert bad["decision"]["verdict"] == "defer"
    assert [one["code"] for one in wrong["errors"]] == ["T131"]
    assert report["coverage"] == []


def test_json_can_hold_any_expectation(capsys: Any) -> None:
    write(
        f"  - {{name: x, at: {NOON}, events: [{SPENT}], expect: {{reasons: [{{measure: {{used: 1.5}}}}]}}}}\n"
    )
    _, printed = ran(capsys, "--format", "json")
    (mismatch,) = json.loads(printed)["files"][0]["tests"][0]["mismatches"]
    assert mismatch["expected"] == {"measure": {"used": 1.5}}


def test_junit_is_read_by_others(capsys: Any, folder: Path) -> None:
    write(GOOD, BAD, WRONG)
    (folder / "bad.test.yaml").write_text("tests: nobody.there\ncases: [{name: x}]\n", "utf-8")
    code, printed = ran(capsys, "--format", "junit", ".", "empty", "rules.test.yaml")
    assert code == 2
    JUNIT.validate(printed)
    root = ElementTree.fromstring(printed)
    assert (root.tag, root.get("tests"), root.get("failures"), root.get("errors")) == (
        "testsuites",
        "3",
        "2",
        "2",
    )
    suites = {suite.get("name"): suite for suite in root}
    rules = suites["rules.test.yaml"]
    assert [case.get("name") for case in rules] == [
        "by day",
        "a third <message> & more",
        "misspelt",
    ]
    assert {case.get("classname") for case in rules} == {"house.rules"}
    good, bad, wrong = rules
    assert len(good) == 0
    (failure,) = bad
    assert (failure.tag, failure.get("message")) == (
        "failure",
        "verdict, reasons, next_eligible_at",
    )
    assert failure.text is not None and "CAP_REACHED" in failure.text
    assert wrong[0].get("message") == "`house.rules` has no rule `weekyl`"
    assert suites["bad.test.yaml"][0][0].tag == "error"
