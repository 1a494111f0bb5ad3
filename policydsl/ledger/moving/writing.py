"""The export: everything that a ledger holds but decision records, as lines that can be imported.

In: a store. Out: texts, as JSON Lines or CSV. Entries come in the order in which they were added,
then every version of every fact; a place that is reserved is a line of the type `place`. Imported
into an empty ledger they give the same entries and facts again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from policydsl.facts.moments import utc, utc_text
from policydsl.ledger.bodies import body_text, read_body
from policydsl.ledger.filing import PERSON, key
from policydsl.ledger.moving.columns import JSON_SUFFIX, is_simple, json_cell, plain_cell, values_of
from policydsl.ledger.moving.lines import FIELDS, KNOWN_AT, OWN, TYPE
from policydsl.ledger.moving.places import GATE, write_place
from policydsl.ledger.store import Entry, Fact, State, Store

_FIRST = (TYPE, "id", PERSON, "kind", "at")


def write_jsonl(store: Store, person: str | None = None) -> Iterator[str]:
    """The lines with their ends; of one person only when one is named."""
    for entry in _entries(store, person):
        yield f"{{{_head(entry)},{entry.body[1:]}\n"
    for fact in _facts(store, person):
        yield body_text(_object_of_fact(fact)) + "\n"


def write_csv(store: Store, person: str | None = None) -> Iterator[str]:
    """The rows with their ends, the names of the columns first.

    The store is read twice: columns must be known before the first row.
    """
    is_json: dict[str, bool] = dict.fromkeys(_FIRST, False)
    for data in _objects(store, person):
        for path, value in values_of(data).items():
            is_json[path] = is_json.get(path, False) or plain_cell(path, value) is None
    paths = [*_FIRST, *sorted(path for path in is_json if path not in _FIRST)]
    yield _row([path + JSON_SUFFIX if is_json[path] else path for path in paths])
    for data in _objects(store, person):
        values = values_of(data)
        yield _row([_cell(path, values, is_json.get(path, False)) for path in paths])


def _cell(path: str, values: Mapping[str, object], is_json: bool) -> str:
    if path not in values:
        return ""
    return json_cell(values[path]) if is_json else plain_cell(path, values[path]) or ""


def _row(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)  # so that both signs are quoted
    return out.getvalue().removesuffix("\r\n") + "\n"


def _entries(store: Store, person: str | None) -> Iterator[Entry]:
    """What is filed under a person, whoever's it was at first."""
    if person is None:
        return store.entries()
    name = key(PERSON, person)
    return (one for one in store.entries() if one.person == person or name in one.keys)


def _facts(store: Store, person: str | None) -> Iterator[Fact]:
    return (fact for fact in store.facts() if person in (None, fact.person))


def _objects(store: Store, person: str | None) -> Iterator[dict[str, Any]]:
    for entry in _entries(store, person):
        yield {**_own_of(entry), **read_body(entry.body)}
    for fact in _facts(store, person):
        yield _object_of_fact(fact)


def _head(entry: Entry) -> str:
    """What stands before the event's own fields in a line."""
    return body_text(_own_of(entry))[1:-1]


def _own_of(entry: Entry) -> dict[str, Any]:
    own: dict[str, Any] = {TYPE: "event" if entry.state is State.EVENT else "place"}
    place = write_place(entry)
    if place:
        own[GATE] = place
    return own


def _object_of_fact(fact: Fact) -> dict[str, Any]:
    body = read_body(fact.body)
    own: dict[str, Any] = {TYPE: fact.kind, KNOWN_AT: utc_text(utc(fact.known_at))}
    if fact.kind != PERSON:
        own[PERSON] = fact.person
    taken = {
        name: value
        for name, value in body.items()
        if name in OWN or name in own or not is_simple(name)
    }
    if taken:
        own[FIELDS] = taken
    return {**{name: value for name, value in body.items() if name not in taken}, **own}
