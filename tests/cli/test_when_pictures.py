"""The picture of the coming days in a terminal: goldens, and every cell against every minute."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from policydsl.cli.app import main
from policydsl.diagnostics.visible import width
from policydsl.pictures.week.legend import LETTERS
from tests.cli.test_streams import on_terminal
from tests.cli.when_cases import (
    FESTIVAL,
    HOURS,
    MARGIN,
    NEVER,
    PACKS,
    PACKS_ALONE,
    REVIEWED,
    SHUT,
    by_voice,
    festival,
    write,
)
from tests.support import HEAD

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
    "new_year_2027": (PACKS_ALONE, festival("2027-02-05T21:15:00+08:00"), ["--days", "4"]),
    "unknown_year": (FESTIVAL, festival("2090-02-05T21:15:00+08:00"), ["--days", "2"]),
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
    golden = (GOLDENS / f"when_{name}.txt").read_text("utf-8")
    if policy not in (FESTIVAL, PACKS_ALONE):
        assert drawn(policy, made, *arguments) == golden
        return
    for path in PACKS.glob("*.policy"):
        shutil.copy(path, folder)
    assert without_legend(drawn(policy, made, *arguments)) == golden


def without_legend(said: str) -> str:
    """What is drawn, without the texts of packs, which are theirs to change."""
    summary, picture, legend = said.split("\n\n")
    assert "QUIET_HOURS" in legend or "NO_RULE_APPLIES" in legend
    return f"{summary}\n\n{picture}\n"


@pytest.mark.parametrize(
    ("columns", "row"),
    [
        (80, "Sun 2026-11-01  AA/BC/................../DD/..??..............AA   17:50"),
        (72, "Sun 2026-11-01  AA/BC/................../DD/..??..............AA   17:50"),
        (71, "Sun 2026-11-01  AA/BC/................../DD/..??..............AA"),
        (63, "2026-11-01  AA/BC/................../DD/..??..............AA"),
        (55, "11-01  AA/BC/................../DD/..??..............AA"),
        (54, "Sun 2026-11-01  A//.........//.?.......A   17:50"),
        (40, "2026-11-01  A//.........//.?.......A"),
        (31, "11-01  A//.........//.?.......A"),
        (1, "11-01  A//.........//.?.......A"),
    ],
)
def test_narrow_terminals(
    drawn: Any, monkeypatch: pytest.MonkeyPatch, columns: int, row: str
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    said = drawn(HOURS, by_voice("2026-10-31T23:30:00-04:00", NEW_YORK), "--days", "2")
    lines = said.splitlines()
    assert row in lines
    until = next(number for number, line in enumerate(lines) if line.startswith(".  allowed"))
    assert max(map(len, lines[5:until])) <= max(columns, 31)
    minutes = 60 if columns < 55 else 30
    assert f"/  changes within these {minutes} minutes" in lines


def test_chinese_fits_eighty_columns(drawn: Any) -> None:
    said = drawn(
        HOURS, by_voice("2026-10-31T23:30:00-04:00", NEW_YORK), "--days", "2", "--lang", "zh"
    )
    picture = said.splitlines()[5:10]
    assert picture[-1].startswith(" " * 11 + "再次  ")
    assert max(map(width, picture)) <= 80


def test_a_picture_is_ascii_in_english(drawn: Any) -> None:
    assert drawn(HOURS, by_voice("2026-10-31T23:30:00-04:00", NEW_YORK), "--days", "2").isascii()


def test_colours_add_to_the_letters(folder: Path, drawn: Any) -> None:
    made = by_voice("2026-03-04T12:00:00+08:00", SHANGHAI)
    plain = drawn(HOURS, made, "--days", "2")
    coloured = on_terminal(["when", "p.policy", "r.json", "--days", "2"], COLUMNS="80")
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == plain
    assert "\x1b[30;48;5;214mA\x1b[0m" in coloured
    assert "\x1b[30;48;5;227m?\x1b[0m" in coloured
    assert on_terminal(["when", "p.policy", "r.json", "--days", "2"], NO_COLOR="1") == plain


def test_more_rules_than_letters(drawn: Any) -> None:
    hours = [f"{n // 2 % 24:02}:{n % 2 * 30:02}" for n in range(49)]
    rules = [f"quiet hours q{n} from {hours[n]} to {hours[n + 1]}" for n in range(48)]
    dates = [
        f"deny d{n} code HOLD when today is on or after 2026-03-{n + 6:02} and "
        f"today is before 2026-03-{n + 7:02}"
        for n in range(8)
    ]
    made = by_voice("2026-03-05T00:00:00+08:00", SHANGHAI)
    rows = drawn(HEAD + "\n".join(rules + dates), made, "--days", "10").splitlines()[5:16]
    assert rows[0].startswith(f"Thu 2026-03-05  {LETTERS[:48]}")
    assert [row[16] for row in rows[2:]] == [*LETTERS[48:52], "#", "#", "#", "#", LETTERS[0]]
