"""The store in SQLite keeps the contract, with either durability."""

from pathlib import Path

import pytest

from policydsl.ledger.contract import PersistentStoreContract
from policydsl.ledger.opening import open_store
from policydsl.ledger.store import Store


class TestSqliteStore(PersistentStoreContract):
    durability = "full"

    @pytest.fixture(autouse=True)
    def _place(self, tmp_path: Path) -> None:
        self.path = tmp_path / "contacts.db"

    def open_store(self) -> Store:
        return open_store(f"sqlite:///{self.path}?durability={self.durability}")


class TestRelaxedSqliteStore(TestSqliteStore):
    durability = "relaxed"
