"""The example campaign: made by its generator, and lively."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.policies.cases import POLICIES, pack

FOLDER = POLICIES / "examples" / "consumer_credit"
CAMPAIGN = FOLDER / "campaign.jsonl"


def load_script(name: str) -> Any:
    """A script of the example's folder, as a module."""
    path = FOLDER / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"consumer_credit_{name}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@cache
def answers() -> list[tuple[dict[str, Any], Any]]:
    """Every request of the campaign with its decision."""
    strategy = pack("examples/consumer_credit/strategy.policy")
    requests = [json.loads(line) for line in CAMPAIGN.read_text(encoding="utf-8").splitlines()]
    return [(request, strategy.decide(request)) for request in requests]


def test_the_file_is_what_the_generator_makes() -> None:
    made = "".join(load_script("make_campaign").lines())
    assert CAMPAIGN.read_bytes() == made.encode()


def test_its_size() -> None:
    assert CAMPAIGN.stat().st_size < 2_500_000
    assert len(answers()) >= 1_000
    histories = [len(request.get("events", ())) for request, _ in answers()]
    assert min(histories) == 0
    assert 40 <= max(histories) <= 66


def test_about_half_of_it_is_allowed() -> None:
    allowed = sum(decision.allowed for _, decision in answers())
    assert 0.3 <= allowed / len(answers()) <= 0.6


def test_every_verdict_is_given() -> None:
    verdicts = Counter(decision.verdict for _, decision in answers())
    assert {"allow", "review", "defer", "deny"} == set(verdicts)
    assert min(verdicts.values()) >= 20


def test_every_allow_ends_and_every_denial_says_what_it_waits_for() -> None:
    for _, decision in answers():
        if decision.allowed:
            assert decision.valid_until is not None
        elif decision.verdict == "deny":
            assert decision.waits_for


def test_every_rule_speaks() -> None:
    """Each rule of the strategy and of its packs blocks, warns, or brings a duty at least once."""
    heard: set[str] = set()
    for _, decision in answers():
        heard |= {reason.rule for reason in (*decision.reasons, *decision.warnings)}
        heard |= {obligation.rule for obligation in decision.obligations}
    strategy = pack("examples/consumer_credit/strategy.policy")
    assert set(strategy.rules) - heard == set()


@pytest.mark.parametrize(
    "code",
    [
        "QUIET_HOURS",
        "HOLIDAY",
        "TZ_UNKNOWN",
        "FACT_MISSING",
        "CAP_REACHED",
        "MIN_GAP",
        "COOLDOWN",
        "CONSENT_MISSING",
        "CONSENT_WRONG_PURPOSE",
        "CONSENT_EXPIRED",
        "CONSENT_REVOKED",
        "CONSENT_UNPROVEN",
        "THIRD_PARTY",
        "CEASE",
        "DISPUTED",
        "HARDSHIP",
        "HOLD",
        "DECEASED",
        "SUPPRESSED",
        "OPTED_OUT",
        "INCONVENIENT",
        "PROHIBITED",
        "STEP_NOT_REACHED",
        "STEP_SPENT",
        "STEP_TOO_SOON",
        "LADDER_HELD",
        "LADDER_STOPPED",
        "APPROVAL_REQUIRED",
        "NO_RULE_APPLIES",
    ],
)
def test_every_code_is_given(code: str) -> None:
    assert any(reason.code == code for _, decision in answers() for reason in decision.reasons)


@pytest.mark.parametrize(
    ("clock", "night"),
    [
        ("T07:59:59.999999+08:00", True),
        ("T08:00:00+08:00", False),
        ("T21:59:59+08:00", False),
        ("T21:59:59.999999+08:00", False),
        ("T22:00:00+08:00", True),
    ],
)
def test_the_edges_of_the_night(clock: str, night: bool) -> None:
    at_the_edge = [
        decision
        for request, decision in answers()
        if request["at"].endswith(clock) and request["proposal"]["purpose"] == "collections"
    ]
    assert at_the_edge
    for decision in at_the_edge:
        rules = {reason.rule for reason in decision.reasons}
        assert ("cn.gbt_45251_2025.night" in rules) is night


def test_marketing_without_consent_is_never_allowed() -> None:
    for request, decision in answers():
        if request["proposal"]["purpose"] == "marketing" and "consents" not in request:
            assert not decision.allowed


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ["What the rules said", "too early", "next allowed", "valid until", "waits for"]),
        ("zh", ["命中规则", "延后", "最早可触达", "有效期至", "等待"]),
    ],
)
def test_the_demo_shows_the_whole(
    lang: str, words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    load_script("demo").main(["--lang", lang], tmp_path)
    shown = capsys.readouterr().out
    for each in words:
        assert each in shown
    verdicts = Counter(decision.verdict for _, decision in answers())
    for count in verdicts.values():
        assert f" {count:,} " in shown
    assert max(len(line) for line in shown.splitlines()) <= 100
    written = (tmp_path / "decisions.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(written) == len(answers())
    assert json.loads(written[0])["proposal"] == "C0001"
