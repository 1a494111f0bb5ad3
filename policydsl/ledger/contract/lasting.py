"""The contract of stores that outlive their process: reopened, and opened several times at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from policydsl.ledger.contract.frame import (
    Frame,
    amending,
    check_chains,
    event,
    fact,
    found,
    put,
    records,
    reserved,
)
from policydsl.ledger.store import Known, Lookup, State, Store, Wanted, Writes

_WITHIN = Wanted(lookups=(Lookup("person=P1", (("contact", None),)),))


class LastingContract(Frame):
    """What was written is there for whoever opens the ledger."""

    def test_everything_is_there_after_reopening(self) -> None:
        with self.opened() as store:
            target = event("e1", 5)
            put(store, target, reserved("r1"), reserved("gone"), facts=(fact(1), fact(2)))
            put(store, amending("a1", target), records=records(3, "r1"))
            store.settle([reserved("gone", state=State.RELEASED)])
            store.file_under(["address"], lambda entry, fields: [f"address=of {entry.id}"])
            with store.loading() as loader:
                loader.add([event("loaded")])
            store.forget(next(iter(store.records())).lane, 1)
            before = _everything(store)
        with self.opened() as store:
            assert _everything(store) == before
            assert found(store) == ["loaded", "r1", "a1", "e1"]
            assert found(store, "address=of a1") == ["a1", "e1"]
            assert [entry.id for entry in store.expired(100, 10)] == ["r1"]

    def test_a_reopened_ledger_is_written_on(self) -> None:
        for number in range(3):
            with self.opened() as store:
                put(store, event(f"e{number}"), records=records(2))
                check_chains(list(store.records()))
                assert len(list(store.records())) == 2 * (number + 1)
                assert found(store) == [f"e{each}" for each in range(number + 1)]

    def test_a_store_sees_what_another_has_written(self) -> None:
        with self.opened() as one, self.opened() as other:
            put(one, event("e1"), records=records(1))
            assert found(other) == ["e1"]
            put(other, event("e2"), records=records(1))
            assert found(one) == ["e1", "e2"]
            one.file_under(["address"], lambda entry, fields: [])
            assert other.read(Wanted()).fields == {"address"}
            check_chains(list(one.records()))
            assert list(one.records()) == list(other.records())

    def test_a_cap_is_kept_by_several_stores(self) -> None:
        cap, count = 3, 4
        stores = [self.open_store() for _ in range(count)]
        try:
            with ThreadPoolExecutor(count) as pool:
                allowed = list(pool.map(_attempts, stores, range(count), [cap] * count))
            assert sum(allowed) == cap
            assert len(found(stores[0])) == cap
            check_chains(list(stores[0].records()))
            assert len(list(stores[0].records())) == 10 * count
        finally:
            for store in stores:
                store.close()


def _attempts(store: Store, number: int, cap: int) -> int:
    allowed = 0
    for each in range(10):
        name = f"{number}-{each}"

        def judge(known: Known, name: str = name) -> tuple[Writes, bool]:
            free = len(known.found["person=P1"]) < cap
            added = (reserved(name),) if free else ()
            return Writes(added=added, records=records(1, name)), free

        allowed += store.atomically(_WITHIN, ["person=P1"], judge)
    return allowed


def _everything(store: Store) -> tuple[object, ...]:
    return (
        list(store.entries()),
        list(store.facts()),
        list(store.records()),
        store.forgotten(),
        store.read(Wanted(persons=("P1",), records=("r1",))),
    )
