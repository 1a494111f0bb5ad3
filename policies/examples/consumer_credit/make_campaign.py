"""Makes the example campaign: proposals with their histories, one request on each line.

In: nothing but a fixed seed. Out: `campaign.jsonl` beside this file, the same bytes every time.
Nobody in it exists: people, numbers and debts are ids only.

    python make_campaign.py
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from types import MappingProxyType
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import campaign_grounds as grounds
import campaign_routes as routes
import campaign_troubles as troubles
from campaign_cases import Case

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
    ("relief", 3, (5, 90)),
    ("service", 3, (-10, 60)),
    ("transfer_notice", 2, (90, 150)),
    ("data_sharing", 2, (-20, 0)),
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


Trouble = Callable[[Case], None]

_CALLS = ("robot_call", "agent_call")
_MESSAGES = ("remind", "due_reminder")
_BORROWER = ("agent_call", "remind", "robot_call")
_AFTER_DUE = (*_BORROWER, "notice")
_ANY = (*_BORROWER, "due_reminder", "credit_notice")

TROUBLES: Mapping[Trouble, tuple[str, ...]] = MappingProxyType(
    {
        troubles.at_night: _ANY,
        troubles.at_an_agreed_hour: ("agent_call",),
        troubles.at_night_with_consent: ("agent_call",),
        troubles.early_in_xinjiang: _BORROWER,
        troubles.late_morning_in_xinjiang: _BORROWER,
        troubles.on_a_holiday: ("agent_call",),
        troubles.outside_visiting_hours: ("visit",),
        troubles.outside_marketing_hours: ("marketing",),
        troubles.wants_letters_only: _ANY,
        troubles.disputed: _AFTER_DUE,
        troubles.dispute_answered: _BORROWER,
        troubles.plan_kept: _AFTER_DUE,
        troubles.plan_broken: _AFTER_DUE,
        troubles.moratorium: _AFTER_DUE,
        troubles.hardship: _AFTER_DUE,
        troubles.vulnerable: (*_CALLS, "visit"),
        troubles.complaint: _BORROWER,
        troubles.large_claim: ("court",),
        troubles.deceased: (*_AFTER_DUE, "relief", "transfer_notice"),
        troubles.incapacitated: _AFTER_DUE,
        troubles.paid: _AFTER_DUE,
        troubles.transferred: _AFTER_DUE,
        troubles.not_governed: _MESSAGES,
        troubles.promise_running: _BORROWER,
        troubles.promise_over: _BORROWER,
        troubles.promise_broken: _BORROWER,
        troubles.cured_yesterday: _CALLS,
        troubles.to_the_spouse: (*_CALLS, "due_reminder", "transfer_notice"),
        troubles.to_a_liable_spouse: ("agent_call",),
        troubles.to_a_colleague: ("agent_call",),
        troubles.too_early_to_trace: ("trace",),
        troubles.contact_asked_before: ("trace",),
        troubles.contact_refused: ("trace",),
        troubles.refused_lately: _CALLS,
        troubles.bought_address: _AFTER_DUE,
        grounds.agency: _CALLS,
        troubles.wishes: _ANY,
        troubles.refuses_bots: ("robot_call",),
        troubles.offers_a_loan: ("remind", "agent_call"),
        troubles.posted_in_public: ("remind",),
        troubles.no_consent: ("marketing",),
        troubles.consent_for_servicing: ("marketing",),
        troubles.consent_revoked: ("marketing",),
        troubles.consent_expired: ("marketing",),
        troubles.consent_unproven: ("marketing",),
        troubles.talked_twice_today: _CALLS,
        troubles.rang_four_times_today: _CALLS,
        troubles.shared_number: _CALLS,
        troubles.five_today: _BORROWER,
        troubles.three_today: _ANY,
        troubles.fifteen_in_a_week: _BORROWER,
        troubles.message_just_sent: _MESSAGES,
        troubles.call_just_made: _CALLS,
        troubles.paid_some: _BORROWER,
        troubles.asked_for_a_call: ("agent_call",),
        troubles.too_early_for_the_step: ("agent_call", "visit", "notice"),
        troubles.not_approved: ("visit", "notice", "court"),
        troubles.low_risk: ("agent_call",),
        troubles.second_debt: ("agent_call", "remind"),
        troubles.no_time_zone: _ANY,
        troubles.no_risk_tier: ("agent_call", "visit"),
        troubles.no_word_on_disputes: _AFTER_DUE,
        troubles.no_word_on_payment: _BORROWER,
        troubles.no_actor: ("agent_call",),
        troubles.address_of_unknown_origin: _BORROWER,
        troubles.about_no_debt: _BORROWER,
        troubles.events_without_channel: _CALLS,
        grounds.no_ground: _ANY,
        grounds.on_the_wrong_ground: ("marketing", "remind", "agent_call", "data_sharing"),
        grounds.sensitive_data: ("marketing",),
        grounds.of_a_child: ("due_reminder", "remind"),
        grounds.to_be_deleted: ("marketing", "remind"),
        grounds.not_told_of_processing: _ANY,
        grounds.agency_off_the_list: _CALLS,
        grounds.passed_on_by_the_agency: _CALLS,
        grounds.partner_platform: ("due_reminder", "marketing", "remind"),
        grounds.by_another_handler: ("marketing",),
        grounds.chosen_by_profile: ("marketing",),
        grounds.decided_by_a_program: ("notice", "agent_call"),
        grounds.wrong_number: _CALLS,
        grounds.at_home: ("visit",),
        grounds.about_to_be_reported: ("agent_call", "notice"),
        grounds.notice_to_the_spouse: ("credit_notice",),
        grounds.opted_out: ("marketing",),
        grounds.by_service_port: ("marketing",),
        grounds.marketing_call: ("marketing",),
        routes.origin_not_said: _ANY,
        routes.said_to_be_asked_for: _CALLS,
        routes.has_a_lawyer: _AFTER_DUE,
        routes.asked_for_a_person: _CALLS,
        routes.complaint_answered: _BORROWER,
        routes.not_in_hardship: ("relief",),
        routes.relief_offered_lately: ("relief",),
        routes.never_asked: ("service",),
        routes.in_court: _AFTER_DUE,
        routes.bought: _AFTER_DUE,
        routes.other_receiver: ("data_sharing",),
        routes.data_by_text: ("data_sharing",),
        routes.six_days_in_a_row: _BORROWER,
        routes.low_risk_called_today: ("agent_call",),
        routes.mid_risk_called_twice_today: ("agent_call",),
        routes.served_all_day: _ANY,
    }
)
"""Every change and the stages it fits."""


def campaign() -> Iterator[dict[str, Any]]:
    """The requests, in order."""
    rng = random.Random(SEED)
    plans = (*_every_trouble_thrice(), *_mixture(rng))
    for number, (stage, changes) in enumerate(plans, start=1):
        yield _case(rng, number, stage, changes).request()


def lines() -> Iterator[str]:
    """The requests as lines of JSON."""
    for request in campaign():
        yield json.dumps(request, ensure_ascii=False, separators=(",", ":")) + "\n"


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
        number = rng.choices((0, 1, 2), (61, 28, 11))[0]
        yield stage, tuple(rng.sample(fitting, min(number, len(fitting))))


def _case(rng: random.Random, number: int, stage: str, changes: tuple[Trouble, ...]) -> Case:
    lowest, highest = next(span for name, _, span in STAGES if name == stage)
    case = Case(rng, number, stage, _moment(rng, stage), rng.randint(lowest, highest))
    for change in changes:
        change(case)
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
