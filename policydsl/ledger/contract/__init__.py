"""The contract of stores: tests that hold any implementation to the protocol.

In: a subclass that says how its store is opened. Out: `StoreContract`, `PersistentStoreContract`,
whose methods `test_…` fail with `AssertionError` where the store does not keep what
`policydsl.ledger.store` says. They run under pytest, and under any runner that calls them.

    class TestMyStore(PersistentStoreContract):
        def open_store(self) -> Store:
            return MyStore(...)
"""

from policydsl.ledger.contract.changing import ChangingContract
from policydsl.ledger.contract.concurrency import ConcurrencyContract
from policydsl.ledger.contract.facts import FactsContract
from policydsl.ledger.contract.filing import FilingContract
from policydsl.ledger.contract.forks import ForkContract
from policydsl.ledger.contract.lasting import LastingContract
from policydsl.ledger.contract.loading import LoadingContract
from policydsl.ledger.contract.lookups import LookupsContract
from policydsl.ledger.contract.records import RecordsContract
from policydsl.ledger.contract.writing import WritingContract


class StoreContract(
    LookupsContract,
    FactsContract,
    WritingContract,
    ChangingContract,
    FilingContract,
    LoadingContract,
    RecordsContract,
    ConcurrencyContract,
    ForkContract,
):
    """What every store keeps."""


class PersistentStoreContract(StoreContract, LastingContract):
    """What a store keeps besides when it outlives its process, and several use it at once."""


__all__ = ["PersistentStoreContract", "StoreContract"]
