"""`policydsl ledger show`, and `policydsl decide --ledger`."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from policydsl.api import load
from policydsl.cli.app import main
from policydsl.gate.gate import Gate
from policydsl.gate.standing import standing_of
from policydsl.ledger.opening import open_store

URL = "sqlite:///l.db"
NOW = "2026-03-04T10:00:00+08:00"
POLICY = """
policy house
  otherwise allow
fact person.vip : flag = no
quiet hours night from 22:00 to 08:00
cap daily at most 2 attempt per person in 24 hours
cap weekly at most 7 attempt per person in 7 consecutive days
cap per_number at most 3 attempt per address in 30 rolling days
  when proposal.purpose is "collections"
cap ever at most 5 attempt per person ever
ladder dunning per debt
  step first from day 1 past due via sms
  step second from day 90 past due via voice
"""
Run = Callable[..., tuple[int, str, str]]


def contact(number: int, at: str, **more: object) -> dict[str, object]:
    return {
        "id": f"e{number}",
        "person": "P<1>",
        "kind": "contact",
        "at": at,
        "channel": "voice",
        "direction": "outbound",
        "reached": "attempted",
        "address": "+86138",
        **more,
    }


LINES = (
    {"type": "person", "id": "P<1>", "time_zones": ["Asia/Shanghai"]},
    {"type": "debt", "id": "D1", "person": "P<1>", "due_on": "2026-01-20"},
    contact(1, "2026-02-10T10:00:00+08:00"),
    contact(2, "2026-03-01T10:00:00+08:00", outcome="busy"),
    contact(3, "2026-03-03T11:00:00+08:00"),
    contact(4, "2026-03-03T11:01:00+08:00", channel="sms", address="+86139"),
    contact(
        5,
        "2026-03-04T09:55:00+08:00",
        type="place",
        gate={"state": "reserved", "expires_at": "2026-03-04T10:10:00+08:00"},
    ),
    {"id": "e2-void", "amends": "e2", "at": "2026-03-02T10:00:00+08:00", "void": True},
    {"id": "e6", "person": "P<1>", "kind": "payment", "at": "2026-02-01T10:00:00+08:00"},
)


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Run]:
    monkeypatch.chdir(tmp_path)
    Path("house.policy").write_text(POLICY, encoding="utf-8")
    Path("a.jsonl").write_text("\n".join(map(json.dumps, LINES)), encoding="utf-8")
    assert main(["ledger", "import", URL, "a.jsonl"]) == 0
    capsys.readouterr()

    def verb(*arguments: str) -> tuple[int, str, str]:
        code = main(list(arguments))
        said = capsys.readouterr()
        return code, said.out, said.err

    yield verb


SHOW = ("ledger", "show", URL, "P<1>", "--policy", "house.policy", "--at", NOW)


def test_a_person_in_words(run: Run) -> None:
    code, out, err = run(*SHOW)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "P<1>  2026-03-04 10:00 Asia/Shanghai  house"
    daily = next(line for line in lines if "house.daily" in line)
    assert "person P<1>" in daily and "3 of 2 used in 24 hours" in daily
    assert "0 left" in daily and "frees 2026-03-04 11:01 (in 1 h 1 min)" in daily
    weekly = next(line for line in lines if "house.weekly" in line)
    assert "3 of 7 used in 7 consecutive days  4 left" in weekly
    assert "next leaves 2026-03-10 00:00 (in 5 days 14 h)" in weekly
    numbers = [line for line in lines if "house.per_number" in line]
    assert [line.split()[1:3] for line in numbers] == [["address", "+86138"], ["address", "+86139"]]
    assert "3 of 3 used" in numbers[0] and "1 of 3 used" in numbers[1]
    assert any("house.dunning" in line for line in lines)
    (place,) = [line for line in lines if "lease ends" in line]
    assert "e5" in place and "2026-03-04 10:10 (in 10 min)" in place
    events = lines[lines.index("last events:") + 1 :]
    assert [line.split()[-1] for line in events] == ["e6", "e1", "e2", "e3", "e4"]
    assert "void" in events[2] and "2026-03-01 10:00  3 days ago" in events[2]


def test_columns_stand_below_each_other_in_both_languages(run: Run) -> None:
    for lang, word in (("en", "contact"), ("zh", "contact")):
        _, out, _ = run(*SHOW, "--lang", lang)
        lines = [line for line in out.splitlines() if f"  {word}  " in line]
        assert len(lines) == 4
        assert len({line.encode("gb18030").index(word.encode()) for line in lines}) == 1
    assert "剩余 4" in out and "（5 天 14 小时后）" in out


def test_fewer_events(run: Run) -> None:
    _, out, _ = run(*SHOW, "--events", "1")
    assert out.splitlines()[-2].endswith("e4")
    assert out.splitlines()[-1] == "   4 earlier events"


def test_a_person_as_data(run: Run) -> None:
    _, out, _ = run(*SHOW, "--format", "json")
    said = json.loads(out)
    counters = {(one["rule"], *one["key"].values()): one for one in said["counters"]}
    weekly = counters["house.weekly", "P<1>"]
    assert (weekly["used"], weekly["left"], weekly["since"]) == (3, 4, "2026-02-25T16:00:00Z")
    assert [one["id"] for one in weekly["contacts"]] == ["e3", "e4", "e5"]
    assert weekly["contacts"][0]["leaves_at"] == "2026-03-09T16:00:00Z"
    ever = counters["house.ever", "P<1>"]
    assert ever["since"] is None and ever["contacts"][0]["leaves_at"] is None
    assert said["contacts"]["voice"]["verdict"] == "deny"
    assert [one["id"] for one in said["events"]] == ["e6", "e1", "e2", "e3", "e4"]
    assert said["events"][2]["void"] is True
    assert said["reserved"][0]["expires_at"] == "2026-03-04T02:10:00Z"
    assert said["ladders"][0]["ladder"] == "house.dunning"


def test_a_counter_frees_when_it_is_said_to(run: Run) -> None:
    """At each instant that is shown, and not before, the event no longer counts."""
    policy = load("house.policy")
    moment = datetime.fromisoformat(NOW)
    store = open_store(URL)
    gate = Gate(policy, store, records="none")
    at = int(moment.timestamp()) * 1_000_000
    checked = 0
    for held in standing_of(gate, "P<1>", at, "collections").held:
        for one in held.counted:
            if one.leaves_at is None or "address" in dict(held.measure.key):
                continue
            for later, counts in ((one.leaves_at - 1, True), (one.leaves_at, False)):
                again = standing_of(gate, "P<1>", later, "collections").held
                (same,) = [
                    x for x in again if (x.rule, x.measure.key) == (held.rule, held.measure.key)
                ]
                assert (one.event.id in {x.event.id for x in same.counted}) is counts
                checked += 1
    assert checked >= 12
    gate.close()
    store.close()


def test_a_picture_is_sound_and_says_all(run: Run) -> None:
    code, out, _ = run(*SHOW, "--picture", "p.svg")
    assert code == 0 and out.endswith("drawn in `p.svg`\n")
    root = ElementTree.parse("p.svg").getroot()
    name = "{http://www.w3.org/2000/svg}"
    texts = [node.text for node in root.iter(f"{name}text")]
    assert "What counts for P<1>" in texts
    for rule in ("house.daily", "house.weekly", "house.per_number", "house.ever"):
        assert rule in texts
    hints = [node.text or "" for node in root.iter(f"{name}title")]
    assert "e3: 2026-03-03 11:00" in hints
    assert "e3 leaves the window 2026-03-04 11:00" in hints
    assert not any(node.tag.endswith("script") for node in root.iter())


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--events", "1001"), "--events"),
        (("--at", "2026-03-04"), "--at"),
        (("--policy", "none.policy"), "E001"),
    ],
    ids=str,
)
def test_what_cannot_be(run: Run, more: tuple[str, ...], said: str) -> None:
    code, out, err = run(*SHOW, *more)
    assert (code, out) == (2, "") and said in err


def test_a_purpose_is_asked_for_where_the_rules_name_none(run: Run) -> None:
    text = Path("house.policy").read_text(encoding="utf-8")
    for named, said in (
        ('"collections" or proposal.purpose is "servicing"', "`servicing`"),
        ("", ""),
    ):
        line = f"proposal.purpose is {named}" if named else "person.vip"
        Path("other.policy").write_text(
            text.replace('proposal.purpose is "collections"', line), encoding="utf-8"
        )
        code, _, err = run(*SHOW, "--policy", "other.policy")
        assert code == 2 and "--purpose NAME" in err and said in err
    assert run(*SHOW, "--policy", "other.policy", "--purpose", "x")[0] == 0


def test_a_person_of_whom_nothing_is_known(run: Run) -> None:
    code, out, _ = run("ledger", "show", URL, "P9", "--policy", "house.policy", "--at", NOW)
    assert code == 0
    assert "0 of 2 used" in out and out.endswith("last events:\n   none\n")


ASK = {
    "at": NOW,
    "proposal": {
        "person": "P<1>",
        "channel": "sms",
        "purpose": "collections",
        "address": "+86139",
        "debts": ["D1"],
    },
}


def _decide(run: Run, *requests: object, more: tuple[str, ...] = ()) -> tuple[int, str, str]:
    Path("r.jsonl").write_text("\n".join(map(json.dumps, requests)), encoding="utf-8")
    return run("decide", "house.policy", "r.jsonl", "--ledger", URL, *more)


def test_a_decision_by_the_ledger(run: Run) -> None:
    later = (datetime.fromisoformat(NOW) + timedelta(days=2)).isoformat()
    code, out, _ = _decide(run, ASK, {**ASK, "at": later})
    assert code == 0
    first, second = map(json.loads, out.splitlines())
    assert first["verdict"] == "defer" and second["verdict"] == "allow"
    assert first["counters"][0]["used"] == 3
    assert second["counters"][0]["used"] == 0
    code, out, _ = _decide(run, {**ASK, "at": later, "events": [contact(9, later)] * 2})
    assert json.loads(out)["counters"][0]["used"] == 1


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        ({"at": NOW, "proposal": {"channel": "voice"}}, "L113"),
        ({**ASK, "as_known": NOW}, "R111"),
        ({"proposal": ASK["proposal"]}, "R110"),
        ({**ASK, "at": "now"}, "R120"),
        ({**ASK, "proposal": 5}, "R112"),
        ({**ASK, "events": 5}, "L118"),
        ({**ASK, "person": {"vip": "yes"}}, "R112"),
        ([], "R112"),
    ],
    ids=str,
)
def test_requests_that_a_ledger_cannot_complete(run: Run, request_: object, code: str) -> None:
    exit_code, out, _ = _decide(run, request_)
    assert exit_code == 2
    assert [one["code"] for one in json.loads(out)["errors"]] == [code]


def test_a_ledger_that_cannot_be_opened(run: Run) -> None:
    Path("x.db").write_text("no ledger at all, but a text of some length" * 100, encoding="utf-8")
    Path("r.json").write_text(json.dumps(ASK), encoding="utf-8")
    for url in ("sqlite:///x.db", "nothing:"):
        code, out, err = run("decide", "house.policy", "r.json", "--ledger", url)
        assert (code, out) == (2, "") and "error[L10" in err
