"""Searches over time, by jumps from one instant at which something may change to the next.

In: what looks at a request at an instant: its effect, and until when it stays. Out: the first
instant with a wanted effect. Each answer is judged where it is given, so that a bound that is too
early costs time and nothing else; and the number of jumps is bounded, whatever a policy says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from policydsl.core.request import Request
from policydsl.engine.timeline.ladder_changes import DENY
from policydsl.engine.zones import ALWAYS, DAY, LATEST, NEVER, TABLE_BEGINS, TABLE_ENDS

_MOST_JUMPS, _FEWEST_JUMPS = 150_000, 50
"""A search that has jumped so often gives up; ten years of four changes a day in each of three
zones take 44,000, of the 50,000 that are left for three zones."""
_EVENTS = 500
"""With so many events more, looking at an instant takes as long as with one more binding."""
_WITHOUT_TABLES, _NEAR = 50, 400 * DAY
"""Where the engine has no tables of clocks, or soon will not, an instant takes so much longer."""
GAVE_UP = -1
"""The effect at the instant that a search came to when it gave up; it is none."""

Look: TypeAlias = tuple[int, Callable[[], int]]
"""An effect, and what finds out until when it stays."""

LookAt: TypeAlias = Callable[[int], Look]


def moved(request: Request, at: int) -> Request:
    """The request judged at another instant; nothing else changes."""
    return Request(
        at,
        request.facts,
        request.person,
        request.recipient,
        request.proposal_debts,
        request.debts,
        request.zones,
        request.events,
        request.consents,
        request.approvals,
    )


def end_of(at: int, horizon: int) -> int:
    """The last instant of a horizon, held at the end of the calendar."""
    return min(at + horizon, max(LATEST, at))


def most_jumps(request: Request) -> int:
    """How often a search may jump: less often where each jump has more to look at."""
    work = max(len(request.zones), 1) * max(len(request.proposal_debts or ()), 1)
    work += len(request.events) // _EVENTS
    if not TABLE_BEGINS <= request.at < TABLE_ENDS - _NEAR:
        work *= _WITHOUT_TABLES
    return max(_MOST_JUMPS // work, _FEWEST_JUMPS)


def looks(look_at: LookAt, start: int, end: int, most: int) -> Iterator[tuple[int, int]]:
    """The instants in [start, end] at which effects were looked at, in order, the first `start`.

    From one to the next the effect stays the same. Where the search gives up, the last effect is
    `GAVE_UP`.
    """
    at = start
    for _ in range(most):
        if at > end:
            return
        effect, until = look_at(at)
        yield at, effect
        at = until()
    yield at, GAVE_UP


def first(
    look_at: LookAt, start: int, end: int, most: int, is_wanted: Callable[[int], bool]
) -> int | None:
    """The first instant in [start, end] whose effect is wanted, if `most` jumps lead to one."""
    found = (at for at, effect in looks(look_at, start, end, most) if is_wanted(effect))
    return next(found, None)


def with_margin(look_at: LookAt, margin: int, most: int) -> LookAt:
    """The effect when what is sent may arrive later by a margin: denied, if it would be then.

    It is to be asked of one instant after the other. After `most` looks within margins it gives up,
    and everything is denied.
    """
    if not margin:
        return look_at
    left, surely = most, ALWAYS

    def look(at: int) -> Look:
        nonlocal left, surely
        effect, until = look_at(at)
        if effect == DENY:
            return effect, until
        stays_until = until()
        surely = max(surely, stays_until)
        while surely <= at + margin:
            left -= 1
            if left < 0:
                return DENY, known(NEVER)
            its_effect, its_until = look_at(surely)
            if its_effect == DENY:
                return DENY, known(surely)
            surely = its_until()
        return effect, known(min(stays_until, surely - margin))

    return look


def known(at: int) -> Callable[[], int]:
    """What finds out an instant that is known."""
    return lambda: at
