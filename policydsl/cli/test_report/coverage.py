"""The coverage of a policy by its tests, as a table."""

from __future__ import annotations

from policydsl.cli.test_report.texts import text
from policydsl.diagnostics.visible import visible, width
from policydsl.testing.coverage import PolicyCoverage, RuleCoverage


def coverage_text(coverage: PolicyCoverage, lang: str) -> str:
    """A line for each rule; what was not seen both ways says so at its end."""
    rules = coverage.rules
    heads = [text(key, lang) for key in ("rule", "effect", "spoke", "unknown", "let_pass")]
    rows = [heads, *(_cells(rule) for rule in rules)]
    widths = [max(width(row[column]) for row in rows) for column in range(len(heads))]
    remarks = ["", *(_remark(rule, lang) for rule in rules)]
    head = text(
        "coverage",
        lang,
        policy=visible(coverage.policy),
        covered=sum(rule.covered for rule in rules),
        number=len(rules),
        cases=coverage.cases,
    )
    lines = [f"{_row(row, widths)}  {note}" for row, note in zip(rows, remarks, strict=True)]
    return "\n".join(["", head, *(f"   {line}".rstrip() for line in lines)]) + "\n"


def _cells(rule: RuleCoverage) -> list[str]:
    return [visible(rule.rule), rule.effect, *map(str, (rule.spoke, rule.unknown, rule.passed))]


def _row(cells: list[str], widths: list[int]) -> str:
    """Names to the left, numbers to the right."""
    shown = []
    for index, (cell, wanted) in enumerate(zip(cells, widths, strict=True)):
        padding = " " * (wanted - width(cell))
        shown.append(cell + padding if index < 2 else padding + cell)
    return "  ".join(shown)


def _remark(rule: RuleCoverage, lang: str) -> str:
    if rule.covered:
        return ""
    if not rule.spoke and not rule.passed:
        return text("never_seen", lang)
    return text("never_passed" if rule.spoke else "never_spoke", lang)
