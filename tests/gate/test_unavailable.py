"""A ledger that cannot be reached: the policy's word, its own reason, and no place taken twice."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from policydsl.errors import LedgerError, LedgerUnavailableError
from policydsl.ledger.store import Store
from tests.gate.support import (
    AT,
    CAP_OF_ONE,
    CAP_OF_TWO,
    HOUR,
    FaultyStore,
    counted,
    each,
    gate,
    proposal,
)

CODE = ("LEDGER_UNAVAILABLE",)
ALLOWING = "if ledger unavailable allow"
REVIEWING = "if ledger unavailable review"
NIGHT = "quiet hours night from 21:00 to 08:00\n"
LONDON = {"person": {"time_zones": ["Europe/London"]}}


@pytest.mark.parametrize("call", ["read", "atomically"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_it_denies_with_its_own_reason_and_works_again_by_itself(call: str, when: str) -> None:
    faulty = FaultyStore()
    ours = gate("cap c at most 1 attempts by sms per household in 24 hours\n", faulty)
    home = {"person": {"household": "H1"}}
    faulty.fail(call, when)
    permit = ours.reserve(proposal(), at=AT, key="a", facts=home)
    assert permit.verdict == "deny" and permit.codes == CODE and not permit.allowed
    assert permit.state is None and not permit.may_send(AT) and permit.decision is None
    (reason,) = permit.answer["reasons"]
    assert reason["effect"] == "deny" and reason["rule"] == "t" and reason["lifts_at"] is None
    again = ours.reserve(proposal(), at=AT, key="a", facts=home)
    assert again.allowed and again.replayed is (call == "atomically" and when == "after")
    assert len(counted(faulty.inner)) == 1
    assert not ours.reserve(proposal("P2"), at=AT, key="b", facts=home).allowed


def test_an_answer_without_a_ledger_has_the_fields_of_any_answer() -> None:
    faulty = FaultyStore()
    for word in ("deny", "review", "allow"):
        ours = gate(CAP_OF_ONE, faulty, f"if ledger unavailable {word}", records="none")
        usual = ours.decide(proposal("P2"), at=AT).to_dict()
        faulty.fail()
        answer = ours.reserve(proposal(), at=AT, key=word).answer
        assert list(answer) == list(usual) and answer["verdict"] == word
        assert answer["policy"] == usual["policy"] and answer["data"] == usual["data"]
        told = answer["warnings" if word == "allow" else "reasons"][0]
        assert told["code"] == "LEDGER_UNAVAILABLE"
        assert ("lifts_at" in told) is (word != "allow")


def test_a_policy_may_ask_for_a_review() -> None:
    faulty = FaultyStore()
    ours = gate(NIGHT + CAP_OF_ONE, faulty, REVIEWING)
    faulty.fail()
    permit = ours.reserve(proposal(), at=AT, key="a", facts=LONDON)
    assert permit.verdict == "review" and permit.codes == CODE and not permit.allowed
    assert permit.answer["valid_until"] is None
    faulty.fail()
    night = ours.reserve(proposal(), at=AT + 13 * HOUR, key="a", facts=LONDON)
    assert night.verdict == "defer" and night.codes == (*CODE, "QUIET_HOURS")
    assert counted(faulty.inner) == []


def test_a_policy_may_allow_where_no_record_is_required() -> None:
    faulty = FaultyStore()
    ours = gate(NIGHT + CAP_OF_ONE, faulty, ALLOWING, records="none", lease=timedelta(days=1))
    faulty.fail()
    permit = ours.reserve(proposal(), at=AT, key="a", facts=LONDON)
    assert permit.allowed and permit.loose and not permit.reserved and permit.state is None
    night = datetime(2026, 3, 4, 21, tzinfo=UTC)
    assert permit.valid_until == night and permit.may_send(AT) and not permit.may_send(night)
    faulty.fail()
    late = ours.reserve(proposal(), at=night, key="b", facts=LONDON)
    assert not late.allowed and "QUIET_HOURS" in late.codes


def test_where_records_are_required_nothing_is_allowed_without_one() -> None:
    faulty = FaultyStore()
    ours = gate(CAP_OF_ONE, faulty, ALLOWING)
    faulty.fail()
    permit = ours.reserve(proposal(), at=AT, key="a")
    assert permit.verdict == "deny" and permit.codes == CODE


@pytest.mark.parametrize("how", ["confirm", "many", "amend"])
def test_what_was_sent_without_a_ledger_gets_in_once(store: Store, how: str) -> None:
    faulty = FaultyStore(store)
    ours = gate(CAP_OF_TWO, faulty, ALLOWING, records="none")
    faulty.fail()
    permit = ours.reserve(proposal(address="+1"), at=AT, key="a")
    faulty.fail("atomically")
    with pytest.raises(LedgerUnavailableError):
        permit.confirm("submitted")
    assert permit.may_send(AT) and not permit.reserved
    for _ in range(2):
        match how:
            case "confirm":
                permit.confirm("submitted")
            case "many":
                ours.confirm_many([permit], "submitted")
            case "amend":
                permit.amend(reached="submitted")
        assert permit.state == "confirmed" and not permit.allowed
        (entry,) = counted(store)
        assert (entry.id, entry.state, entry.expires_at) == ("a", "event", None)
    ours.amend("a", reached="delivered")
    assert ours.reserve(proposal(), at=AT, key="b").allowed
    assert not ours.reserve(proposal(), at=AT, key="c").allowed


def test_a_commit_of_which_nobody_knew_and_a_loose_permit_are_one_contact(store: Store) -> None:
    faulty = FaultyStore(store)
    ours = gate(CAP_OF_ONE, faulty, ALLOWING, records="none")
    faulty.fail("atomically", "after")
    permit = ours.reserve(proposal(), at=AT, key="a")
    assert permit.loose and permit.allowed
    permit.confirm("delivered")
    (entry,) = counted(store)
    assert entry.state == "event"
    assert ours.permit("a").state == "confirmed"  # type: ignore[union-attr]


def test_a_loose_permit_does_not_report_on_somebody_else_s_contact(store: Store) -> None:
    faulty = FaultyStore(store)
    ours = gate(CAP_OF_ONE, faulty, ALLOWING, records="none")
    ours.reserve(proposal("P1"), at=AT, key="a")
    faulty.fail()
    permit = ours.reserve(proposal("P2"), at=AT, key="a")
    assert permit.loose
    with pytest.raises(LedgerError, match="L110"):
        permit.confirm("delivered")
    assert [entry.state for entry in store.entries()] == ["reserved"]


def test_a_loose_permit_can_be_given_back_without_a_ledger(store: Store) -> None:
    faulty = FaultyStore(store)
    ours = gate(CAP_OF_ONE, faulty, ALLOWING, records="none")
    for key, give_back in (("a", "release"), ("b", "void")):
        faulty.fail()
        permit = ours.reserve(proposal(), at=AT, key=key)
        if give_back == "release":
            permit.release("no credit")
        else:
            permit.amend(void=True)
        assert permit.state == "released" and not permit.allowed
    assert list(store.entries()) == []


def test_a_report_that_failed_says_so_and_can_be_made_again(store: Store) -> None:
    faulty = FaultyStore(store)
    ours = gate(CAP_OF_ONE, faulty)
    for number, when in enumerate(("before", "after")):
        permit = ours.reserve(proposal(f"P{number}"), at=AT, key=f"k{number}")
        for report in each(
            lambda permit=permit: permit.confirm("submitted"),  # type: ignore[misc]
            lambda permit=permit: ours.confirm_many([permit]),  # type: ignore[misc]
            lambda permit=permit: permit.release("r"),  # type: ignore[misc]
        ):
            faulty.fail("any", when)
            with pytest.raises(LedgerUnavailableError):
                report()
            assert permit.state == "reserved"
            if when == "after":
                break
        permit.confirm("submitted")
        permit.amend(reached="delivered")
        assert ours.permit(f"k{number}").state == "confirmed"  # type: ignore[union-attr]
    assert [entry.state for entry in counted(store)] == ["event", "event"]


def test_a_release_of_which_nobody_knew_is_made_again(store: Store) -> None:
    faulty = FaultyStore(store)
    ours = gate(CAP_OF_ONE, faulty)
    permit = ours.reserve(proposal(), at=AT, key="a")
    faulty.fail("settle", "after")
    with pytest.raises(LedgerUnavailableError):
        permit.release("r")
    permit.release("r")
    assert permit.state == "released" and ours.reserve(proposal(), at=AT, key="b").allowed


def test_a_batch_is_answered_as_far_as_it_got() -> None:
    faulty = FaultyStore()
    ours = gate(CAP_OF_ONE, faulty, batch=2)
    proposals = {f"k{n}": proposal(f"P{n}") for n in range(6)}
    permits = []
    faulty.faults = [("atomically", "after")]
    permits = ours.reserve_many(proposals, at=AT)
    assert [permit.allowed for permit in permits] == [False, False, True, True, True, True]
    assert {permit.codes for permit in permits[:2]} == {CODE}
    again = ours.reserve_many(proposals, at=AT)
    assert all(permit.allowed and permit.replayed for permit in again)
    assert len(counted(faulty.inner)) == 6


@pytest.mark.parametrize("seed", range(8))
def test_failures_at_random_take_no_place_twice_and_never_blame_a_cap(seed: int) -> None:
    chance = random.Random(seed)
    faulty = FaultyStore()
    ours = gate("cap c at most 3 attempts by sms per person in 24 hours\n", faulty)
    took: set[str] = set()
    for number in range(60):
        if chance.random() < 0.4:
            faulty.faults = [
                (chance.choice(["any", "atomically"]), chance.choice(["before", "after"]))
            ]
        key = f"k{number % 9}"
        permit = ours.reserve(proposal(), at=AT, key=key)
        held = {entry.id for entry in counted(faulty.inner)}
        assert len(held) <= 3
        if permit.allowed:
            took.add(key)
            assert key in held
        elif len(held) < 3:
            assert permit.codes == CODE
    faulty.faults.clear()
    assert took <= {entry.id for entry in counted(faulty.inner)}
    assert len(list(faulty.inner.records())) >= len(took)


def test_a_gate_that_cannot_prepare_its_ledger_gives_it_back(tmp_path: object) -> None:
    class Unprepared(FaultyStore):
        def file_under(self, *_: object) -> None:
            self._call("file_under", lambda: None)

    faulty = Unprepared()
    faulty.fail("file_under")
    with pytest.raises(LedgerUnavailableError):
        gate("cap c at most 1 attempts by sms per address in 24 hours\n", faulty)
