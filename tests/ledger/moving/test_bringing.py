"""Imports: all or nothing, in parts, with rejects, again, and with corrections in any order."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from policydsl.ledger.memory import MemoryStore
from policydsl.ledger.moving import bringing, filling
from policydsl.ledger.moving.batches import Batch
from policydsl.ledger.moving.bringing import Brought, Manner, bring
from policydsl.ledger.moving.filling import Rejected
from policydsl.ledger.moving.reading_jsonl import read_jsonl
from policydsl.ledger.opening import open_store
from policydsl.ledger.store import Lookup, State, Store, Wanted

NOW = 1_772_000_000_000_000
AT = "2026-03-01T15:00:00Z"

PERMIT = '{"proposal":"{}","policy":"sha256:0","valid_until":null,"answer":{"b":1,"a":0.10}}'


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    made = MemoryStore() if request.param == "memory" else open_store(f"sqlite:///{tmp_path}/l.db")
    yield made
    made.close()


def event(number: int, **more: Any) -> dict[str, Any]:
    return {"id": f"e{number}", "person": "P1", "kind": "payment", "at": AT, **more}


def batches(*lines: object, file: str = "f.jsonl") -> Iterator[Batch]:
    texts = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    return read_jsonl(BytesIO("\n".join(texts).encode()), file)


def load(store: Store, *lines: object, **manner: Any) -> Brought:
    return bring(store, batches(*lines), Manner(None, manner.pop("known_at", NOW), **manner))


def codes(brought: Brought) -> list[tuple[int, str]]:
    return [(one.number, found.code) for one in brought.rejects for found in one.diagnostics]


def ids(store: Store) -> list[str]:
    return [entry.id for entry in store.entries()]


def test_what_is_brought_twice_is_there_once(store: Store) -> None:
    lines = (
        event(1),
        {"type": "person", "id": "P1", "region": "US-FL"},
        {"type": "debt", "id": "D1", "person": "P1", "due_on": "2026-01-01", "known_at": AT},
        {"type": "consent", "id": "k", "person": "P1", "effective_from": AT, "channel": "sms"},
        {"id": "e1-fix", "amends": "e1", "at": AT, "outcome": "partial"},
    )
    assert load(store, *lines) == Brought(lines=5, added=5)
    assert load(store, *lines, known_at=NOW + 1) == Brought(lines=5, same=5)
    assert ids(store) == ["e1", "e1-fix"]
    assert [(fact.kind, fact.id, fact.person) for fact in store.facts()] == [
        ("person", "P1", "P1"),
        ("debt", "D1", "P1"),
        ("consent", "k", "P1"),
    ]


def test_one_wrong_line_and_nothing_is_imported(store: Store) -> None:
    brought = load(store, event(1), "nope", event(2, kind="paid"))
    assert not brought.is_done and brought.is_whole
    assert (brought.added, brought.refused) == (0, 2)
    assert codes(brought) == [(2, "L120"), (3, "R113")]
    assert ids(store) == []


def test_refused_lines_can_be_skipped(store: Store) -> None:
    refused: list[Rejected] = []
    brought = load(store, event(1), "", '{"id": 5}', event(2), skip=refused.append)
    assert brought.is_done and (brought.added, brought.refused, brought.lines) == (2, 1, 3)
    assert [(one.file, one.number, one.text) for one in refused] == [("f.jsonl", 3, '{"id": 5}')]
    assert ids(store) == ["e1", "e2"]


def test_an_import_that_fails_anyway_ends_after_enough_lines(store: Store) -> None:
    brought = load(store, *["x"] * 30_000)
    assert not brought.is_done and not brought.is_whole
    assert len(brought.rejects) == bringing.MOST_REJECTS < brought.refused < 30_000


def test_in_parts_the_parts_before_the_wrong_one_stay(store: Store) -> None:
    lines = [event(1), event(2), event(3), "x", event(5)]
    brought = load(store, *lines, part=2)
    assert not brought.is_done and not brought.is_whole
    assert (brought.added, brought.refused) == (2, 1)
    assert ids(store) == ["e1", "e2"]
    lines[3] = event(4)
    assert load(store, *lines, part=2) == Brought(lines=5, added=3, same=2)


def test_each_part_is_committed_by_itself(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/l.db")
    seen: list[int] = []

    def slowly() -> Iterator[Batch]:
        for number in range(3):
            seen.append(len(ids(store)))
            yield from batches(event(number))

    bring(store, slowly(), Manner(None, NOW, part=1))
    assert seen == [0, 1, 2]
    store.close()


@pytest.mark.parametrize("part", [None, 1])
def test_an_interrupt_leaves_nothing_half_done(store: Store, part: int | None) -> None:
    def interrupted() -> Iterator[Batch]:
        yield from batches(event(1))
        yield from batches(event(2))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring(store, interrupted(), Manner(None, NOW, part=part))
    assert ids(store) == ([] if part is None else ["e1", "e2"])
    assert load(store, event(3)).added == 1


def test_an_id_with_another_content_is_refused_and_the_first_stays(store: Store) -> None:
    load(store, event(1))
    refused: list[Rejected] = []
    brought = load(
        store, event(1, outcome="x"), event(2), event(2, outcome="y"), event(2), skip=refused.append
    )
    assert codes(brought) == [(1, "R141"), (3, "R141")]
    assert (brought.added, brought.same) == (1, 1)
    assert [json.loads(entry.body).get("outcome") for entry in store.entries()] == [None, None]


def test_instants_are_the_same_however_they_are_written(store: Store) -> None:
    load(store, event(1))
    assert load(store, event(1, at="2026-03-01T23:00:00.000+08:00")).same == 1


def test_a_fact_without_a_date_is_new_only_if_it_says_something_else(store: Store) -> None:
    def person(region: str, **more: object) -> dict[str, Any]:
        return {"type": "person", "id": "P1", "region": region, **more}

    assert load(store, person("A")).added == 1
    assert load(store, person("A"), known_at=NOW + 1).same == 1
    assert load(store, person("B"), person("B"), known_at=NOW + 2) == Brought(2, added=1, same=1)
    assert load(store, person("A"), known_at=NOW + 3).added == 1
    assert [(fact.known_at, json.loads(fact.body)["region"]) for fact in store.facts()] == [
        (NOW, "A"),
        (NOW + 2, "B"),
        (NOW + 3, "A"),
    ]
    brought = load(store, person("C"), person("D"), known_at=NOW + 4)
    assert codes(brought) == [(2, "L125")]


def test_equal_ids_of_debts_of_two_persons_are_told_apart(store: Store) -> None:
    def debt(person: str, **more: object) -> dict[str, Any]:
        return {"type": "debt", "id": "D1", "person": person, "known_at": AT, **more}

    assert load(store, debt("P1"), debt("P2")).added == 2
    brought = load(store, debt("P1"), debt("P2", creditor="other"))
    assert codes(brought) == [(2, "L125")]


def test_a_correction_may_come_before_its_event_and_many_of_one(store: Store) -> None:
    fixes = [
        {"id": f"f{n}", "amends": "e1", "at": f"2026-03-02T0{n}:00:00Z", "outcome": str(n)}
        for n in range(3)
    ]
    assert load(store, fixes[0], event(1), *fixes[1:]).added == 4
    known = store.read(Wanted(amended=("e1",)))
    assert sorted(known.entries) == ["e1", "f0", "f1", "f2"]
    assert load(store, fixes[2]).same == 1


def test_a_correction_without_an_event_is_refused_at_the_end(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = {"id": "f", "amends": "e9", "at": AT, "void": True}
    brought = load(store, lost, event(1), skip=lambda one: None)
    assert codes(brought) == [(1, "R143")] and brought.added == 1
    monkeypatch.setattr(bringing, "MOST_WAITING", 1)
    brought = load(store, lost, {**lost, "id": "g"}, skip=lambda one: None)
    assert sorted(codes(brought)) == [(1, "R143"), (2, "R143")]


def test_a_correction_in_a_later_part_waits_for_its_event(store: Store) -> None:
    fix = {"id": "f", "amends": "e2", "at": AT, "void": True}
    assert load(store, fix, event(1), event(2), part=1).added == 3


@pytest.mark.parametrize(
    ("fix", "code"),
    [
        ({"amends": "f0"}, "R144"),
        ({"amends": "e1", "kind": "contact"}, "L126"),
        ({"amends": "e1", "channel": "vioce"}, "R113"),
        ({"amends": "e1", "reached": "connected"}, "R145"),
        ({"amends": "e1", "void": "yes"}, "R112"),
    ],
    ids=str,
)
def test_a_correction_must_fit_its_event(store: Store, fix: dict[str, Any], code: str) -> None:
    load(store, event(1), {"id": "f0", "amends": "e1", "at": AT, "outcome": "x"})
    assert codes(load(store, {"id": "f1", "at": AT, **fix})) == [(1, code)]


def test_an_event_given_to_somebody_else_is_found_under_both(store: Store) -> None:
    load(
        store,
        event(1),
        {"id": "f0", "amends": "e1", "at": AT, "outcome": "x"},
        {"id": "f1", "amends": "e1", "at": AT, "person": "P2"},
    )
    for key in ("person=P1", "person=P2"):
        found = store.read(Wanted(lookups=(Lookup(key, (("payment", None),)),))).found[key]
        assert [entry.id for entry in found] == ["e1", "f0", "f1"]


def test_events_are_filed_under_the_fields_that_the_ledger_uses(store: Store) -> None:
    store.file_under({"household"}, lambda entry, fields: ())
    load(store, event(1, household="H1"))
    wanted = Wanted(lookups=(Lookup("household=H1", (("payment", None),)),))
    assert [entry.id for entry in store.read(wanted).found["household=H1"]] == ["e1"]


def test_a_place_keeps_its_lease_and_its_permit(store: Store) -> None:
    gate = {"state": "reserved", "expires_at": AT, "frees": True, "permit": PERMIT}
    load(store, {"type": "place", **event(1), "kind": "contact", "gate": gate})
    (entry,) = store.entries()
    assert (entry.state, entry.frees, entry.permit) == (State.RESERVED, True, PERMIT)
    assert [one.id for one in store.expired(NOW * 2, 5)] == ["e1"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ({"type": "plase"}, "R113"),
        ({"type": "place"}, "R110"),
        ({"type": "place", "gate": {"state": "reserved"}}, "R110"),
        ({"type": "place", "gate": {"state": "event"}}, "R113"),
        ({"type": "event", "gate": {"state": "reserved"}}, "R111"),
        ({"gate": {"permit": "x"}}, "R112"),
        ({"gate": {"permit": {}}}, "R112"),
        ({"gate": {"permit": PERMIT.replace("null", "1e5")}}, "R112"),
        ({"gate": {"permit": PERMIT.replace('"{}"', '"[]"')}}, "R112"),
        ({"gate": {"permit": PERMIT.replace("0.10", "[" * 20 + "]" * 20)}}, "R112"),
        ({"gate": {"permitt": {}}}, "R111"),
        ({"gate": 5}, "R112"),
        ({"person": None}, "R114"),
        ({"person": ""}, "R128"),
        ({"person": "p" * 501}, "L124"),
        ({"id": "a\0b"}, "L124"),
        ({"address": {"id": "a" * 501}}, "L124"),
        ({"debts": ["d" * 501]}, "L124"),
        ({"void": True}, "R148"),
        ({"region": "x"}, "R111"),
        ({"attributes": {"": 1}}, "R128"),
        ({"attributes": {"a": 10**18}}, "R129"),
        ({"attributes": {"a": [[[[[[[1]]]]]]]}}, "R112"),
        ({"attributes": {"a": [0] * 1001}}, "R150"),
        ({"attributes": {"a": "\ud800"}}, "R127"),
        ({"type": "debt", "kind": "x", "days_past_due": 5}, "L127"),
        ({"type": "debt", "creditor": "a", "fields": {"creditor": "a"}}, "R102"),
        ({"type": "debt", "fields": {"due_on": 5}}, "R112"),
        ({"type": "debt", "fields": 5}, "R112"),
        ({"type": "consent"}, "R110"),
        ({"type": "consent", "effective_from": "2026-01-01"}, "R120"),
        ({"type": "person", "time_zones": ["UTC"]}, "R124"),
        ({"type": "person", "known_at": "yesterday"}, "R120"),
    ],
    ids=str,
)
def test_wrong_lines(line: dict[str, Any], code: str) -> None:
    base = (
        event(1)
        if line.get("type") not in ("person", "debt", "consent")
        else {
            "id": "x1",
            **({} if line["type"] == "person" else {"person": "P1"}),
        }
    )
    brought = load(MemoryStore(), {**base, **line})
    assert [found for _, found in codes(brought)] == [code]


def test_persons_are_asked_for_in_bounded_numbers(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling, "_MOST_ASKED", 2)
    lines = [{"type": "person", "id": f"P{n}", "vip": True} for n in range(5)]
    fixes = [{"id": f"f{n}", "amends": f"e{n}", "at": AT, "void": True} for n in range(5)]
    assert load(store, *lines, *fixes, *map(event, range(5))).added == 15
    assert load(store, *lines, *fixes, known_at=NOW + 1).same == 10
