"""What a server found, as the types of a store.

In: the rows of `statements.reads`. Out: `Known`.
"""

from __future__ import annotations

from psycopg.pq.abc import PGresult

from policydsl.ledger.postgresql.statements import Part
from policydsl.ledger.postgresql.values import certain, read_entry
from policydsl.ledger.store import Entry, Fact, Known, Linked, Record, Wanted


def known(result: PGresult, wanted: Wanted) -> Known:
    """What was read for what was wanted; what was asked for and not found is there, and empty."""
    fields: list[str] = []
    entries: dict[str, Entry] = {}
    found: dict[str, dict[str, Entry]] = {lookup.key: {} for lookup in wanted.lookups}
    facts: dict[str, list[Fact]] = {person: [] for person in wanted.persons}
    records: dict[str, list[Linked]] = {about: [] for about in wanted.records}
    get = result.get_value
    for row in range(result.ntuples):
        part = get(row, 0)
        if part == Part.FIELD:
            fields.append(certain(get(row, 2)))
        elif part == Part.ENTRY:
            entry = read_entry(result, row, 2)
            entries[entry.id] = entry
        elif part == Part.FOUND:
            entry = read_entry(result, row, 2)
            found[certain(get(row, 1))][entry.id] = entry
        elif part == Part.FACT:
            fact = _fact(result, row)
            facts[fact.person].append(fact)
        else:
            record = _linked(result, row)
            records[certain(get(row, 1))].append(record)
    return Known(
        fields=frozenset(fields),
        entries=entries,
        found={key: _in_order(found[key]) for key in found},
        facts={person: tuple(sorted(facts[person], key=_of_fact)) for person in facts},
        records={about: tuple(sorted(records[about], key=_of_record)) for about in records},
    )


def _in_order(entries: dict[str, Entry]) -> tuple[Entry, ...]:
    if len(entries) < 2:
        return tuple(entries.values())
    return tuple(sorted(entries.values(), key=lambda entry: (entry.at, entry.id)))


def _of_fact(fact: Fact) -> tuple[str, str]:
    return fact.kind, fact.id


def _of_record(linked: Linked) -> tuple[int, str, int]:
    return linked.record.at, linked.lane, linked.number


def _fact(result: PGresult, row: int) -> Fact:
    get = result.get_value
    return Fact(
        person=certain(get(row, 3)),
        kind=certain(get(row, 4)),
        id=certain(get(row, 2)),
        known_at=int(get(row, 5) or 0),
        body=certain(get(row, 10)),
    )


def _linked(result: PGresult, row: int) -> Linked:
    get = result.get_value
    record = Record(int(get(row, 5) or 0), certain(get(row, 10)), certain(get(row, 1)))
    return Linked(certain(get(row, 2)), int(get(row, 8) or 0), certain(get(row, 3)), record)
