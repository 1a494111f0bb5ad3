"""A contact that is allowed takes its places; one that is not takes nothing; a key is asked again."""

from __future__ import annotations

import json
from typing import Any

import pytest

import policydsl
from policydsl.errors import LedgerError, RequestError
from policydsl.ledger.store import State, Store
from tests.gate.support import AT, CAP_OF_ONE, DAY, HOUR, Wrapped, counted, gate, proposal


def test_an_allowed_contact_takes_the_place_and_the_next_is_denied(store: Store) -> None:
    ours = gate(CAP_OF_ONE, store)
    first = ours.reserve(proposal(), at=AT, key="a")
    assert first.allowed and first.reserved and not first.replayed and first.key == "a"
    second = ours.reserve(proposal(), at=AT, key="b")
    assert not second.allowed and second.verdict == "defer" and second.codes == ("CAP_REACHED",)
    assert second.state is None and second.entry is None and not second.may_send(AT)
    assert [entry.id for entry in counted(store)] == ["a"]


def test_the_place_is_free_again_when_the_window_has_passed(store: Store) -> None:
    ours = gate(CAP_OF_ONE, store)
    ours.reserve(proposal(), at=AT, key="a")
    assert not ours.reserve(proposal(), at=AT + DAY - 0.001 * HOUR, key="b").allowed
    assert ours.reserve(proposal(), at=AT + DAY, key="b").allowed


@pytest.mark.parametrize(
    ("rules", "verdict"),
    [
        ("deny d when channel is sms\n", "deny"),
        ("quiet hours q from 00:00 to 23:00\n", "defer"),
        ("review r when channel is sms\n", "review"),
    ],
)
def test_what_is_not_allowed_takes_nothing_and_leaves_its_key_free(
    store: Store, rules: str, verdict: str
) -> None:
    facts = {"person": {"time_zones": ["Europe/London"]}}
    strict = gate(rules + CAP_OF_ONE, store)
    for _ in range(3):
        permit = strict.reserve(proposal(), at=AT, key="a", facts=facts)
        assert permit.verdict == verdict and not permit.allowed
    assert counted(store) == [] and strict.permit("a") is None
    assert gate(CAP_OF_ONE, store).reserve(proposal("P2"), at=AT, key="a").allowed


def test_the_same_key_gives_the_same_permit_byte_for_byte(store: Store) -> None:
    ours = gate(CAP_OF_ONE, store)
    first = ours.reserve(proposal(), at=AT, key="a")
    again = ours.reserve(proposal(), at=AT + HOUR, key="a")
    by_key = ours.permit("a")
    assert by_key is not None
    for replayed in (again, by_key):
        assert replayed.replayed and replayed.allowed and replayed.reserved
        assert json.dumps(replayed.answer) == json.dumps(first.answer)
        assert replayed.expires_at == first.expires_at
        assert replayed.valid_until == first.valid_until
        assert replayed.decision is None and replayed.person == "P1"
        assert replayed.verdict == "allow" and replayed.codes == ()
    assert len(counted(store)) == 1 and len(list(store.records())) == 1


def test_the_order_of_fields_makes_no_other_contact(store: Store) -> None:
    ours = gate(CAP_OF_ONE, store)
    ours.reserve(proposal(reason="r"), at=AT, key="a")
    turned = dict(reversed(proposal(reason="r").items()))
    assert ours.reserve(turned, at=AT, key="a").replayed
    assert ours.reserve(Wrapped(turned), at=AT, key="a").replayed


@pytest.mark.parametrize(
    "other", [{"person": "P2"}, {"channel": "voice"}, {"reason": "r"}, {"debts": []}]
)
def test_a_key_used_for_another_contact_is_refused(store: Store, other: dict[str, Any]) -> None:
    ours = gate(CAP_OF_ONE, store)
    permit = ours.reserve(proposal(), at=AT, key="a")
    for state in ("reserved", "released"):
        with pytest.raises(LedgerError) as caught:
            ours.reserve({**proposal(), **other}, at=AT, key="a")
        assert [one.code for one in caught.value.diagnostics] == ["L110"], state
        permit.release("not sent")


@pytest.mark.parametrize("how", ["confirm", "release", "amend", "expire"])
def test_the_permit_of_a_contact_that_is_over_does_not_allow(store: Store, how: str) -> None:
    ours = gate(CAP_OF_ONE, store)
    permit = ours.reserve(proposal(), at=AT, key="a")
    before = json.dumps(permit.answer)
    match how:
        case "confirm":
            permit.confirm("submitted")
        case "release":
            permit.release("no number")
        case "amend":
            permit.amend(reached="delivered")
        case "expire":
            assert ours.expire(AT + HOUR) == (1, 0)
    if how != "expire":
        assert not permit.allowed and not permit.may_send(AT)
    again = ours.reserve(proposal(), at=AT + 2 * HOUR, key="a")
    assert again.replayed and not again.allowed and not again.may_send(AT)
    assert again.verdict == "allow" and json.dumps(again.answer) == before
    states = {"release": "released", "expire": "expired"}
    assert again.state == states.get(how, "confirmed")


def test_a_permit_is_neither_true_nor_false(store: Store) -> None:
    permit = gate(CAP_OF_ONE, store).reserve(proposal(), at=AT, key="a")
    with pytest.raises(TypeError):
        bool(permit)
    assert repr(permit) == "<Permit a allow reserved>"
    told = permit.to_dict()["reservation"]
    assert told == {
        "key": "a",
        "state": "reserved",
        "replayed": False,
        "expires_at": "2026-03-04T10:15:00+00:00",
    }


def test_the_own_id_in_a_proposal_is_the_key(store: Store) -> None:
    ours = gate(CAP_OF_ONE, store)
    assert ours.reserve(proposal(id="a"), at=AT, key="a").allowed
    assert ours.reserve(proposal(), at=AT, key="a").replayed
    with pytest.raises(LedgerError, match="L115"):
        ours.reserve(proposal(id="a"), at=AT, key="b")


def test_a_proposal_that_the_policy_cannot_judge_raises_and_takes_nothing(store: Store) -> None:
    ours = gate(CAP_OF_ONE, store)
    with pytest.raises(RequestError, match="R113"):
        ours.reserve(proposal(channel="pigeon"), at=AT, key="a")
    assert list(store.entries()) == [] and list(store.records()) == []


def test_an_event_takes_its_id_as_well(store: Store) -> None:
    ours = gate(CAP_OF_ONE, store)
    ours.record([{"id": "a", "kind": "payment", "at": "2026-03-01T00:00:00Z", "person": "P1"}])
    with pytest.raises(LedgerError, match="L110"):
        ours.reserve(proposal(), at=AT, key="a")
    assert ours.permit("a") is None


def test_two_gates_share_one_ledger_whatever_each_policy_declares(store: Store) -> None:
    fact = "fact proposal.urgent : flag = no\nfact person.vip : flag = no\n"
    declares = gate(fact + CAP_OF_ONE, store)
    plain = gate("cap c at most 2 attempts by sms per person in 24 hours\n", store)
    declares.record([{"type": "person", "id": "P1", "vip": True}], known_at=AT)
    assert declares.reserve(proposal(attributes={"urgent": True}), at=AT, key="a").allowed
    assert plain.reserve(proposal(), at=AT, key="b").allowed
    assert not declares.reserve(proposal(), at=AT, key="c").allowed
    assert not plain.reserve(proposal(), at=AT, key="d").allowed
    assert plain.request(proposal(), at=AT)["person"] == {"id": "P1"}
    with pytest.raises(RequestError, match="R111"):
        plain.reserve(proposal(attributes={"urgent": True}), at=AT, key="e")
    assert {entry.state for entry in counted(store)} == {State.RESERVED}


def test_what_only_another_policy_s_list_holds_is_unknown_here(store: Store) -> None:
    wide = policydsl.load_text(
        "policy wide\n  otherwise deny\n  governs channel is kiosk\n"
        "fact channel : also kiosk\nfact recipient : also heir\n"
    )
    plain = gate("cap c at most 1 attempts per person in 24 hours\n", store)
    other = proposal(channel="kiosk", recipient={"role": "heir", "id": "H1"})
    assert policydsl.Gate(wide, store).reserve(other, at=AT, key="a").allowed
    (event,) = plain.request(proposal(), at=AT)["events"]
    assert event["recipient"] == {"id": "H1"} and "channel" not in event
    assert plain.reserve(proposal(), at=AT, key="b").codes == ("CAP_REACHED",)
    by_sms = gate(CAP_OF_ONE, store)
    assert by_sms.reserve(proposal(), at=AT, key="c").codes == ("FACT_MISSING",)
