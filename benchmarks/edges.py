"""Edges: requests that stand exactly where an answer turns.

In: a draft. Out: the draft, changed in place, its history as long as before. Each edge puts the
proposal on one side of a boundary or the other, to the microsecond or to the one event.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeAlias

from benchmarks.drafts import DAY, HOUR, Draft, contact

Edge: TypeAlias = Callable[[Draft], None]
_VOICE_RULES = ("weekly", "connected_daily", "unanswered_daily")


def clock(made: Draft) -> None:
    """At the first or last microsecond of the night or of the day."""
    edge = made.rng.choice((8 * HOUR, 22 * HOUR)) - made.rng.choice((0, 1))
    made.move(made.start_of_day() + edge)


def promise(made: Draft) -> None:
    """A promise until now, or a microsecond longer."""
    for facts in made.debts.values():
        facts["debt.promise_until"] = made.now + made.rng.choice((0, 1))


def moratorium(made: Draft) -> None:
    """A moratorium through today, or through yesterday."""
    for facts in made.debts.values():
        facts["debt.moratorium"] = True
        facts["debt.moratorium_until"] = made.today - timedelta(days=made.rng.choice((0, 1)))


def consent(made: Draft) -> None:
    """A consent that begins, ends or is taken back now, or a microsecond later."""
    made.facts["proposal.purpose"] = "marketing"
    record: dict[str, Any] = {
        "effective_from": made.now - 90 * DAY,
        "level": "express",
        "values": {"consent.channel": "any", "consent.purpose": "marketing"},
    }
    name = made.rng.choice(("effective_from", "effective_to", "revoked_at"))
    record[name] = made.now + made.rng.choice((0, 1))
    made.consents = [record]


def step_day(made: Draft) -> None:
    """The day on which a step opens or ends, or the day before."""
    _collect(made, made.rng.choice(("sms", "voice", "letter")))
    day = made.rng.choice((-3, 60, 4, 8, 15, 40, 46)) - made.rng.choice((0, 1))
    _fall_due(made, day)


def full_cap(made: Draft) -> None:
    """A cap that is reached, or that has one left."""
    rule = made.rng.choice((*_VOICE_RULES, "touches"))
    _propose(made, "sms" if rule == "touches" else "voice", "servicing")
    _replace(made, _filling(made, rule, made.rng.choice((0, 1))), 7 * DAY)


def window_edge(made: Draft) -> None:
    """A cap that is reached by the event that stands first in its window, or just before it."""
    rule = made.rng.choice((*_VOICE_RULES, "touches"))
    _propose(made, "sms" if rule == "touches" else "voice", "servicing")
    filling = _filling(made, rule, 0)
    starts = {"weekly": made.start_of_day(6), "touches": made.now - DAY + 1}
    filling[0]["at"] = starts.get(rule, made.start_of_day()) - made.rng.choice((0, 1))
    _replace(made, filling, 8 * DAY)


def cooldown(made: Draft) -> None:
    """A conversation on the first instant of the seventh day back, or the last before it."""
    _propose(made, "voice", "servicing")
    at = made.start_of_day(6) - made.rng.choice((0, 1))
    direction = made.rng.choice(("inbound", "outbound"))
    _replace(made, [contact(made, at, level=6, direction=direction)], 8 * DAY)


def spent_step(made: Draft) -> None:
    """A step whose budget is used up, or that has one left."""
    one_left = made.rng.choice((0, 1))
    channel, actor, limit, day, apart = made.rng.choice(
        (
            ("sms", "bot", 3, 10, 30 * HOUR),
            ("voice", "bot", 8, 30, 26 * HOUR),
            ("letter", "human", 2, 50, 9 * DAY),
        )
    )
    _collect(made, channel, actor)
    _fall_due(made, day)
    past = [contact(made, made.now - (i + 1) * apart) for i in range(limit - one_left)]
    _replace(made, past, 400 * DAY)


def apart(made: Draft) -> None:
    """A step's last attempt exactly long enough ago, or a microsecond less."""
    channel, wait = made.rng.choice((("sms", 24 * HOUR), ("voice", 2 * HOUR)))
    _collect(made, channel, "human")
    _fall_due(made, 20)
    _replace(made, [contact(made, made.now - wait + made.rng.choice((0, 1)))], 400 * DAY)


def reset(made: Draft) -> None:
    """A cure at the instant of the last attempt, or a microsecond before it."""
    _collect(made, "sms")
    _fall_due(made, 10)
    attempts = [contact(made, made.now - (30 + i) * HOUR) for i in range(3)]
    cured = {
        "kind": "cured",
        "at": attempts[0]["at"] - made.rng.choice((0, 1)),
        "debts": made.proposal_debts,
    }
    _replace(made, [*attempts, cured], 400 * DAY)


OF_FACTS: tuple[Edge, ...] = (clock, promise, moratorium, consent, step_day)
OF_EVENTS: tuple[Edge, ...] = (
    full_cap,
    window_edge,
    cooldown,
    spent_step,
    apart,
    reset,
)


def _propose(made: Draft, channel: str, purpose: str) -> None:
    made.facts["proposal.channel"] = channel
    made.facts["proposal.purpose"] = purpose


def _collect(made: Draft, channel: str, actor: str = "bot") -> None:
    _propose(made, channel, "collections")
    made.facts["proposal.actor"] = actor


def _fall_due(made: Draft, days_ago: int) -> None:
    for facts in made.debts.values():
        facts["debt.due_on"] = made.today - timedelta(days=days_ago)


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
    """Put events into the history in place of others; what is left moves out of reach."""
    size = len(made.events)
    for event in made.events:
        if made.now - event["at"] <= reach and event["kind"] in ("contact", "cured"):
            event["at"] -= reach
    made.events[: len(events)] = events[:size]
    assert len(made.events) == size
