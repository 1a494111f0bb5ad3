"""`reference_policy.policy` in core form, built by hand.

In: nothing. Out: `POLICY`, what loading the text must amount to, for measuring the evaluators
without the rest.
"""

from __future__ import annotations

from pathlib import Path

from policydsl.core.days import EveryDay
from policydsl.core.formula import (
    NO,
    YES,
    All,
    Any,
    Clock,
    Compare,
    Consent,
    Count,
    Formula,
    HoursLine,
    Key,
    Moment,
    Not,
    Selection,
    Settled,
    When,
)
from policydsl.core.policy import (
    Budget,
    CorePolicy,
    DayPoint,
    Effect,
    Ladder,
    Origin,
    Rank,
    Root,
    Rule,
    Scope,
    Step,
    StepReached,
)
from policydsl.core.windows import (
    MICROS_PER_HOUR,
    CalendarPeriods,
    ConsecutiveDays,
    Ever,
    FullDays,
    Rolling,
)

NAME = "benchmark.recovery"
TEXT = Path(__file__).with_suffix(".policy")

_PERSON = Key("person", "person.id")
_DEBT = Key("debt", "debt.id")
_ADDRESS = Key("address", "proposal.address")
_VOICE = frozenset({"voice"})
_TODAY = CalendarPeriods("day", 1)
_SEVEN_DAYS = ConsecutiveDays(7)
_TEN_FULL_DAYS = FullDays(10)
_ZONED = Scope(zone="recipient")
_PER_DEBT = Scope(per_debt=True)
_PER_DEBT_ZONED = Scope(per_debt=True, zone="recipient")
_ATTEMPTED, _CONNECTED, _CONVERSATION = 1, 4, 6


def _rule(
    name: str,
    kind: str,
    code: str,
    rank: Rank,
    core: Formula,
    scope: Scope,
    applies: Formula = YES,
) -> Rule:
    origin = Origin(kind, TEXT.name, 1, 1)
    rule_id = f"{NAME}.{name}"
    return Rule(rule_id, Effect.DENY, code, rank, applies, core, NO, "deny", scope, None, origin)


def _by(*channels: str) -> Compare:
    if len(channels) == 1:
        return Compare("proposal.channel", "eq", channels[0])
    return Compare("proposal.channel", "in", frozenset(channels))


def _outbound(level: int, channels: frozenset[str], where: Formula = YES) -> Selection:
    return Selection("contact", level, "outbound", channels, where)


def _cap(name: str, count: Count, scope: Scope) -> Rule:
    channels = count.selection.channels or frozenset()
    return _rule(name, "cap", "CAP_REACHED", Rank.CAPS, count, scope, _by(*sorted(channels)))


def _caps() -> tuple[Rule, ...]:
    attempts = _outbound(_ATTEMPTED, _VOICE)
    connections = _outbound(_CONNECTED, _VOICE)
    unanswered = _outbound(_ATTEMPTED, _VOICE, Not(Compare("event.connected", "eq", True)))
    touches = _outbound(_ATTEMPTED, frozenset({"sms", "push", "voice"}))
    return (
        _cap("weekly", Count(attempts, (_PERSON, _DEBT), _SEVEN_DAYS, 7), _PER_DEBT_ZONED),
        _cap("connected_daily", Count(connections, (_PERSON,), _TODAY, 3), _ZONED),
        _cap("unanswered_daily", Count(unanswered, (_ADDRESS,), _TODAY, 6), _ZONED),
        _cap("touches", Count(touches, (_PERSON,), Rolling(24 * MICROS_PER_HOUR), 10), Scope()),
    )


def _hours_and_waits() -> tuple[Rule, ...]:
    night = Clock((HoursLine(((22 * 60, 8 * 60),), EveryDay()),), (), None, within=False)
    talks = Selection("contact", _CONVERSATION, None, _VOICE, YES)
    since_talk = Count(talks, (_DEBT,), _SEVEN_DAYS, 1)
    return (
        _rule("night", "quiet_hours", "QUIET_HOURS", Rank.TIME, night, _ZONED),
        _rule(
            "after_talk",
            "cooldown",
            "COOLDOWN",
            Rank.CAPS,
            since_talk,
            _PER_DEBT_ZONED,
            _by("voice"),
        ),
    )


def _consent() -> Rule:
    fields = (
        ("consent.channel", "proposal.channel"),
        ("consent.purpose", "proposal.purpose"),
    )
    express = Consent(
        fields=fields,
        level="express",
        with_proof=False,
        confirmed=False,
        given_within=None,
        lasting=None,
        ending_after=None,
        ending_keys=(),
        where=YES,
        grace=None,
    )
    marketing = Compare("proposal.purpose", "eq", "marketing")
    return _rule(
        "marketing_consent",
        "consent",
        "CONSENT_MISSING",
        Rank.CONSENT,
        Not(express),
        Scope(),
        marketing,
    )


def _denials() -> tuple[Rule, ...]:
    promise = When(Moment("debt.promise_until", False), "after", Moment("now", False))
    over = When(Moment("today", True), "after", Moment("debt.moratorium_until", True))
    paused = All((_flag("debt.moratorium"), Not(Settled(over, False))))
    return (
        _rule("promised", "deny", "PROMISE_PENDING", Rank.LEGAL, YES, _PER_DEBT, promise),
        _rule("cease", "deny", "CEASE", Rank.LEGAL, YES, Scope(), _flag("person.cease")),
        _rule("moratorium", "deny", "HOLD", Rank.LEGAL, YES, _PER_DEBT_ZONED, paused),
    )


def _flag(path: str) -> Compare:
    return Compare(path, "eq", True)


def _past_due(days: int) -> DayPoint:
    return DayPoint(days, "debt.due_on")


def _at_most(limit: int, window: Ever | CalendarPeriods) -> Budget:
    return Budget(limit, _ATTEMPTED, window)


def _by_actor(name: str, actor: str, start: DayPoint, **more: object) -> Step:
    takes = Compare("proposal.actor", "eq", actor)
    owns = Compare("event.actor", "eq", actor)
    return Step(name, _VOICE, takes, owns, start=start, **more)  # type: ignore[arg-type]  # passed on


def _steps() -> tuple[Step, ...]:
    by_reminders = (StepReached("remind", 2, None), StepReached("remind", None, _TEN_FULL_DAYS))
    by_agents = (StepReached("agent_call", 5, None), StepReached("agent_call", None, FullDays(30)))
    return (
        Step(
            "remind",
            frozenset({"sms", "push"}),
            YES,
            YES,
            start=_past_due(-3),
            end=_past_due(60),
            budgets=(_at_most(3, Ever()),),
            apart=Rolling(24 * MICROS_PER_HOUR),
        ),
        _by_actor(
            "robot_call",
            "bot",
            _past_due(4),
            after=(by_reminders,),
            budgets=(_at_most(8, Ever()), _at_most(2, _TODAY)),
        ),
        _by_actor(
            "agent_call",
            "human",
            _past_due(15),
            budgets=(_at_most(6, _TODAY),),
            apart=Rolling(2 * MICROS_PER_HOUR),
        ),
        Step(
            "notice",
            frozenset({"letter", "email"}),
            YES,
            YES,
            start=_past_due(40),
            after=(by_agents,),
            budgets=(_at_most(2, Ever()),),
            approval="legal",
        ),
    )


def _ladder() -> Ladder:
    return Ladder(
        id=f"{NAME}.recovery",
        keys=(_DEBT,),
        steps=_steps(),
        applies=Compare("proposal.purpose", "eq", "collections"),
        lifted=NO,
        scope=_PER_DEBT_ZONED,
        origin=Origin("ladder", TEXT.name, 1, 1),
        take_any=True,
        hold=_flag("debt.arrangement"),
        stop=Any((_flag("debt.paid"), _flag("debt.disputed"))),
        reset=Selection("cured", 0, None, None, YES),
    )


def _root() -> Root:
    purposes = frozenset({"collections", "servicing", "marketing"})
    return Root(
        name=NAME,
        version="2026.1",
        governs=Compare("proposal.purpose", "in", purposes),
        otherwise="deny",
        scope=Scope(),
        origin=Origin("policy", TEXT.name, 1, 1),
    )


POLICY = CorePolicy(
    roots=(_root(),),
    rules=(*_caps(), *_hours_and_waits(), _consent(), *_denials()),
    ladders=(_ladder(),),
    identity=(NAME, "2026.1", ""),
)
