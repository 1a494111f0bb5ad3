"""What the tests of counterfactuals share: what would let a request through, and a look at it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

import policydsl
from policydsl.engine.counterfactuals.changes import Change, NewConsent
from tests.support import HEAD, request

NOON = "2026-03-04T12:00:00+08:00"
NIGHT = "2026-03-04T23:00:00+08:00"
QUIET = "quiet hours night from 22:00 to 08:00\n"
OPEN = "deny other_channels when channel is not voice\n"
"""With this no other channel helps."""


def changes(rules: str, data: dict[str, Any] | None = None, **options: Any) -> tuple[Change, ...]:
    """What would let a request through, after a look that each change does, and none too many."""
    policy = policydsl.load_text(HEAD + rules)
    data = request() if data is None else data
    found = policy.what_if(data, **options)
    for change in found:
        assert_smallest(policy, data, change)
    return found


def assert_smallest(policy: policydsl.Policy, data: dict[str, Any], change: Change) -> None:
    """A change turns the verdict; without any part of it, or of what its consents say, it does not."""
    checked = policy.request(data)
    assert policy.decide(checked).verdict != "allow"
    assert policy.decide(change.applied_to(checked)).verdict == "allow"
    for size in range(len(change.parts)):
        for fewer in combinations(change.parts, size):
            assert not policy.decide(Change(fewer).applied_to(checked)).allowed
    for part in change.parts:
        if isinstance(part, NewConsent):
            others = Change(tuple(one for one in change.parts if one is not part))
            for weaker in weaker_records(part.raw):
                so_changed = policy.request(
                    {**data, "consents": [*data.get("consents", ()), weaker]}
                )
                assert not policy.decide(others.applied_to(so_changed)).allowed


def weaker_records(raw: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for name in raw:
        if name not in ("id", "effective_from"):
            yield {key: value for key, value in raw.items() if key != name}
    if raw.get("level") == "written":
        yield {**raw, "level": "express"}


def kinds(found: tuple[Change, ...]) -> list[str]:
    return [change.kind for change in found]


def parts(found: tuple[Change, ...]) -> list[dict[str, Any]]:
    """All parts as JSON, the record of a consent left out."""
    shown = [part for change in found for part in change.to_dict()["parts"]]
    return [{name: one[name] for name in one if name != "record"} for one in shown]


def consent(level: str, **fields: str) -> dict[str, Any]:
    """A consent as JSON, without anything special about it."""
    rest = {"with_proof": False, "confirmed": False, "where": {}}
    return {"kind": "consent", "level": level, "for": fields, **rest}
