"""`policydsl ledger verify`, `archive` and `forget` as a user meets them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from policydsl.cli.app import main
from policydsl.ledger.opening import open_store
from policydsl.ledger.records.pseudonyms import Pseudonyms
from tests.ledger.records.support import POLICY, entry, later, policy, put, refuse, reserve

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a sub-verb in a folder with a policy and a ledger of three reservations."""
    monkeypatch.chdir(tmp_path)
    Path("t.policy").write_text(POLICY)
    with closing(open_store("sqlite:///ledger.db")) as store:
        for number in range(3):
            reserve(store, policy(), f"k{number}", at=later(number))
        refuse(store, policy(), "k3")

    def ran(*arguments: str) -> tuple[int, str, str]:
        code = main(["ledger", *arguments])
        return code, *capsys.readouterr()

    return ran


VERIFY = ("verify", "sqlite:///ledger.db", "--policy", "t.policy")


def test_a_sound_ledger(run: Run) -> None:
    assert run(*VERIFY) == (
        0,
        "records: 4, 0 of them archived; lanes: 1\n"
        "decided again, with the same bytes: 4\n"
        "reservations looked for: 3\n"
        "nothing is wrong\n",
        "",
    )
    code, out, _ = run(*VERIFY, "--lang", "zh")
    assert code == 0
    assert out.endswith("未发现问题\n")


def test_something_wrong_is_told_and_no_heads_are_written(run: Run) -> None:
    with closing(open_store("sqlite:///ledger.db")) as store:
        put(store, entry("lost"))
    code, out, _ = run(*VERIFY, "--write-heads", "heads")
    assert code == 1
    assert "error[L138]: the reservation `lost` has no record\n" in out
    assert out.endswith(
        "1 thing is wrong\nthe heads were not written, because something is wrong\n"
    )
    assert not Path("heads").exists()


def test_more_than_is_listed_is_counted(run: Run) -> None:
    with closing(open_store("sqlite:///ledger.db")) as store:
        put(store, *(entry(f"lost{number}") for number in range(120)))
    code, out, _ = run(*VERIFY)
    assert code == 1
    assert out.endswith("and 20 more\n120 things are wrong\n")


def test_heads_are_written_and_compared(run: Run) -> None:
    assert run(*VERIFY, "--write-heads", "heads")[1].endswith("heads written to `heads`: 1\n")
    assert run(*VERIFY, "--heads", "heads")[0] == 0
    with closing(sqlite3.connect("ledger.db")) as connection:
        connection.execute("DROP TRIGGER records_stay_delete")
        connection.execute("DELETE FROM records WHERE number = 4")
        connection.commit()
    assert run(*VERIFY)[0] == 0
    code, out, _ = run(*VERIFY, "--heads", "heads")
    assert code == 1
    assert "error[L135]" in out


def test_archive_and_verify_both(run: Run) -> None:
    code, out, _ = run("archive", "sqlite:///ledger.db", "--before", later(2), "--to", "old")
    assert (code, out) == (0, "records moved to `old`: 2; files: 1\n")
    code, out, _ = run("archive", "sqlite:///ledger.db", "--before", later(2), "--to", "old")
    assert (code, out) == (0, "no lane begins with older records\n")
    code, out, _ = run(*VERIFY)
    assert code == 0
    assert "archived elsewhere, and not looked at: 2\n" in out
    assert "reservations of records that are elsewhere or hide their keys: 2\n" in out
    assert run(*VERIFY, "--archive", "old")[1].startswith("records: 4, 2 of them archived")


def test_as_json(run: Run) -> None:
    code, out, _ = run(*VERIFY, "--format", "json")
    report = json.loads(out)
    assert code == 0
    ((lane, head),) = report.pop("heads").items()
    assert head["number"] == 4
    assert report == {
        "lanes": 1,
        "records": 4,
        "archived": 0,
        "elsewhere": 0,
        "decided": 4,
        "unknown": [],
        "aged": [],
        "reservations": 3,
        "unsure": 0,
        "wrong": 0,
        "findings": [],
    }
    json_archive = ("--before", later(2), "--to", "old", "--format", "json")
    _, out, _ = run("archive", "sqlite:///ledger.db", *json_archive)
    moved = json.loads(out)
    assert moved["records"] == 2
    (file,) = moved["files"]
    assert (file["lane"], file["first"], file["last"]) == (lane, 1, 2)
    assert Path(file["file"]).is_file()


def test_a_policy_that_was_not_given_is_named(run: Run) -> None:
    Path("u.policy").write_text(POLICY.replace("t.records", "u.records"))
    code, out, _ = run("verify", "sqlite:///ledger.db", "--policy", "u.policy")
    assert code == 0
    assert f"not decided again: 4 of the policy {policy().digest}, which was not given\n" in out
    several = ("--policy", "u.policy", "--policy", "t.policy")
    assert "the same bytes: 4\n" in run("verify", "sqlite:///ledger.db", *several)[1]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("verify", "sqlite:///ledger.db", "--policy", "no.policy"), "E001"),
        ((*VERIFY, "--heads", "t.policy"), "L141"),
        ((*VERIFY, "--heads", "no"), "L141"),
        ((*VERIFY, "--archive", "no"), "L140"),
        (("verify", "sqllite:///x", "--policy", "t.policy"), "L101"),
        (("forget", "P1", "--keys", "no"), "L132"),
        (("forget", "P1", "--keys", "ledger.db"), "L132"),
    ],
)
def test_what_cannot_be_used(run: Run, arguments: tuple[str, ...], code: str) -> None:
    exit_code, out, err = run(*arguments)
    assert (exit_code, out) == (2, "")
    assert f"error[{code}]" in err


def test_an_instant_that_is_none(run: Run) -> None:
    code, _, err = run("archive", "sqlite:///ledger.db", "--before", "monday", "--to", "old")
    assert code == 2
    assert "--before wants an instant" in err


def test_a_person_is_forgotten_once(run: Run) -> None:
    with closing(Pseudonyms("keys")) as keys:
        key = keys.key_for("P1")
    assert run("forget", "P1", "--keys", "keys") == (0, "the key of `P1` is destroyed\n", "")
    assert run("forget", "P1", "--keys", "keys") == (1, "there is no key of `P1`\n", "")
    code, out, _ = run("forget", "P1", "--keys", "keys", "--format", "json")
    assert (code, json.loads(out)) == (1, {"person": "P1", "destroyed": False})
    with closing(Pseudonyms("keys")) as keys:
        assert keys.key_for("P1") != key
