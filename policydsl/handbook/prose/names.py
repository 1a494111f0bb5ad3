"""Facts and their values in words.

In: full paths, constants. Out: lines. What needs no declaration has words of its own; everything
else is called by the name that the policy gives it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from policydsl.core.formula import Constant
from policydsl.facts.moments import utc
from policydsl.facts.standard import ALIASES
from policydsl.facts.types import InstantType, OneOf
from policydsl.handbook.writing import Code, Line, Piece, Voice, Words

_PATHS = {
    "proposal.channel": ("the channel", "渠道"),
    "proposal.purpose": ("the purpose", "目的"),
    "proposal.id": ("the contact's own id", "本次触达的编号"),
    "proposal.recipient": ("the recipient", "接收人"),
    "proposal.actor": ("whoever makes the contact", "触达执行方"),
    "proposal.address": ("the address used", "所用联系方式"),
    "proposal.reason": ("the reason given", "事由"),
    "proposal.template": ("the template", "模板"),
    "proposal.campaign": ("the campaign", "营销活动"),
    "proposal.debt_count": ("the number of debts the contact is about", "触达所涉债务笔数"),
    "recipient.id": ("the recipient's id", "接收人编号"),
    "actor.firm": ("the firm that makes the contact", "执行触达的机构"),
    "address.kind": ("the kind of address", "联系方式类型"),
    "address.place": ("the place that the address reaches", "联系方式所在场所"),
    "person.id": ("the person's id", "客户编号"),
    "person.region": ("the region where the person lives", "客户所在地区"),
    "person.household": ("the person's household", "客户所属住户"),
    "debt.id": ("the debt's id", "债务编号"),
    "debt.due_on": ("the debt's due date", "债务到期日"),
    "debt.creditor": ("the debt's creditor", "债权人"),
    "event.kind": ("its kind", "其种类"),
    "event.at": ("its time", "其发生时间"),
    "event.channel": ("its channel", "其渠道"),
    "event.direction": ("its direction", "其方向"),
    "event.recipient": ("its recipient", "其接收人"),
    "event.actor": ("whoever made it", "其执行方"),
    "event.address": ("its address", "其联系方式"),
    "event.outcome": ("its outcome", "其结果"),
    "event.step": ("its step", "其阶梯步骤"),
    "event.purpose": ("its purpose", "其目的"),
    "event.reason": ("its reason", "其事由"),
    "event.template": ("its template", "其模板"),
    "event.campaign": ("its campaign", "其营销活动"),
    "event.household": ("its household", "其住户"),
    "event.creditor": ("its creditor", "其债权人"),
    "event.recipient.id": ("its recipient's id", "其接收人编号"),
    "event.actor.firm": ("the firm that made it", "其执行机构"),
    "event.address.kind": ("its kind of address", "其联系方式类型"),
    "event.address.place": ("the place that its address reaches", "其联系方式所在场所"),
    "consent.level": ("its level", "其同意程度"),
    "consent.channel": ("its channel", "其渠道"),
    "consent.purpose": ("its purpose", "其目的"),
    "consent.effective_from": ("its start", "其生效时间"),
    "consent.effective_to": ("its end", "其到期时间"),
    "consent.confirmed_at": ("its confirmation", "其再次确认时间"),
    "consent.revoked_at": ("its revocation", "其撤回时间"),
    "consent.proof": ("its proof", "其凭证"),
}
_VALUES = {
    "voice": ("voice", "电话"),
    "sms": ("SMS", "短信"),
    "email": ("email", "邮件"),
    "push": ("push message", "推送"),
    "in_app": ("in-app message", "应用内消息"),
    "chat": ("chat", "聊天消息"),
    "letter": ("letter", "信函"),
    "visit": ("visit", "上门"),
    "social": ("social media", "社交媒体"),
    "debtor": ("the debtor", "债务人"),
    "co_borrower": ("a co-borrower", "共同借款人"),
    "guarantor": ("a guarantor", "担保人"),
    "spouse": ("the spouse", "配偶"),
    "representative": ("a representative", "授权代理人"),
    "third_party": ("a third party", "第三人"),
    "emergency_contact": ("an emergency contact", "紧急联系人"),
    "employer": ("the employer", "用人单位"),
    "human": ("a human", "人工"),
    "bot": ("a bot", "智能机器人"),
    "prerecorded": ("a recording", "预录语音"),
    "outbound": ("outbound", "我方发起"),
    "inbound": ("inbound", "客户发起"),
    "implied": ("implied", "默示"),
    "express": ("express", "明示"),
    "written": ("written", "书面"),
    "any": ("any", "不限"),
}

_CLOSED = ("channel", "recipient", "actor", "direction", "level")
_NAME = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")


def path(of: str, voice: Voice) -> Line:
    """A fact: `the channel`, or its own name in the policy."""
    of = ALIASES.get(of, of)
    named = _PATHS.get(of)
    return (Code(of),) if named is None else (voice.word(*named),)


def has_words(of: str) -> bool:
    """Whether a fact has words that need no declaration."""
    return ALIASES.get(of, of) in _PATHS


def channel(name: str, voice: Voice) -> Line:
    """A channel: `voice`, or its own name in the policy."""
    return _enumerated(name, voice)


def channels(names: Iterable[str], voice: Voice) -> Line:
    """`voice or SMS`."""
    return voice.any_of([channel(name, voice) for name in sorted(names)])


def _enumerated(value: str, voice: Voice) -> Line:
    named = _VALUES.get(value)
    return (Code(value),) if named is None else (voice.word(*named),)


def value(of: Constant, read_as: str, voice: Voice) -> Line:
    """A constant that is compared with a fact."""
    match of:
        case None:
            return voice.say("“none”", "“无”")
        case bool():
            return voice.say("yes", "“是”") if of else voice.say("no", "“否”")
        case int() | Decimal():
            return (_number(of, read_as, voice),)
        case date():
            return (of.isoformat(),)
        case frozenset():
            return voice.any_of([value(one, read_as, voice) for one in sorted(of)])
        case str():
            return _text(of, read_as, voice)


def _number(of: int | Decimal, read_as: str, voice: Voice) -> Piece:
    known = voice.fields.get(read_as)
    if known is not None and isinstance(known.type, InstantType) and isinstance(of, int):
        return instant(of)
    return format(of, "f") if isinstance(of, Decimal) else str(of)


def instant(micros: int) -> str:
    """An instant in UTC: `2026-03-04 10:00 UTC`."""
    local = utc(micros).replace(tzinfo=None)
    return f"{local.date().isoformat()} {local.time().isoformat().removesuffix(':00')} UTC"


def _text(of: str, read_as: str, voice: Voice) -> Line:
    tail = ALIASES.get(read_as, read_as).rpartition(".")[2]
    if tail in _CLOSED and of in _VALUES:
        return _enumerated(of, voice)
    known = voice.fields.get(read_as)
    is_name = _NAME.fullmatch(of) is not None
    if is_name or (known is not None and isinstance(known.type, OneOf)):
        return (Code(of),)
    return (Words(of),)
