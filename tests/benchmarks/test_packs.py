"""The measurement of packs: what is compared is what its rows say."""

from __future__ import annotations

from benchmarks.packs import PACKS_USED, decide
from policydsl.policy.packs import read_packs


def test_the_strategy_is_compared_alone_and_with_packs() -> None:
    table = decide(every=300, rounds=1)
    rules = {str(row[0]): int(row[1] or 0) for row in table.rows}
    alone, own, there, everywhere = rules.values()
    assert alone < own <= there == everywhere
    assert table.rows[0][4] == 1
    (said,) = [note for note in table.notes if note.startswith("ten packs: ")]
    used = said.removeprefix("ten packs: ").split(", ")
    known = {pack.name for pack in read_packs()[0]}
    assert set(used) <= known
    assert len(set(used)) == len(used) == min(PACKS_USED, len(known))
