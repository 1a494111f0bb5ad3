"""The arguments of `policydsl ledger verify`, `archive` and `forget`."""

from __future__ import annotations

from policydsl.cli.arguments.common import Verbs


def add(subverbs: Verbs) -> None:
    """Add the sub-verbs."""
