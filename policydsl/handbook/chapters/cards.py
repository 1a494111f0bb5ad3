"""One rule or duty as a card: what it says, where it applies, what follows, on what it rests.

In: an entry. Out: a heading and labelled lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policydsl.core.formula import NO, YES, Formula
from policydsl.core.policy import Ladder, Obligation, Rule, Scope
from policydsl.handbook.book import Chapter, Entry
from policydsl.handbook.document import Block, Facts, Heading
from policydsl.handbook.prose import ladders, rules
from policydsl.handbook.prose.conditions import said
from policydsl.handbook.words import basis, between, exemption_anchor, in_force, kind
from policydsl.handbook.writing import Code, Group, Line, Said, Strong, Term, Voice, Words
from policydsl.rules.walk import needs_debt, needs_zone, parts

Row = tuple[Line, Said]


def card(entry: Entry, chapter: Chapter, voice: Voice) -> Iterator[Block]:
    """The heading and the lines of a rule or a duty."""
    yield heading(entry, voice)
    node = entry.node
    if isinstance(node, Rule):
        rows = [*_rule(entry, node, voice)]
    else:
        assert isinstance(node, Obligation)
        rows = [(voice.say("must", "须履行"), ladders.duties(node, voice))]
        rows += [*applies(entry, voice), *lifted(entry, voice)]
    yield Facts((*rows, *common(entry, chapter, voice)))


def heading(entry: Entry, voice: Voice) -> Heading:
    """The rule's name, the author's title, and what sort of rule it is."""
    line = voice.joined([Code(entry.name)])
    if entry.origin.title is not None:
        line = (*line, " ", Words(entry.origin.title))
    return Heading(3, (*line, " · ", kind(entry, voice)), entry.anchor)


def _rule(entry: Entry, rule: Rule, voice: Voice) -> Iterator[Row]:
    yield voice.say("rule", "规则"), rules.demand(rule, entry.applies, voice)
    if not rules.is_all_condition(rule):
        yield from applies(entry, voice)
    other = rules.other_core(rule, voice)
    if other is not None:
        yield voice.say("and only if", "并且"), other
    ends = list(rules.ends(rule, voice))
    if ends:
        yield (
            voice.say("ends", "终止"),
            voice.say(
                "{ends}; an end that is “none” or not known is no end yet",
                "{ends}；未提供或为“无”的，尚未终止",
                ends=voice.any_of(ends),
            ),
        )
    yield from lifted(entry, voice)
    yield voice.say("then", "后果"), _effect(rule, voice)
    unknown = rules.unknown(rule.on_unknown, voice)
    yield (
        voice.say("if unknown", "事实不明时"),
        voice.say(
            "where a missing fact leaves open whether the rule is broken, {unknown}",
            "因缺少事实而无法判断是否违反本规则的，{unknown}",
            unknown=unknown,
        ),
    )


def _effect(rule: Rule, voice: Voice) -> Line:
    line = rules.effect_of(rule.effect, voice)
    if rule.approval is not None:
        line = voice.say(
            "{line} by {role}", "{line}（由{role}审批）", line=line, role=Code(rule.approval)
        )
    return voice.say(
        "{line}; reason code {code}", "{line}；原因代码 {code}", line=line, code=Code(rule.code)
    )


def applies(entry: Entry, voice: Voice) -> Iterator[Row]:
    """Where the rule applies, and over what it is judged."""
    label = voice.say("applies when", "适用条件")
    if entry.applies == YES:
        yield label, voice.say("to every contact that the policy governs", "策略管辖的全部触达")
    else:
        yield label, said(entry.applies, voice)


def lifted(entry: Entry, voice: Voice) -> Iterator[Row]:
    """What lifts the rule: its own exceptions, exemptions, waivers."""
    if entry.unless != NO:
        yield voice.say("not when", "例外"), said(entry.unless, voice)
    if entry.exempting:
        named = [
            (Term(one.id.rpartition(".")[2], exemption_anchor(one)),) for one in entry.exempting
        ]
        yield voice.say("exempted by", "豁免情形"), voice.list_of(named)
    if entry.waived:
        dates = [
            voice.say("until before {day}", "至{day}之前", day=one.until.value.isoformat())
            for one in entry.waived
        ]
        line = voice.say(
            "{strong} {dates}",
            "{strong}{dates}",
            strong=Strong(voice.word("lifted by a waiver", "豁免令生效中：")),
            dates=voice.all_of(dates),
        )
        yield voice.say("waived", "豁免令"), (*line, *_see("changes", voice))


def _see(anchor: str, voice: Voice) -> Line:
    more = Term(voice.word("see the waiver", "详见豁免令"), anchor)
    return voice.say("; {more}", "；{more}", more=more)


def common(entry: Entry, chapter: Chapter, voice: Voice) -> Iterator[Row]:
    """On what it rests, since when, who answers for it, what callers are told."""
    judged = list(rules.scope(own_scope(entry), voice))
    if judged:
        yield (
            voice.say("judged", "判断方式"),
            judged[0] if len(judged) == 1 else _both(judged, voice),
        )
    if isinstance(entry.before, Rule):
        before = rules.demand(entry.before, entry.applies, voice)
        yield voice.say("made stricter; was", "已收紧；原为"), before
    origin = entry.origin
    yield voice.say("basis", "依据"), basis(origin.basis, origin.citation, voice)
    own = between(entry.dates, voice)
    whole = in_force(chapter.start, chapter.end, voice)
    yield (
        voice.say("in force", "生效"),
        whole
        if own is None
        else voice.say("{own}; its policy {whole}", "{own}；所属策略{whole}", own=own, whole=whole),
    )
    if origin.owner is not None:
        yield voice.say("owner", "负责人"), (Words(origin.owner),)
    message = dict(origin.texts).get(voice.lang)
    if message is not None and _is_said(entry, chapter):
        yield voice.say("callers are told", "提示语"), (Words(message),)


def _both(lines: list[Line], voice: Voice) -> Group:
    return Group(voice.say("in both ways:", "同时按下列方式："), tuple(lines))


def _is_said(entry: Entry, chapter: Chapter) -> bool:
    """Whether the author says it; else the language made it up from the rule."""
    return any(
        clause.keyword == "say"
        for rule in chapter.policy.rules
        if rule.name.text == entry.name
        for clause in rule.clauses
    )


def own_scope(entry: Entry) -> Scope:
    """Over what the rule's own conditions are judged, without what its gate reads."""
    node = entry.node
    own = [entry.applies, entry.unless, *(one.when for one in entry.exempting)]
    if isinstance(node, Rule):
        own.append(node.core)
    if isinstance(node, Ladder):
        return node.scope
    found = [part for formula in own for part in parts(formula)]
    zone = node.scope.zone if any(map(needs_zone, found)) else None
    if isinstance(node, Obligation) and node.within is not None:
        zone = node.scope.zone
    return Scope(node.scope.per_debt and _reads_debts(node, found), zone)


def _reads_debts(node: Rule | Obligation, found: Iterable[Formula]) -> bool:
    if isinstance(node, Obligation) and any(key.kind == "debt" for key in node.keys):
        return True
    return any(map(needs_debt, found))
