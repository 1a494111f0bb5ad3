"""The coverage of a policy as JSON."""

from __future__ import annotations

from typing import Any

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


def coverage_json(one: PolicyCoverage) -> dict[str, Any]:
    """Every rule and part with all that was counted, and the totals."""
    total = totals([one])
    return {
        "policy": one.policy,
        "digest": one.digest,
        "cases": one.cases,
        "rules": [_rule(rule) for rule in one.rules],
        "parts": [{"name": part.name, **_inside(part)} for part in one.parts],
        "totals": {
            "rules": _share(total.rules),
            "conditions": {
                **_share(total.conditions),
                "yes": total.yes,
                "no": total.no,
                "unknown": total.unknown,
            },
            "bounds": {**_share(total.bounds), "near_by": total.close.covered},
        },
    }


def _rule(rule: RuleCoverage) -> dict[str, Any]:
    return {
        "rule": rule.rule,
        **_place(rule.place),
        "effect": rule.effect,
        "blocked": rule.spoke,
        "unknown": rule.unknown,
        "let_pass": rule.passed,
        "covered": rule.covered,
        **_inside(rule),
    }


def _inside(one: RuleCoverage | PartCoverage) -> dict[str, Any]:
    return {
        "conditions": [_condition(condition) for condition in one.conditions],
        "bounds": [_bound(bound) for bound in one.bounds],
    }


def _condition(one: ConditionCoverage) -> dict[str, Any]:
    return {
        **_place(one.place),
        "text": one.place.text,
        "yes": one.yes,
        "no": one.no,
        "unknown": one.unknown,
    }


def _bound(one: BoundCoverage) -> dict[str, Any]:
    return {
        **_place(one.place),
        "text": one.place.text,
        "below": one.below,
        "reached": one.reached,
        "just_below": one.just_below,
        "just_reached": one.just_reached,
    }


def _place(place: Place) -> dict[str, Any]:
    return {"file": place.file, "line": place.line, "column": place.column}


def _share(share: Share) -> dict[str, int]:
    return {"covered": share.covered, "number": share.number}
