"""Paths and words that problems share."""

from __future__ import annotations

from policydsl.facts.problems import Problem, clip, is_name, step


def test_steps_of_a_path() -> None:
    assert step("at") == ".at"
    assert step("夜间") == ".夜间"
    assert step(3) == "[3]"
    assert step("an odd key") == '["an odd key"]'
    assert step("x" * 100) == f'["{"x" * 59}…"]'


def test_paths_grow_upwards() -> None:
    problem = Problem("R128").under("id").under(2).under("debts")
    assert problem.diagnostic().path == "$.debts[2].id"


def test_clipping_and_names() -> None:
    assert clip("x" * 60) == "x" * 60
    assert len(clip("x" * 61)) == 60
    assert is_name("夜间_1") and not is_name("1a") and not is_name("a-b") and not is_name("x" * 65)
