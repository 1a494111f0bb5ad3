"""The short way takes a subset of what the long way takes, and gives the same entries."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policydsl.api import load_text
from policydsl.facts.vocabulary import Vocabulary
from policydsl.ledger.moving.lines import Lines
from policydsl.ledger.store import Entry

POLICY = load_text(
    """
policy p
  otherwise allow
  fact proposal.topic : text
  fact proposal.score : number
  fact event.flagged : flag = no
  fact proposal.tags : set of text
  fact channel : also kiosk
  event promise
"""
)
PLAIN: dict[str, Any] = {
    "id": "e1",
    "person": "P1",
    "kind": "contact",
    "at": "2026-03-01T15:00:00Z",
    "channel": "voice",
    "direction": "outbound",
    "recipient": {"role": "debtor", "id": "P1"},
    "actor": "human",
    "address": "+13055550100",
    "debts": ["D1"],
    "reached": "connected",
    "outcome": "hung_up",
}

_texts = st.sampled_from(
    ["voice", "kiosk", "sms", "", "P1", "客户", "x" * 501, "\ud800", "\0", '"', "\\"]
)
_instants = st.sampled_from(
    [
        *("2026-03-01T15:00:00Z", "2026-03-01T23:00:00+08:00", "2026-03-01T15:00Z"),
        *("2026-03-01T15:00:00.120Z", "0001-01-03T00:00:00+08:00", "9999-12-28T23:59:59-01:00"),
        *(
            "2026-03-01 15:00:00Z",
            "2026-03-01T15:00:00",
            "2026-02-30T00:00:00Z",
            "2026-03-01T24:00:00Z",
        ),
        *("2026-03-01", "", "9999-12-31T23:59:59Z", "2026-03-01T15:00:00z"),
    ]
)
_scalars = st.one_of(
    _texts,
    _instants,
    st.booleans(),
    st.none(),
    st.integers(),
    st.just(10**19),
    st.floats(),
    st.sampled_from(
        ["event", "person", "place", "contact", "payment", "promise", "outbound", "debtor"]
    ),
)
_values = st.recursive(
    _scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["role", "id", "kind", "place", "topic", "score", "tags", "flagged", "", "x"]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=5,
)
_keys = st.sampled_from(
    [
        *("id", "person", "kind", "at", "channel", "direction", "recipient", "actor", "address"),
        *("debts", "discussed", "reached", "purpose", "outcome", "step", "household", "known_at"),
        *("reserved", "void", "amends", "type", "gate", "attributes", "submitted", "unknown"),
    ]
)
_changes = st.dictionaries(_keys, _values, max_size=3)
_instant_changes = st.dictionaries(st.sampled_from(["at", "known_at"]), _instants, max_size=2)


def _lines(vocabulary: Vocabulary | None, fields: tuple[str, ...] = ()) -> tuple[Lines, Lines]:
    """A reader, and one that never goes the short way."""
    long = Lines(vocabulary, 0, fields)
    long._plain = _Nothing()  # type: ignore[assignment]
    return Lines(vocabulary, 0, fields), long


class _Nothing:
    def entry(self, text: str) -> None:
        return None


READERS = {
    (has_policy, fields): _lines(POLICY.vocabulary if has_policy else None, fields)
    for has_policy in (False, True)
    for fields in ((), ("address", "topic", "debt"))
}


def _agree(text: str, readers: tuple[Lines, Lines]) -> Entry | None:
    """What the short way gives, once the long way has given the same."""
    plain = readers[0]._plain.entry(text)
    if plain is not None:
        assert readers[1].of_text(text) == plain
    return plain


@pytest.mark.parametrize("key", READERS, ids=str)
@given(_changes, _instant_changes, st.sets(_keys, max_size=2), st.booleans())
def test_what_the_short_way_takes_the_long_way_gives(
    key: tuple[bool, tuple[str, ...]],
    changes: dict[str, Any],
    instants: dict[str, str],
    gone: set[str],
    ascii_only: bool,
) -> None:
    data = {**PLAIN, **changes, **instants}
    for name in gone:
        data.pop(name, None)
    _agree(json.dumps(data, ensure_ascii=ascii_only), READERS[key])


@given(st.text(alphabet='{}[]",:\\ aid1e.-+', max_size=40))
def test_no_text_is_taken_by_the_short_way_alone(text: str) -> None:
    _agree(text, READERS[False, ()])


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"type": "event"},
        {"at": "2026-03-01T23:00:00+08:00"},
        {"at": "2026-03-01T15:00:00.123456Z", "known_at": "2026-03-02T00:00:00Z"},
        {"attributes": {"topic": "debt", "score": 5, "tags": ["text"]}},
        {"kind": "payment", "reached": None},
        {"address": {"id": "a", "kind": "mobile", "place": "work"}},
        {"outcome": "客户挂断"},
    ],
    ids=str,
)
@pytest.mark.parametrize("key", READERS, ids=str)
def test_plain_events_go_the_short_way(
    key: tuple[bool, tuple[str, ...]], changes: dict[str, Any]
) -> None:
    data = {name: value for name, value in {**PLAIN, **changes}.items() if value is not None}
    text = json.dumps(data, ensure_ascii=False)
    assert _agree(text, READERS[key]) is not None
    assert _agree(text + " \r", READERS[key]) is not None


@pytest.mark.parametrize(
    "text",
    [
        '{"id":"e1","id":"e2","person":"P1","kind":"payment","at":"2026-03-01T15:00:00Z"}',
        '{"type":"event","type":"event","id":"e2","person":"P1","kind":"payment","at":"2026-03-01T15:00:00Z"}',
        '{"type":null,"id":"e2","person":"P1","kind":"payment","at":"2026-03-01T15:00:00Z"}',
        '{"id":"e1","person":"P1","kind":"payment","at":"2026-03-01T15:00:00Z"} {}',
        '{"id":"e1","person":"P1","kind":"payment","at":"2026-03-01T15:00:00Z","reached":"connected"}',
        '{"id":"e1","person":"P1","kind":"payment","at":"2026-03-01T15:00:00Z","attributes":{"a":1,"a":1}}',
        '{"id":"e\\u0031","person":"P1","kind":"payment","at":"2026-03-01T15:00:00Z"}',
        "[" * 100_000,
        '{"a":' * 100_000,
        '{"id":"e1","person":"P1","kind":"payment","at":"2026-03-01T15:00:00Z","attributes":{"a":%s}}'
        % ("9" * 5000),
    ],
    ids=range(10),
)
def test_what_is_unusual_is_left_to_the_long_way(text: str) -> None:
    assert READERS[False, ()][0]._plain.entry(text) is None
    READERS[False, ()][0].of_text(text)
