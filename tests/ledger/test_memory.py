"""The store in memory keeps the contract."""

from policydsl.ledger.contract import StoreContract
from policydsl.ledger.memory import MemoryStore


class TestMemoryStore(StoreContract):
    def open_store(self) -> MemoryStore:
        return MemoryStore()
