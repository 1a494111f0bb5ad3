"""Every counter that a contact touches is held: of the person, and of what persons share."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from policydsl.ledger.store import Store
from tests.gate.support import AT, DAY, HOUR, FaultyStore, gate, policy, proposal

SHARED = [
    (
        "address",
        {"address": "+1305"},
        {"address": {"id": "+1305", "kind": "mobile"}},
        {"address": "+9"},
    ),
    ("debt", {"debts": ["D1"]}, {"debts": ["D2", "D1"]}, {"debts": ["D3"]}),
    ("campaign", {"campaign": "C1"}, {"campaign": "C1"}, {"campaign": "C2"}),
    (
        "recipient",
        {"recipient": {"role": "spouse", "id": "X"}},
        {"recipient": {"role": "debtor", "id": "X"}},
        {"recipient": {"role": "debtor", "id": "Y"}},
    ),
]


@pytest.mark.parametrize(("key", "first", "second", "other"), SHARED)
def test_a_cap_over_persons_counts_them_together(
    store: Store, key: str, first: dict[str, Any], second: dict[str, Any], other: dict[str, Any]
) -> None:
    ours = gate(f"cap c at most 1 attempts by sms per {key} in 24 hours\n", store)
    assert ours.reserve(proposal("P1", **first), at=AT, key="a").allowed
    assert not ours.reserve(proposal("P2", **second), at=AT, key="b").allowed
    assert ours.reserve(proposal("P3", **other), at=AT, key="c").allowed
    ours.confirm("a", "delivered")
    assert not ours.reserve(proposal("P2", **second), at=AT, key="b").allowed
    assert ours.reserve(proposal("P2", **second), at=AT + DAY, key="b").allowed


@pytest.mark.parametrize(
    ("kind", "first", "second", "other"),
    [
        ("flag", True, True, False),
        ("number", 2, 2.0, 3),
        ("number", 1.5, Decimal("1.50"), 1.25),
        ("date", "2026-01-01", date(2026, 1, 1), "2026-01-02"),
        ("one of a, b", "a", "a", "b"),
        ("set of a, b, c", ["a", "b"], ["b", "a"], ["c"]),
    ],
)
def test_a_key_may_be_of_any_type(
    store: Store, kind: str, first: object, second: object, other: object
) -> None:
    rules = (
        f"fact proposal.x : {kind}\ncap c at most 1 attempts by sms per proposal.x in 24 hours\n"
    )
    ours = gate(rules, store)
    assert ours.reserve(proposal("P1", attributes={"x": first}), at=AT, key="a").allowed
    same = proposal("P2", attributes={"x": second})
    assert not ours.reserve(same, at=AT, key="b").allowed
    assert ours.reserve(proposal("P3", attributes={"x": other}), at=AT, key="c").allowed
    ours.confirm("a", attributes={"x": other})
    assert ours.reserve(same, at=AT, key="b").allowed


def households(store: Store, **of: str) -> None:
    gate("", store).record(
        [{"type": "person", "id": person, "household": home} for person, home in of.items()],
        known_at=AT - DAY,
    )


HOUSEHOLD = "cap c at most 1 attempts by sms per household in 24 hours\n"


def test_a_household_is_known_from_the_ledger(store: Store) -> None:
    ours = gate(HOUSEHOLD, store)
    households(store, P1="H1", P2="H1", P3="H3")
    assert ours.reserve(proposal("P1"), at=AT, key="a").allowed
    assert not ours.reserve(proposal("P2"), at=AT, key="b").allowed
    assert ours.reserve(proposal("P3"), at=AT, key="c").allowed
    home = {"person": {"household": "H1"}}
    assert not ours.reserve(proposal("P4"), at=AT, key="d", facts=home).allowed


def test_who_has_no_household_is_not_counted_with_anybody(store: Store) -> None:
    ours = gate(HOUSEHOLD, store)
    permit = ours.reserve(proposal("P1"), at=AT, key="a")
    assert not permit.allowed and permit.codes == ("FACT_MISSING",)


def test_facts_of_a_person_are_carried_as_they_are(store: Store) -> None:
    rules = (
        "fact person.groups : set of a, b, c\nfact event.groups : set of a, b, c\n"
        "cap c at most 1 attempts by sms per person.groups in 24 hours\n"
    )
    ours = gate(rules, store)
    both, one, other = ({"person": {"groups": groups}} for groups in (["a", "b"], ["b"], ["c"]))
    assert ours.reserve(proposal("P1"), at=AT, key="a", facts=both).allowed
    assert ours.reserve(proposal("P2"), at=AT, key="b", facts=other).allowed
    assert not ours.reserve(proposal("P3"), at=AT, key="c", facts=both).allowed
    assert ours.reserve(proposal("P4"), at=AT, key="d", facts=one).allowed, "another set"
    ours.confirm("a", "delivered")
    assert not ours.reserve(proposal("P3"), at=AT, key="c", facts=both).allowed


def test_a_creditor_is_counted_over_debts_and_persons(store: Store) -> None:
    ours = gate("cap c at most 1 attempts by sms per creditor in 24 hours\n", store)
    ours.record(
        [
            {"type": "debt", "id": debt, "person": person, "creditor": creditor}
            for debt, person, creditor in [
                ("D1", "P1", "C1"),
                ("D2", "P1", "C2"),
                ("D3", "P2", "C1"),
                ("D4", "P2", "C2"),
                ("D5", "P2", "C5"),
            ]
        ],
        known_at=AT - DAY,
    )
    both = ours.reserve(proposal("P1", debts=["D1", "D2"]), at=AT, key="a")
    assert both.allowed
    assert not ours.reserve(proposal("P2", debts=["D3"]), at=AT, key="b").allowed
    assert not ours.reserve(proposal("P2", debts=["D4"]), at=AT, key="c").allowed
    assert ours.reserve(proposal("P2", debts=["D5"]), at=AT, key="d").allowed
    assert not ours.reserve(proposal("P2", debts=["D5"]), at=AT, key="e").allowed
    both.release("wrong debts")
    assert ours.reserve(proposal("P2", debts=["D3"]), at=AT, key="b").allowed


class MovingStore(FaultyStore):
    """A store in which a person moves house between the first look and the lock."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.homes = ["H2", "H3"]

    def read(self, wanted: Any) -> Any:
        known = super().read(wanted)
        if wanted.persons and self.homes:
            home, person = self.homes.pop(0), wanted.persons[0]
            line = {"type": "person", "id": person, "household": home}
            gate("", self.inner).record([line], known_at=AT - HOUR / 100 * (1 + len(self.homes)))
        return known


def test_who_moves_meanwhile_is_counted_where_he_lives_now(store: Store) -> None:
    households(store, P1="H1", P2="H3")
    moving = MovingStore(store)
    ours = gate(HOUSEHOLD, moving)
    moving.homes, homes = [], moving.homes
    assert ours.reserve(proposal("P2"), at=AT, key="a").allowed
    moving.homes = homes
    permit = ours.reserve(proposal("P1"), at=AT, key="b")
    assert moving.calls.count("atomically") >= 3
    assert permit.codes == ("CAP_REACHED",)


def test_who_never_stays_gets_no_permit_and_no_wrong_reason(store: Store) -> None:
    moving = MovingStore(store)
    households(store, P1="H1")
    moving.homes = [f"N{number}" for number in range(50)]
    permit = gate(HOUSEHOLD, moving).reserve(proposal("P1"), at=AT, key="a")
    assert permit.codes == ("LEDGER_UNAVAILABLE",) and not permit.allowed


def test_a_field_read_from_two_places_reaches_back_as_far_as_the_longer_window(
    store: Store,
) -> None:
    rules = (
        "fact proposal.household : text = none\n"
        "cap long at most 1 attempts by sms per household in 20 rolling days\n"
        "cap short at most 5 attempts by voice per proposal.household in 24 hours\n"
    )
    ours = gate(rules, store)
    households(store, P1="H1", P2="H1")
    home = {"attributes": {"household": "H1"}}
    assert ours.reserve(proposal("P1", **home), at=AT - 9 * DAY, key="a").allowed
    assert not ours.reserve(proposal("P2", **home), at=AT, key="b").allowed


def test_a_gap_is_kept(store: Store) -> None:
    ours = gate("gap g at least 4 hours between attempts by sms per person\n", store)
    assert ours.reserve(proposal(), at=AT, key="a").allowed
    assert ours.reserve(proposal(), at=AT + HOUR, key="b").codes == ("MIN_GAP",)
    assert ours.reserve(proposal(), at=AT + 4 * HOUR, key="b").allowed


def test_a_conversation_begins_a_cooldown_when_it_is_reported(store: Store) -> None:
    ours = gate("cooldown k wait 7 full days after conversation per person\n", store)
    facts = {"person": {"time_zones": ["Europe/London"]}}
    first = ours.reserve(proposal(channel="voice"), at=AT, key="a", facts=facts)
    assert first.allowed
    second = ours.reserve(proposal(), at=AT + HOUR, key="b", facts=facts)
    assert not second.allowed, "the call may become a conversation"
    first.confirm("attempted")
    assert ours.reserve(proposal(), at=AT + HOUR, key="b", facts=facts).allowed
    first.amend(reached="conversation")
    later = ours.reserve(proposal(), at=AT + 2 * HOUR, key="c", facts=facts)
    assert later.codes == ("COOLDOWN",)


LADDER = """fact proposal.step : text
ladder l per debt
  take any open step
  step remind via sms where (step is "remind")
    at most 1 attempts ever
  step call after remind attempted 1 times
    via sms where (step is "call")
"""


def test_the_next_step_opens_with_the_contact_that_was_confirmed(store: Store) -> None:
    ours = gate(policy(LADDER), store)

    def step(name: str, key: str) -> Any:
        fields: dict[str, Any] = {"debts": ["D1"], "attributes": {"step": name}}
        return ours.reserve(proposal(**fields), at=AT, key=key, facts={"debts": [{"id": "D1"}]})

    assert not step("call", "b").allowed
    remind = step("remind", "a")
    assert remind.allowed, remind.answer
    assert not step("remind", "a2").allowed
    remind.confirm("submitted")
    assert step("call", "b").allowed
    assert not step("remind", "a2").allowed


def test_caps_at_every_level_count_a_place_until_it_is_known_better(store: Store) -> None:
    ours = gate("cap c at most 1 deliveries by sms per person in 24 hours\n", store)
    first = ours.reserve(proposal(), at=AT, key="a")
    assert not ours.reserve(proposal(), at=AT, key="b").allowed
    first.confirm("submitted")
    second = ours.reserve(proposal(), at=AT, key="b")
    assert second.allowed
    first.amend(reached="delivered")
    assert not ours.reserve(proposal(), at=AT, key="c").allowed
