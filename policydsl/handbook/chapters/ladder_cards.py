"""A ladder: its picture, a table of its steps, and every step in full.

In: an entry that is a ladder. Out: blocks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from policydsl.core.formula import NO, YES, Formula
from policydsl.core.policy import Ladder, Step
from policydsl.handbook.book import Chapter, Entry
from policydsl.handbook.chapters.cards import Row, applies, common, heading, lifted
from policydsl.handbook.document import Block, Facts, Picture, Table
from policydsl.handbook.prose import ladders
from policydsl.handbook.prose.conditions import said
from policydsl.handbook.prose.names import channels, path
from policydsl.handbook.words import inline
from policydsl.handbook.writing import Code, Group, Line, Said, Voice, plain_text
from policydsl.pictures.ladder.drawing import Bar, LadderDrawing
from policydsl.pictures.ladder.letters import ladder_text
from policydsl.pictures.ladder.svg import ladder_svg

DUE = "debt.due_on"


def ladder(entry: Entry, chapter: Chapter, voice: Voice) -> Iterator[Block]:
    """The whole ladder."""
    node = entry.node
    assert isinstance(node, Ladder)
    yield heading(entry, voice)
    drawing = _drawing(node, voice)
    caption = voice.say(
        "Steps by day; the days are not drawn to scale. An arrow leads from a step to one that"
        " waits for it.",
        "各步骤的开放日期（日期间距未按比例）；箭头由前置步骤指向后续步骤。",
    )
    yield Picture(ladder_svg(drawing), ladder_text(drawing), caption)
    yield _overview(node, voice)
    yield Facts((*_rows(entry, node, voice), *common(entry, chapter, voice)))
    yield Facts(tuple(_step(step, voice) for step in node.steps))


def _rows(entry: Entry, node: Ladder, voice: Voice) -> Iterator[Row]:
    yield voice.say("kept for", "计算维度"), ladders.kept_for(node, voice)
    yield from applies(entry, voice)
    yield from lifted(entry, voice)
    yield voice.say("which step", "采用步骤"), ladders.which_step(node, voice)
    for label, formula in _states(node, voice):
        yield label, said(formula, voice)
    reset = ladders.reset(node, voice)
    if reset is not None:
        yield voice.say("begins anew after", "重新开始于"), reset
    yield voice.say("skipped steps", "步骤受阻时"), ladders.on_block(node, voice)
    yield (
        voice.say("if unknown", "事实不明时"),
        voice.say(
            "it holds and it stops; a step is closed",
            "无法判断是否暂停或终止的，视为暂停或终止；无法判断步骤是否开放的，步骤不开放",
        ),
    )


def _states(node: Ladder, voice: Voice) -> Iterator[tuple[Line, Formula]]:
    if node.hold != NO:
        yield voice.say("holds while", "暂停条件"), node.hold
    if node.stop != NO:
        yield voice.say("stops when", "终止条件"), node.stop


def _overview(node: Ladder, voice: Voice) -> Table:
    head = (
        voice.say("step", "步骤"),
        voice.say("open", "开放日期"),
        voice.say("by", "渠道"),
        voice.say("at most", "次数上限"),
        voice.say("approval", "审批"),
    )
    rows = []
    for number, step in enumerate(node.steps, 1):
        budgets = [ladders.budget(one, voice) for one in step.budgets]
        rows.append(
            (
                voice.say("{n}. {name}", "{n}. {name}", n=number, name=Code(step.name)),
                ladders.open_days(step, voice),
                channels(step.channels, voice),
                voice.list_of(budgets) if budgets else ("–",),
                ("–",) if step.approval is None else (Code(step.approval),),
            )
        )
    return Table(head, tuple(rows))


def _step(step: Step, voice: Voice) -> Row:
    """Everything that a step says."""
    items: list[Said] = [
        voice.say("open: {days}", "开放：{days}", days=ladders.open_days(step, voice)),
        _under(voice.say("takes a contact", "可采用的触达"), ladders.takes(step, voice), voice),
    ]
    for line in ladders.prerequisites(step, voice):
        items.append(voice.say("only once {line}", "前置：{line}", line=line))
    if step.when != YES:
        items.append(_under(voice.say("only when", "条件"), said(step.when, voice), voice))
    items += [ladders.budget(one, voice) for one in step.budgets]
    apart = ladders.apart(step, voice)
    if apart is not None:
        items.append(apart)
    if step.approval is not None:
        role = Code(step.approval)
        items.append(voice.say("needs the approval of {role}", "须经{role}审批", role=role))
    if step.duties:
        named = voice.all_of([(Code(duty),) for duty in step.duties])
        items.append(voice.say("must: {named}", "须履行：{named}", named=named))
    return (Code(step.name),), Group((), tuple(items))


def _under(head: Line, of: Said, voice: Voice) -> Said:
    if isinstance(of, Group):
        line = voice.say("{head}: {of}", "{head}：{of}", head=head, of=of.head)
        return Group(line, of.items)
    return voice.say("{head}: {of}", "{head}：{of}", head=head, of=of)


def _drawing(node: Ladder, voice: Voice) -> LadderDrawing:
    """What the picture shows, in the same words as the table."""
    bars = tuple(_bar(step, voice) for step in node.steps)
    shown = LadderDrawing(voice.word("Steps of the ladder", "阶梯步骤"), "", bars)
    axis: Line = ()
    if shown.anchor == DUE:
        axis = voice.say("days from the due date", "距到期日天数")
    elif shown.anchor is not None:
        axis = voice.say("days from {path}", "距{path}天数", path=path(shown.anchor, voice))
    return replace(shown, axis=plain_text(axis), notes=tuple(_notes(node, voice)))


def _bar(step: Step, voice: Voice) -> Bar:
    lines = [ladders.budget(one, voice) for one in step.budgets]
    apart = ladders.apart(step, voice)
    lines += [] if apart is None else [apart]
    lines += [
        voice.say("only once {line}", "前置：{line}", line=line)
        for line in ladders.prerequisites(step, voice)
    ]
    if step.when != YES:
        lines.append(voice.say("only on a condition, see below", "另有条件，见下"))
    waits = [one.step for alternatives in step.after for one in alternatives]
    return Bar(
        name=step.name,
        start=step.start,
        end=step.end,
        days=plain_text(ladders.open_days(step, voice)),
        channels=plain_text(channels(step.channels, voice)),
        lines=tuple(map(plain_text, lines)),
        waits=tuple(dict.fromkeys(waits)),
        approval=step.approval,
    )


def _notes(node: Ladder, voice: Voice) -> Iterator[str]:
    """What holds, ends and resets the ladder, each on a line."""
    told = [(label, said(formula, voice)) for label, formula in _states(node, voice)]
    reset = ladders.reset(node, voice)
    if reset is not None:
        told.append((voice.say("begins anew after", "重新开始于"), reset))
    for label, condition in told:
        line = inline(condition, voice)
        yield plain_text(voice.say("{label}: {line}", "{label}：{line}", label=label, line=line))
