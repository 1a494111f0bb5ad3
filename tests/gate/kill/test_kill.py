"""Never over, never leaked, in small: workers and servers are killed while they work."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.gate.kill.running import Figures, Kills, go
from tests.gate.kill.worker import Plan
from tests.postgres import NoServerError, may_be_left_out, private_server, programs

_CONTENDED = 240
_KILLS = Kills(workers=8, all_at_once=1, server=1)


def plan(url: str, folder: Path) -> Plan:
    return Plan(
        url=url,
        folder=str(folder),
        seed=7,
        contended=_CONTENDED,
        processes=3,
        threads=2,
        timeout=30.0,
    )


def check(figures: Figures) -> None:
    assert figures.violations == []
    assert figures.contended == _CONTENDED
    assert figures.allowed > 50
    assert figures.denied > 50
    assert figures.records >= figures.allowed + figures.denied
    assert figures.kills_of_workers > 3


def test_in_sqlite(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/ledger.db"
    check(go(plan(url, tmp_path), _KILLS._replace(server=0)))


def test_in_postgresql(tmp_path: Path) -> None:
    try:
        programs()
    except NoServerError:
        if may_be_left_out():
            pytest.skip("no server, and POLICYDSL_NO_POSTGRESQL=1")
        raise
    with private_server() as server:
        figures = go(plan(server.new_url(), tmp_path), _KILLS, server)
    check(figures)
    assert figures.kills_of_the_server == 1
