"""Policies: rules of every kind, obligations, ladders and roots, small enough to be read.

In: choices. Out: a `CorePolicy` whose scopes fit what its formulas read (or, seldom, do not: the
zone is then unknown on purpose).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace

from policydsl.core.formula import (
    NO,
    YES,
    All,
    Clock,
    Compare,
    Count,
    During,
    Formula,
    Key,
    Not,
    Recent,
    RuledOut,
    When,
)
from policydsl.core.policy import (
    Budget,
    CorePolicy,
    DayPoint,
    Effect,
    Ladder,
    Obligation,
    Origin,
    Rank,
    Root,
    Rule,
    Scope,
    Step,
    StepReached,
)
from policydsl.core.windows import (
    BusinessDays,
    CalendarMonths,
    CalendarPeriods,
    ConsecutiveDays,
    FullDays,
)
from tests.property import formulas
from tests.property.choices import Choices, maybe, some
from tests.property.formulas import PLAIN, WITH_DEBT, Roots, formula, plain
from tests.property.pools import CHANNELS, DUTIES, ROLES, STEPS, ZONES

_LOCAL = (
    Clock,
    During,
    RuledOut,
    When,
    Recent,
    ConsecutiveDays,
    FullDays,
    BusinessDays,
    CalendarMonths,
    CalendarPeriods,
    DayPoint,
)
_VERDICTS = ("allow", "allow", "review", "deny")
_ANCHORS = ("debt.due_on", "debt.due_on", "debt.opened_at", "person.signed_on")


def parts(value: object) -> Iterator[object]:
    """Every dataclass and leaf inside a core value, the value itself included."""
    yield value
    if is_dataclass(value):
        for field in fields(value):
            yield from parts(getattr(value, field.name))
    elif isinstance(value, tuple | frozenset):
        for member in value:
            yield from parts(member)


def policy(c: Choices) -> CorePolicy:
    """One to four rules, up to two ladders, up to two obligations, up to two roots."""
    rules = tuple(rule(c, f"p.r{index}") for index in range(c.pick((1, 1, 2, 3, 4))))
    ladders = tuple(ladder(c, f"p.l{index}") for index in range(c.pick((0, 0, 0, 1, 1, 2))))
    obligations = tuple(obligation(c, f"p.o{index}") for index in range(c.pick((0, 0, 1, 2))))
    roots = tuple(root(c, f"root{index}") for index in range(c.pick((1, 1, 1, 2))))
    return CorePolicy(roots, rules, obligations, ladders)


def root(c: Choices, name: str) -> Root:
    """What is governed, now and then unknown."""
    governs: Formula = YES
    if c.chance(30):
        governs = plain(c, PLAIN) if c.chance(70) else formula(c, WITH_DEBT, 1)
    return Root(name, "1", governs, c.pick(_VERDICTS), scope_of(c, governs), origin("root"))


def rule(c: Choices, name: str) -> Rule:
    """A rule of one of the kinds, or of any formula at all."""
    roots = WITH_DEBT if c.chance(50) else PLAIN
    kind, code, rank, core = _core(c, roots)
    applies = _applies(c, roots)
    lifted = condition(c, roots) if c.chance(30) else NO
    effect = c.pick((Effect.DENY, Effect.DENY, Effect.DENY, Effect.REVIEW, Effect.WARN))
    unknown = str(effect) if c.chance(60) else c.pick(("deny", "review", "warn", "allow"))
    scope = scope_of(c, applies, core, lifted)
    approval = maybe(c, 70, c.pick(ROLES)) if effect == Effect.REVIEW else None
    return Rule(
        name, effect, code, rank, applies, core, lifted, unknown, scope, approval, origin(kind)
    )


def _core(c: Choices, roots: Roots) -> tuple[str, str, Rank, Formula]:
    match c.pick(("cap", "cap", "gap", "cooldown", "quiet", "contact", "consent", "deny", "any")):
        case "cap":
            return "cap", "CAP_REACHED", Rank.CAPS, formulas.count(c, roots)
        case "gap":
            gap = replace(formulas.count(c, roots), window=formulas.span(c), minimum=1)
            return "gap", "GAP_NOT_ELAPSED", Rank.CAPS, gap
        case "cooldown":
            cooldown = replace(formulas.count(c, roots), minimum=1)
            return "cooldown", "COOLDOWN", Rank.CAPS, cooldown
        case "quiet":
            return "quiet hours", "QUIET_HOURS", Rank.TIME, formulas.clock(c, roots, False)
        case "contact":
            closed = Not(formulas.clock(c, roots, True))
            return "contact hours", "OUTSIDE_HOURS", Rank.TIME, closed
        case "consent":
            missing = Not(formulas.consent(c, roots))
            return "consent", "CONSENT_MISSING", Rank.CONSENT, missing
        case "deny":
            return "deny", "PROHIBITED", Rank.LEGAL, plain(c, roots)
    prohibited = condition(c, roots) if c.chance(30) else formula(c, roots, 3)
    return "deny", "PROHIBITED", c.pick(tuple(Rank)), prohibited


def condition(c: Choices, roots: Roots) -> Formula:
    """Any formula, often of events, which may excuse something as well as forbid it."""
    if c.chance(50):
        return formula(c, roots, 1)
    counted: Formula = formulas.count(c, roots)
    return Not(counted) if c.chance(30) else All((counted,))


def _applies(c: Choices, roots: Roots) -> Formula:
    match c.pick(("always", "always", "channel", "channel", "any", "counted")):
        case "always":
            return YES
        case "counted":
            return condition(c, roots)
        case "channel":
            return Compare("proposal.channel", "in", frozenset(some(c, CHANNELS, 1, 3)))
    return All((plain(c, roots),)) if c.chance(60) else formula(c, roots, 1)


def scope_of(c: Choices, *judged: object) -> Scope:
    """Over what a rule must be quantified to be known; seldom something else."""
    inside = list(parts(judged))
    local = any(
        isinstance(part, _LOCAL) or (isinstance(part, Count) and _counts_days(part))
        for part in inside
    )
    reads_debt = any(isinstance(part, str) and part.startswith("debt") for part in inside)
    zone = None
    if local and not c.chance(6):
        zone = c.pick(ZONES) if c.chance(25) else "recipient"
    return Scope(reads_debt != c.chance(4), zone)


def _counts_days(count: Count) -> bool:
    return count.distinct_days or count.before_today


def origin(kind: str) -> Origin:
    """Nothing but the rule's kind."""
    return Origin(kind, "generated.policy", 1, 1)


def obligation(c: Choices, name: str) -> Obligation:
    """A duty, due after something or at once."""
    roots = WITH_DEBT if c.chance(50) else PLAIN
    applies = _applies(c, roots)
    lifted = plain(c, roots) if c.chance(25) else NO
    dated = c.chance(60)
    within = formulas.span(c) if dated else None
    after_first = formulas.selection(c, roots, 1) if dated or c.chance(20) else None
    keys = formulas.keys(c, roots)
    return Obligation(
        id=name,
        duties=tuple(some(c, DUTIES, 1, 2)),
        applies=applies,
        lifted=lifted,
        within=within,
        after_first=after_first,
        keys=keys,
        scope=scope_of(c, applies, lifted, within, after_first, keys),
        origin=origin("oblige"),
    )


def ladder(c: Choices, name: str) -> Ladder:
    """One to four steps in order, each after some of those before it."""
    roots = WITH_DEBT if c.chance(80) else PLAIN
    names = STEPS[: c.number(1, 4)]
    steps = tuple(_step(c, names[:index], names[index], roots) for index in range(len(names)))
    keys = (Key("debt", "debt"),) if "debt" in roots else formulas.keys(c, roots)
    judged: dict[str, Formula] = {
        "applies": _applies(c, roots),
        "lifted": plain(c, roots) if c.chance(10) else NO,
        "hold": condition(c, roots) if c.chance(20) else NO,
        "stop": condition(c, roots) if c.chance(20) else NO,
    }
    reset = formulas.selection(c, roots, 1) if c.chance(40) else None
    return Ladder(
        id=name,
        keys=keys,
        steps=steps,
        applies=judged["applies"],
        lifted=judged["lifted"],
        scope=scope_of(c, steps, keys, *judged.values(), reset),
        origin=origin("ladder"),
        take_any=c.chance(50),
        hold=judged["hold"],
        stop=judged["stop"],
        reset=reset,
        on_block=c.pick(("wait", "wait", "wait", "skip", "skip", "stop")),
    )


def _step(c: Choices, before: tuple[str, ...], name: str, roots: Roots) -> Step:
    after = tuple(
        tuple(_reached(c, before) for _ in range(c.number(1, 2)))
        for _ in range(c.pick((0, 1, 1, 2)) if before else 0)
    )
    actor = c.pick(("human", "bot"))
    split = c.chance(40)
    return Step(
        name=name,
        channels=frozenset(some(c, CHANNELS, c.pick((1, 2, 3)), 3)),
        takes=Compare("proposal.actor", "eq", actor) if split else YES,
        owns=Compare("event.actor", "eq", actor) if split else YES,
        start=_day_point(c, roots) if c.chance(50) else None,
        end=_day_point(c, roots) if c.chance(20) else None,
        after=after,
        when=plain(c, roots) if c.chance(25) else YES,
        budgets=tuple(_budget(c, roots) for _ in range(c.pick((0, 1, 1, 2)))),
        apart=formulas.span(c) if c.chance(35) else None,
        approval=c.pick(ROLES) if c.chance(20) else None,
        duties=tuple(some(c, DUTIES, 0, 1)),
    )


def _day_point(c: Choices, roots: Roots) -> DayPoint:
    anchors = [anchor for anchor in _ANCHORS if anchor.partition(".")[0] in roots]
    return DayPoint(c.pick((0, -3, 1, 4, 15)), c.pick(anchors))


def _reached(c: Choices, before: tuple[str, ...]) -> StepReached:
    if c.chance(60):
        return StepReached(c.pick(before), c.pick((1, 1, 2)), None)
    return StepReached(c.pick(before), None, formulas.span(c))


def _budget(c: Choices, roots: Roots) -> Budget:
    return Budget(
        limit=c.pick((1, 2, 3)),
        level=c.pick((1, 1, 1, 2, 4)),
        window=formulas.window(c, roots),
        distinct_days=c.chance(15),
    )
