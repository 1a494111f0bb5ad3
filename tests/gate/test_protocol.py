"""The reservation protocol against a trivially correct model, on random walks.

Every rule does the same to a gate and to the model; they must agree on every verdict, and after
every step on everything that the ledger holds.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from policydsl.core.request import LEVELS
from policydsl.errors import LedgerError, LedgerUnavailableError
from policydsl.gate.gate import Gate
from policydsl.gate.permit import Permit
from policydsl.ledger.memory import MemoryStore
from policydsl.ledger.opening import open_store
from policydsl.ledger.store import Store
from tests import postgres
from tests.gate.model import LEASE, RULES, ZONE, Model
from tests.gate.support import AT, FaultyStore, check_chains, gate, policy, proposal

PERSONS = ("P1", "P2")
COUNTING = policy(RULES)
FREEING = policy(RULES, "if lease expired free")
MINUTE = timedelta(minutes=1)

persons = st.sampled_from(PERSONS)
levels = st.integers(1, len(LEVELS))
others = st.sampled_from([None, None, None, *PERSONS])
whens = st.sampled_from(["before", "after"])
steps = st.one_of(
    st.integers(1, 3 * 60).map(lambda number: number * MINUTE),
    st.sampled_from([24 * 60 * MINUTE, 60 * MINUTE, LEASE, LEASE - timedelta(microseconds=1)]),
    st.integers(1, 40 * 60).map(lambda number: -number * MINUTE),
)


class Protocol(RuleBasedStateMachine):
    """A gate over a store in memory, under a policy that counts what nobody reported."""

    policy = COUNTING
    frees = False

    def __init__(self) -> None:
        super().__init__()
        self.now: datetime = AT
        self.keys = 0
        self.model = Model(frees=self.frees)
        self.permits: dict[str, Permit] = {}

    def open_store(self) -> Store:
        return MemoryStore()

    @initialize()
    def begin(self) -> None:
        self.faulty = FaultyStore(self.open_store())
        self.gate = self.open_gate()
        zones = [{"type": "person", "id": one, "time_zones": [ZONE]} for one in PERSONS]
        self.gate.record(zones, known_at=AT)

    def open_gate(self) -> Gate:
        return gate(self.policy, self.faulty, lease=LEASE, clock=lambda: self.now)

    def fresh(self) -> str:
        self.keys += 1
        return f"k{self.keys}"

    def agree(self, permit: Permit, reasons: set[str]) -> None:
        assert permit.error is None and not permit.replayed
        assert set(permit.codes) == reasons
        assert permit.allowed is not bool(reasons) and permit.reserved is permit.allowed
        if permit.allowed:
            self.permits[permit.key] = permit
            assert permit.may_send(self.now) and not permit.may_send(self.now + LEASE)

    def agree_again(self, permit: Permit) -> None:
        contact = self.model.contacts[permit.key]
        assert permit.replayed and permit.state == contact.state
        assert permit.allowed is (contact.state == "reserved")
        assert permit.answer["verdict"] == "allow"

    @rule(person=persons)
    def reserve(self, person: str) -> None:
        key = self.fresh()
        permit = self.gate.reserve(proposal(person), at=self.now, key=key)
        self.agree(permit, self.model.reserve(key, person, self.now))

    @rule(asked=st.lists(persons, min_size=1, max_size=5), used=st.booleans())
    def reserve_many(self, asked: list[str], used: bool) -> None:
        batch = {self.fresh(): proposal(person) for person in asked}
        if used and self.model.contacts:
            key = next(iter(self.model.contacts))
            batch[key] = proposal(self.model.contacts[key].asked)
        for permit in self.gate.reserve_many(batch, at=self.now):
            if permit.key in self.model.contacts:
                self.agree_again(permit)
            else:
                reasons = self.model.reserve(permit.key, permit.person, self.now)
                self.agree(permit, reasons)

    @precondition(lambda self: self.model.contacts)
    @rule(data=st.data(), person=persons)
    def reserve_with_a_used_key(self, data: st.DataObject, person: str) -> None:
        contact = self.model.contacts[self.some(data)]
        if person == contact.asked:
            self.agree_again(self.gate.reserve(proposal(person), at=self.now, key=contact.key))
        else:
            with pytest.raises(LedgerError, match="L110"):
                self.gate.reserve(proposal(person), at=self.now, key=contact.key)

    @rule(person=persons, when=whens)
    def reserve_while_the_ledger_fails(self, person: str, when: str) -> None:
        key = self.fresh()
        self.faulty.fail("atomically", when)
        permit = self.gate.reserve(proposal(person), at=self.now, key=key)
        assert permit.codes == ("LEDGER_UNAVAILABLE",) and not permit.allowed
        self.model.decisions += 1
        if when == "after":
            self.model.reserve(key, person, self.now)
        again = self.gate.reserve(proposal(person), at=self.now, key=key)
        if key in self.model.contacts:
            self.agree_again(again)
            self.permits[key] = again
        else:
            self.agree(again, self.model.reserve(key, person, self.now))

    @precondition(lambda self: self.model.contacts)
    @rule(data=st.data(), level=levels, moved=st.booleans(), by_permit=st.booleans(), other=others)
    def confirm(
        self, data: st.DataObject, level: int, moved: bool, by_permit: bool, other: str | None
    ) -> None:
        key = self.some(data)
        at = self.now if moved else None
        changes: dict[str, Any] = {} if other is None else {"person": other}
        target = self.permits[key].confirm if by_permit else self.by_key(key)
        target(LEVELS[level - 1], at=at, **changes)
        self.model.confirm(key, level, at, other)

    @precondition(lambda self: len(self.model.contacts) > 1)
    @rule(level=levels)
    def confirm_all(self, level: int) -> None:
        self.gate.confirm_many(self.permits.values(), LEVELS[level - 1])
        for key in self.permits:
            self.model.confirm(key, level, None, None)

    @precondition(lambda self: self.model.contacts)
    @rule(data=st.data(), level=levels, when=whens)
    def confirm_while_the_ledger_fails(self, data: st.DataObject, level: int, when: str) -> None:
        key = self.some(data)
        self.faulty.fail("atomically", when)
        with pytest.raises(LedgerUnavailableError):
            self.gate.confirm(key, LEVELS[level - 1])
        if when == "after":
            self.model.confirm(key, level, None, None)

    @precondition(lambda self: self.model.contacts)
    @rule(data=st.data(), level=levels, correct=st.booleans(), other=others)
    def amend(self, data: st.DataObject, level: int, correct: bool, other: str | None) -> None:
        key = self.some(data)
        changes = {} if other is None else {"person": other}
        self.gate.amend(key, correct=correct, reached=LEVELS[level - 1], **changes)  # type: ignore[arg-type]
        self.model.amend(key, level, correct, other)

    @precondition(lambda self: self.model.contacts)
    @rule(data=st.data(), gone=st.booleans())
    def void(self, data: st.DataObject, gone: bool) -> None:
        key = self.some(data)
        self.gate.amend(key, void=gone)
        self.model.void(key, gone)

    @precondition(lambda self: self.model.contacts)
    @rule(data=st.data(), by_permit=st.booleans())
    def release(self, data: st.DataObject, by_permit: bool) -> None:
        key = self.some(data)
        try:
            if by_permit:
                self.permits[key].release("r")
            else:
                self.gate.release(key, "r")
        except LedgerError as error:
            assert [one.code for one in error.diagnostics] == ["L112"]
            assert not self.model.release(key)
        else:
            assert self.model.release(key)

    @rule()
    def expire(self) -> None:
        assert self.gate.expire(self.now) == self.model.expire(self.now)

    @rule(step=steps)
    def set_the_clock(self, step: timedelta) -> None:
        self.now += step

    @rule()
    def open_it_again(self) -> None:
        self.faulty.inner = self.reopened()
        self.gate = self.open_gate()
        self.permits = {key: self.kept(key) for key in self.permits}

    def reopened(self) -> Store:
        return self.faulty.inner

    def kept(self, key: str) -> Permit:
        permit = self.gate.permit(key)
        assert permit is not None
        self.agree_again(permit)
        return permit

    def by_key(self, key: str) -> Any:
        return lambda reached, **more: self.gate.confirm(key, reached, **more)

    def some(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(sorted(self.model.contacts)))

    @invariant()
    def every_decision_is_the_same(self) -> None:
        for person in PERSONS:
            decision = self.gate.decide(proposal(person), at=self.now)
            reasons = {reason.code for reason in decision.reasons}
            assert reasons == self.model.reasons(person, self.now)

    @invariant()
    def nothing_is_lost_or_too_much(self) -> None:
        entries = {e.id: e for e in self.faulty.inner.entries() if e.amends is None}
        assert entries.keys() == self.model.contacts.keys()
        for key, contact in self.model.contacts.items():
            state = str(entries[key].state).replace("event", "confirmed")
            assert (state, entries[key].person) == (contact.state, contact.asked)
        assert self.model.over() == []

    @invariant()
    def every_allowed_contact_has_its_record(self) -> None:
        records = check_chains(self.faulty.inner)
        about = [one.record.about for one in records if one.record.about is not None]
        assert sorted(about) == sorted(self.model.allowed)
        assert len(records) == self.model.decisions


class FreeingProtocol(Protocol):
    """The same under a policy that frees what nobody reported."""

    policy = FREEING
    frees = True


class SqliteProtocol(Protocol):
    """The same over a file, which is closed and opened again."""

    def open_store(self) -> Store:
        self.folder = TemporaryDirectory(prefix="policydsl-")
        return self.reopen()

    def reopen(self) -> Store:
        path = Path(self.folder.name) / "ledger.db"
        return open_store(f"sqlite:///{path}?durability=relaxed")

    def reopened(self) -> Store:
        self.faulty.inner.close()
        return self.reopen()

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.faulty.inner.close()
            self.folder.cleanup()


def test_on_a_server(postgresql_server: postgres.Server) -> None:
    class ServerProtocol(SqliteProtocol):
        def open_store(self) -> Store:
            self.url = f"{postgresql_server.new_url()}&durability=relaxed"
            return self.reopen()

        def reopen(self) -> Store:
            return open_store(self.url)

        def teardown(self) -> None:
            if hasattr(self, "url"):
                self.faulty.inner.close()

    few = settings(max_examples=4, stateful_step_count=20)
    run_state_machine_as_test(ServerProtocol, settings=few)


TestCounting = Protocol.TestCase
TestCounting.settings = settings(max_examples=120, stateful_step_count=25)
TestFreeing = FreeingProtocol.TestCase
TestFreeing.settings = settings(max_examples=80, stateful_step_count=25)
TestInAFile = SqliteProtocol.TestCase
TestInAFile.settings = settings(max_examples=12, stateful_step_count=20)
