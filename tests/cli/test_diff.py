"""`policydsl diff` as a user runs it."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from policydsl.cli.app import main

OLD = """policy house.m "Messages"
  version "1"
  otherwise deny
  time zone of recipient
fact person.cease : flag = no
define stopped = person.cease
quiet hours night
  from 21:00 to 08:00
cap weekly
  at most 3 attempts by sms per person in 7 consecutive days
deny stop
  when stopped
"""
NEW = (
    OLD.replace('"1"', '"2"')
    .replace("21:00", "22:00")
    .replace("at most 3", "at most 2")
    .replace("= person.cease", "= person.cease or channel is visit")
    .replace("fact", "fact person.vip : flag = no\nfact", 1)
)


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("old.policy").write_text(OLD, "utf-8")
    Path("new.policy").write_text(NEW, "utf-8")
    lines = [json.dumps(request(hour)) for hour in (12, 21, 23)]
    Path("some.jsonl").write_text("\n".join([*lines, ""]), "utf-8")
    return tmp_path


def request(hour: int) -> dict[str, Any]:
    return {
        "at": f"2026-03-04T{hour:02}:30:00+08:00",
        "proposal": {"channel": "sms", "purpose": "servicing"},
        "person": {"id": "P1", "time_zones": ["Asia/Shanghai"]},
    }


def test_what_a_person_reads(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "old.policy", "new.policy", "--requests", "some.jsonl"]) == 0
    said = capsys.readouterr().out
    for part in (
        "house.m 1 -> house.m 2\n",
        "\ntightened\n  house.m.stop  new.policy:12\n",
        "\nloosened\n  house.m.night  new.policy:8\n"
        "     - rule: No contact: every day from 21:00 to 08:00 of the next day\n"
        "     + rule: No contact: every day from 22:00 to 08:00 of the next day\n",
        "     now stops: `visit`,",
        "     before: allowed; now: denied by `house.m.stop`\n",
        "\nnamed conditions\n  house.m.stopped\n",
        "\nfacts\n  + person.vip : flag = no\n",
        "0 added, 0 removed, 2 tightened, 1 loosened, 0 both ways, 0 not told apart, 0 reworded\n",
        "some.jsonl: judged by both 3, with another verdict 1, blocked for other reasons 0\n"
        "  deny -> allow: 1\n  house.m.night blocks 1 fewer\n",
        "  line 2: `sms`, `servicing`, Wednesday 2026-03-04 21:30 (Asia/Shanghai)\n"
        "     before: deny  QUIET_HOURS house.m.night\n     now: allow  nothing blocks\n",
    ):
        assert part in said
    assert "\x1b" not in said


def test_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "old.policy", "new.policy", "--lang", "zh"]) == 0
    said = capsys.readouterr().out
    assert "\n收紧\n" in said
    assert "现在会拦截：`visit`" in said


def test_what_programs_read(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["diff", "old.policy", "new.policy", "--requests", "some.jsonl", "--format", "json"]
    assert main(arguments) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["old"]["version"], said["new"]["version"]) == ("1", "2")
    rules = {one["rule"]: one for one in said["rules"]}
    assert {name: one["direction"] for name, one in rules.items()} == {
        "house.m.night": "loosened",
        "house.m.stop": "tightened",
        "house.m.weekly": "tightened",
    }
    shown = rules["house.m.night"]["no_longer_stops"]
    assert shown["old"] == {"verdict": "deny", "blocking": ["house.m.night"]}
    assert shown["new"] == {"verdict": "allow", "blocking": []}
    assert rules["house.m.weekly"]["new"]["en"][0].startswith("rule: At most 2 contact attempts")
    assert rules["house.m.weekly"]["new"]["zh"][0].startswith("规则：")
    requests = said["requests"]
    assert (requests["judged"], requests["changed"], requests["blocks_fewer"]) == (
        3,
        1,
        {"house.m.night": 1},
    )
    assert requests["examples"][0]["old"]["verdict"] == "defer"


def test_nothing_differs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "old.policy", "old.policy", "--fail-on", "any"]) == 0
    assert capsys.readouterr().out == "house.m 1 -> house.m 1\n\nno rule differs\n"


@pytest.mark.parametrize(
    ("old", "new", "fail_on", "code"),
    [
        ("old.policy", "new.policy", "any", 1),
        ("old.policy", "new.policy", "loosened", 1),
        ("strict.policy", "old.policy", "loosened", 1),
        ("old.policy", "strict.policy", "loosened", 0),
        ("old.policy", "strict.policy", "any", 1),
    ],
)
def test_fail_on(old: str, new: str, fail_on: str, code: int) -> None:
    Path("strict.policy").write_text(OLD.replace("at most 3", "at most 1"), "utf-8")
    assert main(["diff", old, new, "--fail-on", fail_on]) == code


def test_what_a_policy_governs_and_its_margins(capsys: pytest.CaptureFixture[str]) -> None:
    head = "  governs purpose is servicing\n  otherwise deny\n  delivery margin 5 minutes for sms\n"
    old = OLD.replace("  otherwise deny\n", head)
    new = old.replace("otherwise deny", "otherwise allow").replace("5 min", "2 min")
    Path("old.policy").write_text(old, "utf-8")
    Path("new.policy").write_text(new, "utf-8")
    assert main(["diff", "old.policy", "new.policy", "--fail-on", "loosened"]) == 1
    said = capsys.readouterr().out
    for part in (
        "\npolicies\n  house.m\n     - everything else: it is blocked\n"
        "     + everything else: it may go out\n",
        "     -   SMS: 5 minutes\n     +   SMS: 2 minutes\n     laxer for: `sms`, `other`, ",
        "     before: denied by `house.m`; now: allowed by `house.m`\n",
        "  a shorter delivery margin is laxer: `sms`\n",
    ):
        assert part in said
    assert main(["diff", "new.policy", "old.policy", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [one["direction"] for one in found["governs"]] == ["tightened"]
    assert found["margins"] == [
        {"channel": "sms", "direction": "tightened", "old_seconds": 120, "new_seconds": 300}
    ]


def test_what_a_gate_does(capsys: pytest.CaptureFixture[str]) -> None:
    clauses = "  otherwise deny\n  if ledger unavailable allow\n  if lease expired free\n"
    Path("lax.policy").write_text(OLD.replace("  otherwise deny\n", clauses), "utf-8")
    Path("old.policy").write_text(OLD, "utf-8")
    assert main(["diff", "old.policy", "lax.policy", "--fail-on", "loosened"]) == 1
    assert capsys.readouterr().out.splitlines()[2:9] == [
        "policies",
        "  house.m",
        "     + ledger unavailable: while the contacts made so far cannot be looked up, a contact"
        " may go out",
        "     + lease expired: a reservation that nobody confirmed or released no longer counts after"
        " its lease",
        "  `if ledger unavailable allow` instead of `deny` is laxer",
        "  `if lease expired free` instead of `count` is laxer",
        "",
    ]
    assert main(["diff", "lax.policy", "old.policy", "--fail-on", "loosened", "--lang", "zh"]) == 0
    assert "  `if lease expired free` 改为 `count`，属于收紧\n" in capsys.readouterr().out
    assert main(["diff", "lax.policy", "old.policy", "--format", "json"]) == 0
    clause = {"clause": "if_ledger_unavailable", "direction": "tightened"}
    found = json.loads(capsys.readouterr().out)
    assert found["gate"][0] == {**clause, "old": "allow", "new": "deny"}


def test_a_condition_of_use_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    pack = "policy law.p\ndeny x when channel is fax\nfact channel : also fax\n"
    used = "policy house.m\n  otherwise deny\nuse law.p"
    for name, when in (("old", ' when person.region is "DE"'), ("new", "")):
        Path(name).mkdir()
        Path(name, "law.p.policy").write_text(pack, "utf-8")
        Path(name, "m.policy").write_text(f"{used}{when}\n", "utf-8")
    assert main(["diff", "old/m.policy", "new/m.policy"]) == 0
    said = capsys.readouterr().out
    assert (
        "\npolicies\n  law.p\n     - applies when: the region where the person lives is DE; if nobody can"
        in said
    )
    assert "its own words are the same; what it applies to differs" in said
    assert "     now stops: `fax`," in said
    assert "     where the region where the person lives is " in said


def test_a_renamed_policy_and_a_fact_with_another_default(
    capsys: pytest.CaptureFixture[str],
) -> None:
    new = OLD.replace("house.m", "house.n").replace("flag = no", "flag")
    Path("new.policy").write_text(new, "utf-8")
    assert main(["diff", "old.policy", "new.policy"]) == 0
    said = capsys.readouterr().out
    assert "`house.m` is now called `house.n`; rules of the same name are compared\n" in said
    assert "  house.n.stop  new.policy:11\n     reads `person.cease`, see facts below\n" in said
    assert "named conditions" not in said
    assert said.endswith(
        "0 added, 0 removed, 1 tightened, 0 loosened, 0 both ways, 0 not told apart, 0 reworded\n"
    )


def test_requests_that_are_none(capsys: pytest.CaptureFixture[str]) -> None:
    Path("some.jsonl").write_text(f"{json.dumps(request(12))}\n\n{{\n[]\n", "utf-8")
    assert main(["diff", "old.policy", "new.policy", "--requests", "some.jsonl"]) == 2
    said = capsys.readouterr().out
    assert "some.jsonl: judged by both 1," in said
    assert "not judged by both: 2; the first, on line 3:" in said


def test_requests_from_a_pipe(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Path("some.jsonl").open("rb") as file:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(file))
        assert main(["diff", "old.policy", "new.policy", "--requests", "-"]) == 0
    assert "-: judged by both 3" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["old.policy", "none.policy"], "error[E001]"),
        (["old.policy", "bad.policy"], "error[E203]"),
        (["old.policy", "new.policy", "--day", "tomorrow"], "not `tomorrow`"),
        (["old.policy", "new.policy", "--examples", "-1"], "not `-1`"),
        (["old.policy", "new.policy", "--requests", "none.jsonl"], "error[E001]"),
    ],
)
def test_what_cannot_be_compared(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("bad.policy").write_text(OLD.replace("7 consecutive days", "7 days"), "utf-8")
    assert main(["diff", *arguments]) in (1, 2)
    said = capsys.readouterr()
    assert told in said.err
    assert said.out == ""
