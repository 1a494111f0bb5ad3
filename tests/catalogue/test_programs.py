"""Each code has a small program that shows it, and the exact text of what is said.

The programs of the rules stand in `programs`: `E301.policy` is the example of the catalogue,
`E301-fact.policy` another case of the same code. Beside each stands what is said in English and,
below a line of `---`, in Chinese. To write these texts anew, run this module:
`python -m tests.catalogue.test_programs`; then read the changes. The programs of the other
families stand with the tests of what reports them.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from policydsl.diagnostics import Diagnostic
from policydsl.diagnostics.catalogue import ENTRIES, FAMILIES, Entry
from policydsl.diagnostics.render_text import render
from policydsl.policy.files import read_bytes
from policydsl.policy.loading import load_files

TESTS = Path(__file__).parents[1]
FOLDER = Path(__file__).parent / "programs"
PROGRAMS = {path.name.partition(".")[0]: path for path in sorted(FOLDER.glob("*.policy*"))}
TODAY = date(2026, 3, 4)
ENTRIES_HERE = [
    pytest.param(entry, id=entry.code)
    for family in ("E3", "E4", "E5", "W0")
    for entry in FAMILIES[family]
]


def said_of(program: Path) -> tuple[Diagnostic, ...]:
    """What loading a program says, all policies of its file together."""
    is_yaml = program.suffix == ".yaml"
    file = read_bytes(program.read_bytes(), program.name, is_yaml=is_yaml)
    return load_files([file], (), TODAY)[1]


def shown(program: Path) -> str:
    """The expected text: English, a line of `---`, Chinese."""
    found = said_of(program)
    return f"{render(found)}---\n{render(found, 'zh')}"


@pytest.mark.parametrize("name", PROGRAMS)
def test_what_is_said(name: str) -> None:
    program = PROGRAMS[name]
    assert [one.code for one in said_of(program)] == [name.partition("-")[0]]
    assert shown(program) == (FOLDER / f"{name}.txt").read_text("utf-8")


def test_no_text_is_left_over() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(PROGRAMS)
    assert len(list(FOLDER.iterdir())) == 2 * len(PROGRAMS)


@pytest.mark.parametrize("entry", ENTRIES_HERE)
def test_the_example_of_the_catalogue_is_the_program(entry: Entry) -> None:
    assert (FOLDER / f"{entry.code}.policy").read_text("utf-8") == entry.example


@pytest.mark.parametrize("entry", ENTRIES_HERE)
def test_every_help_and_label_is_shown_by_a_program(entry: Entry) -> None:
    keys = {
        hint.key
        for name, program in PROGRAMS.items()
        if name.partition("-")[0] == entry.code
        for one in said_of(program)
        for hint in (*one.helps, *one.notes, *one.labels)
    }
    assert keys == set(entry.hints)


def test_every_code_is_shown_somewhere_and_every_code_shown_exists() -> None:
    goldens = [*TESTS.rglob("*.txt"), TESTS / "syntax" / "test_messages.py"]
    texts = [path.read_text("utf-8") for path in goldens]
    codes = {code for text in texts for code in re.findall(r"\[([A-Z][0-9]{3})\]", text)}
    assert codes == set(ENTRIES)


def write() -> None:
    """Write the expected texts anew."""
    for path in FOLDER.glob("*.txt"):
        path.unlink()
    for name, program in PROGRAMS.items():
        (FOLDER / f"{name}.txt").write_text(shown(program), "utf-8", newline="\n")


if __name__ == "__main__":
    write()
