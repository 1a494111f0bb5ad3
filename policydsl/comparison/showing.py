"""What shows which way a change goes.

In: contacts judged by both policies. Out: `Shown`, and `direction_of` a pair of them.
"""

from __future__ import annotations

from policydsl.frozen import frozen
from policydsl.witnesses.witness import Witness

TIGHTENED, LOOSENED, BOTH, UNSHOWN = "tightened", "loosened", "both", "unshown"


@frozen
class Shown:
    """A contact that the two judge differently, put to each in the facts that it declares."""

    old: Witness
    new: Witness


def direction_of(stops: Shown | None, lets: Shown | None) -> str:
    """`tightened`, `loosened`, `both`, or `unshown` when no contact tells the two apart."""
    if stops and lets:
        return BOTH
    if stops:
        return TIGHTENED
    return LOOSENED if lets else UNSHOWN
