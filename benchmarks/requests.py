"""Requests as they arrive: read from JSON, checked, and decided on.

In: how thorough to be. Out: a table. The requests are those that decisions are measured with, and
once checked they must get the same answers.
"""

from __future__ import annotations

import json
from typing import Any

from benchmarks.as_json import as_json
from benchmarks.cases import SIZES, Case, cases
from benchmarks.compare import SEED, DisagreementError
from benchmarks.hand_written import judge
from benchmarks.measure import Cell, Table, interleaved
from benchmarks.reference_policy import policy
from policydsl.core.request import Request
from policydsl.engine.compiled import compile_policy
from policydsl.facts.checking import check_request


def run(number: int, rounds: int) -> Table:
    """Measure on `number` requests of each length of history."""
    rows = [_row(size, cases(SEED, number, size), rounds) for size in SIZES]
    return Table(
        "requests: microseconds for one",
        ("events", "bytes", "json.loads", "check", "decide", "check per event"),
        tuple(rows),
        (
            f"median processor time, {rounds} interleaved rounds over {number} requests",
            "check: from what json.loads gives to a checked request",
        ),
    )


def _row(size: int, made: list[Case], rounds: int) -> tuple[Cell, ...]:
    engine = compile_policy(policy().core)
    sent = [as_json(case.request) for case in made]
    for case, data in zip(made, sent, strict=True):
        if judge(_checked(data)) != judge(case.request):
            raise DisagreementError(f"checked from JSON, {size} events, edge {case.edge}")
    texts = [json.dumps(data) for data in sent]
    reading = interleaved({"json": json.loads}, texts, rounds)["json"].median
    checking = interleaved({"check": _checked}, sent, rounds)["check"].median
    requests = [case.request for case in made]
    deciding = interleaved({"decide": engine.decide}, requests, rounds)["decide"].median
    length = sum(map(len, texts)) // len(texts)
    return size, length, reading, checking, deciding, checking / size if size else None


def _checked(data: dict[str, Any]) -> Request:
    request, diagnostics = check_request(data, policy().vocabulary)
    assert request is not None, diagnostics
    return request
