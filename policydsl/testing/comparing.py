"""Whether a decision is as expected.

In: an expectation and a decision. Out: every field that differs, with what was expected and what
was got. Only what is asked for is computed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from policydsl.core.outlook import Outlook
from policydsl.core.request import Request
from policydsl.engine.decision import Decision
from policydsl.engine.decision_json import to_json
from policydsl.facts.moments import EPOCH, parse_instant
from policydsl.testing.expecting import LISTS, Expectation, Expected, Instant
from policydsl.testing.report import ABSENT, Mismatch
from policydsl.testing.subjects import Subject


def compared(
    expectation: Expectation, decision: Decision, request: Request, subject: Subject
) -> tuple[Mismatch, ...]:
    """Every field that is not as expected, in the order in which they are expected."""
    got = _Got(decision, request, subject, expectation.mentions("lifts_at"))
    found: list[Mismatch] = []
    for one in expectation.fields:
        if one.field in LISTS:
            found += _list(one, got)
        else:
            value = got.field(one.field)
            if not agrees(one.value, value):
                found.append(_mismatch(one.field, one.value, value))
    return tuple(found)


class _Got:
    """The fields of a decision, each computed when it is first asked for."""

    def __init__(self, decision: Decision, request: Request, subject: Subject, lifts: bool) -> None:
        self._decision = decision
        self._request = request
        self._subject = subject
        self._lifts = lifts
        self._lists: dict[str, Any] | None = None

    def field(self, name: str) -> Any:
        match name:
            case "verdict":
                return self._decision.verdict
            case "allowed":
                return self._decision.allowed
            case "next_eligible_at":
                return _written(self._decision.next_eligible_at)
            case "valid_until":
                return _written(self._decision.valid_until)
            case "waits_for":
                return self._decision.to_dict()["waits_for"]
            case _:
                return self._explained()[name]

    def _explained(self) -> dict[str, Any]:
        """What an explanation alone tells, the outlook left out unless asked for."""
        if self._lists is None:
            decision, explanation = self._decision, self._decision.explanation
            lifts = decision.outlook.lifts if self._lifts else (None,) * len(explanation.reasons)
            self._lists = to_json(
                explanation.verdict,
                explanation,
                Outlook(lifts=lifts),
                (),
                self._request.at,
                self._subject.about,
            )
        return self._lists


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat().replace("+00:00", "Z")


def agrees(expected: Any, got: Any) -> bool:
    """Whether what was got has everything that is expected of it."""
    match expected:
        case Instant(micros):
            return isinstance(got, str) and parse_instant(got) == micros
        case dict():
            return isinstance(got, dict) and all(
                key in got and agrees(value, got[key]) for key, value in expected.items()
            )
        case list():
            if not isinstance(got, list) or len(expected) != len(got):
                return False
            return len(paired(expected, got)) == len(expected)
        case bool() | None:
            return expected is got
        case _:
            return bool(expected == got)


def paired(expected: Sequence[Any], got: Sequence[Any]) -> dict[int, int]:
    """As many expected entries as can be, each with one that agrees with it and is its own.

    By index, the one expected for each one got.
    """
    agreeing = [
        [number for number, value in enumerate(got) if agrees(one, value)] for one in expected
    ]
    taken: dict[int, int] = {}

    def take(index: int, tried: set[int]) -> bool:
        for number in agreeing[index]:
            if number not in tried:
                tried.add(number)
                if number not in taken or take(taken[number], tried):
                    taken[number] = index
                    return True
        return False

    for index in range(len(expected)):
        take(index, set())
    return taken


def _list(one: Expected, got: _Got) -> list[Mismatch]:
    name, how = LISTS[one.field]
    entries, expected = got.field(name) or [], one.value or []
    if how == "_exclude":
        found = [entry for entry in entries if any(agrees(value, entry) for value in expected)]
        return [Mismatch(one.field, ABSENT, _brief(name, entry)) for entry in found]
    if how == "_include":
        absent = [value for value in expected if not any(agrees(value, e) for e in entries)]
        return [_nearest(one.field, name, value, entries)[0] for value in absent]
    pairs = paired(expected, entries)
    met = set(pairs.values())
    left = [entry for number, entry in enumerate(entries) if number not in pairs]
    told: list[Mismatch] = []
    for index, value in enumerate(expected):
        if index not in met:
            mismatch, near = _nearest(one.field, name, value, left)
            told.append(mismatch)
            if near is not None:
                left.remove(near)
    return told + [Mismatch(one.field, ABSENT, _brief(name, entry)) for entry in left]


_TELLING = {
    "reasons": ("rule", "code"),
    "warnings": ("rule", "code"),
    "obligations": ("duty", "rule"),
    "counters": ("rule",),
    "ladders": ("ladder",),
    "waits_for": ("for", "rule"),
}


def _nearest(
    field: str, name: str, value: dict[str, Any], entries: list[Any]
) -> tuple[Mismatch, Any]:
    """What was expected beside the entry that was meant, with that entry.

    Meant is one with the same rule or code; without a rule or code, the only one there is.
    """
    told = [key for key in _TELLING[name] if key in value]
    near = [entry for key in told for entry in entries if agrees(value[key], entry[key])]
    if not told and len(entries) == 1:
        near = entries[:1]
    if not near:
        return Mismatch(field, _shown(value), ABSENT), None
    same = {key: _restricted(value[key], near[0].get(key)) for key in value}
    return _mismatch(field, value, same), near[0]


def _restricted(expected: Any, got: Any) -> Any:
    """Of what was got, the keys that are expected."""
    if isinstance(expected, dict) and isinstance(got, dict):
        return {key: _restricted(expected[key], got.get(key)) for key in expected}
    return got


def _brief(name: str, entry: dict[str, Any]) -> dict[str, Any]:
    """An entry that was not expected, by what tells it apart."""
    return {key: entry[key] for key in (*_TELLING[name], "key") if entry.get(key)}


def _mismatch(field: str, expected: Any, got: Any) -> Mismatch:
    return Mismatch(field, _shown(expected), _at_offset(got, expected))


def _shown(expected: Any) -> Any:
    """What is expected, as it was written."""
    match expected:
        case Instant():
            return expected.text
        case dict():
            return {key: _shown(value) for key, value in expected.items()}
        case list():
            return [_shown(value) for value in expected]
        case _:
            return expected


def _at_offset(got: Any, expected: Any) -> Any:
    """What was got, its instants at the offset at which one was expected."""
    if isinstance(expected, Instant) and isinstance(got, str):
        micros = parse_instant(got)
        zone = datetime.fromisoformat(expected.text).tzinfo
        if isinstance(micros, int):
            return (EPOCH + timedelta(microseconds=micros)).astimezone(zone).isoformat()
    if isinstance(expected, dict) and isinstance(got, dict):
        return {key: _at_offset(value, expected.get(key)) for key, value in got.items()}
    return got
