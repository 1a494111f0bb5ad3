"""What it costs one person that others have a history too.

In: how many events others have. Out: a table: the time of a reservation for a person with twenty
events, in a ledger with a thousand events of others and in one with very many.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import count, islice
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.gates.workload import AT, policy, proposal
from benchmarks.measure import Table
from policydsl import Gate
from policydsl.facts.moments import to_micros, utc_text
from policydsl.ledger.bodies import body_text
from policydsl.ledger.opening import open_store
from policydsl.ledger.store import Entry

SMALL = 1000
_OWN = 20
_AT_ONCE = 10_000
_MEASURED = 300
_EVENTS_OF_ONE = 50


def table(folder: Path, large: int) -> Table:
    """A ledger with `SMALL` and one with `large` events of others."""
    rows = []
    times: list[float] = []
    for events in (SMALL, large):
        path = folder / f"growing{events}.db"
        url = f"sqlite:///{path}"
        fill(url, events)
        times.append(_reserving(url))
        size = path.stat().st_size / 2**20
        rows.append((events, round(size), times[-1] / 1000, times[-1] / times[0]))
        path.unlink()
    return Table(
        "Gate: a reservation for a person with 20 events, on SQLite",
        ("events of others", "MiB", "median ms", "ratio"),
        tuple(rows),
    )


def fill(url: str, events: int) -> None:
    """Events of many persons, fifty each, and twenty of each person that is measured."""
    store = open_store(url, timeout=600)
    try:
        each = iter(_entries(events))
        with store.loading() as loader:
            while some := list(islice(each, _AT_ONCE)):
                loader.add(some)
    finally:
        store.close()


def _entries(events: int) -> Iterator[Entry]:
    numbers = count()
    for number in range(events):
        yield _event(f"e{next(numbers)}", f"O{number // _EVENTS_OF_ONE}", number)
    for one in range(_MEASURED):
        for number in range(_OWN):
            yield _event(f"e{next(numbers)}", proposal(0, one)["person"], number)


def _event(identity: str, person: str, number: int) -> Entry:
    """A contact by e-mail, up to two days ago: looked at, and not counted by the cap."""
    at = AT - timedelta(minutes=1 + number * 61 % 2880)
    body = {
        "id": identity,
        "kind": "contact",
        "at": utc_text(at),
        "person": person,
        "channel": "email",
        "direction": "outbound",
        "purpose": "servicing",
        "reached": "delivered",
    }
    keys = (f"person={person}",)
    return Entry(identity, person, "contact", to_micros(at), body_text(body), keys)


def _reserving(url: str) -> float:
    """The median wait for a reservation, in microseconds."""
    waits = []
    with Gate(policy(), url, timeout=600) as gate:
        for number in range(_MEASURED):
            before = perf_counter()
            permit = gate.reserve(proposal(0, number), at=AT, key=f"k{number}")
            waits.append((perf_counter() - before) * 1e6)
            if not permit.allowed:
                raise AssertionError(f"not allowed: {permit.codes}")
    return median(waits)
