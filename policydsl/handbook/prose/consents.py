"""What a consent must be, in words.

In: the core's `Consent`. Out: a group, affirmed or denied.
"""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.core.formula import YES, Consent
from policydsl.handbook.prose.events import Tell, keys, selection, under
from policydsl.handbook.prose.names import path
from policydsl.handbook.prose.spans import lasting
from policydsl.handbook.writing import Group, Line, Said, Voice


def consent(of: Consent, holds: bool, voice: Voice, tell: Tell) -> Said:
    """`there is a consent that meets all of this: …`."""
    at_event = of.at_event
    if holds:
        head = voice.say(
            "at the time of the event there was a consent that met all of this:"
            if at_event
            else "there is a consent that meets all of this:",
            "事件发生时，有一份同意同时满足：" if at_event else "有一份同意同时满足：",
        )
    else:
        head = voice.say(
            "at the time of the event no consent met all of this:"
            if at_event
            else "no consent meets all of this:",
            "事件发生时，无任何一份同意同时满足：" if at_event else "无任何一份同意同时满足：",
        )
    return Group(head, tuple(demands(of, voice, tell)))


def demands(of: Consent, voice: Voice, tell: Tell) -> Iterator[Said]:
    """Everything that one record must be at once."""
    for given, wanted in of.fields:
        yield voice.say(
            "{given} is {wanted} of the event, or “any”"
            if of.at_event
            else "{given} is {wanted} of this contact, or “any”",
            "{given}与该事件{wanted}一致，或为“不限”"
            if of.at_event
            else "{given}与本次触达的{wanted}一致，或为“不限”",
            given=path(given, voice),
            wanted=path(f"proposal.{wanted.partition('.')[2]}", voice),
        )
    yield voice.say("it has begun and has not ended", "已生效且未到期")
    if of.level == "express":
        yield voice.say("it was given expressly or in writing", "为明示或书面同意")
    elif of.level == "written":
        yield voice.say("it was given in writing", "为书面同意")
    if of.with_proof:
        yield voice.say("there is a proof of it", "留有同意凭证")
    if of.confirmed:
        yield voice.say("it was confirmed by a second act", "经双重确认")
    yield from _life(of, voice, tell)
    if of.where != YES:
        yield under(voice.say("it has this", "并符合"), tell(of.where, voice), voice)
    yield _revocation(of, voice)


def _life(of: Consent, voice: Voice, tell: Tell) -> Iterator[Said]:
    if of.given_within is not None:
        span = lasting(of.given_within, voice)
        yield voice.say(
            "it began no longer ago than this: {span}",
            "生效后未逾：{span}",
            span=span,
        )
    if of.lasting is not None:
        span = lasting(of.lasting, voice)
        yield voice.say("it lasts at most so long: {span}", "有效期最长：{span}", span=span)
    if of.ending_after is not None:
        event = selection(of.ending_after, voice, tell)
        head = voice.say(
            "it ends with the first of these after its start, for {keys}",
            "生效后首次发生下列事件（{keys}）即终止",
            keys=keys(of.ending_keys, voice),
        )
        yield under(head, event, voice)


def _revocation(of: Consent, voice: Voice) -> Line:
    if of.grace is None:
        return voice.say("it was not taken back", "未被撤回")
    return voice.say(
        "it was not taken back, or the time to honor that still runs: {span}",
        "未被撤回，或撤回后的处理期限（{span}）未满",
        span=lasting(of.grace, voice),
    )
