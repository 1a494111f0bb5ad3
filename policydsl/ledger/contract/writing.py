"""The contract of writing: all or nothing, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from policydsl.ledger.contract.frame import (
    Frame,
    always,
    event,
    fact,
    found,
    put,
    records,
    reserved,
)
from policydsl.ledger.store import (
    Known,
    Lookup,
    Store,
    TakenError,
    Wanted,
    Writes,
)

_ALL = Wanted(
    ids=("e1",),
    lookups=(Lookup("person=P1", (("contact", None),)),),
    persons=("P1",),
    records=("e1",),
)


class JudgeError(Exception):
    """What a judge of the contract raises."""


class WritingContract(Frame):
    """A judge reads, and what it says is written as a whole."""

    def test_a_judge_is_given_what_is_wanted(self) -> None:
        with self.opened() as store:
            put(store, event("e1"), facts=(fact(1),), records=records(1, "e1"))
            seen = store.atomically(_ALL, ["person=P1"], lambda known: (Writes(), known))
            assert seen == store.read(_ALL)
            assert seen.entries and seen.found["person=P1"]
            assert seen.facts["P1"] == (fact(1),)
            assert len(seen.records["e1"]) == 1

    def test_what_a_judge_makes_comes_out(self) -> None:
        made = object()
        with self.opened() as store:
            assert store.atomically(Wanted(), [], always(Writes(), made)) is made
            assert store.atomically(Wanted(), ["a"], always(Writes(), None)) is None

    def test_all_that_was_written_is_there(self) -> None:
        with self.opened() as store:
            put(store, reserved("r1"))
            put(
                store,
                event("e1"),
                changed=(reserved("r1", kind="payment"),),
                filed=(("address=A", "e1"), ("address=A", "r1")),
                facts=(fact(1),),
                records=records(2, "e1"),
            )
            known = store.read(_ALL)
            assert [entry.id for entry in known.found["person=P1"]] == ["e1"]
            assert found(store, "address=A", contact=None, payment=None) == ["e1", "r1"]
            assert known.facts["P1"] == (fact(1),)
            assert [one.record for one in known.records["e1"]] == list(records(2, "e1"))

    def test_what_a_judge_raises_comes_out_and_nothing_is_written(self) -> None:
        error = JudgeError("no")

        def judge(known: Known) -> tuple[Writes, None]:
            raise error

        with self.opened() as store:
            assert _raised(lambda: store.atomically(_ALL, ["person=P1"], judge)) is error
            assert _is_empty(store)
            put(store, event("e1"))
            assert found(store) == ["e1"]

    def test_an_id_that_is_there_is_taken_and_nothing_is_written(self) -> None:
        with self.opened() as store:
            put(store, event("e1"), reserved("r1"))
            before = _everything(store)
            writes = Writes(
                added=(event("e2"), event("e1"), reserved("r1"), event("e3")),
                filed=(("address=A", "e1"),),
                facts=(fact(1),),
                records=records(1),
            )
            error = _raised(lambda: store.atomically(Wanted(), [], always(writes, None)))
            assert isinstance(error, TakenError)
            assert set(error.ids) == {"e1", "r1"}
            assert _everything(store) == before
            assert found(store, "address=A") == []

    def test_an_id_given_twice_is_taken(self) -> None:
        with self.opened() as store:
            error = _raised(lambda: put(store, event("e1"), event("e2"), event("e1", 2)))
            assert isinstance(error, TakenError)
            assert set(error.ids) == {"e1"}
            assert _is_empty(store)

    def test_a_version_of_a_fact_that_is_there_is_taken(self) -> None:
        with self.opened() as store:
            put(store, facts=(fact(1),))
            before = _everything(store)
            for again in (fact(1), fact(1, body="{}")):
                error = _raised(lambda: put(store, event("e1"), facts=(fact(2), again)))  # noqa: B023
                assert isinstance(error, TakenError)
                assert set(error.ids) == {"P1"}
            assert _everything(store) == before

    def test_an_event_is_never_changed_and_nothing_is_written(self) -> None:
        with self.opened() as store:
            put(store, event("e1"), reserved("r1"))
            before = _everything(store)
            for changed in ((reserved("r1", 5), event("e1", 5)), (event("none"),)):
                writes = Writes(added=(event("e2"),), changed=changed, records=records(1))
                error = _raised(lambda: store.atomically(Wanted(), [], always(writes, None)))  # noqa: B023
                assert isinstance(error, ValueError)
            assert _everything(store) == before
            assert found(store) == ["e1", "r1"]

    def test_texts_stay_texts(self) -> None:
        hostile = "'; DROP TABLE entries; -- %s ? :a $1 \\ \" 甲 🙂 \x01 \u2028"
        entry = event(hostile, person=hostile, kind=hostile, body=hostile, keys=(hostile,))
        one = fact(1, hostile, person=hostile, kind=hostile, body=hostile)
        record = records(1, hostile)
        with self.opened() as store:
            put(store, entry, facts=(one,), records=record)
            lookup = Lookup(hostile, ((hostile, None),))
            known = store.read(
                Wanted(ids=(hostile,), lookups=(lookup,), persons=(hostile,), records=(hostile,))
            )
            assert known.entries == {hostile: entry}
            assert known.found == {hostile: (entry,)}
            assert known.facts == {hostile: (one,)}
            assert [linked.record for linked in known.records[hostile]] == list(record)


def _raised(call: Callable[[], object]) -> BaseException | None:
    try:
        call()
    except Exception as error:
        return error
    return None


def _everything(store: Store) -> tuple[list[Any], ...]:
    return list(store.entries()), list(store.facts()), list(store.records())


def _is_empty(store: Store) -> bool:
    return _everything(store) == ([], [], [])
