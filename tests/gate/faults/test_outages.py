"""The ledger is away for long: what was decided meanwhile is written when it is back, bit by bit."""

from __future__ import annotations

from policydsl.ledger.records.record import read_line
from policydsl.ledger.store import Store
from tests.gate.faults.support import UNAVAILABLE, check_sound
from tests.gate.support import AT, FaultyStore, gate, proposal

_MANY = 650
_MOST_AT_ONCE = 200


def test_the_first_calls_after_an_outage_do_not_carry_all_of_it(store: Store) -> None:
    faulty = FaultyStore(store)
    ours = gate(store=faulty)
    wanted = {f"k{number}": proposal(f"P{number}") for number in range(_MANY)}
    for key, one in wanted.items():
        faulty.fail("atomically")
        assert ours.reserve(one, at=AT, key=key).codes == UNAVAILABLE
    written = []
    for key in list(wanted)[:2]:
        assert ours.reserve(wanted[key], at=AT, key=key).allowed
        written.append(len(list(store.records())))
    assert written == [_MOST_AT_ONCE + 1, 2 * (_MOST_AT_ONCE + 1)]
    ours.flush()
    check_sound(ours, "k0", "k1")
    lines = [read_line(one.record.text) for one in store.records()]
    dark = [line.key for line in lines if line is not None and line.what == "unavailable"]
    assert dark == list(wanted)
