"""Each T code has a small test file that shows it, and the exact text of what is said.

The files stand in `mistakes`, beside the policies that they test: `T103.test.yaml` is the example of
the catalogue, `T103-known.test.yaml` another case of the same code. Beside each stands what is said
in English and, below a line of `---`, in Chinese. To write these texts anew, run this module:
`python -m tests.testing.test_mistakes`; then read the changes.
"""

from __future__ import annotations

from contextlib import chdir
from functools import cache
from pathlib import Path
from unittest.mock import patch

import pytest

from policydsl.diagnostics import Diagnostic
from policydsl.diagnostics.catalogue import FAMILIES, Entry
from policydsl.diagnostics.render_text import render
from policydsl.testing import run, running
from policydsl.testing.mutation import judges, mutate

FOLDER = Path(__file__).parent / "mistakes"
FILES = {path.name.partition(".")[0]: path for path in sorted(FOLDER.rglob("*.test.yaml"))}
FOLDERS = {"T102": "empty", "T102-policy": "house.policy", "T116": "."}
"""Codes that are about paths, so that no test file shows them."""

NOT_AS_IN_THE_CATALOGUE = ("T110",)
"""Its example is cut short."""

IN_MUTATION = "T141"
"""What only a run of mutants finds out; what would kill a survivor is not looked for here."""

ENTRIES = [pytest.param(entry, id=entry.code) for entry in FAMILIES["T1"]]


@cache
def said_of(name: str) -> tuple[Diagnostic, ...]:
    """What is said about the file of a name, or about the folder that shows a code."""
    with chdir(FOLDER):
        if name.startswith(IN_MUTATION):
            with patch.object(judges, "kill", lambda *_: (None, 0)):
                return mutate([FILES[name].relative_to(FOLDER)]).diagnostics
        if name in FOLDERS:
            with patch.object(running, "MOST_FILES", 3):
                return run([FOLDERS[name]]).diagnostics
        (file,) = run([FILES[name].relative_to(FOLDER)]).files
    return (*file.diagnostics, *(one for done in file.outcomes for one in done.diagnostics))


def shown(name: str) -> str:
    """The expected text: English, a line of `---`, Chinese."""
    found = said_of(name)
    return f"{render(found)}---\n{render(found, 'zh')}"


@pytest.mark.parametrize("name", [*FILES, *FOLDERS])
def test_what_is_said(name: str) -> None:
    assert {one.code for one in said_of(name)} == {name.partition("-")[0]}
    assert shown(name) == (FOLDER / f"{name}.txt").read_text("utf-8")


def test_no_text_is_left_over() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == {*FILES, *FOLDERS}


@pytest.mark.parametrize("entry", ENTRIES)
def test_the_example_of_the_catalogue_is_the_file(entry: Entry) -> None:
    if entry.code in FOLDERS:
        assert entry.example.startswith("policydsl test ")
    elif entry.code not in NOT_AS_IN_THE_CATALOGUE:
        assert FILES[entry.code].read_text("utf-8") == entry.example


@pytest.mark.parametrize("entry", ENTRIES)
def test_every_help_and_label_is_shown_by_a_file(entry: Entry) -> None:
    keys = {
        hint.key
        for name in (*FILES, *FOLDERS)
        if name.partition("-")[0] == entry.code
        for one in said_of(name)
        for hint in (*one.helps, *one.notes, *one.labels)
    }
    assert keys == set(entry.hints)


def write() -> None:
    """Write the examples and the expected texts anew."""
    for entry in FAMILIES["T1"]:
        if entry.code not in (*FOLDERS, *NOT_AS_IN_THE_CATALOGUE):
            path = FOLDER / f"{entry.code}.test.yaml"
            path.write_text(entry.example, "utf-8", newline="\n")
            FILES[entry.code] = path
    for name in (*FILES, *FOLDERS):
        (FOLDER / f"{name}.txt").write_text(shown(name), "utf-8", newline="\n")


if __name__ == "__main__":
    write()
