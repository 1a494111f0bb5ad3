"""The answer of `policydsl when` as JSON values.

In: answers, the rows of a picture if one was asked for. Out: a dict of plain values, in a fixed
order. Instants are in UTC as `2026-03-08T05:00:00Z`; local times are ISO 8601 with their distance
from UTC.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from policydsl.engine.decision_json import instant
from policydsl.pictures.times import first_zone, local_iso
from policydsl.pictures.week.answers import Answer
from policydsl.pictures.week.clock import Sheet
from policydsl.pictures.week.pieces import Shown

_OF_THE_DECISION = ("verdict", "allowed", "next_eligible_at", "valid_until", "waits_for", "reasons")


def answers_json(answers: Sequence[Answer], days: int, sheet: Sheet | None) -> dict[str, Any]:
    """Every answer; `days` is the horizon. At least one answer, all of one policy."""
    decided = answers[0].decision.to_dict()
    zone = first_zone(answers[0].request) if sheet is None else sheet.zone
    return {
        "at": decided["at"],
        "zone": zone,
        "horizon_days": days,
        "answers": [_answer(answer, zone, sheet) for answer in answers],
        "policy": decided["policy"],
        "data": decided["data"],
    }


def _answer(answer: Answer, zone: str, sheet: Sheet | None) -> dict[str, Any]:
    decided = answer.decision.to_dict()
    opening = answer.opening
    return {
        "channel": answer.request.facts["proposal.channel"],
        **{name: decided[name] for name in _OF_THE_DECISION},
        "opening": None
        if opening is None
        else {
            "start": instant(opening.start),
            "end": instant(opening.end),
            "closing": list(opening.closing),
            "approvals": [
                {"role": reason.approval, "rule": reason.rule} for reason in opening.approvals
            ],
        },
        "stretches": None if sheet is None else [_stretch(one, zone) for one in answer.shown],
    }


def _stretch(shown: Shown, zone: str) -> dict[str, Any]:
    return {
        "start": instant(shown.start),
        "end": instant(shown.end),
        "local_start": local_iso(shown.start, zone),
        "local_end": local_iso(shown.end, zone),
        "verdict": shown.verdict,
        "denying": list(shown.denying),
        "reviewing": list(shown.reviewing),
    }
