"""The disk under a ledger in SQLite is full, or must not be written to: nothing is half-written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from policydsl.errors import LedgerUnavailableError
from policydsl.ledger.store import State
from tests.gate.faults.disks import Disk, disk, read_only
from tests.gate.faults.support import SOON, UNAVAILABLE, check_sound, gate, refuses, reserve
from tests.gate.support import AT, proposal

_MOST = 1000


@pytest.fixture(params=["a small disk", "a limit on files"])
def small(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Disk]:
    """Both ways; where nothing may be mounted, the second way twice."""
    with disk(tmp_path, mounts=request.param == "a small disk") as made:
        yield made


def test_a_full_disk(small: Disk) -> None:
    with gate(f"sqlite:///{small.folder}/ledger.db") as ours:
        held = [reserve(ours, "first", "F")]
        with small.full():
            for number in range(_MOST):
                permit = reserve(ours, f"k{number}", f"P{number}")
                if not permit.allowed:
                    break
                held.append(permit)
            assert permit.codes == UNAVAILABLE
            assert reserve(ours, permit.key, permit.person).codes == UNAVAILABLE
            check_sound(ours, *(one.key for one in held))
            unconfirmed = held
            with refuses():
                for number, one in enumerate(held):
                    one.confirm()
                    unconfirmed = held[number + 1 :]
                unconfirmed = []
                for number in range(_MOST):
                    ours.amend("first", attributes={"note": f"{number}"}, reached="attempted")
            states = {entry.id: entry.state for entry in ours.store.entries()}
            assert all(states[one.key] is State.RESERVED for one in unconfirmed)
        for one in held:
            one.confirm()
        assert reserve(ours, permit.key, permit.person).allowed
        found = check_sound(ours, permit.key, *(one.key for one in held))
        assert all(found[one.key].state is State.EVENT for one in held)


def test_a_full_disk_on_which_a_ledger_is_opened(small: Disk) -> None:
    url = f"sqlite:///{small.folder}/ledger.db"
    (small.folder / "other").touch()
    with small.full(room=0), pytest.raises(LedgerUnavailableError):
        gate(url)
    with gate(url) as ours:
        assert reserve(ours, "a").allowed
        check_sound(ours, "a")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that anybody may enter."""
    with TemporaryDirectory(prefix="policydsl-", dir="/tmp") as made:
        Path(made).chmod(0o755)
        yield Path(made)


def test_a_file_that_must_not_be_written_to(folder: Path) -> None:
    url = f"sqlite:///{folder}/ledger.db"
    ours = gate(url, timeout=SOON)
    held = reserve(ours, "a")
    ours.close()
    with read_only(folder):
        assert reserve(ours, "b", "P2").codes == UNAVAILABLE
        with refuses():
            held.confirm()
        with refuses():
            ours.decide(proposal(), at=AT)
        with refuses():
            gate(url)
    held.confirm()
    assert reserve(ours, "b", "P2").allowed
    assert check_sound(ours, "a", "b")["a"].state is State.EVENT
    ours.close()
