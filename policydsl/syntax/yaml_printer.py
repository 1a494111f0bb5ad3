"""Writes policies in YAML, in canonical form.

In: a policy of either spelling. Out: its text. Read back it is `yaml_grouping.grouped` of the same
policy: what repeats stands together, since YAML writes each key once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policydsl.syntax import tree
from policydsl.syntax.keywords import HEAD
from policydsl.syntax.printer_phrases import phrase
from policydsl.syntax.yaml_grouping import groups
from policydsl.syntax.yaml_printer_rules import clause_pairs, one_or_many, rule_pairs
from policydsl.syntax.yaml_writing import Data, Items, Pair, Pairs, Quotable, lines


def print_yaml(policy: tree.Policy) -> str:
    """The canonical YAML text of a policy, with a line end at its end."""
    sections = [_head(policy), *([section] for section in _declarations(policy))]
    return "\n".join("".join(f"{line}\n" for line in lines(Pairs(pairs))) for pairs in sections)


def _head(policy: tree.Policy) -> list[Pair]:
    title = [] if policy.title is None else [("title", Quotable(policy.title.text))]
    return [("policy", policy.name.text), *title, *clause_pairs(policy.head, HEAD)]


def _declarations(policy: tree.Policy) -> Iterator[Pair]:
    """The sections that are not empty."""
    if policy.sources:
        yield "sources", Pairs([(it.name.text, Quotable(it.title.text)) for it in policy.sources])
    if policy.uses:
        yield "use", Items([_use(use) for use in policy.uses])
    if policy.facts:
        yield "facts", _by_path((fact.path, _fact(fact)) for fact in policy.facts)
    if policy.events:
        yield "events", ", ".join(event.name.text for event in policy.events)
    if policy.defines:
        yield "define", Pairs([(it.name.text, phrase(it.value)) for it in policy.defines])
    if policy.rules:
        yield "rules", Items([rule_pairs(rule) for rule in policy.rules], spaced=True)
    if policy.tightens:
        yield "tighten", _by_path((item.rule, _tighten(item)) for item in policy.tightens)
    if policy.waives:
        yield "waive", Items([_waiver(waive) for waive in policy.waives])


def _use(use: tree.Use) -> str:
    when = "" if use.when is None else f" when {phrase(use.when)}"
    return phrase(use.name) + when


def _fact(fact: tree.Fact) -> str:
    default = "" if fact.default is None else f" = {phrase(fact.default)}"
    return phrase(fact.type) + default


def _tighten(item: tree.Tighten) -> str:
    return f"to {item.keyword.replace('_', ' ')} {phrase(item.value)}"


def _by_path(said: Iterable[tuple[tree.Path, str]]) -> Data:
    """A mapping from paths to what is said of them, to a list where it is said repeatedly."""
    gathered = groups(said, lambda pair: pair[0].text)
    return Pairs([(group[0][0].text, one_or_many([it for _, it in group])) for group in gathered])


def _waiver(waive: tree.Waive) -> Pairs:
    return Pairs(
        [
            ("rule", waive.rule.text),
            ("until", phrase(waive.until)),
            ("because", Quotable(waive.because.text)),
            ("approved_by", Quotable(waive.approved_by.text)),
        ]
    )
