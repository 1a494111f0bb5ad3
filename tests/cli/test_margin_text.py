"""A contact that may arrive too late, told: in JSON, and in words of both languages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from policydsl.cli.app import main
from tests.support import request

POLICY = """policy t
  otherwise deny
  delivery margin {} for sms
quiet hours night from 21:00 to 08:00
"""


def decided(folder: Path, at: str, *options: str, margin: str = "2 minutes") -> int:
    (folder / "t.policy").write_text(POLICY.format(margin), "utf-8")
    asked = request(at, proposal={"channel": "sms"})
    (folder / "request.json").write_text(json.dumps(asked), "utf-8")
    return main(["decide", *options, str(folder / "t.policy"), str(folder / "request.json")])


def in_json(folder: Path, at: str, capsys: pytest.CaptureFixture[str], **fields: str) -> Any:
    assert decided(folder, at, "--format", "json", **fields) == 0
    return json.loads(capsys.readouterr().out)


def test_the_measure_says_when_the_rule_begins_and_how_late_the_contact_may_be(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = in_json(tmp_path, "2026-03-04T20:58:00+08:00", capsys)
    (reason,) = shown["reasons"]
    assert (shown["verdict"], reason["code"], reason["rule"]) == (
        "defer",
        "DELIVERY_MARGIN",
        "t.night",
    )
    assert reason["effect"] == "deny"
    assert reason["measure"] == {"closes_at": "2026-03-04T13:00:00Z", "margin_seconds": 120}
    assert (reason["missing"], reason["approval"]) == ([], None)
    assert reason["lifts_at"] == shown["next_eligible_at"] == "2026-03-05T00:00:00Z"


def test_an_allow_is_valid_until_the_margin_begins(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = in_json(tmp_path, "2026-03-04T20:57:59+08:00", capsys)
    assert (shown["verdict"], shown["reasons"]) == ("allow", [])
    assert shown["valid_until"] == "2026-03-04T12:58:00Z"


@pytest.mark.parametrize(
    ("lang", "margin", "line"),
    [
        ("en", "2 minutes", "may arrive up to 2 minutes later, and is denied from {} on"),
        ("en", "3 hours", "may arrive up to 3 hours later, and is denied from {} on"),
        ("zh", "2 minutes", "送达最多可能延后 2 分钟，而规则自 {} 起拦截"),
        ("zh", "72 hours", "送达最多可能延后 3 个 24 小时，而规则自 {} 起拦截"),
    ],
)
def test_words_say_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str, margin: str, line: str
) -> None:
    decided(tmp_path, "2026-03-04T20:59:00+08:00", "--lang", lang, margin=margin)
    said = [one.strip() for one in capsys.readouterr().out.splitlines()]
    assert line.format("2026-03-04 21:00 Asia/Shanghai") in said
