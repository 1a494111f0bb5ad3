"""The contract of forks: a child uses the store of its parent, and neither harms the other."""

from __future__ import annotations

import os
import threading
import warnings
from collections.abc import Callable

from policydsl.ledger.contract.frame import WAIT, Frame, check_chains, event, found, put, records
from policydsl.ledger.store import Known, Store, Wanted, Writes


class ForkContract(Frame):
    """Nothing where the system has no fork."""

    def test_a_child_uses_the_store(self) -> None:
        with self.opened() as store:
            put(store, event("before"), records=records(1))

            def child() -> bool:
                put(store, event("child"), records=records(1))
                return set(found(store)) == {"before", "child"}

            _succeeds(child)
            put(store, event("parent"), records=records(1))
            assert {"before", "parent"} <= set(found(store))
            check_chains(list(store.records()))

    def test_a_fork_in_the_middle_of_a_transaction(self) -> None:
        begun, forked = threading.Event(), threading.Event()

        def judge(known: Known) -> tuple[Writes, None]:
            begun.set()
            forked.wait(WAIT)
            return Writes(added=(event("thread"),), records=records(1)), None

        with self.opened() as store:
            put(store, event("before"), records=records(1))
            thread = threading.Thread(target=store.atomically, args=(Wanted(), ["a"], judge))
            thread.start()
            begun.wait(WAIT)
            pid = _fork(lambda: _writes_too(store))
            forked.set()
            thread.join(WAIT)
            _wait_for(pid)
            put(store, event("parent"), records=records(1))
            assert {"before", "thread", "parent"} <= set(found(store))
            check_chains(list(store.records()))

    def test_a_child_that_closes_the_store(self) -> None:
        with self.opened() as store:
            put(store, event("before"))

            def child() -> bool:
                store.close()
                return True

            _succeeds(child)
            put(store, event("parent"))
            assert found(store) == ["before", "parent"]


def _writes_too(store: Store) -> bool:
    seen = set(found(store))
    put(store, event("child"), records=records(1))
    return "before" in seen and "child" in found(store)


def _succeeds(child: Callable[[], bool]) -> None:
    _wait_for(_fork(child))


def _fork(child: Callable[[], bool]) -> int:
    if not hasattr(os, "fork"):
        return 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # that there are threads is the point
        pid = os.fork()
    if pid == 0:
        code = 1
        try:
            code = 0 if child() else 2
        finally:
            os._exit(code)
    return pid


def _wait_for(pid: int) -> None:
    if pid:
        _, status = os.waitpid(pid, 0)
        assert os.waitstatus_to_exitcode(status) == 0, "the child of the fork failed"
