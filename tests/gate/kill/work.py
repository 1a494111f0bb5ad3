"""What the workers do: whom they contact, when, and what becomes of each contact.

In: a seed and a number. Out: the policy, and tasks, the same for the same seed in every process.

Three caps stand against each other: one in 6 hours and three in 24 hours for each person, seven in
12 hours for each number, which three persons share. `at` moves on by ten minutes from task to task,
so that windows end while others begin.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

import policydsl

HOUR = 3_600_000_000
BEGINNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
STEP = timedelta(minutes=10)
PURPOSE = "servicing"
POLICY = """
policy kill
  governs purpose is servicing
  otherwise deny
cap one
  at most 1 attempt by sms per person in 6 hours
cap three
  at most 3 attempts by email per person in 24 hours
cap seven
  at most 7 attempts by voice per address in 12 hours
"""
_HOT = 6
_SHARE = 3
_OTHERS = 97
_ONE_OTHER_IN = 5


class Cap(NamedTuple):
    """How many contacts by a channel, for one value of `by`, in how many microseconds."""

    most: int
    window: int
    by: str


CAPS: Mapping[str, Cap] = {
    "sms": Cap(1, 6 * HOUR, "person"),
    "email": Cap(3, 24 * HOUR, "person"),
    "voice": Cap(7, 12 * HOUR, "address"),
}
"""The caps of the policy, once more for whoever counts by hand."""


class Fate(StrEnum):
    """What becomes of a contact once it is allowed."""

    CONFIRMED = "confirmed"
    TWICE = "confirmed twice"
    EARLY = "called back before it is confirmed"
    LATE = "called back after it is confirmed"
    RELEASED = "released"
    FORGOTTEN = "forgotten"


MADE = frozenset({Fate.CONFIRMED, Fate.TWICE, Fate.EARLY, Fate.LATE})
"""The fates of contacts that are made and reported."""


class Task(NamedTuple):
    """One contact; `contended` says that all workers want contacts of the same person at once."""

    key: str
    person: str
    address: str
    channel: str
    at: datetime
    fate: Fate
    contended: bool

    @property
    def proposal(self) -> dict[str, str]:
        """What the gate is asked."""
        return {
            "person": self.person,
            "channel": self.channel,
            "purpose": PURPOSE,
            "address": self.address,
        }


def policy() -> policydsl.Policy:
    """The three caps."""
    return policydsl.load_text(POLICY)


def tasks(seed: int, contended: int) -> list[Task]:
    """So many contended tasks, and one in five of other persons on top."""
    chance = random.Random(seed)
    made: list[Task] = []
    left = contended
    while left:
        hot = chance.randrange(_ONE_OTHER_IN) > 0
        left -= hot
        made.append(_task(chance, len(made), hot))
    return made


def end_of(work: list[Task]) -> datetime:
    """An instant after all tasks."""
    return work[-1].at + STEP


def counter_of(task: Task) -> tuple[str, str]:
    """The counter that a contact falls under: its channel, and the value that its cap is for."""
    return task.channel, getattr(task, CAPS[task.channel].by)


def fillers(at: datetime) -> list[Task]:
    """Tasks at an instant, one more for each contended counter than its cap allows.

    Those who share a counter take turns.
    """
    persons: dict[tuple[str, str], list[Task]] = {}
    for channel in CAPS:
        for who in range(_HOT):
            task = Task("", *_hot(who), channel, at, Fate.FORGOTTEN, True)
            persons.setdefault(counter_of(task), []).append(task)
    return [
        alike[number % len(alike)]._replace(key=f"more/{channel}/{who}/{number}")
        for (channel, who), alike in persons.items()
        for number in range(CAPS[channel].most + 1)
    ]


def _task(chance: random.Random, number: int, hot: bool) -> Task:
    if hot:
        person, address = _hot(chance.randrange(_HOT))
    else:
        other = chance.randrange(_OTHERS)
        person, address = f"other-{other}", f"+86139{other:08}"
    return Task(
        f"{number:06}/{person}",
        person,
        address,
        chance.choice(list(CAPS)),
        BEGINNING + number * STEP,
        chance.choice(list(Fate)),
        hot,
    )


def _hot(who: int) -> tuple[str, str]:
    return f"hot-{who}", f"+86138{who // _SHARE:08}"
