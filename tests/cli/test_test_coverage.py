"""`policydsl test --coverage`: tables, lists, JSON, LCOV, and what must be reached."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from policydsl.cli.app import main
from tests.cli.lcov import read_lcov

POLICY = """
policy house.rules "Rules of the house"
  governs purpose is servicing
  otherwise deny
  time zone of recipient

fact person.cease : flag = no

define talking = channel in {voice, visit}

quiet hours night
  from 21:00 to 08:00
  unless talking and person.cease

cap weekly
  at most 2 attempts by sms per person in 7 consecutive days

exempt emergencies
  when reason is emergency
  lifts weekly
"""
TESTS = """
tests: house.rules
given:
  person: {id: P1, time_zones: [Asia/Shanghai]}
  proposal: {channel: sms, purpose: servicing}
cases:
  - {name: noon, at: 2026-03-04T12:00:00+08:00, expect: {verdict: allow}}
  - {name: nine, at: 2026-03-04T21:00:00+08:00, expect: {reasons: [night]}}
  - {name: two, at: 2026-03-04T12:00:00+08:00, events: [&&], expect: {reasons: [weekly]}}
""".replace("&&", "{repeat: 2, every: 1 hour, from: 2026-03-04T09:00:00+08:00, channel: sms}")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rules.policy").write_text(POLICY.lstrip(), "utf-8")
    (tmp_path / "rules.test.yaml").write_text(TESTS, "utf-8")
    return tmp_path


def ran(capsys: Any, *arguments: str) -> tuple[int, str, str]:
    """The exit code, what is printed below the summary of the tests, and the errors."""
    code = main(["test", *arguments])
    printed = capsys.readouterr()
    return code, printed.out.partition("\n\n")[2], printed.err


def test_one_policy_is_shown_rule_by_rule_with_what_was_not_seen(capsys: Any) -> None:
    table = """\
house.rules, governed cases: 3
   rule                     effect  blocked  unknown  let pass  conditions  bounds  near by
   house.rules.emergencies  exempt        0        1         0         0/2                   only unknown
   house.rules.night        deny          1        0         2         1/4     2/2      0/2
   house.rules.weekly       deny          1        0         2         1/2     1/2      0/2
   define talking                                                      0/1
   house.rules                                                         0/1

not seen:
   rules.policy
      2:11  purpose is servicing                                        never no
      8:18  channel in {voice, visit}                                   never decided
      11:8  21:00                                                       never just short of the bound
      11:17  08:00                                                      never near the bound
      12:10  talking and person.cease                                   never yes
      12:10  talking                                                    never decided
      12:22  person.cease                                               never decided
      15:3  at most 2 attempts by sms per person in 7 consecutive days  never just short of the bound
      15:25  sms                                                        never no
      15:43  7 consecutive days                                         bound never reached
      18:8  reason is emergency                                         only unknown
      19:9  weekly                                                      only unknown

   rules        2/3  66.6 %
   conditions  2/10    20 %  yes 4, no 3, unknown 2
   bounds       3/4    75 %
   near by      0/4     0 %
"""
    assert ran(capsys, "--coverage") == (0, table, "")


def test_it_speaks_chinese(capsys: Any) -> None:
    code, printed, errors = ran(capsys, "--coverage-at-least", "70", "--lang", "zh")
    lines = printed.splitlines()
    assert (code, lines[0]) == (1, "house.rules，受约束的用例：3")
    assert lines[1].split() == ["规则", "效果", "拦截", "无法判断", "放行", "条件", "边界", "临界"]
    assert (
        "      11:17  08:00                                                      从未临近边界"
        in lines
    )
    assert errors == (
        "policydsl test：规则覆盖率为 66.6%，要求至少 70%\n"
        "policydsl test：条件覆盖率为 20%，要求至少 70%\n"
    )


def test_what_is_all_seen_is_not_listed(capsys: Any, folder: Path) -> None:
    (folder / "rules.policy").write_text(
        "policy house.rules\n  otherwise deny\ndeny sms when channel is sms\n", "utf-8"
    )
    at = "at: 2026-03-04T12:00:00+08:00, proposal: {channel: voice}, expect: {verdict: allow}"
    row = f"  - {{name: a call, {at}}}\n"
    cases = TESTS.partition("cases:")[0] + "cases:\n" + row
    sms = row.replace("voice", "sms").replace("verdict: allow", "verdict: deny")
    (folder / "rules.test.yaml").write_text(cases + sms, "utf-8")
    _, printed, _ = ran(capsys, "--coverage", "--coverage-at-least", "100")
    assert (
        printed
        == """\
house.rules, governed cases: 2
   rule             effect  blocked  unknown  let pass  conditions  bounds  near by
   house.rules.sms  deny          1        0         1         1/1

   rules       1/1  100 %
   conditions  1/1  100 %  yes 1, no 1, unknown 0
"""
    )


def test_several_policies_are_shown_in_a_line_each(capsys: Any, folder: Path) -> None:
    other = folder / "other"
    other.mkdir()
    for name in ("rules.policy", "rules.test.yaml"):
        text = (folder / name).read_text("utf-8").replace("house.rules", "house.others")
        (other / name).write_text(text, "utf-8")
    code, printed, _ = ran(capsys, "--coverage")
    assert code == 0
    lines = printed.splitlines()
    assert lines[:4] == [
        "seen by the tests, of all there is",
        "   policy        cases  rules  conditions  bounds  near by",
        "   house.others      3    2/3        2/10     3/4      0/4",
        "   house.rules       3    2/3        2/10     3/4      0/4",
    ]
    assert [line for line in lines if line.endswith(".policy")] == [
        "   other/rules.policy",
        "   rules.policy",
    ]
    assert lines[-1] == "   near by      0/8     0 %"


def test_of_a_great_many_only_the_first_of_each_policy_are_listed(
    capsys: Any, folder: Path
) -> None:
    for number in range(9):
        other = folder / f"other_{number}"
        other.mkdir()
        for name in ("rules.policy", "rules.test.yaml"):
            text = (folder / name).read_text("utf-8")
            (other / name).write_text(text.replace("house.rules", f"house.n{number}"), "utf-8")
    _, printed, _ = ran(capsys, "--coverage")
    assert printed.count("      and 9 more: test this policy alone\n") == 10
    assert printed.count("never no") == 10


def test_json_holds_every_count_with_its_place(capsys: Any) -> None:
    main(["test", "--coverage", "--format", "json"])
    (one,) = json.loads(capsys.readouterr().out)["coverage"]
    assert (one["policy"], one["cases"], one["digest"][:7]) == ("house.rules", 3, "sha256:")
    rules = {rule["rule"]: rule for rule in one["rules"]}
    place = {"file": "rules.policy", "line": 14, "column": 5}
    told = {"effect": "deny", "blocked": 1, "unknown": 0, "let_pass": 2, "covered": True}
    limit = "at most 2 attempts by sms per person in 7 consecutive days"
    assert rules["house.rules.weekly"] == {
        "rule": "house.rules.weekly",
        **place,
        **told,
        "conditions": [
            {**place, "line": 15, "column": 3, "text": limit, "yes": 1, "no": 2, "unknown": 0},
            {**place, "line": 15, "column": 25, "text": "sms", "yes": 1, "no": 0, "unknown": 0},
        ],
        "bounds": [
            {
                **place,
                "line": 15,
                "column": 3,
                "text": limit,
                "below": 2,
                "reached": 1,
                "just_below": 0,
                "just_reached": 1,
            },
            {
                **place,
                "line": 15,
                "column": 43,
                "text": "7 consecutive days",
                "below": 1,
                "reached": 0,
                "just_below": 0,
                "just_reached": 0,
            },
        ],
    }
    assert [part["name"] for part in one["parts"]] == ["define talking", "house.rules"]
    assert one["totals"] == {
        "rules": {"covered": 2, "number": 3},
        "conditions": {"covered": 2, "number": 10, "yes": 4, "no": 3, "unknown": 2},
        "bounds": {"covered": 3, "number": 4, "near_by": 0},
    }


def test_lcov(capsys: Any, folder: Path) -> None:
    assert ran(capsys, "--coverage-lcov", "tests.info")[0] == 0
    (file,) = read_lcov((folder / "tests.info").read_text("utf-8")).values()
    assert file.name == "rules.policy"
    assert file.functions == {
        "house.rules.night": (10, 3),
        "house.rules.weekly": (14, 3),
        "house.rules.emergencies": (17, 1),
    }
    assert file.lines == {2: 3, 8: 0, 10: 3, 11: 3, 12: 1, 14: 3, 15: 3, 17: 1, 18: 1, 19: 1}
    on_line = [taken for (line, _, _), taken in file.branches.items() if line == 15]
    assert on_line == [2, 1, 1, 2, 1, 0, 1, 0]
    assert [taken for (line, _, _), taken in file.branches.items() if line == 8] == [None, None]


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        (("--coverage-at-least", "20"), []),
        (("--coverage-at-least", "21"), ["conditions is 20 %, at least 21 %"]),
        (
            ("--coverage-at-least", "100"),
            [
                "rules is 66.6 %, at least 100 %",
                "conditions is 20 %, at least 100 %",
                "bounds is 75 %, at least 100 %",
            ],
        ),
        (("--bounds-at-least", "0"), []),
        (("--bounds-at-least", "1"), ["bounds near by is 0 %, at least 1 %"]),
    ],
)
def test_what_must_be_reached(capsys: Any, options: tuple[str, ...], wanted: list[str]) -> None:
    code, _, errors = ran(capsys, *options)
    lines = [f"policydsl test: coverage of {one} is wanted" for one in wanted]
    assert (code, errors.splitlines()) == (int(bool(wanted)), lines)


def test_the_project_says_what_must_be_reached(capsys: Any, folder: Path) -> None:
    (folder / "policydsl.toml").write_text("[test]\ncoverage = 70\nbounds = 5\n", "utf-8")
    code, _, errors = ran(capsys, "--coverage")
    assert code == 1
    assert [line.split()[4] for line in errors.splitlines()] == ["rules", "conditions", "bounds"]
    assert ran(capsys, "--coverage-at-least", "10", "--bounds-at-least", "0")[0] == 0
    assert ran(capsys)[0] == 0
    (folder / "policydsl.toml").write_text("[test]\ncoverage = 101\n", "utf-8")
    code, printed, errors = ran(capsys, "--coverage")
    assert (code, printed) == (2, "")
    assert "policydsl.toml:2" in errors


@pytest.mark.parametrize("written", ["101", "9.5", "x", "", "٩", "1_0"])
def test_a_percentage_is_a_whole_number(capsys: Any, written: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["test", "--coverage-at-least", written])
    assert stopped.value.code == 2
    assert "not a percentage from 0 to 100" in capsys.readouterr().err


def test_a_tracefile_that_cannot_be_written_is_said_after_the_report(
    capfd: Any, folder: Path
) -> None:
    assert main(["test", "--coverage-lcov", "nowhere/tests.info"]) == 2
    assert "No such file or directory" in capfd.readouterr().err
