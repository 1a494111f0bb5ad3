"""The contract of records: chained by hashes in lanes, and removed only from the beginning."""

from __future__ import annotations

from collections.abc import Callable

from policydsl.ledger.chain import beginning, link
from policydsl.ledger.contract.frame import Frame, always, check_chains, event, put, records
from policydsl.ledger.store import TakenError, Wanted, Writes


class RecordsContract(Frame):
    """Records stay as they are, each tied to the one before."""

    def test_records_are_chained_from_the_beginning_of_their_lane(self) -> None:
        with self.opened() as store:
            assert list(store.records()) == []
            put(store, records=records(2))
            put(store, records=records(2, first=3))
            linked = list(store.records())
            assert [one.record for one in linked] == list(records(4))
            assert linked[0].hash == link(beginning(linked[0].lane), linked[0].record.text)
            check_chains(linked)

    def test_a_chain_goes_on_after_what_was_not_written(self) -> None:
        def judge(known: object) -> tuple[Writes, None]:
            raise LookupError

        with self.opened() as store:
            put(store, event("e1"), records=records(1))
            for expected in (TakenError, LookupError):
                writes = Writes(added=(event("e1"),), records=records(5))
                chosen = always(writes, None) if expected is TakenError else judge
                try:
                    store.atomically(Wanted(), [], chosen)
                except expected:
                    continue
                raise AssertionError(f"{expected.__name__} must come out")
            put(store, records=records(2, first=2))
            check_chains(list(store.records()))
            assert len(list(store.records())) == 3

    def test_records_about_a_key(self) -> None:
        with self.opened() as store:
            put(store, records=(*records(1, "r1"), *records(1, "r2", first=2), *records(1, None)))
            put(store, records=records(2, "r1", first=5))
            read = store.read(Wanted(records=("r1", "r3"))).records
            assert [one.record for one in read["r1"]] == [
                *records(1, "r1"),
                *records(2, "r1", first=5),
            ]
            assert read["r3"] == ()
            assert set(read["r1"]) <= set(store.records())

    def test_records_of_one_lane(self) -> None:
        with self.opened() as store:
            put(store, records=records(1201))
            lane = next(iter(store.records())).lane
            linked = [one for one in store.records() if one.lane == lane]
            assert list(store.records(lane)) == linked
            assert list(store.records("another")) == []
            check_chains(list(store.records()))
            assert len(list(store.records())) == 1201

    def test_archived_records_are_removed_and_the_lane_goes_on(self) -> None:
        with self.opened() as store:
            put(store, records=records(5, "r1"))
            before = list(store.records())
            lane = before[0].lane
            assert store.forgotten() == {}
            store.forget(lane, 3)
            assert list(store.records()) == before[3:]
            assert store.forgotten() == {lane: (3, before[2].hash)}
            assert list(store.read(Wanted(records=("r1",))).records["r1"]) == before[3:]
            store.forget(lane, 2)
            assert store.forgotten() == {lane: (3, before[2].hash)}
            put(store, records=records(2, first=6))
            check_chains([*before[:3], *store.records()])
            assert len(list(store.records())) == 4

    def test_a_lane_goes_on_when_all_its_records_are_removed(self) -> None:
        with self.opened() as store:
            put(store, records=records(2))
            before = list(store.records())
            store.forget(before[0].lane, 2)
            assert list(store.records()) == []
            put(store, records=records(1, first=3))
            check_chains([*before, *store.records()])

    def test_records_that_are_not_there_cannot_be_removed(self) -> None:
        with self.opened() as store:
            put(store, records=records(2))
            lane = next(iter(store.records())).lane
            assert _is_refused(lambda: store.forget(lane, 3))
            assert _is_refused(lambda: store.forget("another", 1))
            assert len(list(store.records())) == 2
            assert store.forgotten() == {}


def _is_refused(call: Callable[[], None]) -> bool:
    try:
        call()
    except ValueError:
        return True
    return False
