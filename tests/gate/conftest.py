"""Every scenario runs on each of the stores."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from policydsl.ledger.opening import open_store
from policydsl.ledger.store import Store
from tests import postgres


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Store]]:
    """Opens new stores; all are closed in the end."""
    opened: list[Store] = []

    def open_one() -> Store:
        url = "memory:"
        if request.param == "sqlite":
            url = f"sqlite:///{tmp_path}/ledger-{len(opened)}.db?durability=relaxed"
        elif request.param == "postgresql":
            server: postgres.Server = request.getfixturevalue("postgresql_server")
            url = f"{server.new_url()}&durability=relaxed"
        opened.append(open_store(url))
        return opened[-1]

    yield open_one
    for store in opened:
        store.close()


@pytest.fixture
def store(stores: Callable[[], Store]) -> Store:
    """One new store."""
    return stores()


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Store]:
    """A store in a file, for what need not be tried on each."""
    opened = open_store(f"sqlite:///{tmp_path}/one.db?durability=relaxed")
    yield opened
    opened.close()
