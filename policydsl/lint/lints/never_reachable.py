"""`never_reachable`: contacts for whom the rules of hours leave no minute of a week.

**What it does.** Adds up, for each channel and each recipient that rules of hours tell apart, the
hours of all rules, those of used policies among them, that surely speak about such a contact and
that nothing lifts; and looks whether anything of an ordinary week is left.

**Why.** Each rule is sensible alone. Office hours in one policy, and quiet hours in another that
end when the office closes, leave nothing; and the contact is deferred from week to week, for ever.

**Example.**

    contact hours office from 09:00 to 17:00 when channel is visit
    quiet hours at_work from 08:00 to 18:00 when channel is visit

**Instead.** Decide which of the rules is meant for whom, and say it with `when`. If there is to be
no such contact at all, say that: `deny visits when channel is visit`.

**Not reported.** Rules that other facts can lift or keep from applying, such as hours that were
agreed; weeks that only rules of used policies close; contacts that the policy does not govern;
weeks that the lines of one rule close, for which there is `disjoint_hours`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta

from policydsl.api import Policy
from policydsl.core.formula import Compare
from policydsl.core.policy import Effect, Rule
from policydsl.core.request import Value
from policydsl.diagnostics import Text, diagnostic
from policydsl.frozen import frozen
from policydsl.lint import doubling, weeks
from policydsl.lint.hours import HoursRule, clock_of, own_hours, sure_clock
from policydsl.lint.instants import at_minute, mondays, zone_for
from policydsl.lint.lint import Finding, Lint, Subject
from policydsl.lint.partial import CHANNEL, RECIPIENT, Partial
from policydsl.lint.seeking import only, sought
from policydsl.lint.weeks import DAY, FULL
from policydsl.lint.words import answer, contact
from policydsl.rules.walk import parts
from policydsl.witnesses.search import said_by
from policydsl.witnesses.witness import Witness

_MOST_LOOKED_AT = 20_000
"""Rules times kinds of contacts; with more, recipients are not told apart, or nothing is said."""

_MOST_LINES = 200
"""Lines of hours of the rules that close a week; with more, to look at a year takes too long."""

_ROLE = "recipient.role"
_NOON = 2 * DAY + DAY // 2
_ONE_WEEK, _A_YEAR = timedelta(days=7), timedelta(days=366)


@frozen
class _Kind:
    """Contacts by a channel; to a recipient, or to whomever the rules of hours do not name."""

    channel: str
    recipient: str | None

    def facts(self) -> Mapping[str, Value]:
        """What is known of such a contact."""
        if self.recipient is None:
            return {CHANNEL: self.channel}
        return {CHANNEL: self.channel, RECIPIENT: self.recipient, _ROLE: self.recipient}


def _look(subject: Subject) -> Iterator[Finding]:
    own = {rule.id: rule for rule in own_hours(subject)}
    closing = sorted(_closing(subject), key=lambda one: one[0].id in own)
    total = 0
    for _, closed in closing:
        total |= closed
    if total != FULL:
        return
    found: dict[tuple[str, ...], list[_Kind]] = {}
    looked_at = _kinds(subject, [rule for rule, _ in closing])
    for kind in looked_at:
        shut_by = _shut_by(subject, kind, closing)
        if not shut_by.isdisjoint(own) and not _is_disjoint(shut_by, own):
            found.setdefault(tuple(sorted(shut_by)), []).append(kind)
    for rules, shut in found.items():
        kinds = _together(shut, looked_at)
        first = next(own[rule] for rule in rules if rule in own)
        shown = _shown(subject, first, rules, kinds)
        if shown is not None:
            yield _finding(first, rules, _whom(kinds, looked_at), shown)


def _is_disjoint(rules: frozenset[str], own: Mapping[str, HoursRule]) -> bool:
    return len(rules) == 1 and doubling.disjoint(own[next(iter(rules))]) is not None


def _closing(subject: Subject) -> Iterator[tuple[Rule, int]]:
    """The rules of hours that deny, with what they close of an ordinary week."""
    for rule in subject.policy.core.rules:
        clock = sure_clock(rule) if rule.effect is Effect.DENY else None
        if clock is not None:
            yield rule, weeks.closed_by(clock)


def _kinds(subject: Subject, rules: list[Rule]) -> list[_Kind]:
    """The channels, with the recipients that rules of hours tell apart and one more."""
    known = subject.policy.vocabulary.enumerations
    told = _told_apart(rules)
    recipients: list[str | None] = [one for one in known["recipient"] if one in told]
    recipients += [one for one in known["recipient"] if one not in told][:1]
    if len(rules) * len(known["channel"]) * len(recipients) > _MOST_LOOKED_AT:
        recipients = [None]
    if len(rules) * len(known["channel"]) > _MOST_LOOKED_AT:
        return []
    return [_Kind(channel, recipient) for channel in known["channel"] for recipient in recipients]


def _told_apart(rules: list[Rule]) -> set[str]:
    found: set[str] = set()
    conditions = {id(one): one for rule in rules for one in (rule.applies, rule.lifted)}
    for part in (part for one in conditions.values() for part in parts(one)):
        if isinstance(part, Compare) and part.path in (RECIPIENT, _ROLE):
            if isinstance(part.operand, frozenset):
                found |= part.operand
            elif isinstance(part.operand, str):
                found.add(part.operand)
    return found


def _shut_by(subject: Subject, kind: _Kind, closing: list[tuple[Rule, int]]) -> frozenset[str]:
    """The rules that between them close the whole week to such contacts; none, if they do not.

    Of rules that come later in the list, only those that close what the earlier leave.
    """
    core = subject.policy.core
    known = Partial(core, kind.facts(), subject.today)
    if not known.governs(core):
        return frozenset()
    closed, by = 0, set[str]()
    for rule, minutes in closing:
        if minutes & ~closed and known.surely_applies(rule):
            closed |= minutes
            by.add(rule.id)
    return frozenset(by) if closed == FULL else frozenset()


def _together(kinds: list[_Kind], all_kinds: list[_Kind]) -> list[_Kind]:
    """The same contacts, those by one channel to every recipient as one."""
    every = Counter(kind.channel for kind in all_kinds)
    some = Counter(kind.channel for kind in kinds)
    merged = [
        _Kind(kind.channel, None) if some[kind.channel] == every[kind.channel] else kind
        for kind in kinds
    ]
    return list(dict.fromkeys(merged))


def _shown(
    subject: Subject, rule: HoursRule, rules: tuple[str, ...], kinds: list[_Kind]
) -> Witness | None:
    """Such a contact that these rules deny at every minute of a week."""
    shutting = [one for one in subject.policy.core.rules if one.id in rules]
    clocks = (clock_of(one) for one in shutting)
    if sum(len(clock.lines) for clock in clocks if clock is not None) > _MOST_LINES:
        return None
    wanted = {(kind.channel, kind.recipient) for kind in kinds}

    def is_one(_: Policy, found: Witness) -> Witness | None:
        facts = found.request.facts
        is_wanted = said_by(found.explanation, rule.id) and any(
            facts[CHANNEL] == channel and recipient in (None, facts.get(RECIPIENT))
            for channel, recipient in wanted
        )
        return found if is_wanted else None

    found = sought(subject, rule.core, is_one)
    if found is None:
        return None
    closing = only(subject.policy, shutting)
    zone = zone_for(rule.core, found.data)
    for monday in mondays(subject.today):
        first = at_minute(closing, found.data, zone, monday, 0)
        if first is not None and _is_shut(closing, first):
            return at_minute(subject.policy, found.data, zone, monday, _NOON)
    return None


def _is_shut(closing: Policy, first: Witness) -> bool:
    """Whether the rules of hours deny at every instant of the week, and of the year, that begins.

    What only holidays open is open: the year shows it.
    """
    return all(
        stretch.verdict == "deny"
        for span in (_ONE_WEEK, _A_YEAR)
        for stretch in closing.timeline(first.request, span)
    )


def _finding(first: HoursRule, rules: tuple[str, ...], whom: Text, shown: Witness) -> Finding:
    named = [f"`{rule}`" for rule in rules]
    made = diagnostic(
        "W107",
        first.written.name.span,
        helps=["who"],
        notes=[("witness", {"contact": contact(shown), "answer": answer(shown)})],
        rules=Text(", ".join(named), "、".join(named)),
        whom=whom,
    )
    return Finding(made, (shown,), first.written)


def _whom(kinds: list[_Kind], all_kinds: list[_Kind]) -> Text:
    """The contacts in words: the channels, each with its recipients where they are not all."""
    if {(kind.channel, None) for kind in all_kinds} == {
        (kind.channel, kind.recipient) for kind in kinds
    }:
        return Text("any contact", "任何联系")
    by_channel: dict[str, list[str]] = {}
    for kind in kinds:
        by_channel.setdefault(kind.channel, [])
        if kind.recipient is not None:
            by_channel[kind.channel].append(f"`{kind.recipient}`")
    english = [
        f"`{channel}` to {', '.join(named)}" if named else f"`{channel}`"
        for channel, named in by_channel.items()
    ]
    chinese = [
        f"对 {'、'.join(named)} 的 `{channel}`" if named else f"`{channel}`"
        for channel, named in by_channel.items()
    ]
    return Text(", ".join(english), "、".join(chinese) + " ")


LINT = Lint("W107", "never_reachable", _look)
