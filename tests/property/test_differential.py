"""The engine says what the reference says, word for word."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from policydsl.core.policy import CorePolicy
from policydsl.core.request import Request
from policydsl.engine.compiled import compile_policy
from tests.property import fuzz
from tests.property.differential import Case, compare, smallest
from tests.property.generator import cases as random_cases
from tests.property.situations import ALL
from tests.property.strategies import cases, policies, requests


@settings(max_examples=300, deadline=None)
@given(cases())
def test_engine_and_reference_agree(case: Case) -> None:
    compared = compare(*case)
    assert compared.agrees, (compared.expected, compared.found)


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_one_engine_serves_many_requests(data: st.DataObject) -> None:
    policy: CorePolicy = data.draw(policies())
    engine = compile_policy(policy)
    for request in data.draw(st.lists(requests(policy), min_size=2, max_size=4)):
        assert compare(policy, request, engine).agrees


def test_engine_and_reference_agree_on_three_thousand_random_cases() -> None:
    found = fuzz.run("in every test run", 3_000)
    assert found.disagreements == []
    assert fuzz.too_one_sided(found) is None


def test_the_fuzzer_makes_a_disagreement_small() -> None:
    """A pretended fault in cases with several events ends with just as many as it takes."""

    def differs(case: tuple[CorePolicy, Request]) -> bool:
        return len(case[1].events) >= 2

    case = next(each for each in random_cases("small", 500) if len(each[1].events) > 4)
    policy, request = smallest(*case, differs)
    assert len(request.events) == 2
    assert (policy.rules, policy.ladders, policy.obligations, len(policy.roots)) == ((), (), (), 1)
    assert (dict(request.facts), request.zones, request.consents) == ({}, (), ())


def test_the_fuzzer_refuses_cases_that_are_all_alike() -> None:
    found = fuzz.Found(cases=5_000)
    found.verdicts.update({"deny": 4_900, "allow": 90, "review": 10})
    assert fuzz.too_one_sided(found) == "1.8 % of the cases are `allow`"
    found.verdicts.update({"allow": 4_000, "review": 1_000})
    found.cases += 5_000
    assert fuzz.too_one_sided(found) == "only 0 reason codes were seen"
    found.codes.update(f"CODE_{index}" for index in range(18))
    found.situations.update(ALL[:-1])
    assert fuzz.too_one_sided(found) == f"no case in which {ALL[-1]}"
    assert fuzz.too_one_sided(fuzz.Found(cases=10)) is None
