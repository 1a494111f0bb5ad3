"""The answer of `policydsl packs` as JSON values.

In: packs, a date. Out: dicts of plain values, in a fixed order. Dates are ISO 8601, null where
nothing is said; `effective_until` is the first day no longer in force.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from policydsl.policy.packs import Pack, PackRule, rules_of
from policydsl.syntax.printer_phrases import phrase


def list_json(packs: Iterable[Pack], today: date) -> dict[str, Any]:
    """Every pack without its rules."""
    return {"today": today.isoformat(), "packs": [_pack(pack, today) for pack in packs]}


def packs_json(packs: Iterable[Pack], today: date) -> dict[str, Any]:
    """Packs with their rules."""
    return {
        "today": today.isoformat(),
        "packs": [
            {**_pack(pack, today), "rules": [_rule(rule, today) for rule in rules_of(pack)]}
            for pack in packs
        ],
    }


def status(start: date | None, end: date | None, today: date) -> str:
    """`in_force`, `not_yet` or `ended`, on a date."""
    if end is not None and end <= today:
        return "ended"
    return "not_yet" if start is not None and start > today else "in_force"


def _pack(pack: Pack, today: date) -> dict[str, Any]:
    governs = next((one.value for one in pack.policy.head if one.keyword == "governs"), None)
    return {
        "name": pack.name,
        "title": pack.title,
        "version": pack.version,
        "jurisdiction": pack.jurisdiction,
        **_dates(pack.start, pack.end, today),
        "next_change": _iso(pack.next_change(today)),
        "checked": _iso(pack.checked),
        "governs": None if governs is None else phrase(governs),
        "uses": [use.name.text for use in pack.policy.uses],
        "rule_count": len(pack.policy.rules),
        "reported_count": pack.reported,
        "sources": {source.name.text: source.title.text for source in pack.policy.sources},
        "file": pack.file,
    }


def _rule(rule: PackRule, today: date) -> dict[str, Any]:
    return {
        "id": rule.id,
        "kind": rule.rule.kind,
        "title": rule.title,
        "basis": rule.basis,
        "citation": rule.citation,
        **_dates(rule.start, rule.end, today),
        "texts": dict(rule.texts),
        "words": dict(rule.words),
        "line": rule.rule.span.line,
    }


def _dates(start: date | None, end: date | None, today: date) -> dict[str, Any]:
    return {
        "status": status(start, end, today),
        "effective_from": _iso(start),
        "effective_until": _iso(end),
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
