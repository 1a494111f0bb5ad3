"""Brute force judges what it says it judges."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from policydsl.core.windows import MICROS_PER_DAY, MICROS_PER_MINUTE
from policydsl.engine.verdicts import Judgement
from tests.property.test_timing import AT, CLOSES, NIGHT, OPENS, request
from tests.property.timing_scan import (
    DENIED,
    QUICK,
    THOROUGH,
    UNSURE,
    Run,
    Watch,
    samples,
    with_margin,
)

ALLOW, DENY = Judgement("allow", ()), Judgement("deny", ("p.r0",))


def test_every_whole_minute_is_sampled() -> None:
    at = AT + 29_500_000
    first, *rows = samples(at, at + 90 * MICROS_PER_DAY, THOROUGH)
    assert list(first) == [at + 1]
    assert list(rows[0])[:2] == [AT + MICROS_PER_MINUTE, AT + 2 * MICROS_PER_MINUTE]
    assert len(rows[0]) == 60 * 24 * 60
    assert sum(map(len, rows)) > len(rows[0]) + 20
    (_, *quick) = samples(at, at + 90 * MICROS_PER_DAY, QUICK)
    assert len(quick[0]) == 24 * 60 < len(quick[0]) + len(quick[1]) < len(rows[0])
    for every in (rows, quick):
        assert all(one[-1] < other[0] for one, other in pairwise(every))
        assert every[-1][-1] > at + 88 * MICROS_PER_DAY


def test_no_sample_lies_beyond_the_end() -> None:
    assert [list(row) for row in samples(AT, AT + 1, QUICK)] == [[AT + 1]]
    end = AT + 2 * MICROS_PER_MINUTE
    assert [list(row) for row in samples(AT, end, QUICK)] == [
        [AT + 1],
        [AT + MICROS_PER_MINUTE, end],
    ]


def test_runs_hold_samples_with_the_same_answer() -> None:
    watch = Watch(replace(NIGHT, margins=((None, MICROS_PER_DAY),)))
    morning = range(OPENS - 3 * MICROS_PER_MINUTE, OPENS + 4 * MICROS_PER_MINUTE, MICROS_PER_MINUTE)
    runs = watch.runs(request(), [morning, range(CLOSES, CLOSES + 1)])
    assert [(run.first, run.last, run.judgement) for run in runs] == [
        (OPENS - 3 * MICROS_PER_MINUTE, OPENS - MICROS_PER_MINUTE, DENY),
        (OPENS, OPENS + 3 * MICROS_PER_MINUTE, ALLOW),
        (CLOSES, CLOSES, DENY),
    ]
    assert watch.judged == 8


def test_a_margin_denies_before_a_denial() -> None:
    runs = [Run(0, 50, 10, ALLOW), Run(50, 80, 10, DENY), Run(80, 120, 10, ALLOW)]
    assert with_margin(runs, 0) == runs
    assert with_margin(runs, 10) == [
        Run(0, 40, 10, ALLOW),
        Run(40, 50, 10, DENIED),
        Run(50, 80, 10, DENY),
        Run(80, 110, 10, ALLOW),
        Run(110, 120, 10, UNSURE),
    ]
    assert with_margin(runs[:2], 15) == [
        Run(0, 30, 10, ALLOW),
        Run(30, 40, 10, UNSURE),
        Run(40, 50, 10, DENIED),
        Run(50, 80, 10, DENY),
    ]
    assert with_margin(runs[:2], 1_000) == [Run(0, 50, 10, DENIED), Run(50, 80, 10, DENY)]


def test_a_margin_reaches_over_several_runs() -> None:
    review = Judgement("review", ("p.r1",))
    runs = [Run(0, 20, 10, ALLOW), Run(20, 40, 10, review), Run(40, 41, 1, DENY)]
    assert with_margin(runs, 25) == [
        Run(0, 10, 10, ALLOW),
        Run(10, 20, 10, UNSURE),
        Run(20, 40, 10, DENIED),
        Run(40, 41, 1, DENY),
    ]
