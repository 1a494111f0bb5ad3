"""Makes the example campaign: proposals with their histories, one request on each line.

In: nothing but a fixed seed. Out: `campaign.jsonl` beside this file, the same bytes every time.
Nobody in it exists: people, numbers and debts are ids only.

    python make_campaign.py
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from campaign_cases import Case
from campaign_troubles import TROUBLES

SEED = 20_260_310
PROPOSALS = 1_100
BEIJING = timezone(timedelta(hours=8))
FIRST_DAY = date(2026, 3, 2)
DAYS = 33
HOLIDAY = date(2026, 4, 6)
"""The Monday of Qingming."""

STAGES = (
    ("due_reminder", 14, (-3, 0)),
    ("remind", 16, (1, 30)),
    ("robot_call", 18, (5, 44)),
    ("agent_call", 26, (12, 120)),
    ("trace", 4, (32, 100)),
    ("visit", 5, (46, 110)),
    ("notice", 6, (60, 120)),
    ("court", 3, (90, 120)),
    ("credit_notice", 3, (30, 120)),
    ("marketing", 9, (-3, 0)),
)
"""Kinds of proposals, how often, and how many days past due the debt is."""

EDGES = (
    time(21, 59, 59),
    time(21, 59, 59, 999_999),
    time(22, 0, 0),
    time(7, 59, 59, 999_999),
    time(8, 0, 0),
)


def campaign() -> Iterator[dict[str, Any]]:
    """The requests, in order."""
    rng = random.Random(SEED)
    plans = (*_every_trouble_thrice(), *_mixture(rng))
    for number, (stage, troubles) in enumerate(plans, start=1):
        yield _case(rng, number, stage, troubles).request()


def lines() -> Iterator[str]:
    """The requests as lines of JSON."""
    for request in campaign():
        yield json.dumps(request, ensure_ascii=False, separators=(",", ":")) + "\n"


Trouble = Callable[[Case], None]
Plan = tuple[str, tuple[Trouble, ...]]


def _every_trouble_thrice() -> list[Plan]:
    plans = [(stages, trouble) for trouble, stages in TROUBLES.items()]
    return [
        (stages[turn % len(stages)], (trouble,)) for turn in range(3) for stages, trouble in plans
    ]


def _mixture(rng: random.Random) -> Iterator[Plan]:
    names = [name for name, _, _ in STAGES]
    weights = [weight for _, weight, _ in STAGES]
    for _ in range(PROPOSALS - 3 * len(TROUBLES)):
        stage = rng.choices(names, weights)[0]
        fitting = [trouble for trouble, stages in TROUBLES.items() if stage in stages]
        yield stage, tuple(rng.sample(fitting, rng.choices((0, 1, 2), (61, 28, 11))[0]))


def _case(rng: random.Random, number: int, stage: str, troubles: tuple[Trouble, ...]) -> Case:
    lowest, highest = next(span for name, _, span in STAGES if name == stage)
    case = Case(rng, number, stage, _moment(rng, stage), rng.randint(lowest, highest))
    for trouble in troubles:
        trouble(case)
    return case


def _moment(rng: random.Random, stage: str) -> datetime:
    """When the contact is to be made: a fitting hour of a fitting day, sometimes an edge of it."""
    day = FIRST_DAY + timedelta(days=rng.randrange(DAYS))
    if stage == "visit":
        day = FIRST_DAY + timedelta(days=7 * rng.randrange(4) + rng.randrange(5))
    elif day == HOLIDAY:
        day += timedelta(days=1)
    if stage in ("robot_call", "agent_call") and rng.random() < 0.08:
        return datetime.combine(day, rng.choice(EDGES), BEIJING)
    hours = {"visit": (9, 10, 11, 14, 15, 16, 17), "marketing": tuple(range(10, 18))}
    hour = rng.choice(hours.get(stage, tuple(range(10, 21))))
    return datetime.combine(day, time(hour, rng.randrange(60), rng.randrange(60)), BEIJING)


def main() -> None:
    """Write the file."""
    path = Path(__file__).with_name("campaign.jsonl")
    path.write_text("".join(lines()), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
