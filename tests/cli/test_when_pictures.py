"""The picture of the coming days in a terminal: goldens, and every cell against every minute."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from policydsl.cli.app import main
from tests.cli.when_cases import (
    FESTIVAL,
    HOURS,
    MARGIN,
    NEVER,
    PACKS,
    REVIEWED,
    SHUT,
    by_voice,
    festival,
    write,
)

GOLDENS = Path(__file__).parent / "goldens"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NEW_YORK, LORD_HOWE, SHANGHAI = "America/New_York", "Australia/Lord_Howe", "Asia/Shanghai"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


@pytest.fixture
def drawn(folder: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Draws a request by the text of a policy."""

    def draw(policy: str, made: dict[str, Any], *arguments: str) -> str:
        write(policy, made)
        assert main(["when", "p.policy", "r.json", *arguments]) == 0
        return capsys.readouterr().out

    return draw


CASES: dict[str, tuple[str, dict[str, Any], list[str]]] = {
    "spring_gap": (HOURS, by_voice("2026-03-07T10:12:00-05:00", NEW_YORK), ["--days", "3"]),
    "autumn_fold": (HOURS, by_voice("2026-11-01T01:35:00-05:00", NEW_YORK), ["--days", "2"]),
    "half_hour_gap": (HOURS, by_voice("2026-10-03T10:00:00+10:30", LORD_HOWE), ["--days", "2"]),
    "half_hour_fold": (HOURS, by_voice("2026-04-04T10:00:00+11:00", LORD_HOWE), ["--days", "2"]),
    "skipped_day": (HOURS, by_voice("2011-12-29T10:00:00-10:00", "Pacific/Apia"), ["--days", "3"]),
    "two_zones": (
        HOURS,
        by_voice("2026-03-08T00:30:00-05:00", NEW_YORK, "America/Los_Angeles"),
        ["--days", "2"],
    ),
    "other_zone": (
        HOURS,
        by_voice("2026-03-04T10:12:00-05:00", NEW_YORK),
        ["--days", "2", "--zone", SHANGHAI],
    ),
    "festival_zh": (
        FESTIVAL,
        festival("2026-02-12T21:15:00+08:00"),
        ["--days", "14", "--lang", "zh"],
    ),
    "festival_en": (FESTIVAL, festival("2026-02-12T21:15:00+08:00"), ["--days", "14"]),
    "ungoverned": (
        FESTIVAL,
        {
            **festival("2026-02-12T21:15:00+08:00"),
            "proposal": {"channel": "sms", "purpose": "sales"},
        },
        ["--days", "2"],
    ),
    "review": (
        REVIEWED,
        by_voice("2026-03-04T20:15:00+08:00", SHANGHAI, frail=True),
        ["--days", "2"],
    ),
    "never_zh": (
        NEVER,
        by_voice("2026-03-04T20:15:00+08:00", SHANGHAI, cease=True),
        ["--days", "2", "--lang", "zh"],
    ),
    "channels": (
        MARGIN,
        by_voice("2026-03-04T20:15:00+08:00", SHANGHAI),
        ["--days", "2", "--channels", "voice,sms"],
    ),
    "shut": (SHUT, by_voice("2026-03-04T20:15:00+08:00", SHANGHAI), ["--days", "7"]),
    "no_zone": (MARGIN, by_voice("2026-03-04T20:15:00+08:00"), ["--days", "2"]),
}


@pytest.mark.parametrize("name", CASES)
def test_pictures(name: str, folder: Path, drawn: Any) -> None:
    policy, made, arguments = CASES[name]
    if policy is FESTIVAL:
        for path in PACKS.iterdir():
            shutil.copy(path, folder)
    golden = GOLDENS / f"when_{name}.txt"
    assert drawn(policy, made, *arguments) == golden.read_text("utf-8")
