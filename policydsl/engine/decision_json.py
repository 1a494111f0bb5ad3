"""A decision as JSON values.

In: an explanation, its outlook, the request it is of, and what is known of the policy. Out: a dict
of plain values, always in the same order, so that equal decisions are equal bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from policydsl.core.explanation import (
    ClockMeasure,
    ConsentMeasure,
    Counter,
    CountMeasure,
    Explanation,
    LadderState,
    MarginMeasure,
    Measure,
    OwedDuty,
    Reason,
    StepMeasure,
)
from policydsl.core.outlook import Outlook, Wait
from policydsl.core.policy import CorePolicy, Origin
from policydsl.core.windows import MICROS_PER_SECOND
from policydsl.diagnostics.catalogue.reasons import REASONS
from policydsl.engine.tzdata import data_versions
from policydsl.facts.moments import utc, utc_text
from policydsl.frozen import frozen

_LANGUAGES = ("en", "zh")
_OVERRIDDEN = "OVERRIDDEN"
_UNKNOWN = ("FACT_MISSING", "TZ_UNKNOWN", "CALENDAR_UNKNOWN")
_OF_MANY_KINDS = ("ladder", "policy")
_UNSURE = {"en": "nobody can tell whether this applies: ", "zh": "无法判断是否适用："}


@frozen
class About:
    """What a decision tells of its policy: (name, version, digest), and where rules come from.

    `origins` are by id, those of earlier versions first; `waivers` are the origins of what lifts a
    rule, by the rule's id.
    """

    identity: tuple[str, str, str]
    origins: Mapping[str, tuple[Origin, ...]]
    waivers: Mapping[str, Origin]

    def origin(self, reason: Reason, at: int) -> Origin:
        """Where what gives a reason was written; of several versions, the one of the day in UTC."""
        if reason.code == _OVERRIDDEN:
            return self.waivers[reason.rule]
        versions = self.origins[reason.rule]
        if len(versions) == 1:
            return versions[0]
        day = utc(at).date()
        begun = [origin for origin in versions if origin.since is None or origin.since <= day]
        return (begun or versions[:1])[-1]


def about(policy: CorePolicy) -> About:
    """Gather what decisions tell of a policy."""
    named = [(root.name, root.origin) for root in policy.roots]
    named += [(obligation.id, obligation.origin) for obligation in policy.obligations]
    named += [(ladder.id, ladder.origin) for ladder in policy.ladders]
    named += [(rule.id, rule.origin) for rule in policy.rules if rule.code != _OVERRIDDEN]
    waivers = {rule.id: rule.origin for rule in policy.rules if rule.code == _OVERRIDDEN}
    origins: dict[str, tuple[Origin, ...]] = {}
    for name, origin in sorted(named, key=lambda one: one[1].since or date.min):
        origins[name] = (*origins.get(name, ()), origin)
    return About(policy.identity, origins, waivers)


def to_json(
    verdict: str,
    explanation: Explanation,
    outlook: Outlook,
    waits_for: tuple[Wait, ...],
    at: int,
    known: About,
) -> dict[str, Any]:
    """The whole decision."""
    name, version, digest = known.identity
    tz, calendars = data_versions()
    lifting = zip(explanation.reasons, outlook.lifts, strict=True)
    return {
        "verdict": verdict,
        "allowed": verdict == "allow",
        "reasons": [
            {**_reason(reason, known, at), "lifts_at": instant(lifts_at)}
            for reason, lifts_at in lifting
        ],
        "next_eligible_at": instant(outlook.next_eligible_at),
        "waits_for": [_wait(wait) for wait in waits_for] or None,
        "valid_until": instant(outlook.valid_until),
        "warnings": [_reason(reason, known, at) for reason in explanation.warnings],
        "obligations": [_duty(duty) for duty in explanation.obligations],
        "counters": [_counter(counter) for counter in explanation.counters],
        "ladders": [_ladder(state) for state in explanation.ladders],
        "missing": list(explanation.missing),
        "policy": {"name": name, "version": version, "digest": digest},
        "data": {"tzdata": tz, "calendars": calendars},
        "at": instant(at),
    }


def instant(micros: int | None) -> str | None:
    """An instant in UTC, microseconds only when there are any; None beyond the calendar."""
    if micros is None:
        return None
    try:
        return utc_text(utc(micros))
    except OverflowError:
        return None


def to_datetime(micros: int | None) -> datetime | None:
    """An instant in UTC as an aware datetime."""
    return None if micros is None else utc(micros)


def messages(reason: Reason, origin: Origin) -> dict[str, str]:
    """What the author says of a rule in each language; else what the code means, or its title.

    Of a rule that is unknown, that is only what would be so.
    """
    said = dict(origin.texts)
    texts = {
        language: said.get(language) or _otherwise(reason, origin, language)
        for language in _LANGUAGES
    }
    if reason.code in _UNKNOWN and origin.kind not in _OF_MANY_KINDS:
        return {language: f"{_UNSURE[language]}{text}" for language, text in texts.items()}
    return {**said, **texts}


def _otherwise(reason: Reason, origin: Origin, language: str) -> str:
    """What gives reasons of many kinds is named by the code, anything else by its title."""
    if origin.kind in _OF_MANY_KINDS:
        return REASONS[reason.code].get(language)
    return origin.title or reason.rule


def _reason(reason: Reason, known: About, at: int) -> dict[str, Any]:
    origin = known.origin(reason, at)
    return {
        "code": reason.code,
        "rule": reason.rule,
        "effect": str(reason.effect),
        "citation": origin.citation,
        "basis": origin.basis,
        "message": dict(sorted(messages(reason, origin).items())),
        "source": {"file": origin.file, "line": origin.line, "column": origin.column},
        "measure": None if reason.measure is None else _measure(reason.measure),
        "missing": list(reason.missing),
        "approval": reason.approval,
    }


def _wait(wait: Wait) -> dict[str, Any]:
    return {"for": str(wait.kind), "rule": wait.rule, "names": list(wait.names)}


def _measure(measure: Measure) -> dict[str, Any]:
    match measure:
        case CountMeasure():
            return _count(measure)
        case ClockMeasure(local, zone, source):
            return {"local": local, "zone": zone, "source": source}
        case ConsentMeasure(consent, ended_at):
            return {"consent": consent, "ended_at": instant(ended_at)}
        case StepMeasure(key, step, opens_at):
            return {"key": dict(key), "step": step, "opens_at": instant(opens_at)}
        case MarginMeasure(closes_at, margin):
            seconds = margin // MICROS_PER_SECOND
            return {"closes_at": instant(closes_at), "margin_seconds": seconds}


def _count(measure: CountMeasure) -> dict[str, Any]:
    return {
        "key": dict(measure.key),
        "used": measure.used,
        "possible": measure.possible,
        "limit": measure.limit,
        "window": measure.window,
        "frees_at": instant(measure.frees_at),
    }


def _duty(duty: OwedDuty) -> dict[str, Any]:
    return {"duty": duty.duty, "rule": duty.rule, "due_at": instant(duty.due_at)}


def _counter(counter: Counter) -> dict[str, Any]:
    return {"rule": counter.rule, **_count(counter.measure)}


def _ladder(state: LadderState) -> dict[str, Any]:
    return {
        "ladder": state.ladder,
        "key": dict(state.key),
        "step": state.step,
        "position": state.position,
        "opens": {step: instant(at) for step, at in state.opens},
    }
