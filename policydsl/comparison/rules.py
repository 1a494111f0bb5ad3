"""Rules of two policies compared, and which way each change goes.

In: two loaded policies and a date. Out: a `Change` for everything whose id is in one of them only,
or whose meaning or wording differs. A change is called a tightening or a loosening only by a
contact, found by search, that the one policy's rule stops and the other's does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from policydsl.api import Policy
from policydsl.comparison.pieces import Piece, facts, pieces, roots
from policydsl.core.policy import Ladder, Obligation, Root, Rule
from policydsl.errors import RequestError
from policydsl.frozen import frozen
from policydsl.witnesses.search import candidates, said_by, shrunk
from policydsl.witnesses.witness import Witness, witness

MOST_TRIED = 1_000
"""How many requests are tried, at most, for each direction of a change."""

_SOME_DAY = date(2026, 3, 2)

ADDED, REMOVED, CHANGED, REWORDED = "added", "removed", "changed", "reworded"
ALLOW = "allow"
TIGHTENED, LOOSENED, BOTH, UNSHOWN = "tightened", "loosened", "both", "unshown"


@frozen
class Shown:
    """A contact that one policy's rule catches and the other's does not, judged by both."""

    old: Witness
    new: Witness


@frozen
class Change:
    """What became of one rule, obligation or ladder.

    `kind` is `added`, `removed`, `changed` or `reworded` (what it says of itself, not what it
    does). `stops` is a contact that it catches now and did not before, `lets` one that it did and
    no longer does; None when none was found. A used policy's rule has its own id too.
    """

    id: str
    kind: str
    old: Piece | None
    new: Piece | None
    stops: Shown | None = None
    lets: Shown | None = None

    @property
    def speaks(self) -> str:
        """What it does to what it catches: `deny`, `review`, `warn`, `oblige` or `ladder`."""
        piece = self.new or self.old
        assert piece is not None
        match piece.rulings[0]:
            case Rule(effect=effect):
                return str(effect)
            case Obligation():
                return "oblige"
            case Ladder():
                return "ladder"

    @property
    def direction(self) -> str:
        """`tightened`, `loosened`, `both`, or `unshown` when no contact tells them apart."""
        if self.stops and self.lets:
            return BOTH
        if self.stops:
            return TIGHTENED
        return LOOSENED if self.lets else UNSHOWN


@frozen
class FactChange:
    """A declared fact that differs: its type and default as written, None where it is not there."""

    path: str
    old: str | None
    new: str | None


@frozen
class RootChange:
    """What a policy of a name governs and answers to the rest, before and after."""

    name: str
    old: tuple[Root, ...]
    new: tuple[Root, ...]


@frozen
class Comparison:
    """Everything that differs between two policies."""

    changes: tuple[Change, ...]
    facts: tuple[FactChange, ...]
    roots: tuple[RootChange, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the two say and do the same."""
        return not (self.changes or self.facts or self.roots)


def day_of(policy: Policy) -> date:
    """The day round which contacts are looked for: that on which the last version comes into force.

    A fixed Monday for a policy that does not say.
    """
    days = [root.origin.since for root in policy.core.roots if root.origin.since is not None]
    return max(days, default=_SOME_DAY)


def compare(
    old: Policy, new: Policy, day: date, progress: Callable[[int, int], None] | None = None
) -> Comparison:
    """Compare two policies; `day` is the date round which contacts are looked for.

    `progress` is told how many of how many ids were looked at. Never raises for loaded policies.
    """
    before, after = pieces(old), pieces(new)
    ids = sorted(before.keys() | after.keys())
    changes = []
    for number, name in enumerate(ids, 1):
        found = _change(name, before.get(name), after.get(name))
        if found is not None:
            changes.append(_shown(found, old, new, day))
        if progress is not None:
            progress(number, len(ids))
    return Comparison(tuple(changes), _facts(old, new), _roots(old, new))


def _change(name: str, old: Piece | None, new: Piece | None) -> Change | None:
    if old is None or new is None:
        return Change(name, ADDED if old is None else REMOVED, old, new)
    if old.meaning != new.meaning:
        return Change(name, CHANGED, old, new)
    if old.wording != new.wording:
        return Change(name, REWORDED, old, new)
    return None


def _shown(change: Change, old: Policy, new: Policy, day: date) -> Change:
    """The change with contacts that show which way it goes."""
    if change.kind == REWORDED:
        return change
    stops = lets = None
    if change.new is not None:
        found = _told_apart(new, old, change.id, day)
        stops = None if found is None else Shown(old=found[1], new=found[0])
    if change.old is not None:
        found = _told_apart(old, new, change.id, day)
        lets = None if found is None else Shown(old=found[0], new=found[1])
    return Change(change.id, change.kind, change.old, change.new, stops, lets)


def _told_apart(one: Policy, other: Policy, rule: str, day: date) -> tuple[Witness, Witness] | None:
    """A contact that the rule of the one catches and that of the other does not.

    One that the other lets through altogether, if there is such a one.
    """

    def shows(found: Witness) -> bool:
        again = _judged(other, found) if said_by(found.explanation, rule) else None
        return again is not None and not said_by(again.explanation, rule)

    def decides(found: Witness) -> bool:
        return shows(found) and witness(other, found.data).explanation.verdict == ALLOW

    best: Witness | None = None
    for near in _near(one, other, rule, day):
        if shows(near):
            best = best or near
            if decides(near):
                best = near
                break
    if best is None:
        return None
    found = shrunk(one, best, decides if decides(best) else shows)
    return found, witness(other, found.data)


def _near(one: Policy, other: Policy, rule: str, day: date) -> Iterator[Witness]:
    """Requests round the edges of either's rule, judged by the one."""
    yield from candidates(one, rule, day=day, most=MOST_TRIED)
    for near in candidates(other, rule, day=day, most=MOST_TRIED):
        judged = _judged(one, near)
        if judged is not None:
            yield judged


def _judged(policy: Policy, found: Witness) -> Witness | None:
    """The same request under another policy, None when it cannot judge it."""
    try:
        return witness(policy, found.data)
    except RequestError:
        return None


def _facts(old: Policy, new: Policy) -> tuple[FactChange, ...]:
    before, after = facts(old), facts(new)
    return tuple(
        FactChange(path, before.get(path), after.get(path))
        for path in sorted(before.keys() | after.keys())
        if before.get(path) != after.get(path)
    )


def _roots(old: Policy, new: Policy) -> tuple[RootChange, ...]:
    before, after = roots(old), roots(new)
    return tuple(
        RootChange(name, before.get(name, ()), after.get(name, ()))
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    )
