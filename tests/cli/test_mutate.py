"""`policydsl test --mutate`: what is printed, in each form and language, and the exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import xmlschema

from policydsl.cli.app import main
from tests.testing.mutation.test_running import CASES, GIVEN, POLICY

JUNIT = xmlschema.XMLSchema(Path(__file__).parents[1] / "schemas" / "junit-10.xsd")

RULE = ("--jobs", "1", "--mutate-rule", "night")
SURVIVOR = """
SURVIVED  rules.policy:6  house.rules  night: with if unknown allow
   6     from 21:00 to 08:00
     +   if unknown allow
         ^^^^^^^^^^^^^^^^
   a case for rules.test.yaml that kills it:

  - name: "kills night: with if unknown allow"
    at: 2026-03-04T21:00:00+08:00
    without: [person.time_zones]
    # what the policy says now: check that it is what the law wants
    expect: {verdict: deny, reasons: [{code: TZ_UNKNOWN, rule: night}]}

house.rules: 11 of 12 mutants killed (91.6 %), tests: 4, 1 do not load
"""
SETTLED = CASES + "  - name: unknown\n    at: 2026-03-04T21:00:00+08:00\n"
SETTLED += "    without: [person.time_zones]\n    expect: {reasons: [TZ_UNKNOWN]}\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("rules.policy").write_text(POLICY, "utf-8")
    Path("rules.test.yaml").write_text(GIVEN + CASES, "utf-8")
    return tmp_path


def ran(capsys: Any, *arguments: str) -> tuple[int, str, str]:
    """The exit code, what is printed, and what goes to standard error."""
    code = main(["test", *arguments])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_a_survivor_is_shown_as_a_diff_with_a_case_that_kills_it(capsys: Any) -> None:
    code, out, err = ran(capsys, *RULE)
    _, _, mutation = out.partition(" passed in ")
    _, _, shown = mutation.partition("\n")
    assert shown.startswith(SURVIVOR)
    assert shown.removeprefix(SURVIVOR).startswith("mutation took ")
    assert (code, err) == (1, "")


def test_in_chinese(capsys: Any) -> None:
    code, out, _ = ran(capsys, *RULE, "--lang", "zh")
    assert "存活  rules.policy:6  house.rules  night: with if unknown allow" in out
    assert "house.rules：4 个测试发现了 12 个变异中的 11 个（91.6%），无法加载 1 个" in out
    assert code == 1


def test_nothing_survives(capsys: Any) -> None:
    Path("rules.test.yaml").write_text(GIVEN + SETTLED, "utf-8")
    code, out, _ = ran(capsys, *RULE)
    assert "house.rules: 12 of 12 mutants killed (100.0 %), tests: 5" in out
    assert code == 0


def test_a_percentage_that_is_reached_is_enough(capsys: Any) -> None:
    assert ran(capsys, *RULE, "--mutation-at-least", "91")[0] == 0
    code, _, err = ran(capsys, *RULE, "--mutation-at-least", "92")
    assert err == "policydsl test: 91.6 % of the mutants are killed, at least 92 % is wanted\n"
    assert code == 1


def test_the_percentage_of_the_project_counts_where_none_is_given(capsys: Any) -> None:
    Path("policydsl.toml").write_text("[test]\nmutation = 90\n", "utf-8")
    assert ran(capsys, *RULE)[0] == 0


def test_nothing_is_mutated_while_a_test_fails(capsys: Any) -> None:
    Path("rules.test.yaml").write_text(GIVEN + CASES.replace("[night]", "[weekly]"), "utf-8")
    code, out, err = ran(capsys, "--mutate")
    assert err == "policydsl test: nothing is mutated while a test fails\n"
    assert "mutants" not in out
    assert code == 1


def test_a_policy_that_does_not_load_is_not_mutated(capsys: Any) -> None:
    Path("rules.policy").write_text(POLICY.replace("cap", "cpa"), "utf-8")
    code, _, err = ran(capsys, "--mutate")
    assert err == "policydsl test: nothing is mutated while a test fails\n"
    assert code == 2


def test_a_misspelt_rule_is_an_error_of_usage(capsys: Any) -> None:
    code, _, err = ran(capsys, "--mutate-rule", "nigth", "--jobs", "1")
    assert err == (
        "policydsl test: no policy tested has a rule, definition or fact `nigth`\n"
        "policydsl test: did you mean `night`?\n"
    )
    assert code == 2


@pytest.mark.parametrize("wrong", [("--jobs", "0"), ("--mutate-most", "x")])
def test_numbers_are_checked(capsys: Any, wrong: tuple[str, str]) -> None:
    with pytest.raises(SystemExit) as raised:
        main(["test", *wrong])
    assert raised.value.code == 2
    assert "not a number from 1 to 999999" in capsys.readouterr().err


def test_json_says_everything_of_every_mutant(capsys: Any) -> None:
    _, out, _ = ran(capsys, *RULE, "--format", "json")
    found = json.loads(out)["mutation"]
    assert (found["killed"], found["survived"], found["interrupted"]) == (11, 1, False)
    (policy,) = found["policies"]
    by_name = {one["mutant"]: one for one in policy["mutants"]}
    assert by_name["night: 21:00 to 08:00 -> 21:01 to 08:00"] == {
        "mutant": "night: 21:00 to 08:00 -> 21:01 to 08:00",
        "file": "rules.policy",
        "line": 6,
        "before": "21:00",
        "after": "21:01",
        "fate": "killed",
        "killed_by": "nine in the evening",
        "because": None,
        "tried": 0,
        "kill": None,
    }
    kill = by_name["night: with if unknown allow"]["kill"]
    assert kill["file"] == "rules.test.yaml"
    assert kill["case"].startswith('  - name: "kills night: with if unknown allow"\n')


def test_json_without_mutants(capsys: Any) -> None:
    _, out, _ = ran(capsys, "--format", "json")
    assert json.loads(out)["mutation"] is None


def test_junit_counts_survivors_as_failures(capsys: Any) -> None:
    _, out, _ = ran(capsys, *RULE, "--format", "junit")
    JUNIT.validate(out)
    root = ElementTree.fromstring(out)
    assert (root.get("tests"), root.get("failures")) == ("16", "1")
    *_, mutants = root
    assert mutants.get("name") == "house.rules mutants"
    (failure,) = mutants.iter("failure")
    assert failure.get("message") == "night: with if unknown allow"
    assert "a case for rules.test.yaml that kills it:" in (failure.text or "")


def test_a_survivor_for_which_nothing_is_found(
    capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("policydsl.testing.mutation.killing.MOST_TRIED", 0)
    _, out, _ = ran(capsys, *RULE)
    assert (
        "   no request found that tells them apart (0 tried)\n"
        "   if there is none, say why in `survivors` of a test file:\n\n"
        '  - mutant: "night: with if unknown allow"\n    because: "…"\n'
    ) in out


def test_broken_off_it_prints_what_was_found_so_far(
    capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from policydsl.testing.mutation.judges import Judge

    judged = Judge.judged

    def breaks_off(self: Judge, index: int) -> Any:
        if index == 9:
            raise KeyboardInterrupt
        return judged(self, index)

    monkeypatch.setattr(Judge, "judged", breaks_off)
    code, out, err = ran(capsys, "--mutate", "--jobs", "1")
    assert "not tried" in out
    assert err == "policydsl test: broken off; above is what was found so far\n"
    assert code == 130
