"""The ways in which a policy is changed, one module a family.

In: a site in a policy as it was written. Out: the nodes that may stand there instead, `REMOVED` for
none. Whether the changed policy composes, and whether it means anything else, is found out later.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policydsl.testing.mutation.operators import (
    clauses,
    clocks,
    comparisons,
    conditions,
    consents,
    declarations,
    numbers,
    rules,
    selections,
    windows,
)
from policydsl.testing.mutation.walking import Site

_FAMILIES = (
    rules,
    clauses,
    conditions,
    comparisons,
    numbers,
    windows,
    selections,
    clocks,
    consents,
    declarations,
)


def changes(site: Site) -> Iterator[Any]:
    """What may stand at a site instead, in a fixed order."""
    for family in _FAMILIES:
        yield from family.changes(site)
