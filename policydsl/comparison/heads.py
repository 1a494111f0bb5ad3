"""What stands beside the rules, compared: what is governed and the answer to the rest, margins.

In: two loaded policies. Out: a `RootChange` for every policy loaded, with contacts that show which
way it goes, a `MarginChange` for every channel that differs, and a `GateChange` for each of the two
clauses that only gates read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import date
from itertools import islice
from typing import Any

from policydsl.api import Policy
from policydsl.comparison.asking import asked
from policydsl.comparison.pieces import roots
from policydsl.comparison.showing import LOOSENED, TIGHTENED, Shown, direction_of
from policydsl.core.explanation import Explanation
from policydsl.core.policy import EXPIRED, UNAVAILABLE, Root
from policydsl.frozen import frozen
from policydsl.witnesses.ground import ground_of
from policydsl.witnesses.search import candidates, shrunk
from policydsl.witnesses.witness import Witness

_STRICTNESS = {"allow": 0, "review": 1, "deny": 2}
_MOST_LOOKED_AT, _MOST_SEEDS = 200, 6


@frozen
class RootChange:
    """What a policy governs and answers to the rest, before and after.

    `stops` is a contact of which it is the policy's own answer, then or now, that makes the verdict
    stricter, `lets` one where the verdict is laxer; None when none was found.
    """

    name: str
    old: tuple[Root, ...]
    new: tuple[Root, ...]
    stops: Shown | None = None
    lets: Shown | None = None

    @property
    def direction(self) -> str:
        """`tightened`, `loosened`, `both` or `unshown`."""
        return direction_of(self.stops, self.lets)


@frozen
class MarginChange:
    """How much later a contact by a channel may arrive, in microseconds.

    `channel` is None for every channel of which nothing else is said.
    """

    channel: str | None
    old: int
    new: int

    @property
    def direction(self) -> str:
        """`tightened` or `loosened`: what is denied by then is denied now."""
        return TIGHTENED if self.new > self.old else LOOSENED


@frozen
class GateChange:
    """What a gate does without its ledger, or with a reservation whose lease ended.

    `clause` is `if_ledger_unavailable` or `if_lease_expired`, `old` and `new` the words that hold,
    said or not.
    """

    clause: str
    old: str
    new: str

    @property
    def direction(self) -> str:
        """`tightened` or `loosened`."""
        order = (*UNAVAILABLE, *EXPIRED)
        return TIGHTENED if order.index(self.new) < order.index(self.old) else LOOSENED


def root_changes(
    old: Policy, new: Policy, renamed: Mapping[str, str], day: date
) -> tuple[RootChange, ...]:
    """The policies loaded that govern or answer otherwise; `renamed` gives old names new ones."""
    before = {renamed.get(name, name): found for name, found in roots(old).items()}
    after = roots(new)
    changed = [
        name
        for name in sorted({*before, *after})
        if _meaning(before, name) != _meaning(after, name)
    ]
    if not changed:
        return ()
    tried = list(_judged_by_both(old, new, day))
    former = {new_name: old_name for old_name, new_name in renamed.items()}
    return tuple(
        RootChange(
            name,
            before.get(name, ()),
            after.get(name, ()),
            *_shown(tried, {name, former.get(name, name)}, old, new),
        )
        for name in changed
    )


def margin_changes(old: Policy, new: Policy) -> tuple[MarginChange, ...]:
    """The channels whose margin differs."""
    before, after = dict(old.core.margins), dict(new.core.margins)
    channels = sorted({None, *before, *after}, key=lambda name: name or "")
    changes = (MarginChange(one, _margin(before, one), _margin(after, one)) for one in channels)
    return tuple(one for one in changes if one.old != one.new)


def gate_changes(old: Policy, new: Policy) -> tuple[GateChange, ...]:
    """The clauses for gates of which another word holds."""
    changes = (
        GateChange(
            "if_ledger_unavailable", old.when_ledger_unavailable, new.when_ledger_unavailable
        ),
        GateChange("if_lease_expired", old.when_lease_expired, new.when_lease_expired),
    )
    return tuple(one for one in changes if one.old != one.new)


def _margin(of: Mapping[str | None, int], channel: str | None) -> int:
    return max(of.get(None, 0), of.get(channel, 0))


def _meaning(found: Mapping[str, tuple[Root, ...]], name: str) -> list[tuple[object, ...]]:
    return [(one.governs, one.otherwise, one.scope) for one in found.get(name, ())]


def _judged_by_both(old: Policy, new: Policy, day: date) -> Iterator[Shown]:
    """Contacts of every purpose and by every channel, each judged by the two, if they can."""
    for data in _data(old, new, day):
        before, after = asked(old, data), asked(new, data)
        if before is not None and after is not None:
            yield Shown(before, after)


def _data(old: Policy, new: Policy, day: date) -> Iterator[Mapping[str, Any]]:
    for policy in (old, new):
        looked_at = list(islice(candidates(policy, day=day), _MOST_LOOKED_AT))
        looked_at.sort(key=lambda one: one.explanation.verdict != "allow")
        for seed in looked_at[:_MOST_SEEDS]:
            yield seed.data
            for side in (old, new):
                ground = ground_of(side, day)
                for field in ("purpose", "channel"):
                    for value in ground.values(f"proposal.{field}"):
                        data = deepcopy(dict(seed.data))
                        data["proposal"][field] = value
                        yield data


def _shown(
    tried: list[Shown], names: set[str], old: Policy, new: Policy
) -> tuple[Shown | None, Shown | None]:
    """The first contact that became stricter through the policy's own answer, and one laxer."""
    found: list[Shown | None] = [None, None]
    for number, way in enumerate((1, -1)):
        for one in tried:
            if _turns(one, names) == way:
                found[number] = _small(one, names, way, old, new)
                break
    return found[0], found[1]


def _small(one: Shown, names: set[str], way: int, old: Policy, new: Policy) -> Shown:
    """The same contact without whatever is not needed."""

    def shows(tried: Witness) -> bool:
        before = asked(old, tried.data)
        return before is not None and _turns(Shown(before, tried), names) == way

    small = shrunk(new, one.new, shows)
    before = asked(old, small.data)
    return one if before is None else Shown(before, small)


def _turns(one: Shown, names: set[str]) -> int:
    """1 where the verdict became stricter, -1 laxer, 0 where that is not these policies' doing."""
    before, after = one.old.explanation, one.new.explanation
    if not (_answers(before, names) or _answers(after, names)):
        return 0
    change = _STRICTNESS[after.verdict] - _STRICTNESS[before.verdict]
    return (change > 0) - (change < 0)


def _answers(explanation: Explanation, names: set[str]) -> bool:
    return any(reason.rule in names for reason in explanation.reasons)
