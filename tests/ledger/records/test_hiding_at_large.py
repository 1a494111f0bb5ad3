"""Generated policies say of generated requests the same when these are hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from policydsl.api import Policy
from policydsl.engine.decision import Decision
from policydsl.errors import LedgerError
from policydsl.ledger.records.deciding import Deciding, line_of
from policydsl.ledger.records.hideable import GROUPS, hidden_by
from policydsl.ledger.records.hiding import MARK, Hiding
from policydsl.ledger.records.pseudonyms import Pseudonyms
from policydsl.ledger.records.record import read_line
from policydsl.ledger.store import Linked
from tests.ledger.records.writing import policy_of, raw
from tests.property.generator import cases

CASES = 240
HORIZON = timedelta(days=1)
TEXTS = ("proposal.campaign", "event.campaign", "proposal.reason", "event.outcome", "debt.creditor")
NAMES = (*GROUPS, *TEXTS, "event.creditor")
PERSONAL = {"person", "recipient", "debt", "address", "household", "proof"}
TEXTS_OF_PERSONS = ("P1", "P2", "D1", "D2", "D3", "+1", "+2", "H1", "H2", "form 7")


@pytest.fixture
def keys(tmp_path: Path) -> Iterator[Pseudonyms]:
    made = Pseudonyms(tmp_path / "keys")
    yield made
    made.close()


def hidings(seed: str, number: int) -> Iterator[tuple[Policy, dict[str, Any], list[str]]]:
    """Policies, requests, and as many names as the policy lets be hidden together."""
    policy: Policy | None = None
    names: list[str] = []
    for core, request in cases(seed, number):
        if policy is None or policy.core is not core:
            policy = policy_of(core)
            names = hideable(policy)
        yield policy, raw(request), names


def hideable(policy: Policy) -> list[str]:
    """As many of the names as a policy lets be hidden together."""
    names: list[str] = []
    for name in NAMES:
        try:
            hidden_by(policy, [*names, name])
        except LedgerError:
            continue
        names.append(name)
    return names


def said(decision: Decision) -> tuple[object, ...]:
    reasons = [(one.code, one.rule, one.approval) for one in decision.reasons]
    warnings = sorted((one.code, one.rule) for one in decision.warnings)
    owed = sorted((one.duty, one.rule, str(one.due_at)) for one in decision.obligations)
    return decision.verdict, reasons, warnings, owed, decision.outlook.next_eligible_at


def test_hidden_requests_are_decided_alike_and_their_records_verify(keys: Pseudonyms) -> None:
    verdicts: Counter[str] = Counter()
    together: Counter[str] = Counter()
    bare = 0
    for policy, data, names in hidings("hidden", CASES):
        together.update(names)
        hiding = Hiding(policy, names, keys)
        decision = policy.decide(data, horizon=HORIZON)
        record = hiding.record_of(policy, data, decision, key="c-1", horizon=HORIZON)
        line = read_line(record.text)
        assert line is not None
        assert said(policy.decide(line.request, horizon=HORIZON)) == said(decision), (policy, data)
        linked = Linked("lane", 1, "", record)
        assert line_of(linked) == line
        assert Deciding([policy]).decide(linked, line) is None
        assert ('"c-1"' in record.text) is ("key" not in names)
        if {*names} >= PERSONAL:
            bare += 1
            assert not [text for text in TEXTS_OF_PERSONS if f'"{text}"' in record.text]
            assert MARK in record.text
        verdicts[decision.verdict] += 1
    assert min(verdicts[verdict] for verdict in ("allow", "deny", "review")) > 10, verdicts
    assert min(together[name] for name in NAMES) > CASES // 5, together
    assert bare > CASES // 10
