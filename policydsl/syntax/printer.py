"""Writes policies in the DSL, in canonical form.

In: a policy of either spelling. Out: its text: declarations by sort, one clause a line, a blank
line between rules. Reading it back gives an equal tree, as long as a ladder has its own conditions
before its steps, where the DSL wants them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from policydsl.syntax import tree
from policydsl.syntax.keywords import HEAD, KINDS, LADDER, RULE, STEP, Keyword
from policydsl.syntax.printer_phrases import fact_type, listed, phrase

_STEPS = ("current step", "any open step")


def print_policy(policy: tree.Policy) -> str:
    """The canonical text of a policy, with a line end at its end."""
    blocks = (
        [_titled(f"policy {phrase(policy.name)}", policy.title), *_clauses(policy.head, HEAD)],
        [f"source {phrase(item.name)} = {phrase(item.title)}" for item in policy.sources],
        [_use(item) for item in policy.uses],
        [_fact(item) for item in policy.facts],
        [f"event {listed(item.name for item in policy.events)}"] if policy.events else [],
        [f"define {phrase(item.name)} = {phrase(item.value)}" for item in policy.defines],
        *(list(_rule(item)) for item in policy.rules),
        [_tighten(item) for item in policy.tightens],
        [_waive(item) for item in policy.waives],
    )
    return "\n\n".join("\n".join(lines) for lines in blocks if lines) + "\n"


def _titled(opening: str, title: tree.Text | None) -> str:
    return opening if title is None else f"{opening} {phrase(title)}"


def _use(item: tree.Use) -> str:
    when = "" if item.when is None else f" when {phrase(item.when)}"
    return f"use {phrase(item.name)}{when}"


def _fact(item: tree.Fact) -> str:
    default = "" if item.default is None else f" = {phrase(item.default)}"
    return f"fact {phrase(item.path)} : {fact_type(item.type)}{default}"


def _tighten(item: tree.Tighten) -> str:
    words = item.keyword.replace("_", " ")
    return f"tighten {phrase(item.rule)} to {words} {phrase(item.value)}"


def _waive(item: tree.Waive) -> str:
    reasons = f"because {phrase(item.because)} approved by {phrase(item.approved_by)}"
    return f"waive {phrase(item.rule)} until {phrase(item.until)} {reasons}"


def _rule(rule: tree.Rule) -> Iterator[str]:
    opening = _titled(f"{KINDS[rule.kind]} {phrase(rule.name)}", rule.title)
    if rule.kind != "ladder":
        yield opening
        yield from _clauses(rule.clauses, RULE)
        return
    keys = [phrase(clause.value) for clause in rule.clauses if clause.keyword == "per"]
    yield " per ".join((opening, *keys))
    yield from _clauses(_ladder_order(rule.clauses), LADDER)


def _ladder_order(clauses: tuple[tree.Clause, ...]) -> Iterator[tree.Clause]:
    """The clauses of a ladder; those that a step would take for its own before the steps."""
    others = [clause for clause in clauses if clause.keyword != "per"]
    first = next((n for n, clause in enumerate(others) if clause.keyword == "step"), len(others))
    yield from others[:first]
    yield from (clause for clause in others[first:] if clause.keyword in STEP)
    yield from (clause for clause in others[first:] if clause.keyword not in STEP)


def _clauses(
    clauses: Iterable[tree.Clause], keywords: Mapping[str, Keyword], indent: str = "  "
) -> Iterator[str]:
    for clause in clauses:
        if isinstance(clause.value, tree.Step):
            yield f"{indent}step {phrase(clause.value.name)}"
            yield from _clauses(clause.value.clauses, STEP, indent + "  ")
        else:
            yield f"{indent}{keywords[clause.keyword].words} {_value(clause)}"


def _value(clause: tree.Clause) -> str:
    text = phrase(clause.value)
    if clause.keyword == "take":
        return next((words for words in _STEPS if words.startswith(text)), text)
    return text
