"""Ladders and duties in words.

In: core ladders, steps and obligations. Out: lines and groups.
"""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.core.formula import YES, All, Any, Compare, Formula, KnownFact, Not
from policydsl.core.policy import Budget, DayPoint, Ladder, Obligation, Step, StepReached
from policydsl.core.windows import Rolling
from policydsl.handbook.prose.conditions import every, said
from policydsl.handbook.prose.events import (
    each_key,
    events,
    keys,
    relation,
    selection,
    under,
    window,
)
from policydsl.handbook.prose.names import channels, path
from policydsl.handbook.prose.spans import lasting, length, micros, several
from policydsl.handbook.writing import Code, Group, Line, Said, Voice

_DUE = "debt.due_on"
_LEVELS = (
    ("attempt", "次"),
    ("submitted contact", "次已提交的触达"),
    ("delivered contact", "次已送达的触达"),
    ("connected contact", "次已接通的触达"),
    ("right-party contact", "次本人接通"),
    ("conversation", "次有效沟通"),
)


def point(of: DayPoint, voice: Voice) -> Line:
    """`day 3 before due`, `the due date`, `day 4 past due`."""
    if of.anchor == _DUE:
        if of.days == 0:
            return voice.say("the due date", "到期日")
        if of.days < 0:
            return voice.say("day {n} before due", "到期前第{n}日", n=-of.days)
        return voice.say("day {n} past due", "逾期第{n}日", n=of.days)
    anchor = path(of.anchor, voice)
    if of.days == 0:
        return voice.say("the day of {anchor}", "{anchor}当日", anchor=anchor)
    if of.days < 0:
        return voice.say("day {n} before {anchor}", "{anchor}前第{n}日", n=-of.days, anchor=anchor)
    return voice.say("day {n} after {anchor}", "{anchor}后第{n}日", n=of.days, anchor=anchor)


def open_days(step: Step, voice: Voice) -> Line:
    """From which date until which a step is open."""
    if step.start is not None and step.end is not None:
        return voice.say(
            "from {start} until before {end}",
            "自{start}起，至{end}之前",
            start=point(step.start, voice),
            end=point(step.end, voice),
        )
    if step.start is not None:
        return voice.say("from {start} on", "自{start}起", start=point(step.start, voice))
    if step.end is not None:
        return voice.say("until before {end}", "至{end}之前", end=point(step.end, voice))
    if step.after:
        return voice.say("as soon as what must come before has happened", "前置步骤满足后即开放")
    return voice.say("always", "始终开放")


def prerequisites(step: Step, voice: Voice) -> Iterator[Line]:
    """What must have happened on earlier steps; each must hold."""
    for alternatives in step.after:
        yield voice.any_of([reached(one, voice) for one in alternatives])


def reached(of: StepReached, voice: Voice) -> Line:
    """`remind was attempted twice`, `remind has been open for 7 full days`."""
    if of.times is not None:
        return voice.say(
            "{step} was attempted {times}",
            "{step}已尝试{times}",
            step=Code(of.step),
            times=several(of.times, "time", voice, "次"),
        )
    assert of.open_for is not None
    return voice.say(
        "{step} has been open for {span}",
        "{step}已开放{span}",
        step=Code(of.step),
        span=length(of.open_for, voice),
    )


def budget(of: Budget, voice: Voice) -> Line:
    """`at most 3 attempts ever`."""
    en, zh = _LEVELS[of.level - 1]
    if of.distinct_days:
        en, zh = f"date with a {en}", "天"
    amount = several(of.limit, en, voice, zh)
    return voice.say(
        "at most {amount} {when}",
        "{when}至多 {amount}",
        amount=amount,
        when=window(of.window, voice),
    )


def apart(step: Step, voice: Voice) -> Line | None:
    """The least time between two contacts of a step."""
    match step.apart:
        case None:
            return None
        case Rolling(exact):
            return voice.say(
                "at least {length} between two",
                "前后两次间隔不少于 {length}",
                length=micros(exact, voice),
            )
        case span:
            return voice.say(
                "after a contact no other one {span}",
                "触达后不得再次触达：{span}",
                span=lasting(span, voice),
            )


def takes(step: Step, voice: Voice) -> Said:
    """Which contacts a step takes: its channels and its condition."""
    by = voice.say("by {channels}", "{channels}", channels=channels(step.channels, voice))
    named, own = named_step(step)
    wanted: list[Said] = [by]
    if own != YES:
        wanted.append(said(own, voice))
    if named:
        wanted.append(
            voice.say(
                "the contact names the step {step}, or names none",
                "触达注明步骤{step}，或未注明步骤",
                step=Code(step.name),
            )
        )
    return every(wanted, voice)


def named_step(step: Step) -> tuple[bool, Formula]:
    """Whether contacts say their step, and the step's own condition on what it takes."""
    match step.takes:
        case All((own, Any((Not(KnownFact(path)), Compare(), Compare())))) if (
            path == "proposal.step"
        ):
            return True, own
        case _:
            return False, step.takes


def which_step(ladder: Ladder, voice: Voice) -> Line:
    """Which of the open steps may be taken."""
    if ladder.take_any:
        return voice.say("any open step may be taken", "任一已开放的步骤均可采用")
    return voice.say("only the last open step may be taken", "仅可采用最后一个已开放的步骤")


def on_block(ladder: Ladder, voice: Voice) -> Line:
    """What an event says that tells of a step that was passed over."""
    match ladder.on_block:
        case "skip":
            return voice.say(
                "a step that was reported as skipped is spent, and the next may follow",
                "报告已跳过的步骤视为用尽，可进入后续步骤",
            )
        case "stop":
            return voice.say(
                "a step that was reported as skipped ends the ladder", "报告跳过步骤的，阶梯终止"
            )
        case _:
            return voice.say(
                "a step that other rules keep closed waits", "被其他规则阻止的步骤顺延等待"
            )


def reset(ladder: Ladder, voice: Voice) -> Said | None:
    """After what the ladder begins anew."""
    return None if ladder.reset is None else selection(ladder.reset, voice, said)


def kept_for(ladder: Ladder, voice: Voice) -> Line:
    """For what there is one ladder."""
    return voice.say("one ladder for {keys}", "{keys}一个阶梯", keys=each_key(ladder.keys, voice))


def duties(of: Obligation, voice: Voice) -> Said:
    """What must be done, and by when."""
    named = voice.all_of([(Code(duty),) for duty in of.duties])
    if of.within is None or of.after_first is None:
        return voice.say("With the contact: {named}", "触达时须履行：{named}", named=named)
    line = voice.say(
        f"{{named}}: due after the first {{event}} {relation(of.after_first)} {{keys}}, {{span}}",
        "{named}：自{keys}首次{event}起算，期限为{span}",
        named=named,
        event=events(of.after_first, voice, plural=False),
        keys=keys(of.keys, voice),
        span=lasting(of.within, voice),
    )
    if of.after_first.where == YES:
        return line
    head = voice.say("The first one is one for which", "首次事件须符合")
    return Group(line, (under(head, said(of.after_first.where, voice), voice),))
