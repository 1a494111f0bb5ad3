"""For each lint a wrong policy, and exactly what is found in it.

The policies stand in `cases`: `week_hole.policy` for the lint of this name, `week_hole-minute.policy`
for another case of it, `….policy.yaml` in YAML. Beside each stands what is found: position, text in
both languages, and the requests that show it. To write these texts anew, run this module:
`python -m tests.lint.test_cases`; then read the changes.
"""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from policydsl.diagnostics.catalogue import ENTRIES
from policydsl.diagnostics.render_text import render
from policydsl.diagnostics.report import Report
from policydsl.lint.lint import Lint
from policydsl.lint.registry import BY_NAME, LINTS
from policydsl.lint.running import lint
from policydsl.policy.files import read_bytes
from policydsl.project.settings import LintSettings

FOLDER = Path(__file__).parent / "cases"
CASES = {path.name.partition(".")[0]: path for path in sorted(FOLDER.glob("*.policy*"))}
TODAY = date(2026, 3, 4)
BY_LINT = [pytest.param(one, id=one.name) for one in LINTS]


@cache
def found_in(text: bytes, name: str) -> tuple[Report, ...]:
    """Everything that `check` reports of a text."""
    file = read_bytes(text, name, is_yaml=name.endswith(".yaml"))
    return lint([file], (), LintSettings(), TODAY)


def shown(path: Path) -> str:
    """English with the requests, a line of `---`, Chinese."""
    found = found_in(path.read_bytes(), path.name)
    parts = []
    for one in found:
        parts.append(render([one.diagnostic]))
        parts += [f"{json.dumps(each, ensure_ascii=False)}\n" for each in one.requests]
    return "\n".join(parts) + "---\n" + render([one.diagnostic for one in found], "zh")


@pytest.mark.parametrize("name", CASES)
def test_what_is_found(name: str) -> None:
    path = CASES[name]
    assert shown(path) == (FOLDER / f"{name}.txt").read_text("utf-8")


@pytest.mark.parametrize("name", CASES)
def test_a_case_shows_its_own_lint_and_no_other(name: str) -> None:
    path = CASES[name]
    found = found_in(path.read_bytes(), path.name)
    assert {one.lint for one in found} - {None} == {name.partition("-")[0]}


@pytest.mark.parametrize("one", BY_LINT)
def test_every_lint_has_a_case(one: Lint) -> None:
    assert one.name in {name.partition("-")[0] for name in CASES}


@pytest.mark.parametrize("one", BY_LINT)
def test_the_example_of_the_catalogue_shows_its_lint(one: Lint) -> None:
    found = found_in(ENTRIES[one.code].example.encode(), "example.policy")
    assert one.code in {report.diagnostic.code for report in found}


@pytest.mark.parametrize("one", BY_LINT)
def test_every_text_of_the_catalogue_is_shown_by_a_case(one: Lint) -> None:
    keys = {
        hint.key
        for path in CASES.values()
        if path.name.partition(".")[0].partition("-")[0] == one.name
        for report in found_in(path.read_bytes(), path.name)
        if report.diagnostic.code == one.code
        for hint in (
            *report.diagnostic.helps,
            *report.diagnostic.notes,
            *report.diagnostic.labels,
        )
    }
    assert keys == set(ENTRIES[one.code].hints)


def test_no_text_is_left_over() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(CASES)
    assert len(list(FOLDER.iterdir())) == 2 * len(CASES)
    assert {name.partition("-")[0] for name in CASES} <= BY_NAME.keys()


def write() -> None:
    """Write the expected texts anew."""
    for path in FOLDER.glob("*.txt"):
        path.unlink()
    for name, path in CASES.items():
        (FOLDER / f"{name}.txt").write_text(shown(path), "utf-8", newline="\n")


if __name__ == "__main__":
    write()
