"""Diagnostics as values."""

from __future__ import annotations

import pytest

from policydsl.diagnostics import (
    Severity,
    Source,
    Text,
    diagnostic,
    either,
    every,
    has_errors,
    in_order,
)
from policydsl.diagnostics.catalogue import fill, placeholders

SOURCE = Source("house.policy", "at most 5 attempts in 7 days\n")
SPAN = SOURCE.span(22, 28)


def test_texts_in_both_languages() -> None:
    found = diagnostic("E203", SPAN, text="7 days", number=7, hours=168, helps=["rolling"])
    assert found.severity is Severity.ERROR
    assert found.message() == "`7 days` can mean three things"
    assert found.message("zh") == "`7 days` 有三种可能的含义"
    assert found.hint_text(found.helps[0]) == "`7 rolling days` is the last 168 hours"
    with pytest.raises(KeyError):
        found.message("fr")


def test_hints_and_labels_may_have_values_of_their_own() -> None:
    found = diagnostic(
        "E203",
        SPAN,
        text="7 days",
        number=7,
        helps=[("consecutive", {"number": 8})],
        notes=["week"],
        labels=[(SPAN, "rolling", {"hours": 168}), (SPAN, "week")],
    )
    assert found.hint_text(found.helps[0]).startswith("`8 consecutive days`")
    assert found.hint_text(found.labels[0]) == "`7 rolling days` is the last 168 hours"
    assert found.notes[0].key == "week"


def test_a_value_may_differ_by_language() -> None:
    found = diagnostic("E001", file=Text("the folder", "该文件夹"))
    assert found.message("en") == "there is no file or folder `the folder`"
    assert found.message("zh") == "找不到文件或文件夹 `该文件夹`"


def test_mistakes_of_the_program_are_found_at_once() -> None:
    with pytest.raises(KeyError):
        diagnostic("E999")
    with pytest.raises(KeyError):
        diagnostic("E001", file="a", helps=["no_such_key"])
    with pytest.raises(KeyError):
        diagnostic("E001")  # no value for {file}
    with pytest.raises(KeyError):
        diagnostic("E001", file="a", helps=["did_you_mean"])  # no value for {suggestion}


def test_equal_diagnostics_are_one() -> None:
    late = diagnostic("E203", SPAN, text="7 days")
    again = diagnostic("E203", SPAN, text="7 days")
    early = diagnostic("E203", SOURCE.span(0, 2), text="at")
    nowhere = diagnostic("E001", file="a.policy")
    assert in_order([late, early, again, nowhere]) == (nowhere, early, late)
    assert has_errors([late])
    assert not has_errors([])


def test_values_are_put_in_as_they_are() -> None:
    assert fill("a {x} b {y}", {"x": "{y}", "y": "{x.__class__}"}) == "a {y} b {x.__class__}"
    assert fill("{0} {x.y} {} { x } {x", {"x": "no"}) == "{0} {x.y} {} { x } {x"
    assert fill("{{x}}", {"x": "1"}) == "{1}"
    assert placeholders("`{a}` and {b}, not {c.d}") == {"a", "b"}


def test_lists_in_sentences() -> None:
    assert either([]) == Text("", "")
    assert either(["a"]) == Text("`a`", "`a`")
    assert either(["a", "b"]) == Text("`a` or `b`", "`a` 或 `b`")
    assert every(["a", "b", "c"]) == Text("`a`, `b`, and `c`", "`a`、`b` 和 `c`")
