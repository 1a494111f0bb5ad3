"""The core calculus: formulas over a closed set of atoms, and what a policy is made of.

In: nothing. Out: frozen types. Every rule kind of the language is lowered into these; only
these have a meaning (`policydsl.core.reference`), and every engine is one pass over them that
matches on the whole family. Adding a node is a design decision.

Truth is Kleene's: True, False, and None for unknown.

Paths are written in full: `proposal.channel`, `person.cease`, `debt.due_on`, `recipient.place`,
`event.outcome`, `consent.scope`. A `debt.` path is read of the debt in hand, an `event.` or
`consent.` path of the event or consent in hand.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TypeAlias

from policydsl.core.days import Days
from policydsl.core.windows import Blocks, CalendarPeriods, Ever, Span
from policydsl.frozen import frozen

# --- truth ------------------------------------------------------------------------------------


@frozen
class Not:
    """Kleene negation."""

    operand: Formula


@frozen
class All:
    """Kleene conjunction; of nothing it is yes."""

    operands: tuple[Formula, ...]


@frozen
class Any:
    """Kleene disjunction; of nothing it is no."""

    operands: tuple[Formula, ...]


@frozen
class Settled:
    """The operand, with unknown read as `otherwise`."""

    operand: Formula
    otherwise: bool


YES = All(())
NO = Any(())


# --- facts ------------------------------------------------------------------------------------


@frozen
class PathRef:
    """A path on the right of a comparison: the value is read from the request."""

    path: str


Constant: TypeAlias = bool | int | Decimal | str | date | frozenset[str] | None
"""A literal; None is `none`. Instants are int microseconds since 1970 UTC."""


@frozen
class Compare:
    """A fact against a literal, a set or another fact; types agree since load.

    `operator` is `eq`, `lt`, `le`, `gt`, `ge`, `in` or `starts_with`. `none` equals only itself,
    is in no set and stands in no order. `in` takes a frozenset, or a path of a set fact.
    A missing fact on either side is unknown.
    """

    path: str
    operator: str
    operand: Constant | PathRef


@frozen
class KnownFact:
    """Whether a fact is there (`none` counts as there); never unknown."""

    path: str


# --- dates and times --------------------------------------------------------------------------


@frozen
class HoursLine:
    """Intervals of the local clock on certain dates.

    Each interval is (start, end) in minutes after midnight, 0 <= start < 1440, 0 < end <= 1440,
    half-open; end <= start crosses midnight and belongs to the date it starts on.
    """

    intervals: tuple[tuple[int, int], ...]
    days: Days


@frozen
class Clock:
    """Whether the local clock lies in a table of hours.

    With `within` False: yes when some line covers the moment, or some `during` hours do.
    With `within` True: yes when the moment belongs to a date e (today, or yesterday for an
    interval that crossed midnight) that is not of `closed`, that some line covers, and every
    line covering e has the moment in one of its intervals begun on e. Each `during` path is one
    more line; its fact being `none` takes the line away.
    `at` is the path of the instant judged, None for now. Outcome unknown without a zone.
    """

    lines: tuple[HoursLine, ...]
    during: tuple[str, ...]
    closed: Days | None
    within: bool
    at: str | None = None


@frozen
class During:
    """Now lies in the weekly table of an `hours` fact; `none` is no."""

    path: str


@frozen
class RuledOut:
    """Now, the proposal's channel, address or place is ruled out by a `preferences` fact."""

    path: str


@frozen
class Moment:
    """A date or an instant, moved on.

    `base` is `now`, `today`, a path, a date, or an instant in microseconds. `is_date` says
    whether the base is a date. Each span moves on in turn: minutes and hours keep an instant an
    instant; all others turn it into the local date on which the span ends.
    """

    base: str | date | int
    is_date: bool
    plus: tuple[Span, ...] = ()


@frozen
class When:
    """Two moments compared; `relation` is `before`, `after`, `on_or_before`, `on_or_after`.

    Two instants compare exactly; as soon as one side is a date, both are local dates. With no
    zone known, the answer is yes or no only if it is the same everywhere on earth. `none` on
    either side is no.
    """

    left: Moment
    relation: str
    right: Moment


@frozen
class Recent:
    """A past date or instant whose span still runs: `PATH is within last SPAN`.

    No when the moment is none or lies after now.
    """

    path: str
    is_date: bool
    span: Span


# --- events -----------------------------------------------------------------------------------


@frozen
class Selection:
    """Which events: the kind, how far a contact got, direction, channels, and a filter.

    `kind` is `contact` or another event kind. `level` is 1 (attempted) to 6 (conversation) for
    contacts and 0 for other kinds. `direction` None takes both. `channels` None takes all.
    A reservation not yet confirmed passes every level and filter of its kind and channel.
    """

    kind: str
    level: int
    direction: str | None
    channels: frozenset[str] | None
    where: Formula


@frozen
class SinceLast:
    """Everything strictly after the last event of a selection; everything, when there is none.

    The anchor must carry the same keys as the events counted, and may come by any channel.
    """

    selection: Selection


Window: TypeAlias = Span | CalendarPeriods | Blocks | SinceLast | Ever
"""Over what time events are counted."""


@frozen
class Key:
    """What a count is kept for.

    `kind` is `person`, `debt`, `address`, `recipient`, or `field` with a `path`
    (`person.household`, `debt.creditor`, `proposal.campaign`, `debt.bundle`, …). An event's side
    of a field is `event.` plus the last part of the path; for a `debt.` path also the facts of
    the event's debts.
    """

    kind: str
    path: str


@frozen
class Count:
    """At least `minimum` events of a selection, with the proposal's keys, in a window.

    Counts are a pair (sure, possible): an event that lacks a key or a filtered fact may count.
    Yes when sure >= minimum, no when possible < minimum, else unknown. With `distinct_days` the
    local dates are counted. With `after_first`, only events strictly after the first of that
    selection count, none when there is none. With `before_today`, not those of today's date.
    """

    selection: Selection
    keys: tuple[Key, ...]
    window: Window
    minimum: int
    distinct_days: bool = False
    after_first: Selection | None = None
    before_today: bool = False


# --- consent ----------------------------------------------------------------------------------


@frozen
class Consent:
    """Some record of consent is live at the moment and satisfies everything at once.

    `fields` pairs a consent field with the path whose value it must equal (or be `any`).
    `level` is None, `express` or `written` (which is express too). `given_within` and `lasting`
    are spans from `effective_from`; `ending_after` ends the record at the first such event after
    it; `grace` is the span in which a revocation need not be honoured yet. `at_event` judges at
    the time of the event in hand instead of now.
    """

    fields: tuple[tuple[str, str], ...]
    level: str | None
    with_proof: bool
    confirmed: bool
    given_within: Span | None
    lasting: Span | None
    ending_after: Selection | None
    ending_keys: tuple[Key, ...]
    where: Formula
    grace: Span | None
    at_event: bool = False


Atom: TypeAlias = Compare | KnownFact | Clock | During | RuledOut | When | Recent | Count | Consent
Formula: TypeAlias = Not | All | Any | Settled | Atom
