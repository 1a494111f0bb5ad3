"""Our own policies, and those that `init` writes, are in the layout that `fmt` gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from policydsl.formatting.files import format_bytes, format_paths

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "policydsl/starting/templates").rglob("*.policy"))


def test_our_policies_are_formatted() -> None:
    results = list(format_paths([ROOT / "policies"], write=False))
    assert results
    assert [result.name for result in results if result.after != result.before] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.parent.name)
def test_a_new_project_is_formatted(path: Path) -> None:
    text = path.read_text("utf-8").replace("$name", "acme")
    assert format_bytes(text.encode(), path.name, is_yaml=False).after == text
