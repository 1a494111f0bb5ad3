"""Runs: which files, which policy, and which names."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

import policydsl
from policydsl.project.cache import open_cache
from policydsl.testing import run, subjects
from tests.testing.cases import GIVEN, NOON, POLICY, outcomes, ran

ONE = f"  - {{name: one, at: {NOON}, expect: {{allowed: true}}}}\n"
TESTS = f"{GIVEN}cases:\n{ONE}"


# --- which files -----------------------------------------------------------------------------


def test_files_are_found_below_a_folder_once_and_in_order(tmp_path: Path) -> None:
    for place in ("b", "a", "a/deep", ".hidden"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "rules.policy").write_text(POLICY, "utf-8")
        (tmp_path / place / "rules.test.yaml").write_text(TESTS, "utf-8")
    (tmp_path / "b" / "more.test.yml").write_text(TESTS, "utf-8")
    (tmp_path / "b" / "other.yaml").write_text("not: a test\n", "utf-8")
    report = run([tmp_path, tmp_path / "a", tmp_path / "b" / "more.test.yml"])
    found = [Path(file.name).relative_to(tmp_path).as_posix() for file in report.files]
    assert found == [
        "a/deep/rules.test.yaml",
        "a/rules.test.yaml",
        "b/more.test.yml",
        "b/rules.test.yaml",
    ]
    assert (report.passed, report.failed, report.unreadable, report.exit_code) == (4, 0, 0, 0)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "T101"),
        ("# nothing\n", "T101"),
        ("tests: house.rules\n", "T101"),
        ("tests: house.rules\ncases: []\nstories: []\n", "T101"),
        ("- a list\n", "E623"),
        ("tests: [house.rules]\ncases: [{name: x}]\n", "E623"),
        ("tests:\ncases: [{name: x}]\n", "E624"),
        ("tests: house.rules\ntests: house.rules\ncases: [{name: x}]\n", "E620"),
        ("tests: house.rules\ngiven: {name: x}\ncases: [{name: x}]\n", "E621"),
        ("tests: house.rules\ncases: {name: x}\n", "E623"),
        ("tests: house.rules\ncases: [&x {name: x}, *x]\n", "E611"),
        ("tests: house.rules\ncases: [{name: x\n", "E604"),
        ("tests: house.rules\ncases: [" + "[" * 40 + "]" * 40 + "]\n", "E615"),
        ("tests: house.rules\ncases: [{name: \u202ex}]\n", "E007"),
        ("tests: nobody.there\ncases: [{name: x}]\n", "T103"),
    ],
)
def test_a_file_that_cannot_be_run_is_said_to_be(tmp_path: Path, text: str, code: str) -> None:
    file = ran(tmp_path, text)
    assert file.diagnostics[0].code == code
    report = run([tmp_path])
    assert (report.passed, report.unreadable, report.exit_code) == (0, 1, 2)


def test_a_policy_that_does_not_load_is_told_once_for_each_file(tmp_path: Path) -> None:
    broken = POLICY.replace("otherwise deny", "otherwise perhaps")
    assert [one.code for one in ran(tmp_path, TESTS, broken).diagnostics] == ["E425"]
    unreadable = POLICY.replace("quiet hours night", "quiet hours")
    assert ran(tmp_path, TESTS, unreadable).diagnostics[0].code.startswith("E")


def test_a_file_whose_policy_has_lost_its_name_says_what_is_wrong_with_the_policy(
    tmp_path: Path,
) -> None:
    found = ran(tmp_path, TESTS, POLICY.replace("policy house.rules", "policy house..rules"))
    assert found.diagnostics[0].code.startswith("E")


def test_whatever_is_not_there_or_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "folder.test.yaml").mkdir()
    (tmp_path / "binary.test.yaml").write_bytes(b"\x00\xff")
    report = run([tmp_path / "nowhere.test.yaml", tmp_path / "binary.test.yaml"])
    assert [file.diagnostics[0].code for file in report.files] == ["E001", "E003"]
    assert [one.code for one in run([tmp_path / "folder.test.yaml"]).diagnostics] == ["T102"]
    assert [one.code for one in run([tmp_path / "x.policy"]).diagnostics] == ["T102"]
    assert run([]).exit_code == 0


def test_a_link_that_leads_to_itself_cannot_be_read(tmp_path: Path) -> None:
    loop = tmp_path / "loop.test.yaml"
    loop.symlink_to(loop.name)
    report = run([loop], cache=open_cache(tmp_path))
    assert [file.diagnostics[0].code for file in report.files] == ["E002"]


# --- which policy ----------------------------------------------------------------------------

SEVERAL = """
policy house.top
  otherwise deny
use house.rules
deny all_of_it when channel is sms

policy house.rules
  otherwise deny
use house.used
deny letters when channel is letter

policy house.used
  otherwise deny
deny push when channel is push

policy house.other
  otherwise deny
deny voice when channel is voice
"""


def test_only_the_policy_named_is_tested_and_what_it_uses(tmp_path: Path) -> None:
    text = f"""
tests: house.rules
given: {{proposal: {{purpose: collections}}}}
cases:
  - {{name: a, at: {NOON}, proposal: {{channel: sms}}, expect: {{reasons: []}}}}
  - {{name: b, at: {NOON}, proposal: {{channel: voice}}, expect: {{reasons: []}}}}
  - {{name: c, at: {NOON}, proposal: {{channel: push}}, expect: {{reasons: [push]}}}}
  - {{name: d, at: {NOON}, proposal: {{channel: letter}}, expect: {{reasons: [letters]}}}}
"""
    found = outcomes(tmp_path, text, SEVERAL)
    assert all(outcome.passed for outcome in found)


def test_versions_in_several_files_are_one_policy(tmp_path: Path) -> None:
    for year, channel in ((2025, "sms"), (2026, "push")):
        (tmp_path / f"{year}.policy").write_text(
            f'policy house.rules\n  version "{year}"\n  effective from {year}-01-01\n'
            f"{'  effective through 2025-12-31' if year == 2025 else ''}\n  otherwise deny\n"
            f'  time zone "Asia/Shanghai"\ndeny it when channel is {channel}\n',
            "utf-8",
        )
    (tmp_path / "both.test.yaml").write_text(
        """
tests: house.rules
given: {proposal: {channel: sms, purpose: collections}}
cases:
  - {name: before, at: 2025-12-31T23:59:59+08:00, expect: {reasons: [it]}}
  - {name: after, at: 2026-01-01T00:00:00+08:00, expect: {reasons: []}}
""",
        "utf-8",
    )
    report = run([tmp_path])
    assert (report.passed, report.failed) == (2, 0), report.files
    old = tmp_path / "2025.policy"
    old.write_text(old.read_text("utf-8").replace("when channel", "whem channel"), "utf-8")
    (file,) = run([tmp_path]).files
    assert {found.span.source.name for found in file.diagnostics if found.span} == {old.as_posix()}


def test_a_broken_policy_that_uses_the_one_tested_is_none_of_its_business(tmp_path: Path) -> None:
    (tmp_path / "other.policy").write_text(
        "policy other\nuse house.rules\ndeny when when\n", "utf-8"
    )
    file = ran(tmp_path, TESTS)
    assert (file.passed, file.diagnostics) == (1, ())


def test_a_policy_in_the_yaml_spelling_is_found_too(tmp_path: Path) -> None:
    (tmp_path / "rules.policy.yaml").write_text(
        "policy: house.rules\notherwise: deny\nrules:\n  - deny: letters\n    when: channel is letter\n",
        "utf-8",
    )
    (tmp_path / "rules.test.yaml").write_text(
        f"tests: house.rules\ncases:\n  - {{name: x, at: {NOON}, proposal: {{channel: letter, purpose: collections}}, expect: {{reasons: [letters]}}}}\n",
        "utf-8",
    )
    assert run([tmp_path]).passed == 1


def test_it_is_the_policy_that_load_gives(tmp_path: Path) -> None:
    ran(tmp_path, TESTS)
    loaded = policydsl.load(tmp_path / "rules.policy")
    found = subjects.Subjects().find("house.rules", tmp_path, None)  # type: ignore[arg-type]
    assert isinstance(found, subjects.Subject)
    assert found.policy.digest == loaded.digest


def test_a_policy_is_loaded_once_for_a_run(tmp_path: Path, monkeypatch: Any) -> None:
    times = []
    load = subjects.load_with
    monkeypatch.setattr(subjects, "load_with", lambda files: times.append(1) or load(files))
    ran(tmp_path, TESTS)
    times.clear()
    (tmp_path / "more.test.yaml").write_text(TESTS, "utf-8")
    assert run([tmp_path]).passed == 2
    assert len(times) == 1


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    (outside / "rules.policy").write_text(POLICY, "utf-8")
    (inside / "rules.policy").symlink_to(outside / "rules.policy")
    (inside / "rules.test.yaml").write_text(TESTS, "utf-8")
    assert [file.diagnostics[0].code for file in run([inside]).files] == ["T103"]


# --- which names -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "expected"),
    [("", 4), ("MORNING", 2), ("morning call", 1), ("evening", 1), ("tale", 2), ("nothing", 0)],
)
def test_names_are_kept_by_a_part(tmp_path: Path, part: str, expected: int) -> None:
    text = f"""{GIVEN}
cases:
  - {{name: Morning call, at: {NOON}, expect: {{allowed: true}}}}
  - {{name: a morning message, at: {NOON}, expect: {{allowed: true}}}}
stories:
  - name: an evening tale
    steps:
      - {{at: {NOON}, proposal: {{}}, sent: {{}}}}
"""
    text += f"  - {{name: a tale, steps: [{{at: {NOON}, proposal: {{}}, sent: {{}}}}]}}\n"
    ran(tmp_path, text)
    assert run([tmp_path], name_has=part).passed == expected


# --- anything at all -------------------------------------------------------------------------

PIECES = [
    *("tests: house.rules", "given:", "cases:", "stories:", "steps:", "- ", "name: x", "at: "),
    *(NOON, "expect: ", "{verdict: allow}", "{", "}", "[", "]", ", ", "\n", "\n  ", "\n    "),
    *("events: ", "repeat: 3", "every: 1 day", "from: ", "proposal: ", "person: ", "debts: "),
    *("channel: sms", "purpose: collections", "without: ", "sent: ", "event: ", "kind: payment"),
    *("reasons: ", "rule: weekly", "code: ", "counters: ", "null", "5", "-1.5", "true", '"', "'"),
    *("#", ": ", "&a", "*a", "!t", "<<: ", "---", "|", ">", "\t", "é", "逾期", "\U0001f600"),
]


@pytest.mark.parametrize("seed", range(60))
def test_no_text_breaks_a_run(tmp_path: Path, seed: int) -> None:
    """Whole files with pieces lost, doubled and swapped, and pieces thrown together."""
    source = random.Random(seed)
    if seed % 2:
        text = "".join(source.choice(PIECES) for _ in range(source.randrange(1, 80)))
    else:
        good = f"{GIVEN}cases:\n{ONE}stories:\n  - name: s\n    steps:\n      - {{at: {NOON}, proposal: {{}}, sent: {{}}}}\n"
        letters = list(good)
        for _ in range(source.randrange(1, 6)):
            at = source.randrange(len(letters))
            letters[at : at + source.randrange(4)] = source.choice(PIECES)
        text = "".join(letters)
    file = ran(tmp_path, text)
    assert file.diagnostics or file.outcomes
    assert run([tmp_path]).exit_code in (0, 1, 2)
