"""The house rules that a tool can see: no circles, no long modules, no long functions."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import policydsl

ROOT = Path(policydsl.__file__).parent
MODULES = {
    ".".join(("policydsl", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(
        ".__init__"
    ): path
    for path in sorted(ROOT.rglob("*.py"))
}
MOST_LINES, MOST_LINES_OF_A_FUNCTION = 400, 50


def imported(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in it, also for the type checker only."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in MODULES else node.module for name in names)


def test_nothing_imports_in_a_circle() -> None:
    graph = {
        name: {one for one in imported(path) if one in MODULES and one != name}
        for name, path in MODULES.items()
        if name != "policydsl"
    }
    assert sum(map(len, graph.values())) > len(graph)
    left = dict(graph)
    while left:
        free = {name for name, needs in left.items() if not needs & left.keys()}
        assert free, f"these import each other: {sorted(left)}"
        left = {name: needs for name, needs in left.items() if name not in free}


@pytest.mark.parametrize("name", MODULES)
def test_modules_and_functions_fit(name: str) -> None:
    text = MODULES[name].read_text("utf-8")
    assert len(text.splitlines()) <= MOST_LINES
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno is not None
            assert node.end_lineno - node.lineno < MOST_LINES_OF_A_FUNCTION, node.name


@pytest.mark.parametrize("name", MODULES)
def test_every_module_says_what_it_is_for(name: str) -> None:
    assert ast.get_docstring(ast.parse(MODULES[name].read_text("utf-8")))
