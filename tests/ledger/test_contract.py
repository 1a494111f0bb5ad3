"""The contract of stores notices what is broken."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from policydsl.ledger.contract import StoreContract
from policydsl.ledger.memory import MemoryStore
from policydsl.ledger.store import (
    Entry,
    Fact,
    Known,
    Linked,
    Loaded,
    Lookup,
    State,
    TakenError,
    Wanted,
    Writes,
)


class LooksBackTooFar(MemoryStore):
    """Finds what is at the instant, too."""

    def read(self, wanted: Wanted) -> Known:
        lookups = tuple(
            Lookup(one.key, tuple((kind, at and at - 1) for kind, at in one.since))
            for one in wanted.lookups
        )
        return super().read(replace(wanted, lookups=lookups))


class Unordered(MemoryStore):
    """Finds entries in any order."""

    def read(self, wanted: Wanted) -> Known:
        known = super().read(wanted)
        return replace(known, found={key: one[::-1] for key, one in known.found.items()})


class ForgetsWhatWasKnown(MemoryStore):
    """Always gives the newest version."""

    def read(self, wanted: Wanted) -> Known:
        return super().read(replace(wanted, known_by=None))


class CountsReleased(MemoryStore):
    """Keeps a place that was given back."""

    def settle(self, changed: Sequence[Entry]) -> frozenset[str]:
        kept = [
            replace(one, state=State.EXPIRED) if one.state is State.RELEASED else one
            for one in changed
        ]
        return super().settle(kept)


class SettlesAlways(MemoryStore):
    """Changes whatever is there."""

    def settle(self, changed: Sequence[Entry]) -> frozenset[str]:
        super().settle(changed)
        return frozenset(one.id for one in changed if one.id in self._contents.entries)


class HalfWritten(MemoryStore):
    """Writes what it can before it refuses the rest."""

    def atomically(
        self,
        wanted: Wanted,
        locks: Collection[str],
        judge: Callable[[Known], tuple[Writes, Any]],
    ) -> Any:
        writes, made = judge(self.read(wanted))
        try:
            self._contents.check(writes)
        except TakenError as error:
            added = tuple(one for one in writes.added if one.id not in error.ids)
            self._contents.write(Writes(added=added))
            raise
        self._contents.write(writes)
        return made


class Unlocked(MemoryStore):
    """Lets everybody judge at once."""

    @contextmanager
    def _writer(self) -> Iterator[None]:
        yield


class Unchained(MemoryStore):
    """Numbers records, and hashes only their texts."""

    def records(self, lane: str | None = None) -> Iterator[Linked]:
        return (replace(one, hash="0" * 64) for one in super().records(lane))


class ForgetsFields(MemoryStore):
    """Files old entries, and does not remember under what."""

    def file_under(
        self, fields: Collection[str], keys_of: Callable[[Entry, frozenset[str]], Sequence[str]]
    ) -> None:
        super().file_under(fields, keys_of)
        self._contents.fields = frozenset()


class ForgetsAmendments(MemoryStore):
    """Files amendments by themselves."""

    def file_under(
        self, fields: Collection[str], keys_of: Callable[[Entry, frozenset[str]], Sequence[str]]
    ) -> None:
        super().file_under(fields, lambda entry, new: () if entry.amends else keys_of(entry, new))


class KeepsHalfLoads(MemoryStore):
    """Keeps what was loaded until it stopped."""

    @contextmanager
    def loading(self) -> Iterator[Any]:
        with super().loading() as loader:
            try:
                yield loader
            except Exception as error:
                self._contents = loader._contents
                raise error from None


class CountsAllAsNew(MemoryStore):
    """Does not look at what is there."""

    @contextmanager
    def loading(self) -> Iterator[Any]:
        with super().loading() as loader:
            add = loader.add

            def adding(entries: Sequence[Entry], facts: Sequence[Fact] = ()) -> Loaded:
                add(entries, facts)
                return Loaded(len(entries) + len(facts))

            loader.add = adding  # type: ignore[method-assign]
            yield loader


class ForgetsTooMuch(MemoryStore):
    """Removes a lane as a whole."""

    def forget(self, lane: str, through: int) -> None:
        super().forget(lane, self._contents.head[0])


class ForgetsWhereItWas(MemoryStore):
    """Does not tell what was removed."""

    def forgotten(self) -> Mapping[str, tuple[int, str]]:
        return {}


BROKEN = [
    LooksBackTooFar,
    Unordered,
    ForgetsWhatWasKnown,
    CountsReleased,
    SettlesAlways,
    HalfWritten,
    Unlocked,
    Unchained,
    ForgetsFields,
    ForgetsAmendments,
    KeepsHalfLoads,
    CountsAllAsNew,
    ForgetsTooMuch,
    ForgetsWhereItWas,
]
TESTS = [name for name in dir(StoreContract) if name.startswith("test_")]


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_store_is_noticed(broken: type[MemoryStore]) -> None:
    class Contract(StoreContract):
        def open_store(self) -> MemoryStore:
            return broken()

    assert any(_fails(getattr(Contract(), name)) for name in TESTS if "fork" not in name)


def test_it_says_what_is_to_be_given() -> None:
    with pytest.raises(NotImplementedError, match="needs `open_store`"):
        StoreContract().open_store()


def _fails(test: Callable[[], None]) -> bool:
    try:
        test()
    except AssertionError:
        return True
    return False
