"""`zones_differ`: rules of one policy that read different clocks, and only one says so.

**What it does.** In a policy whose head names no time zone, looks for a rule that names a fixed
one and another about the same channel that reads a clock and names none, so that it reads the
recipient's. It shows a contact to which the other would say something else on the fixed clock.

**Why.** The rule whose clock was forgotten is the one that nobody checked. A cap of a calendar day
in one zone beside quiet hours in another lets the messages of two days go out on one evening.

**Example.**

    quiet hours night from 22:00 to 08:00 time zone "Asia/Shanghai"
    cap daily at most 1 attempt per person in a calendar day

**Instead.** Say in the head which clock is meant, `time zone "Asia/Shanghai"`, and on the rules
that read another, `time zone of recipient`.

**Not reported.** Rules that both say their clock, in a clause of their own or in the head, are
left alone, however they differ. So are rules of different policies.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from policydsl.api import Policy
from policydsl.core.policy import CorePolicy
from policydsl.core.zones import zone_info
from policydsl.diagnostics import diagnostic
from policydsl.engine.compiled import Engine, interpret_policy
from policydsl.frozen import frozen
from policydsl.lint.instants import at_minute
from policydsl.lint.lint import Finding, Lint, Subject
from policydsl.lint.own import Own, clause, own_rules
from policydsl.lint.partial import CHANNEL, Partial
from policydsl.lint.seeking import sought
from policydsl.lint.words import answer, contact
from policydsl.syntax import tree
from policydsl.witnesses.search import said_by
from policydsl.witnesses.witness import Witness

_FAR = ("America/Los_Angeles", "Asia/Tokyo", "Europe/London", "Pacific/Auckland")
_STEP = 60
"""In minutes: how far apart instants are tried on the recipient's clock."""


@frozen
class _Pair:
    """A rule that names a fixed zone, and one that reads a clock without naming it."""

    fixed: Own
    zone: tree.Text
    silent: Own


def _look(subject: Subject) -> Iterator[Finding]:
    for version in subject.own:
        if any(one.keyword == "time_zone" for one in version.head):
            continue
        pair = _pair(subject, version)
        shown = None if pair is None else _shown(subject, pair)
        if pair is not None and shown is not None:
            yield _finding(pair, shown)


def _pair(subject: Subject, version: tree.Policy) -> _Pair | None:
    """The first two rules of a version that are about one channel and read different clocks."""
    if not any(_fixed(rule) for rule in version.rules):
        return None
    written = {id(rule) for rule in version.rules}
    rules = [own for own in own_rules(subject) if id(own.tree) in written]
    fixed = [own for own in rules if _fixed(own.tree) and own.rule.scope.zone is not None]
    silent = [
        own
        for own in rules
        if own.rule.scope.zone == "recipient" and clause(own.tree, "time_zone") is None
    ]
    for channel in subject.policy.vocabulary.enumerations["channel"]:
        known = Partial(subject.policy.core, {CHANNEL: channel}, subject.today)
        one = next((own for own in fixed if known.may_apply(own.rule)), None)
        other = next((own for own in silent if known.may_apply(own.rule)), None)
        zone = None if one is None else _fixed(one.tree)
        if one is not None and other is not None and zone is not None:
            return _Pair(one, zone, other)
    return None


def _fixed(rule: tree.Rule) -> tree.Text | None:
    """The zone that a rule names."""
    found = clause(rule, "time_zone")
    return None if found is None or not isinstance(found.value, tree.Zone) else found.value.name


def _shown(subject: Subject, pair: _Pair) -> Witness | None:
    """A contact to which the silent rule would say something else on the fixed clock."""
    there = _far_from(pair.zone.text, subject.today)
    rule = pair.silent.rule
    engines: dict[Policy, Engine] = {}

    def moved(policy: Policy, found: Witness) -> Witness | None:
        if policy not in engines:
            engines[policy] = interpret_policy(_on_clock(policy.core, pair))
        for minute in range(0, 24 * 60, _STEP):
            made = at_minute(policy, found.data, there, subject.today, minute)
            if made is None:
                continue
            other = engines[policy].explain(made.request)
            is_said = said_by(made.explanation, rule.id)
            if is_said != said_by(other, rule.id) and other.verdict != made.explanation.verdict:
                return made
        return None

    return sought(subject, rule, moved)


def _on_clock(core: CorePolicy, pair: _Pair) -> CorePolicy:
    """The policy with the silent rule on the fixed clock."""
    silent = pair.silent.rule
    changed = replace(silent, scope=replace(silent.scope, zone=pair.zone.text))
    return replace(core, rules=tuple(changed if one is silent else one for one in core.rules))


def _far_from(zone: str, day: date) -> str:
    """A zone whose clock differs much from that of another."""
    at = datetime.combine(day, time(12), UTC)

    def apart(other: str) -> int:
        shown = (at.astimezone(zone_info(name)).replace(tzinfo=UTC) for name in (zone, other))
        first, second = shown
        return abs(first - second) // timedelta(hours=1)

    return max(_FAR, key=apart)


def _finding(pair: _Pair, shown: Witness) -> Finding:
    made = diagnostic(
        "W110",
        pair.silent.tree.name.span,
        labels=[(pair.zone.span, "fixed")],
        helps=["head"],
        notes=[("witness", {"contact": contact(shown), "answer": answer(shown)})],
        name=pair.silent.name,
        other=pair.fixed.name,
        zone=pair.zone.text,
    )
    return Finding(made, (shown,), pair.silent.tree)


LINT = Lint("W110", "zones_differ", _look)
