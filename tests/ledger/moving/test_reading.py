"""JSON Lines, CSV and Parquet as batches of lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policydsl.api import load_text
from policydsl.errors import LedgerError
from policydsl.facts.vocabulary import Vocabulary
from policydsl.ledger.moving import reading_csv, reading_jsonl
from policydsl.ledger.moving.batches import Batch
from policydsl.ledger.moving.columns import Naming
from policydsl.ledger.moving.lines import Lines
from policydsl.ledger.moving.local_times import Clock
from policydsl.ledger.moving.reading_csv import read_csv
from policydsl.ledger.moving.reading_jsonl import read_jsonl
from policydsl.ledger.moving.reading_parquet import read_parquet
from policydsl.ledger.store import Entry

STANDARD = Vocabulary.standard()
SAME = Naming({})
POLICY = load_text(
    """
policy p
  otherwise allow
  fact proposal.score : number
  fact event.flagged : flag = no
  fact proposal.since : instant
  fact person.quiet : hours
  fact person.wishes : preferences
"""
).vocabulary


class _Slow(BytesIO):
    """Gives few bytes at a time."""

    def __init__(self, data: bytes, most: int) -> None:
        super().__init__(data)
        self._most = most

    def read(self, size: int | None = -1) -> bytes:
        return super().read(self._most)


def _lines(batches: Iterator[Batch]) -> list[tuple[int, str | None]]:
    return [pair for one in batches for pair in zip(one.numbers, one.texts, strict=True)]


@given(
    st.lists(st.sampled_from(["", " ", "a", "客户", "b\u2028c", "d\r"]), max_size=8),
    st.booleans(),
    st.integers(1, 5),
)
def test_lines_are_the_same_however_they_are_cut(lines: list[str], ends: bool, most: int) -> None:
    data = "\n".join(lines) + ("\n" if ends else "")
    read = _lines(read_jsonl(_Slow(data.encode(), most), "f"))
    assert read == [(n, line) for n, line in enumerate(data.split("\n"), 1) if line.strip()]


def test_a_mark_at_the_beginning_is_no_text() -> None:
    assert _lines(read_jsonl(BytesIO(b"\xef\xbb\xbf{}\n"), "f")) == [(1, "{}")]


def test_a_line_that_is_not_utf8_is_refused_by_itself() -> None:
    data = "a\n客\n".encode() + "客\n".encode("gb18030") + b"b\n"
    (batch,) = read_jsonl(BytesIO(data), "f")
    assert [getattr(one, "code", None) for one in batch.data or ()] == [None, None, "L122", None]
    raw = [(text or "").encode(errors="surrogateescape") for text in batch.texts]
    assert raw == [b"a", "客".encode(), "客".encode("gb18030"), b"b"]


@pytest.mark.parametrize("tail", [b"", b"\nb"])
def test_a_line_that_is_too_long_is_not_kept(tail: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_jsonl, "_MOST_BYTES", 20)
    batches = list(read_jsonl(_Slow(b"a\n" + b"x" * 100 + tail, 10), "f"))
    assert _lines(iter(batches)) == [(1, "a"), (2, None), *([(3, "b")] if tail else [])]
    assert batches[1].data is not None
    assert [getattr(one, "code", one) for one in batches[1].data] == ["L121"]


def _csv(
    text: str | bytes,
    vocabulary: Vocabulary = STANDARD,
    zone: str | None = None,
    naming: Naming = SAME,
) -> list[Any]:
    """The objects of a table, or the codes of what is wrong with its rows."""
    data = text.encode() if isinstance(text, str) else text
    batches = read_csv(BytesIO(data), "f.csv", naming, vocabulary, Clock(zone))
    return [getattr(one, "code", one) for batch in batches for one in batch.data or ()]


def test_cells_are_read_by_the_types_of_their_fields() -> None:
    rows = _csv(
        "id,person,kind,at,debts,reserved,recipient.role,attributes.score,attributes.flagged,"
        "attributes.since\r\n"
        "e1,P1,contact,2026-03-01T15:00:00Z,D1; D2,TRUE,debtor,5.10,false,2026-01-01 10:00\r\n"
        "e2,P1,contact,2026-03-01T15:00:00Z,,,,-7,no,\r\n",
        POLICY,
        "Asia/Shanghai",
    )
    assert rows[0]["debts"] == ["D1", "D2"] and rows[0]["reserved"] is True
    assert rows[0]["recipient"] == {"role": "debtor"}
    attributes = rows[0]["attributes"]
    assert attributes["score"] == Decimal("5.10") and attributes["flagged"] is False
    assert attributes["since"] == datetime(2026, 1, 1, 2, 0, tzinfo=UTC)
    assert rows[1] == {
        "id": "e2",
        "person": "P1",
        "kind": "contact",
        "at": "2026-03-01T15:00:00Z",
        "attributes": {"score": -7, "flagged": "no"},
    }


def test_facts_in_a_table() -> None:
    (person, debt) = _csv(
        "type,id,person,time_zones,quiet,wishes,due_on,fields.type\n"
        'person,P1,,Asia/Shanghai;Europe/Paris,"{""monday"":[]}","[{""channels"":[""voice""]}]",,\n'
        "debt,D1,P1,,,,2026-01-01,card\n",
        POLICY,
    )
    assert person["time_zones"] == ["Asia/Shanghai", "Europe/Paris"]
    assert person["quiet"] == {"monday": []} and person["wishes"] == [{"channels": ["voice"]}]
    assert debt["fields"] == {"type": "card"} and debt["due_on"] == "2026-01-01"


def test_columns_of_json_say_so() -> None:
    (row,) = _csv('id,attributes.a:json,attributes.b\ne1,"[1,""x""]",5\n')
    assert row["attributes"] == {"a": [1, "x"], "b": "5"}
    assert _csv("id,attributes.a:json\ne1,{\n") == ["L120"]


def test_local_times_need_a_zone_and_be_shown_once() -> None:
    table = "id,at\na,{}\n"
    assert _csv(table.format("2026-03-08 02:30")) == ["L128"]
    for shown, zone in (
        ("2026-03-08 02:30:00", "America/New_York"),
        ("2026-11-01T01:30", "America/New_York"),
    ):
        assert _csv(table.format(shown), zone=zone) == ["L128"]
    (row,) = _csv(table.format("2026-03-08 03:30:00.5"), zone="America/New_York")
    assert row["at"] == datetime(2026, 3, 8, 7, 30, 0, 500_000, tzinfo=UTC)
    assert _csv(table.format("0001-01-01 00:00"), zone="Asia/Shanghai") != []
    (row,) = _csv(table.format("2026-13-01 00:00"), zone="Asia/Shanghai")
    assert row["at"] == "2026-13-01 00:00"


def test_columns_are_renamed_and_left_out() -> None:
    naming = Naming({"sent_at": "at", "text": "attributes.topic"}, ["note"])
    assert _csv("id,sent_at,note,text\ne1,x,y,z\n", naming=naming) == [
        {"id": "e1", "at": "x", "attributes": {"topic": "z"}}
    ]


@pytest.mark.parametrize(
    ("text", "naming"),
    [
        ("", Naming({})),
        ("\n\n", Naming({})),
        ("id,,at\n", Naming({})),
        ("id,id\n", Naming({})),
        ("id,at,sent\n", Naming({"sent": "at"})),
        ("id,sent_at\n", Naming({})),
        ("id\n", Naming({"sent_at": "at"})),
        ("id\n", Naming({}, ["note"])),
        ('id,at\n"a,b\n', Naming({})),
    ],
)
def test_tables_that_cannot_be(text: str, naming: Naming) -> None:
    with pytest.raises(LedgerError) as caught:
        _csv(text, naming=naming)
    assert [found.code for found in caught.value.diagnostics] == ["L123"]


def test_a_header_that_is_not_utf8() -> None:
    with pytest.raises(LedgerError) as caught:
        _csv("id,渠道\n".encode("gb18030"))
    assert [found.code for found in caught.value.diagnostics] == ["L122"]


def test_rows_keep_their_lines_and_their_text(monkeypatch: pytest.MonkeyPatch) -> None:
    text = 'id,outcome\r\na,"two\r\nlines"\r\n\r\nb,x,y\nc,\xff\n'
    (batch,) = read_csv(BytesIO(text.encode("latin-1")), "f.csv", Naming({}), STANDARD, Clock(None))
    assert list(batch.numbers) == [2, 5, 6]
    assert batch.heading == "id,outcome"
    assert batch.texts[:2] == ['a,"two\r\nlines"', "b,x,y"]
    assert batch.data is not None
    assert [getattr(one, "code", one) for one in batch.data] == [
        {"id": "a", "outcome": "two\r\nlines"},
        "L129",
        "L122",
    ]
    monkeypatch.setattr(reading_csv, "LONGEST_LINE", 10)
    with pytest.raises(LedgerError):
        _csv("id,outcome\na,xxxxxxxxxxxxxxx\n")


def test_a_value_and_its_parts_cannot_both_be_given() -> None:
    assert _csv("id,recipient,recipient.role\na,debtor,debtor\nb,,debtor\n") == [
        "R112",
        {"id": "b", "recipient": {"role": "debtor"}},
    ]


def _parquet(path: Path, columns: dict[str, Any], zone: str | None = None) -> list[Any]:
    pq.write_table(pa.table(columns), path / "f.parquet")
    batches = read_parquet(path / "f.parquet", "f.parquet", Naming({}), STANDARD, Clock(zone))
    return [getattr(one, "code", one) for batch in batches for one in batch.data or ()]


MOMENT = 1_772_377_200_123_456


def test_parquet_is_exact_to_the_microsecond(tmp_path: Path) -> None:
    rows = _parquet(
        tmp_path,
        {
            "id": ["e1", "e2", "e3"],
            "at": pa.array(
                [MOMENT * 1000, MOMENT * 1000 + 1, None], pa.timestamp("ns", "Asia/Shanghai")
            ),
            "debts": [["D1"], [], None],
            "recipient": [{"role": "debtor", "id": None}, None, {"role": None, "id": None}],
            "attributes.day": [date(2026, 1, 1), None, None],
            "attributes.sum": pa.array([Decimal("1.50"), None, None], pa.decimal128(5, 2)),
            "channel": pa.array(["sms", "sms", None]).dictionary_encode(),
        },
    )
    assert rows[1] == "L128"
    assert rows[0]["at"] == datetime(2026, 3, 1, 15, 0, 0, 123_456, tzinfo=UTC)
    assert rows[0]["recipient"] == {"role": "debtor"} and rows[0]["debts"] == ["D1"]
    assert rows[0]["attributes"] == {"day": date(2026, 1, 1), "sum": Decimal("1.50")}
    assert rows[0]["channel"] == "sms"
    assert rows[2] == {"id": "e3"}


def test_local_times_in_parquet(tmp_path: Path) -> None:
    at = pa.array([1_772_935_200_000, 1_772_935_200_000 + 1_800_000], pa.timestamp("ms"))
    assert _parquet(tmp_path, {"id": ["a", "b"], "at": at}) == ["L128", "L128"]
    rows = _parquet(tmp_path, {"id": ["a", "b"], "at": at}, "America/New_York")
    assert rows == ["L128", "L128"]
    rows = _parquet(tmp_path, {"id": ["a", "b"], "at": at}, "Asia/Shanghai")
    assert rows[0]["at"] == datetime(2026, 3, 7, 18, 0, tzinfo=UTC)


def test_a_row_of_parquet_becomes_an_entry(tmp_path: Path) -> None:
    (row,) = _parquet(
        tmp_path,
        {
            "id": ["e1"],
            "person": ["P1"],
            "kind": ["payment"],
            "at": pa.array([MOMENT], pa.timestamp("us", "UTC")),
            "attributes": [{"sum": 1.5}],
        },
    )
    made = Lines(None, 0, ()).of_data(row)
    assert isinstance(made, Entry)
    assert made.at == MOMENT
    assert json.loads(made.body)["at"] == "2026-03-01T15:00:00.123456Z"


@pytest.mark.parametrize(
    "content", [b"", b"PAR1", b"no table" * 10, b"PAR1" + b"\xff" * 100 + b"PAR1"]
)
def test_what_is_not_parquet(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "f.parquet"
    path.write_bytes(content)
    with pytest.raises(LedgerError) as caught:
        list(read_parquet(path, "f.parquet", Naming({}), STANDARD, Clock(None)))
    assert [found.code for found in caught.value.diagnostics] == ["L123"]


def test_without_pyarrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(LedgerError) as caught:
        list(read_parquet(tmp_path / "f", "f", Naming({}), STANDARD, Clock(None)))
    assert [found.code for found in caught.value.diagnostics] == ["L102"]
