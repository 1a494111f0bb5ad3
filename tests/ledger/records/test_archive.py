"""Rotation: old records go to files, and the lanes go on."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from policydsl.errors import LedgerError
from policydsl.ledger.memory import MemoryStore
from policydsl.ledger.opening import open_store
from policydsl.ledger.records import archive as archiving
from policydsl.ledger.records.archive import archive
from policydsl.ledger.records.archived import Part, part_path, parts_of, records_of, write_part
from policydsl.ledger.records.verifying import verify
from policydsl.ledger.store import Linked, Record, Store
from tests.ledger.records.support import (
    later,
    micros,
    policy,
    put,
    record,
    request,
    reserve,
)

OF = policy()


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    match request.param:
        case "memory":
            url = "memory:"
        case "sqlite":
            url = f"sqlite:///{tmp_path}/ledger.db"
        case _:
            url = request.getfixturevalue("postgresql_url")
    made = open_store(url)
    yield made
    made.close()


def fill(store: Store, days: list[int]) -> list[Linked]:
    """A reservation on each of these days after the start."""
    return [reserve(store, OF, f"k{number}", at=later(day)) for number, day in enumerate(days)]


def test_a_beginning_of_a_lane_goes_and_the_lane_goes_on(store: Store, tmp_path: Path) -> None:
    before = fill(store, [0, 1, 5, 2, 6])
    told: list[int] = []
    (part,) = archive(store, micros(later(3)), tmp_path / "old", told.append)
    assert (part.first, part.last) == (1, 2)
    assert told == [2]
    assert list(records_of(part)) == before[:2]
    assert [*store.records()] == before[2:]
    assert stat.S_IMODE(part.path.stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "old").iterdir()] == [part.path.name]
    after = reserve(store, OF, "k9", at=later(7))
    assert after.number == 6
    assert not verify(store, [OF], archives=[tmp_path / "old"]).wrong


def test_the_next_rotation_goes_on_where_the_last_ended(store: Store, tmp_path: Path) -> None:
    before = fill(store, [0, 1, 2, 3])
    archive(store, micros(later(2)), tmp_path)
    assert archive(store, micros(later(2)), tmp_path) == []
    (part,) = archive(store, micros(later(9)), tmp_path)
    assert (part.first, part.last, part.before) == (3, 4, before[1].hash)
    assert list(store.records()) == []
    assert [(each.first, each.last) for each in parts_of(tmp_path)] == [(1, 2), (3, 4)]
    report = verify(store, [OF], archives=[tmp_path])
    assert (report.records, report.archived, report.wrong) == (4, 4, 0)


def test_no_file_gets_too_large(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = fill(store, [0] * 7)
    monkeypatch.setattr(archiving, "MOST_IN_A_PART", 3)
    parts = archive(store, micros(later(1)), tmp_path)
    assert [(part.first, part.last) for part in parts] == [(1, 3), (4, 6), (7, 7)]
    assert [linked for part in parts_of(tmp_path) for linked in records_of(part)] == before


def test_a_crash_before_the_records_are_removed_leaves_them_in_both_places(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = fill(store, [0, 1, 2])

    def crash(lane: str, through: int) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(type(store), "forget", lambda self, lane, through: crash(lane, through))
        with pytest.raises(KeyboardInterrupt):
            archive(store, micros(later(2)), tmp_path)
    assert list(store.records()) == before
    report = verify(store, [OF], archives=[tmp_path])
    assert (report.records, report.archived, report.wrong) == (3, 2, 0)
    archive(store, micros(later(9)), tmp_path)
    assert [(each.first, each.last) for each in parts_of(tmp_path)] == [(1, 2), (1, 3)]
    report = verify(store, [OF], archives=[tmp_path])
    assert (report.records, report.archived, report.wrong) == (3, 3, 0)


def test_what_was_not_written_whole_is_not_there(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = fill(store, [0, 1])

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            archive(store, micros(later(9)), tmp_path / "old")
    assert list(store.records()) == before
    assert parts_of(tmp_path / "old") == []
    archive(store, micros(later(9)), tmp_path / "old")
    assert [path.suffix for path in (tmp_path / "old").iterdir()] == [".jsonl"]


def test_a_file_that_does_not_hold_what_was_written_keeps_the_records(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = fill(store, [0, 1])

    def faulty(folder: Path, part: Part, records: Iterator[Linked]) -> None:
        write_part(folder, part, records)
        part.path.write_text(part.path.read_text().replace("collections", "marketing_"))

    monkeypatch.setattr(archiving, "write_part", faulty)
    with pytest.raises(LedgerError) as raised:
        archive(store, micros(later(9)), tmp_path)
    assert [one.code for one in raised.value.diagnostics] == ["L134"]
    assert list(store.records()) == before


def test_a_lane_that_does_not_hold_stays_as_it_is(tmp_path: Path) -> None:
    store = MemoryStore()
    fill(store, [0, 1, 2])
    contents = store._contents
    forged = replace(contents.records[1], record=Record(0, "{}"))
    contents.records[1] = forged
    with pytest.raises(LedgerError) as raised:
        archive(store, micros(later(9)), tmp_path)
    assert [one.code for one in raised.value.diagnostics] == ["L134"]
    assert len(list(store.records())) == 3
    assert not list(tmp_path.iterdir())


def test_an_archive_names_the_reservation_only_where_the_record_does(tmp_path: Path) -> None:
    store = MemoryStore()
    plain = record(OF, request("k1"))
    hidden = Record(plain.at, plain.text.replace('"key":"k1"', '"key":"~00"'), "k1")
    put(store, records=[plain, hidden])
    (part,) = archive(store, micros(later(9)), tmp_path)
    assert [linked.record.about for linked in records_of(part)] == ["k1", None]


@pytest.mark.parametrize("lane", ["../../etc/passwd", "", "a/b", "链", "x" * 300])
def test_any_lane_has_a_file_name(lane: str, tmp_path: Path) -> None:
    path = part_path(tmp_path, lane, 1, 2)
    assert path.parent == tmp_path
    assert path.name.endswith(".000000000001-000000000002.jsonl")
    assert len(path.name) < 120


def whole(tmp_path: Path) -> list[str]:
    store = MemoryStore()
    fill(store, [0, 1])
    (part,) = archive(store, micros(later(9)), tmp_path)
    return part.path.read_text().splitlines(keepends=True)


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "\n",
        "[]\n",
        "[" * 50_000 + "\n",
        '{"archive":2,"lane":"x","first":1,"last":1,"before":"' + "0" * 64 + '"}\n',
        '{"archive":1,"lane":"x","first":true,"last":1,"before":"' + "0" * 64 + '"}\n',
        '{"archive":1,"lane":"x","first":2,"last":1,"before":"' + "0" * 64 + '"}\n',
        '{"archive":1,"lane":"x","first":1,"last":1,"before":"0"}\n',
        '{"archive":1,"lane":7,"first":1,"last":1,"before":"' + "0" * 64 + '"}\n',
    ],
)
def test_a_file_that_is_no_archive_is_refused(broken: str, tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text(broken)
    with pytest.raises(LedgerError) as raised:
        parts_of(tmp_path)
    assert [one.code for one in raised.value.diagnostics] == ["L140"]


@pytest.mark.parametrize("change", ["short", "torn", "more", "moved", "number", "hash", "text"])
def test_an_archive_that_was_changed_is_refused(change: str, tmp_path: Path) -> None:
    head, one, two = whole(tmp_path)
    held = json.loads(two)
    wrong = {
        "short": [head, one],
        "torn": [head, one, two[:-20]],
        "more": [head, one, two, two],
        "moved": [head, two, one],
        "number": [head, one, json.dumps(held | {"number": "2"}) + "\n"],
        "hash": [head, one, json.dumps(held | {"hash": "zz"}) + "\n"],
        "text": [head, one, json.dumps(held | {"text": None}) + "\n"],
    }
    (path,) = tmp_path.iterdir()
    path.write_text("".join(wrong[change]))
    (part,) = parts_of(tmp_path)
    with pytest.raises(LedgerError) as raised:
        list(records_of(part))
    assert [one.code for one in raised.value.diagnostics] == ["L140"]


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LedgerError) as raised:
        parts_of(tmp_path / "nothing")
    assert [one.code for one in raised.value.diagnostics] == ["L140"]
