"""The store in PostgreSQL keeps the contract, also with what holds behind a pooler."""

from __future__ import annotations

import pytest

from policydsl.ledger.contract import PersistentStoreContract
from policydsl.ledger.opening import open_store
from policydsl.ledger.store import Store


class TestPostgresqlStore(PersistentStoreContract):
    options = "durability=full"

    @pytest.fixture(autouse=True)
    def _url(self, postgresql_url: str) -> None:
        self.url = f"{postgresql_url}&{self.options}"

    def open_store(self) -> Store:
        return open_store(self.url)


class TestPostgresqlStoreBehindAPooler(TestPostgresqlStore):
    options = "pooler=transaction"
