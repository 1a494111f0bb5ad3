"""What the tests of packs share: loaded policies, short requests, short answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import policydsl

POLICIES = Path(__file__).parents[2] / "policies"

Fields = Mapping[str, Any]


@cache
def pack(path: str) -> Any:
    """A policy of the tree, loaded once."""
    return policydsl.load(str(POLICIES / path))


def request(
    base: Fields,
    at: str,
    *,
    proposal: Fields | None = None,
    person: Fields | None = None,
    debt: Fields | None = None,
    consents: Sequence[Fields] = (),
    events: Sequence[Fields] = (),
) -> dict[str, Any]:
    """A request like `base`, with changes; events and consents get ids by their place."""
    changed = {**base["proposal"], **(proposal or {})}
    return {
        "at": at,
        "proposal": {key: value for key, value in changed.items() if value is not None},
        "person": {**base["person"], **(person or {})},
        "debts": [{**base["debt"], **(debt or {})}],
        "consents": [{"id": f"k{n}", **consent} for n, consent in enumerate(consents)],
        "events": [{"id": f"e{n}", **event} for n, event in enumerate(events)],
    }


def said(decision: Any) -> set[str]:
    """The reasons of a decision as `rule CODE`, the policy's name left out."""
    return {f"{reason.rule.rpartition('.')[2]} {reason.code}" for reason in decision.reasons}


def warned(decision: Any) -> set[str]:
    """The rules that warn, the policy's name left out."""
    return {reason.rule.rpartition(".")[2] for reason in decision.warnings}


def owed(decision: Any) -> set[str]:
    """The duties that go with the contact."""
    return {obligation.duty for obligation in decision.obligations}
