"""`policydsl packs` as a user meets it: the list, one pack, dates, names that are none."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from policydsl.cli.app import main

PROGRAM = [sys.executable, "-m", "policydsl.cli.app"]
CALLS = """policy fr.calls "Appels"
  version "3"
  checked 2026-11-24
  effective from 2026-08-11
  governs purpose is marketing
  otherwise deny
source code = "Code de la consommation"
source note = "Note\u200b"
quiet hours night "Nuit" from 20:00 to 10:00
  basis law as reported cite code "L223-1"
  say fr "pas d'appel la nuit" say en "no calls at night" say zh "夜间不得致电"
deny cease "Stop" when channel is voice
  effective from 2027-01-31 effective until 2028-01-01
  basis law cite code cite note
  say fr "pas d'appel"
warn often when channel is sms
"""
PACKS = {
    "fr/calls": CALLS,
    "zz/old": "policy zz.old\n  effective until 2020-01-01\n  otherwise deny\nuse fr.calls\n",
    "zz/plain": "policy zz.plain\n  otherwise deny\nwarn x when channel is sms\n",
    "zz/short": "policy zz.short\n  effective from 2026-01-01\n  effective through 2026-12-31\n  otherwise deny\n",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("policydsl.policy.packs", "policydsl.policy.library"):
        monkeypatch.setattr(f"{name}.shipped_packs", lambda: tmp_path)
    for name, text in PACKS.items():
        path = tmp_path / f"{name}.policy"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert main(["packs", *arguments]) == code
    captured = capsys.readouterr()
    assert (captured.out == "") == (code != 0)
    return captured.err if code else captured.out


def in_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    return json.loads(said(capsys, *arguments, "--format", "json"))


def test_the_list(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "--today", "2026-11-24") == (
        "France\n"
        "  fr.calls  3  Appels\n"
        "    in force since 2026-08-11; next change 2027-01-31; last checked 2026-11-24; 3 rules, 1 as reported\n"
        "    cites: Code de la consommation; Note<U+200B>\n"
        "\n"
        "zz\n"
        "  zz.old\n"
        "    no longer in force since 2020-01-01; no date of a check; 0 rules\n"
        "  zz.plain\n"
        "    in force; no date of a check; 1 rule\n"
        "  zz.short\n"
        "    in force since 2026-01-01, through 2026-12-31; next change 2027-01-01; no date of a check; 0 rules\n"
        "\n"
        "4 packs\n"
    )
    assert said(capsys, "--today", "2019-12-31", "--lang", "zh") == (
        "法国\n"
        "  fr.calls  3  Appels\n"
        "    将于 2026-08-11 生效；最近核对 2026-11-24；3 条规则，其中 1 条依据转述\n"
        "    引用：Code de la consommation；Note<U+200B>\n"
        "\n"
        "zz\n"
        "  zz.old\n"
        "    生效至 2019-12-31；下次变动 2020-01-01；无核对日期；0 条规则\n"
        "  zz.plain\n"
        "    生效中；无核对日期；1 条规则\n"
        "  zz.short\n"
        "    将于 2026-01-01 生效，至 2026-12-31 止；无核对日期；0 条规则\n"
        "\n"
        "4 个策略包\n"
    )


def test_one_pack(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "fr.calls", "--today", "2026-11-24") == (
        "fr.calls  3  Appels\n"
        "  in force since 2026-08-11; next change 2027-01-31; last checked 2026-11-24; 3 rules, 1 as reported\n"
        "  governs: purpose is marketing\n"
        "  cites: Code de la consommation; Note<U+200B>\n"
        "\n"
        "fr.calls.night  quiet hours  Nuit\n"
        "  no calls at night\n"
        "  no contact from 20:00 to 10:00\n"
        "  [law as reported] Code de la consommation, L223-1\n"
        "\n"
        "fr.calls.cease  deny  Stop\n"
        "  prohibited: Stop\n"
        "  in force from 2027-01-31 through 2027-12-31\n"
        "  [law] Code de la consommation; Note<U+200B>\n"
        "\n"
        "fr.calls.often  warn\n"
        "  take care: often\n"
    )
    chinese = said(capsys, "--lang", "zh", "fr.calls")
    assert "夜间不得致电" in chinese
    assert "20:00 至次日 10:00 不得联系" in chinese
    assert "  uses: fr.calls\n" in said(capsys, "zz.old")


@pytest.mark.parametrize(
    ("today", "status"),
    [
        ("2025-12-31", "not_yet"),
        ("2026-01-01", "in_force"),
        ("2026-12-31", "in_force"),
        ("2027-01-01", "ended"),
    ],
)
def test_both_sides_of_the_days_in_force(
    folder: Path, capsys: pytest.CaptureFixture[str], today: str, status: str
) -> None:
    (pack,) = in_json(capsys, "zz.short", "--today", today)["packs"]
    assert pack["status"] == status
    assert (pack["effective_from"], pack["effective_until"]) == ("2026-01-01", "2027-01-01")


def test_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = in_json(capsys, "--today", "2026-11-24")
    assert listed["today"] == "2026-11-24"
    assert [pack["name"] for pack in listed["packs"]] == [
        "fr.calls",
        "zz.old",
        "zz.plain",
        "zz.short",
    ]
    assert listed["packs"][0] == {
        "name": "fr.calls",
        "title": "Appels",
        "version": "3",
        "jurisdiction": "fr",
        "status": "in_force",
        "effective_from": "2026-08-11",
        "effective_until": None,
        "next_change": "2027-01-31",
        "checked": "2026-11-24",
        "governs": "purpose is marketing",
        "uses": [],
        "rule_count": 3,
        "reported_count": 1,
        "sources": {"code": "Code de la consommation", "note": "Note\u200b"},
        "file": "policies/fr/calls.policy",
    }
    (one,) = in_json(capsys, "fr.calls", "--today", "2026-11-24")["packs"]
    assert one.pop("rules")[1] == {
        "id": "fr.calls.cease",
        "kind": "deny",
        "title": "Stop",
        "basis": "law",
        "citation": "Code de la consommation; Note\u200b",
        "status": "not_yet",
        "effective_from": "2027-01-31",
        "effective_until": "2028-01-01",
        "texts": {"en": "prohibited: Stop", "fr": "pas d'appel", "zh": "禁止：Stop"},
        "words": {},
        "line": 12,
    }
    assert one == listed["packs"][0]


@pytest.mark.parametrize(
    ("name", "help_"),
    [
        ("fr.cals", "did you mean `fr.calls`?"),
        ("nothing", "`policydsl packs` lists them all"),
        ("../fr/calls", "`policydsl packs` lists them all"),
        ("whole", "`policydsl packs` lists them all"),
    ],
)
def test_a_name_that_is_none(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, help_: str
) -> None:
    assert said(capsys, name, code=2).splitlines() == [
        f"policydsl packs: there is no pack `{name}`",
        help_,
    ]


def test_a_name_that_would_move_the_cursor(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "\x1b" not in said(capsys, "\x1b[2J", "--lang", "zh", code=2)


@pytest.mark.parametrize("given", ["yesterday", "2026-02-30", "2026-1-3", "", "\x1b[2J"])
def test_a_date_that_is_none(folder: Path, capsys: pytest.CaptureFixture[str], given: str) -> None:
    text = said(capsys, "--today", given, code=2)
    assert text.startswith("policydsl packs: --today wants a date such as 2026-01-30")
    assert "\x1b" not in text


def test_a_broken_pack_is_shown_and_not_passed_over(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.joinpath("zz", "bad.policy").write_text("policy zz.bad\n  otherwise\n", "utf-8")
    text = said(capsys, code=1)
    assert "policies/zz/bad.policy:2" in text
    assert "Traceback" not in text


def test_the_packs_of_this_installation() -> None:
    """Those that are really shipped, in a process of its own."""
    listed = subprocess.run(
        [*PROGRAM, "packs", "--format", "json"], capture_output=True, check=True, text=True
    )
    names = {pack["name"] for pack in json.loads(listed.stdout)["packs"]}
    assert {"us.reg_f", "cn.gbt_45251_2025"} <= names
    assert not any(name.startswith(("first", "examples")) for name in names)
