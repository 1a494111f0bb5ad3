"""Proposals and facts that nobody sane would send: refused in words, and nothing is written."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from policydsl.errors import PolicydslError
from policydsl.ledger.store import Store
from tests.gate.support import AT, CAP_OF_ONE, NAIVE, counted, gate, proposal
from tests.gate.test_wrong_reports import Evil, cyclic, deep

RULES = (
    CAP_OF_ONE
    + "cap a at most 5 attempts by sms per address in 24 hours\n"
    + "cap d at most 5 attempts by sms per debt in 24 hours\n"
    + "cap h at most 5 attempts by sms per creditor in 24 hours\n"
)

PROPOSALS: dict[str, Any] = {
    "nothing": None,
    "a text": "sms",
    "a list": [proposal()],
    "a class": dict,
    "empty": {},
    "no person": {"channel": "sms", "purpose": "servicing"},
    "person null": proposal(person=None),
    "person a number": proposal(person=7),
    "person empty": proposal(person=""),
    "person enormous": proposal(person="x" * 1_000_000),
    "person half a surrogate": proposal(person="\ud800"),
    "address half a surrogate": proposal(address="\udfff"),
    "address enormous": proposal(address="x" * 1_000_000),
    "debts enormous": proposal(debts=[str(n) for n in range(100_000)]),
    "debts not texts": proposal(debts=[1, None, [], {}]),
    "debts of surrogates": proposal(debts=["\ud800"]),
    "number not finite": proposal(attributes={"x": float("nan")}),
    "decimal not finite": proposal(attributes={"x": Decimal("Infinity")}),
    "number without end": proposal(reason=10**5000),
    "bytes": proposal(reason=b"x"),
    "set": proposal(debts={"D1"}),
    "naive instant": proposal(reason=NAIVE),
    "cyclic": proposal(attributes=cyclic()),
    "deep": proposal(attributes={"x": deep()}),
    "evil": proposal(reason=Evil()),
    "evil id": proposal(id=Evil()),
    "evil person": proposal(person=Evil()),
    "evil channel": proposal(channel=Evil()),
    "keys that are numbers": {**proposal(), 7: "x"},
    "keys of many types": {**proposal(), 7: "x", None: "y", (1, 2): "z"},
    "unknown field": proposal(persom="P1"),
    "unknown attribute": proposal(attributes={"nope": 1}),
}

FACTS: dict[str, Any] = {
    "a list": [],
    "a text": "x",
    "unknown": {"persons": {}},
    "person a list": {"person": []},
    "person null": {"person": None},
    "debts a mapping": {"debts": {}},
    "debts of texts": {"debts": ["D1"]},
    "debt without id": {"debts": [{}]},
    "debt id a list": {"debts": [{"id": []}]},
    "consent id a mapping": {"consents": [{"id": {}}]},
    "consent without id": {"consents": [{}]},
    "event id a number": {"events": [{"id": 7}]},
    "event id evil": {"events": [{"id": Evil()}]},
    "evil": {"person": {"household": Evil()}},
    "evil debt": {"debts": [{"id": "D1", "creditor": Evil()}]},
    "cyclic": {"person": cyclic()},
    "deep": {"person": {"household": deep()}},
    "bytes": {"person": {"household": b"H"}},
    "half a surrogate": {"debts": [{"id": "D1", "creditor": "\ud800"}]},
    "not finite": {"person": {"household": float("inf")}},
    "unknown field": {"person": {"houshold": "H"}},
    "too many debts": {"debts": [{"id": str(n)} for n in range(20_000)]},
    "keys that are no texts": {"person": {7: 1, None: 2}},
}


@pytest.mark.parametrize("given", PROPOSALS.values(), ids=PROPOSALS.keys())
def test_hostile_proposals(sqlite: Store, given: Any) -> None:
    store = sqlite
    ours = gate(RULES, store)
    with pytest.raises(PolicydslError) as caught:
        ours.reserve(given, at=AT, key="a")
    assert len(str(caught.value)) < 20_000
    with pytest.raises(PolicydslError):
        ours.decide(given, at=AT)
    (permit,) = ours.reserve_many({"a": given}, at=AT)
    assert permit.error is not None and not permit.allowed
    assert counted(store) == [] and list(store.records()) == []


@pytest.mark.parametrize("given", FACTS.values(), ids=FACTS.keys())
def test_hostile_facts(sqlite: Store, given: Any) -> None:
    store = sqlite
    ours = gate(RULES, store)
    asked = proposal(debts=["D1"], address="+1")
    with pytest.raises(PolicydslError) as caught:
        ours.reserve(asked, at=AT, key="a", facts=given)
    assert len(str(caught.value)) < 20_000
    with pytest.raises(PolicydslError):
        ours.request(asked, at=AT, facts=given) and ours.decide(asked, at=AT, facts=given)
    (permit,) = ours.reserve_many({"a": asked}, at=AT, facts={"a": given})
    assert permit.error is not None and not permit.allowed
    assert counted(store) == [] and list(store.records()) == []


def test_odd_texts_are_texts(store: Store) -> None:
    ours = gate(CAP_OF_ONE, store)
    for number, odd in enumerate(
        ["'; DROP TABLE entries; --", "张三", "%", "a=b", '"', "\\", "\n"]
    ):
        key = f"{odd}{number}"
        assert ours.reserve(proposal(odd), at=AT, key=key).allowed
        assert not ours.reserve(proposal(odd), at=AT, key=f"{key}x").allowed
        assert ours.permit(key).person == odd  # type: ignore[union-attr]
    assert len(counted(store)) == 7
