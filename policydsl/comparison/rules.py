"""Rules of two policies compared, and which way each change goes.

In: two loaded policies and a date. Out: a `Change` for everything whose id is in one of them only,
or whose meaning or wording differs. A change is called a tightening or a loosening only by a
contact, found by search, that the one policy's rule stops and the other's does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field, replace
from datetime import date

from policydsl.api import Policy
from policydsl.comparison.asking import asked
from policydsl.comparison.heads import (
    GateChange,
    MarginChange,
    RootChange,
    gate_changes,
    margin_changes,
    root_changes,
)
from policydsl.comparison.pieces import Piece, facts, facts_read, pieces, renaming
from policydsl.comparison.showing import TIGHTENED, Shown, direction_of
from policydsl.core.policy import Ladder, Obligation, Rule
from policydsl.frozen import frozen
from policydsl.witnesses.search import candidates, said_by, shrunk
from policydsl.witnesses.witness import Witness

MOST_TRIED = 1_000
"""How many requests are tried, at most, for each direction of a change."""

_SOME_DAY = date(2026, 3, 2)

ADDED, REMOVED, CHANGED, REWORDED = "added", "removed", "changed", "reworded"
ALLOW = "allow"


@frozen
class Change:
    """What became of one rule, obligation or ladder.

    `kind` is `added`, `removed`, `changed` or `reworded` (what it says of itself, not what it
    does). `stops` is a contact that it catches now and did not before, `lets` one that it did and
    no longer does; None when none was found. A used policy's rule has its own id too. Of a policy
    that was renamed, `id` is the new one. `facts` are the declared facts that it reads and that
    differ.
    """

    id: str
    kind: str
    old: Piece | None
    new: Piece | None
    stops: Shown | None = None
    lets: Shown | None = None
    facts: tuple[str, ...] = ()

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
        return direction_of(self.stops, self.lets)


@frozen
class FactChange:
    """A declared fact that differs: its type and default as written, None where it is not there."""

    path: str
    old: str | None
    new: str | None


@frozen
class Comparison:
    """Everything that differs between two policies; `renamed` is the new name by the old one."""

    changes: tuple[Change, ...]
    facts: tuple[FactChange, ...]
    roots: tuple[RootChange, ...]
    margins: tuple[MarginChange, ...] = ()
    gate: tuple[GateChange, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether the two say and do the same."""
        heads = self.roots or self.margins or self.gate
        return not (self.changes or self.facts or heads or self.renamed)

    @property
    def may_loosen(self) -> bool:
        """Whether anything is let through more easily, or no contact tells which way it goes."""
        directions = {one.direction for one in self.changes if one.kind in (CHANGED, REMOVED)}
        directions |= {one.direction for one in self.roots}
        directions |= {one.direction for one in self.margins}
        directions |= {one.direction for one in self.gate}
        return not directions <= {TIGHTENED}


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
    renamed = renaming(old, new)
    before, after = pieces(old, renamed), pieces(new)
    changed_facts = _facts(old, new)
    paths = {one.path for one in changed_facts}
    ids = sorted(before.keys() | after.keys())
    changes = []
    for number, name in enumerate(ids, 1):
        found = _change(name, before.get(name), after.get(name))
        found = replace(found, facts=_facts_of(found, old, new, paths))
        if found.kind != REWORDED or found.facts:
            found = _shown(found, old, new, day)
        if not _is_none(found):
            changes.append(found)
        if progress is not None:
            progress(number, len(ids))
    heads = root_changes(old, new, renamed, day)
    return Comparison(
        tuple(changes),
        changed_facts,
        heads,
        margin_changes(old, new),
        gate_changes(old, new),
        renamed,
    )


def _change(name: str, old: Piece | None, new: Piece | None) -> Change:
    if old is None or new is None:
        return Change(name, ADDED if old is None else REMOVED, old, new)
    return Change(name, REWORDED if old.meaning == new.meaning else CHANGED, old, new)


def _facts_of(change: Change, old: Policy, new: Policy, paths: set[str]) -> tuple[str, ...]:
    """The facts among some that it reads, before or now."""
    found: set[str] = set()
    for piece, policy in ((change.old, old), (change.new, new)):
        if piece is not None and paths:
            found |= facts_read(piece, policy) & paths
    return tuple(sorted(found))


def _is_none(change: Change) -> bool:
    """Whether it says the same in the same words, and no contact shows otherwise."""
    if change.kind != REWORDED:
        return False
    assert change.old is not None
    assert change.new is not None
    return change.old.wording == change.new.wording


def _shown(change: Change, old: Policy, new: Policy, day: date) -> Change:
    """The change with contacts that show which way it goes.

    What means the same but reads facts that differ is changed only if a contact shows it.
    """
    ids = tuple(None if one is None else one.id for one in (change.old, change.new))
    stops = lets = None
    if ids[1] is not None:
        found = _told_apart((new, ids[1]), (old, ids[0]), day)
        stops = None if found is None else Shown(old=found[1], new=found[0])
    if ids[0] is not None:
        found = _told_apart((old, ids[0]), (new, ids[1]), day)
        lets = None if found is None else Shown(old=found[0], new=found[1])
    is_changed = change.kind == REWORDED and (stops or lets)
    kind = CHANGED if is_changed else change.kind
    return replace(change, kind=kind, stops=stops, lets=lets)


def _told_apart(
    one: tuple[Policy, str], other: tuple[Policy, str | None], day: date
) -> tuple[Witness, Witness] | None:
    """A contact that the rule of the one catches and that of the other does not.

    Each is a policy and the id that the rule has in it, None where there is none. One that the
    other policy lets through altogether, if there is such a one; else one in whose way it puts the
    fewest rules.
    """
    policy, rule = one
    against, its = other

    def again(found: Witness) -> Witness | None:
        """What the other says, where the rule of the one catches and its own does not."""
        if not said_by(found.explanation, rule):
            return None
        judged = asked(against, found.data)
        caught = judged is None or (its is not None and said_by(judged.explanation, its))
        return None if caught else judged

    best: Witness | None = None
    fewest = 0
    for near in _near(one, other, day):
        judged = again(near)
        if judged is None or (best is not None and _in_the_way(judged) >= fewest):
            continue
        best, fewest = near, _in_the_way(judged)
        if not fewest:
            break

    def shows(near: Witness) -> bool:
        judged = again(near)
        return judged is not None and _in_the_way(judged) <= fewest

    if best is None:
        return None
    found = shrunk(policy, best, shows)
    judged = again(found)
    assert judged is not None
    return found, judged


def _in_the_way(found: Witness) -> int:
    """How many rules keep a contact from being made."""
    explained = found.explanation
    return 0 if explained.verdict == ALLOW else max(1, len(explained.reasons))


def _near(
    one: tuple[Policy, str], other: tuple[Policy, str | None], day: date
) -> Iterator[Witness]:
    """Requests round the edges of either's rule, judged by the one."""
    yield from candidates(*one, day=day, most=MOST_TRIED)
    against, its = other
    for near in candidates(against, its, day=day, most=MOST_TRIED) if its else ():
        judged = asked(one[0], near.data)
        if judged is not None:
            yield judged


def _facts(old: Policy, new: Policy) -> tuple[FactChange, ...]:
    before, after = facts(old), facts(new)
    return tuple(
        FactChange(path, before.get(path), after.get(path))
        for path in sorted(before.keys() | after.keys())
        if before.get(path) != after.get(path)
    )
