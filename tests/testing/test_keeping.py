"""What is known from an earlier run, what runs elsewhere, and what makes a run begin again."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from policydsl.cli.app import main
from policydsl.project.cache import FOLDER, open_cache
from policydsl.testing import Report, run, runner
from policydsl.testing.watching import snapshot, wait
from policydsl.testing.workers import jobs_for
from tests.testing.cases import GIVEN, NOON, POLICY

ROOT = Path(__file__).parents[2]
CASES = f"{GIVEN}cases:\n  - {{name: one, at: {NOON}, expect: {{allowed: true}}}}\n"
PACK = "policy house.law\n  otherwise allow\nquiet hours late\n  from 23:00 to 23:30\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project that uses another policy, everything in it older than any run."""
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "law.policy").write_text(PACK, "utf-8")
    (tmp_path / "rules.policy").write_text(POLICY + "use house.law\n", "utf-8")
    (tmp_path / "rules.test.yaml").write_text(CASES, "utf-8")
    for path in (tmp_path, *tmp_path.rglob("*")):
        age(path)
    return tmp_path


def age(path: Path) -> None:
    """As if it was changed an hour ago; what changes while a run goes on is not kept."""
    then = time.time() - 3600
    os.utime(path, (then, then))


def again(folder: Path, **options: Any) -> Report:
    return run([folder / "rules.test.yaml"], cache=open_cache(folder), **options)


def shape(report: Report) -> list[Any]:
    return [
        (
            file.name,
            file.policy,
            [(one.name, one.span, one.passed, one.allowed) for one in file.outcomes],
        )
        for file in report.files
    ]


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were really run."""
    names: list[str] = []
    real = runner.outcomes

    def told(tests: Any, *given: Any) -> Any:
        names.append(tests.source.name)
        return real(tests, *given)

    monkeypatch.setattr(runner, "outcomes", told)
    return names


def test_a_second_run_runs_nothing_and_says_the_same(folder: Path, ran: list[str]) -> None:
    first = again(folder)
    assert (first.passed, len(ran)) == (1, 1)
    second = again(folder)
    assert len(ran) == 1
    assert shape(first) == shape(second)


@pytest.mark.parametrize("name", ["rules.test.yaml", "rules.policy", "house/law.policy"])
def test_whatever_matters_is_looked_at(folder: Path, ran: list[str], name: str) -> None:
    again(folder)
    path = folder / name
    path.write_text(path.read_text("utf-8") + "\n# changed\n", "utf-8")
    age(path)
    assert again(folder).passed == 1
    assert len(ran) == 2


def test_a_policy_that_comes_to_stand_nearer_is_seen(folder: Path) -> None:
    near = folder / "house" / "law.policy"
    far = near.rename(folder / "house.law.policy")
    for path in (far, near.parent, folder):
        age(path)
    assert again(folder).passed == 1
    near.write_text(PACK.replace("23:00 to 23:30", "00:00 to 24:00"), "utf-8")
    assert again(folder).failed == 1


def test_failures_are_found_again(folder: Path, ran: list[str]) -> None:
    path = folder / "rules.test.yaml"
    path.write_text(CASES.replace("true", "false"), "utf-8")
    age(path)
    for _ in range(2):
        report = again(folder)
        assert report.failed == 1
        assert report.files[0].outcomes[0].decision is not None
    assert len(ran) == 2


def test_names_chosen_are_part_of_what_is_known(folder: Path, ran: list[str]) -> None:
    assert again(folder).passed == 1
    assert again(folder, name_has="none like it").passed == 0
    assert len(ran) == 2


def test_coverage_is_never_taken_from_an_earlier_run(folder: Path, ran: list[str]) -> None:
    again(folder)
    assert again(folder, coverage=True).coverage
    assert len(ran) == 2


@pytest.mark.parametrize(
    "entry", ["", "[]", "{}", '{"places": {}}', '{"places": {}, "passed": {"policy": 1, "outcomes": []}}',
              '{"places": {}, "passed": {"policy": "x", "outcomes": [["x", 5, 1, true]]}}',
              '{"places": {}, "passed": {"policy": "x", "outcomes": [["x", "y", 1, true]]}}'],
)  # fmt: skip
def test_spoilt_entries_are_passed_over(folder: Path, ran: list[str], entry: str) -> None:
    again(folder)
    cache = open_cache(folder)
    [kept] = (folder / FOLDER).glob("tests-*.json")
    if entry:
        cache.put("tests", kept.stem.removeprefix("tests-"), json.loads(entry))
    else:
        kept.write_bytes(b"\xff\x00")
    assert again(folder).passed == 1
    assert len(ran) == 2


def test_several_processes_say_the_same_as_one(tmp_path: Path) -> None:
    for name in ("ke", "ng"):
        shutil.copytree(ROOT / "policies" / name, tmp_path / name)
    broken = next((tmp_path / "ke").glob("*.test.yaml"))
    broken.write_text(
        broken.read_text("utf-8").replace("verdict: allow", "verdict: deny", 1), "utf-8"
    )
    alone, together = run([tmp_path], jobs=1), run([tmp_path], jobs=2)
    assert alone.failed == 1
    assert shape(alone) == shape(together)
    assert (
        together.files[0].outcomes[0].span.source.text
        == alone.files[0].outcomes[0].span.source.text
    )


def test_little_work_is_for_one_process(folder: Path) -> None:
    paths = [folder / "rules.test.yaml"] * 50
    assert jobs_for(paths, None) == 1
    assert (jobs_for(paths, 4), jobs_for(paths[:1], 4), jobs_for([], 4)) == (4, 1, 1)


def test_waiting_ends_when_a_change_is_over(folder: Path) -> None:
    before = snapshot([folder])
    assert sorted(Path(name).name for name in before) == [
        "law.policy",
        "rules.policy",
        "rules.test.yaml",
    ]
    naps: list[float] = []

    def nap(seconds: float) -> None:
        naps.append(seconds)
        if len(naps) in (2, 3):
            with (folder / "rules.policy").open("a") as file:
                file.write("# more\n")

    after = wait([folder / "rules.test.yaml"], before, nap)
    assert len(naps) == 4
    assert before != after == snapshot([folder])


def test_watch_runs_again_after_a_change(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    naps: list[float] = []

    def nap(seconds: float) -> None:
        naps.append(seconds)
        if len(naps) == 1:
            (folder / "rules.test.yaml").write_text(CASES.replace("true", "false"), "utf-8")
        if len(naps) == 5:
            raise KeyboardInterrupt

    monkeypatch.setattr(wait, "__defaults__", (nap,))
    assert main(["test", "--watch", "."]) == 0
    said = capsys.readouterr()
    assert said.out.count("1 passed") == 2  # the file's line, and the sum of the first run
    assert said.out.count("1 failed") == 2
    assert said.err.count("waiting for a change") == 2


HELD = """
import signal, subprocess, sys
from policydsl.testing.workers import interrupts_held

signal.signal(signal.SIGINT, signal.default_int_handler)
child = "import signal; print(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, []))"
try:
    with interrupts_held():
        signal.raise_signal(signal.SIGINT)
        subprocess.run([sys.executable, "-c", child], check=True)
        print("held", flush=True)
except KeyboardInterrupt:
    print("then told")
"""


def test_processes_that_start_see_no_interrupt() -> None:
    """In a process of its own: the one that runs the tests may have interrupts switched off."""
    done = subprocess.run([sys.executable, "-c", HELD], capture_output=True, text=True)
    assert done.stdout.split("\n") == ["True", "held", "then told", ""], done.stderr
