"""`policydsl ledger import`, `export` and `expire` from the command line."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from policydsl.cli.app import main
from policydsl.ledger.opening import open_store

URL = "sqlite:///l.db"
AT = "2026-03-01T15:00:00Z"
Run = Callable[..., tuple[int, str, str]]


def event(number: int, **more: object) -> dict[str, object]:
    return {"id": f"e{number}", "person": "P1", "kind": "payment", "at": AT, **more}


def write(path: str, *lines: object) -> None:
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    Path(path).write_text("\n".join(texts) + "\n", encoding="utf-8")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)

    def ledger(*arguments: str) -> tuple[int, str, str]:
        code = main(["ledger", *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return ledger


def ids() -> list[str]:
    store = open_store(URL)
    found = [entry.id for entry in store.entries()]
    store.close()
    return found


def test_files_of_all_forms_are_imported_and_again(run: Run) -> None:
    write("a.jsonl", event(1), event(2))
    Path("b.CSV").write_text(f"id,person,kind,at\ne3,P1,payment,{AT}\n", encoding="utf-8")
    pq.write_table(pa.table({name: [value] for name, value in event(4).items()}), "c.parquet")
    files = ("a.jsonl", "b.CSV", "c.parquet")
    assert run("import", URL, *files) == (0, "4 added, 0 already there\n", "")
    assert run("import", URL, *files, "--in-parts", "1")[:2] == (0, "0 added, 4 already there\n")
    assert ids() == ["e1", "e2", "e3", "e4"]


def test_wrong_lines_are_listed_and_nothing_is_imported(run: Run) -> None:
    write("a.jsonl", event(1), event(2, kind="paid"), "{")
    code, out, _ = run("import", URL, "a.jsonl")
    assert code == 1
    assert out.splitlines()[0] == "a.jsonl:2"
    assert "a.jsonl:3\n" in out and "error[R113]" in out and "error[L120]" in out
    assert out.splitlines()[-2:] == [
        "nothing was imported: 2 of 3 lines are wrong",
        "to import the rest, add `--skip-rejects FILE`",
    ]
    assert ids() == []
    code, out, _ = run("import", URL, "a.jsonl", "--lang", "zh", "--in-parts", "1")
    assert code == 1 and "新增 1 条" in out


def test_wrong_lines_are_skipped_and_written_verbatim(run: Run) -> None:
    write("a.jsonl", event(1), '  {"id":5} ', event(2))
    Path("b.csv").write_text('id,person,kind,at\nx,P1,paid,"a\nb"\ny,P1\n', encoding="utf-8")
    code, out, _ = run("import", URL, "a.jsonl", "b.csv", "--skip-rejects", "no.txt")
    assert code == 1
    assert "2 added, 0 already there, 3 refused\n" in out
    assert Path("no.txt").read_text() == '  {"id":5} \nid,person,kind,at\nx,P1,paid,"a\nb"\ny,P1\n'
    assert ids() == ["e1", "e2"]


def test_a_result_as_json(run: Run) -> None:
    write("a.jsonl", event(1), "x")
    code, out, _ = run("import", URL, "a.jsonl", "--format", "json")
    said = json.loads(out)
    assert code == 1
    assert (said["lines"], said["added"], said["refused"]) == (2, 0, 1)
    assert said["imported"] is False and said["complete"] is True
    assert (said["rejects"][0]["line"], said["rejects"][0]["errors"][0]["code"]) == (2, "L120")


def test_a_policy_checks_what_it_declares(run: Run) -> None:
    write("a.jsonl", event(1, kind="promise", attributes={"score": 5}))
    Path("p.policy").write_text(
        "policy p\n  otherwise allow\nfact proposal.score : number\nevent promise\n",
        encoding="utf-8",
    )
    assert run("import", URL, "a.jsonl")[0] == 1
    assert run("import", URL, "a.jsonl", "--policy", "p.policy")[0] == 0
    write("b.jsonl", event(2, attributes={"score": "5"}))
    assert run("import", URL, "b.jsonl")[0] == 0
    write("b.jsonl", event(3, attributes={"score": "5"}))
    assert run("import", URL, "b.jsonl", "--policy", "p.policy")[0] == 1


def test_columns_and_local_times(run: Run) -> None:
    table = "nr,person,kind,when,note\ne1,P1,payment,2026-03-01 23:00,x\n"
    Path("a.csv").write_text(table, encoding="utf-8")
    named = ("--column", "id=nr", "--column", "at=when", "--ignore", "note")
    assert run("import", URL, "a.csv", *named)[0] == 1
    assert run("import", URL, "a.csv", *named, "--time-zone", "Asia/Shanghai")[0] == 0
    _, out, _ = run("export", URL)
    assert json.loads(out)["at"] == AT


def test_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def give(text: str) -> None:
        stream = io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8")
        monkeypatch.setattr(sys, "stdin", stream)

    give(json.dumps(event(1)))
    assert run("import", URL, "-")[0] == 0
    give(f"id,person,kind,at\ne2,P1,paid,{AT}\n")
    code, out, _ = run("import", URL, "-", "--from", "csv")
    assert code == 1 and out.startswith("standard input:2\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("import", URL, "none.jsonl"), "E001"),
        (("import", URL, "a.txt"), "L123"),
        (("import", URL, "a.jsonl", "--known-at", "now"), "--known-at"),
        (("import", URL, "a.jsonl", "--in-parts", "0"), "--in-parts"),
        (("import", URL, "a.jsonl", "--column", "at"), "--column"),
        (("import", URL, "a.jsonl", "--column", "at=x"), "csv and parquet"),
        (("import", URL, "a.jsonl", "--time-zone", "UTC"), "--time-zone"),
        (("import", URL, "-", "--from", "parquet"), "parquet"),
        (("import", URL, "a.jsonl", "--policy", "none.policy"), "E001"),
        (("import", "sqlite:a", "a.jsonl"), "L101"),
        (("import", URL, "a.jsonl", "--from", "parquet"), "L123"),
        (("export", "nothing:"), "L101"),
        (("expire", URL, "--at", "now"), "--at"),
    ],
    ids=str,
)
def test_what_cannot_be(run: Run, arguments: Sequence[str], said: str) -> None:
    write("a.jsonl", event(1))
    write("a.txt", event(1))
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert said in err


def test_what_is_exported_is_imported_again(run: Run) -> None:
    write(
        "a.jsonl",
        event(1),
        {"type": "person", "id": "P2", "region": "客,户"},
        {"id": "f", "amends": "e1", "at": AT, "person": "P2"},
    )
    run("import", URL, "a.jsonl", "--known-at", AT)
    for form in ("jsonl", "csv"):
        _, out, _ = run("export", URL, "--to", form)
        Path(f"out.{form}").write_text(out, encoding="utf-8")
        assert run("import", f"sqlite:///{form}.db", f"out.{form}")[1].startswith("3 added")
        assert run("export", f"sqlite:///{form}.db", "--to", form)[1] == out
    _, out, _ = run("export", URL, "--person", "P2")
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["e1", "f", "P2"]


def test_leases_end(run: Run) -> None:
    def place(number: int, **gate: object) -> dict[str, object]:
        leased = {"state": "reserved", "expires_at": AT, **gate}
        return event(number, type="place", kind="contact", gate=leased)

    write("a.jsonl", place(1), place(2, frees=True), place(3, expires_at="2026-04-01T00:00:00Z"))
    assert run("import", URL, "a.jsonl")[0] == 0
    assert run("expire", URL, "--at", AT, "--format", "json")[1].split() == [
        *("{", '"counting":', "1,", '"freed":', "1", "}"),
    ]
    code, out, _ = run("expire", URL, "--at", AT)
    assert (code, out) == (0, "0 leases ended and go on counting, 0 were given back\n")


def _heed_interrupts() -> None:
    """A shell has what it runs behind ignore interrupts, and so would a child."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_an_interrupt_leaves_nothing(tmp_path: Path) -> None:
    program = [sys.executable, "-m", "policydsl.cli.app", "ledger", "import", URL, "-"]
    process = subprocess.Popen(
        program,
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=_heed_interrupts,
    )
    assert process.stdin is not None and process.stdout is not None
    os.write(process.stdin.fileno(), json.dumps(event(1)).encode() + b"\n")
    while not (tmp_path / "l.db").exists():
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    out, err = process.communicate()
    assert (process.returncode, out, b"Traceback" in err) == (130, b"", False), err
    store = open_store(f"sqlite:///{tmp_path}/l.db")
    assert list(store.entries()) == []
    store.close()
