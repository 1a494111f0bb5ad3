"""The yardstick must be right: the hand-written function answers as the reference does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.agreement import by_reference, disagreements
from benchmarks.cases import (
    LEAST_SHARE,
    SIZES,
    OneSidedError,
    cases,
    edge_cases,
    mixture,
    refuse_one_sided,
)
from benchmarks.hand_written import judge
from benchmarks.reference_policy import policy
from policydsl.core.request import Zone

NUMBER = 100
ODD_PLACES = ("Antarctica/Casey", "Pacific/Apia", "America/St_Johns")


@pytest.mark.parametrize("size", SIZES)
def test_the_hand_written_function_agrees_with_the_reference(size: int) -> None:
    made = cases(1, NUMBER, size)
    assert {len(case.request.events) for case in made} == {size}
    assert disagreements(made, {"hand": judge}, by_reference) == []


def test_it_agrees_on_every_edge() -> None:
    made = edge_cases(1, 40, 20)
    assert len({case.edge for case in made}) == len(made) / 40
    assert disagreements(made, {"hand": judge}, by_reference) == []


@pytest.mark.parametrize("place", ODD_PLACES)
def test_it_agrees_where_a_date_comes_twice_or_not_at_all(place: str) -> None:
    year = 365 * 86_400_000_000
    made = [
        replace(
            case,
            request=replace(
                case.request, at=case.request.at - back * year, events=(), zones=(Zone(place, ""),)
            ),
        )
        for back in (0, 13)
        for case in cases(2, 10, 0)
    ]
    assert disagreements(made, {"hand": judge}, by_reference) == []


def test_the_cases_are_mixed() -> None:
    found = {size: mixture(judge(case.request) for case in cases(1, 300, size)) for size in SIZES}
    refuse_one_sided(policy().core, found)


def test_one_sided_cases_are_refused() -> None:
    answers = [judge(case.request) for case in cases(1, 200, 20)]
    allowed = mixture(answer for answer in answers if answer[0] == "allow")
    assert allowed.share("deny") < LEAST_SHARE
    with pytest.raises(OneSidedError, match="only 0% deny"):
        refuse_one_sided(policy().core, {20: allowed})


def test_rules_that_never_block_are_refused() -> None:
    found = mixture(judge(case.request) for case in cases(1, 200, 0))
    with pytest.raises(OneSidedError, match=r"never block: .*connected_daily"):
        refuse_one_sided(policy().core, {0: found})
