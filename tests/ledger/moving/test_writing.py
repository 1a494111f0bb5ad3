"""What is exported and imported again is the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policydsl.facts.vocabulary import Vocabulary
from policydsl.ledger.memory import MemoryStore
from policydsl.ledger.moving.batches import Batch
from policydsl.ledger.moving.bringing import Manner, bring
from policydsl.ledger.moving.columns import Naming
from policydsl.ledger.moving.local_times import Clock
from policydsl.ledger.moving.reading_csv import read_csv
from policydsl.ledger.moving.reading_jsonl import read_jsonl
from policydsl.ledger.moving.writing import write_csv, write_jsonl
from policydsl.ledger.store import Entry, Fact

AT = "2026-03-01T15:00:00Z"
NOW = 1_772_000_000_000_000


def _read(form: str, text: str) -> Iterator[Batch]:
    stream = BytesIO(text.encode())
    if form == "jsonl":
        return read_jsonl(stream, "f")
    return read_csv(stream, "f", Naming({}), Vocabulary.standard(), Clock(None))


def _held(store: MemoryStore) -> tuple[list[Entry], list[Fact]]:
    return list(store.entries()), list(store.facts())


def _filled(*lines: dict[str, Any]) -> MemoryStore:
    store = MemoryStore()
    text = "\n".join(map(json.dumps, lines))
    brought = bring(store, _read("jsonl", text), Manner(None, NOW))
    assert brought.is_done, brought
    return store


def _again(form: str, store: MemoryStore, person: str | None = None) -> MemoryStore:
    text = "".join(write_csv(store, person) if form == "csv" else write_jsonl(store, person))
    copy = MemoryStore()
    brought = bring(copy, _read(form, text), Manner(None, 0))
    assert brought.is_done, (brought.rejects, text)
    return copy


_words = st.text(alphabet="aé客;,\"\n\r\t '=:{}0\u2028", max_size=6)
_json = st.recursive(
    _words
    | st.booleans()
    | st.none()
    | st.integers(-(10**17), 10**17)
    | st.decimals(
        allow_nan=False, allow_infinity=False, places=3, min_value=-1000, max_value=1000
    ).map(float),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "b c", "d.e", ":json"]), inner, max_size=2)
    ),
    max_leaves=5,
)
_named = _words.filter(bool)
_names = st.sampled_from(["vip", "type", "a.b", "kind", "note:json", "fields", "known", "state"])
_fields = st.dictionaries(_names, _json, max_size=3)
_events = st.builds(
    lambda attributes, person, more: {"person": person, "attributes": attributes, **more},
    st.dictionaries(_names, _json, max_size=3),
    st.sampled_from(["P1", "客户;2"]),
    st.fixed_dictionaries(
        {},
        optional={
            "outcome": _words,
            "debts": st.lists(_named, max_size=3),
            "recipient": st.sampled_from(
                ["debtor", {"role": "spouse", "id": "x"}, {"id": "y"}, {}]
            ),
            "address": _named | st.fixed_dictionaries({}, optional={"id": _named, "place": _words}),
            "reserved": st.booleans(),
            "known_at": st.just("2026-03-02T08:00:00.000001Z"),
        },
    ),
)


@pytest.mark.parametrize("form", ["jsonl", "csv"])
@given(st.lists(_events, max_size=4), st.lists(_fields, max_size=3))
def test_an_export_gives_the_same_ledger(
    form: str, events: list[dict[str, Any]], facts: list[dict[str, Any]]
) -> None:
    lines: list[dict[str, Any]] = [
        {"id": f"e{n}", "kind": "contact", "at": AT, **event} for n, event in enumerate(events)
    ]
    for number, fields in enumerate(facts):
        clashing = {k: fields[k] for k in ("type", "fields") if k in fields}
        plain = {k: v for k, v in fields.items() if k not in clashing}
        lines.append(
            {**plain, "type": "debt", "id": f"D{number}", "person": "P1", "fields": clashing}
        )
    store = _filled(*lines)
    assert _held(_again(form, store)) == _held(store)


PERMIT = '{"proposal":"{}","policy":"sha256:0","valid_until":null,"answer":{"b":1,"a":0.10}}'
GATED = (
    {"id": "e1", "person": "P1", "kind": "contact", "at": AT, "gate": {"permit": PERMIT}},
    {
        "type": "place",
        "id": "e2",
        "person": "P1",
        "kind": "contact",
        "at": AT,
        "gate": {"state": "reserved", "expires_at": AT, "frees": True, "permit": PERMIT},
    },
    {
        "type": "place",
        "id": "e3",
        "person": "P2",
        "kind": "contact",
        "at": AT,
        "gate": {"state": "released"},
    },
    {"id": "e1-fix", "amends": "e1", "at": AT, "person": "P3"},
    {"type": "person", "id": "P1", "region": "A", "known_at": AT},
    {"type": "person", "id": "P1", "region": "B"},
    {"type": "consent", "id": "k", "person": "P2", "effective_from": AT, "channel": "any"},
)


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_places_permits_corrections_and_versions_are_kept(form: str) -> None:
    store = _filled(*GATED)
    assert _held(_again(form, store)) == _held(store)


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_one_person_is_exported_with_what_was_given_to_him(form: str) -> None:
    store = _filled(*GATED)
    entries, facts = _held(_again(form, store, "P3"))
    assert [entry.id for entry in entries] == ["e1", "e1-fix"] and facts == []
    entries, facts = _held(_again(form, store, "P2"))
    assert [entry.id for entry in entries] == ["e3"] and [fact.id for fact in facts] == ["k"]


def test_an_event_is_a_line_that_a_request_could_hold() -> None:
    store = _filled(GATED[1], {"id": "e9", "person": "P1", "kind": "payment", "at": AT})
    place, event = map(json.loads, write_jsonl(store))
    assert (place["type"], event["type"]) == ("place", "event")
    assert "gate" not in event
