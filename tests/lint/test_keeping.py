"""The cache of `check`: what did not change is not looked at again, and what did is."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from policydsl.diagnostics import Severity, Source
from policydsl.lint import running
from policydsl.lint.checking import Outcome, Task, check
from policydsl.policy import files as reading
from policydsl.policy.listing import listed
from policydsl.project.cache import FOLDER, open_cache
from policydsl.project.settings import LintSettings, Setting

TODAY = date(2026, 3, 4)
AT = Source("policydsl.toml", "x").span()
HOUSE = """policy house
  governs channel in {voice}
  otherwise deny
use law
fact person.unread : flag = no
deny calls when channel is voice
"""
LAW = "policy law\n  governs channel is voice\n  otherwise deny\ndeny law_calls when channel is voice\n"
OTHER = "policy other\n  governs channel is sms\n  otherwise deny\ndeny texts when channel is sms\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("all").mkdir()
    Path("all/house.policy").write_text(HOUSE)
    Path("all/other.policy").write_text(OTHER)
    Path("law.policy").write_text(LAW)
    for path in ("all/house.policy", "all/other.policy", "law.policy"):
        os.utime(path, (1_000_000, 1_000_000))
    return tmp_path


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are parsed, as they are."""
    names: list[str] = []
    original = reading.parse

    def parse(source: Source, *, is_yaml: bool) -> object:
        names.append(source.name)
        return original(source, is_yaml=is_yaml)

    monkeypatch.setattr(reading, "parse", parse)
    return names


@pytest.fixture
def linted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the policies that are linted."""
    names: list[str] = []
    original = running.lint_subject

    def lint_subject(subject: running.Subject, settings: LintSettings) -> object:
        names.append(subject.name)
        return original(subject, settings)

    monkeypatch.setattr(running, "lint_subject", lint_subject)
    return names


def run(
    *paths: str, today: date = TODAY, settings: LintSettings | None = None, enabled: bool = True
) -> Outcome:
    found, folders = listed(map(Path, paths or ("all", "law.policy")))
    cache = open_cache(Path(), enabled=enabled)
    return check(Task(found, folders, settings or LintSettings(), today, cache, lambda *_: None))


def test_the_second_run_parses_nothing(folder: Path, parsed: list[str], linted: list[str]) -> None:
    first = run()
    assert [one.diagnostic.code for one in first.reports] == ["W303"]
    assert first.policies == 3
    assert sorted(linted) == ["house", "law", "other"]
    parsed.clear()
    linted.clear()
    assert run() == first
    assert (parsed, linted) == ([], [])


def test_only_what_changed_is_looked_at_again(folder: Path, linted: list[str]) -> None:
    run()
    linted.clear()
    Path("all/other.policy").write_text(OTHER + "deny more when channel is sms\n")
    run()
    assert linted == ["other"]


def _law(text: str) -> Callable[[], object]:
    return lambda: Path("law.policy").write_text(text)


CHANGES: dict[str, tuple[Callable[[], object], list[str]]] = {
    "what is used": (_law(LAW + "# more\n"), ["house", "law"]),
    "nothing": (lambda: None, []),
    "only the time of a file": (lambda: os.utime("law.policy"), []),
    "a new file": (
        lambda: Path("all/new.policy").write_text(OTHER.replace("policy other", "policy new")),
        ["new"],
    ),
    "a file that is gone": (lambda: Path("all/other.policy").unlink(), []),
    "a version of what is used": (
        lambda: Path("all/law2.policy").write_text(
            LAW.replace("law\n", "law\n  effective from 2027-01-01\n")
        ),
        ["law"],
    ),
    "the cache is gone": (lambda: shutil.rmtree(FOLDER), ["house", "law", "other"]),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_makes_a_result_old(folder: Path, linted: list[str], name: str) -> None:
    change, again = CHANGES[name]
    run()
    linted.clear()
    change()
    after = run()
    assert sorted(linted) == again
    linted.clear()
    assert run(enabled=False) == after


def test_what_is_found_beside_the_file_counts(folder: Path, linted: list[str]) -> None:
    """`use law` is looked for beside the file first: a file that appears there is another law."""
    run("all")
    before = run("all", enabled=False)
    assert [one.diagnostic.code for one in before.reports] == ["E501"]
    shutil.copy("law.policy", "all/law.policy")
    os.utime("all/law.policy", (1_000_000, 1_000_000))
    first = run("all/house.policy")
    assert [one.diagnostic.code for one in first.reports] == ["W303"]
    linted.clear()
    assert run("all/house.policy") == first
    assert linted == []
    Path("all/law.policy.yaml").write_text("policy: other_law\notherwise: deny\n")
    run("all/house.policy")
    assert linted == ["house"]
    linted.clear()
    Path("all/law.policy").write_text(LAW + "deny person_calls when channel is voice\n")
    run("all/house.policy")
    assert linted == ["house"]


def test_the_day_and_the_settings_count(folder: Path, linted: list[str]) -> None:
    run()
    linted.clear()
    run(today=date(2026, 3, 5))
    assert len(linted) == 3
    off = run(settings=LintSettings({"unused_fact": Setting(None, AT)}))
    assert off.reports == ()
    raised = run(settings=LintSettings({"unused_fact": Setting(Severity.ERROR, AT)}))
    assert [one.diagnostic.severity for one in raised.reports] == [Severity.ERROR]
    linted.clear()
    assert run() != off
    assert linted == []


def test_errors_are_not_kept(folder: Path, parsed: list[str]) -> None:
    Path("all/other.policy").write_text(OTHER + "deny more when channel is fax\n")
    first = run()
    assert [one.diagnostic.code for one in first.reports] == ["E309", "W303"]
    parsed.clear()
    assert run() == first
    assert parsed


def test_entries_that_are_wrong_are_not_believed(folder: Path, linted: list[str]) -> None:
    first = run()
    cache = open_cache(Path())
    for path in Path(FOLDER).glob("*.json"):
        kind, _, rest = path.name.partition("-")
        value = cache.get(kind, rest.removesuffix(".json"))
        for wrong in (
            [],
            {},
            {"reports": 1},
            "x",
            {**value, "reports": [{}]} if kind == "check" else 7,
        ):
            cache.put(kind, rest.removesuffix(".json"), wrong)
            linted.clear()
            assert run() == first


def test_a_text_that_was_not_kept_is_not_shown(folder: Path) -> None:
    """Places are offsets into a file; they are only good for the very bytes they were found in."""
    first = run("all/house.policy", "law.policy")
    text = Path("all/house.policy").read_text()
    Path("all/house.policy").write_text("# a comment\n" + text)
    second = run("all/house.policy", "law.policy")
    lines = [
        one.diagnostic.span.line
        for run in (first, second)
        for one in run.reports
        if one.diagnostic.span
    ]
    assert lines == [5, 6]


def test_what_cannot_be_read_is_said_each_time(folder: Path) -> None:
    for _ in range(2):
        assert [one.diagnostic.code for one in run("all", "none.policy").reports] == [
            "E001",
            "E501",
        ]
    Path("empty").mkdir()
    assert [one.diagnostic.code for one in run("empty").reports] == ["E002"]
    assert not list(Path(FOLDER).glob("check-*")) or run("law.policy").reports == ()
