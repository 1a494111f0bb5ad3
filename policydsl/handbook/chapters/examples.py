"""For every rule a contact that it stops, and the nearest one found that it lets through.

In: a book, contacts judged by the evaluator. Out: blocks. Everything said of a contact and of its
verdict is what the evaluator was asked and answered in this run.
"""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.core.policy import Effect, Ladder, Obligation
from policydsl.handbook.book import Book, Entry, entries_of
from policydsl.handbook.document import Block, Facts, Heading, Paragraph
from policydsl.handbook.evidence import Evidence
from policydsl.handbook.pairs import Pair, pair
from policydsl.handbook.prose.requests import contact, differences
from policydsl.handbook.voices import Voices
from policydsl.handbook.writing import Code, Group, Line, Said, Strong, Term, Voice
from policydsl.witnesses.witness import Witness

_MOST_DIFFERENCES = 12
_VERDICTS = {
    "allow": ("allowed", "放行"),
    "review": ("needs an approval", "待审批"),
    "deny": ("blocked", "拦截"),
}


def examples(book: Book, evidence: Evidence, voices: Voices) -> Iterator[Block]:
    """A pair of contacts for each rule, in the order of ids."""
    entries = {
        entry.id: entry for entry in entries_of(book.chapters) if entry.id in evidence.by_rule
    }
    if not entries:
        return
    plain = voices.plain
    yield Heading(2, plain.say("Examples", "示例"), "examples")
    yield Paragraph(
        plain.say(
            "Found by search and judged by the evaluator; the two contacts of a pair are alike in"
            " everything that is not named. Where none was found, there may still be one.",
            "由程序搜索并经判定程序判定；同组两例除所列差异外完全相同。未找到示例不代表不存在。",
        )
    )
    for entry in sorted(entries.values(), key=lambda one: one.id):
        yield Heading(3, _name(entry, book), f"example:{entry.id}")
        yield Facts(tuple(_rows(entry, evidence, plain)))
    if evidence.left:
        line = plain.say(
            "{n} more rules have no example.", "另有{n}条规则未给出示例。", n=evidence.left
        )
        yield Paragraph(line, note=True)


def _name(entry: Entry, book: Book) -> Line:
    roots = {root.name for root in book.roots}
    is_own = entry.id.rpartition(".")[0] in roots
    return (Term(entry.name if is_own else entry.id, entry.anchor),)


def _rows(entry: Entry, evidence: Evidence, voice: Voice) -> Iterator[tuple[Line, Said]]:
    found = pair(evidence.policy, entry.id, evidence.by_rule[entry.id], evidence.day)
    speaks, silent = _labels(entry, voice)
    if found.stopped is None:
        yield speaks, voice.say("none found", "未找到")
    else:
        yield speaks, _stopped(found.stopped, found, entry.id, voice)
    if found.passed is None:
        yield silent, voice.say("none found", "未找到")
    else:
        yield silent, _passed(found.passed, found, entry.id, voice)


def _labels(entry: Entry, voice: Voice) -> tuple[Line, Line]:
    node = entry.node
    if isinstance(node, Obligation):
        return voice.say("duty", "须履行义务"), voice.say("no duty", "无此义务")
    if isinstance(node, Ladder) or node.effect is Effect.DENY:
        return voice.say("stopped", "拦截示例"), voice.say("let through", "放行示例")
    if node.effect is Effect.REVIEW:
        return voice.say("to be approved", "须审批示例"), voice.say("let through", "放行示例")
    return voice.say("warned about", "提醒示例"), voice.say("no warning", "无提醒示例")


def _stopped(one: Witness, found: Pair, rule: str, voice: Voice) -> Said:
    items: list[Said] = []
    if found.passed is not None:
        items += _different(one, found.passed, voice, is_first=True)
    return Group(contact(one.request, voice), (*items, _verdict(one, rule, voice)))


def _passed(one: Witness, found: Pair, rule: str, voice: Voice) -> Said:
    if found.stopped is None:
        return Group(contact(one.request, voice), (_verdict(one, rule, voice),))
    head = voice.say("the same, but:", "其余相同，但：")
    items = _different(one, found.stopped, voice, is_first=False)
    return Group(head, (*items, _verdict(one, rule, voice)))


def _different(one: Witness, other: Witness, voice: Voice, *, is_first: bool) -> list[Said]:
    """What tells a contact from the other; of the first not what its head says already."""
    lines: list[Said] = list(differences(one.request, other.request, voice, said=is_first))
    if len(lines) > _MOST_DIFFERENCES:
        left = len(lines) - _MOST_DIFFERENCES
        more = voice.say("{n} more differences", "另有{n}处差异", n=left)
        lines = [*lines[:_MOST_DIFFERENCES], more]
    return lines


def _verdict(one: Witness, rule: str, voice: Voice) -> Line:
    """The verdict with the rules and codes that it is given for, and what the rule makes owed."""
    explanation = one.explanation
    line = voice.say(
        "verdict: {verdict}",
        "判定：{verdict}",
        verdict=Strong(voice.word(*_VERDICTS[explanation.verdict])),
    )
    for reason in (*explanation.reasons, *explanation.warnings):
        line = voice.say(
            "{line}; {rule} {code}",
            "{line}；{rule} {code}",
            line=line,
            rule=Code(reason.rule),
            code=Code(reason.code),
        )
    duties = [(Code(duty.duty),) for duty in explanation.obligations if duty.rule == rule]
    if not duties:
        return line
    owed = voice.list_of(duties)
    return voice.say("{line}; owed: {owed}", "{line}；须履行：{owed}", line=line, owed=owed)
