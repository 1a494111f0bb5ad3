"""A long write into PostgreSQL, for imports.

In: batches of entries and facts. Out: how many were new, all of them or none in the ledger. What is
there already is found by the server while it inserts; only that is read back and compared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import monotonic
from typing import TypeVar

from psycopg.pq.abc import PGresult

from policydsl.ledger.postgresql import statements, values
from policydsl.ledger.postgresql.connecting import local
from policydsl.ledger.postgresql.failures import FailureError, reported
from policydsl.ledger.postgresql.link import Link, Statement
from policydsl.ledger.postgresql.reading import known
from policydsl.ledger.store import Entry, Fact, Known, Loaded, Wanted

_BATCH = 5000
Item = TypeVar("Item", Entry, Fact)


class PostgresqlLoader:
    """A `Loader` within a transaction of `link`; each statement may take `seconds`."""

    def __init__(self, link: Link, schema: str, seconds: float) -> None:
        self._link = link
        self._schema = schema
        self._seconds = seconds

    def begin(self, writing: int) -> None:
        """Begin the transaction; `writing` is the lock that all who write share."""
        milliseconds = str(round(self._seconds * 1000))
        longer = {"statement_timeout": milliseconds, "idle_in_transaction_session_timeout": "0"}
        self.exchange(statements.BEGIN, local(longer), statements.locks(writing, ()))

    def exchange(self, *batch: Statement) -> list[PGresult]:
        """The results of statements; raises as the methods of `Store`."""
        try:
            return self._link.exchange(batch, monotonic() + self._seconds)
        except FailureError as failure:
            raise reported(failure, self._seconds) from failure

    def read(self, wanted: Wanted) -> Known:
        """As `Store.read`; sees what was added."""
        (result,) = self.exchange(statements.reads(self._schema, wanted))
        return known(result, wanted)

    def add(self, entries: Sequence[Entry], facts: Sequence[Fact] = ()) -> Loaded:
        """Add what is not there yet; see `Loader.add`."""
        added = same = 0
        taken: list[str] = []
        for first in range(0, len(entries), _BATCH):
            part = entries[first : first + _BATCH]
            new, there = self._new_entries(part)
            one = _compared(part, new, there, _entry_name, _entry_content)
            added, same = added + one.added, same + one.same
            taken.extend(one.taken)
        for first in range(0, len(facts), _BATCH):
            versions = facts[first : first + _BATCH]
            fresh, old = self._new_facts(versions)
            one = _compared(versions, fresh, old, _fact_name, _fact_content)
            added, same = added + one.added, same + one.same
            taken.extend(one.taken)
        return Loaded(added, same, tuple(dict.fromkeys(taken)))

    def file(self, filed: Sequence[tuple[str, str]]) -> None:
        """File entries under further keys."""
        for first in range(0, len(filed), _BATCH):
            self.exchange(statements.filed(self._schema, filed[first : first + _BATCH]))

    def _new_entries(self, entries: Sequence[Entry]) -> tuple[set[str], dict[str, object]]:
        """The ids of those that are new, and the contents of those that were there."""
        firsts = {entry.id: entry for entry in reversed(entries)}
        given = [entry for entry in entries if firsts[entry.id] is entry]
        (result,) = self.exchange(statements.loaded(self._schema, given))
        new = {values.certain(result.get_value(row, 0)) for row in range(result.ntuples)}
        there: dict[str, object] = {}
        if old := [identity for identity in firsts if identity not in new]:
            found = self.read(Wanted(ids=tuple(old))).entries
            there = {identity: _entry_content(found[identity]) for identity in old}
        return new, there

    def _new_facts(
        self, versions: Sequence[Fact]
    ) -> tuple[set[tuple[str, ...]], dict[tuple[str, ...], object]]:
        firsts = {_fact_name(one): one for one in reversed(versions)}
        given = [one for one in versions if firsts[_fact_name(one)] is one]
        (result,) = self.exchange(statements.loaded_facts(self._schema, given))
        get = result.get_value
        new = {
            tuple(values.certain(get(row, column)) for column in range(4))
            for row in range(result.ntuples)
        }
        there: dict[tuple[str, ...], object] = {}
        if old := [firsts[name] for name in firsts if name not in new]:
            (result,) = self.exchange(statements.facts_there(self._schema, old))
            there = {
                tuple(values.certain(result.get_value(row, column)) for column in range(4)): (
                    values.certain(result.get_value(row, 4))
                )
                for row in range(result.ntuples)
            }
        return new, there


Name = TypeVar("Name", str, tuple[str, ...])


def _compared(
    items: Sequence[Item],
    new: set[Name],
    there: dict[Name, object],
    name: Callable[[Item], Name],
    content: Callable[[Item], object],
) -> Loaded:
    same, taken = 0, []
    for item in items:
        known_as, now = name(item), content(item)
        if known_as not in there:
            there[known_as] = now
        elif there[known_as] == now:
            same += 1
        else:
            taken.append(item.id)
    return Loaded(len(new), same, tuple(taken))


def _entry_name(entry: Entry) -> str:
    return entry.id


def _entry_content(entry: Entry) -> object:
    return entry.person, entry.kind, entry.at, entry.amends, entry.body


def _fact_name(one: Fact) -> tuple[str, ...]:
    return one.person, one.kind, one.id, str(one.known_at)


def _fact_content(one: Fact) -> object:
    return one.body
