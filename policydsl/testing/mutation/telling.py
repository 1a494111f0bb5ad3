"""What to expect of a decision so that another one fails.

In: two decisions in JSON form. Out: an `expect`: the verdict, and the first field in which they
differ, as the first of them has it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from policydsl.testing.subjects import Subject

Json = dict[str, Any]

_KEYS: Mapping[str, tuple[str, ...]] = {
    "reasons": ("code", "rule"),
    "warnings": ("code", "rule"),
    "obligations": ("duty", "rule"),
    "counters": ("rule",),
    "ladders": ("ladder",),
}
_MORE: Mapping[str, tuple[str, ...]] = {
    "reasons": ("missing", "approval", "measure", "lifts_at"),
    "warnings": ("missing", "measure"),
    "obligations": ("due_at",),
    "counters": ("used", "possible", "limit", "window", "key", "frees_at"),
    "ladders": ("step", "position", "opens"),
}


def expectation(before: Json, after: Json, subject: Subject) -> Json:
    """What `before` says and `after` does not; nothing when they say the same."""
    verdict = {"verdict": before["verdict"]}
    short = _shortener(subject)
    for field, keys in _KEYS.items():
        one, other = (_entries(each[field], keys, short) for each in (before, after))
        if field == "reasons" and before["verdict"] != after["verdict"]:
            return {**verdict, field: one} if one else verdict
        if one == other or (field in ("counters", "ladders") and not one):
            continue
        more = [entry for entry in one if entry not in other]
        key = "include" if more else "exclude"
        return {**verdict, f"{field}_{key}": more or [e for e in other if e not in one]}
    for field, names in _MORE.items():
        found = _differing(before[field], after[field], _KEYS[field], names, short)
        if found:
            return {**verdict, field: found}
    for field in ("missing", "next_eligible_at", "valid_until"):
        if before[field] != after[field]:
            return {**verdict, field: before[field]}
    return {}


def _entries(found: list[Json], keys: tuple[str, ...], short: Callable[[str], str]) -> list[Json]:
    entries = []
    for entry in found:
        told = {key: _named(key, entry[key], short) for key in keys}
        if told not in entries:
            entries.append(told)
    return entries


def _named(key: str, value: Any, short: Callable[[str], str]) -> Any:
    return short(value) if key in ("rule", "ladder") else value


def _differing(
    before: list[Json],
    after: list[Json],
    keys: tuple[str, ...],
    names: tuple[str, ...],
    short: Callable[[str], str],
) -> list[Json]:
    """The entries in which some further key differs, with these keys; of `reasons` all entries."""
    found = []
    for one, other in zip(before, after, strict=False):
        told = {key: _named(key, one[key], short) for key in keys}
        for name in names:
            if one.get(name) != other.get(name) and name in one:
                told[name] = _part(one[name], other.get(name))
        found.append(told)
    return found if any(len(told) > len(keys) for told in found) else []


def _part(one: Any, other: Any) -> Any:
    """Of an object, the keys that differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        return {key: value for key, value in one.items() if value != other.get(key)}
    return one


def _shortener(subject: Subject) -> Callable[[str], str]:
    def short(name: str) -> str:
        brief = name.rpartition(".")[2]
        return brief if subject.called(brief) == (name,) else name

    return short
