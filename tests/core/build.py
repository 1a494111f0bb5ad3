"""Short ways to say a request, an event, a rule and a policy, so that a test shows only its law.

In: wall-clock readings and fields. Out: core values. `NEW_YORK` is the zone unless a test says
another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any as AnyType

from policydsl.core.days import Days, EveryDay
from policydsl.core.explanation import Explanation, Reason
from policydsl.core.formula import (
    NO,
    YES,
    Clock,
    Compare,
    Count,
    Formula,
    HoursLine,
    Key,
    Selection,
    Window,
)
from policydsl.core.policy import (
    CorePolicy,
    Effect,
    Ladder,
    Obligation,
    Origin,
    Rank,
    Root,
    Rule,
    Scope,
)
from policydsl.core.reference import explain
from policydsl.core.reference.facts import Context
from policydsl.core.reference.formulas import holds
from policydsl.core.request import LEVELS, ConsentRecord, Event, Request, Zone
from policydsl.core.zones import zone_info

NEW_YORK = "America/New_York"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICRO, SECOND = 1, 1_000_000
MINUTE, HOUR, DAY = 60 * SECOND, 3600 * SECOND, 24 * 3600 * SECOND
PER_DEBT = Key("debt", "debt")
PER_PERSON = Key("person", "person")
PER_ADDRESS = Key("address", "proposal.address")
IN_ZONE = Scope(False, "recipient")
ORIGIN = Origin("deny", "a.policy", 1, 1)


def at(wall: str, zone: str = NEW_YORK, fold: int = 0) -> int:
    """The instant of a reading such as `2026-03-04 10:00` of a zone's clock."""
    aware = datetime.fromisoformat(wall).replace(tzinfo=zone_info(zone), fold=fold)
    return (aware - EPOCH) // timedelta(microseconds=1)


def utc(wall: str) -> int:
    """The instant of a reading of UTC."""
    return at(wall, "UTC")


def context(
    now: int,
    facts: Mapping[str, AnyType] | None = None,
    zone: str | None = NEW_YORK,
    debt: str | None = None,
    **fields: AnyType,
) -> Context:
    """A request in hand at an instant."""
    return Context(request(now, facts, zone=zone, **fields), now, debt, zone)


def request(
    now: int,
    facts: Mapping[str, AnyType] | None = None,
    *,
    zone: str | None = NEW_YORK,
    zones: tuple[str, ...] | None = None,
    **fields: AnyType,
) -> Request:
    """A proposal by voice to P1 unless said otherwise."""
    names = zones if zones is not None else (zone,) if zone is not None else ()
    given = {"proposal.channel": "voice", "proposal.purpose": "collections", **(facts or {})}
    events = fields.pop("events", ())
    return Request(
        at=now,
        facts={path: value for path, value in given.items() if value is not ...},
        person=fields.pop("person", "P1"),
        recipient=fields.pop("recipient", ("debtor", "P1")),
        zones=tuple(Zone(name, "residence") for name in names),
        events=tuple(sorted(events, key=lambda event: (event.at, event.id))),
        **fields,
    )


def contact(when: int, identity: str | None = None, level: int = 1, **fields: AnyType) -> Event:
    """An outbound contact by voice."""
    values = {f"event.{name}": level > index for index, name in enumerate(LEVELS)}
    values |= fields.pop("values", {})
    fields = {"direction": "outbound", "channel": "voice", "address": "+1", **fields}
    return Event(identity or f"e{when}", "contact", when, level, values=values, **fields)


def happened(kind: str, when: int, **fields: AnyType) -> Event:
    """An event that is not a contact."""
    return Event(fields.pop("id", f"{kind}{when}"), kind, when, **fields)


def consent(**fields: AnyType) -> ConsentRecord:
    """A consent given on the first of January, for anything."""
    values = {"consent.channel": "any", "consent.purpose": "any", **fields.pop("values", {})}
    start = fields.pop("effective_from", at("2026-01-01 00:00"))
    return ConsentRecord(fields.pop("id", "k1"), start, values=values, **fields)


def attempts(level: int = 1, where: Formula = YES) -> Selection:
    """Outbound contacts from a level on, by any channel."""
    return Selection("contact", level, "outbound", None, where)


def others(kind: str, where: Formula = YES) -> Selection:
    """Events of a kind that is not a contact."""
    return Selection(kind, 0, None, None, where)


def count(window: Window, minimum: int = 1, *keys: Key, **fields: AnyType) -> Count:
    """At least so many attempts in a window."""
    selection = fields.pop("selection", attempts())
    return Count(selection, keys, window, minimum, **fields)


def rule(core: Formula, **fields: AnyType) -> Rule:
    """A prohibition named `p.r`, judged in the recipient's zones."""
    effect = fields.pop("effect", Effect.DENY)
    kind = fields.pop("kind", "deny")
    return Rule(
        id=fields.pop("id", "p.r"),
        effect=effect,
        code=fields.pop("code", "PROHIBITED"),
        rank=fields.pop("rank", Rank.LEGAL),
        applies=fields.pop("applies", YES),
        core=core,
        lifted=fields.pop("lifted", NO),
        on_unknown=fields.pop("on_unknown", str(effect)),
        scope=fields.pop("scope", IN_ZONE),
        approval=fields.pop("approval", None),
        origin=replace(ORIGIN, kind=kind),
        **fields,
    )


def root(name: str = "root", governs: Formula = YES, otherwise: str = "deny") -> Root:
    """A root that governs everything unless said otherwise."""
    return Root(name, "1", governs, otherwise, Scope(), ORIGIN)


def policy(
    *rules: Rule,
    roots: tuple[Root, ...] | None = None,
    ladders: tuple[Ladder, ...] = (),
    obligations: tuple[Obligation, ...] = (),
) -> CorePolicy:
    """A policy of these rules."""
    return CorePolicy(roots or (root(),), rules, obligations, ladders)


def decide(asked: Request, *rules: Rule, **fields: AnyType) -> Explanation:
    """The decision of a policy of these rules."""
    return explain(policy(*rules, **fields), asked)


def blocks(asked: Request, core: Formula, **fields: AnyType) -> bool:
    """Whether a prohibition with this core surely denies."""
    explanation = decide(asked, rule(core, **fields))
    return explanation.verdict == "deny" and explanation.reasons[0].code == "PROHIBITED"


def only_reason(explanation: Explanation) -> Reason:
    """The reason of a decision that has one."""
    (reason,) = explanation.reasons
    return reason


def truth(
    formula: Formula, now: int, facts: Mapping[str, AnyType] | None = None, **fields: AnyType
) -> bool | None:
    """What a formula says of a request."""
    return holds(formula, context(now, facts, **fields))


def is_voice() -> Formula:
    """The proposal is by voice."""
    return Compare("proposal.channel", "eq", "voice")


def hours(*intervals: tuple[int, int], days: Days | None = None, within: bool = False) -> Clock:
    """One line of the local clock, in minutes after midnight."""
    return Clock((HoursLine(intervals, days or EveryDay()),), (), None, within)


def on(year: int, month: int, day: int) -> date:
    """A date."""
    return date(year, month, day)
