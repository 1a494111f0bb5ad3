"""What is said of a contact that was made: in every order, once and again, early and late."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from policydsl.errors import LedgerError
from policydsl.gate.gate import Gate
from policydsl.ledger.store import State, Store
from tests.gate.support import AT, CAP_OF_ONE, CAP_OF_TWO, DAY, HOUR, each, gate, proposal

DELIVERIES = "cap c at most 1 deliveries by sms per person in 24 hours\n"


def seen(ours: Gate, person: str = "P1") -> list[dict[str, Any]]:
    """The events of a person as a policy sees them, amendments apart."""
    data = ours.request(proposal(person), at=AT + HOUR)
    return [event for event in data["events"] if "amends" not in event]


def used(ours: Gate, person: str = "P1") -> tuple[int, int]:
    """How many contacts of a person are counted by the first cap, and may be."""
    (counter,) = ours.decide(proposal(person), at=AT + HOUR).to_dict()["counters"]
    return counter["used"], counter["possible"]


STEPS = {
    "confirm": lambda ours: ours.confirm("a", "submitted"),
    "delivered": lambda ours: ours.amend("a", reached="delivered"),
    "conversation": lambda ours: ours.amend("a", reached="conversation", outcome="promised"),
    "again": lambda ours: ours.confirm("a", "submitted"),
}


@pytest.mark.parametrize("order", list(permutations(STEPS)), ids="-".join)
def test_reports_may_come_in_any_order(order: tuple[str, ...]) -> None:
    ours = gate("cap c at most 3 conversations by sms per person in 24 hours\n")
    ours.reserve(proposal(), at=AT, key="a")
    for name in order:
        STEPS[name](ours)
    assert used(ours) == (1, 1)
    count = len(list(ours.store.entries()))
    for name in order:
        STEPS[name](ours)
    assert len(list(ours.store.entries())) == count, "the same again changes nothing"
    permit = ours.permit("a")
    assert permit is not None and permit.state == "confirmed" and not permit.allowed


def test_a_callback_may_come_before_the_confirmation(store: Store) -> None:
    ours = gate(DELIVERIES, store)
    permit = ours.reserve(proposal(), at=AT, key="a")
    ours.amend("a", reached="delivered")
    assert not ours.reserve(proposal(), at=AT, key="b").allowed
    permit.confirm("submitted")
    assert used(ours) == (1, 1)
    assert [entry.state for entry in store.entries()] == ["event"], "one event, no amendment"


def test_how_far_a_contact_got_only_grows_unless_it_is_corrected(store: Store) -> None:
    ours = gate(DELIVERIES, store)
    ours.reserve(proposal(), at=AT, key="a").confirm("delivered")
    for late in ("submitted", "attempted", None):
        ours.amend("a", reached=late)
        assert used(ours) == (1, 1)
    assert len(list(store.entries())) == 1
    ours.amend("a", reached="submitted", correct=True)
    assert used(ours) == (0, 0)
    ours.amend("a", reached="delivered")
    assert used(ours) == (1, 1)


def test_a_confirmation_carries_what_else_is_known(store: Store) -> None:
    ours = gate("fact event.note : text = none\n" + CAP_OF_ONE, store)
    permit = ours.reserve(proposal(address="+1"), at=AT, key="a")
    permit.confirm("delivered", outcome="ok", attributes={"note": "n"}, at=AT + HOUR / 2)
    (event,) = seen(ours)
    assert event["at"] == "2026-03-04T10:30:00Z" and event["outcome"] == "ok"
    assert event["attributes"] == {"note": "n"} and event["address"] == "+1"
    assert "reserved" not in event
    assert not ours.reserve(proposal(), at=AT + DAY, key="b").allowed
    assert ours.reserve(proposal(), at=AT + DAY + HOUR / 2, key="b").allowed


@pytest.mark.parametrize("how", ["confirm", "permit", "amend"])
def test_a_wrong_number_counts_for_the_number_that_was_called(store: Store, how: str) -> None:
    ours = gate("cap c at most 1 attempts by sms per address in 24 hours\n", store)
    permit = ours.reserve(proposal("P1", address="+1"), at=AT, key="a")
    match how:
        case "confirm":
            ours.confirm("a", address="+2")
        case "permit":
            permit.confirm(address={"id": "+2"})
        case "amend":
            permit.confirm()
            permit.amend(address="+2")
    assert ours.reserve(proposal("P3", address="+1"), at=AT, key="b").allowed
    assert not ours.reserve(proposal("P2", address="+2"), at=AT, key="c").allowed


@pytest.mark.parametrize("how", ["confirm", "permit", "many", "amend", "twice"])
def test_another_person_counts_it_from_then_on_and_the_first_no_longer(
    store: Store, how: str
) -> None:
    ours = gate(CAP_OF_ONE, store)
    permit = ours.reserve(proposal("P1"), at=AT, key="a")
    match how:
        case "confirm":
            ours.confirm("a", person="P2")
        case "permit":
            permit.confirm(person="P2")
        case "many":
            ours.confirm_many([permit], person="P2")
        case "amend":
            permit.confirm()
            permit.amend(person="P2")
        case "twice":
            permit.confirm("submitted", person="P9")
            ours.amend("a", reached="delivered")
            ours.amend("a", person="P2")
    assert not ours.reserve(proposal("P2"), at=AT, key="b").allowed
    assert ours.reserve(proposal("P1"), at=AT, key="c").allowed
    assert ours.reserve(proposal("P9"), at=AT, key="d").allowed


def test_void_takes_a_contact_away_and_back(store: Store) -> None:
    ours = gate(CAP_OF_ONE, store)
    ours.reserve(proposal(), at=AT, key="a").confirm("delivered")
    ours.amend("a", void=True)
    assert used(ours) == (0, 0)
    count = len(list(store.entries()))
    ours.amend("a", void=True)
    assert len(list(store.entries())) == count
    ours.amend("a", void=False)
    assert used(ours) == (1, 1)


@pytest.mark.parametrize("how", ["amend", "confirm", "permit", "many"])
def test_void_of_a_place_gives_it_back(store: Store, how: str) -> None:
    ours = gate(CAP_OF_ONE, store)
    permit = ours.reserve(proposal(), at=AT, key="a")
    for _ in range(2):
        match how:
            case "amend":
                ours.amend("a", void=True)
            case "confirm":
                ours.confirm("a", void=True)
            case "permit":
                permit.amend(void=True)
            case "many":
                ours.confirm_many([permit], void=True)
        if how in ("permit", "many"):
            assert permit.state == "released" and not permit.allowed
        assert [entry.state for entry in store.entries()] == [State.RELEASED]
    assert ours.reserve(proposal(), at=AT, key="b").allowed


def test_what_happened_is_recorded_after_a_release(store: Store) -> None:
    ours = gate(CAP_OF_ONE, store)
    permit = ours.reserve(proposal(), at=AT, key="a")
    permit.release("gave up")
    permit.release("again")
    assert ours.reserve(proposal(), at=AT, key="b").allowed
    ours.confirm("a", "delivered")
    assert used(ours) == (2, 2), "over the cap, as it happened"
    permit = ours.permit("a")  # type: ignore[assignment]
    assert permit.state == "confirmed"


@pytest.mark.parametrize("frees", [False, True])
def test_what_happened_is_recorded_after_the_lease(store: Store, frees: bool) -> None:
    ours = gate(CAP_OF_TWO, store, "if lease expired free" if frees else "if lease expired count")
    permit = ours.reserve(proposal(), at=AT, key="a")
    assert ours.expire(AT + HOUR) == ((0, 1) if frees else (1, 0))
    assert used(ours) == ((0, 0) if frees else (1, 1))
    permit.confirm("delivered")
    assert used(ours) == (1, 1)
    assert ours.expire(AT + HOUR) == (0, 0)


def test_a_contact_that_was_made_cannot_be_released(store: Store) -> None:
    ours = gate(CAP_OF_ONE, store)
    permit = ours.reserve(proposal(), at=AT, key="a")
    permit.confirm("submitted")
    for release in each(lambda: permit.release("late"), lambda: ours.release("a", "late")):
        with pytest.raises(LedgerError, match="L112"):
            release()
    assert permit.state == "confirmed" and used(ours) == (1, 1)


def test_a_key_under_which_nothing_is_reserved_has_no_reports(store: Store) -> None:
    ours = gate(CAP_OF_ONE, store)
    ours.reserve(proposal(), at=AT, key="a").confirm()
    ours.amend("a", reached="delivered")
    (amendment,) = [entry.id for entry in store.entries() if entry.amends]
    for key in ("nothing", amendment):
        with pytest.raises(LedgerError, match="L111"):
            ours.confirm(key)
        with pytest.raises(LedgerError, match="L111"):
            ours.amend(key, reached="delivered")
        with pytest.raises(LedgerError, match="L111"):
            ours.release(key, "r")


def test_what_was_not_allowed_has_no_reports(store: Store) -> None:
    ours = gate("deny d when channel is sms\n", store)
    permit = ours.reserve(proposal(), at=AT, key="a")
    for report in each(
        permit.confirm,
        lambda: permit.amend(reached="delivered"),
        lambda: permit.release("r"),
        lambda: ours.confirm_many([permit]),
    ):
        with pytest.raises(LedgerError, match="L119"):
            report()
    assert list(store.entries()) == []


def test_an_amendment_needs_no_id_that_a_contact_could_have(store: Store) -> None:
    ours = gate("cap c at most 9 attempts by sms per person in 24 hours\n", store)
    ours.reserve(proposal(), at=AT, key="a").confirm()
    ours.reserve(proposal(), at=AT, key="a~1")
    ours.reserve(proposal(), at=AT, key="a~2").confirm()
    for reached in ("submitted", "delivered", "connected"):
        ours.amend("a", reached=reached)
        ours.amend("a~2", reached=reached)
    assert used(ours) == (3, 3)


def test_any_event_can_be_amended_by_its_id(store: Store) -> None:
    ours = gate("cap c at most 1 attempts by sms per person since last payment\n", store)
    ours.record([{"id": "p", "kind": "payment", "person": "P1", "at": "2026-03-04T09:00:00Z"}])
    ours.reserve(proposal(), at=AT - 2 * HOUR, key="a").confirm()
    assert used(ours) == (0, 0)
    ours.amend("p", void=True)
    assert used(ours) == (1, 1)


def test_a_report_on_one_changes_nobody_else(store: Store) -> None:
    ours = gate(CAP_OF_ONE, store)
    for person in ("P1", "P2"):
        ours.reserve(proposal(person), at=AT, key=person).confirm("submitted")
    before = ours.request(proposal("P2"), at=AT + HOUR)
    ours.amend("P1", reached="conversation", person="P3")
    ours.amend("P1", void=True)
    assert ours.request(proposal("P2"), at=AT + HOUR) == before
