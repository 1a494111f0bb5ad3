"""Hostile policies: checking them takes time in proportion to their size, and never a traceback."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import policydsl
from policydsl import PolicyError
from policydsl.policy.files import read_bytes
from policydsl.policy.loading import check_files, load_files
from policydsl.rules.environment import MOST_FOUND
from tests.support import diagnostics

HEAD = 'policy a.b\n  version "1"\n  otherwise deny\n  time zone of recipient\n'


def check(text: str) -> list[str]:
    file = read_bytes(text.encode(), "hostile.policy", is_yaml=False)
    return [found.code for found in check_files([file], (), None)]


def facts(count: int) -> str:
    return "".join(f"fact person.f{n} : flag\n" for n in range(count))


def undeclared(count: int) -> str:
    return "".join(f"deny d{n} when person.f{n}\n" for n in range(count))


def exemptions(count: int) -> str:
    rules = "".join(f"deny d{n} when channel is sms\n" for n in range(count))
    return rules + "".join(f"exempt e{n} when channel is sms lifts d{n}\n" for n in range(count))


@pytest.mark.parametrize(
    ("make", "said"), [(facts, []), (undeclared, ["E303"] * MOST_FOUND), (exemptions, [])]
)
def test_large_policies_are_read_whole(make: Callable[[int], str], said: list[str]) -> None:
    """Quadratic work in any of these would take minutes."""
    assert check(HEAD + make(2400)) == said


def test_a_step_is_reported_once_however_many_it_overlaps() -> None:
    steps = "".join(f"  step s{n} from day {n + 1} past due via sms\n" for n in range(150))
    found = check(f"{HEAD}ladder climb per debt\n  take any open step\n{steps}")
    assert found == ["E422"] * 149


def definitions(shape: str, count: int) -> str:
    return "define d0 = channel is sms\n" + "".join(
        f"define d{n} = {shape.format(n - 1)}\n" for n in range(1, count)
    )


@pytest.mark.parametrize("shape", ["d{}", "not d{}", "d{} and channel is sms"])
def test_deep_definitions(shape: str) -> None:
    chain = definitions(shape, 3000)
    assert set(check(f"{HEAD}{chain}deny last when d2999\n")) == {"E336"}


def test_definitions_that_deepen_rule_by_rule() -> None:
    """Each stands one deeper than the one before, which is known already."""
    rules = "".join(f"deny r{n} when d{n}\n" for n in range(200))
    assert set(check(HEAD + definitions("not d{}", 200) + rules)) == {"E336"}


def test_definitions_just_deep_enough() -> None:
    policy = policydsl.load_text(f"{HEAD}{definitions('not d{}', 64)}deny r when d63\n")
    for channel, verdict in (("voice", "deny"), ("sms", "allow")):
        proposal = {"channel": channel, "purpose": "marketing"}
        decision = policy.decide({"at": "2026-03-04T10:00:00Z", "proposal": proposal})
        assert decision.verdict == verdict


def test_half_a_character_is_refused() -> None:
    with pytest.raises(PolicyError) as caught:
        policydsl.load_text(f"{HEAD}deny \ud800 when channel is sms")
    assert [found.code for found in caught.value.diagnostics] == ["E003"]


def test_deep_uses() -> None:
    head = "version '1' otherwise deny time zone of recipient".replace("'", '"')
    chain = "".join(f"policy p{n} {head} use p{n + 1}\n" for n in range(1200))
    file = read_bytes(f"{chain}policy p1200 {head}\n".encode(), "deep.policy", is_yaml=False)
    assert [found.code for found in load_files([file])[1]] == ["E513"]


def test_a_rule_waived_again_and_again() -> None:
    """The warning that a waiver leaves is not itself waived, or each would double them."""
    waive = 'waive b.r until 2099-12-31 because "x" approved by "y"\n'
    base = "policy b otherwise deny deny r when channel is sms\n"
    file = read_bytes(f"{base}{HEAD}use b\n{waive * 40}".encode(), "w.policy", is_yaml=False)
    composed, _ = load_files([file])
    assert composed is not None
    assert len(composed.core.rules) == 41


def test_of_very_many_mistakes_the_first_are_reported() -> None:
    slips = "".join(f"deny r{n} when chanel is voice\n" for n in range(5_000))
    found = diagnostics(HEAD + slips)
    assert [one.code for one in found] == ["E301"] * MOST_FOUND
