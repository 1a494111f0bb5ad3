"""A picture of the coming days, before it is drawn.

In: the rows of local dates, and the stretches of time through which a policy's answer is the same.
Out: pieces of the wall clock, exact to the microsecond, and cells for pictures that are coarser.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from itertools import islice, takewhile

from policydsl.core.windows import MICROS_PER_MINUTE, MICROS_PER_SECOND
from policydsl.frozen import frozen
from policydsl.pictures.week.clock import DAY, Row, Run


class Kind(StrEnum):
    """What a piece or a cell shows.

    `GAP` is a time that the clock skips, `PAST` one that was not judged because it is over, `NONE`
    one that a row `again` does not repeat or that is beyond the calendar; `MIXED` only cells are.
    """

    ALLOW = "allow"
    REVIEW = "review"
    DENY = "deny"
    GAP = "gap"
    PAST = "past"
    NONE = "none"
    MIXED = "mixed"


JUDGED = (Kind.ALLOW, Kind.REVIEW, Kind.DENY)


@frozen
class Shown:
    """A stretch [start, end) of instants with one answer; rules by id, in the order of reasons.

    `reviewing` are the rules that want an approval, of a stretch that is denied too. `lead` is the
    rule that a denied stretch is drawn with: of those that deny, the one that lifts last.
    """

    start: int
    end: int
    verdict: str
    denying: tuple[str, ...] = ()
    reviewing: tuple[str, ...] = ()
    lead: str | None = None


@frozen
class Piece:
    """A part [start, end) of a row, in microseconds of its wall clock since midnight.

    `at` is the instant of its start; None where there is none, `shown` None where nothing was
    judged.
    """

    start: int
    end: int
    kind: Kind
    at: int | None = None
    shown: Shown | None = None

    @property
    def rule(self) -> str | None:
        """The rule that a denied piece is drawn with."""
        return None if self.shown is None else self.shown.lead


@frozen
class Cell:
    """A part of a row that a coarse picture draws as one; `rule` of a denied one as in `Piece`."""

    kind: Kind
    rule: str | None = None


def with_leads(stretches: Sequence[Shown]) -> tuple[Shown, ...]:
    """The same stretches, which follow each other, each with the rule that it is drawn with."""
    lifts: dict[str, int] = {}
    found: list[Shown] = []
    for shown in reversed(stretches):
        lifts = {rule: lifts.get(rule, shown.end) for rule in shown.denying}
        found.append(replace(shown, lead=max(lifts, key=lifts.__getitem__, default=None)))
    return tuple(reversed(found))


def pieces(row: Row, stretches: Sequence[Shown], now: int) -> list[Piece]:
    """A whole row from 00:00 to 24:00, in the order of its clock, without holes."""
    found = [piece for run in row.runs for piece in _judged(run, stretches, now)]
    found.sort(key=lambda piece: piece.start)
    filled: list[Piece] = []
    hole = Kind.NONE if row.again else Kind.GAP
    reached = 0
    for piece in [*found, Piece(DAY, DAY, Kind.NONE)]:
        if reached < piece.start:
            filled.append(Piece(reached, piece.start, hole))
        if piece.start < piece.end:
            filled.append(piece)
        reached = piece.end
    return filled


def _judged(run: Run, stretches: Sequence[Shown], now: int) -> Iterator[Piece]:
    """The pieces of a run: what is over, what was judged, what is beyond."""
    reached = run.start
    first = bisect_right(stretches, run.start, key=lambda shown: shown.end)
    for shown in takewhile(lambda shown: shown.start < run.end, islice(stretches, first, None)):
        start, end = max(shown.start, run.start), min(shown.end, run.end)
        if reached < start:
            yield _piece(run, reached, start, _unjudged(reached, now), None)
        yield _piece(run, start, end, Kind(shown.verdict), shown)
        reached = end
    if reached < run.end:
        yield _piece(run, reached, run.end, _unjudged(reached, now), None)


def _unjudged(instant: int, now: int) -> Kind:
    return Kind.PAST if instant < now else Kind.NONE


def _piece(run: Run, start: int, end: int, kind: Kind, shown: Shown | None) -> Piece:
    moved = run.wall - run.start
    return Piece(start + moved, end + moved, kind, start, shown)


def cells(row: Sequence[Piece], minutes: int) -> list[Cell]:
    """A row in cells of so many minutes, which must divide the day.

    A cell through which the verdict is not the same is `MIXED`; what of it was not judged does not
    count. Of several rules that deny in turn, the one that denies for longest is named.
    """
    size = minutes * MICROS_PER_MINUTE
    shares: list[Counter[tuple[Kind, str | None]]] = [Counter() for _ in range(DAY // size)]
    for piece in row:
        for index in range(piece.start // size, -(-piece.end // size)):
            within = min(piece.end, (index + 1) * size) - max(piece.start, index * size)
            shares[index][piece.kind, piece.rule] += within
    return [_cell(share) for share in shares]


def _cell(share: Counter[tuple[Kind, str | None]]) -> Cell:
    judged = Counter({key: size for key, size in share.items() if key[0] in JUDGED})
    if len({kind for kind, _ in judged}) > 1:
        return Cell(Kind.MIXED)
    (kind, rule), _ = (judged or share).most_common(1)[0]
    return Cell(kind, rule)


def wall_text(micros: int) -> str:
    """What a clock shows so long after its midnight: `08:00`, `24:00`, `08:00:30.5`."""
    minutes, rest = divmod(micros, MICROS_PER_MINUTE)
    shown = f"{minutes // 60:02}:{minutes % 60:02}"
    if not rest:
        return shown
    seconds, fraction = divmod(rest, MICROS_PER_SECOND)
    return f"{shown}:{seconds:02}" + (f".{fraction:06}".rstrip("0") if fraction else "")


def open_time(row: Sequence[Piece]) -> int:
    """For how long a contact is allowed on a row, in microseconds."""
    return sum(piece.end - piece.start for piece in row if piece.kind is Kind.ALLOW)


def hours_text(micros: int) -> str:
    """A length in hours and minutes, `13:30`, without what is less than a minute."""
    hours, minutes = divmod(micros // MICROS_PER_MINUTE, 60)
    return f"{hours}:{minutes:02}"
