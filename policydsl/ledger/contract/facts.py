"""The contract of facts: versions, and what was known when."""

from __future__ import annotations

from policydsl.ledger.contract.frame import Frame, fact, put
from policydsl.ledger.store import Fact, Store, Wanted


class FactsContract(Frame):
    """The newest version of everything, or as it was known at an instant."""

    def test_facts_come_back_as_they_were_written(self) -> None:
        one = fact(5, body='{"name":"王小明","balance":120.30}')
        with self.opened() as store:
            put(store, facts=(one, fact(6, person="P2", identity="P2")))
            assert _known(store) == (one,)

    def test_the_newest_version_stands(self) -> None:
        with self.opened() as store:
            put(store, facts=(fact(5),))
            put(store, facts=(fact(9), fact(7)))
            assert _known(store) == (fact(9),)

    def test_facts_as_they_were_known_at_an_instant(self) -> None:
        with self.opened() as store:
            put(store, facts=(fact(5), fact(9), fact(6, "D1", kind="debt")))
            assert _known(store, known_by=4) == ()
            assert _known(store, known_by=5) == (fact(5),)
            assert _known(store, known_by=8) == (fact(6, "D1", kind="debt"), fact(5))
            assert _known(store, known_by=9) == (fact(6, "D1", kind="debt"), fact(9))

    def test_facts_are_in_order_of_kinds_and_ids(self) -> None:
        with self.opened() as store:
            facts = [fact(1, "b", kind="debt"), fact(1, "a", kind="debt"), fact(1)]
            put(store, facts=(*facts, fact(2, "c", kind="consent"), fact(3, "B", kind="debt")))
            names = [(one.kind, one.id) for one in _known(store)]
            assert names == [
                ("consent", "c"),
                ("debt", "B"),
                ("debt", "a"),
                ("debt", "b"),
                ("person", "P1"),
            ]

    def test_the_facts_of_several_persons(self) -> None:
        with self.opened() as store:
            other = fact(1, "P2", person="P2")
            put(store, facts=(fact(1), other))
            read = store.read(Wanted(persons=("P1", "P2", "P3"))).facts
            assert read == {"P1": (fact(1),), "P2": (other,), "P3": ()}

    def test_versions_are_listed_in_the_order_in_which_they_were_added(self) -> None:
        with self.opened() as store:
            assert list(store.facts()) == []
            versions = [fact(number * 7 % 1201) for number in range(1201)]
            put(store, facts=tuple(versions))
            put(store, facts=(fact(-1, "D1", kind="debt"),))
            assert list(store.facts()) == [*versions, fact(-1, "D1", kind="debt")]


def _known(store: Store, known_by: int | None = None) -> tuple[Fact, ...]:
    return store.read(Wanted(persons=("P1",), known_by=known_by)).facts["P1"]
