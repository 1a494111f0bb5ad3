"""Drafts of requests: random people, debts and histories, still open to change.

In: a random generator and the exact length of the history. Out: a `Draft`, that edges are put on
(`benchmarks.edges`) and a checked request is made of (`finish`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from policydsl.core.reference.local import start_of_day, wall_time
from policydsl.core.request import (
    LEVELS,
    Approval,
    ConsentRecord,
    Event,
    Request,
    Value,
    Zone,
)

HOUR = 3_600_000_000
DAY = 24 * HOUR
PLACES = (
    *("America/New_York", "America/Chicago", "America/Los_Angeles", "America/St_Johns"),
    *("America/Havana", "Europe/Berlin", "Europe/London", "Africa/Casablanca"),
    *("Asia/Shanghai", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia"),
)
PERSON = "P1"
_ADDRESSES = ("+12025550101", "+12025550102", "ann@example.com")
_OTHER_KINDS = ("payment", "payment", "refusal", "complaint", "opt_out", "cured")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass
class Draft:
    """A request in the making; `events` hold the fields of `Event` without `id` and `values`.

    Only facts without a default are ever missing, because checking fills in the others.
    """

    rng: Random
    now: int
    zones: tuple[str, ...]
    facts: dict[str, Value]
    proposal_debts: tuple[str, ...] | None
    debts: dict[str, dict[str, Value]]
    events: list[dict[str, Any]] = field(default_factory=list)
    consents: list[dict[str, Any]] = field(default_factory=list)
    approvals: tuple[Approval, ...] = ()

    @property
    def zone(self) -> str:
        """The first candidate zone; some zone when none is known."""
        return self.zones[0] if self.zones else PLACES[0]

    @property
    def today(self) -> date:
        """The date in `zone`."""
        return wall_time(self.now, self.zone).date()

    def start_of_day(self, days_ago: int = 0) -> int:
        """The instant at which a date began in `zone`."""
        return start_of_day(self.today - timedelta(days=days_ago), self.zone)

    def move(self, now: int) -> None:
        """Judge at another instant; the history moves along."""
        for event in self.events:
            event["at"] += now - self.now
        self.now = now


def draft(rng: Random, size: int) -> Draft:
    """A person with `size` events and a proposal."""
    number = rng.choices((0, 1, 2, 3), (4, 72, 20, 4))[0]
    zones = tuple(rng.sample(PLACES, number))
    owned = tuple(f"D{i + 1}" for i in range(rng.choices((1, 2, 3, 4), (50, 25, 15, 10))[0]))
    about = rng.sample(owned, min(len(owned), rng.choices((0, 1, 2, 3), (4, 74, 16, 6))[0]))
    made = Draft(
        rng=rng,
        now=_moment(rng, zones[0] if zones else PLACES[0]),
        zones=zones,
        facts=_facts(rng),
        proposal_debts=None if rng.random() < 0.02 else tuple(about),
        debts={},
    )
    made.debts = {debt: _debt(made) for debt in owned if rng.random() < 0.98}
    made.events = _history(made, owned, size)
    made.consents = [_consent(made) for _ in range(rng.choices((0, 1, 2), (20, 60, 20))[0])]
    if rng.random() < 0.5:
        step = "benchmark.recovery.recovery.notice"
        role = rng.choices(("legal", "care_team"), (90, 10))[0]
        made.approvals = (Approval(step, role, made.now - rng.randrange(DAY), "ann"),)
    return made


def finish(made: Draft) -> Request:
    """The request of a draft, in the form in which checked requests come."""
    fields = sorted(made.events, key=lambda event: event["at"])
    events = tuple(_event(f"e{number:04}", one) for number, one in enumerate(fields))
    consents = tuple(ConsentRecord(f"k{i}", **one) for i, one in enumerate(made.consents))
    return Request(
        at=made.now,
        facts=made.facts,
        person=PERSON if "person.id" in made.facts else None,
        recipient=("debtor", None),
        proposal_debts=made.proposal_debts,
        debts=made.debts,
        zones=tuple(Zone(name, "residence") for name in made.zones),
        events=events,
        consents=consents,
        approvals=made.approvals,
    )


def contact(made: Draft, at: int, **fields: Any) -> dict[str, Any]:
    """An outbound voice attempt about the proposal's last debt, or what `fields` make of it."""
    plain = {
        "kind": "contact",
        "at": at,
        "level": 1,
        "direction": "outbound",
        "channel": "voice",
        "address": made.facts.get("proposal.address"),
        "debts": None if made.proposal_debts is None else made.proposal_debts[-1:],
        "actor": made.facts.get("proposal.actor"),
    }
    return {**plain, **fields}


def _moment(rng: Random, zone: str) -> int:
    """An instant of three years, by day as a rule."""
    day = date(2024, 1, 1) + timedelta(days=rng.randrange(3 * 365))
    hours = (8, 22) if rng.random() < 0.88 else (0, 24)
    return start_of_day(day, zone) + rng.randrange(hours[0] * HOUR, hours[1] * HOUR)


def _facts(rng: Random) -> dict[str, Value]:
    channels = ("voice", "sms", "push", "email", "letter", "chat", "visit")
    purposes = ("collections", "servicing", "marketing", "fraud_alert")
    facts: dict[str, Value] = {
        "proposal.channel": rng.choices(channels, (42, 22, 10, 8, 12, 3, 3))[0],
        "proposal.purpose": rng.choices(purposes, (44, 34, 18, 4))[0],
        "proposal.address": rng.choice(_ADDRESSES),
        "proposal.actor": rng.choice(("human", "bot")),
        "proposal.recipient": "debtor",
        "person.id": PERSON,
        "person.region": "US-FL",
        "person.cease": rng.random() < 0.03,
    }
    for path, share in (("proposal.address", 0.02), ("proposal.actor", 0.05), ("person.id", 0.03)):
        if rng.random() < share:
            del facts[path]
    return facts


def _debt(made: Draft) -> dict[str, Value]:
    rng = made.rng
    facts: dict[str, Value] = {
        "debt.due_on": made.today - timedelta(days=rng.choice((0, 2, 6, 12, 20, 30, 45, 50, 70))),
        "debt.promise_until": None,
        "debt.moratorium": rng.random() < 0.06,
        "debt.moratorium_until": None,
        "debt.arrangement": rng.random() < 0.04,
        "debt.disputed": rng.random() < 0.04,
        "debt.paid": rng.random() < 0.02,
    }
    if rng.random() < 0.2:
        facts["debt.promise_until"] = made.now + rng.randrange(-6 * DAY, 3 * DAY)
    if rng.random() < 0.5:
        facts["debt.moratorium_until"] = made.today + timedelta(days=rng.randrange(-20, 20))
    for path in ("debt.due_on", "debt.disputed"):
        if rng.random() < 0.01:
            del facts[path]
    return facts


def _consent(made: Draft) -> dict[str, Any]:
    rng = made.rng
    channel = "any" if rng.random() < 0.6 else rng.choice(("voice", "sms", "email"))
    return {
        "effective_from": made.now - rng.randrange(-20 * DAY, 400 * DAY),
        "effective_to": made.now + rng.randrange(-50 * DAY, 400 * DAY)
        if rng.random() < 0.3
        else None,
        "revoked_at": made.now - rng.randrange(-9 * DAY, 90 * DAY) if rng.random() < 0.1 else None,
        "level": rng.choices(("express", "written", "implied"), (60, 25, 15))[0],
        "values": {
            "consent.channel": channel,
            "consent.purpose": rng.choices(("marketing", "any", "servicing"), (70, 20, 10))[0],
        },
    }


def _history(made: Draft, owned: tuple[str, ...], size: int) -> list[dict[str, Any]]:
    """Events spread over a year, a quarter, or a fortnight, some of them with gaps in the data."""
    rng = made.rng
    longest = 365 * DAY if size > 20 else 120 * DAY
    reach = rng.choices((longest, longest // 4, longest // 26), (60, 30, 10))[0]
    is_gappy = rng.random() < 0.15
    events = []
    for _ in range(size):
        event = _happening(made, owned, made.now - rng.randrange(reach))
        if is_gappy:
            for name in ("direction", "channel", "address", "debts", "actor"):
                if rng.random() < 0.03:
                    event[name] = None
        events.append(event)
    return events


def _happening(made: Draft, owned: tuple[str, ...], at: int) -> dict[str, Any]:
    rng = made.rng
    debts = tuple(rng.sample(owned, 1 if rng.random() < 0.85 else len(owned)))
    if rng.random() < 0.12:
        return {"kind": rng.choice(_OTHER_KINDS), "at": at, "debts": debts}
    channels = ("voice", "sms", "push", "email", "letter", "chat")
    channel = rng.choices(channels, (42, 26, 12, 10, 6, 4))[0]
    level = rng.choices((1, 2, 3, 4, 5, 6), (62, 8, 8, 12, 6, 4))[0]
    event = contact(
        made,
        at,
        level=level,
        direction="inbound" if rng.random() < 0.08 else "outbound",
        channel=channel,
        address=rng.choice(_ADDRESSES),
        debts=debts,
        actor=rng.choice(("human", "bot")) if channel == "voice" else "bot",
    )
    if level == LEVELS.index("conversation") + 1 and rng.random() < 0.4:
        event["discussed"] = (rng.choice(owned),)
    if rng.random() < 0.05:
        steps = ("remind", "robot_call", "agent_call", "notice", "of_another_ladder")
        event["step"] = rng.choice(steps)
    if rng.random() < 0.02:
        event["person"] = "P2"
    if rng.random() < 0.01:
        event["reserved"] = True
    return event


def _event(identity: str, fields: dict[str, Any]) -> Event:
    """An event with every field that a filter may read."""
    of_event = {name: value for name, value in fields.items() if name != "actor"}
    level = of_event.get("level", 0) if fields["kind"] == "contact" else 0
    of_event["level"] = level
    values: dict[str, Value] = {
        f"event.{name}": rank <= level for rank, name in enumerate(LEVELS[1:], start=2)
    }
    for name in ("kind", "at", "channel", "direction", "address", "step", "actor"):
        if fields.get(name) is not None:
            values[f"event.{name}"] = fields[name]
    if fields["kind"] == "contact":
        values["event.recipient"] = "debtor"
        values["event.outcome"] = "no_answer" if level < 4 else "answered"
    return Event(id=identity, recipient=("debtor", None), values=values, **of_event)
