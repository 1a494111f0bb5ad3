"""The contract of places: how they are changed, settled, and found meanwhile."""

from __future__ import annotations

from dataclasses import replace

from policydsl.ledger.contract.frame import Frame, entry_of, event, found, put, reserved, same
from policydsl.ledger.store import State, Store


class ChangingContract(Frame):
    """A place is changed as long as it is no event."""

    def test_a_place_becomes_an_event(self) -> None:
        made = event("r1", 7, body='{"reached":"connected"}', permit='{"a":1}', expires_at=100)
        with self.opened() as store:
            put(store, reserved("r1"))
            assert store.settle([made]) == {"r1"}
            assert same(entry_of(store, "r1"), made)
            assert found(store, contact=6) == ["r1"]
            assert found(store, contact=7) == []

    def test_only_what_is_reserved_is_settled(self) -> None:
        with self.opened() as store:
            put(store, *(reserved(state.value, state=state) for state in State))
            changed = [event(state.value, 9) for state in State]
            assert store.settle([*changed, event("none", 9)]) == {"reserved"}
            assert entry_of(store, "reserved").state is State.EVENT
            assert found(store, contact=8) == ["reserved"]
            for state in (State.EVENT, State.EXPIRED, State.RELEASED):
                assert same(entry_of(store, state.value), reserved(state.value, state=state))

    def test_what_was_settled_is_not_settled_again(self) -> None:
        with self.opened() as store:
            put(store, reserved("r1"))
            assert store.settle([event("r1", 2)]) == {"r1"}
            assert store.settle([event("r1", 3)]) == frozenset()
            assert entry_of(store, "r1").at == 2
            assert store.settle([]) == frozenset()

    def test_a_released_place_is_found_no_more(self) -> None:
        place = reserved("r1", keys=("person=P1", "address=A"))
        with self.opened() as store:
            put(store, place)
            assert found(store, "address=A") == ["r1"]
            assert store.settle([replace(place, state=State.RELEASED)]) == {"r1"}
            assert found(store) == found(store, "address=A") == []
            assert entry_of(store, "r1").state is State.RELEASED
            assert list(store.expired(1000, 10)) == []

    def test_an_expired_place_still_counts_and_may_become_an_event(self) -> None:
        place = reserved("r1")
        with self.opened() as store:
            put(store, place)
            assert store.settle([replace(place, state=State.EXPIRED)]) == {"r1"}
            assert found(store) == ["r1"]
            assert list(store.expired(1000, 10)) == []
            put(store, changed=(event("r1", 2),))
            assert found(store) == ["r1"]
            assert entry_of(store, "r1").state is State.EVENT

    def test_a_released_place_may_be_taken_again(self) -> None:
        place = reserved("r1", keys=("person=P1", "address=A"))
        with self.opened() as store:
            put(store, replace(place, state=State.RELEASED))
            assert found(store, "address=A") == []
            put(store, changed=(replace(place, at=5, expires_at=50),))
            assert found(store, "address=A", contact=4) == ["r1"]
            assert [entry.id for entry in store.expired(50, 10)] == ["r1"]

    def test_filings_move_with_kind_and_instant(self) -> None:
        for change in (self._by_settling, self._by_writing):
            with self.opened() as store:
                name = change.__name__
                put(store, reserved(name, 5, keys=("person=P1", "address=A"), person=name))
                change(store, name)
                assert found(store, "address=A", contact=None) == []
                assert found(store, "address=A", payment=8) == [name]
                assert found(store, "address=A", payment=9) == []
                assert name in found(store, payment=8)
                assert entry_of(store, name).person == name
                put(store, changed=(replace(entry_of(store, name), state=State.RELEASED),))

    def test_keys_of_a_change_come_on_top(self) -> None:
        with self.opened() as store:
            put(store, reserved("r1", keys=("person=P1", "address=A")))
            assert store.settle([reserved("r1", keys=("person=P1", "address=B"))]) == {"r1"}
            for key in ("person=P1", "address=A", "address=B"):
                assert found(store, key) == ["r1"]
            assert set(entry_of(store, "r1").keys) == {"person=P1", "address=A", "address=B"}

    def test_the_order_of_adding_stays(self) -> None:
        with self.opened() as store:
            put(store, reserved("r1"), event("e2"), reserved("r3"))
            store.settle([event("r3", 1), event("r1", 9)])
            assert [entry.id for entry in store.entries()] == ["r1", "e2", "r3"]

    @staticmethod
    def _by_settling(store: Store, name: str) -> None:
        changed = reserved(name, 9, kind="payment", keys=("person=P1",), person="other")
        assert store.settle([changed]) == {name}

    @staticmethod
    def _by_writing(store: Store, name: str) -> None:
        changed = reserved(name, 9, kind="payment", keys=("person=P1",), person="other")
        put(store, changed=(changed,))
