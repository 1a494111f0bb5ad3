"""`channel_without_rule`: channels that a policy governs and that no rule of it can stop.

**What it does.** Where rules tell channels apart, looks for channels that the policy governs, that
nothing in it mentions, and that none of its denials, reviews and ladders, those of used policies
among them, can ever be about.

**Why.** Hours, caps and consents that list their channels leave out the next one. It is allowed at
three in the night, to everybody, as often as one likes, and nobody decided that.

**Example.**

    quiet hours night from 21:00 to 08:00 when channel in {voice, sms}

**Instead.** Say which channels the policy speaks about, so that `otherwise` answers for the rest:
`governs channel in {voice, sms}`. Or write rules that leave nothing out: `when channel is not
letter`.

**Not reported.** Policies whose rules name a single channel, or none, and channels that are named
anywhere in the policy, also to be left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from itertools import islice

from policydsl.core.formula import Compare, Formula
from policydsl.core.policy import CorePolicy, Effect
from policydsl.diagnostics import Text, diagnostic
from policydsl.lint.instants import at_minute, mondays
from policydsl.lint.lint import Finding, Lint, Subject
from policydsl.lint.own import own_ladders, own_rules
from policydsl.lint.partial import CHANNEL, Partial
from policydsl.lint.words import answer, contact
from policydsl.rules.walk import parts
from policydsl.witnesses.search import candidates, shrunk
from policydsl.witnesses.witness import Witness

_NIGHT = 3 * 60
_ZONE = "Europe/London"
_FEWEST_NAMED = 2
_TRIED = 40
_STOPPING = (Effect.DENY, Effect.REVIEW)


def _look(subject: Subject) -> Iterator[Finding]:
    core, channels = subject.policy.core, subject.policy.vocabulary.enumerations["channel"]
    free = [channel for channel in channels if _is_free(core, channel, subject.today)]
    if not free:
        return
    named = _named(subject)
    free = [channel for channel in free if channel not in named]
    if not free or len(named) < _FEWEST_NAMED:
        return
    shown = _shown(subject, free[0])
    if shown is None:
        return
    made = diagnostic(
        "W106",
        subject.own[-1].name.span,
        helps=["governs"],
        notes=[("witness", {"contact": contact(shown), "answer": answer(shown)})],
        channels=_listed(free),
    )
    yield Finding(made, (shown,))


def _is_free(core: CorePolicy, channel: str, day: date) -> bool:
    """Whether the policy governs a channel and nothing in it can stop a contact by it."""
    known = Partial(core, {CHANNEL: channel}, day)
    if not known.governs(core):
        return False
    if any(rule.effect in _STOPPING and known.may_apply(rule) for rule in core.rules):
        return False
    return all(known.truth(ladder.applies) is False for ladder in core.ladders)


def _named(subject: Subject) -> frozenset[str]:
    """The channels that the policy's own rules, ladders and head name."""
    formulas: list[Formula] = [
        root.governs for root in subject.policy.core.roots if root.name == subject.name
    ]
    named: set[str] = set()
    for own in own_rules(subject):
        formulas += [own.rule.applies, own.rule.core, own.rule.lifted]
    for _, ladder in own_ladders(subject):
        formulas += [ladder.applies, ladder.lifted]
        for step in ladder.steps:
            named |= step.channels
    named |= {channel for channel, _ in subject.policy.core.margins if channel is not None}
    return frozenset(named).union(*map(_channels_in, _each_once(formulas)))


def _each_once(formulas: Iterable[Formula]) -> Iterator[Formula]:
    yield from {id(formula): formula for formula in formulas}.values()


def _channels_in(formula: Formula) -> frozenset[str]:
    found: set[str] = set()
    for part in parts(formula):
        if isinstance(part, Compare) and part.path == CHANNEL:
            if isinstance(part.operand, frozenset):
                found |= part.operand
            elif isinstance(part.operand, str):
                found.add(part.operand)
    return frozenset(found)


def _shown(subject: Subject, channel: str) -> Witness | None:
    """A contact by the channel at three in the night, without any consent, that is allowed."""
    monday = next(mondays(subject.today))
    for found in islice(candidates(subject.policy, day=subject.today, most=_TRIED), _TRIED):
        data = {key: value for key, value in found.data.items() if key != "consents"}
        data["proposal"] = {**found.data["proposal"], "channel": channel}
        made = at_minute(subject.policy, data, _ZONE, monday, _NIGHT)
        if made is not None and made.explanation.verdict == "allow":
            return shrunk(subject.policy, made, partial(_is_allowed, channel, made.request.at))
    return None


def _is_allowed(channel: str, at: int, found: Witness) -> bool:
    """Whether a contact by a channel, at an instant and somewhere, is allowed."""
    request = found.request
    is_same = request.at == at and request.facts[CHANNEL] == channel and bool(request.zones)
    return is_same and found.explanation.verdict == "allow"


def _listed(channels: list[str]) -> Text:
    named = [f"`{channel}`" for channel in channels]
    return Text(", ".join(named), "、".join(named))


LINT = Lint("W106", "channel_without_rule", _look)
