"""`policydsl init`: a project that passes its own tests at once, and touches nothing that stands."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml

from policydsl.cli.app import main
from policydsl.rules.yaml_schema import write_schema
from policydsl.starting.project import name_for, start
from policydsl.testing import run
from policydsl.testing.coverage import totals

ROOT = Path(__file__).parents[2]
OWN = ["contacts.policy", "contacts.test.yaml", "policydsl.toml", "request.json"]
BESIDE = [".github/workflows/policies.yml", ".gitignore", ".pre-commit-config.yaml",
          ".vscode/policy.schema.json", ".vscode/settings.json", "README.md"]  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_new_project_passes_its_own_tests(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    assert main(["init", str(tmp_path / "acme-bank"), "--lang", lang]) == 0
    monkeypatch.chdir(tmp_path / "acme-bank")
    for command in (["check", "."], ["fmt", "--check", "."], ["test", "."]):
        assert main(command) == 0, capsys.readouterr()
    capsys.readouterr()
    assert main(["decide", "contacts.policy", "request.json", "--format", "json"]) == 0
    decided = json.loads(capsys.readouterr().out)
    assert decided["verdict"] == "defer"
    assert [reason["rule"] for reason in decided["reasons"]] == ["acme_bank.contacts.night"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_its_tests_see_all_of_it(tmp_path: Path, lang: str) -> None:
    start(tmp_path, "acme", lang)
    report = run([tmp_path], coverage=True)
    assert report.exit_code == 0
    total = totals(report.coverage)
    assert (total.rules.number, total.conditions.number, total.bounds.number) == (5, 14, 6)
    assert total.reach(100) and total.close.reaches(100)


def test_all_files_are_told_and_made(tmp_path: Path) -> None:
    started = start(tmp_path / "deep" / "er", "acme", "en")
    made = sorted(
        path.relative_to(tmp_path / "deep" / "er").as_posix()
        for path in tmp_path.rglob("*")
        if path.is_file()
    )
    assert sorted(started.written) == made == sorted([*OWN, *BESIDE])
    assert "$name" not in "".join(
        (tmp_path / "deep" / "er" / one).read_text("utf-8") for one in OWN
    )


@pytest.mark.parametrize("one", OWN)
def test_nothing_is_written_over(
    tmp_path: Path, one: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / one).write_text("mine")
    assert main(["init", str(tmp_path)]) == 2
    assert f"`{one}`" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == [one]
    assert (tmp_path / one).read_text() == "mine"


@pytest.mark.parametrize("one", BESIDE)
def test_what_a_repository_has_already_is_kept(tmp_path: Path, one: str) -> None:
    path = tmp_path / one
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("mine")
    started = start(tmp_path, "acme", "en")
    assert started.kept == (one,)
    assert one not in started.written
    assert path.read_text() == "mine"


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("acme-bank", "acme_bank"),
        ("银行", "银行"),
        ("2026", "house"),
        ("--", "house"),
        ("A.B c", "a_b_c"),
    ],
)
def test_the_name_comes_from_the_folder(folder: str, name: str) -> None:
    assert name_for(Path(folder)) == name


@pytest.mark.parametrize("name", ["", "a b", "1a", "a..b", "a.", 'a"', "$name", "a\nb"])
def test_names_that_no_policy_can_have(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", str(tmp_path / "x"), "--name", name]) == 2
    assert "cannot begin the name of a policy" in capsys.readouterr().err
    assert not (tmp_path / "x").exists()


def test_a_file_is_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x").write_text("")
    assert main(["init", str(tmp_path / "x")]) == 2
    assert "is not a folder" in capsys.readouterr().err


def test_what_editors_and_ci_read_can_be_read(tmp_path: Path) -> None:
    start(tmp_path, "acme", "en")
    schema = json.loads((tmp_path / ".vscode/policy.schema.json").read_text("utf-8"))
    assert schema == json.loads(write_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    settings = json.loads((tmp_path / ".vscode/settings.json").read_text())
    assert (tmp_path / next(iter(settings["yaml.schemas"]))).is_file()
    workflow = yaml.safe_load((tmp_path / ".github/workflows/policies.yml").read_text())
    assert workflow["jobs"]["policies"]["steps"]


def hooks(path: Path) -> list[dict[str, str]]:
    read = yaml.safe_load(path.read_text("utf-8"))
    return read if isinstance(read, list) else read["repos"][0]["hooks"]


def test_hooks_run_on_the_files_they_are_for(tmp_path: Path) -> None:
    start(tmp_path, "acme", "en")
    for path in (ROOT / ".pre-commit-hooks.yaml", tmp_path / ".pre-commit-config.yaml"):
        found = {one["id"]: one for one in hooks(path)}
        assert list(found) == ["policydsl-fmt", "policydsl-check", "policydsl-test"]
        for name, fitting in (
            ("policydsl-fmt", ["a.policy", "x/a.policy.yaml", "a.policy.yml"]),
            ("policydsl-check", ["a.policy", "policydsl.toml"]),
            ("policydsl-test", ["a.policy", "a.test.yaml"]),
        ):
            pattern = re.compile(found[name]["files"])
            assert all(pattern.search(one) for one in fitting)
            assert not pattern.search("README.md")
            assert found[name]["entry"].split()[:2] == [
                "policydsl",
                name.removeprefix("policydsl-"),
            ]


def test_what_to_do_next_can_be_pasted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["init", "."]) == 0
    assert capsys.readouterr().out.endswith("\nnext: policydsl check . && policydsl test .\n")
    assert main(["init", "it's here"]) == 0
    [*_, commands] = capsys.readouterr().out.splitlines()
    assert shlex.split(commands)[1:3] == ["cd", "it's here"]


def test_a_workflow_below_the_root_of_a_repository(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".git").mkdir()
    said = "`.github` works only at the root of the repository: move it there"
    for place, is_said in ((tmp_path / "rules", True), (tmp_path, False)):
        assert main(["init", str(place), "--name", "acme"]) == 0
        assert (said in capsys.readouterr().out) == is_said


def test_a_folder_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    command = [sys.executable, "-m", "policydsl.cli.app", "init", "loop"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (2, "policydsl: `loop`: File exists\n")
