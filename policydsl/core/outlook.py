"""What time alone will change: the next eligible time, how long an allow holds, what to wait for.

In: nothing. Out: frozen types. An `Outlook` is what the reference and the engines both produce, and
must be equal between them. All instants are int microseconds since 1970-01-01T00:00:00Z.
"""

from __future__ import annotations

from enum import StrEnum

from policydsl.frozen import frozen

DEFAULT_HORIZON_DAYS = 400
MOST_HORIZON_DAYS = 3660
"""Ten years; longer than any calendar of moved workdays is known in advance."""


class Awaited(StrEnum):
    """What kind of thing must happen before a denied contact can be allowed."""

    EVENT = "event"
    FACT = "fact"
    CONSENT = "consent"
    APPROVAL = "approval"
    HORIZON = "horizon"
    NEVER = "never"


@frozen
class Wait:
    """One thing that a contact waits for.

    `rule` is the rule, ladder or root that waits, None for the horizon. `names` are the facts by
    path (`person.cease`), the kinds of event (`payment`) or of what else is missing by name
    (`event:e7`, `calendar:CN`), the purpose or channel of the consent, or the role that approves.
    """

    kind: Awaited
    rule: str | None = None
    names: tuple[str, ...] = ()


@frozen
class Outlook:
    """What becomes of a decision when nothing changes but the time.

    `next_eligible_at`: of a denied contact, the first instant after `at` and within the horizon at
    which no rule denies it; else None. `valid_until`: of an allowed contact, the first instant
    after `at` at which it is no longer allowed; None when there is none within the horizon.
    `lifts`: for each reason, in their order, the first instant after `at` at which its rule,
    ladder or root, alone, neither denies nor reviews; None when there is none within the horizon,
    and for a reason that stops nothing (what is not governed and allowed).
    """

    next_eligible_at: int | None = None
    valid_until: int | None = None
    lifts: tuple[int | None, ...] = ()


@frozen
class Stretch:
    """A half-open stretch of time [start, end) throughout which the answer is the same.

    `verdict` is `allow`, `review` or `deny`; `blocking` the ids of the rules and ladders that deny
    or want a review then, in the order of reasons.
    """

    start: int
    end: int
    verdict: str
    blocking: tuple[str, ...]
