"""Runs of mutants: what is killed, what survives and what would kill it, what is refused."""

from __future__ import annotations

from contextlib import chdir
from pathlib import Path

import pytest

from policydsl.testing import run
from policydsl.testing.mutation import Fate, MutationReport, mutate
from policydsl.testing.mutation.report import PolicyMutation
from policydsl.testing.mutation.running import NoSuchRuleError

POLICY = """policy house.rules
  governs purpose is collections
  otherwise deny
  time zone of recipient
quiet hours night
  from 21:00 to 08:00
cap weekly
  at most 2 attempts by sms, push per person in 7 consecutive days
"""
GIVEN = """tests: house.rules
given:
  person: {id: P1, time_zones: [Asia/Shanghai]}
  proposal: {channel: sms, purpose: collections}
"""
CASES = """cases:
  - {name: by day, at: 2026-03-04T12:00:00+08:00, expect: {verdict: allow}}
  - name: the last moment of the evening
    at: 2026-03-04T20:59:59.999999+08:00
    expect: {verdict: allow, valid_until: 2026-03-04T21:00:00+08:00}
  - name: nine in the evening
    at: 2026-03-04T21:00:00+08:00
    expect: {reasons: [night], next_eligible_at: 2026-03-05T08:00:00+08:00}
  - name: a third
    at: 2026-03-04T12:00:00+08:00
    events: [{repeat: 2, every: 1 day, from: 2026-03-02T12:00:00+08:00, channel: sms}]
    expect: {reasons: [weekly], next_eligible_at: 2026-03-09T08:00:00+08:00}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("rules.policy").write_text(POLICY, "utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> PolicyMutation:
    """What becomes of every mutant of the policy under `CASES`."""
    with chdir(tmp_path_factory.mktemp("whole")):
        Path("rules.policy").write_text(POLICY, "utf-8")
        write()
        return only(mutate())


def write(more: str = "", cases: str = CASES) -> None:
    Path("rules.test.yaml").write_text(GIVEN + cases + more, "utf-8")


def only(report: MutationReport) -> PolicyMutation:
    (policy,) = report.policies
    return policy


def test_tests_of_both_sides_kill_what_moves_a_boundary() -> None:
    write()
    found = only(mutate(rule="night"))
    killed = {one.name: one.verdict.killer for one in found.of(Fate.KILLED)}
    assert killed["night: 21:00 to 08:00 -> 21:01 to 08:00"] == "nine in the evening"
    assert killed["night: 21:00 to 08:00 -> 20:59 to 08:00"] == "the last moment of the evening"
    assert killed["night: 21:00 to 08:00 -> 21:00 to 08:01"] == "nine in the evening"
    assert [one.name for one in found.of(Fate.SURVIVED)] == ["night: with if unknown allow"]


def test_every_survivor_comes_with_a_case_that_kills_it(whole: PolicyMutation) -> None:
    """The case is added to the file: it passes, and a second run does not find the survivor."""
    survivors = whole.of(Fate.SURVIVED)
    assert len(survivors) > 5
    kills = [one.verdict.kill for one in survivors]
    assert all(kill is not None and kill.file == "rules.test.yaml" for kill in kills)
    write("".join(kill.text for kill in kills if kill is not None))
    assert run().exit_code == 0
    assert only(mutate()).score == 100


def test_what_loads_but_means_the_same_is_not_counted(whole: PolicyMutation) -> None:
    assert [one.name for one in whole.of(Fate.SAME)] == ["head: without time zone of recipient"]
    assert whole.counted + 1 + len(whole.of(Fate.UNSOUND)) == len(whole.mutations)


def test_several_processes_find_the_same_in_the_same_order() -> None:
    write()
    alone, together = (mutate(rule="weekly", jobs=jobs) for jobs in (1, 2))
    assert only(alone) == only(together)


def test_an_explained_survivor_is_not_asked_about_again() -> None:
    name = "night: with if unknown allow"
    write(f'survivors: [{{mutant: "{name}", because: the zone is always given}}]\n')
    report = mutate(rule="night")
    (explained,) = only(report).of(Fate.EXPLAINED)
    assert (explained.name, explained.because) == (name, "the zone is always given")
    assert report.survived == 0
    assert report.score == 100


def test_explanations_that_explain_nothing_are_reported_by_a_whole_run_only() -> None:
    Path("rules.policy").write_text(POLICY.partition("cap ")[0], "utf-8")
    explained = 'survivors: [{mutant: "night: nothing", because: it was once there}]\n'
    write(explained, CASES.partition("  - name: a third")[0])
    assert [one.code for one in mutate().diagnostics] == ["T141"]
    assert mutate(rule="night").diagnostics == ()
    assert mutate(most=3).diagnostics == ()


def test_a_failing_suite_is_refused() -> None:
    write(cases=CASES.replace("expect: {verdict: allow}}", "expect: {verdict: deny}}"))
    report = mutate()
    assert report.refused == (("house.rules", ("rules.test.yaml",)),)
    assert report.policies == ()


def test_only_so_many_evenly_spread(whole: PolicyMutation) -> None:
    write()
    part = only(mutate(most=4))
    names = [one.name for one in whole.mutations]
    assert [one.name for one in part.mutations] == [names[n * len(names) // 4] for n in range(4)]
    assert part.left_out == len(names) - 4


def test_a_rule_by_its_short_or_full_name() -> None:
    write()
    assert only(mutate(rule="night")) == only(mutate(rule="house.rules.night"))
    with pytest.raises(NoSuchRuleError) as raised:
        mutate(rule="weekyl")
    assert raised.value.known == ("night", "weekly")


def test_broken_off_it_says_what_was_found_so_far() -> None:
    write()

    def interrupt(policy: str, done: int, number: int, survived: int) -> None:
        if done == 5:
            raise KeyboardInterrupt

    report = mutate(progress=interrupt)
    assert report.interrupted
    assert len(only(report).mutations) == 5
    assert only(report).left_out > 5


def test_what_cannot_be_run_is_reported() -> None:
    write()
    Path("other.test.yaml").write_text("tests: nowhere\n" + CASES, "utf-8")
    report = mutate(rule="night")
    assert [one.code for one in report.diagnostics] == ["T103"]
    assert only(report).policy == "house.rules"


@pytest.mark.parametrize("wrong", [{"jobs": 0}, {"most": 0}])
def test_numbers_out_of_range_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        mutate(**wrong)  # type: ignore[arg-type]


def test_two_files_of_one_policy_are_one_suite() -> None:
    first, second = CASES.split("  - name: nine", 1)
    write(cases=first)
    Path("more.test.yaml").write_text(f"{GIVEN}cases:\n  - name: nine{second}", "utf-8")
    found = only(mutate(rule="night"))
    assert found.tests == 4
    assert [one.name for one in found.of(Fate.SURVIVED)] == ["night: with if unknown allow"]


def test_a_default_that_is_changed_is_tried_with_requests_read_anew() -> None:
    Path("rules.policy").write_text(
        POLICY + "fact person.cease : flag = no\ndeny cease when person.cease\n", "utf-8"
    )
    write()
    found = {one.name: one for one in only(mutate(rule="person.cease")).mutations}
    assert found["fact person.cease: no -> yes"].fate == Fate.KILLED
    assert found["fact person.cease: without = no"].fate == Fate.KILLED
