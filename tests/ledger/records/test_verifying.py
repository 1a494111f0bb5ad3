"""Verification finds what was changed, cut off or left out, and nothing else."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from policydsl._version import __version__
from policydsl.diagnostics import Diagnostic
from policydsl.engine import tzdata
from policydsl.errors import LedgerError
from policydsl.ledger.chain import beginning, link
from policydsl.ledger.memory import MemoryStore
from policydsl.ledger.opening import open_store
from policydsl.ledger.records.archive import archive
from policydsl.ledger.records.hiding import Hiding
from policydsl.ledger.records.pseudonyms import Pseudonyms
from policydsl.ledger.records.report import Report, read_heads, write_heads
from policydsl.ledger.records.verifying import verify
from policydsl.ledger.store import Record, State, Store
from tests.ledger.records.support import (
    HORIZON,
    entry,
    later,
    micros,
    policy,
    put,
    record,
    refuse,
    request,
    reserve,
)

OF = policy()
OTHER = policy("\ncap more\n  at most 9 attempts per person in 9 rolling days\n")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    made = open_store(f"sqlite:///{path}")
    for number in range(3):
        reserve(made, OF, f"k{number}", at=later(number))
    refuse(made, OF, "k3")
    yield made
    made.close()


def tamper(path: Path, *statements: str) -> None:
    """What somebody with the file can do."""
    with closing(sqlite3.connect(path)) as connection:
        triggers = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        for (name,) in triggers.fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def codes(report: Report) -> list[str]:
    return [one.code for one in report.findings]


def said(report: Report) -> list[str]:
    return [
        " ".join([one.message(), *(one.hint_text(hint) for hint in one.notes)]).replace(
            next(iter(report.heads)), "LANE"
        )
        for one in report.findings
    ]


def test_a_sound_ledger(store: Store) -> None:
    found: list[Diagnostic] = []
    report = verify(store, [OF], found=found.append)
    assert found == []
    assert report.findings == ()
    assert (report.lanes, report.records, report.decided, report.wrong) == (1, 4, 4, 0)
    assert (report.reservations, report.archived, report.elsewhere) == (3, 0, 0)
    last = list(store.records())[-1]
    assert report.heads == {last.lane: (4, last.hash)}


def test_an_empty_ledger() -> None:
    report = verify(MemoryStore(), [OF])
    assert (report.lanes, report.records, report.wrong) == (0, 0, 0)


@pytest.mark.parametrize("column", ["text", "hash"])
def test_a_changed_record_breaks_the_chain_where_it_stands(
    store: Store, path: Path, column: str
) -> None:
    changed = {
        "text": "text = replace(text, 'collections', 'marketing')",
        "hash": f"hash = '{'0' * 64}'",
    }
    tamper(path, f"UPDATE records SET {changed[column]} WHERE number = 2")
    report = verify(store, [OF])
    assert codes(report)[0] == "L134"
    assert "breaks at record 2" in said(report)[0]
    assert codes(report).count("L134") == 1


def test_a_removed_record_leaves_a_gap(store: Store, path: Path) -> None:
    tamper(path, "DELETE FROM records WHERE number = 2")
    report = verify(store, [OF])
    assert codes(report) == ["L134", "L138"]
    assert "record 2 should stand there" in said(report)[0]
    assert said(report)[1] == "the reservation `k1` has no record"


def test_a_record_that_was_made_anew_with_its_chain_is_decided_otherwise(
    store: Store, path: Path
) -> None:
    """Whoever can write hashes can write a chain; not a decision that the policy does not make."""
    lane = next(iter(store.records())).lane
    last, statements = beginning(lane), []
    for linked in store.records():
        text = linked.record.text.replace('"used":2,"possible":2', '"used":1,"possible":1')
        if linked.number == 1:
            text = text.replace(
                '"verdict":"allow","allowed":true', '"verdict":"deny","allowed":true'
            )
        last = link(last, text)
        quoted = text.replace("'", "''")
        statements.append(
            f"UPDATE records SET text = '{quoted}', hash = '{last}' WHERE number = {linked.number}"
        )
    tamper(path, *statements)
    report = verify(store, [OF])
    assert said(report) == [
        "record 1 of lane `LANE` holds another decision than the policy makes "
        "it says `deny`, the policy `allow`",
        "record 4 of lane `LANE` holds another decision than the policy makes "
        "the verdict is the same, but not all that is said of it",
    ]


def test_a_request_that_the_policy_cannot_judge(store: Store) -> None:
    made = record(OF, request("k9"), "k9")
    forged = replace(made, text=made.text.replace('"channel":"sms"', '"channel":"smoke"'))
    put(store, entry("k9"), records=[forged])
    report = verify(store, [OF])
    assert said(report) == [
        "record 5 of lane `LANE` holds another decision than the policy makes "
        "its request is not one that the policy can judge"
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        Record(0, "{}"),
        Record(0, "no JSON"),
        replace(record(OF, request("k9")), about="k8"),
        replace(record(OF, request("k9")), about=None),
        replace(record(OF, request("k9")), at=1),
        replace(record(OF, request("k9", events=2), "k9"), about="k9"),
    ],
)
def test_a_record_that_is_not_what_it_is_kept_as(store: Store, wrong: Record) -> None:
    put(store, records=[wrong])
    assert codes(verify(store, [OF])) == ["L137"]


def test_a_policy_that_is_not_given_is_named_once(store: Store) -> None:
    report = verify(store, [OTHER])
    assert (report.decided, report.wrong) == (0, 0)
    assert report.unknown == {OF.digest: 4}
    reserve(store, OTHER, "k9", at=later(9))
    report = verify(store, [OTHER, OF])
    assert (report.decided, report.unknown, report.wrong) == (5, {}, 0)


def test_newer_data_are_told_apart_from_a_wrong_decision(store: Store) -> None:
    aged = record(OF, request("k8"), "k8")
    tz, calendars = tzdata.data_versions()
    other = aged.text.replace(f'"tzdata":"{tz}"', '"tzdata":"1999a"')
    otherwise = other.replace('"used":0', '"used":1').replace('"key":"k8"', '"key":"k9"')
    assert otherwise != other
    put(
        store,
        entry("k8"),
        entry("k9"),
        records=[
            replace(aged, text=other),
            replace(aged, text=otherwise, about="k9"),
        ],
    )
    report = verify(store, [OF])
    assert report.decided == 5
    assert [*report.aged.items()] == [(("1999a", calendars, __version__), 1)]
    assert report.wrong == 0


@pytest.mark.parametrize("state", list(State))
def test_every_place_that_was_taken_has_its_record(store: Store, state: State) -> None:
    put(store, entry("lost", state=state), replace(entry("loose"), state=State.EVENT, permit=None))
    report = verify(store, [OF])
    assert said(report) == ["the reservation `lost` has no record"]
    assert report.reservations == 4


def test_every_record_that_allowed_has_its_place(store: Store, path: Path) -> None:
    tamper(path, "DELETE FROM entries WHERE id = 'k1'")
    report = verify(store, [OF])
    assert said(report) == ["record 2 of lane `LANE` allowed `k1`, which was never reserved"]


def test_more_findings_than_are_listed_are_counted(store: Store) -> None:
    put(store, *(entry(f"lost{number:03}") for number in range(150)))
    report = verify(store, [OF])
    assert len(report.findings) == 100
    assert report.wrong == 150


def test_heads_show_what_was_cut_off(store: Store, path: Path, tmp_path: Path) -> None:
    heads = verify(store, [OF]).heads
    file = tmp_path / "heads.json"
    write_heads(file, heads)
    heads = read_heads(file)
    reserve(store, OF, "k9", at=later(9))
    assert not verify(store, [OF], heads=heads).wrong
    tamper(
        path,
        "DELETE FROM records WHERE number >= 3",
        "DELETE FROM entries WHERE id IN ('k2', 'k9')",
    )
    assert not verify(store, [OF]).wrong
    report = verify(store, [OF], heads=heads)
    assert said(report) == [
        "record 4 of lane `LANE` is not as it was when its head was noted "
        "the lane ends at record 2 now"
    ]
    tamper(path, "DELETE FROM records", "DELETE FROM entries")
    report = verify(store, [OF], heads=heads)
    assert codes(report) == ["L135"]
    assert report.findings[0].notes[0].key == "gone"


def test_heads_show_a_lane_that_was_written_anew(store: Store) -> None:
    lane, (number, _) = next(iter(verify(store, [OF]).heads.items()))
    report = verify(store, [OF], heads={lane: (number, "0" * 64), "lost": (1, "0" * 64)})
    assert [one.notes[0].key for one in report.findings] == ["other", "gone"]


def test_heads_within_what_was_archived(store: Store, tmp_path: Path) -> None:
    second = list(store.records())[1]
    archive(store, micros(later(2)), tmp_path)
    for number, code in ((second.hash, []), ("0" * 64, ["L135"])):
        heads = {second.lane: (2, number)}
        assert codes(verify(store, [OF], heads=heads)) == code
        assert codes(verify(store, [OF], heads=heads, archives=[tmp_path])) == code
    older = {second.lane: (1, "0" * 64)}
    assert codes(verify(store, [OF], heads=older)) == []
    assert codes(verify(store, [OF], heads=older, archives=[tmp_path])) == ["L135"]


def test_records_that_are_archived_elsewhere_are_counted(store: Store, tmp_path: Path) -> None:
    archive(store, micros(later(2)), tmp_path)
    report = verify(store, [OF])
    assert (report.records, report.elsewhere, report.unsure, report.wrong) == (2, 2, 2, 0)
    report = verify(store, [OF], archives=[tmp_path])
    assert (report.records, report.elsewhere, report.unsure, report.wrong) == (4, 0, 0, 0)
    put(store, entry("lost"))
    report = verify(store, [OF])
    assert codes(report) == ["L142"]
    assert (report.wrong, report.unsure) == (1, 2)
    assert codes(verify(store, [OF], archives=[tmp_path])) == ["L138"]


def test_an_archive_that_is_missing_or_changed_is_found(store: Store, tmp_path: Path) -> None:
    archive(store, micros(later(1)), tmp_path / "one")
    archive(store, micros(later(2)), tmp_path / "two")
    both = [tmp_path / "two", tmp_path / "one"]
    assert not verify(store, [OF], archives=both).wrong
    for only, number in ((both[:1], "record 1"), (both[1:], "record 2")):
        report = verify(store, [OF], archives=only)
        assert "L134" in codes(report)
        assert f"{number} should stand there" in said(report)[0]
    (file,) = (tmp_path / "one").iterdir()
    file.write_text(file.read_text().replace("+1305", "+1306"))
    assert codes(verify(store, [OF], archives=both))[0] == "L134"


def archived_but_not_removed(store: Store, path: Path, folder: Path) -> None:
    """Three of four records lie in the archive, and all four in the ledger."""
    kept = path.with_name("kept.db")
    with closing(sqlite3.connect(path)) as ours, closing(sqlite3.connect(kept)) as theirs:
        ours.backup(theirs)
    with closing(open_store(f"sqlite:///{kept}")) as copy:
        archive(copy, micros(later(9)), folder)
    (file,) = folder.iterdir()
    head, *lines = file.read_text().splitlines(keepends=True)
    file.write_text(head.replace('"last":4', '"last":3') + "".join(lines[:3]))


def test_what_lies_in_two_places_is_followed_in_both(
    store: Store, path: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "old"
    archived_but_not_removed(store, path, folder)
    report = verify(store, [OF], archives=[folder])
    assert (report.records, report.archived, report.wrong) == (4, 3, 0)
    tamper(path, "UPDATE records SET text = replace(text, '+1305', '+1306') WHERE number = 2")
    report = verify(store, [OF], archives=[folder])
    assert codes(report) == ["L134"]
    assert "breaks at record 2" in said(report)[0]
    tamper(path, "DELETE FROM records WHERE number >= 2")
    report = verify(store, [OF], archives=[folder])
    assert codes(report) == ["L134"]
    assert "record 2 should stand there" in said(report)[0]


def test_a_record_outside_the_numbers_of_its_lane(store: Store, path: Path) -> None:
    """One that was put in without a place in the chain does not stand for a reservation."""
    tamper(
        path,
        "INSERT INTO records (place, hash, at, about, text) "
        "SELECT (place >> 32) << 32, hash, at, about, text FROM records WHERE number = 2",
        "DELETE FROM records WHERE number = 2",
    )
    assert "L134" in codes(verify(store, [OF]))


def test_a_lane_of_which_all_was_archived(store: Store, tmp_path: Path) -> None:
    archive(store, micros(later(99)), tmp_path)
    report = verify(store, [OF], archives=[tmp_path])
    assert (report.lanes, report.records, report.wrong) == (1, 4, 0)
    report = verify(store, [OF])
    assert (report.lanes, report.records, report.elsewhere, report.wrong) == (1, 0, 4, 0)


def test_hidden_records_verify_with_and_without_their_keys(store: Store, tmp_path: Path) -> None:
    with closing(Pseudonyms(tmp_path / "keys")) as keys:
        hiding = Hiding(OF, ["person", "key"], keys)
        data = request("k9", at=later(9))
        made = hiding.record_of(
            OF, data, OF.decide(data, horizon=HORIZON), key="k9", horizon=HORIZON
        )
        put(store, entry("k9"), records=[made])
        assert not verify(store, [OF]).wrong
        keys.destroy("P1")
    assert not verify(store, [OF]).wrong
    archive(store, micros(later(99)), tmp_path / "old")
    report = verify(store, [OF], archives=[tmp_path / "old"])
    assert (report.hidden, report.unsure, report.wrong) == (1, 1, 0)
    put(store, entry("lost"))
    assert codes(verify(store, [OF], archives=[tmp_path / "old"])) == ["L142"]


def test_several_lanes(path: Path) -> None:
    with closing(open_store(f"sqlite:///{path}")) as one:
        reserve(one, OF, "a1")
        reserve(one, OF, "a2", at=later(1))
    with closing(open_store(f"sqlite:///{path}")) as other:
        reserve(other, OF, "b1")
        report = verify(other, [OF])
        lanes = {linked.lane for linked in other.records()}
        assert report.lanes == len(lanes) == 2
        assert (report.records, report.wrong) == (3, 0)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"format":"policydsl heads 1","lanes":[]}',
        '{"format":"policydsl heads 1","lanes":{"x":{"number":"1","hash":"0"}}}',
        '{"format":"policydsl heads 2","lanes":{}}',
        "[" * 100_000,
    ],
)
def test_a_file_that_holds_no_heads_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "heads"
    file.write_text(text)
    with pytest.raises(LedgerError) as raised:
        read_heads(file)
    assert [one.code for one in raised.value.diagnostics] == ["L141"]


def test_progress_is_told() -> None:
    store = MemoryStore()
    made = record(OF, request(events=2))
    put(store, records=[made] * 250)
    told: list[int] = []
    verify(store, [OF], progress=told.append)
    assert told == [100, 200]
