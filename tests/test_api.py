"""The public edge: what is exported, what is raised, what importing costs."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import policydsl
from policydsl.facts.moments import utc
from tests.support import HEAD, request

RULES = HEAD + "quiet hours night from 22:00 to 08:00\n"


def test_the_public_names_are_listed_sorted_and_there() -> None:
    assert policydsl.__all__ == sorted(policydsl.__all__)
    for name in policydsl.__all__:
        assert getattr(policydsl, name) is not None
    assert dir(policydsl) == policydsl.__all__
    with pytest.raises(AttributeError, match="no attribute 'gates'"):
        _ = policydsl.gates


def test_importing_policydsl_imports_nothing_heavy() -> None:
    code = (
        "import sys, policydsl\n"
        "heavy = {'lark', 'yaml', 'jsonschema', 'rich', 'holidays', 'dataclasses', 'policydsl.api'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_load_and_decide(tmp_path: Path) -> None:
    path = tmp_path / "t.policy"
    path.write_text(RULES, "utf-8")
    policy = policydsl.load(path)
    assert (policy.name, policy.version, policy.rules) == ("t", "", ("t.night",))
    assert policy.digest.startswith("sha256:")
    assert repr(policy) == f"<Policy t  {policy.digest[:15]}>"
    decision = policy.decide(request("2026-03-04T23:00:00+08:00"))
    assert isinstance(decision, policydsl.Decision)
    assert (decision.verdict, decision.allowed) == ("defer", False)
    assert decision.next_eligible_at == datetime(2026, 3, 5, tzinfo=UTC)
    assert decision.blocking == ("t.night",)
    checked = policy.request(request())
    assert isinstance(checked, policydsl.Request)
    assert policy.decide(checked).allowed


def test_python_values_are_requests_too() -> None:
    policy = policydsl.load_text(RULES)
    at = datetime(2026, 3, 4, 23, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert policy.decide({**request(), "at": at}).verdict == "defer"
    with pytest.raises(policydsl.RequestError):
        policy.decide({**request(), "at": datetime(2026, 3, 4, 23)})


def test_a_request_error_carries_every_path() -> None:
    policy = policydsl.load_text(RULES)
    wrong = {**request(), "at": "2026-03-04T23:00:00", "persons": {}}
    with pytest.raises(policydsl.RequestError) as raised:
        policy.decide(wrong)
    assert {one.path for one in raised.value.diagnostics} == {"$.at", "$.persons"}
    assert "$.at" in str(raised.value)
    assert isinstance(raised.value, policydsl.PolicydslError)


def test_a_policy_error_carries_every_diagnostic() -> None:
    with pytest.raises(policydsl.PolicyError) as raised:
        policydsl.load_text("policy t\ncap x\n", name="mine.policy")
    assert [one.code for one in raised.value.diagnostics] == ["E511", "E403"]
    assert "mine.policy:2" in str(raised.value)
    with pytest.raises(ValueError, match="needs the path"):
        policydsl.load()


def test_load_text_reads_yaml() -> None:
    policy = policydsl.load_text("policy: t\notherwise: deny\n", yaml=True)
    assert policy.decide(request()).allowed


def test_an_expired_waiver_is_an_error_only_for_a_given_day(tmp_path: Path) -> None:
    text = (
        HEAD
        + 'deny x when channel is voice\nwaive t.x until 2026-02-01 because "w" approved by "a"\n'
    )
    path = tmp_path / "t.policy"
    path.write_text(text, "utf-8")
    policy = policydsl.load(path)
    assert [one.code for one in policy.diagnostics] == ["W001"]
    assert not policy.decide(request()).allowed
    with pytest.raises(policydsl.PolicyError):
        policydsl.load(path, today=date(2026, 2, 1))


def test_the_schema_names_exactly_what_is_read() -> None:
    schema = policydsl.load_text(RULES).schema()
    assert set(schema["properties"]["person"]["properties"]) == {"id", "time_zones"}


def test_the_reference_names_everything_public() -> None:
    page = (Path(__file__).parents[1] / "docs" / "reference" / "python.md").read_text("utf-8")
    for name in policydsl.__all__:
        assert f"`{name}" in page, name
    for kind in (policydsl.Policy, policydsl.Decision, policydsl.Plan, policydsl.Change):
        for name in dir(kind):
            if not name.startswith("_"):
                assert re.search(rf"[`.]{name}\b", page), f"{kind.__name__}.{name}"


def test_a_plan_and_a_timeline_say_the_same() -> None:
    policy = policydsl.load_text(RULES)
    checked = policy.request(request("2026-03-04T23:00:00+08:00"))
    span = timedelta(days=3)
    plan = policy.plan(checked, span, ["voice"])
    assert isinstance(plan, policydsl.Plan)
    allowed = [one for one in policy.timeline(checked, span) if one.verdict == "allow"]
    assert [one.start for one in plan.allowed["voice"]] == [utc(one.start) for one in allowed]
    assert [one.end for one in plan.allowed["voice"]] == [utc(one.end) for one in allowed]
    assert plan.next("voice") == policy.decide(checked).next_eligible_at


def test_what_if_takes_mappings_and_requests() -> None:
    policy = policydsl.load_text(RULES)
    data = request("2026-03-04T23:00:00+08:00")
    (change,) = policy.what_if(data)
    assert isinstance(change, policydsl.Change)
    assert policy.what_if(policy.request(data)) == (change,)
    assert policy.what_if(request()) == ()
    with pytest.raises(policydsl.RequestError):
        policy.what_if({**data, "at": "now"})
    with pytest.raises(policydsl.RequestError):
        policy.plan({**data, "at": "now"}, timedelta(days=1))
