"""`cap_never_binds`: a cap whose number is never reached.

**What it does.** Looks for a cap, gap or cooldown that cannot block, whatever happens:

- it counts more days than its window has;
- another rule, which holds for every contact counted, leaves no room: with four hours between two
  contacts there are never ten in a day. What an autumn night adds is taken into account;
- its `where` contradicts itself, its `by`, or what it counts: nothing is counted;
- its `by` names only channels that its `when` rules out.

**Why.** The cap changes no decision, and whoever reads it relies on it.

**Example.**

    gap apart  at least 4 hours between attempts by voice per person
    cap in_day at most 10 attempts by voice per person in a calendar day

**Instead.** A number that can be reached, or no cap; a condition that can hold.

**Options.** None. Two rules of one policy that both cite a source are left alone: each says what
its source says. A cap beside a tighter one is `shadowed_cap`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from policydsl.core.formula import All, Compare, Count, Formula
from policydsl.core.policy import Rule
from policydsl.core.request import LEVELS
from policydsl.core.windows import Rolling
from policydsl.core.words import window_words
from policydsl.diagnostics import Span, diagnostic
from policydsl.diagnostics.diagnostic import HintSpec, LabelSpec, Value
from policydsl.lint.capacity import fuller, general, most_days
from policydsl.lint.conditions import limit_of, said_conditions
from policydsl.lint.lint import Finding, Lint, Subject
from policydsl.lint.own import (
    COUNTING,
    Own,
    are_both_cited,
    counting_rules,
    governed,
    limit_span,
    own_rules,
    written,
)
from policydsl.lint.reasoning.logic import Logic, logic_of
from policydsl.lint.reasoning.windows import most_micros
from policydsl.lint.requests import (
    Json,
    counter,
    having_happened,
    instant_of,
    is_true,
    judged,
    satisfying,
    says,
    surely_says,
)
from policydsl.lint.words import answer, contact
from policydsl.witnesses.witness import Witness

_DAY, _APART, _MICRO = timedelta(days=1), timedelta(seconds=1), timedelta(microseconds=1)
_MOST_PIECES = 60


def _look(subject: Subject) -> Iterator[Finding]:
    logic = logic_of(subject.policy)
    shorter = general(counting_rules(subject.policy), governed(subject), logic)
    for own in own_rules(subject):
        if own.rule.origin.kind not in COUNTING or not isinstance(own.rule.core, Count):
            continue
        if not logic.can_hold(logic.forms.node(said_conditions(own.rule))):
            continue
        if not logic.can_hold(logic.forms.node(own.rule.applies)):
            yield from _by_what_is_ruled_out(subject, own)
        elif not logic.can_hold(logic.forms.node(_counted(own.rule.core))):
            yield from _counts_nothing(subject, own)
        elif own.rule.origin.kind == "cap":
            yield from _never_full(subject, own, shorter, logic)


def _counted(count: Count) -> Formula:
    """What is true of every event that is counted."""
    selection = count.selection
    channels: Formula = All(())
    if selection.channels is not None:
        channels = Compare("event.channel", "in", selection.channels)
    reached = All(
        tuple(Compare(f"event.{name}", "eq", True) for name in LEVELS[1 : selection.level])
    )
    return All((channels, reached, selection.where))


def _by_what_is_ruled_out(subject: Subject, own: Own) -> Iterator[Finding]:
    """A contact by a channel of `by`: the cap does not speak about it."""
    rule, limit = own.rule, limit_of(own.rule)

    def shows(found: Witness) -> bool:
        return is_true(limit, rule.scope, found.request) and not surely_says(found, rule.id)

    found = satisfying(subject.policy, limit, rule.scope, shows, day=subject.today)
    if found is not None:
        yield _finding(own, limit_span(own.tree), found, helps=["channels"])


def _counts_nothing(subject: Subject, own: Own) -> Iterator[Finding]:
    """The same contact made as often as the cap allows, and none of them counted."""
    rule, count = own.rule, own.rule.core
    assert isinstance(count, Count)
    found = satisfying(subject.policy, rule.applies, rule.scope, lambda _: True, day=subject.today)
    if found is None:
        return
    times = range(1, min(count.minimum, 50) + 1)
    ago = [timedelta(seconds=number) for number in times]
    filled = judged(subject.policy, having_happened(found.data, count.selection, ago))
    if filled is not None and not surely_says(filled, rule.id):
        yield _finding(own, limit_span(own.tree), filled, helps=["filter"])


def _never_full(subject: Subject, own: Own, shorter: list[Rule], logic: Logic) -> Iterator[Finding]:
    count = own.rule.core
    assert isinstance(count, Count)
    most = most_days(count)
    if most is not None:
        if count.minimum > most:
            yield from _more_days_than_there_are(subject, own, most)
        return
    for other, room in fuller(own.rule, shorter, logic):
        if are_both_cited(own.rule, other):
            continue
        found = _full_of(subject, own, other)
        if found is not None:
            place = written(subject, other)
            yield _finding(
                own,
                limit_span(own.tree),
                found,
                helps=[("room", {"other": _short(other, subject), "room": room})],
                labels=[]
                if place is None
                else [(limit_span(place), "other", {"other": _short(other, subject)})],
            )
            return


def _more_days_than_there_are(subject: Subject, own: Own, most: int) -> Iterator[Finding]:
    count = own.rule.core
    assert isinstance(count, Count)

    def counts(found: Witness) -> bool:
        used = counter(found, own.rule.id)
        return used is not None and 0 < used.used == used.possible and not found.explanation.missing

    once = All((own.rule.applies, replace(count, minimum=1)))
    found = satisfying(subject.policy, once, own.rule.scope, counts, day=subject.today)
    if found is None:
        return
    first = 1 if count.before_today else 0
    ago = [number * _DAY + timedelta(minutes=1) for number in range(first, first + min(most, 400))]
    filled = judged(subject.policy, having_happened(found.data, count.selection, ago))
    if filled is not None and not surely_says(filled, own.rule.id):
        words = window_words(count.window)
        helps: list[HintSpec] = [("days", {"window": words, "most": most})]
        yield _finding(own, limit_span(own.tree), filled, helps=helps)


def _full_of(subject: Subject, own: Own, other: Rule) -> Witness | None:
    """As many contacts as the other rule lets pass: it blocks, and the cap has room."""
    rule, count, inner = own.rule, own.rule.core, other.core
    assert isinstance(count, Count) and isinstance(inner, Count)

    def shows(found: Witness) -> bool:
        used = counter(found, rule.id)
        is_sure = used is not None and 0 < used.used == used.possible
        return is_sure and surely_says(found, other.id) and not says(found, rule.id)

    wanted = All((rule.applies, replace(count, minimum=1), other.core))
    found = satisfying(subject.policy, wanted, rule.scope, shows, day=subject.today)
    if found is None:
        return None
    late = instant_of(found.data).replace(hour=23, minute=58, second=0).isoformat()
    ago = _densest(inner, most_micros(count.window) or 0)
    for data in ({**found.data, "at": late}, found.data):
        filled = judged(subject.policy, having_happened(data, count.selection, ago))
        if filled is not None and shows(filled):
            return judged(subject.policy, _counted_only(filled, rule)) or filled
    return found


def _counted_only(filled: Witness, rule: Rule) -> Json:
    """The request without the events before those that count."""
    used = counter(filled, rule.id)
    assert used is not None
    return {**filled.data, "events": filled.data["events"][: used.used]}


def _densest(shorter: Count, length: int) -> list[timedelta]:
    """How long ago contacts lie that fill every window of a shorter limit, back to a length."""
    piece = _DAY
    if isinstance(shorter.window, Rolling):
        piece = timedelta(microseconds=shorter.window.micros)
    ago = []
    for start in range(min(length // (piece // _MICRO) + 1, _MOST_PIECES)):
        ago += [start * piece + (number + 1) * _APART for number in range(shorter.minimum)]
    return ago


def _short(rule: Rule, subject: Subject) -> str:
    return rule.id.removeprefix(f"{subject.name}.")


def _finding(
    own: Own,
    span: Span,
    found: Witness,
    *,
    helps: list[HintSpec],
    labels: list[LabelSpec] | None = None,
) -> Finding:
    made = diagnostic(
        "W202",
        span,
        labels=labels or [],
        helps=helps,
        notes=[_note(own, found)],
        name=own.name,
    )
    return Finding(made, (found,), own.tree)


def _note(own: Own, found: Witness) -> HintSpec:
    values: dict[str, Value] = {"contact": contact(found), "answer": answer(found)}
    used = counter(found, own.rule.id)
    if used is None:
        return "witness", values
    return "used", {**values, "used": used.used, "limit": used.limit}


LINT = Lint("W202", "cap_never_binds", _look)
