"""A rule in words: what it demands, where it applies, what lifts it, what follows.

In: a core rule, with its conditions taken apart. Out: lines and groups.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from policydsl.core.formula import (
    YES,
    All,
    Clock,
    Consent,
    Count,
    Formula,
    Moment,
    Not,
    Settled,
    When,
)
from policydsl.core.policy import Effect, Rule, Scope
from policydsl.core.windows import Rolling
from policydsl.handbook.prose.conditions import said, table
from policydsl.handbook.prose.consents import demands
from policydsl.handbook.prose.events import (
    events,
    filters,
    keys,
    one_event,
    relation,
    when_counted,
    with_filters,
)
from policydsl.handbook.prose.moments import moment
from policydsl.handbook.prose.spans import lasting, micros
from policydsl.handbook.writing import Code, Group, Line, Said, Voice

_NOW = Moment("now", False)


def demand(rule: Rule, applies: Formula, voice: Voice) -> Said:
    """What the rule is about; of one that is nothing but its conditions, these.

    `applies` is when it applies, without what its whole policy is subject to.
    """
    core, kind = rule.core, rule.origin.kind
    match core:
        case Count() if kind == "gap" and isinstance(core.window, Rolling):
            return _counted(core, _gap(core, core.window, voice), voice)
        case Count() if kind == "cooldown":
            return _counted(core, _cooldown(core, voice), voice)
        case Count():
            return _counted(core, _cap(core, voice), voice)
        case Clock():
            return _hours(core, voice.say("No contact", "不得触达"), voice)
        case Not(Clock() as clock):
            return _hours(clock, voice.say("Contact only", "仅可触达的时段"), voice)
        case Not(Consent() as consent):
            head = voice.say(
                "A consent is needed that meets all of this:", "须有一份同意同时满足："
            )
            return Group(head, tuple(demands(consent, voice, said)))
        case _:
            return _caught(rule.effect, applies, voice)


def is_all_condition(rule: Rule) -> bool:
    """Whether the rule is nothing but its conditions, which its demand then says."""
    match rule.core:
        case Count() | Clock() | Not(Clock()) | Not(Consent()):
            return False
        case _:
            return True


def _caught(effect: Effect, applies: Formula, voice: Voice) -> Said:
    caught = effect_of(effect, voice)
    if applies == YES:
        return voice.say("{caught}, always", "{caught}，无论何种情形", caught=caught)
    inner = said(applies, voice)
    if isinstance(inner, Group):
        head = voice.say("{caught} when {of}", "{of}{caught}", caught=caught, of=inner.head)
        if voice.lang == "zh":
            head = voice.say("", "{caught}的情形：{of}", caught=caught, of=inner.head)
        return Group(head, inner.items)
    return voice.say("{caught} when {inner}", "{inner}的，{caught}", caught=caught, inner=inner)


def effect_of(effect: Effect, voice: Voice) -> Line:
    """What happens to a contact that is caught."""
    match effect:
        case Effect.DENY:
            return voice.say("The contact is blocked", "禁止触达")
        case Effect.REVIEW:
            return voice.say("The contact needs an approval", "触达须经审批")
        case Effect.WARN:
            return voice.say("The contact may go out, with a warning", "可以触达，但给出提醒")
        case _:
            assert_never(effect)


def _counted(count: Count, line: Line, voice: Voice) -> Said:
    return with_filters(line, list(filters(count, voice, said)), voice)


def _cap(count: Count, voice: Voice) -> Line:
    what = events(count.selection, voice, plural=count.minimum != 1)
    unit = "次"
    if count.distinct_days:
        en = "date with {what}" if count.minimum == 1 else "dates with {what}"
        what = voice.say(en, "有{what}的日期", what=events(count.selection, voice))
        unit = "天"
    return voice.say(
        f"At most {{n}} {{what}} {relation(count.selection)} {{keys}} {{when}}",
        "{when}，{keys}的{what}至多 {n} " + unit,
        n=count.minimum,
        what=what,
        keys=keys(count.keys, voice),
        when=when_counted(count, voice),
    )


def _gap(count: Count, window: Rolling, voice: Voice) -> Line:
    return voice.say(
        f"At least {{length}} between two {{what}} {relation(count.selection)} {{keys}}",
        "{keys}的{what}，前后两次间隔不少于 {length}",
        length=micros(window.micros, voice),
        what=events(count.selection, voice),
        keys=keys(count.keys, voice),
    )


def _cooldown(count: Count, voice: Voice) -> Line:
    window = count.window
    assert not isinstance(window, str)
    return voice.say(
        f"After {{event}} {relation(count.selection)} {{keys}}, no contact {{span}}",
        "{keys}发生{event}后不得触达：{span}",
        event=one_event(count.selection, voice),
        keys=keys(count.keys, voice),
        span=lasting(window, voice),  # type: ignore[arg-type]  # a cooldown waits for a span
    )


def _hours(clock: Clock, what: Line, voice: Voice) -> Said:
    lines = table(clock, voice)
    if clock.at is not None:
        at = voice.say("judged at {at}", "按{at}判断", at=Code(clock.at))
        what = voice.say("{what}, {at}", "{what}（{at}）", what=what, at=at)
    if len(lines) == 1 and isinstance(lines[0], tuple):
        return voice.say("{what}: {line}", "{what}：{line}", what=what, line=lines[0])
    return Group(voice.say("{what} at these times:", "{what}：", what=what), tuple(lines))


def ends(rule: Rule, voice: Voice) -> Iterator[Line]:
    """When a prohibition ends by itself: its `until` and `through`."""
    core = rule.core
    for part in core.operands if isinstance(core, All) else (core,):
        match part:
            case Not(Settled(When(end, relation, right), False)) if right == _NOW:
                line = moment(end, voice)
                if relation == "on_or_before":
                    yield voice.say("as {end} begins", "{end}开始之时", end=line)
                else:
                    yield voice.say("when {end} is over", "{end}届满之后", end=line)


def other_core(rule: Rule, voice: Voice) -> Said | None:
    """What else a rule asks, where its core is neither a demand nor an end."""
    if not is_all_condition(rule) or rule.core == YES:
        return None
    parts = rule.core.operands if isinstance(rule.core, All) else (rule.core,)
    if len(list(ends(rule, voice))) == len(parts):
        return None
    return said(rule.core, voice)


def unknown(on_unknown: str, voice: Voice) -> Line:
    """What follows when a missing fact leaves open whether the rule catches the contact."""
    match on_unknown:
        case "deny":
            return voice.say("the contact is blocked", "禁止触达")
        case "review":
            return voice.say("the contact needs an approval", "触达须经审批")
        case "warn":
            return voice.say("the contact may go out, with a warning", "可以触达，但给出提醒")
        case _:
            return voice.say("the contact may go out", "可以触达")


def scope(of: Scope, voice: Voice) -> Iterator[Line]:
    """Over what the rule is judged: each debt, each zone."""
    if of.per_debt:
        yield voice.say(
            "for each debt that the contact is about; one that is caught suffices",
            "对触达所涉各笔债务分别判断，任一笔触发即适用",
        )
    if of.zone == "recipient":
        yield voice.say(
            "by the recipient's clock and dates, in every time zone where they may be",
            "按接收人当地时间和日期判断；可能处于多个时区的，逐一判断",
        )
    elif of.zone is not None:
        yield voice.say(
            "by the clock and dates of {zone}", "按{zone}的时间和日期判断", zone=Code(of.zone)
        )
