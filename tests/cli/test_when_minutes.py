"""Every cell of a picture against a decision for each of its minutes."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeAlias

import pytest

from policydsl import load
from policydsl.cli.app import main
from policydsl.core.request import Request
from policydsl.core.zones import zone_info
from tests.cli.when_cases import HOURS, MARGIN, by_voice, write

MINUTE = timedelta(minutes=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
COLUMNS = 48
RowKey: TypeAlias = tuple[str, int]
"""A local date, and 1 for what its clock shows again."""
Said: TypeAlias = tuple[str, frozenset[str]]
"""A verdict, and who blocks."""


def by_minute(
    path: str, request: Request, zone: str, days: int
) -> dict[tuple[RowKey, int], list[Said | None]]:
    """What is decided at each minute of the local dates, by row and column; None for the past."""
    policy = load(path)
    now = EPOCH + timedelta(microseconds=request.at)
    first = now.astimezone(zone_info(zone)).date()
    found: dict[tuple[RowKey, int], list[Said | None]] = defaultdict(list)
    minute = now - timedelta(days=2)
    while minute < now + timedelta(days=days + 2):
        local = minute.astimezone(zone_info(zone))
        if 0 <= (local.date() - first).days < days:
            said: Said | None = None
            if minute >= now:
                at = (minute - EPOCH) // timedelta(microseconds=1)
                decision = policy.decide(replace(request, at=at))
                denied = decision.verdict in ("deny", "defer")
                said = "deny" if denied else decision.verdict, frozenset(decision.blocking)
            column = (local.hour * 60 + local.minute) // 30
            found[(local.date().isoformat(), local.fold), column].append(said)
        minute += MINUTE
    return found


def drawn_rows(lines: list[str]) -> dict[RowKey, tuple[str, str]]:
    """The cells and the total of each row of a picture."""
    rows: dict[RowKey, tuple[str, str]] = {}
    day = ""
    for line in lines:
        found = re.fullmatch(r"(... (\d{4}-\d\d-\d\d)|         again)  (.{48})  +([\d:]+)", line)
        if found is not None:
            day = found[2] or day
            rows[day, int(found[2] is None)] = found[3], found[4]
    return rows


def assert_true(glyph: str, said: list[Said | None], again: int, names: dict[str, str]) -> None:
    """That a cell shows what was decided at its minutes."""
    judged = [one for one in said if one is not None]
    verdicts = {verdict for verdict, _ in judged}
    if not said:
        assert glyph == (" " if again else "-")
    elif not judged:
        assert glyph == " "
    elif len(verdicts) > 1:
        assert glyph == "/"
    elif verdicts == {"deny"}:
        assert any(names[glyph] in blocking for _, blocking in judged)
    else:
        assert {glyph} == {{"allow": ".", "review": "?"}[verdict] for verdict in verdicts}


@pytest.mark.parametrize(
    ("policy", "zone", "at"),
    [
        (HOURS, "America/New_York", "2026-03-07T10:12:00-05:00"),
        (HOURS, "America/New_York", "2026-10-31T20:29:00-04:00"),
        (HOURS, "America/New_York", "2026-11-01T01:35:00-05:00"),
        (HOURS, "Australia/Lord_Howe", "2026-10-03T10:00:00+10:30"),
        (HOURS, "Australia/Lord_Howe", "2026-04-04T10:00:00+11:00"),
        (HOURS, "Pacific/Apia", "2011-12-29T10:00:00-10:00"),
        (HOURS, "America/St_Johns", "2005-10-29T10:00:00-02:30"),
        (HOURS, "America/Sao_Paulo", "2018-11-03T10:00:00-03:00"),
        (HOURS, "America/Sao_Paulo", "2019-02-16T10:00:00-02:00"),
        (HOURS, "Pacific/Chatham", "2026-09-26T10:00:00+12:45"),
        (HOURS, "Africa/Casablanca", "2026-02-14T10:00:00+01:00"),
        (MARGIN, "Asia/Kolkata", "2026-03-04T10:00:00+05:30"),
    ],
)
def test_no_cell_lies(
    policy: str,
    zone: str,
    at: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    made = by_voice(at, zone)
    made["proposal"]["channel"] = "sms"
    write(policy, made)
    assert main(["when", "p.policy", "r.json", "--days", "3"]) == 0
    lines = capsys.readouterr().out.splitlines()
    rows = drawn_rows(lines)
    names = dict(re.findall(r"^([A-Z])  [A-Z_]+  ([a-z.]+)", "\n".join(lines), re.MULTILINE))
    said = by_minute("p.policy", load("p.policy").request(made), zone, 3)
    assert {row for row, _ in said} <= set(rows)
    assert len({day for day, _ in rows}) == 3
    for row, (cells, total) in rows.items():
        for column in range(COLUMNS):
            assert_true(cells[column], said[row, column], row[1], names)
        decided = [one for column in range(COLUMNS) for one in said[row, column]]
        minutes = sum(one is not None and one[0] == "allow" for one in decided)
        assert total == f"{minutes // 60}:{minutes % 60:02}"
