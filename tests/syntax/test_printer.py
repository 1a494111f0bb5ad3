"""Canonical text: what is written reads back as what was written."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings

from policydsl.diagnostics import Source
from policydsl.diagnostics.render_text import render
from policydsl.syntax import tree
from policydsl.syntax.parser import parse_phrase, parse_policies
from policydsl.syntax.printer import print_policy
from policydsl.syntax.printer_phrases import phrase
from tests.syntax import strategies

DATA = Path(__file__).parent / "data"


def parsed(text: str) -> tree.Policy:
    policies, diagnostics = parse_policies(Source("demo.policy", text))
    assert render(diagnostics) == ""
    (policy,) = policies
    return policy


@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(strategies.policies)
def test_what_is_written_reads_back(policy: tree.Policy) -> None:
    text = print_policy(policy)
    assert parsed(text) == policy
    assert print_policy(parsed(text)) == text


@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(strategies.expressions)
def test_expressions_read_back(expression: tree.Expression) -> None:
    source = Source("a", phrase(expression))
    node, diagnostics = parse_phrase("expression", source, 0, len(source.text))
    assert (node, render(diagnostics)) == (expression, "")


def test_the_example_of_the_language_in_canonical_form() -> None:
    policy = parsed((DATA / "language_example.policy").read_text("utf-8"))
    canonical = (DATA / "language_example.canonical.policy").read_text("utf-8")
    assert print_policy(policy) == canonical
    assert parsed(canonical) == policy
