"""The server of the tests ends with whoever wanted it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import postgres

SCRIPT = """
import signal, sys, time
from tests.postgres import private_server
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored in what a shell runs behind
with private_server(fsync=False) as server:
    print(server.folder, server.pid, flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_no_server_outlives_its_owner(postgresql_programs: None, ending: signal.Signals) -> None:
    root = Path(__file__).parents[3]
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    ) as owner:
        assert owner.stdout is not None
        folder, pid = owner.stdout.readline().split()
        assert Path(folder).exists()
        os.killpg(owner.pid, ending)
        try:
            owner.wait(30)
        finally:
            owner.kill()
    for _ in range(3000):
        if not Path(folder).exists():
            break
        time.sleep(0.01)
    assert not Path(folder).exists()
    assert not postgres._is_there(int(pid))


def test_without_programs_tests_fail_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(postgres, "_found", lambda: None)
    monkeypatch.setenv("CI", "false")
    with pytest.raises(postgres.NoServerError, match="apt-get install postgresql"):
        postgres.programs.__wrapped__()
    monkeypatch.delenv("POLICYDSL_NO_POSTGRESQL", raising=False)
    assert not postgres.may_be_left_out()
    monkeypatch.setenv("POLICYDSL_NO_POSTGRESQL", "1")
    assert postgres.may_be_left_out()
    monkeypatch.setenv("CI", "true")
    assert not postgres.may_be_left_out()
