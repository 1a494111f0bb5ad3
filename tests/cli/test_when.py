"""`policydsl when` in words and as JSON; its options; what it refuses."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from policydsl.cli.app import main
from tests.cli.when_cases import HOURS, MARGIN, NEVER, REVIEWED, by_voice, write
from tests.support import HEAD, request

PROGRAM = [sys.executable, "-m", "policydsl.cli.app"]
SHANGHAI = "Asia/Shanghai"
NIGHT = HEAD + "quiet hours night from 22:00 to 08:00\n"
LATE = "2026-03-04T21:48:00+08:00"
ASLEEP = "2026-03-04T23:30:30+08:00"


@pytest.fixture
def asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Any:
    """Asks about a request by the text of a policy; gives the lines."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")

    def ask(policy: str, made: dict[str, Any], *arguments: str) -> list[str]:
        write(policy, made)
        assert main(["when", "p.policy", "r.json", *arguments]) == 0
        return capsys.readouterr().out.splitlines()

    return ask


def test_allowed_now(asked: Any) -> None:
    assert asked(NIGHT, by_voice(LATE, SHANGHAI)) == [
        "ALLOW  c-9  voice  collections  2026-03-04 21:48 Asia/Shanghai",
        "allowed now; until today 22:00 in Asia/Shanghai (in 12 min), then t.night",
    ]
    assert asked(NIGHT, by_voice(LATE, SHANGHAI), "--lang", "zh") == [
        "放行  c-9  voice  collections  2026-03-04 21:48 Asia/Shanghai",
        "现在可触达；至今天 22:00（Asia/Shanghai），还有 12 分钟，此后受限于 t.night",
    ]


def test_allowed_without_end(asked: Any) -> None:
    assert asked(HEAD, by_voice(LATE, SHANGHAI))[1] == "allowed now; no end within 400 days"
    said = asked(HEAD, by_voice(LATE, SHANGHAI), "--horizon", "7", "--lang", "zh")
    assert said[1] == "现在可触达；7 天内无截止"


def test_deferred_with_the_reasons(asked: Any) -> None:
    assert asked(NIGHT, by_voice(ASLEEP, SHANGHAI)) == [
        "DEFER  c-9  voice  collections  2026-03-04 23:30:30 Asia/Shanghai",
        "next eligible: tomorrow 08:00 in Asia/Shanghai, in 8 h 29 min 30 s",
        "then allowed until tomorrow 22:00 in Asia/Shanghai (for 14 h), then t.night",
        "because:",
        "  1. QUIET_HOURS  t.night  p.policy:3",
        "     no contact from 22:00 to 08:00",
        "     2026-03-04 23:30:30 in Asia/Shanghai (from given)",
        "     lifts tomorrow 08:00 in Asia/Shanghai, in 8 h 29 min 30 s",
    ]
    assert asked(NIGHT, by_voice(ASLEEP, SHANGHAI), "--lang", "zh")[1:3] == [
        "最早可触达：明天 08:00（Asia/Shanghai），8 小时 29 分钟 30 秒后",
        "届时可触达；至明天 22:00（Asia/Shanghai），共 14 小时，此后受限于 t.night",
    ]


def test_every_candidate_zone_has_its_clock(asked: Any) -> None:
    made = by_voice("2026-03-04T06:30:00-05:00", "America/New_York", "Asia/Kolkata", "Asia/Tokyo")
    said = asked(HEAD + "quiet hours night from 22:00 to 06:45\n", made)
    assert said[1:4] == [
        "next eligible: today 06:45 in America/New_York, in 15 min",
        "   that is Wednesday 2026-03-04 17:15 in Asia/Kolkata",
        "   that is Wednesday 2026-03-04 20:45 in Asia/Tokyo",
    ]


def test_an_opening_that_needs_an_approval(asked: Any) -> None:
    made = by_voice(ASLEEP, SHANGHAI, frail=True)
    assert asked(REVIEWED, made)[1:3] == [
        "next eligible: tomorrow 08:00 in Asia/Shanghai, in 8 h 29 min 30 s",
        "then needs the approval of care_team  (t.frail)",
    ]
    made["at"] = "2026-03-04T12:00:00+08:00"
    assert asked(REVIEWED, made)[1] == "needs the approval of care_team  (t.frail)"
    anyone = HEAD + "review all when channel is voice\n"
    assert asked(anyone, made | {"person": {}}, "--lang", "zh")[1] == "须经审批  (t.all)"


def test_not_by_time_alone(asked: Any) -> None:
    made = by_voice(ASLEEP, SHANGHAI, cease=True)
    assert asked(NEVER, made)[:5] == [
        "DENY  c-9  voice  collections  2026-03-04 23:30:30 Asia/Shanghai",
        "not by time alone",
        "   - waits for a fact: person.cease  (t.cease)",
        "because:",
        "  1. CEASE  t.cease  p.policy:4",
    ]


def test_beyond_the_horizon(asked: Any) -> None:
    policy = HEAD + "fact debt.hold : date = none\ndeny held until debt.hold\n"
    debts = [{"id": "D1", "hold": "2026-03-20"}]
    made = {**request(LATE, proposal={"debts": ["D1"]}), "debts": debts}
    said = asked(policy, made)
    assert said[1] == (
        "next eligible: Friday 2026-03-20 00:00 in Asia/Shanghai, in 15 days 2 h 12 min"
    )
    assert asked(policy, made, "--horizon", "15")[1:3] == [
        "nothing opens within 15 days",
        "   - waits for a time more than 15 days away  (t.held)",
    ]
    assert asked(policy, made, "--horizon", "16")[1] == said[1]


def test_channels_are_asked_one_after_the_other(asked: Any) -> None:
    made = by_voice("2026-03-04T20:59:00+08:00", SHANGHAI)
    assert asked(MARGIN, made, "--channels", "voice, sms,voice")[:5] == [
        "ALLOW  c-9  voice  collections  2026-03-04 20:59 Asia/Shanghai",
        "allowed now; until today 21:00 in Asia/Shanghai (in 1 min), then t.night",
        "",
        "DEFER  c-9  sms  collections  2026-03-04 20:59 Asia/Shanghai",
        "next eligible: tomorrow 08:00 in Asia/Shanghai, in 11 h 1 min",
    ]
    heads = [line.split()[2] for line in asked(MARGIN, made, "--channels", "all") if "c-9" in line]
    assert heads == ["voice", "sms", "email", "push", "in_app", "chat", "letter", "visit", "social"]


def test_json(asked: Any) -> None:
    made = by_voice(ASLEEP, SHANGHAI)
    said = json.loads("\n".join(asked(NIGHT, made, "--format", "json")))
    assert (said["at"], said["zone"], said["horizon_days"]) == (
        "2026-03-04T15:30:30Z",
        SHANGHAI,
        400,
    )
    (answer,) = said["answers"]
    assert (answer["channel"], answer["verdict"], answer["allowed"]) == ("voice", "defer", False)
    assert answer["next_eligible_at"] == "2026-03-05T00:00:00Z"
    assert answer["reasons"][0]["lifts_at"] == "2026-03-05T00:00:00Z"
    assert answer["opening"] == {
        "start": "2026-03-05T00:00:00Z",
        "end": "2026-03-05T14:00:00Z",
        "closing": ["t.night"],
        "approvals": [],
    }
    assert answer["stretches"] is None
    assert said["policy"]["name"] == "t"


def test_json_with_stretches(asked: Any) -> None:
    made = by_voice("2026-03-07T23:30:00-05:00", "America/New_York")
    arguments = ["--format", "json", "--days", "2", "--channels", "voice"]
    (answer,) = json.loads("\n".join(asked(HOURS, made, *arguments)))["answers"]
    stretches = answer["stretches"]
    assert stretches[0] == {
        "start": "2026-03-08T04:30:00Z",
        "end": "2026-03-08T06:20:00Z",
        "local_start": "2026-03-07T23:30:00-05:00",
        "local_end": "2026-03-08T01:20:00-05:00",
        "verdict": "deny",
        "denying": ["shop.hours.night"],
        "reviewing": [],
    }
    assert [one["start"] for one in stretches[1:]] == [one["end"] for one in stretches[:-1]]
    assert stretches[-1]["local_end"] == "2026-03-09T00:00:00-04:00"
    assert {one["verdict"] for one in stretches} == {"allow", "review", "deny"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--horizon", "0"], "--horizon wants whole days from 1 to 3660, not `0`"),
        (["--horizon", "3661"], "--horizon wants whole days from 1 to 3660, not `3661`"),
        (["--horizon", "1000000"], "not `1000000`"),
        (["--horizon", "-1"], "not `-1`"),
        (["--horizon", "1.5"], "not `1.5`"),
        (["--horizon", "٣"], "not `٣`"),
        (["--days", "0"], "--days wants a whole number from 1 to 62, not `0`"),
        (["--days", "63"], "not `63`"),
        (["--days", "1e9"], "not `1e9`"),
        (["--days", "9" * 5000], "9…`"),
        (["--days", ""], "not ``"),
        (["--zone", "Mars/Olympus"], "--zone wants an IANA name such as Asia/Shanghai"),
        (["--zone", "Asia/Shangai"], "did you mean `Asia/Shanghai`?"),
        (["--zone", "EST"], "not `EST`"),
        (["--zone", "../../etc/passwd"], "not `../../etc/passwd`"),
        (["--zone", "\x1b[31m"], "not `␛[31m`"),
        (["--channels", "voice,smss"], "no channel `smss`; the policy knows voice, sms, email"),
        (["--channels", "smss"], "did you mean `sms`?"),
        (["--channels", ""], "no channel ``"),
    ],
)
def test_options_that_are_refused(
    asked: Any, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    write(NIGHT, by_voice(LATE, SHANGHAI))
    assert main(["when", "p.policy", "r.json", *arguments]) == 2
    found = capsys.readouterr()
    assert (found.out, found.err.count("\n")) == ("", 1)
    assert found.err.startswith("policydsl when: ")
    assert said in found.err
    assert main(["when", "p.policy", "r.json", *arguments, "--lang", "zh"]) == 2
    assert capsys.readouterr().err.startswith("policydsl when：")


def test_what_cannot_be_read(asked: Any, capsys: pytest.CaptureFixture[str]) -> None:
    write(NIGHT, by_voice(LATE, SHANGHAI))
    for name, text, code in (
        ("empty.json", " \n", "there is no request"),
        ("broken.json", "{", "R101"),
        ("list.json", "[]", "R112"),
        ("zone.json", json.dumps(by_voice(LATE, "Mars/Olympus")), "R125"),
        ("year.json", json.dumps(by_voice("0001-01-01T00:00:00Z", SHANGHAI)), "R122"),
        ("bare.json", json.dumps({**by_voice(LATE, SHANGHAI), "proposal": 5}), "R112"),
    ):
        Path(name).write_text(text, "utf-8")
        for more in ([], ["--days", "2"], ["--channels", "all"], ["--format", "html"]):
            assert main(["when", "p.policy", name, *more]) == 2
            found = capsys.readouterr()
            assert found.out == ""
            assert code in found.err
    assert main(["when", "p.policy", "none.json"]) == 2
    assert "E001" in capsys.readouterr().err
    assert main(["when", "none.policy", "r.json"]) == 2
    Path("p.policy").write_text("policy\n", "utf-8")
    assert main(["when", "p.policy", "r.json"]) == 1


@pytest.mark.parametrize(
    "at", ["0001-01-03T00:00:00Z", "9999-12-28T23:59:59Z", "9999-12-20T00:00:00Z"]
)
@pytest.mark.parametrize("form", ["text", "json", "svg", "html"])
def test_the_ends_of_the_calendar(asked: Any, at: str, form: str) -> None:
    for zone in ("America/New_York", "Pacific/Kiritimati"):
        made = by_voice(at, zone)
        assert asked(HOURS, made, "--format", form)
        assert asked(HOURS, made, "--format", form, "--days", "62")


def test_the_end_of_the_calendar_is_said(asked: Any) -> None:
    said = asked(NIGHT, by_voice("9999-12-28T10:00:00Z", SHANGHAI), "--days", "3")
    assert any(line.startswith("what is blank was not judged") for line in said)
    assert "no minute of these days is open" not in said


def test_standard_input_and_options_anywhere(asked: Any) -> None:
    write(NIGHT, by_voice(LATE, SHANGHAI))
    written = Path("r.json").read_text("utf-8")
    for arguments in (["p.policy"], ["p.policy", "-"], ["--horizon", "400", "p.policy"]):
        said = subprocess.run(
            [*PROGRAM, "when", *arguments],
            input=written,
            capture_output=True,
            text=True,
            check=True,
        )
        assert said.stdout.startswith("ALLOW  c-9")
    assert main(["when", "p.policy", "--days", "1", "r.json"]) == 0


def test_hostile_names_are_made_visible(asked: Any) -> None:
    evil = "\x1b[31m\u202e\n"
    made = by_voice(ASLEEP, SHANGHAI)
    made["proposal"] |= {"id": evil, "recipient": "debtor"}
    made["person"] = {"time_zones": [{"zone": SHANGHAI, "source": evil}]}
    for arguments in ([], ["--days", "2"]):
        said = "\n".join(asked(NIGHT, made, *arguments))
        assert not {"\x1b", "\u202e"} & set(said)
        assert "␛[31m<U+202E>␊" in said


def test_other_verbs_do_not_pay_for_pictures() -> None:
    code = (
        "import sys\nfrom policydsl.cli.app import main\n"
        "main(['check', '--lang', 'en', '-'])\n"
        "loaded = [n for n in sys.modules if n.startswith('policydsl.cli.w') or n == 'rich']\n"
        "print(sorted(loaded), file=sys.stderr)"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], input=NIGHT, capture_output=True, text=True, check=True
    )
    assert said.stderr.strip() == "[]"
