"""A contact in words, and what is different in another one.

In: checked requests. Out: lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policydsl.core.formula import YES, Selection
from policydsl.core.request import ConsentRecord, Event, Hours, Request, Value
from policydsl.facts.standard import ALIASES
from policydsl.handbook.prose.events import events
from policydsl.handbook.prose.names import channel, path, value
from policydsl.handbook.writing import Code, Line, Voice
from policydsl.pictures.times import first_zone, on_clock, time_text

_HEAD = ("proposal.channel", "proposal.purpose", "proposal.recipient", "proposal.actor")
_HIDDEN = frozenset((*ALIASES, "proposal.debt_count"))


def contact(of: Request, voice: Voice) -> Line:
    """`by voice, for the purpose collections, to the debtor, made by a human, at 2026-…`."""
    facts = of.facts
    line = voice.say(
        "a contact by {by} for the purpose {purpose}",
        "{by}触达，目的为{purpose}",
        by=channel(str(facts["proposal.channel"]), voice),
        purpose=value(str(facts["proposal.purpose"]), "proposal.purpose", voice),
    )
    recipient, actor = facts.get("proposal.recipient"), facts.get("proposal.actor")
    if isinstance(recipient, str):
        shown = value(recipient, "proposal.recipient", voice)
        line = voice.say("{line}, to {shown}", "{line}，接收人为{shown}", line=line, shown=shown)
    if isinstance(actor, str):
        shown = value(actor, "proposal.actor", voice)
        line = voice.say("{line}, made by {shown}", "{line}，由{shown}执行", line=line, shown=shown)
    return voice.say("{line}, {at}", "{line}，时间为{at}", line=line, at=_at(of.at, of, voice))


def _at(instant: int, of: Request, voice: Voice) -> Line:
    return voice.say("at {time}", "{time}", time=_time(instant, of, voice))


def _time(instant: int, of: Request, voice: Voice) -> Line:
    """A time by the recipient's clock; where that cannot be, by that of UTC."""
    zone = first_zone(of)
    local = on_clock(instant, zone)
    shown = f"{local.date().isoformat()} {time_text(local)}"
    return voice.say("{shown} in {zone}", "{shown}（{zone}）", shown=shown, zone=Code(zone))


def differences(of: Request, other: Request, voice: Voice, *, said: bool = False) -> Iterator[Line]:
    """What is so in the first request and not in the second.

    With `said`, without what `contact` has said of the first, but with all of its events.
    """
    hidden = frozenset((*_HIDDEN, *_HEAD)) if said else _HIDDEN
    if of.at != other.at and not said:
        yield voice.say("it is made {at}", "触达时间为{at}", at=_at(of.at, of, voice))
    yield from _facts(of.facts, other.facts, hidden, (), voice)
    if of.zones != other.zones:
        yield _zones(of, voice)
    if of.proposal_debts != other.proposal_debts:
        yield _debts(of, voice)
    for name, facts in of.debts.items():
        before = other.debts.get(name, {})
        head = voice.say("debt {id}: ", "债务{id}：", id=Code(name))
        yield from _facts(facts, before, _HIDDEN, head, voice)
    yield from _events(of, other, said, voice)
    for record in of.consents:
        if record not in other.consents:
            yield _consent(record, of, voice)
    for record in other.consents:
        if record.id not in {one.id for one in of.consents}:
            yield voice.say("there is no consent {id}", "无同意记录{id}", id=Code(record.id))
    for approval in of.approvals:
        if approval not in other.approvals:
            yield voice.say(
                "{role} has approved {rule}",
                "{role}已批准{rule}",
                role=Code(approval.role),
                rule=Code(approval.rule),
            )


def _facts(
    of: Mapping[str, Value],
    other: Mapping[str, Value],
    hidden: frozenset[str],
    head: Line,
    voice: Voice,
) -> Iterator[Line]:
    for name in sorted({*of, *other} - hidden):
        if name in of and (name not in other or not _same(of[name], other[name])):
            shown = _value(of[name], name, voice)
            subject = path(name, voice)
            line = voice.say("{path} is {value}", "{path}为{value}", path=subject, value=shown)
            yield voice.joined((*head, *line))
        elif name not in of:
            line = voice.say("{path} is not said", "未提供{path}", path=path(name, voice))
            yield voice.joined((*head, *line))


def _same(one: Value, other: Value) -> bool:
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _value(of: Value, name: str, voice: Voice) -> Line:
    if isinstance(of, Hours):
        return voice.say("a weekly table of hours", "每周时段表")
    if isinstance(of, tuple):
        return voice.say("a list of {n} wishes", "{n}项偏好", n=len(of))
    return value(of, name, voice)


def _zones(of: Request, voice: Voice) -> Line:
    if not of.zones:
        return voice.say("no time zone is known", "时区不明")
    named = voice.any_of([(Code(zone.name),) for zone in of.zones])
    return voice.say("the time zone may be {named}", "时区可能为{named}", named=named)


def _debts(of: Request, voice: Voice) -> Line:
    if of.proposal_debts is None:
        return voice.say("it does not say about which debts it is", "未说明所涉债务")
    if not of.proposal_debts:
        return voice.say("it is about no debt", "不涉及任何债务")
    named = voice.all_of([(Code(name),) for name in of.proposal_debts])
    return voice.say("it is about {named}", "涉及债务{named}", named=named)


def _events(of: Request, other: Request, every: bool, voice: Voice) -> Iterator[Line]:
    """Events that the other request does not have, or every one; and those that only it has."""
    known, own = (set(map(_content, one.events)) for one in (other, of))
    here = [event for event in of.events if every or _content(event) not in known]
    yield from _sorts(here, of, voice.say("before it: ", "此前："), voice)
    gone = [event for event in other.events if _content(event) not in own]
    if not every:
        yield from _sorts(gone, of, voice.say("not there: ", "无此事件："), voice)


def _sorts(found: list[Event], of: Request, head: Line, voice: Voice) -> Iterator[Line]:
    """Events, those of one sort together."""
    sorts: dict[Line, list[Event]] = {}
    for event in found:
        sorts.setdefault(events(_selection(event), voice, plural=False), []).append(event)
    for said, some in sorts.items():
        yield voice.joined((*head, *_several(said, some, of, voice)))


def _several(said: Line, some: list[Event], of: Request, voice: Voice) -> Line:
    first, last = _at(some[0].at, of, voice), _at(some[-1].at, of, voice)
    if len(some) == 1:
        return voice.say("{said} {at}", "{said}，{at}", said=said, at=first)
    return voice.say(
        "{n} times {said}, the first {first}, the last {last}",
        "{said} {n} 次，首次{first}，末次{last}",
        n=len(some),
        said=said,
        first=first,
        last=last,
    )


def _selection(event: Event) -> Selection:
    channels = None if event.channel is None else frozenset({event.channel})
    direction = event.direction if event.level else None
    return Selection(event.kind, event.level, direction, channels, YES)


def _content(event: Event) -> tuple[object, ...]:
    values = tuple(sorted((name, str(held)) for name, held in event.values.items()))
    return event.kind, event.at, event.level, event.channel, event.direction, event.debts, values


def _consent(record: ConsentRecord, of: Request, voice: Voice) -> Line:
    return voice.say(
        "there is consent {id}: {level}, from {at}",
        "有同意记录{id}：{level}，自{at}起",
        id=Code(record.id),
        level=value(record.level, "consent.level", voice),
        at=_time(record.effective_from, of, voice),
    )
