"""Threads stand in line and share transactions."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from policydsl.errors import LedgerUnavailableError
from policydsl.ledger.sqlite.commits import Line, Work
from policydsl.ledger.unavailable import timed_out, unreachable

WAIT = 10.0


class Session:
    """Keeps what was done in transactions, and lets a test stop it in the middle."""

    def __init__(self) -> None:
        self.transactions: list[list[Any]] = []
        self.begun = threading.Event()
        self.goes = threading.Event()
        self.goes.set()
        self.fails_to_begin: BaseException | None = None
        self.fails_to_commit: BaseException | None = None
        self.was_committed = False
        self.late = False

    def begin(self, deadline: float) -> None:
        self.begun.set()
        assert self.goes.wait(WAIT)
        if (error := self.fails_to_begin) is not None:
            self.fails_to_begin = None
            raise error

    def perform(self, works: Sequence[Work]) -> None:
        done: list[Any] = []
        for work in works:
            try:
                work.made = work.run(done)
            except Exception as error:
                work.error = error
        if (error := self.fails_to_commit) is not None:
            self.fails_to_commit = None
            if self.was_committed:
                self.transactions.append(done)
            raise error
        self.transactions.append(done)

    def abandon(self) -> bool:
        return self.was_committed


def doing(value: Any) -> Callable[[list[Any]], Any]:
    def run(done: list[Any]) -> Any:
        done.append(value)
        return value

    return run


class Queue:
    """A line whose leader is stopped until `go`, and those who came meanwhile, in order."""

    def __init__(self, timeout: float = WAIT) -> None:
        self.session = Session()
        self.line = Line(self.session, timeout)
        self.pool = ThreadPoolExecutor(16)
        self.futures: list[Future[Any]] = []
        self.session.goes.clear()
        self.come(doing("leader"))
        assert self.session.begun.wait(WAIT)

    def come(self, run: Callable[[list[Any]], Any]) -> Future[Any]:
        before = len(self.line._waiting)
        future = self.pool.submit(self.line.do, run)
        self.futures.append(future)
        pause = threading.Event()
        while len(self.line._waiting) == before and not future.done():
            pause.wait(0.0005)
        return future

    def go(self) -> None:
        self.session.goes.set()

    def outcomes(self) -> list[Any]:
        self.pool.shutdown()
        return [future.exception(WAIT) or future.result(WAIT) for future in self.futures]


def test_one_alone() -> None:
    session = Session()
    line = Line(session, WAIT)
    assert line.do(doing(1)) == 1
    assert line.do(doing(2)) == 2
    assert session.transactions == [[1], [2]]


def test_who_waits_shares_a_transaction_in_order() -> None:
    queue = Queue()
    for number in range(8):
        queue.come(doing(number))
    queue.go()
    assert queue.outcomes() == ["leader", *range(8)]
    assert queue.session.transactions == [["leader", *range(8)]]


def test_who_comes_later_is_led_by_the_first_of_them() -> None:
    queue = Queue()
    session = queue.session

    came = threading.Event()

    def late(done: list[Any]) -> str:
        session.goes.clear()
        session.begun.clear()
        came.set()
        for number in range(3):
            queue.come(doing(number))
        return "late"

    queue.come(late)
    queue.go()
    assert came.wait(WAIT)
    assert session.begun.wait(WAIT)
    assert session.transactions == [["leader"]]
    queue.go()
    assert queue.outcomes() == ["leader", "late", 0, 1, 2]
    assert session.transactions == [["leader"], [0, 1, 2]]


def test_nobody_is_told_before_the_commit() -> None:
    queue = Queue()
    first = queue.come(doing("first"))

    def last(done: list[Any]) -> bool:
        return first.done()

    queue.come(last)
    queue.go()
    assert queue.outcomes() == ["leader", "first", False]


def test_what_a_work_raises_is_its_own() -> None:
    queue = Queue()
    error = LookupError("no")

    def run(done: list[Any]) -> None:
        raise error

    queue.come(run)
    queue.come(doing("other"))
    queue.go()
    assert queue.outcomes() == ["leader", error, "other"]


def test_all_are_told_when_a_commit_fails() -> None:
    queue = Queue()
    queue.come(doing("other"))
    queue.session.fails_to_commit = unreachable("the disk is full")
    queue.go()
    outcomes = queue.outcomes()
    assert [type(one) for one in outcomes] == [LedgerUnavailableError] * 2
    assert outcomes[0] is not outcomes[1]
    assert queue.session.transactions == []
    assert queue.line.do(doing("again")) == "again"


def test_when_the_leader_is_not_served_the_next_one_tries() -> None:
    queue = Queue()
    queue.come(doing("second"))
    queue.come(doing("third"))
    queue.session.fails_to_begin = timed_out(1)
    queue.go()
    leader, *others = queue.outcomes()
    assert isinstance(leader, LedgerUnavailableError)
    assert others == ["second", "third"]
    assert queue.session.transactions == [["second", "third"]]


def test_who_waits_too_long_leaves_and_is_never_done() -> None:
    queue = Queue(timeout=0.05)
    late = queue.come(doing("late"))
    assert isinstance(late.exception(WAIT), LedgerUnavailableError)
    queue.go()
    assert queue.outcomes()[0] == "leader"
    assert queue.session.transactions == [["leader"]]


def test_what_was_begun_is_waited_for_once_more() -> None:
    queue = Queue(timeout=0.05)
    goes = threading.Event()

    def slow(done: list[Any]) -> str:
        assert goes.wait(WAIT)
        done.append("slow")
        return "slow"

    queue.come(slow)
    other = queue.come(doing("other"))
    queue.go()
    error = other.exception(WAIT)
    assert isinstance(error, LedgerUnavailableError)
    assert error.diagnostics[0].code == "L106"
    goes.set()
    queue.outcomes()
    assert queue.session.transactions == [["leader", "slow", "other"]]
    assert queue.line.do(doing("next")) == "next"


class StopError(BaseException):
    """As a `KeyboardInterrupt` is."""


def test_an_interrupted_leader_leaves_the_others_to_the_next() -> None:
    queue = Queue()
    queue.come(doing("other"))
    interrupted = StopError()
    queue.session.fails_to_commit = interrupted
    queue.go()
    assert queue.outcomes() == [interrupted, "other"]
    assert queue.session.transactions == [["other"]]


def test_what_an_interrupted_leader_had_committed_is_not_done_again() -> None:
    queue = Queue()
    queue.come(doing("other"))
    interrupted = StopError()
    queue.session.fails_to_commit = interrupted
    queue.session.was_committed = True
    queue.go()
    assert queue.outcomes() == [interrupted, "other"]
    assert queue.session.transactions == [["leader", "other"]]


def test_a_leader_interrupted_before_it_begins() -> None:
    queue = Queue()
    queue.come(doing("other"))
    interrupted = StopError()
    queue.session.fails_to_begin = interrupted
    queue.go()
    assert queue.outcomes() == [interrupted, "other"]
    assert queue.session.transactions == [["other"]]


def test_many_threads_are_all_served_once() -> None:
    session = Session()
    line = Line(session, WAIT)
    with ThreadPoolExecutor(16) as pool:
        made = list(pool.map(lambda one: line.do(doing(one)), range(2000)))
    assert made == list(range(2000))
    assert sorted(one for done in session.transactions for one in done) == made


@pytest.mark.parametrize("count", [300])
def test_a_transaction_has_an_end(count: int) -> None:
    queue = Queue()
    queue.pool = ThreadPoolExecutor(count)
    for number in range(count):
        queue.come(doing(number))
    queue.go()
    assert queue.outcomes() == ["leader", *range(count)]
    assert max(map(len, queue.session.transactions)) < count
    assert [one for done in queue.session.transactions for one in done] == [
        "leader",
        *range(count),
    ]
