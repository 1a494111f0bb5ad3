"""What a gate answers when its ledger cannot be reached, or does not answer in time.

In: the decision on what the caller knows himself, and the policy's word (`if ledger unavailable`).
Out: the answer as JSON values, with the reason `LEDGER_UNAVAILABLE` first.

Nothing is known of the past then, so the word is deny unless the policy says otherwise. Where it
says `allow` or `review`, everything that can be judged without the past still is: at night, or to a
person whom the caller himself knows to have opted out, the answer stays no.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from policydsl.api import Policy
from policydsl.diagnostics.catalogue.reasons import REASONS
from policydsl.engine.decision import Decision
from policydsl.engine.decision_json import instant
from policydsl.engine.tzdata import data_versions

CODE = "LEDGER_UNAVAILABLE"
ALLOW, REVIEW, DENY = "allow", "review", "deny"


def answer_without_ledger(
    policy: Policy, decision: Decision, at: int, word: str
) -> tuple[dict[str, Any], datetime | None]:
    """The answer at an instant, with the policy's `word`, and until when it allows the contact."""
    if word == DENY:
        return _answer(policy, at, DENY, None), None
    if decision.verdict not in (ALLOW, REVIEW):
        return _answer(policy, at, decision.verdict, decision), None
    if REVIEW in (word, decision.verdict):
        return _answer(policy, at, REVIEW, decision), None
    return _answer(policy, at, ALLOW, decision), decision.valid_until


def _answer(policy: Policy, at: int, verdict: str, decision: Decision | None) -> dict[str, Any]:
    """The decision, if there is one, with the reason on top, or as a warning of an allowed one."""
    name, version, digest = policy.name, policy.version, policy.digest
    tzdata, calendars = data_versions()
    answer: dict[str, Any] = {
        "verdict": verdict,
        "allowed": verdict == ALLOW,
        "reasons": [],
        "next_eligible_at": None,
        "waits_for": None,
        "valid_until": None,
        "warnings": [],
        "obligations": [],
        "counters": [],
        "ladders": [],
        "missing": [],
        "policy": {"name": name, "version": version, "digest": digest},
        "data": {"tzdata": tzdata, "calendars": calendars},
        "at": instant(at),
    }
    if decision is not None:
        answer.update(decision.to_dict())
        answer.update(verdict=verdict, allowed=verdict == ALLOW)
    if verdict == ALLOW:
        answer["warnings"] = [_reason(policy, "warn"), *answer["warnings"]]
        return answer
    reason = _reason(policy, REVIEW if verdict == REVIEW else DENY)
    answer["reasons"] = [{**reason, "lifts_at": None}, *answer["reasons"]]
    answer["valid_until"] = None
    return answer


def _reason(policy: Policy, effect: str) -> dict[str, Any]:
    root = policy.core.roots[0]
    origin, text = root.origin, REASONS[CODE]
    return {
        "code": CODE,
        "rule": root.name,
        "effect": effect,
        "citation": None,
        "basis": "house",
        "message": {lang: text.get(lang) for lang in ("en", "zh")},
        "source": {"file": origin.file, "line": origin.line, "column": origin.column},
        "measure": None,
        "missing": [],
        "approval": None,
    }
