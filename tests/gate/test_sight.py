"""How much of the past a policy can see: enough for the same answer, and no more than it must."""

from dataclasses import replace

import pytest

import policydsl
from policydsl.core.policy import CorePolicy
from policydsl.core.request import Request
from policydsl.core.windows import MICROS_PER_DAY
from policydsl.engine.compiled import interpret_policy
from policydsl.facts.vocabulary import EventKind, Vocabulary
from policydsl.gate.sight import Sight, sight_of
from tests.property.generator import cases
from tests.property.pools import KINDS

HEAD = "policy demo\n  otherwise deny\n  time zone of recipient\nfact event.bundle : text\n"
VOCABULARY, _ = Vocabulary.standard().with_declarations([EventKind(kind) for kind in KINDS])


def sight(text: str) -> dict[str, dict[str, int | None]]:
    policy = policydsl.load_text(HEAD + text)
    found = sight_of(policy.core, policy.vocabulary)
    return {source.field: dict(source.spans) for source in found.sources}


def seen(policy: CorePolicy, request: Request) -> Request:
    """The request without what the policy is said not to see."""
    spans = dict(sight_of(policy, VOCABULARY).sources[0].spans)
    events = tuple(
        event
        for event in request.events
        if event.kind in spans
        and ((span := spans[event.kind]) is None or event.at > request.at - span)
    )
    return replace(request, events=events)


@pytest.mark.parametrize("seed", ["sight-1", "sight-2", "sight-3", "sight-4"])
def test_what_is_not_seen_changes_no_answer(seed: str) -> None:
    dropped = 0
    for policy, request in cases(seed, 100):
        less = seen(policy, request)
        dropped += len(request.events) - len(less.events)
        engine = interpret_policy(policy)
        assert engine.explain(less) == engine.explain(request)
        horizon = 30 * MICROS_PER_DAY
        assert engine.outlook(less, horizon) == engine.outlook(request, horizon)
    assert dropped > 10


def test_a_person_s_cap_reaches_back_as_far_as_its_window() -> None:
    spans = sight("cap c at most 3 attempts by sms per person in 24 hours")
    assert spans == {"person": {"contact": MICROS_PER_DAY}}


def test_the_longest_window_counts_and_local_dates_get_some_slack() -> None:
    spans = sight(
        "cap c at most 3 attempts by sms per person in 24 hours\n"
        "cap d at most 9 attempts by sms per person in 7 consecutive days\n"
    )
    assert spans == {"person": {"contact": 10 * MICROS_PER_DAY}}


@pytest.mark.parametrize(
    "rule",
    [
        "cap c at most 3 attempts by sms per person ever",
        "cap c at most 3 attempts by sms per person since last payment",
        "cap c at most 3 attempts by sms per person in blocks of 24 hours",
        "cap c at most 3 attempts by sms per person in a calendar week after first delivery",
    ],
)
def test_some_windows_reach_back_to_the_beginning(rule: str) -> None:
    assert sight(rule)["person"]["contact"] is None


def test_only_the_kinds_that_matter_are_seen() -> None:
    spans = sight(
        "cooldown c wait 60 full days after refusal per person\n"
        "deny d when proposal.channel is sms and any payments in 24 hours\n"
    )
    assert set(spans["person"]) == {"refusal", "payment"}


@pytest.mark.parametrize(
    ("keys", "field"),
    [
        ("address", "address"),
        ("recipient", "recipient"),
        ("debt", "debt"),
        ("household", "household"),
        ("creditor", "creditor"),
        ("campaign", "campaign"),
        ("debt.bundle", "bundle"),
        ("recipient, creditor", "recipient"),
    ],
)
def test_what_is_counted_for_something_else_is_looked_up_by_it(keys: str, field: str) -> None:
    spans = sight(
        f"fact debt.bundle : text\ncap c at most 3 attempts by sms per {keys} in 24 hours"
    )
    assert spans == {"person": {"contact": MICROS_PER_DAY}, field: {"contact": MICROS_PER_DAY}}


@pytest.mark.parametrize("keys", ["person, address", "person, debt", "person.segment"])
def test_what_events_of_others_cannot_carry_needs_no_other_look(keys: str) -> None:
    spans = sight(
        f"fact person.segment : text\ncap c at most 3 attempts by sms per {keys} in 24 hours"
    )
    assert set(spans) == {"person"}


def test_a_policy_without_events_sees_none() -> None:
    policy = policydsl.load_text(HEAD + "deny d when channel is sms")
    found = sight_of(policy.core, policy.vocabulary)
    assert found == Sight(found.sources) and found.sources[0].spans == ()
    assert found.fields == frozenset()
