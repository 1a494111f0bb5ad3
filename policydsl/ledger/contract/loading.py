"""The contract of loading: many entries and facts, all or nothing, and twice the same."""

from __future__ import annotations

from policydsl.ledger.contract.frame import (
    Frame,
    amending,
    entry_of,
    event,
    fact,
    found,
    put,
    reserved,
    same,
)
from policydsl.ledger.store import Loaded, Lookup, State, Wanted

_P1 = Wanted(ids=("e1",), lookups=(Lookup("person=P1", (("contact", None),)),), persons=("P1",))


class StopError(Exception):
    """What stops a load of the contract."""


class LoadingContract(Frame):
    """A long write."""

    def test_what_is_loaded_is_there(self) -> None:
        released = reserved("gone", state=State.RELEASED)
        with self.opened() as store:
            with store.loading() as loader:
                target = event("e1", keys=("person=P1", "address=A"))
                assert loader.add([target, reserved("r1"), released]) == Loaded(3)
                assert loader.add([amending("a1", target)], [fact(1), fact(2)]) == Loaded(3)
                assert loader.add([]) == Loaded()
            assert found(store) == ["a1", "e1", "r1"]
            assert found(store, "address=A") == ["a1", "e1"]
            assert same(entry_of(store, "r1"), reserved("r1"))
            assert same(entry_of(store, "gone"), released)
            assert set(store.read(Wanted(amended=("e1",))).entries) == {"e1", "a1"}
            assert [entry.id for entry in store.entries()] == ["e1", "r1", "gone", "a1"]
            assert store.read(_P1).facts["P1"] == (fact(2),)
            assert list(store.facts()) == [fact(1), fact(2)]

    def test_the_same_again_changes_nothing(self) -> None:
        entries = [event(f"e{number}") for number in range(5)]
        with self.opened() as store:
            with store.loading() as loader:
                loader.add(entries[:3], [fact(1)])
            with store.loading() as loader:
                assert loader.add(entries, [fact(1), fact(2)]) == Loaded(3, 4)
            assert [entry.id for entry in store.entries()] == [entry.id for entry in entries]
            assert len(found(store)) == 5

    def test_content_is_person_kind_instant_target_and_body(self) -> None:
        others = (
            {"person": "P2"},
            {"kind": "payment"},
            {"at": 2},
            {"amends": "e0"},
            {"body": "{}"},
        )
        with self.opened() as store:
            put(store, reserved("e1"))
            with store.loading() as loader:
                assert loader.add([event("e1", keys=("person=other",))]) == Loaded(0, 1)
                for other in others:
                    assert loader.add([event("e1", **other)]) == Loaded(0, 0, ("e1",))
            assert same(entry_of(store, "e1"), reserved("e1"))
            assert found(store, "person=other") == []

    def test_a_version_with_another_body_is_taken(self) -> None:
        with self.opened() as store:
            put(store, facts=(fact(1),))
            with store.loading() as loader:
                assert loader.add([], [fact(1, body="{}"), fact(1)]) == Loaded(0, 1, ("P1",))
            assert list(store.facts()) == [fact(1)]

    def test_ids_given_twice_in_a_batch(self) -> None:
        batch = [event("e1"), event("e2"), event("e1"), event("e1", 9), event("e3")]
        with self.opened() as store:
            with store.loading() as loader:
                assert loader.add(batch) == Loaded(3, 1, ("e1",))
            assert found(store) == ["e1", "e2", "e3"]
            assert entry_of(store, "e1").at == 1

    def test_a_loader_sees_what_it_added_and_others_do_not_yet(self) -> None:
        with self.opened() as store:
            with store.loading() as loader:
                loader.add([event("e1")], [fact(1)])
                known = loader.read(_P1)
                assert set(known.entries) == {"e1"}
                assert [entry.id for entry in known.found["person=P1"]] == ["e1"]
                assert known.facts["P1"] == (fact(1),)
                assert store.read(_P1).entries == {}
                assert list(store.entries()) == []
            assert set(store.read(_P1).entries) == {"e1"}

    def test_entries_are_filed_under_further_keys(self) -> None:
        with self.opened() as store:
            put(store, event("e0"))
            with store.loading() as loader:
                loader.add([event("e1")])
                loader.file([("address=A", "e0"), ("address=A", "e1"), ("address=B", "e1")])
                loader.file([("address=A", "e0")])
            assert found(store, "address=A") == ["e0", "e1"]
            assert found(store, "address=B") == ["e1"]
            assert set(entry_of(store, "e1").keys) == {"person=P1", "address=A", "address=B"}

    def test_nothing_is_loaded_when_it_is_stopped(self) -> None:
        error = StopError()
        with self.opened() as store:
            put(store, event("e0"))
            try:
                with store.loading() as loader:
                    loader.add([event("e1")], [fact(1)])
                    loader.file([("address=A", "e0")])
                    raise error
            except StopError as raised:
                assert raised is error
            else:
                raise AssertionError("what stops a load must come out")
            assert [entry.id for entry in store.entries()] == ["e0"]
            assert list(store.facts()) == []
            assert found(store, "address=A") == []
            with store.loading() as loader:
                assert loader.add([event("e1")]) == Loaded(1)
            assert found(store) == ["e0", "e1"]

    def test_a_large_load(self) -> None:
        with self.opened() as store:
            with store.loading() as loader:
                for first in range(0, 5000, 1000):
                    batch = [event(f"e{number}", number) for number in range(first, first + 1000)]
                    assert loader.add(batch) == Loaded(1000)
            assert len(found(store)) == 5000
            assert found(store, contact=4997) == ["e4998", "e4999"]
