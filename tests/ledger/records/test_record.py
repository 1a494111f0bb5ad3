"""A decision as one line."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal

import pytest

from policydsl._version import __version__
from policydsl.api import load_text
from policydsl.ledger.records.record import ending, read_line, record_of, told
from tests.ledger.records.support import (
    HORIZON,
    POLICY,
    START,
    micros,
    policy,
    record,
    request,
    text,
)

POLICIES = policy()


def test_a_line_holds_all_that_is_needed_to_decide_again() -> None:
    data = request(events=1, person={"name": "Li"})
    made = record(POLICIES, data)
    assert "\n" not in made.text
    assert made.at == micros(text(START))
    assert made.about == "k1"
    held = json.loads(made.text)
    assert list(held) == [
        *("record", "program", "what", "key", "horizon_seconds", "read", "request", "decision"),
    ]
    assert held["request"] == data
    assert held["read"] == {"events": 1, "debts": 0, "consents": 0}
    assert held["decision"] == told(POLICIES.decide(data).to_dict())
    line = read_line(made.text)
    assert line is not None
    assert (line.what, line.key, line.horizon) == ("reserve", "k1", HORIZON)
    assert (line.digest, line.program) == (POLICIES.digest, __version__)
    assert line.reserves
    again = POLICIES.decide(line.request, horizon=line.horizon)
    assert made.text.endswith(ending(told(again.to_dict())))


@pytest.mark.parametrize(
    ("events", "kind", "about"),
    [(0, "reserve", "k1"), (2, "reserve", None), (0, "decide", None)],
)
def test_only_a_reservation_is_what_a_record_is_about(
    events: int, kind: str, about: str | None
) -> None:
    assert record(POLICIES, request(events=events), kind=kind).about == about


def test_numbers_stay_exact_and_texts_as_they_are() -> None:
    of = load_text(POLICY.replace("cap weekly", "fact person.score : number\n\ncap weekly", 1))
    data = request(person={"score": Decimal("12345678.0123456789"), "name": '早 "é"\n\u2028'})
    made = record(of, data)
    line = read_line(made.text)
    assert line is not None
    assert line.request["person"] == data["person"]
    assert "12345678.0123456789" in made.text
    assert "早" in made.text
    assert made.text == record(of, dict(line.request)).text


def test_where_a_policy_lies_makes_no_difference() -> None:
    data = request(events=2)
    moved = load_text("\n\n" + POLICY, name="elsewhere.policy")
    assert moved.digest == POLICIES.digest
    assert record(moved, data).text == record(POLICIES, data).text


@pytest.mark.parametrize(
    ("horizon", "shown"),
    [
        (timedelta(days=400), "34560000"),
        (timedelta(hours=36, microseconds=500_000), "129600.5"),
        (timedelta(days=2, microseconds=1), "172800.000001"),
    ],
)
def test_the_horizon_is_kept_exactly(horizon: timedelta, shown: str) -> None:
    data = request()
    decision = POLICIES.decide(data, horizon=horizon)
    made = record_of(POLICIES, data, decision, key=None, horizon=horizon, kind="decide")
    assert f'"horizon_seconds":{shown},' in made.text
    line = read_line(made.text)
    assert line is not None
    assert line.horizon == horizon
    assert line.key is None


def test_a_decision_of_another_policy_or_a_request_without_an_instant_is_refused() -> None:
    data = request()
    decision = policy("\ncap more\n  at most 9 attempts per person in 9 rolling days\n").decide(
        data
    )
    with pytest.raises(ValueError, match="not of the policy"):
        record_of(POLICIES, data, decision, key=None, horizon=HORIZON)
    with pytest.raises(ValueError, match="no instant"):
        record_of(POLICIES, {}, POLICIES.decide(data), key=None, horizon=HORIZON)


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "[]",
        "null",
        "{}",
        "[" * 100_000,
        '{"record":1}',
        record(POLICIES, request()).text.replace('"record":1', '"record":2'),
        record(POLICIES, request()).text.replace('"key":"k1"', '"key":7'),
        record(POLICIES, request()).text.replace('"what":"reserve"', '"what":null'),
        record(POLICIES, request()).text.replace(
            '"horizon_seconds":34560000', '"horizon_seconds":0'
        ),
        record(POLICIES, request()).text.replace("34560000", "1E+999999999"),
        record(POLICIES, request()).text.replace("34560000", "NaN"),
        record(POLICIES, request()).text.replace('"allowed":true', '"allowed":1'),
        record(POLICIES, request()).text.replace('"request":{', '"request":7,"was":{'),
        record(POLICIES, request()).text[:-1],
    ],
)
def test_a_text_that_is_no_line_is_none(broken: str) -> None:
    assert read_line(broken) is None
