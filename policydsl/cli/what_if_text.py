"""What would let a contact through, in words.

In: changes, as `Policy.what_if` gives them, and the request that they are of. Out: text, a line for
each change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from policydsl.cli.when_outlook import names_text
from policydsl.core.request import Request
from policydsl.diagnostics.catalogue.entry import Text, filled
from policydsl.diagnostics.visible import visible
from policydsl.engine.counterfactuals.changes import (
    Change,
    NewApproval,
    NewConsent,
    OtherChannel,
    Part,
    WaitUntil,
)
from policydsl.facts.moments import to_micros
from policydsl.pictures.times import first_zone, spoken_text

_MOST_PARTS = 8

_TEXTS: Mapping[str, Text] = {
    "heading": Text("any one of these would let it through", "以下任一做法可使其放行"),
    "nothing": Text(
        "neither waiting nor another channel, a consent or an approval would let it through",
        "等待、更换渠道、取得同意或审批均不能使其放行",
    ),
    "wait": Text("wait until {when}", "等到{when}"),
    "channel": Text("use {channel}", "改用 {channel}"),
    "channel_now": Text("use {channel} now", "现在改用 {channel}"),
    "approval": Text(
        "obtain approval by {role} for rule {rule}", "取得 {role} 对规则 {rule} 的审批"
    ),
    "approval_by_any": Text("obtain approval for rule {rule}", "取得对规则 {rule} 的审批"),
    "consent": Text(
        "obtain {level}consent{more} for {fields}{where}",
        "取得针对 {fields} 的{level}同意{more}{where}",
    ),
    "consent_for_any": Text("obtain {level}consent{more}{where}", "取得{level}同意{more}{where}"),
    "express": Text("express ", "明示"),
    "written": Text("written ", "书面"),
    "implied": Text("", ""),
    "proof": Text("proof", "有凭证"),
    "confirmation": Text("confirmation", "经再次确认"),
    "condition": Text("{name} is {value}", "{name} 为 {value}"),
    "with": Text(" with {extras}", "（{extras}）"),
    "where": Text(" where {extras}", "，且 {extras}"),
    "extra": Text(" and ", "、"),
    "part": Text(", and ", "，并"),
    "parts_more": Text(", and {number} more", "，另有 {number} 项"),
}
_text = partial(filled, _TEXTS)


def what_if_text(changes: Sequence[Change], request: Request, lang: str) -> str:
    """A heading and a line for each change; or that nothing would help."""
    if not changes:
        return _text("nothing", lang) + "\n"
    lines = [f"   - {change_text(change, request, lang)}\n" for change in changes]
    return f"{_text('heading', lang)}:\n" + "".join(lines)


def change_text(change: Change, request: Request, lang: str) -> str:
    """A change, its parts joined; of very many, how many more there are."""
    is_alone = len(change.parts) == 1
    shown = [_part(part, is_alone, request, lang) for part in change.parts[:_MOST_PARTS]]
    left = len(change.parts) - len(shown)
    more = _text("parts_more", lang, number=left) if left else ""
    return _text("part", lang).join(shown) + more


def _part(part: Part, is_alone: bool, request: Request, lang: str) -> str:
    match part:
        case WaitUntil(until):
            when = spoken_text(to_micros(until), request.at, first_zone(request), lang)
            return _text("wait", lang, when=when)
        case OtherChannel(channel):
            key = "channel_now" if is_alone else "channel"
            return _text(key, lang, channel=visible(channel))
        case NewApproval(rule, None):
            return _text("approval_by_any", lang, rule=visible(rule))
        case NewApproval(rule, role):
            return _text("approval", lang, role=visible(str(role)), rule=visible(rule))
        case NewConsent():
            return _consent(part, lang)


def _consent(part: NewConsent, lang: str) -> str:
    shown = [("proof", part.with_proof), ("confirmation", part.confirmed)]
    conditions = [
        _text("condition", lang, name=visible(name), value=_value(value))
        for name, value in part.conditions
    ]
    return _text(
        "consent" if part.fields else "consent_for_any",
        lang,
        level=_text(part.level, lang),
        more=_extras("with", [_text(key, lang) for key, is_shown in shown if is_shown], lang),
        fields=names_text([_value(value) for _, value in part.fields], lang),
        where=_extras("where", conditions, lang),
    )


def _extras(key: str, extras: Sequence[str], lang: str) -> str:
    return _text(key, lang, extras=_text("extra", lang).join(extras)) if extras else ""


def _value(value: Any) -> str:
    """A value as a policy writes it."""
    if value is None or isinstance(value, bool):
        return {None: "none", True: "yes", False: "no"}[value]
    if isinstance(value, frozenset):
        value = "{" + ", ".join(sorted(value)) + "}"
    return visible(str(value))
