"""The decision for a person to read: every sort of reason, in both languages."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from policydsl.cli.app import main
from tests.support import HEAD, request

POLICY = """policy shop.calls "Calls"
  version "3"
  otherwise deny

source act = "Calls Act"
fact person.frail : flag = no
fact person.minor : flag
event send_notice

cap daily
  at most 2 attempts by voice per person, address in a calendar day
  basis law
  cite act "s. 4"

gap apart
  at least 4 hours between attempts by voice per person

quiet hours night
  from 22:00 to 08:00

consent asked
  require consent for channel

review frail
  when person.frail
  approval by care_team

warn noon
  when channel is voice
  say en "calls are a last resort"
  say zh "电话是最后手段"

deny minors
  when person.minor

oblige notice
  must send_notice within 5 full days after first conversation

oblige identify
  when channel is voice
  must state_name

ladder recovery per debt
  step remind
    from day 3 before due
    via sms
  step call
    from day 30 past due
    via voice
"""
REQUEST: dict[str, Any] = {
    "at": "2026-03-04T22:30:00+08:00",
    "proposal": {
        "id": "c-1",
        "channel": "voice",
        "purpose": "collections",
        "recipient": "debtor",
        "address": "+86 1",
        "debts": ["D1"],
    },
    "person": {
        "id": "P1",
        "frail": True,
        "time_zones": [{"zone": "Asia/Shanghai", "source": "residence"}],
    },
    "debts": [{"id": "D1", "due_on": "2026-03-01"}],
    "consents": [
        {
            "id": "k1",
            "channel": "voice",
            "effective_from": "2026-01-01T00:00:00Z",
            "revoked_at": "2026-02-01T00:00:00Z",
        }
    ],
    "events": [
        {
            "id": "e1",
            "kind": "contact",
            "at": "2026-03-04T20:00:00+08:00",
            "channel": "voice",
            "direction": "outbound",
            "address": "+86 1",
            "debts": ["D1"],
            "reached": "conversation",
        },
        {
            "id": "e2",
            "kind": "contact",
            "at": "2026-03-04T09:00:00+08:00",
            "channel": "voice",
            "direction": "outbound",
        },
    ],
}
ENGLISH = """\
DENY  c-1  voice  collections  debtor  2026-03-04 22:30 Asia/Shanghai
waits for a fact: person.minor  (shop.calls.minors)
waits for a consent: voice  (shop.calls.asked)
  1. APPROVAL_REQUIRED  shop.calls.frail  p.policy:24
     needs a review: frail
     needs the approval of care_team
  2. FACT_MISSING  shop.calls.minors  p.policy:33
     nobody can tell whether this applies: prohibited: minors
     missing: person.minor
  3. CONSENT_REVOKED  shop.calls.asked  p.policy:21
     needs a live consent for channel
     nearest consent k1, ended 2026-02-01 08:00 Asia/Shanghai
  4. STEP_NOT_REACHED  shop.calls.recovery  p.policy:43
     no open step of the ladder takes this contact
     debt D1: step call, opens 2026-03-31 00:00 Asia/Shanghai
     lifts Tuesday 2026-03-31 00:00 in Asia/Shanghai, in 26 days 1 h 30 min
  5. MIN_GAP  shop.calls.apart  p.policy:15
     at least 4 hours between attempts by voice per person
     person P1: 1 of 1 used in 4 hours, frees 2026-03-05 00:00 Asia/Shanghai
     lifts tomorrow 00:00 in Asia/Shanghai, in 1 h 30 min
  6. FACT_MISSING  shop.calls.daily  p.policy:10
     nobody can tell whether this applies: at most 2 attempts by voice per person, address in a calendar day
     missing: event:e2
     lifts tomorrow 00:00 in Asia/Shanghai, in 1 h 30 min
     [law] Calls Act, s. 4
  7. QUIET_HOURS  shop.calls.night  p.policy:18
     no contact from 22:00 to 08:00
     2026-03-04 22:30:00 in Asia/Shanghai (from residence)
     lifts tomorrow 08:00 in Asia/Shanghai, in 9 h 30 min

warnings:
   - PROHIBITED  shop.calls.noon  p.policy:28
     calls are a last resort

must be done with the contact:
   - state_name  (shop.calls.identify)
   - send_notice, due 2026-03-10 00:00 Asia/Shanghai  (shop.calls.notice)

counters:
   - shop.calls.daily  person P1, address +86 1: 1 of 2 used in calendar day, 2 with those that may count

ladders:
   - shop.calls.recovery  debt D1: at step remind; call, opens 2026-03-31 00:00 Asia/Shanghai

policy: shop.calls 3  DIGEST
data: DATA
"""
CHINESE = """\
拦截  c-1  voice  collections  debtor  2026-03-04 22:30 Asia/Shanghai
等待事实变化：person.minor  (shop.calls.minors)
等待同意：voice  (shop.calls.asked)
  1. APPROVAL_REQUIRED  shop.calls.frail  p.policy:24
     须人工审批：frail
     须由 care_team 审批
  2. FACT_MISSING  shop.calls.minors  p.policy:33
     无法判断是否适用：禁止：minors
     缺少：person.minor
  3. CONSENT_REVOKED  shop.calls.asked  p.policy:21
     须有针对 channel 的有效同意
     最接近的同意记录 k1，终止于 2026-02-01 08:00 Asia/Shanghai
  4. STEP_NOT_REACHED  shop.calls.recovery  p.policy:43
     没有已开放的阶梯步骤可采用此次触达
     debt D1: 步骤 call，2026-03-31 00:00 Asia/Shanghai 开放
     解除时间：2026-03-31 周二 00:00（Asia/Shanghai），26 天 1 小时 30 分钟后
  5. MIN_GAP  shop.calls.apart  p.policy:15
     每人电话触达尝试间隔至少 4 小时
     person P1: 4 小时 内已用 1/1，2026-03-05 00:00 Asia/Shanghai 释放
     解除时间：明天 00:00（Asia/Shanghai），1 小时 30 分钟后
  6. FACT_MISSING  shop.calls.daily  p.policy:10
     无法判断是否适用：每人、每个联系方式每自然日电话触达尝试最多 2 次
     缺少：event:e2
     解除时间：明天 00:00（Asia/Shanghai），1 小时 30 分钟后
     [law] Calls Act, s. 4
  7. QUIET_HOURS  shop.calls.night  p.policy:18
     22:00 至次日 08:00 不得联系
     Asia/Shanghai 当地时间 2026-03-04 22:30:00（来源：residence）
     解除时间：明天 08:00（Asia/Shanghai），9 小时 30 分钟后

提醒:
   - PROHIBITED  shop.calls.noon  p.policy:28
     电话是最后手段

触达时须履行:
   - state_name  (shop.calls.identify)
   - send_notice，截止 2026-03-10 00:00 Asia/Shanghai  (shop.calls.notice)

计数:
   - shop.calls.daily  person P1, address +86 1: 自然日 内已用 1/2，计入存疑事件为 2

阶梯:
   - shop.calls.recovery  debt D1: 当前步骤 remind; call，2026-03-31 00:00 Asia/Shanghai 开放

策略: shop.calls 3  DIGEST
数据: DATA
"""


@pytest.fixture
def decided(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Any:
    """Decides a request by the text of a policy; what is printed, without what changes."""
    monkeypatch.chdir(tmp_path)

    def decide(policy: str, made: dict[str, Any], *arguments: str) -> str:
        Path("p.policy").write_text(policy, "utf-8")
        Path("r.json").write_text(json.dumps(made), "utf-8")
        assert main(["decide", "p.policy", "r.json", *arguments]) == 0
        said = re.sub(r"sha256:[0-9a-f]{64}", "DIGEST", capsys.readouterr().out)
        return re.sub(r"tzdata .*", "DATA", said)

    return decide


@pytest.mark.parametrize(("lang", "expected"), [("en", ENGLISH), ("zh", CHINESE)])
def test_every_sort_of_reason(decided: Any, lang: str, expected: str) -> None:
    assert decided(POLICY, REQUEST, "--lang", lang) == expected


def test_an_allowed_contact_says_only_what_there_is_to_say(decided: Any) -> None:
    assert decided(HEAD, request()) == (
        "ALLOW  voice  collections  2026-03-04 10:00 Asia/Shanghai\n\n"
        "policy: t   DIGEST\ndata: DATA\n"
    )


def test_what_is_not_governed_names_the_policy(decided: Any) -> None:
    policy = 'policy t "Sales"\n  governs purpose is sales\n  otherwise review\n'
    assert decided(policy, request()).startswith(
        "REVIEW  voice  collections  2026-03-04 10:00 Asia/Shanghai\n"
        "  1. NO_RULE_APPLIES  t  p.policy:1\n"
        "     no policy governs this proposal, so `otherwise` answers\n"
    )


def test_instants_are_in_utc_when_the_zone_is_not_known(decided: Any) -> None:
    made = request(person={"time_zones": []})
    assert decided(HEAD, made).startswith("ALLOW  voice  collections  2026-03-04 02:00 UTC\n")


def test_without_a_consent_there_is_none_to_name(decided: Any) -> None:
    said = decided(HEAD + "consent asked require consent for channel", request())
    assert "CONSENT_MISSING" in said
    assert "nearest" not in said


def test_a_consent_that_never_ended(decided: Any) -> None:
    record = {"id": "k1", "channel": "sms", "effective_from": "2026-01-01T00:00:00Z"}
    said = decided(HEAD + "consent asked require consent for channel", request(consents=[record]))
    assert "ended" not in said


LADDER = "ladder l per debt step a from day 3 past due via sms step b after a attempted 1 times via letter"


def test_a_step_that_time_alone_does_not_open(decided: Any) -> None:
    debt = {"id": "D1", "due_on": "2026-03-10"}
    made = request(proposal={"channel": "letter", "debts": ["D1"]}, debts=[debt])
    said = decided(HEAD + LADDER, made)
    assert "debt D1: step b\n" in said
    assert "debt D1: no step open; a, opens 2026-03-13 00:00 Asia/Shanghai\n" in said


def test_a_contact_that_no_step_takes_and_a_ladder_of_nobody(decided: Any) -> None:
    made = request(proposal={"channel": "email", "debts": ["D1"]}, debts=[{"id": "D1"}])
    said = decided(HEAD + LADDER, made)
    assert "STEP_NOT_REACHED  t.l" in said
    assert "step a\n" not in said
    per_person = LADDER.replace("per debt", "per address").replace("from day 3 past due", "")
    assert "t.l  no step open" not in decided(HEAD + per_person, request())


def test_what_a_date_beyond_the_calendar_frees_is_not_said(decided: Any) -> None:
    at = "9999-12-28T20:00:00+00:00"
    call = {"id": "e", "kind": "contact", "at": at, "channel": "voice", "direction": "outbound"}
    rules = "gap apart at least 40000 hours between attempts per person"
    said = decided(HEAD + rules, request(at, events=[call]))
    assert "person P1: 1 of 1 used in 40000 hours\n" in said


def test_control_characters_are_made_visible(decided: Any) -> None:
    evil = "\x1b[31m\u202e\n"
    made = request(
        proposal={"id": evil, "purpose": evil, "address": evil},
        person={"time_zones": [{"zone": "Asia/Shanghai", "source": evil}]},
    )
    rules = (
        "quiet hours day from 08:00 to 12:00\n"
        "cap one at most 1 attempts per address in a calendar day"
    )
    said = decided(HEAD + rules, made)
    assert not {"\x1b", "\u202e"} & set(said)
    assert "␛[31m<U+202E>␊" in said


def test_one_line_for_each_of_many(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules = HEAD + "deny a when channel is voice\ndeny b when channel is voice\n"
    policy = tmp_path / "p.policy"
    policy.write_text(rules, "utf-8")
    made = [
        request(proposal={"id": "\x1b1"}),
        request(proposal={"channel": "sms"}),
        request(proposal={"channel": "sms", "id": 5}),
    ]
    lines = tmp_path / "r.jsonl"
    lines.write_text("\n".join(map(json.dumps, made)), "utf-8")
    assert main(["decide", str(policy), str(lines), "--format", "text", "--lang", "zh"]) == 2
    said = capsys.readouterr().out.splitlines()
    assert said[:2] == ["拦截    ␛1  PROHIBITED", "放行    -"]
    assert said[2] == f"{lines}:3"
    assert "R1" in said[3]
