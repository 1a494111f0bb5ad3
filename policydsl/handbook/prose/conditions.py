"""Conditions in words: every formula of the core, affirmed or denied.

In: formulas. Out: lines for atoms, lists for what is made of several. Denials are pushed down to
the atoms first, which changes nothing in Kleene's logic, so that nothing is denied twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from policydsl.core.days import Weekdays
from policydsl.core.formula import (
    All,
    Any,
    Clock,
    Compare,
    Consent,
    Constant,
    Count,
    During,
    Formula,
    KnownFact,
    Not,
    PathRef,
    Recent,
    RuledOut,
    Settled,
    When,
)
from policydsl.handbook.prose.consents import consent
from policydsl.handbook.prose.days import days, hours_line
from policydsl.handbook.prose.events import count
from policydsl.handbook.prose.moments import recent, when
from policydsl.handbook.prose.names import path, value
from policydsl.handbook.writing import Group, Line, Said, Voice

_FLAGS = {
    "event.submitted": (("it was submitted", "it was not submitted"), ("已提交", "未提交")),
    "event.delivered": (("it was delivered", "it was not delivered"), ("已送达", "未送达")),
    "event.connected": (("it was connected", "it was not connected"), ("已接通", "未接通")),
    "event.right_party": (
        ("it reached the right party", "it did not reach the right party"),
        ("本人接通", "并非本人接通"),
    ),
    "event.conversation": (
        ("it became a conversation", "it did not become a conversation"),
        ("形成有效沟通", "未形成有效沟通"),
    ),
}
_ORDERS = {
    "lt": ("{path} is less than {value}", "{path}小于{value}"),
    "le": ("{path} is at most {value}", "{path}不超过{value}"),
    "gt": ("{path} is more than {value}", "{path}大于{value}"),
    "ge": ("{path} is at least {value}", "{path}不少于{value}"),
    "starts_with": ("{path} begins with {value}", "{path}以{value}开头"),
}
_NO_ORDERS = {
    "lt": ("{path} is not less than {value}", "{path}并非小于{value}"),
    "le": ("{path} is not {value} or less", "{path}并非{value}或更小"),
    "gt": ("{path} is not more than {value}", "{path}并非大于{value}"),
    "ge": ("{path} is not {value} or more", "{path}并非{value}或更大"),
    "starts_with": ("{path} does not begin with {value}", "{path}不以{value}开头"),
}
_OPPOSITE = {"lt": "ge", "le": "gt", "gt": "le", "ge": "lt"}


def said(formula: Formula, voice: Voice) -> Said:
    """A condition as it stands."""
    return _said(formula, True, voice)


def _said(formula: Formula, holds: bool, voice: Voice) -> Said:
    term = voice.terms.get(formula)
    if term is not None:
        line = voice.say("{term} is the case", "符合{term}", term=term)
        return line if holds else voice.say("{term} is not the case", "不符合{term}", term=term)
    match formula:
        case Not(operand):
            return _said(operand, not holds, voice)
        case All(operands):
            return _several(operands, holds, holds, voice)
        case Any(operands):
            return _several(operands, holds, not holds, voice)
        case Settled(operand, otherwise):
            return _settled(_said(operand, holds, voice), otherwise == holds, voice)
        case Compare():
            return compare(formula, holds, voice)
        case KnownFact(of):
            en = "{path} is given" if holds else "{path} is not given"
            return voice.say(en, "已提供{path}" if holds else "未提供{path}", path=path(of, voice))
        case Clock():
            return clock(formula, holds, voice)
        case During(of):
            en = (
                "now lies in the weekly hours {path}"
                if holds
                else "now lies outside the weekly hours {path}"
            )
            zh = "此刻处于{path}所列每周时段内" if holds else "此刻处于{path}所列每周时段之外"
            return voice.say(en, zh, path=path(of, voice))
        case RuledOut(of):
            en = "rules out" if holds else "does not rule out"
            zh = "已排除" if holds else "未排除"
            return voice.say(
                "{path} " + en + " this time, channel, address or place",
                "{path}" + zh + "此时间、渠道、联系方式或场所",
                path=path(of, voice),
            )
        case When():
            return when(formula, holds, voice)
        case Recent():
            return recent(formula, holds, voice)
        case Count():
            return count(formula, holds, voice, said)
        case Consent():
            return consent(formula, holds, voice, said)
        case _:
            assert_never(formula)


def _several(operands: Sequence[Formula], holds: bool, every: bool, voice: Voice) -> Said:
    """All of several conditions, or one of them at least."""
    if not operands:
        return voice.say("always", "始终") if every else voice.say("never", "从不")
    items = _flat([_said(one, holds, voice) for one in operands], every, voice)
    if len(items) == 1:
        return items[0]
    return Group(head_of(every, voice), tuple(items))


def every(items: Sequence[Said], voice: Voice) -> Said:
    """Several conditions that must hold together, as one."""
    flat = _flat(items, True, voice)
    return flat[0] if len(flat) == 1 else Group(head_of(True, voice), tuple(flat))


def head_of(every: bool, voice: Voice) -> Line:
    """What stands above a list of conditions: all of them, or one at least."""
    if every:
        return voice.say("all of these hold:", "下列条件同时成立：")
    return voice.say("at least one of these holds:", "下列条件至少一项成立：")


def _flat(items: Sequence[Said], every: bool, voice: Voice) -> list[Said]:
    """What is a list of the same sort within a list becomes part of it."""
    head = head_of(every, voice)
    found: list[Said] = []
    for item in items:
        found += item.items if isinstance(item, Group) and item.head == head else [item]
    return found


def _settled(inner: Said, counts: bool, voice: Voice) -> Said:
    """What unknown counts as, said behind a line, or in front of a list."""
    if counts:
        unknown = voice.say("if nobody can tell, this counts as met", "无法判断的，视为成立")
    else:
        unknown = voice.say("if nobody can tell, this counts as not met", "无法判断的，视为不成立")
    if isinstance(inner, Group):
        head = voice.say("{unknown}; {head}", "{unknown}；{head}", unknown=unknown, head=inner.head)
        return Group(head, inner.items)
    return voice.say("{inner}; {unknown}", "{inner}；{unknown}", inner=inner, unknown=unknown)


def compare(of: Compare, holds: bool, voice: Voice) -> Line:
    """A fact against a literal, a set or another fact."""
    subject, operand = path(of.path, voice), of.operand
    if of.operator == "eq" and isinstance(operand, bool) and not _nullable(of.path, voice):
        return _flag(of.path, operand == holds, voice)
    if isinstance(operand, PathRef):
        return _of_facts(of, operand, holds, voice)
    shown = value(operand, of.path, voice)
    if of.operator == "eq" and operand is None:
        return voice.say(
            "{path} is marked “none”" if holds else "{path} has a value",
            "{path}标明为“无”" if holds else "{path}有值",
            path=subject,
        )
    if of.operator in ("eq", "in"):
        return _equal(of.path, operand, holds, voice)
    return _ordered(of, holds, subject, shown, voice)


def _equal(of: str, operand: Constant, holds: bool, voice: Voice) -> Line:
    """`the channel is voice or SMS`, `the channel is neither voice nor SMS`."""
    subject = path(of, voice)
    if not isinstance(operand, frozenset):
        en = "{path} is {value}" if holds else "{path} is not {value}"
        zh = "{path}为{value}" if holds else "{path}不是{value}"
        return voice.say(en, zh, path=subject, value=value(operand, of, voice))
    if not operand:
        return voice.say("never", "从不") if holds else voice.say("always", "始终")
    named = [value(one, of, voice) for one in sorted(operand)]
    if len(named) == 1:
        return _equal(of, min(operand), holds, voice)
    if holds:
        listed = voice.any_of(named)
        return voice.say("{path} is {listed}", "{path}为{listed}", path=subject, listed=listed)
    if len(named) == 2:
        return voice.say(
            "{path} is neither {one} nor {other}",
            "{path}既非{one}亦非{other}",
            path=subject,
            one=named[0],
            other=named[1],
        )
    listed = voice.all_of(named) if voice.lang == "en" else voice.list_of(named)
    return voice.say(
        "{path} is none of {listed}", "{path}不属于{listed}", path=subject, listed=listed
    )


def _ordered(of: Compare, holds: bool, subject: Line, shown: Line, voice: Voice) -> Line:
    operator, table = of.operator, _ORDERS if holds else _NO_ORDERS
    there = not _nullable(of.path, voice)
    if not holds and there and operator in _OPPOSITE and not isinstance(of.operand, PathRef):
        operator, table = _OPPOSITE[operator], _ORDERS
    return voice.say(*table[operator], path=subject, value=shown)


def _of_facts(of: Compare, operand: PathRef, holds: bool, voice: Voice) -> Line:
    subject, other = path(of.path, voice), path(operand.path, voice)
    if of.operator == "in":
        return voice.say(
            "{path} is one of {other}" if holds else "{path} is not one of {other}",
            "{path}在{other}之列" if holds else "{path}不在{other}之列",
            path=subject,
            other=other,
        )
    if of.operator == "eq":
        return voice.say(
            "{path} is the same as {other}" if holds else "{path} is not the same as {other}",
            "{path}与{other}相同" if holds else "{path}与{other}不同",
            path=subject,
            other=other,
        )
    return _ordered(of, holds, subject, other, voice)


def _nullable(of: str, voice: Voice) -> bool:
    """Whether a fact may be none; one that nothing is known of may."""
    known = voice.fields.get(of)
    return known is None or known.nullable


def _flag(of: str, yes: bool, voice: Voice) -> Line:
    named = _FLAGS.get(of)
    if named is not None:
        (en, no_en), (zh, no_zh) = named
        return voice.say(en if yes else no_en, zh if yes else no_zh)
    return voice.say(
        "{path} is yes" if yes else "{path} is no",
        "{path}为“是”" if yes else "{path}为“否”",
        path=path(of, voice),
    )


def clock(of: Clock, holds: bool, voice: Voice) -> Said:
    """Whether the local time lies in a table of hours."""
    at = voice.say("the local time", "当地时间")
    if of.at is not None:
        at = voice.say("the local time of {path}", "{path}的当地时间", path=path(of.at, voice))
    inside = voice.say("lies in", "处于") if holds else voice.say("lies outside of", "不处于")
    head = voice.say("{at} {inside} these hours:", "{at}{inside}下列时段：", at=at, inside=inside)
    return Group(head, tuple(table(of, voice)))


def table(of: Clock, voice: Voice) -> list[Said]:
    """The lines of a table of hours, and how they go together."""
    lines: list[Said] = [hours_line(line, voice) for line in of.lines]
    for fact in of.during:
        lines.append(
            voice.say("in the weekly hours {path}", "{path}所列每周时段", path=path(fact, voice))
        )
    if of.within and of.closed is not None:
        closed = days(of.closed, voice)
        lines.append(voice.say("never on {closed}", "{closed}一律除外", closed=closed))
    if of.within and _may_meet(of):
        lines.append(
            voice.say(
                "on a date that several lines name, only the times that all of them name",
                "同一日期有多行规定的，须同时符合各行",
            )
        )
    return lines


def _may_meet(of: Clock) -> bool:
    """Whether several lines may name one date."""
    named = [line.days.days for line in of.lines if isinstance(line.days, Weekdays)]
    apart = len(frozenset().union(*named)) == sum(map(len, named))
    all_weekdays = len(named) == len(of.lines) and not of.during
    return len(of.lines) + len(of.during) > 1 and not (all_weekdays and apart)
