"""Rules after which a rule may have been written: those of packs, and of what a policy uses.

In: a rule that counts, or one of hours. Out: `Model`s: rules that count the same sort of event over
the same sort of time and have a stricter number; rules of hours that close more of the same days.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from policydsl.api import Policy, load
from policydsl.core.formula import Count, HoursLine, Selection
from policydsl.core.policy import Effect, Rule
from policydsl.core.windows import CalendarMonths, ConsecutiveDays, FullDays, Rolling
from policydsl.core.words import window_words
from policydsl.errors import PolicyError
from policydsl.frozen import frozen
from policydsl.lint.hours import sure_clock
from policydsl.lint.lint import Subject
from policydsl.lint.own import COUNTING, Own
from policydsl.lint.times import clock
from policydsl.lint.weeks import closed_by
from policydsl.policy.library import shipped_packs
from policydsl.policy.listing import SUFFIX
from policydsl.syntax import tree

_EXAMPLES = "examples"
_HOURS = ("quiet_hours", "contact_hours")


@frozen
class Model:
    """A stricter rule, the policy that it is of, and both numbers in words."""

    policy: Policy
    rule: Rule
    number: str
    own_number: str


def models(subject: Subject, own: Own) -> Iterator[Model]:
    """The stricter rules that cite the same place, or count by the same name in what is used."""
    if own.rule.origin.kind not in (*COUNTING, *_HOURS):
        return
    for rule in subject.policy.core.rules:
        policy, _, name = rule.id.rpartition(".")
        if policy != subject.name and name == own.name and own.rule.origin.kind in COUNTING:
            yield from _stricter(own.rule, subject.policy, rule)
    for title, place in _cited(subject, own.tree):
        for path in _packs_with(title, place):
            pack = _loaded(path)
            if pack is None or pack.name == subject.name:
                continue
            for rule in pack.core.rules:
                if f"{title}, {place}" in (rule.origin.citation or "").split("; "):
                    yield from _stricter(own.rule, pack, rule)
                    yield from _longer(own.rule, pack, rule)


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


def _longer(own: Rule, policy: Policy, other: Rule) -> Iterator[Model]:
    """Hours of one line on the same days, by the same clock, that close more."""
    ours, theirs = sure_clock(own), sure_clock(other)
    if ours is None or theirs is None or own.scope.zone != other.scope.zone:
        return
    if other.effect is not Effect.DENY or ours.within is not theirs.within:
        return
    if len(ours.lines) != 1 or len(theirs.lines) != 1:
        return
    (line,), (model,) = ours.lines, theirs.lines
    if line.days == model.days and closed_by(theirs) & ~closed_by(ours):
        yield Model(policy, other, _hours_words(model), _hours_words(line))


def _hours_words(line: HoursLine) -> str:
    return ", ".join(f"{clock(start)}–{clock(end)}" for start, end in line.intervals)


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
