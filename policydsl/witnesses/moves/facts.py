"""Changes of single facts.

In: a comparison and the truth wanted. Out: drafts with another value in the fact, or in the fact
that it is compared with.
"""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.core.formula import Compare, PathRef
from policydsl.core.reference.facts import Missing
from policydsl.facts.types import SetOf
from policydsl.witnesses.bench import Bench, Hand, State, value
from policydsl.witnesses.draft import ABSENT, Draft
from policydsl.witnesses.ground import canonical


def compare_moves(
    atom: Compare, wanted: bool | None, state: State, hand: Hand, bench: Bench
) -> Iterator[Draft]:
    """Values of the fact that the comparison may tell apart."""
    other = atom.operand.path if isinstance(atom.operand, PathRef) else None
    if wanted is None:
        for path in (atom.path, other):
            if path is not None:
                yield from _put(path, [ABSENT], state, hand, bench)
        return
    yield from _put(atom.path, list(_values(atom, wanted, state, hand, bench)), state, hand, bench)
    if other is not None:
        here = value(atom.path, state, hand)
        seen = [] if isinstance(here, Missing) or not wanted else [_inverse(other, here, bench)]
        yield from _put(other, [*seen, *_own(other, bench)], state, hand, bench)


def known_moves(
    path: str, wanted: bool | None, state: State, hand: Hand, bench: Bench
) -> Iterator[Draft]:
    """The fact said, or not."""
    if wanted is False:
        yield from _put(path, [ABSENT], state, hand, bench)
    elif wanted:
        yield from _put(path, _own(path, bench), state, hand, bench)


def _put(
    path: str, values: list[object], state: State, hand: Hand, bench: Bench
) -> Iterator[Draft]:
    here = value(path, state, hand)
    for one in values:
        if one is not ABSENT and type(one) is type(here) and one == here:
            continue
        draft = bench.put(state.draft, path, one, hand)
        if draft is not None:
            yield draft


def _values(
    atom: Compare, wanted: bool, state: State, hand: Hand, bench: Bench
) -> Iterator[object]:
    """The likeliest values first: what the comparison itself says, then all others."""
    operand = atom.operand
    if isinstance(operand, PathRef):
        there = value(operand.path, state, hand)
        if wanted and not isinstance(there, Missing):
            yield from sorted(there) if isinstance(there, frozenset) else [there]
    elif isinstance(operand, frozenset):
        if wanted:
            yield from sorted(operand)
    elif wanted and atom.operator in ("eq", "le", "ge", "starts_with"):
        yield operand
    yield from _own(atom.path, bench)


def _own(path: str, bench: Bench) -> list[object]:
    path = canonical(path)
    if path == "proposal.debt_count":
        return [*bench.ground.values(path)] if path in bench.ground.fields else []
    if path not in bench.ground.fields:
        return []
    found: list[object] = list(bench.ground.values(path))
    return [*found, None] if bench.ground.can_be(path, None) else found


def _inverse(path: str, here: object, bench: Bench) -> object:
    """What another fact must hold to agree with a value here."""
    field = bench.ground.fields.get(canonical(path))
    is_set = field is not None and isinstance(field.type, SetOf)
    return frozenset({here}) if is_set and isinstance(here, str) else here
