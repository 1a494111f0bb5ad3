"""Edges: requests that stand exactly where an answer turns.

In: a draft. Out: the draft, changed in place, its history as long as before. Each edge puts the
proposal on one side of a boundary or the other, to the microsecond or to the one event.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeAlias

from benchmarks.drafts import DAY, HOUR, Draft, contact
from policydsl.core.request import Approval

Edge: TypeAlias = Callable[[Draft], None]
_EVER = 400 * DAY
_TWISTS: tuple[dict[str, Any], ...] = (
    {},
    {"direction": "inbound"},
    {"direction": None},
    {"direction": "inbound", "reserved": True},
    {"reserved": True},
    {"person": "P2"},
    {"address": "another"},
    {"address": None},
    {"debts": None},
    {"debts": ("another",)},
    {"channel": None},
    {"channel": "chat"},
    {"level": 3},
    {"level": 4},
    {"level": 6},
    {"kind": "complaint"},
)
_CONSENT_TWISTS: tuple[dict[str, Any], ...] = (
    {"consent.channel": "social"},
    {"consent.purpose": "any"},
    {"consent.purpose": "another"},
)
_STEP_TWISTS: tuple[dict[str, Any], ...] = (
    *_TWISTS,
    {"actor": None},
    {"actor": "prerecorded"},
    {"actor": "prerecorded", "reserved": True},
    {"step": "remind"},
    {"step": "robot_call", "channel": "chat"},
    {"step": "agent_call", "channel": "chat"},
    {"step": "notice"},
    {"step": "another"},
)


def clock(made: Draft) -> None:
    """At the first or last microsecond of the night or of the day."""
    _spread(made)
    edge = made.rng.choice((8 * HOUR, 22 * HOUR)) - made.rng.choice((0, 1))
    made.move(made.start_of_day() + edge)


def promise(made: Draft) -> None:
    """A promise until now, or a microsecond longer."""
    for facts in made.debts.values():
        facts["debt.promise_until"] = made.now + made.rng.choice((0, 1))


def moratorium(made: Draft) -> None:
    """A moratorium through today, or through yesterday."""
    _spread(made)
    for facts in made.debts.values():
        facts["debt.moratorium"] = True
        facts["debt.moratorium_until"] = made.today - timedelta(days=made.rng.choice((0, 1)))


def consent(made: Draft) -> None:
    """A consent that begins, ends or is taken back now, or a microsecond later."""
    made.facts["proposal.purpose"] = "marketing"
    twist = made.rng.choice((None, None, None, *_CONSENT_TWISTS))
    record: dict[str, Any] = {
        "effective_from": made.now - 90 * DAY,
        "level": "express",
        "values": {"consent.channel": "any", "consent.purpose": "marketing"},
    }
    name = made.rng.choice(("effective_from", "effective_to", "revoked_at"))
    record[name] = made.now + made.rng.choice((0, 1))
    if twist is not None:
        record["values"] = {**record["values"], **twist}
    made.consents = [record]


def approval(made: Draft) -> None:
    """An approval that is wanted and is, or is not, the right one."""
    _collect(made, "letter")
    _fall_due(made, 50)
    step = "benchmark.recovery.recovery.notice"
    rule, role, at = made.rng.choice(
        (
            (step, "legal", made.now),
            (step, "legal", made.now + 1),
            (step, "care_team", made.now),
            ("another", "legal", made.now),
        )
    )
    made.approvals = (Approval(rule, role, at, "ann"),)


def step_day(made: Draft) -> None:
    """The day on which a step opens or ends, or the day before."""
    _spread(made)
    channel, actor, day = made.rng.choice(
        (
            ("sms", "bot", -3),
            ("sms", "bot", 60),
            ("voice", "bot", 8),
            ("voice", "human", 15),
            ("letter", "human", 46),
        )
    )
    _collect(made, channel, actor)
    day -= made.rng.choice((0, 1))
    _fall_due(made, day)
    _replace(made, [], _EVER)


def full_cap(made: Draft) -> None:
    """A cap that is reached, or has one left, or is reached if one event counts that may not."""
    _spread(made)
    rule = _propose_for_cap(made)
    filling = _filling(made, rule, made.rng.choice((0, 0, 1)))
    _twist(made, made.rng.choice(filling))
    _replace(made, filling, 7 * DAY)


def window_edge(made: Draft) -> None:
    """A cap that is reached by the event that stands first in its window, or just before it."""
    _spread(made)
    rule = _propose_for_cap(made)
    filling = _filling(made, rule, 0)
    starts = {"weekly": made.start_of_day(6), "touches": made.now - DAY + 1}
    filling[0]["at"] = starts.get(rule, made.start_of_day()) - made.rng.choice((0, 1))
    _replace(made, filling, 8 * DAY)


def cooldown(made: Draft) -> None:
    """A conversation on the first instant of the seventh day back, or the last before it."""
    _spread(made)
    _propose(made, "voice", "servicing")
    at = made.start_of_day(6) - made.rng.choice((0, 1))
    talk = contact(made, at, level=6, direction=made.rng.choice(("inbound", "outbound")))
    talk["discussed"] = made.rng.choice((None, None, made.proposal_debts, ()))
    _twist(made, talk)
    _replace(made, [talk], 8 * DAY)


def spent_step(made: Draft) -> None:
    """A step whose budget is used up, or has one left, or is used up if one event counts."""
    _spread(made)
    channel, actor, limit, day, apart = made.rng.choice(
        (
            ("sms", "bot", 3, 10, 30 * HOUR),
            ("voice", "bot", 8, 30, 26 * HOUR),
            ("voice", "bot", 2, 30, HOUR),
            ("voice", "human", 6, 30, 2 * HOUR),
            ("letter", "human", 2, 50, 9 * DAY),
        )
    )
    _collect(made, channel, actor)
    _fall_due(made, day)
    if apart <= 2 * HOUR:
        made.move(made.start_of_day() + made.rng.randrange(12 * HOUR, 22 * HOUR))
    past = [contact(made, made.now - i * apart) for i in range(limit, 0, -1)]
    if apart <= 2 * HOUR and made.rng.random() < 0.5:
        past[0]["at"] = made.start_of_day() - made.rng.choice((0, 1))
    _step_twist(made, made.rng.choice(past))
    _replace(made, past[made.rng.choice((0, 0, 1)) :], _EVER)


def earlier_step(made: Draft) -> None:
    """A step that opens by the attempts of the one before it, lacks one, or perhaps was reset."""
    channel, actor, before, by, number, day = made.rng.choice(
        (
            ("voice", "bot", "sms", "bot", 2, made.rng.choice((3, 4, 7, 8))),
            ("letter", "human", "voice", "human", 5, made.rng.choice((39, 40, 45, 46))),
        )
    )
    _collect(made, channel, actor)
    _fall_due(made, day)
    past = [
        contact(made, made.now - (i + 2) * 26 * HOUR, channel=before, actor=by)
        for i in range(number - made.rng.choice((0, 0, 1)))
    ]
    if made.rng.random() < 0.5:
        _step_twist(made, made.rng.choice(past))
    else:
        at = past[0]["at"] + made.rng.choice((-1, 0, 1))
        past.append({"kind": "cured", "at": at, "debts": made.rng.choice((None, ("another",)))})
    _replace(made, past, _EVER)


def no_actor(made: Draft) -> None:
    """A call that two steps could take, as nobody said who makes it, when neither or one may."""
    _collect(made, "voice")
    _spread(made)
    made.facts.pop("proposal.actor", None)
    _fall_due(made, made.rng.choice((3, 4, 8, 14, 15, 20)))
    by_human = contact(made, made.now - HOUR, actor="human")
    by_bot = [contact(made, made.now - i * HOUR, actor="bot") for i in (1, 2)]
    _replace(made, made.rng.choice(([], [by_human], by_bot, [by_human, *by_bot])), _EVER)


def apart(made: Draft) -> None:
    """A step's last attempt exactly long enough ago, or a microsecond less."""
    channel, wait = made.rng.choice((("sms", 24 * HOUR), ("voice", 2 * HOUR)))
    _collect(made, channel, "human")
    _fall_due(made, 20)
    _replace(made, [contact(made, made.now - wait + made.rng.choice((0, 1)))], _EVER)


def reset(made: Draft) -> None:
    """A cure at the instant of the last attempt, or a microsecond before or after it."""
    _collect(made, "sms")
    _fall_due(made, 10)
    attempts = [contact(made, made.now - (30 + i // 2) * HOUR) for i in range(4)]
    cured = {
        "kind": "cured",
        "at": attempts[0]["at"] + made.rng.choice((-1, 0, 1)),
        "debts": made.rng.choice((made.proposal_debts, made.proposal_debts, None)),
    }
    events = [*attempts, cured]
    made.rng.shuffle(events)
    _replace(made, events, _EVER)


OF_FACTS: tuple[Edge, ...] = (clock, promise, moratorium, consent, approval, step_day)
OF_EVENTS: tuple[Edge, ...] = (
    full_cap,
    window_edge,
    cooldown,
    spent_step,
    earlier_step,
    no_actor,
    apart,
    reset,
)


def _propose(made: Draft, channel: str, purpose: str) -> None:
    made.facts["proposal.channel"] = channel
    made.facts["proposal.purpose"] = purpose


def _spread(made: Draft) -> None:
    """Now and then, two candidate zones nearly a day apart, or several debts."""
    if made.rng.random() < 0.25:
        made.zones = tuple(made.rng.sample(("Pacific/Apia", "America/Los_Angeles"), 2))
    if made.rng.random() < 0.4:
        made.proposal_debts = tuple(made.debts)


def _propose_for_cap(made: Draft) -> str:
    rule: str = made.rng.choice(("weekly", "connected_daily", "unanswered_daily", "touches"))
    channel = made.rng.choice(("voice", "sms")) if rule == "touches" else "voice"
    _propose(made, channel, "servicing")
    return rule


def _collect(made: Draft, channel: str, actor: str = "bot") -> None:
    _propose(made, channel, "collections")
    made.facts["proposal.actor"] = actor
    for facts in made.debts.values():
        for path in ("debt.arrangement", "debt.disputed", "debt.paid"):
            facts[path] = False


def _fall_due(made: Draft, days_ago: int) -> None:
    for facts in made.debts.values():
        facts["debt.due_on"] = made.today - timedelta(days=days_ago)


def _twist(made: Draft, event: dict[str, Any]) -> None:
    """Make an event one that counts after all, may count, or does not."""
    event.update(made.rng.choice(_TWISTS))


def _step_twist(made: Draft, event: dict[str, Any]) -> None:
    event.update(made.rng.choice(_STEP_TWISTS))


def _filling(made: Draft, rule: str, one_left: int) -> list[dict[str, Any]]:
    """Events that use up a cap and no other."""
    today = made.now - made.start_of_day()
    limit, reach, level, channel = {
        "weekly": (7, 5 * DAY, 1, "voice"),
        "connected_daily": (3, today, 4, "voice"),
        "unanswered_daily": (6, today, 1, "voice"),
        "touches": (10, DAY - 1, 1, "sms"),
    }[rule]
    number = limit - one_left
    return [
        contact(made, made.now - reach * i // number, level=level, channel=channel)
        for i in range(number)
    ][::-1]


def _replace(made: Draft, events: list[dict[str, Any]], reach: int) -> None:
    """Put events into the history in place of others; what is left moves out of reach.

    Out of the reach of ladders, which see everything, is what lies before a cure.
    """
    size = len(made.events)
    for event in made.events:
        if made.now - event["at"] <= reach and event["kind"] in ("contact", "cured"):
            event["at"] -= reach
    if reach == _EVER and size:
        cured = {"kind": "cured", "at": made.now - reach, "debts": tuple(made.debts)}
        events = [*events, cured]
    made.events[: len(events)] = events[:size]
    assert len(made.events) == size
