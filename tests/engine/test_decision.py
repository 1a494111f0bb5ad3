"""The decision that callers get: eager verdict, lazy explanation, JSON that never varies."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from policydsl.core.explanation import Explanation, Reason
from policydsl.core.formula import YES, Clock, Compare, Consent, HoursLine, Not
from policydsl.core.policy import CorePolicy, Effect, Obligation, Origin, Rank, Root, Scope
from policydsl.core.request import Request
from policydsl.core.windows import ConsecutiveDays, FullDays, Rolling
from policydsl.diagnostics.catalogue.reasons import REASONS
from policydsl.engine.compiled import compile_policy
from policydsl.engine.decision import Decision
from policydsl.engine.decision_json import instant
from tests.core.build import (
    DAY,
    PER_DEBT,
    EveryDay,
    at,
    consent,
    contact,
    count,
    happened,
    on,
    others,
    request,
    rule,
)
from tests.core.build_ladders import due, ladder, step
from tests.engine.build import both, policy

GOLDEN = Path(__file__).with_name("decision.json")
NOW = at("2026-03-04 23:30")
CEASED = Origin("deny", "a.policy", 9, 1, texts=(("en", "no more contact"), ("zh", "停止联系")))


def everything() -> tuple[CorePolicy, Request]:
    """A policy and a request whose decision has something of every kind in it."""
    night = Clock((HoursLine(((1320, 480),), EveryDay()),), (), None, within=False)
    lives = Consent((), "express", False, False, None, None, None, (), YES, None)
    said = Origin(
        *("quiet hours", "a.policy", 7, 3, "Nightly rest", "Law 1", "law"),
        texts=(("en", "not at night"), ("zh", "夜间不得联系")),
    )
    flag = Compare("person.vulnerable", "eq", True)
    parts = (
        replace(rule(night, id="p.night", code="QUIET_HOURS", rank=Rank.TIME), origin=said),
        rule(
            count(ConsecutiveDays(7), 2, PER_DEBT),
            id="p.cap",
            kind="cap",
            scope=Scope(True, "recipient"),
        ),
        rule(Not(lives), id="p.consent", code="CONSENT_MISSING", rank=Rank.CONSENT),
        rule(flag, id="p.care", effect=Effect.REVIEW, approval="care_team"),
        rule(Compare("person.cease", "eq", True), id="p.stop"),
        rule(YES, id="p.hint", effect=Effect.WARN),
        ladder(step("remind", start=due(9)), step("call", "voice", start=due(4)), id="p.ladder"),
        Obligation(
            *("p.tell", ("inform",), YES, Not(YES), FullDays(1), others("refusal"), ()),
            *(Scope(False, "recipient"), said),
        ),
    )
    asked = request(
        NOW + 250_000,
        {"person.vulnerable": True},
        proposal_debts=("D1",),
        debts={"D1": {"debt.due_on": on(2026, 3, 1)}},
        events=(
            *(contact(NOW - n * DAY, f"e{n}", debts=("D1",)) for n in (1, 2)),
            happened("refusal", NOW - 3 * DAY),
        ),
        consents=(consent(level="express", revoked_at=at("2026-02-01 12:00")),),
    )
    return policy(*parts), asked


def decide(of: CorePolicy, asked: Request) -> Decision:
    return compile_policy(of).decide(asked)


def test_the_whole_decision_as_json() -> None:
    of, asked = everything()
    both(of, asked)
    found = decide(of, asked).to_dict()
    assert set(found.pop("data")) == {"tzdata", "calendars"}
    assert found == json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_the_same_decision_is_the_same_bytes() -> None:
    of, asked = everything()
    shuffled = replace(of, rules=of.rules[::-1])
    texts = {json.dumps(decide(each, asked).to_dict()) for each in (of, of, shuffled)}
    assert len(texts) == 1
    plain = json.loads(texts.pop())
    assert list(plain) == [
        *("verdict", "allowed", "reasons", "next_eligible_at", "waits_for", "valid_until"),
        *("warnings", "obligations", "counters", "ladders", "missing", "policy", "data", "at"),
    ]


def test_a_decision_is_eager_about_the_verdict_and_lazy_about_the_rest() -> None:
    of, asked = everything()
    explained: list[Request] = []
    engine = compile_policy(of)

    def explain(of_request: Request) -> Explanation:
        explained.append(of_request)
        return engine.explain(of_request)

    decided = engine.decide(asked)
    ahead = decided._timeline, decided._horizon
    made = Decision(engine.judge(asked), asked, explain, *ahead, decided._about)
    assert (made.verdict, made.allowed, made.blocking[0]) == ("deny", False, "p.cap")
    assert explained == []
    assert [reason.rule for reason in made.reasons] == list(made.blocking)
    assert made.warnings[0].rule == "p.hint"
    assert made.obligations[0].duty == "inform"
    assert made.counters[0].measure.used == 2
    assert made.ladders[0].step is None
    assert made.missing == ("person.cease",)
    assert explained == [asked]


def test_a_decision_is_neither_true_nor_false() -> None:
    decision = decide(*everything())
    with pytest.raises(TypeError, match=r"\.allowed"):
        bool(decision)
    with pytest.raises(AttributeError):
        decision.verdict = "allow"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        decision.note = "x"  # type: ignore[attr-defined]


def test_a_decision_says_what_it_is() -> None:
    _, asked = everything()
    assert repr(decide(policy(), asked)) == "<Decision allow>"
    assert repr(decide(policy(rule(YES)), asked)) == "<Decision deny by p.r>"


def test_where_a_rule_was_written() -> None:
    decision = decide(*everything())
    by_rule = {reason.rule: reason for reason in decision.reasons}
    assert decision.origin(by_rule["p.night"]).line == 7
    assert decision.origin(by_rule["p.cap"]).file == "a.policy"
    with pytest.raises(KeyError):
        decision.origin(Reason("PROHIBITED", "q", "deny"))


def test_of_a_rule_that_is_unknown_only_what_would_be_so_is_said() -> None:
    ceased = replace(rule(Compare("person.cease", "eq", True)), origin=CEASED)
    decision = decide(policy(ceased), request(NOW))
    reason = decision.reasons[0]
    assert reason.code == "FACT_MISSING"
    assert decision.message(reason) == "nobody can tell whether this applies: no more contact"
    assert decision.message(reason, "zh") == "无法判断是否适用：停止联系"


def test_a_waiver_and_the_rule_it_lifts_each_say_their_own() -> None:
    waiver = replace(
        rule(YES, effect=Effect.WARN, code="OVERRIDDEN"),
        origin=replace(CEASED, kind="waive", texts=(("en", "court order"),)),
    )
    lifted = replace(rule(YES), origin=CEASED)
    decision = decide(policy(lifted, waiver), request(NOW))
    assert decision.message(decision.reasons[0]) == "no more contact"
    assert decision.message(decision.warnings[0]) == "court order"


def test_a_ladder_says_what_its_code_means() -> None:
    of, asked = everything()
    climbing = replace(of.ladders[0], origin=Origin("ladder", "a.policy", 1, 1, "Recovery"))
    decision = decide(replace(of, ladders=(climbing,)), asked)
    held = next(reason for reason in decision.reasons if reason.rule == "p.ladder")
    assert decision.message(held) == REASONS[held.code].en


def test_messages_fall_back_to_the_title_and_then_to_the_id() -> None:
    titled = Origin("deny", "a.policy", 1, 1, title="No calls", texts=(("fr", "Pas d'appels"),))
    of = policy(rule(YES, id="p.a"), replace(rule(YES, id="p.b"), origin=titled))
    first, second = decide(of, request(NOW)).to_dict()["reasons"]
    assert first["message"] == {"en": "p.a", "zh": "p.a"}
    assert second["message"] == {"en": "No calls", "fr": "Pas d'appels", "zh": "No calls"}


def test_what_no_root_governs() -> None:
    origin = Origin("policy", "a.policy", 3, 1)
    for otherwise, blocking in (("deny", ("q",)), ("review", ("q",)), ("allow", ())):
        root = Root("q", "1", Not(YES), otherwise, Scope(), origin)
        judged, _ = both(policy(root, rule(YES)), request(NOW))
        assert (judged.verdict, judged.blocking) == (otherwise, blocking)
        found = decide(policy(root), request(NOW)).to_dict()
        assert found["reasons"][0]["code"] == "NO_RULE_APPLIES"
        assert found["reasons"][0]["source"] == {"file": "a.policy", "line": 3, "column": 1}


def test_instants() -> None:
    assert instant(None) is None
    assert instant(0) == "1970-01-01T00:00:00Z"
    assert instant(1_500_000) == "1970-01-01T00:00:01.500000Z"
    assert instant(1 << 62) is None


def test_a_cap_that_frees_after_the_end_of_the_calendar() -> None:
    forever = rule(count(Rolling(9_000 * 365 * DAY)), id="p.cap", kind="cap")
    asked = request(NOW, events=(contact(NOW - DAY),))
    both(policy(forever), asked)
    assert decide(policy(forever), asked).to_dict()["counters"][0]["frees_at"] is None
