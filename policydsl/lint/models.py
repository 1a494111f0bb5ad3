"""Rules after which a rule may have been written: those of packs, and of what a policy uses.

In: a rule that counts. Out: `Model`s: rules that count the same sort of event over the same sort of
time, and have a stricter number.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from policydsl.api import Policy, load
from policydsl.core.formula import Count, Selection
from policydsl.core.policy import Effect, Rule
from policydsl.core.windows import CalendarMonths, ConsecutiveDays, FullDays, Rolling
from policydsl.core.words import window_words
from policydsl.errors import PolicyError
from policydsl.frozen import frozen
from policydsl.lint.lint import Subject
from policydsl.lint.own import COUNTING, Own
from policydsl.policy.library import shipped_packs
from policydsl.policy.listing import SUFFIX
from policydsl.syntax import tree

_EXAMPLES = "examples"


@frozen
class Model:
    """A stricter rule, the policy that it is of, and both numbers in words."""

    policy: Policy
    rule: Rule
    number: str
    own_number: str


def models(subject: Subject, own: Own) -> Iterator[Model]:
    """The stricter rules that cite the same place, or have the same name in what is used."""
    if own.rule.origin.kind not in COUNTING or not isinstance(own.rule.core, Count):
        return
    for rule in subject.policy.core.rules:
        policy, _, name = rule.id.rpartition(".")
        if policy != subject.name and name == own.name:
            yield from _stricter(own.rule, subject.policy, rule)
    for title, place in _cited(subject, own.tree):
        for path in _packs_with(title, place):
            pack = _loaded(path)
            if pack is None or pack.name == subject.name:
                continue
            for rule in pack.core.rules:
                if f"{title}, {place}" in (rule.origin.citation or "").split("; "):
                    yield from _stricter(own.rule, pack, rule)


def _cited(subject: Subject, rule: tree.Rule) -> Iterator[tuple[str, str]]:
    """The sources that a rule cites with a place, by their titles."""
    titles = {
        (version.span.source.name, source.name.text): source.title.text
        for version in subject.own
        for source in version.sources
    }
    for clause in rule.clauses:
        if isinstance(clause.value, tree.Citation) and clause.value.place is not None:
            title = titles.get((rule.span.source.name, clause.value.source.text))
            if title is not None:
                yield title, clause.value.place.text


@lru_cache(maxsize=1)
def _packs() -> tuple[tuple[Path, str], ...]:
    """The packs that are shipped, with their texts."""
    base = shipped_packs()
    paths = sorted(base.rglob(f"*{SUFFIX}"))
    own = [path for path in paths if path.relative_to(base).parts[0] != _EXAMPLES]
    return tuple((path, path.read_text("utf-8")) for path in own)


def _packs_with(title: str, place: str) -> Iterator[Path]:
    """The packs in whose text both stand; no other can cite them."""
    wanted = [text.replace("\\", "\\\\").replace('"', '\\"') for text in (title, place)]
    for path, text in _packs():
        if all(f'"{one}"' in text for one in wanted):
            yield path


@lru_cache(maxsize=16)
def _loaded(path: Path) -> Policy | None:
    try:
        return load(path)
    except PolicyError:
        return None


def _stricter(own: Rule, policy: Policy, other: Rule) -> Iterator[Model]:
    if not isinstance(own.core, Count) or not isinstance(other.core, Count):
        return
    if own.origin.kind != other.origin.kind or other.effect is not Effect.DENY:
        return
    ours, theirs = own.core, other.core
    if _counted(ours.selection) != _counted(theirs.selection):
        return
    if ours.window == theirs.window and ours.minimum > theirs.minimum:
        yield Model(policy, other, str(theirs.minimum), str(ours.minimum))
    elif ours.minimum == theirs.minimum and _is_shorter(ours.window, theirs.window):
        yield Model(policy, other, window_words(theirs.window), window_words(ours.window))


def _counted(selection: Selection) -> tuple[str, int]:
    """What sort of event is counted; from whom, and with what exceptions, is left out."""
    return selection.kind, selection.level


def _is_shorter(one: object, other: object) -> bool:
    """Whether a window is shorter than another of the same sort: what is counted is less."""
    match one, other:
        case (Rolling(a), Rolling(b)) | (FullDays(a), FullDays(b)):
            return a < b
        case (ConsecutiveDays(a), ConsecutiveDays(b)) | (CalendarMonths(a), CalendarMonths(b)):
            return a < b
    return False
