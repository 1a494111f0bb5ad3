"""Words that several chapters share.

In: what a policy says of itself. Out: lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from policydsl.core.formula import When
from policydsl.handbook.book import Chapter, Entry
from policydsl.handbook.prose.conditions import head_of
from policydsl.handbook.writing import Code, Group, Line, Said, Term, Voice, Words, plain_text
from policydsl.rules.lowered import Exemption

KINDS = {
    "quiet_hours": ("quiet hours", "静默时段"),
    "contact_hours": ("contact hours", "可触达时段"),
    "cap": ("cap", "频次上限"),
    "gap": ("gap", "最小间隔"),
    "cooldown": ("cooldown", "冷却期"),
    "consent": ("consent", "同意"),
    "deny": ("prohibition", "禁止"),
    "review": ("review", "人工审批"),
    "warn": ("warning", "提醒"),
    "oblige": ("duty", "义务"),
    "exempt": ("exemption", "豁免"),
    "ladder": ("ladder", "阶梯"),
}
_BASES = {
    "law": ("law", "法律法规"),
    "guidance": ("guidance", "监管指引"),
    "presumption": ("legal presumption", "法律推定"),
    "safe_harbor": ("safe harbor", "安全港规则"),
    "contract": ("contract", "合同"),
    "house": ("the house's own rule", "内部规定"),
    "draft": ("draft, not in force", "征求意见稿，尚未生效"),
}

_LONGEST_NESTED = 140


def kind(entry: Entry, voice: Voice) -> str:
    """What sort of rule it is."""
    return voice.word(*KINDS[entry.origin.kind])


def link(entry: Entry, own: str) -> Line:
    """A link to an entry; in its own policy by its short name."""
    return (Term(entry.name if entry.id == f"{own}.{entry.name}" else entry.id, entry.anchor),)


def exemption_anchor(of: Exemption) -> str:
    """Where an exemption is explained; versions of one have different places."""
    since = of.origin.since
    return of.id if since is None else f"{of.id}@{since.isoformat()}"


def basis(of: str, citation: str | None, voice: Voice) -> Line:
    """What a rule rests on, and where that is written."""
    name = of.removesuffix(" as reported")
    line: Line = (voice.word(*_BASES[name]),)
    if name != of:
        line = voice.say("{line}, as reported", "{line}（依据转述）", line=line)
    if citation is None:
        return line
    return voice.say("{line}: {cited}", "{line}：{cited}", line=line, cited=Words(citation))


def titled(chapter: Chapter, voice: Voice) -> Line:
    """The policy's own title, else its name."""
    title = chapter.policy.title
    return (Code(chapter.name),) if title is None else (title.text,)


def in_force(start: date | None, end: date | None, voice: Voice) -> Line:
    """`from 2026-01-30`; `end` is the first day no longer in force."""
    if start is None and end is None:
        return voice.say("without a date", "未设期限")
    last = "" if end is None else (end - timedelta(days=1)).isoformat()
    if start is None:
        return voice.say("through {last}", "至{last}止（含当日）", last=last)
    if end is None:
        return voice.say("from {start} on", "自{start}起", start=start.isoformat())
    return voice.say(
        "from {start} through {last}",
        "自{start}起至{last}止（含当日）",
        start=start.isoformat(),
        last=last,
    )


def between(dates: tuple[When, ...], voice: Voice) -> Line | None:
    """The dates of a rule of its own, None when it has none."""
    start, end = None, None
    for one in dates:
        day = one.right.base
        assert isinstance(day, date)
        if one.relation == "on_or_after":
            start = day
        else:
            end = day if one.relation == "before" else day + timedelta(days=1)
    return None if start is None and end is None else in_force(start, end, voice)


def inline(said: Said, voice: Voice) -> Line:
    """A condition on one line; of long lists within lists only how many there are."""
    if not isinstance(said, Group):
        return said
    joint = voice.word("; or ", "；或") if _is_choice(said, voice) else voice.word("; ", "；")
    line = _joined([_nested(item, voice) for item in said.items], joint, voice)
    if not said.head or _is_plain_list(said, voice):
        return line
    return voice.say("{head} {line}", "{head}{line}", head=said.head, line=line)


def _nested(said: Said, voice: Voice) -> Line:
    if not isinstance(said, Group):
        return said
    choice = _is_choice(said, voice)
    lines = [item for item in said.items if not isinstance(item, Group)]
    joint = voice.word(" or ", "或") if choice else voice.word(" and ", "且")
    line = _joined(lines, joint, voice)
    short = len(plain_text(line)) <= _LONGEST_NESTED and len(lines) == len(said.items)
    if short and _is_plain_list(said, voice):
        return line
    if _is_plain_list(said, voice):
        en = "one of {n} conditions" if choice else "{n} conditions at once"
        zh = "{n}项条件之一" if choice else "{n}项条件同时成立"
        return voice.say(en, zh, n=len(said.items))
    return voice.say("{head} {n} conditions", "{head}{n}项条件", head=said.head, n=len(said.items))


def _joined(lines: Sequence[Line], joint: str, voice: Voice) -> Line:
    found: Line = ()
    for number, line in enumerate(lines):
        found = voice.joined((*found, joint, *line)) if number else line
    return found


def _is_choice(group: Group, voice: Voice) -> bool:
    return group.head == head_of(False, voice)


def _is_plain_list(group: Group, voice: Voice) -> bool:
    return group.head in (head_of(False, voice), head_of(True, voice))
