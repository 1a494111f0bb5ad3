"""However large a table is, nothing goes over all of it; a batch is two trips, however large."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from time import monotonic
from typing import Any

import psycopg
import pytest
from psycopg.pq.abc import PGresult

from policydsl.ledger.postgresql import statements
from policydsl.ledger.postgresql.link import Link, Statement
from policydsl.ledger.store import Fact, Lookup, Record, Wanted, Writes
from tests.ledger.postgresql.support import KIND, event, opened, place, put
from tests.postgres import Server

ROWS = 10_000


@pytest.fixture(scope="module")
def filled(postgresql_server: Server) -> Iterator[str]:
    """The URL of a ledger with many rows in each table."""
    url = postgresql_server.new_url()
    with opened(url) as store:
        with store.loading() as loader:
            loader.add(
                [
                    (place if n % 3 else event)(f"e{n}", f"P{n % 1000}", at=n, amends=f"e{n - 1}")
                    for n in range(ROWS)
                ],
                [Fact(f"P{n % 1000}", "person", f"{n}", n, "{}") for n in range(ROWS)],
            )
        records = tuple(Record(n, "{}", f"e{n}") for n in range(ROWS))
        store.atomically(Wanted(), [], lambda known: (Writes(records=records), None))
    yield url


def _statements(schema: str) -> dict[str, Statement]:
    many = [place(f"e{n}", f"P{n}") for n in range(100)]
    facts = [Fact(f"P{n}", "person", f"{n}", n, "{}") for n in range(100)]
    return {
        "reads": statements.reads(
            schema,
            Wanted(
                ids=("e1", "e2"),
                amended=("e3", "e4"),
                lookups=tuple(Lookup(f"person=P{n}", ((KIND, 5), ("x", None))) for n in range(100)),
                persons=("P1", "P2"),
                known_by=500,
                records=("e5", "e6"),
            ),
        ),
        "persons": statements.reads(schema, Wanted(persons=("P1", "P2"))),
        "changed": statements.changed(schema, many),
        "one changed": statements.changed(schema, many[:1]),
        "settled": statements.settled(schema, many),
        "one settled": statements.settled(schema, many[:1]),
        "filed": statements.filed(schema, [("k", f"e{n}") for n in range(100)]),
        "expired": statements.expired(schema, 10, 100),
        "facts there": statements.facts_there(schema, facts),
        "taken": statements.taken(schema, many, facts)[0],
    }


@pytest.mark.parametrize("analyzed", [False, True])
def test_no_plan_scans_a_table(filled: str, analyzed: bool) -> None:
    with opened(filled) as store:
        schema = store._schema
        connection = store._server.connection(monotonic() + 10)
        connection.cursor_factory = psycopg.RawCursor  # type: ignore[assignment]
        with connection:
            if analyzed:
                connection.execute("ANALYZE")
            for name, (query, parameters) in _statements(schema).items():
                values = [None if one is None else bytes(one).decode() for one in parameters]
                kinds = ["unknown"] * len(values)
                connection.execute(f"PREPARE p({', '.join(kinds)}) AS {query}".encode())
                literals = ", ".join(
                    "NULL" if one is None else "'" + one.replace("'", "''") + "'" for one in values
                )
                explain = f"EXPLAIN (FORMAT JSON) EXECUTE p({literals})"
                row = connection.execute(explain.encode()).fetchone()
                connection.execute("DEALLOCATE p")
                assert row is not None
                nodes = list(_nodes(row[0][0]["Plan"]))
                scanned = [one for one in nodes if one["Node Type"] == "Seq Scan"]
                assert not scanned, (name, scanned)
                whole = [
                    one
                    for one in nodes
                    if "Index" in one["Node Type"] and "Index Cond" not in one
                    and one["Index Name"] != "policydsl_fields_pkey"  # a handful of rows
                ]  # fmt: skip
                assert not whole, (name, whole)


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from _nodes(part)


@pytest.mark.parametrize("many", [2, 300])
def test_a_batch_is_two_trips(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    trips: list[int] = []
    exchange = Link.exchange

    def counted(self: Link, batch: Sequence[Statement], deadline: float) -> list[PGresult]:
        trips.append(len(batch))
        return exchange(self, batch, deadline)

    persons = tuple(f"P{n}" for n in range(many))
    wanted = Wanted(
        ids=persons,
        lookups=tuple(Lookup(f"person={one}", ((KIND, None),)) for one in persons),
        persons=persons,
        records=persons,
    )
    writes = Writes(
        added=tuple(event(one, one) for one in persons),
        changed=tuple(event(f"r{one}", one) for one in persons),
        filed=tuple((f"k={one}", one) for one in persons),
        facts=tuple(Fact(one, "person", one, 1, "{}") for one in persons),
        records=tuple(Record(1, "{}", one) for one in persons),
    )
    with opened(postgresql_url) as store:
        put(store, *(place(f"r{one}", one) for one in persons))
        monkeypatch.setattr(Link, "exchange", counted)
        store.atomically(wanted, persons, lambda known: (writes, None))
        assert trips == [3, 6]
        trips.clear()
        store.settle([event(f"r{one}", one) for one in persons])
        store.read(wanted)
        assert trips == [1, 1]


def test_durability_is_what_was_asked_for(postgresql_url: str) -> None:
    for durability, setting in (("full", "on"), ("relaxed", "off")):
        with opened(postgresql_url, durability=durability) as store:
            (result,) = store._exchanged([("SHOW synchronous_commit", ())])
            assert result.get_value(0, 0) == setting.encode()
