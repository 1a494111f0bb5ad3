"""What is said about files that cannot be read, in full.

The texts stand in `reading.txt`, in both languages; `python -m tests.catalogue.test_reading`
writes them anew after a change that is meant.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path
from unittest.mock import patch

import pytest

from policydsl.diagnostics import Diagnostic
from policydsl.diagnostics.catalogue import FAMILIES
from policydsl.diagnostics.render_text import render
from policydsl.policy.files import MOST_FILES
from policydsl.policy.loading import read_paths

GOLDEN = Path(__file__).with_name("reading.txt")
GOOD = 'policy demo "Demo"\n  otherwise deny\n'
Make = Callable[[Path], object]


def _holds(text: str | bytes) -> Make:
    data = text.encode() if isinstance(text, str) else text
    return lambda path: path.write_bytes(data)


def _next_to(name: str) -> Make:
    return lambda path: path.with_name(name).write_text(GOOD)


def _link_out(folder: Path) -> None:
    folder.mkdir()
    Path("secrets.policy").write_text(GOOD)
    (folder / "law.policy").symlink_to(Path("secrets.policy").resolve())


def _many(folder: Path) -> None:
    folder.mkdir()
    for number in range(MOST_FILES + 1):
        (folder / f"p{number}.policy").touch()


CASES: dict[str, tuple[str, Make]] = {
    "E001": ("house.policy", lambda path: None),
    "E001 did_you_mean": ("hosue.policy", _next_to("house.policy")),
    "E002 no_policies": ("policies", Path.mkdir),
    "E002 too_many": ("policies", _many),
    "E002 not_a_file": ("house.policy", os.mkfifo),
    "E003 save_as": ("house.policy", _holds('policy demo "信贷"'.encode("gb18030"))),
    "E003 binary": ("house.policy", _holds(b"\x89PNG\0")),
    "E004": ("house.policy", _holds(GOOD.encode("utf-16"))),
    "E005": ("house.policy", _holds("#" * 2**20 + "\n")),
    "E006": ("house.policy", _holds("\n")),
    "E007": ("house.policy", _holds('policy demo "Demo \u202e"\n')),
    "E008": ("house.policy", _holds('policy demo "De\0mo"\n')),
    "E009": ("policies", _link_out),
}
REFUSALS: dict[str, OSError] = {
    "E002 permission": PermissionError(13, "Permission denied"),
    "E002 system": OSError(5, "Input/output error"),
}


def found_in(case: str, folder: Path) -> tuple[Diagnostic, ...]:
    """What reading the file of a case says, from inside an empty folder."""
    with chdir(folder):
        if case in REFUSALS:
            path = folder / "house.policy"
            path.write_text(GOOD)
            with patch.object(Path, "open", side_effect=REFUSALS[case]):
                files, _ = read_paths([Path("house.policy")])
        else:
            name, make = CASES[case]
            make(Path(name))
            files, _ = read_paths([Path(name)])
    return tuple(one for file in files for one in file.parsed.diagnostics)


def shown(case: str, found: tuple[Diagnostic, ...]) -> str:
    """A case and what is said about it."""
    return f"===== {case} =====\n{render(found)}---\n{render(found, 'zh')}"


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Diagnostic, ...]]:
    return {case: found_in(case, tmp_path_factory.mktemp("read")) for case in (*CASES, *REFUSALS)}


@pytest.mark.parametrize("case", [*CASES, *REFUSALS])
def test_each_case_shows_its_code(case: str, found: dict[str, tuple[Diagnostic, ...]]) -> None:
    assert [one.code for one in found[case]] == [case.split()[0]]


def test_the_messages_are_these(found: dict[str, tuple[Diagnostic, ...]]) -> None:
    assert "\n".join(shown(case, said) for case, said in found.items()) == GOLDEN.read_text("utf-8")


def test_every_help_is_shown(found: dict[str, tuple[Diagnostic, ...]]) -> None:
    shown = {
        (one.code, hint.key)
        for said in found.values()
        for one in said
        for hint in (*one.helps, *one.notes)
    }
    assert shown == {(entry.code, key) for entry in FAMILIES["E0"] for key in entry.hints}


def write() -> None:
    """Write the expected texts anew."""
    texts = []
    for case in (*CASES, *REFUSALS):
        with tempfile.TemporaryDirectory() as folder:
            texts.append(shown(case, found_in(case, Path(folder))))
    GOLDEN.write_text("\n".join(texts), "utf-8", newline="\n")


if __name__ == "__main__":
    write()
