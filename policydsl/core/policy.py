"""What the evaluators run: rules, obligations and ladders in core form.

In: formulas. Out: frozen types; `policydsl.rules` makes them, the engines read them.
"""

from __future__ import annotations

from dataclasses import field
from datetime import date
from enum import StrEnum

from policydsl.core.formula import NO, YES, Formula, Key, Selection, Window
from policydsl.core.windows import Span
from policydsl.frozen import frozen

UNAVAILABLE = ("deny", "review", "allow")
"""What a gate may answer without its ledger: the strictest first; it holds when nothing is said."""

EXPIRED = ("count", "free")
"""What a place may do after its lease: the strictest first; it holds when nothing is said."""


class Effect(StrEnum):
    """What a rule does to a contact that it catches."""

    DENY = "deny"
    REVIEW = "review"
    WARN = "warn"


class Rank(StrEnum):
    """The fixed order in which reasons are reported; the value sorts."""

    LEGAL = "1 legal state"
    CONSENT = "2 consent"
    RECIPIENT = "3 recipient"
    LADDER = "4 ladder"
    CAPS = "5 caps"
    TIME = "6 time"


@frozen
class Origin:
    """Where a rule was written and what the author says of it; explanation only.

    `basis` is in the words of the clause: `law`, or `law as reported` where the text of the law
    was not read. `since` is the first day of the policy's version, None when it has none: of
    several versions loaded together it tells which one speaks.
    """

    kind: str
    file: str
    line: int
    column: int
    title: str | None = None
    citation: str | None = None
    basis: str = "house"
    texts: tuple[tuple[str, str], ...] = ()
    owner: str | None = None
    since: date | None = None


@frozen
class Scope:
    """Over what a rule is quantified, outside everything else in it.

    `per_debt`: judged for each debt of the proposal; one suffices to be caught. `zone`: None
    when no local clock or date is read, `recipient` for every candidate zone (one suffices),
    else an IANA name.
    """

    per_debt: bool = False
    zone: str | None = None


@frozen
class Rule:
    """A prohibition (or a review, or a warning).

    Caught for a debt and zone when `applies` and `core` hold and `lifted` is not yes. Unknown
    when `applies` and `core` together are unknown; then `on_unknown` (`deny`, `review`, `warn`
    or `allow`) says what follows. An unknown `lifted` does not lift, and the rule keeps its code.
    """

    id: str
    effect: Effect
    code: str
    rank: Rank
    applies: Formula
    core: Formula
    lifted: Formula
    on_unknown: str
    scope: Scope
    approval: str | None
    origin: Origin


@frozen
class Obligation:
    """What must be done with the contact.

    Owed when `applies` is not no and `lifted` is not yes. With `within`, the duty is due by the
    end of that span after the first event of `after_first`; it is done when an event of the
    duty's own name, with the same keys, follows that event.
    """

    id: str
    duties: tuple[str, ...]
    applies: Formula
    lifted: Formula
    within: Span | None
    after_first: Selection | None
    keys: tuple[Key, ...]
    scope: Scope
    origin: Origin


@frozen
class DayPoint:
    """A local date `days` from the date (or the instant) at a path, `debt.due_on` as a rule."""

    days: int
    anchor: str


@frozen
class StepReached:
    """A step attempted `times` times, or open for a span."""

    step: str
    times: int | None
    open_for: Span | None


@frozen
class Budget:
    """At most `limit` events of a step within a window, from a level on.

    `level` is 1 (attempted) to 6 (conversation), as in `Selection`.
    """

    limit: int
    level: int
    window: Window
    distinct_days: bool = False


@frozen
class Step:
    """A rung.

    Open when now is at or past `start`, before `end`, every `after` (any of its alternatives)
    holds, and `when` is yes. It takes a proposal by its channels when `takes` is not no, and owns
    the past contacts for which `owns` is not no (or that name it).
    """

    name: str
    channels: frozenset[str]
    takes: Formula
    owns: Formula
    start: DayPoint | None = None
    end: DayPoint | None = None
    after: tuple[tuple[StepReached, ...], ...] = ()
    when: Formula = YES
    budgets: tuple[Budget, ...] = ()
    apart: Span | None = None
    approval: str | None = None
    duties: tuple[str, ...] = ()


@frozen
class Ladder:
    """Which step may be taken now: a pure function of facts and events since the last reset.

    `take_any` lets any open, unspent step pass; otherwise the last open one only. `on_block` is
    `wait`, `skip` or `stop`.
    """

    id: str
    keys: tuple[Key, ...]
    steps: tuple[Step, ...]
    applies: Formula
    lifted: Formula
    scope: Scope
    origin: Origin
    take_any: bool = False
    hold: Formula = NO
    stop: Formula = NO
    reset: Selection | None = None
    on_block: str = "wait"


@frozen
class Root:
    """A loaded policy: what it governs (its dates included), and its answer for the rest.

    The other two are for a gate, no decision reads them: `unavailable` is its answer while the
    ledger cannot be reached (`deny`, `review` or `allow`), `expired` says whether a place that was
    reserved and neither confirmed nor released goes on counting after its lease (`count`, `free`).
    """

    name: str
    version: str
    governs: Formula
    otherwise: str
    scope: Scope
    origin: Origin
    unavailable: str = UNAVAILABLE[0]
    expired: str = EXPIRED[0]


@frozen
class CorePolicy:
    """Everything a decision depends on, besides the request.

    `identity` is (name, version, digest). Order within the tuples has no meaning.
    """

    roots: tuple[Root, ...]
    rules: tuple[Rule, ...]
    obligations: tuple[Obligation, ...] = ()
    ladders: tuple[Ladder, ...] = ()
    margins: tuple[tuple[str | None, int], ...] = ()
    identity: tuple[str, str, str] = field(default=("", "", ""))
