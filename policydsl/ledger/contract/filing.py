"""The contract of filing: further keys, and further fields for what is there already."""

from __future__ import annotations

from collections.abc import Sequence

from policydsl.ledger.contract.frame import (
    Frame,
    amending,
    entry_of,
    event,
    found,
    put,
    reserved,
)
from policydsl.ledger.store import Entry, State, Wanted, Writes


class FilingContract(Frame):
    """An entry is found by every key under which it was filed, then or later."""

    def test_an_event_is_filed_under_further_keys(self) -> None:
        with self.opened() as store:
            put(store, event("e1", 5))
            put(store, filed=(("address=A", "e1"), ("address=B", "e1"), ("address=A", "e1")))
            assert found(store, "address=A") == found(store, "address=B") == ["e1"]
            assert found(store, "address=A", contact=5) == []
            assert set(entry_of(store, "e1").keys) == {"person=P1", "address=A", "address=B"}

    def test_further_keys_of_what_is_added_with_them(self) -> None:
        with self.opened() as store:
            put(store, event("e1"), filed=(("address=A", "e1"),))
            assert found(store, "address=A") == ["e1"]

    def test_a_place_keeps_further_keys_when_it_is_settled(self) -> None:
        with self.opened() as store:
            put(store, reserved("r1"))
            put(store, filed=(("address=A", "r1"),))
            store.settle([event("r1", 9)])
            assert found(store, "address=A", contact=8) == ["r1"]

    def test_fields_in_use_are_known(self) -> None:
        with self.opened() as store:
            store.file_under(["address"], _keys)
            store.file_under(["household", "address"], _keys)
            assert store.read(Wanted()).fields == {"address", "household"}
            seen = store.atomically(Wanted(), [], lambda known: (Writes(), known.fields))
            assert seen == {"address", "household"}

    def test_what_is_there_is_filed_under_a_new_field(self) -> None:
        with self.opened() as store:
            put(store, event("e1", 5), reserved("r1", 6), reserved("gone", state=State.RELEASED))
            store.file_under(["address"], _keys)
            assert found(store, "address=of e1") == ["e1"]
            assert found(store, "address=of r1", contact=5) == ["r1"]
            assert found(store, "address=of gone") == []
            assert found(store, "household=of e1") == []
            store.file_under(["address", "household"], _keys)
            assert found(store, "household=of e1") == ["e1"]
            assert found(store, "address=of e1") == found(store)[:1] == ["e1"]
            assert set(entry_of(store, "e1").keys) == {
                *("person=P1", "address=of e1", "household=of e1")
            }

    def test_an_event_and_its_amendments_are_found_together(self) -> None:
        target, alone = event("e1"), event("e2")
        with self.opened() as store:
            put(store, amending("a0", target), target, alone, amending("a1", target))
            store.file_under(["address"], _keys)
            for key in ("address=of e1", "address=of a0", "address=of a1"):
                assert found(store, key) == ["a0", "a1", "e1"]
            assert found(store, "address=of e2") == ["e2"]

    def test_many_entries_are_filed_under_a_new_field(self) -> None:
        with self.opened() as store:
            with store.loading() as loader:
                loader.add([event(f"e{number}", number) for number in range(2500)])
                loader.add([amending("a", event("e1", 1))])
            store.file_under(["address"], lambda entry, fields: [f"address={entry.at % 2}"])
            assert len(found(store, "address=0")) == 1250
            assert len(found(store, "address=1")) == 1251

    def test_when_keys_cannot_be_told_nothing_is_filed(self) -> None:
        def keys(entry: Entry, fields: frozenset[str]) -> Sequence[str]:
            if entry.id == "e2":
                raise KeyError(entry.id)
            return _keys(entry, fields)

        with self.opened() as store:
            put(store, event("e1"), event("e2"))
            try:
                store.file_under(["address"], keys)
            except KeyError:
                pass
            else:
                raise AssertionError("what keys_of raises must come out")
            assert store.read(Wanted()).fields == frozenset()
            assert found(store, "address=of e1") == []


def _keys(entry: Entry, fields: frozenset[str]) -> Sequence[str]:
    return [f"{field}=of {entry.id}" for field in fields]
