"""What the tests of the gate share: policies of a few rules, proposals, faulty stores."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import policydsl
from policydsl.api import Policy
from policydsl.engine.decision import Decision
from policydsl.gate.gate import Gate
from policydsl.ledger.chain import beginning, link
from policydsl.ledger.memory import MemoryStore
from policydsl.ledger.store import Entry, Known, Linked, State, Store, Wanted, Writes
from policydsl.ledger.unavailable import unreachable

Made = TypeVar("Made")

NAIVE = datetime(2026, 3, 4, 10)
AT = datetime(2026, 3, 4, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
CAP_OF_ONE = "cap c at most 1 attempts by sms per person in 24 hours\n"
CAP_OF_TWO = "cap c at most 2 attempts by sms per person in 24 hours\n"


def policy(rules: str = CAP_OF_ONE, *head: str) -> Policy:
    """A policy for everything by SMS and voice."""
    clauses = "".join(f"  {clause}\n" for clause in head)
    text = (
        "policy t\n  governs channel in {sms, voice}\n  otherwise deny\n"
        f"  time zone of recipient\n{clauses}{rules}"
    )
    return policydsl.load_text(text)


def proposal(person: Any = "P1", **fields: Any) -> dict[str, Any]:
    """A proposal by SMS to one person."""
    return {"channel": "sms", "purpose": "servicing", "person": person, **fields}


def gate(
    rules: str | Policy = CAP_OF_ONE, store: Store | None = None, *head: str, **options: Any
) -> Gate:
    """A gate over a store of its own, whose clock stands at `AT`."""
    loaded = policy(rules, *head) if isinstance(rules, str) else rules
    options.setdefault("clock", lambda: AT)
    return Gate(loaded, MemoryStore() if store is None else store, **options)


def each(*calls: Callable[[], object]) -> tuple[Callable[[], object], ...]:
    """Calls that are made one after the other."""
    return calls


def codes(decision: Decision) -> tuple[str, ...]:
    """The codes of all reasons of a decision."""
    return tuple(reason.code for reason in decision.reasons)


def counted(store: Store) -> list[Entry]:
    """Every contact in a store that counts, amendments apart."""
    return [
        entry
        for entry in store.entries()
        if entry.state is not State.RELEASED and entry.amends is None and entry.kind == "contact"
    ]


def check_chains(store: Store) -> list[Linked]:
    """All records, after every chain was followed from its beginning."""
    heads: dict[str, tuple[int, str]] = {}
    records = list(store.records())
    for one in records:
        number, before = heads.get(one.lane, (0, beginning(one.lane)))
        assert (one.number, one.hash) == (number + 1, link(before, one.record.text))
        heads[one.lane] = (one.number, one.hash)
    return records


class FaultyStore:
    """A store whose next calls fail as told: `before` a call has any effect, or `after` it."""

    def __init__(self, store: Store | None = None) -> None:
        self.inner: Store = MemoryStore() if store is None else store
        self.faults: list[tuple[str, str]] = []
        self.calls: list[str] = []

    def fail(self, name: str = "any", when: str = "before") -> None:
        """Let the next call of a method fail."""
        self.faults.append((name, when))

    def _call(self, name: str, work: Callable[[], Made]) -> Made:
        self.calls.append(name)
        for fault in self.faults:
            if fault[0] in (name, "any"):
                self.faults.remove(fault)
                if fault[1] == "after":
                    work()
                raise unreachable("pulled the plug")
        return work()

    def read(self, wanted: Wanted) -> Known:
        return self._call("read", lambda: self.inner.read(wanted))

    def atomically(
        self,
        wanted: Wanted,
        locks: Collection[str],
        judge: Callable[[Known], tuple[Writes, Made]],
    ) -> Made:
        return self._call("atomically", lambda: self.inner.atomically(wanted, locks, judge))

    def settle(self, changed: Sequence[Entry]) -> frozenset[str]:
        return self._call("settle", lambda: self.inner.settle(changed))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


class Wrapped(Mapping[str, Any]):
    """A mapping that is no dict."""

    def __init__(self, inner: Mapping[str, Any]) -> None:
        self._inner = inner

    def __getitem__(self, key: str) -> Any:
        return self._inner[key]

    def __iter__(self) -> Any:
        return iter(self._inner)

    def __len__(self) -> int:
        return len(self._inner)
