"""The contract of reading: entries by id, with their amendments, and by key."""

from __future__ import annotations

from policydsl.ledger.contract.frame import (
    Frame,
    amending,
    entry_of,
    event,
    found,
    put,
    reserved,
    same,
)
from policydsl.ledger.store import Lookup, State, Wanted

_EXTREMES = (-62_135_596_800_000_000, -1, 0, 253_402_300_799_999_999)


class LookupsContract(Frame):
    """Entries come back as they were written, and only those asked for."""

    def test_nothing_is_found_where_nothing_is(self) -> None:
        with self.opened() as store:
            known = store.read(
                Wanted(
                    ids=("none",),
                    amended=("none",),
                    lookups=(Lookup("person=none", (("contact", None),)),),
                    persons=("none",),
                    records=("none",),
                )
            )
            assert known.fields == frozenset()
            assert known.entries == {}
            assert known.found == {"person=none": ()}
            assert known.facts == {"none": ()}
            assert known.records == {"none": ()}

    def test_entries_come_back_as_they_were_written(self) -> None:
        first = event("e1", keys=("person=P1", "address=+1 305", 'household="甲", 2'))
        second = reserved("e2", 7, expires_at=99, frees=True)
        states = [reserved(f"in-{state}", state=state, expires_at=None) for state in State]
        with self.opened() as store:
            put(store, first, second, *states)
            for entry in (first, second, *states):
                assert same(entry_of(store, entry.id), entry)
            assert entry_of(store, "e2").frees is True
            assert entry_of(store, "e1").state is State.EVENT

    def test_instants_are_exact_over_the_whole_calendar(self) -> None:
        with self.opened() as store:
            put(store, *(event(f"e{at}", at) for at in _EXTREMES))
            assert [entry_of(store, f"e{at}").at for at in _EXTREMES] == list(_EXTREMES)
            assert found(store) == [f"e{at}" for at in _EXTREMES]
            assert found(store, contact=-1) == [f"e{at}" for at in _EXTREMES[2:]]

    def test_ids_that_are_not_there_are_left_out(self) -> None:
        with self.opened() as store:
            put(store, event("e1"), event("e2"))
            known = store.read(Wanted(ids=("e1", "none", "e1")))
            assert list(known.entries) == ["e1"]

    def test_many_ids_at_once(self) -> None:
        ids = tuple(f"e{number}" for number in range(1000))
        with self.opened() as store:
            put(store, *(event(one, keys=(f"key={one}",)) for one in ids))
            assert set(store.read(Wanted(ids=ids)).entries) == set(ids)
            lookups = tuple(Lookup(f"key={one}", (("contact", None),)) for one in ids)
            read = store.read(Wanted(lookups=lookups)).found
            assert [[entry.id for entry in read[f"key={one}"]] for one in ids] == [
                [one] for one in ids
            ]

    def test_an_event_comes_with_its_amendments(self) -> None:
        target, other = event("e1"), event("e2")
        with self.opened() as store:
            put(store, target, other, amending("a1", target), amending("a2", other))
            put(store, amending("a3", target))
            assert set(store.read(Wanted(amended=("e1",))).entries) == {"e1", "a1", "a3"}
            assert set(store.read(Wanted(ids=("e1",))).entries) == {"e1"}
            assert set(store.read(Wanted(ids=("a2",), amended=("e1",))).entries) == {
                *("e1", "a1", "a3", "a2")
            }
            assert entry_of(store, "a1").amends == "e1"
            assert found(store) == ["a1", "a2", "a3", "e1", "e2"]

    def test_a_lookup_finds_what_is_later_than_its_instant(self) -> None:
        with self.opened() as store:
            put(store, event("at-9", 9), event("at-10", 10), event("at-11", 11))
            assert found(store, contact=10) == ["at-11"]
            assert found(store, contact=9) == ["at-10", "at-11"]
            assert found(store, contact=None) == ["at-9", "at-10", "at-11"]
            assert found(store, contact=11) == []

    def test_each_kind_has_an_instant_of_its_own(self) -> None:
        with self.opened() as store:
            for kind in ("contact", "payment", "inbound"):
                put(store, event(f"{kind}-1", 1, kind=kind), event(f"{kind}-5", 5, kind=kind))
            both = ["payment-1", "contact-5", "payment-5"]
            assert found(store, contact=1, payment=None) == both
            assert found(store, promise=None) == []

    def test_what_is_found_is_in_order_of_instants_and_ids(self) -> None:
        with self.opened() as store:
            put(store, event("c", 2), event("b", 2), event("z", 1), event("a", 3))
            put(store, event("B", 2, kind="payment"), event("é", 2))
            assert found(store, contact=None, payment=None) == ["z", "B", "b", "c", "é", "a"]

    def test_an_entry_is_found_under_each_of_its_keys_and_no_other(self) -> None:
        with self.opened() as store:
            put(store, event("e1", keys=("person=P1", "address=A")))
            put(store, event("e2", keys=("person=P2", "address=A")))
            assert found(store, "person=P1") == ["e1"]
            assert found(store, "address=A") == ["e1", "e2"]
            assert found(store, "address=a") == []
            assert found(store, "address=") == []

    def test_several_lookups_are_answered_each(self) -> None:
        with self.opened() as store:
            put(store, event("e1", 1, keys=("person=P1", "address=A")))
            put(store, event("e2", 2, keys=("person=P1",)), event("p", 3, kind="payment"))
            since = (("contact", 1), ("payment", None))
            lookups = (Lookup("person=P1", since), Lookup("address=A", (("contact", None),)))
            read = store.read(Wanted(lookups=(*lookups, Lookup("address=B", since)))).found
            assert {key: [entry.id for entry in value] for key, value in read.items()} == {
                "person=P1": ["e2", "p"],
                "address=A": ["e1"],
                "address=B": [],
            }

    def test_places_count_until_they_are_released(self) -> None:
        with self.opened() as store:
            put(store, *(reserved(state.value, state=state) for state in State))
            assert found(store) == ["event", "expired", "reserved"]
            assert entry_of(store, "released").state is State.RELEASED

    def test_entries_are_listed_in_the_order_in_which_they_were_added(self) -> None:
        ids = [f"e{number * 7 % 1201}" for number in range(1201)]
        with self.opened() as store:
            assert list(store.entries()) == []
            put(store, *(event(one, -number) for number, one in enumerate(ids[:-1])))
            put(store, reserved(ids[-1], keys=("person=P1", "address=A")))
            assert [entry.id for entry in store.entries()] == ids
            *_, last = store.entries()
            assert same(last, reserved(ids[-1], keys=("person=P1", "address=A")))

    def test_expired_leases_come_oldest_first(self) -> None:
        with self.opened() as store:
            put(store, reserved("late", expires_at=30), reserved("soon", expires_at=10))
            put(store, reserved("never", expires_at=None), reserved("then", expires_at=20))
            put(store, reserved("gone", expires_at=5, state=State.EXPIRED))
            put(store, reserved("made", expires_at=5, state=State.EVENT))
            assert [entry.id for entry in store.expired(20, 10)] == ["soon", "then"]
            assert [entry.id for entry in store.expired(19, 10)] == ["soon"]
            assert [entry.id for entry in store.expired(99, 2)] == ["soon", "then"]
            assert list(store.expired(9, 10)) == []
            assert same(store.expired(10, 1)[0], reserved("soon", expires_at=10))
