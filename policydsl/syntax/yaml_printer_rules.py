"""Writes the clauses of rules, ladders, steps and policy heads as keys of YAML.

In: clauses. Out: keys with their values, for `yaml_writing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from policydsl.syntax import tree
from policydsl.syntax.keywords import LADDER, RULE, STEP, Keyword
from policydsl.syntax.printer_phrases import listed, noun, phrase, wait_head
from policydsl.syntax.yaml_clauses import is_zone_phrase
from policydsl.syntax.yaml_grouping import groups
from policydsl.syntax.yaml_writing import Data, Items, Pair, Pairs, Quotable, Texts


def rule_pairs(rule: tree.Rule) -> Pairs:
    """A rule, its kind and name first."""
    title = [] if rule.title is None else [("title", Quotable(rule.title.text))]
    table = LADDER if rule.kind == "ladder" else RULE
    return Pairs([(rule.kind, rule.name.text), *title, *clause_pairs(rule.clauses, table)])


def clause_pairs(clauses: Iterable[tree.Clause], table: Mapping[str, Keyword]) -> Iterator[Pair]:
    """The clauses in the order written, those of one keyword together.

    What may not repeat and does is written as often: the reader has a message for it.
    """
    for group in groups(clauses, lambda clause: clause.keyword):
        keyword = group[0].keyword
        values = [clause.value for clause in group]
        spread = [list(_spread(keyword, value, table)) for value in values]
        if keyword == "step":
            yield "steps", Items([_step(value) for value in values if isinstance(value, tree.Step)])
        elif keyword == "say":
            said = [value for value in values if isinstance(value, tree.Saying)]
            yield "say", _by_name([(one.language.text, one.text.text) for one in said])
        elif keyword == "ignore":
            named = [value for value in values if isinstance(value, tree.Ignored)]
            yield "ignore", _by_name([(one.lint.text, one.because.text) for one in named])
        elif any(spread):
            yield from chain.from_iterable(spread)
        else:
            yield keyword, one_or_many([_value(value) for value in values])


def _spread(keyword: str, value: tree.ClauseValue, table: Mapping[str, Keyword]) -> Iterator[Pair]:
    """The keys of a clause that has several; nothing for other clauses."""
    match value:
        case tree.Limit() if table is RULE:
            yield from _limit(keyword, value)
        case tree.Spacing(duration, tree.Occurrence() as occurrence):
            yield keyword, phrase(duration)
            yield "between", noun(occurrence.noun, plural=True)
            yield from _filters(occurrence)
        case tree.Wait(_, _, occurrence):
            yield keyword, wait_head(value)
            yield "after", noun(occurrence.noun, plural=False)
            yield from _filters(occurrence)
        case tree.Via(channels, where):
            yield keyword, listed(channels)
            yield from _where(where)


def one_or_many(values: Sequence[Data]) -> Data:
    """A single value as it is, several as a list with a line for each."""
    return values[0] if len(values) == 1 else Items(values)


def _limit(keyword: str, limit: tree.Limit) -> Iterator[Pair]:
    counting = limit.counting
    yield keyword, f"{limit.number} {noun(counting.occurrence.noun, plural=limit.number != 1)}"
    yield from _filters(counting.occurrence, _bounds(counting))


def _filters(occurrence: tree.Occurrence, bounds: Iterable[Pair] = ()) -> Iterator[Pair]:
    if occurrence.by:
        yield "by", listed(occurrence.by)
    if occurrence.per:
        yield "per", listed(occurrence.per)
    yield from bounds
    yield from _where(occurrence.where)


def _bounds(counting: tree.Counting) -> Iterator[Pair]:
    window = counting.window
    if window.kind == "ever":
        yield "ever", "yes"
    else:
        yield "since" if window.kind == "since" else "in", phrase(window)
    if counting.after_first is not None:
        yield "after_first", phrase(counting.after_first)
    if counting.before_today:
        yield "before_today", "yes"


def _where(condition: tree.Expression | None) -> Iterator[Pair]:
    if condition is not None:
        yield "where", phrase(condition)


def _step(step: tree.Step) -> Pairs:
    return Pairs([("step", step.name.text), *clause_pairs(step.clauses, STEP)])


def _by_name(texts: Sequence[tuple[str, str]]) -> Data:
    """One mapping, or one for each text where a name has several."""
    pairs = [(name, Quotable(text)) for name, text in texts]
    if len(dict(pairs)) == len(pairs):
        return Texts(pairs)
    return Items([Texts([pair]) for pair in pairs])


def _value(value: tree.ClauseValue) -> Data:
    """A text as it is, a citation as a pair, anything else as its phrase."""
    match value:
        case tree.Text(text):
            return Quotable(text)
        case tree.Zone(tree.Text(name)) if not is_zone_phrase(name):
            return Quotable(name)
        case tree.Citation(source, tree.Text(place)):
            return Texts([(source.text, Quotable(place))])
        case _:
            return phrase(value)
