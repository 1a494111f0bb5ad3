"""Dates and instants that are compared, in words.

In: `Moment`, `When`, `Recent`. Out: lines, affirmed or denied.
"""

from __future__ import annotations

from datetime import date

from policydsl.core.formula import Moment, Recent, When
from policydsl.handbook.prose.names import instant, path
from policydsl.handbook.prose.spans import lasting, length
from policydsl.handbook.writing import Line, Voice

_RELATIONS = {
    "before": ("{left} is before {right}", "{left}早于{right}"),
    "after": ("{left} is after {right}", "{left}晚于{right}"),
    "on_or_before": ("{left} is on or before {right}", "{left}不晚于{right}"),
    "on_or_after": ("{left} is on or after {right}", "{left}不早于{right}"),
}
_DENIED = {
    "before": ("{left} is not before {right}", "{left}并非早于{right}"),
    "after": ("{left} is not after {right}", "{left}并非晚于{right}"),
    "on_or_before": ("{left} is not on or before {right}", "{left}并非{right}或更早"),
    "on_or_after": ("{left} is not on or after {right}", "{left}并非{right}或更晚"),
}
_OPPOSITE = {
    "before": "on_or_after",
    "after": "on_or_before",
    "on_or_before": "after",
    "on_or_after": "before",
}


def moment(of: Moment, voice: Voice) -> Line:
    """`now`, `today`, `the debt's due date plus 3 full days`."""
    base = _base(of, voice)
    for span in of.plus:
        base = voice.say(
            "{base} plus {length}", "{base}加{length}", base=base, length=length(span, voice)
        )
    return base


def _base(of: Moment, voice: Voice) -> Line:
    match of.base:
        case "now":
            return voice.say("now", "此刻")
        case "today":
            return voice.say("today", "当日")
        case date():
            return (of.base.isoformat(),)
        case int():
            return (instant(of.base),)
        case str():
            return path(of.base, voice)


def when(of: When, holds: bool, voice: Voice) -> Line:
    """Two moments compared.

    Where neither can be none, the denial of one relation is another relation.
    """
    relation, table = of.relation, _RELATIONS
    if not holds and _always_there(of.left, voice) and _always_there(of.right, voice):
        relation = _OPPOSITE[relation]
    elif not holds:
        table = _DENIED
    return voice.say(*table[relation], left=moment(of.left, voice), right=moment(of.right, voice))


def _always_there(of: Moment, voice: Voice) -> bool:
    """Whether a moment that is known is never none."""
    if not isinstance(of.base, str) or of.base in ("now", "today"):
        return True
    known = voice.fields.get(of.base)
    return known is not None and not known.nullable


def recent(of: Recent, holds: bool, voice: Voice) -> Line:
    """`the debt's due date has passed, and this still runs: …`."""
    subject, runs = path(of.path, voice), lasting(of.span, voice)
    if holds:
        return voice.say(
            "{subject} lies in the past, and this time is not over: {runs}",
            "{subject}已过，且尚在期限内（{runs}）",
            subject=subject,
            runs=runs,
        )
    return voice.say(
        "{subject} is not in the past, or this time is over: {runs}",
        "{subject}未到，或期限（{runs}）已过",
        subject=subject,
        runs=runs,
    )
