"""The coverage of policies by their tests: tables, what was never seen, whether it is enough.

One policy is shown rule by rule; several, a line for each. What was not seen is listed with its
place and its own words, of a great many only the first of each policy.
"""

from __future__ import annotations

from collections.abc import Sequence

from policydsl.cli.test_report.texts import text
from policydsl.diagnostics.visible import visible, width
from policydsl.frozen import frozen
from policydsl.testing.coverage import (
    BoundCoverage,
    ConditionCoverage,
    PartCoverage,
    Place,
    PolicyCoverage,
    RuleCoverage,
    Share,
    totals,
)

_MOST_LISTED = 100
_FIRST_LISTED = 3
_WIDEST = 72
_LEFT = 2
"""So many columns of a table stand to the left: names."""


@frozen
class Wanted:
    """What coverage must reach, each a percentage or None; `bounds` of those tested near by."""

    coverage: int | None = None
    bounds: int | None = None


def coverage_text(policies: Sequence[PolicyCoverage], lang: str) -> str:
    """The tables, the list of what was not seen, and the totals."""
    parts = [_table_of_rules(policies[0], lang)] if len(policies) == 1 else []
    if len(policies) > 1:
        parts.append(_table_of_policies(policies, lang))
    parts.append(_unseen(policies, lang))
    if policies:
        parts.append(_totals(policies, lang))
    return "".join(f"\n{part}" for part in parts if part)


def too_little(policies: Sequence[PolicyCoverage], wanted: Wanted, lang: str) -> list[str]:
    """A line for each share that does not reach what is wanted."""
    total = totals(policies)
    asked: list[tuple[str, Share, int | None]] = [
        ("rules", total.rules, wanted.coverage),
        ("conditions", total.conditions, wanted.coverage),
        ("bounds", total.bounds, wanted.coverage),
        ("close_bounds", total.close, wanted.bounds),
    ]
    return [
        text("too_little", lang, what=text(name, lang), percent=_percent(share), wanted=percent)
        for name, share, percent in asked
        if percent is not None and not share.reaches(percent)
    ]


def _table_of_rules(one: PolicyCoverage, lang: str) -> str:
    """A line for each rule, definition and head; what was not seen both ways says so at its end."""
    keys = ("rule", "effect", "spoke", "unknown", "let_pass", "conditions", "bounds", "close")
    rows = [[text(key, lang) for key in keys]]
    notes = [""]
    for rule in one.rules:
        counts = map(str, (rule.spoke, rule.unknown, rule.passed))
        rows.append([visible(rule.rule), rule.effect, *counts, *_shares(rule)])
        notes.append(_remark(rule, lang))
    for part in one.parts:
        if part.conditions or part.bounds:
            rows.append([visible(part.name), "", "", "", "", *_shares(part)])
            notes.append("")
    head = text("coverage", lang, policy=visible(one.policy), cases=one.cases)
    return head + "\n" + _table(rows, notes)


def _shares(one: RuleCoverage | PartCoverage) -> list[str]:
    """`2/3` of conditions, of bounds on both sides, and of bounds near by; empty without any."""
    conditions = [condition.covered for condition in one.conditions]
    sides = [bound.covered for bound in one.bounds]
    close = [bound.close for bound in one.bounds]
    return [f"{sum(each)}/{len(each)}" if each else "" for each in (conditions, sides, close)]


def _table_of_policies(policies: Sequence[PolicyCoverage], lang: str) -> str:
    keys = ("policy", "", "cases", "rules", "conditions", "bounds", "close")
    rows = [[text(key, lang) if key else "" for key in keys]]
    for one in policies:
        total = totals([one])
        shares = (total.rules, total.conditions, total.bounds, total.close)
        counts = [f"{share.covered}/{share.number}" if share.number else "" for share in shares]
        rows.append([visible(one.policy), "", str(one.cases), *counts])
    return text("coverage_of", lang) + "\n" + _table(rows, [""] * len(rows))


def _table(rows: list[list[str]], notes: list[str]) -> str:
    """Names to the left, numbers to the right, a note at the end of a line."""
    widths = [max(width(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row, note in zip(rows, notes, strict=True):
        shown = []
        for column, (cell, wanted) in enumerate(zip(row, widths, strict=True)):
            padding = " " * (wanted - width(cell))
            if wanted:
                shown.append(cell + padding if column < _LEFT else padding + cell)
        lines.append(f"   {'  '.join([*shown, note])}".rstrip() + "\n")
    return "".join(lines)


def _remark(rule: RuleCoverage, lang: str) -> str:
    if rule.covered:
        return ""
    kind = "_exempt" if rule.effect == "exempt" else ""
    if not rule.spoke and not rule.passed:
        return text("only_unknown" if rule.unknown else "never_seen", lang)
    return text(("never_passed" if rule.spoke else "never_spoke") + kind, lang)


def _unseen(policies: Sequence[PolicyCoverage], lang: str) -> str:
    """What was not seen, by file; of several policies at most so many lines."""
    found = [_unseen_in(one, lang) for one in policies]
    number = sum(map(len, found))
    cut = _FIRST_LISTED if len(policies) > 1 and number > _MOST_LISTED else None
    lines: list[str] = []
    file = ""
    for listed in found:
        shown = listed[:cut]
        wide = max((width(place) + width(said) for place, said, _, _ in shown), default=0)
        for place, said, remark, written in shown:
            if written != file:
                file = written
                lines.append(f"   {visible(file)}\n")
            padding = " " * (wide - width(place) - width(said))
            lines.append(f"      {place}  {said}{padding}  {remark}\n")
        if len(listed) > len(shown):
            more = text("more", lang, number=len(listed) - len(shown))
            lines.append(f"      {more}\n")
    return text("not_seen", lang) + "\n" + "".join(lines) if lines else ""


def _unseen_in(one: PolicyCoverage, lang: str) -> list[tuple[str, str, str, str]]:
    """Place, words, what was not seen, and the file: of conditions and bounds in order."""
    found: list[tuple[Place, int, str]] = []
    for condition in one.conditions:
        if not condition.covered:
            found.append((condition.place, 0, _of_condition(condition, lang)))
    for bound in one.bounds:
        if not bound.close:
            found.append((bound.place, 1, _of_bound(bound, lang)))
    found.sort(key=lambda item: (item[0].file, item[0].line, item[0].column, item[1]))
    return [
        (f"{place.line}:{place.column}", _clipped(visible(place.text)), remark, place.file)
        for place, _, remark in found
    ]


def _of_condition(one: ConditionCoverage, lang: str) -> str:
    if not one.yes and not one.no:
        return text("never_decided" if not one.unknown else "only_unknown", lang)
    return text("never_no" if one.yes else "never_yes", lang)


def _of_bound(one: BoundCoverage, lang: str) -> str:
    if not one.below and not one.reached:
        return text("never_met", lang)
    if not one.covered:
        return text("never_reached" if one.below else "never_below", lang)
    if not one.just_below and not one.just_reached:
        return text("never_close", lang)
    return text("never_just_reached" if one.just_below else "never_just_below", lang)


def _clipped(said: str) -> str:
    while width(said) > _WIDEST:
        said = said[: -max((width(said) - _WIDEST) // 2, 1) - 1] + "…"
    return said


def _totals(policies: Sequence[PolicyCoverage], lang: str) -> str:
    """A line for each share; of conditions also what was seen of them."""
    total = totals(policies)
    seen = text("seen", lang, yes=total.yes, no=total.no, unknown=total.unknown)
    shares = (
        ("rules", total.rules, ""),
        ("conditions", total.conditions, seen),
        ("bounds", total.bounds, ""),
        ("close", total.close, ""),
    )
    rows = [
        [text(name, lang), "", f"{share.covered}/{share.number}", f"{_percent(share)} %"]
        for name, share, _ in shares
        if share.number
    ]
    notes = [note for _, share, note in shares if share.number]
    return _table(rows, notes) if rows else ""


def _percent(share: Share) -> str:
    """A percentage with one decimal place, never rounded up: 100 is all of it."""
    return f"{share.covered * 1000 // share.number / 10 if share.number else 100:g}"
