"""The messages of the YAML spelling, compared in full.

The texts stand in `yaml_errors.txt`, in both languages; `python -m tests.syntax.test_yaml_errors`
writes them anew after a change that is meant.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from policydsl.diagnostics import Source
from policydsl.diagnostics.catalogue import FAMILIES, LANGUAGES
from policydsl.diagnostics.render_text import render
from policydsl.syntax.yaml_reader import read_file

GOLDEN = Path(__file__).with_name("yaml_errors.txt")
# What cannot be written out.
LONG = {"E616": "policy: demo\nuse: [" + "a, " * 200_000 + "]\n"}
EXAMPLES = {entry.code: LONG.get(entry.code, entry.example) for entry in FAMILIES["E6"]}


def shown(code: str) -> str:
    """The example of a code and what is said about it."""
    text = EXAMPLES[code]
    found = read_file(Source("demo.policy.yaml", text)).diagnostics
    parts = [f"===== {code} =====\n", text if len(text) < 500 else text[:60] + "…\n"]
    for lang in LANGUAGES:
        parts.append(f"----- {lang} -----\n{render(found, lang)}")
    return "".join(parts)


@pytest.mark.parametrize("code", EXAMPLES)
def test_each_example_shows_its_own_code_and_nothing_else(code: str) -> None:
    found = read_file(Source("demo.policy.yaml", EXAMPLES[code])).diagnostics
    assert [problem.code for problem in found] == [code]


def test_the_messages_are_these() -> None:
    assert "\n".join(map(shown, EXAMPLES)) == GOLDEN.read_text("utf-8")


if __name__ == "__main__":
    GOLDEN.write_text("\n".join(map(shown, EXAMPLES)), "utf-8")
