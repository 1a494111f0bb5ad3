"""The request from which searches start: plain, complete, and of no harm.

In: what a policy tells apart, and a date. Out: a draft in which every fact that the policy reads
is said.
"""

from __future__ import annotations

from datetime import date, timedelta

from policydsl.core.windows import MICROS_PER_DAY
from policydsl.facts.problems import MISSING
from policydsl.facts.standard import Field
from policydsl.facts.types import DateType, Flag, HoursType, InstantType, PreferencesType, SetOf
from policydsl.witnesses.bench import at_minute
from policydsl.witnesses.draft import Draft
from policydsl.witnesses.ground import Ground

_TEN = 600
_AGE = 30
_PLAIN: dict[str, object] = {
    "proposal.recipient": "debtor",
    "recipient.id": "P1",
    "proposal.actor": "human",
    "actor.firm": "F1",
    "proposal.address": "A1",
    "address.kind": "mobile",
    "address.place": "home",
    "proposal.reason": None,
    "proposal.template": "T1",
    "proposal.campaign": "C1",
    "proposal.id": "c-1",
    "person.id": "P1",
    "person.household": "H1",
    "debt.creditor": "L1",
    "debt.id": "D1",
}
_ALWAYS = ("proposal.recipient", "recipient.id", "proposal.actor", "proposal.address", "person.id")


def base_draft(ground: Ground, day: date) -> Draft:
    """A contact at ten in the morning of a date, about one debt, with nothing before it."""
    zone = ground.zones[0]
    at = at_minute(day, _TEN, zone)
    facts: dict[str, object] = {}
    debt: dict[str, object] = {"debt.id": "D1"}
    for path in sorted(ground.reads | set(_ALWAYS)):
        field = ground.fields[path]
        if field.root in ("event", "consent"):
            continue
        if path in _PLAIN:
            said = _PLAIN[path]
        elif field.default is not MISSING:
            continue
        else:
            said = _said(field, ground, at, day)
        (debt if field.root == "debt" else facts)[path] = said
    facts.setdefault("proposal.channel", next(ground.values("proposal.channel")))
    facts.setdefault("proposal.purpose", next(ground.values("proposal.purpose")))
    return Draft(at=at, facts=facts, about=("D1",), debts=(debt,), zones=(zone,))


def _said(field: Field, ground: Ground, at: int, day: date) -> object:
    match field.type:
        case Flag():
            return False
        case DateType():
            return day - timedelta(days=_AGE)
        case InstantType():
            return at - _AGE * MICROS_PER_DAY
        case SetOf():
            return frozenset()
        case HoursType():
            return {"every_day": ["09:00-20:00"]}
        case PreferencesType():
            return []
        case _:
            return next(ground.values(field.path))
