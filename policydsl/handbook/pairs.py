"""Pairs of contacts: one that a rule stops, and one near it that it lets through.

In: what was found round the edges of a rule. Out: `Pair`s. The second is brought as near to the
first as single steps allow; both were judged by the evaluator as they stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from policydsl.api import Policy
from policydsl.errors import RequestError
from policydsl.facts.moments import utc
from policydsl.frozen import frozen
from policydsl.witnesses.search import said_by
from policydsl.witnesses.witness import Witness, witness

_MOST_STEPS = 60
_UNSURE = ("FACT_MISSING", "TZ_UNKNOWN", "CALENDAR_UNKNOWN")
_LISTS = ("events", "consents", "debts")
Flat = dict[tuple[str, ...], Any]


@frozen
class Pair:
    """A contact of which a rule speaks, and one of which it does not; None where none was found."""

    stopped: Witness | None
    passed: Witness | None


def pair(policy: Policy, rule: str, found: Sequence[Witness], day: date) -> Pair:
    """The clearest pair among what was found: nothing but the rule in the way of the first."""
    speaking = [one for one in found if said_by(one.explanation, rule)]
    stopped = min(speaking, key=lambda one: _clearness(one, rule, day), default=None)
    silent = [one for one in found if _passes(one, rule)]
    if stopped is None:
        return Pair(None, silent[0] if silent else None)
    passed = min(silent, key=lambda one: _distance(stopped, one), default=None)
    return Pair(stopped, None if passed is None else _nearer(policy, rule, stopped, passed))


def _clearness(one: Witness, rule: str, day: date) -> tuple[bool, int, int]:
    """Whether the rule is only unsure, how many others speak, how far off the date is."""
    reasons = (*one.explanation.reasons, *one.explanation.warnings)
    unsure = any(reason.rule == rule and reason.code in _UNSURE for reason in reasons)
    others = {reason.rule for reason in one.explanation.reasons} - {rule}
    return unsure, len(others), abs(utc(one.request.at).date() - day).days


def _passes(one: Witness, rule: str) -> bool:
    return one.explanation.verdict == "allow" and not said_by(one.explanation, rule)


def _distance(one: Witness, other: Witness) -> tuple[int, int]:
    """How many places differ, and how many of these only one of the two has."""
    first, second = _flat(one.data), _flat(other.data)
    return len(_differences(first, second)), len(first.keys() ^ second.keys())


def _nearer(policy: Policy, rule: str, stopped: Witness, passed: Witness) -> Witness:
    """The second with whatever of the first it can take over."""
    wanted, best = _flat(stopped.data), passed
    for key in _differences(wanted, _flat(passed.data))[:_MOST_STEPS]:
        flat = _flat(best.data)
        if key in wanted:
            flat[key] = wanted[key]
        else:
            flat.pop(key, None)
        try:
            tried = witness(policy, _unflat(flat))
        except RequestError:
            continue
        if _passes(tried, rule):
            best = tried
    return best


def _differences(one: Flat, other: Flat) -> list[tuple[str, ...]]:
    keys = sorted({*one, *other}, key=lambda key: (key == ("at",), key))
    return [key for key in keys if one.get(key, _flat) != other.get(key, _flat)]


def _flat(data: Mapping[str, Any]) -> Flat:
    """Every value by its place; events and consents whole, by their ids."""
    return dict(_places(data, ()))


def _places(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    is_whole = len(path) == 2 and path[0] in ("events", "consents")
    if isinstance(value, Mapping) and value and not is_whole:
        for key, inner in value.items():
            yield from _places(inner, (*path, str(key)))
    elif len(path) == 1 and path[0] in _LISTS:
        for inner in value:
            yield from _places(inner, (*path, str(inner["id"])))
    else:
        yield path, value


def _unflat(flat: Flat) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for path, value in flat.items():
        inner = made
        for key in path[:-1]:
            inner = inner.setdefault(key, {})
        inner[path[-1]] = value
    for name in _LISTS:
        if name in made:
            made[name] = list(made[name].values())
    return made
