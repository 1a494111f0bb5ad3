"""The contract of threads: nobody who shares a lock comes in between."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from policydsl.ledger.contract.frame import (
    WAIT,
    Frame,
    check_chains,
    entry_of,
    event,
    found,
    put,
    records,
    reserved,
)
from policydsl.ledger.store import Known, Lookup, Store, Wanted, Writes

_WITHIN = Wanted(lookups=(Lookup("person=P1", (("contact", None),)),))
_LEAVES = 0.2


class ConcurrencyContract(Frame):
    """Threads use one store at once."""

    def test_a_cap_is_kept_by_many_threads(self) -> None:
        cap, threads, tries = 7, 8, 10
        with self.opened() as store, ThreadPoolExecutor(threads) as pool:

            def attempt(name: str) -> bool:
                return store.atomically(_WITHIN, ["person=P1"], _under_cap(cap, name))

            ids = [f"{number}" for number in range(threads * tries)]
            allowed = list(pool.map(attempt, ids))
            assert allowed.count(True) == cap
            assert set(found(store)) == {one for one, yes in zip(ids, allowed, strict=True) if yes}
            check_chains(list(store.records()))
            assert len(list(store.records())) == len(ids)

    def test_nobody_with_the_same_lock_comes_in_between(self) -> None:
        judged = threading.Event()
        with self.opened() as store, ThreadPoolExecutor(1) as pool:

            def second(known: Known) -> tuple[Writes, list[str]]:
                judged.set()
                return Writes(), [entry.id for entry in known.found["person=P1"]]

            def first(known: Known) -> tuple[Writes, None]:
                if not started:
                    started.append(pool.submit(store.atomically, _WITHIN, ["b", "a"], second))
                judged.wait(_LEAVES)
                return Writes(added=(event("e1"),)), None

            started: list[object] = []
            store.atomically(_WITHIN, ["a"], first)
            (future,) = started
            assert future.result(WAIT) == ["e1"]  # type: ignore[attr-defined]

    def test_only_the_last_judgement_is_written(self) -> None:
        with self.opened() as store, ThreadPoolExecutor(8) as pool:
            calls = dict.fromkeys(map(str, range(40)), 0)

            def work(name: str) -> str:
                def judge(known: Known) -> tuple[Writes, str]:
                    calls[name] += 1
                    made = f"{name}-{calls[name]}"
                    return Writes(added=(event(made),), records=records(1, made)), made

                return store.atomically(_WITHIN, ["person=P1"], judge)

            made = list(pool.map(work, calls))
            assert made == [f"{name}-{count}" for name, count in calls.items()]
            assert set(found(store)) == set(made)
            assert {one.record.about for one in store.records()} == set(made)

    def test_a_place_is_settled_once_by_many_threads(self) -> None:
        with self.opened() as store, ThreadPoolExecutor(8) as pool:
            put(store, reserved("r1"))
            settled = list(pool.map(lambda at: store.settle([event("r1", at)]), range(2, 18)))
            winners = [at for at, ids in enumerate(settled, 2) if ids]
            assert len(winners) == 1
            (winner,) = winners
            assert entry_of(store, "r1").at == winner
            assert found(store, contact=winner - 1) == ["r1"]
            assert found(store, contact=winner) == []

    def test_what_one_judge_raises_touches_no_other(self) -> None:
        def judge_of(name: int) -> Callable[[Known], tuple[Writes, int]]:
            def judge(known: Known) -> tuple[Writes, int]:
                if name % 3 == 0:
                    raise LookupError(name)
                return Writes(added=(event(f"{name}"),), records=records(1)), name

            return judge

        def work(store: Store, name: int) -> int | LookupError:
            try:
                return store.atomically(_WITHIN, [f"{name}"], judge_of(name))
            except LookupError as error:
                return error

        with self.opened() as store, ThreadPoolExecutor(8) as pool:
            for name, made in enumerate(pool.map(lambda one: work(store, one), range(60))):
                assert made.args == (name,) if isinstance(made, LookupError) else made == name
            assert set(found(store)) == {str(name) for name in range(60) if name % 3}
            check_chains(list(store.records()))
            assert len(list(store.records())) == 40

    def test_all_that_is_read_is_of_one_instant(self) -> None:
        done = threading.Event()
        both = Wanted(lookups=tuple(Lookup(f"{key}=1", (("contact", None),)) for key in "ab"))

        def differs(store: Store) -> int:
            times = 0
            while not done.is_set():
                read = store.read(both).found
                times += len(read["a=1"]) != len(read["b=1"])
            return times

        with self.opened() as store, ThreadPoolExecutor(2) as pool:
            readers = [pool.submit(differs, store) for _ in range(2)]
            try:
                for number in range(60):
                    put(store, *(event(f"{key}{number}", keys=(f"{key}=1",)) for key in "ab"))
            finally:
                done.set()
            assert [reader.result(WAIT) for reader in readers] == [0, 0]


def _under_cap(cap: int, name: str) -> Callable[[Known], tuple[Writes, bool]]:
    def judge(known: Known) -> tuple[Writes, bool]:
        free = len(known.found["person=P1"]) < cap
        added = (reserved(name),) if free else ()
        return Writes(added=added, records=records(1, name)), free

    return judge
