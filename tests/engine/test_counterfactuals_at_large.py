"""Counterfactuals of generated and of hostile policies: verified, and bounded."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

import policydsl
from policydsl.core import reference
from policydsl.engine.compiled import Engine
from policydsl.engine.counterfactuals.search import MOST_WAITS, what_if
from policydsl.engine.functions import CHANNEL
from policydsl.facts.types import InstantType, Number, SetOf
from policydsl.facts.vocabulary import Declaration, Vocabulary
from tests.engine.build import compiled
from tests.engine.what_if_cases import OPEN, QUIET, changes, consent, kinds, parts
from tests.property.pools import CHANNELS
from tests.property.timing_cases import cases
from tests.support import HEAD, request

CONSENT = "consent m require express consent for purpose\n"
REVIEW = "review r when channel is voice\n  approval by lead\n"


# --- generated policies -------------------------------------------------------------------------

DECLARED = (
    Declaration("consent.scope", SetOf()),
    Declaration("consent.score", Number()),
    Declaration("proposal.scheduled_at", InstantType(), None),
)


def test_every_change_of_generated_cases_turns_the_verdict() -> None:
    vocabulary, refused = Vocabulary.standard().with_declarations(DECLARED)
    assert not refused
    vocabulary = replace(vocabulary, enumerations={"channel": CHANNELS})
    found: Counter[str] = Counter()
    for case in cases("what if", 80):
        if CHANNEL not in case.request.facts:
            continue
        engine = compiled(case.policy)
        verdict = reference.explain(case.policy, case.request).verdict
        given = what_if(engine, vocabulary, case.request, case.horizon)
        assert not (given and verdict == "allow")
        for change in given:
            changed = change.applied_to(case.request)
            assert reference.explain(case.policy, changed).verdict == "allow"
            ids = [record.id for record in changed.consents]
            assert ids == sorted(set(ids))
        found.update(kinds(given))
    assert found["wait"] and found["channel"] and found.total() >= 30, found


# --- hostile sizes ------------------------------------------------------------------------------


class Counted:
    """How often an engine was asked, by what."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls: Counter[str] = Counter()
        for name in ("judge", "explain", "decide"):
            monkeypatch.setattr(Engine, name, self._counting(name, getattr(Engine, name)))

    def _counting(self, name: str, method: Any) -> Any:
        def counting(*arguments: Any) -> Any:
            self.calls[name] += 1
            return method(*arguments)

        return counting


MANY_CHANNELS = "fact channel : also " + ", ".join(f"k{number}" for number in range(40)) + "\n"
MANY_CONSENTS = "".join(
    f"fact consent.f{number} : number\n"
    f"consent c{number} require consent for channel where (consent.f{number} is {number})\n"
    for number in range(500)
)
NEVER = "contact hours a from 09:00 to 12:00\ncontact hours b from 12:00 to 14:00\n"


@pytest.mark.parametrize(
    ("rules", "kind"),
    [
        (MANY_CHANNELS + MANY_CONSENTS, []),
        (MANY_CHANNELS + MANY_CONSENTS + NEVER, []),
        (MANY_CHANNELS + NEVER, []),
        (
            MANY_CHANNELS
            + "".join(f"review r{n} when purpose is collections\n  approval by b{n}\n" for n in range(500)),
            ["approval"],
        ),
    ],
)  # fmt: skip
def test_hostile_sizes_are_bounded(
    monkeypatch: pytest.MonkeyPatch, rules: str, kind: list[str]
) -> None:
    policy = policydsl.load_text(HEAD + rules)
    checked = policy.request(request())
    counted = Counted(monkeypatch)
    assert kinds(policy.what_if(checked)) == kind
    assert counted.calls["judge"] <= 100
    assert counted.calls["decide"] <= 2 + MOST_WAITS
    assert counted.calls["explain"] <= 5


def test_five_hundred_rules_that_want_the_same_consent() -> None:
    rules = OPEN + "".join(
        f"consent c{number}\n  require {('', 'express ', 'written ')[number % 3]}consent for channel\n"
        for number in range(500)
    )
    policy = policydsl.load_text(HEAD + rules)
    (change,) = policy.what_if(request())
    assert parts((change,)) == [consent("written", channel="voice")]


def test_many_debts_are_bounded() -> None:
    rules = (
        OPEN
        + "fact consent.lender : text\n"
        + "consent m require consent for channel where (consent.lender is debt.creditor)\n"
    )
    names = [f"D{number}" for number in range(1000)]
    debts = [{"id": name, "creditor": name} for name in names]
    policy = policydsl.load_text(HEAD + rules)
    assert policy.what_if(request(proposal={"debts": names}, debts=debts)) == ()
    few = names[:12]
    (change,) = policy.what_if(request(proposal={"debts": few}, debts=debts))
    assert len(change.parts) == 12


@pytest.mark.parametrize("horizon", [timedelta(0), timedelta(days=3661)])
def test_a_horizon_out_of_range_is_refused(horizon: timedelta) -> None:
    with pytest.raises(ValueError, match="horizon must be 1 to 3660 days"):
        policydsl.load_text(HEAD).what_if(request(), horizon=horizon)


@pytest.mark.parametrize("at", ["0001-01-03T00:00:00Z", "9999-12-28T23:59:59Z"])
def test_the_ends_of_the_calendar(at: str) -> None:
    changes(OPEN + CONSENT + QUIET + REVIEW, request(at))
    changes(OPEN + CONSENT, request(at))
