"""`decide --what-if`: the changes that would let a contact through, in words and in JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import policydsl
from policydsl.cli.app import main
from policydsl.cli.what_if_text import change_text
from tests.support import HEAD, request

NIGHT = "2026-03-04T23:00:00+08:00"
ONLY_VOICE = "deny other_channels when channel is not voice\n"
QUIET = "quiet hours night from 22:00 to 08:00\n"
REVIEW = "review r when channel is voice\n  approval by lead\n"
CONSENT = "consent m require express consent for channel, purpose with proof\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def decide(
    rules: str,
    capsys: pytest.CaptureFixture[str],
    *options: str,
    data: dict[str, Any] | None = None,
) -> str:
    """What the command prints of one request."""
    Path("t.policy").write_text(HEAD + rules, "utf-8")
    data = request(NIGHT) if data is None else data
    Path("request.json").write_text(json.dumps(data), "utf-8")
    assert main(["decide", "t.policy", "request.json", *options]) == 0
    return capsys.readouterr().out


def told(rules: str, lang: str, data: dict[str, Any]) -> list[str]:
    """Every change in words."""
    policy = policydsl.load_text(HEAD + rules)
    checked = policy.request(data)
    return [change_text(change, checked, lang) for change in policy.what_if(checked)]


def test_changes_stand_under_the_decision(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plain = decide(ONLY_VOICE + QUIET, capsys)
    said = decide(ONLY_VOICE + QUIET, capsys, "--what-if")
    assert said.startswith(plain)
    assert said.removeprefix(plain).splitlines() == [
        "",
        "any one of these would let it through:",
        "   - wait until tomorrow 08:00 in Asia/Shanghai",
    ]
    said = decide(ONLY_VOICE + QUIET, capsys, "--what-if", "--lang", "zh")
    assert said.splitlines()[-2:] == [
        "以下任一做法可使其放行:",
        "   - 等到明天 08:00（Asia/Shanghai）",
    ]


def test_an_allowed_contact_needs_none(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    allowed = request("2026-03-04T12:00:00+08:00")
    assert decide(QUIET, capsys, "--what-if", data=allowed) == decide(QUIET, capsys, data=allowed)
    said = json.loads(decide(QUIET, capsys, "--what-if", "--format", "json", data=allowed))
    assert said["what_if"] == []


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            "neither waiting nor another channel, a consent or an approval would let it through",
        ),
        ("zh", "等待、更换渠道、取得同意或审批均不能使其放行"),
    ],
)
def test_that_nothing_helps_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str], lang: str, said: str
) -> None:
    printed = decide("deny all when purpose is collections\n", capsys, "--what-if", "--lang", lang)
    assert printed.splitlines()[-2:] == ["", said]


def test_json_has_them_after_all_else(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plain = json.loads(decide(ONLY_VOICE + QUIET, capsys, "--format", "json"))
    assert "what_if" not in plain
    said = json.loads(decide(ONLY_VOICE + QUIET, capsys, "--what-if", "--format", "json"))
    changes = said.pop("what_if")
    assert said == plain
    assert changes == [
        {"kind": "wait", "parts": [{"kind": "wait", "until": "2026-03-05T00:00:00Z"}]}
    ]


def test_lines_have_theirs_each(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("t.policy").write_text(HEAD + ONLY_VOICE + QUIET, "utf-8")
    lines = [json.dumps(request(NIGHT)), json.dumps(request())]
    Path("all.jsonl").write_text("\n".join(lines), "utf-8")
    assert main(["decide", "t.policy", "all.jsonl", "--what-if", "--format", "text"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in said] == ["DEFER", "-", "ALLOW"]
    assert said[1] == "   - wait until tomorrow 08:00 in Asia/Shanghai"
    assert main(["decide", "t.policy", "all.jsonl", "--what-if"]) == 0
    found = [json.loads(line)["what_if"] for line in capsys.readouterr().out.splitlines()]
    assert [len(changes) for changes in found] == [1, 0]


CASES = [
    (
        "deny calls when channel is not sms\n",
        ["use sms now"],
        ["现在改用 sms"],
    ),
    (
        "deny calls when channel is not sms\n" + QUIET,
        ["use sms, and wait until tomorrow 08:00 in Asia/Shanghai"],
        ["改用 sms，并等到明天 08:00（Asia/Shanghai）"],
    ),
    (
        ONLY_VOICE + CONSENT,
        ["obtain express consent with proof for voice, collections"],
        ["取得针对 voice、collections 的明示同意（有凭证）"],
    ),
    (
        ONLY_VOICE + "consent m require consent for channel confirmed\n",
        ["obtain consent with confirmation for voice"],
        ["取得针对 voice 的同意（经再次确认）"],
    ),
    (
        ONLY_VOICE
        + "fact consent.direct : flag\nfact consent.tier : one of low, high\n"
        + "consent m require written consent for purpose with proof confirmed\n"
        + "  where (consent.direct and consent.tier is not low)\n",
        [
            "obtain written consent with proof and confirmation for collections"
            " where direct is yes and tier is high"
        ],
        ["取得针对 collections 的书面同意（有凭证、经再次确认），且 direct 为 yes、tier 为 high"],
    ),
    (
        ONLY_VOICE
        + 'fact proposal.scope : text = "mail"\nfact consent.scope : set of mail, calls\n'
        + "consent m require consent for scope\n",
        ["obtain consent for {mail}"],
        ["取得针对 {mail} 的同意"],
    ),
    (
        ONLY_VOICE + REVIEW + "review s when purpose is collections\n",
        ["obtain approval by lead for rule t.r, and obtain approval for rule t.s"],
        ["取得 lead 对规则 t.r 的审批，并取得对规则 t.s 的审批"],
    ),
    (
        ONLY_VOICE + REVIEW + CONSENT,
        [
            "obtain approval by lead for rule t.r, and obtain express consent with proof for voice,"
            " collections"
        ],
        ["取得 lead 对规则 t.r 的审批，并取得针对 voice、collections 的明示同意（有凭证）"],
    ),
]


@pytest.mark.parametrize(("rules", "english", "chinese"), CASES)
def test_changes_in_words(rules: str, english: list[str], chinese: list[str]) -> None:
    assert told(rules, "en", request(NIGHT)) == english
    assert told(rules, "zh", request(NIGHT)) == chinese


def test_of_very_many_approvals_only_some_are_told() -> None:
    rules = ONLY_VOICE + "".join(f"review r{n} when channel is voice\n" for n in range(30))
    (said,) = told(rules, "en", request())
    assert said.endswith("for rule t.r15, and 22 more")
    (said,) = told(rules, "zh", request())
    assert said.endswith("，另有 22 项")


def test_what_a_user_wrote_cannot_move_the_cursor() -> None:
    rules = ONLY_VOICE + "consent m require consent for purpose\n"
    (said,) = told(rules, "en", request(proposal={"purpose": "x\x1b[2Jy"}))
    assert "\x1b" not in said and "x" in said


def test_without_a_zone_instants_are_told_in_utc() -> None:
    rules = ONLY_VOICE + "deny hold when channel is voice\n  until 2026-03-09\n"
    zoned = request(NIGHT)
    del zoned["person"]["time_zones"]
    (said,) = told('time zone "Asia/Shanghai"\n' + rules, "en", zoned)
    assert said == "wait until Sunday 2026-03-08 16:00 in UTC"
