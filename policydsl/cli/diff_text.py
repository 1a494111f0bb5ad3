"""A comparison of two policies for a person to read.

In: a comparison, counts, and the policies. Out: lines of text: each change in the words of the
handbook, old beside new, with the contact that shows which way it goes.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from policydsl.api import Policy
from policydsl.cli.diff_texts import text
from policydsl.comparison.pieces import called
from policydsl.comparison.requests import Counts, Example
from policydsl.comparison.rules import ADDED, CHANGED, REMOVED, REWORDED, Change, Comparison
from policydsl.comparison.showing import BOTH, LOOSENED, TIGHTENED, UNSHOWN, Shown
from policydsl.core.explanation import Explanation
from policydsl.diagnostics.render_text import render
from policydsl.diagnostics.visible import visible
from policydsl.handbook.plain import circumstances, definition_lines, policy_lines, rule_lines
from policydsl.lint.words import answer, contact
from policydsl.syntax.keywords import HEAD

_GROUPS = (ADDED, REMOVED, TIGHTENED, LOOSENED, BOTH, UNSHOWN, REWORDED)
_COLOURS = {"+": "32", "-": "31"}
_INDENT = "   "
_MOST_RULES = 10
_MOST_CIRCUMSTANCES = 6


class Comparing:
    """What is compared, in which language, with colour or without; words are made when asked."""

    def __init__(self, old: Policy, new: Policy, lang: str, colour: bool) -> None:
        self.old, self.new, self.lang, self.colour = old, new, lang, colour

    @cached_property
    def rules(self) -> tuple[Mapping[str, Sequence[str]], Mapping[str, Sequence[str]]]:
        """The lines of every rule, before and after."""
        return rule_lines(self.old, self.lang), rule_lines(self.new, self.lang)

    @cached_property
    def definitions(self) -> tuple[Mapping[str, Sequence[str]], Mapping[str, Sequence[str]]]:
        """The lines of every named condition, before and after."""
        return definition_lines(self.old, self.lang), definition_lines(self.new, self.lang)

    @cached_property
    def policies(self) -> tuple[Mapping[str, Sequence[str]], Mapping[str, Sequence[str]]]:
        """The lines of every policy, before and after."""
        return policy_lines(self.old, self.lang), policy_lines(self.new, self.lang)

    def differing(self, old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
        """The lines that are not in both, marked and coloured."""
        for line in difflib.ndiff(list(old), list(new)):
            if line[0] in _COLOURS:
                shown = f"{line[0]} {line[2:].rstrip()}"
                yield f"\x1b[{_COLOURS[line[0]]}m{shown}\x1b[0m" if self.colour else shown


def comparison_text(comparison: Comparison, comparing: Comparing) -> Iterator[str]:
    """The whole comparison, lines with their ends."""
    lang = comparing.lang
    yield f"{_identity(comparing.old)} -> {_identity(comparing.new)}\n"
    if comparison.is_empty:
        yield f"\n{text('same', lang)}\n"
        return
    yield from _policies(comparison, comparing)
    groups = {name: [one for one in comparison.changes if _group(one) == name] for name in _GROUPS}
    for name, changes in groups.items():
        if changes:
            yield f"\n{text(name, lang)}\n"
        for change in changes:
            yield from _change(change, comparing)
    yield from _others(comparison, comparing)
    counts = {name: len(changes) for name, changes in groups.items()}
    yield f"\n{text('summary', lang, **counts)}\n"


def _policies(comparison: Comparison, comparing: Comparing) -> Iterator[str]:
    """What policies govern and answer to the rest, when those they use apply, margins, gates."""
    lang, renamed = comparing.lang, comparison.renamed
    for old_name, new_name in renamed.items():
        yield f"\n{text('renamed', lang, old=visible(old_name), new=visible(new_name))}\n"
    before, after = comparing.policies
    before = {renamed.get(name, name): lines for name, lines in before.items()}
    shown = {one.name: one for one in comparison.roots}
    found: list[str] = []
    for name in sorted(before.keys() | after.keys()):
        lines = list(comparing.differing(before.get(name, ()), after.get(name, ())))
        if lines or name in shown:
            found += [f"  {visible(name)}\n", *(f"{_INDENT}  {line}\n" for line in lines)]
        if name in shown:
            for key, one in (("stops", shown[name].stops), ("lets", shown[name].lets)):
                found += () if one is None else _shown(f"root_{key}", one, comparing)
    for margin in comparison.margins:
        channel = f"`{margin.channel}`" if margin.channel else text("every_channel", lang)
        found.append(f"  {text(f'margin_{margin.direction}', lang, channel=channel)}\n")
    for gate in comparison.gate:
        clause = HEAD[gate.clause].words
        line = text(f"gate_{gate.direction}", lang, clause=clause, old=gate.old, new=gate.new)
        found.append(f"  {line}\n")
    if found:
        yield f"\n{text('policies', lang)}\n"
        yield from found


def _identity(policy: Policy) -> str:
    return " ".join(part for part in (visible(policy.name), visible(policy.version)) if part)


def _group(change: Change) -> str:
    return change.direction if change.kind == CHANGED else change.kind


def _change(change: Change, comparing: Comparing) -> Iterator[str]:
    lang = comparing.lang
    sides = zip(comparing.rules, (change.old, change.new), strict=True)
    old, new = (lines.get(one.id, ()) if one else () for lines, one in sides)
    piece = change.new or change.old
    assert piece is not None
    origin = piece.rulings[0].origin
    yield f"  {visible(change.id)}  {visible(origin.file)}:{origin.line}\n"
    if change.facts and change.kind == CHANGED:
        named = ", ".join(f"`{visible(one)}`" for one in change.facts)
        yield f"{_INDENT}  {text('reads', lang, facts=named)}\n"
    elif change.kind == CHANGED and tuple(old) == tuple(new):
        yield f"{_INDENT}  {text('elsewhere', lang)}\n"
    for line in comparing.differing(old, new):
        yield f"{_INDENT}  {line}\n"
    for key, shown in (("stops", change.stops), ("lets", change.lets)):
        if shown is not None:
            yield from _shown(f"{change.speaks}_{key}", shown, comparing)


def _shown(key: str, shown: Shown, comparing: Comparing) -> Iterator[str]:
    lang = comparing.lang
    is_old = key.endswith("_lets")
    policy, caught = (comparing.old, shown.old) if is_old else (comparing.new, shown.new)
    yield f"{_INDENT}  {text(key, lang, contact=contact(caught).get(lang))}\n"
    rests = circumstances(policy, caught, lang)
    if rests:
        parts = list(map(visible, rests[:_MOST_CIRCUMSTANCES]))
        if len(rests) > len(parts):
            parts.append(text("more", lang, number=len(rests) - len(parts)))
        joined = text("semicolon", lang).join(parts)
        yield f"{_INDENT}  {text('with', lang, circumstances=joined)}\n"
    old, new = answer(shown.old).get(lang), answer(shown.new).get(lang)
    yield f"{_INDENT}  {text('answers', lang, old=old, new=new)}\n"


def _others(comparison: Comparison, comparing: Comparing) -> Iterator[str]:
    """What stands beside the rules: named conditions and facts."""
    lang = comparing.lang
    before, new = comparing.definitions
    old = {called(name, comparison.renamed): lines for name, lines in before.items()}
    lines = [
        (name, list(comparing.differing(old.get(name, ()), new.get(name, ()))))
        for name in sorted(old.keys() | new.keys())
    ]
    if any(changed for _, changed in lines):
        yield f"\n{text('definitions', lang)}\n"
    for name, changed in lines:
        if changed:
            yield f"  {visible(name)}\n"
            yield from (f"{_INDENT}  {line}\n" for line in changed)
    if comparison.facts:
        yield f"\n{text('facts', lang)}\n"
    for fact in comparison.facts:
        sides = [[] if said is None else [f"{fact.path} : {said}"] for said in (fact.old, fact.new)]
        yield from (f"  {visible(line)}\n" for line in comparing.differing(*sides))


def counts_text(counts: Counts, comparing: Comparing, file: str) -> Iterator[str]:
    """What became of the requests, lines with their ends."""
    lang = comparing.lang
    numbers = {"judged": counts.judged, "changed": counts.changed, "reasons": counts.reasons}
    yield "\n" + text("requests", lang, file=visible(file), **numbers) + "\n"
    for (old, new), number in sorted(counts.verdicts.items()):
        pair = {"old": text(old, lang), "new": text(new, lang)}
        yield f"  {text('pair', lang, **pair, number=number)}\n"
    for key, found in (("starts", counts.starts), ("ends", counts.ends)):
        for rule, number in sorted(found.items(), key=lambda one: (-one[1], one[0]))[:_MOST_RULES]:
            yield f"  {text(key, lang, rule=visible(rule), number=number)}\n"
    if counts.examples:
        yield f"\n{text('examples', lang)}\n"
    for example in counts.examples:
        yield from _example(example, lang)
    if counts.first_refused is not None:
        line, problems = counts.first_refused
        yield "\n" + text("refused", lang, number=counts.refused, line=line) + "\n"
        yield render(problems, lang, comparing.colour)


def _example(example: Example, lang: str) -> Iterator[str]:
    told = contact(example.new).get(lang)
    yield f"  {text('example', lang, line=example.line, contact=told)}\n"
    for key, one in (("before", example.old), ("after", example.new)):
        said = f"{text(one.explanation.verdict, lang)}  {_why(one.explanation, lang)}"
        yield f"{_INDENT}  {text(key, lang)}: {said}\n"


def _why(explained: Explanation, lang: str) -> str:
    reasons = [f"{one.code} {visible(one.rule)}" for one in explained.reasons]
    return ", ".join(reasons) or text("nothing_blocks", lang)
