"""A comparison of two policies for programs: names are final, texts are in both languages."""

from __future__ import annotations

from typing import Any

from policydsl.api import Policy
from policydsl.comparison.pieces import Piece
from policydsl.comparison.requests import Counts, Example
from policydsl.comparison.rules import Change, Comparison
from policydsl.comparison.showing import Shown
from policydsl.diagnostics.render_json import to_json
from policydsl.handbook.plain import rule_lines
from policydsl.witnesses.witness import Witness


def comparison_json(comparison: Comparison, old: Policy, new: Policy) -> dict[str, Any]:
    """The whole comparison."""
    lines = {lang: (rule_lines(old, lang), rule_lines(new, lang)) for lang in ("en", "zh")}

    def words(piece: Piece | None, side: int) -> dict[str, list[str]]:
        name = "" if piece is None else piece.id
        return {lang: list(both[side].get(name, ())) for lang, both in lines.items()}

    return {
        "old": _identity(old),
        "new": _identity(new),
        "rules": [
            {**_change(one), "old": words(one.old, 0), "new": words(one.new, 1)}
            for one in comparison.changes
        ],
        "facts": [{"path": one.path, "old": one.old, "new": one.new} for one in comparison.facts],
        "renamed": dict(comparison.renamed),
        "governs": [
            {
                "policy": one.name,
                "direction": one.direction,
                "now_stricter": _shown(one.stops),
                "now_laxer": _shown(one.lets, is_old=True),
            }
            for one in comparison.roots
        ],
        "margins": [
            {
                "channel": one.channel,
                "direction": one.direction,
                "old_seconds": one.old // 1_000_000,
                "new_seconds": one.new // 1_000_000,
            }
            for one in comparison.margins
        ],
        "gate": [
            {"clause": one.clause, "direction": one.direction, "old": one.old, "new": one.new}
            for one in comparison.gate
        ],
    }


def counts_json(counts: Counts, old: Policy, new: Policy) -> dict[str, Any]:
    """What became of the requests."""
    refused = None
    if counts.first_refused is not None:
        line, found = counts.first_refused
        refused = {"line": line, "errors": to_json(found)}
    return {
        "judged": counts.judged,
        "changed": counts.changed,
        "other_reasons": counts.reasons,
        "refused": counts.refused,
        "first_refused": refused,
        "verdicts": [
            {"old": before, "new": after, "number": number}
            for (before, after), number in sorted(counts.verdicts.items())
        ],
        "blocks_more": dict(sorted(counts.starts.items())),
        "blocks_fewer": dict(sorted(counts.ends.items())),
        "examples": [_example(one, old, new) for one in counts.examples],
    }


def _identity(policy: Policy) -> dict[str, str]:
    return {"name": policy.name, "version": policy.version, "digest": policy.digest}


def _change(change: Change) -> dict[str, Any]:
    return {
        "rule": change.id,
        "change": change.kind,
        "direction": None if change.kind == "reworded" else change.direction,
        "facts": list(change.facts),
        "now_stops": _shown(change.stops),
        "no_longer_stops": _shown(change.lets, is_old=True),
    }


def _shown(shown: Shown | None, *, is_old: bool = False) -> dict[str, Any] | None:
    """A contact as the version was asked that stops it."""
    if shown is None:
        return None
    asked = shown.old if is_old else shown.new
    return {"request": dict(asked.data), "old": _verdict(shown.old), "new": _verdict(shown.new)}


def _verdict(found: Witness) -> dict[str, Any]:
    explained = found.explanation
    return {"verdict": explained.verdict, "blocking": [one.rule for one in explained.reasons]}


def _example(example: Example, old: Policy, new: Policy) -> dict[str, Any]:
    return {
        "line": example.line,
        "request": dict(example.new.data),
        "old": old.decide(example.old.request).to_dict(),
        "new": new.decide(example.new.request).to_dict(),
    }
