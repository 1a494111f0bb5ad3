"""The few names, paths, zones and days that generated policies and requests share.

Small, so that things collide; and typed: a path has one type everywhere, as after load.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from policydsl.core.zones import zone_info

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

CHANNELS = ("voice", "sms", "email")
PURPOSES = ("collections", "marketing", "servicing")
KINDS = ("contact", "refusal", "payment", "cured", "skipped", "record_contact")
DUTIES = ("record_contact", "state_identity")
DEBTS = ("D1", "D2", "D3")
ADDRESSES = ("+1", "+2")
PERSONS = ("P1", "P2")
ROLES = ("care_team", "legal")
STEPS = ("remind", "call", "agent", "notice")
SOURCES = ("residence", "area_code", "address")
CALENDARS = ("CN", "US-FL", "US", "FR", "XX")

SPECIAL_DAYS: dict[str, tuple[date, ...]] = {
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1)),
    "Europe/London": (date(2026, 3, 29), date(2026, 10, 25)),
    "Australia/Sydney": (date(2026, 4, 5), date(2026, 10, 4)),
    "Asia/Kolkata": (date(2026, 8, 15),),
    "Pacific/Chatham": (date(2026, 4, 5), date(2026, 9, 27)),
    "Australia/Lord_Howe": (date(2026, 4, 5), date(2026, 10, 4)),
    "America/Sao_Paulo": (date(2018, 11, 4), date(2019, 2, 17)),
    "Africa/Casablanca": (date(2026, 2, 15), date(2026, 3, 22)),
    "Pacific/Apia": (date(2011, 12, 29), date(2011, 12, 30), date(2011, 12, 31)),
    "Asia/Shanghai": (date(1991, 4, 14), date(1991, 9, 15), date(2026, 2, 14)),
    "America/Toronto": (date(1919, 3, 31),),
    "America/St_Johns": (date(2010, 11, 7), date(2011, 3, 13)),
}
ZONES = tuple(SPECIAL_DAYS)

COMMON_DAYS = (
    date(2026, 3, 4),
    date(2024, 2, 29),
    date(2026, 1, 1),
    date(2026, 1, 31),
    date(2026, 2, 28),
    date(2026, 2, 14),
    date(2026, 2, 20),
    date(2026, 7, 3),
    date(2026, 10, 8),
    date(2026, 12, 31),
    date(2027, 1, 4),
)

ENDS_OF_TIME = (date(1, 1, 3), date(9999, 12, 29))
ENDS_OF_DATES = (date.min, date.max)

FLAG, NUMBER, TEXT, DATE, INSTANT, SET, HOURS, WISHES = (
    "flag",
    "number",
    "text",
    "date",
    "instant",
    "set",
    "hours",
    "wishes",
)

TYPES: dict[str, str] = {
    "proposal.channel": TEXT,
    "proposal.purpose": TEXT,
    "proposal.reason": TEXT,
    "proposal.address": TEXT,
    "proposal.actor": TEXT,
    "proposal.campaign": TEXT,
    "proposal.scheduled_at": INSTANT,
    "address.place": TEXT,
    "person.cease": FLAG,
    "person.score": NUMBER,
    "person.region": TEXT,
    "person.household": TEXT,
    "person.tags": SET,
    "person.signed_on": DATE,
    "person.asked_at": INSTANT,
    "person.hours": HOURS,
    "person.office": HOURS,
    "person.wishes": WISHES,
    "debt.due_on": DATE,
    "debt.opened_at": INSTANT,
    "debt.promise_until": INSTANT,
    "debt.creditor": TEXT,
    "debt.amount": NUMBER,
    "debt.paid": FLAG,
    "event.outcome": TEXT,
    "event.channel": TEXT,
    "event.actor": TEXT,
    "event.connected": FLAG,
    "event.amount": NUMBER,
    "event.promised_for": DATE,
    "event.at": INSTANT,
    "event.campaign": TEXT,
    "event.creditor": TEXT,
    "consent.channel": TEXT,
    "consent.purpose": TEXT,
    "consent.scope": SET,
    "consent.score": NUMBER,
}

NULLABLE = frozenset(
    {
        "proposal.reason",
        "proposal.campaign",
        "proposal.scheduled_at",
        "person.region",
        "person.signed_on",
        "person.asked_at",
        "person.hours",
        "person.office",
        "person.wishes",
        "debt.due_on",
        "debt.opened_at",
        "debt.promise_until",
        "event.outcome",
        "event.promised_for",
    }
)

TEXTS: dict[str, tuple[str, ...]] = {
    "proposal.channel": CHANNELS,
    "proposal.purpose": PURPOSES,
    "proposal.reason": ("callback", "dispute"),
    "proposal.address": ADDRESSES,
    "proposal.actor": ("human", "bot"),
    "proposal.campaign": ("A", "B"),
    "address.place": ("home", "work"),
    "person.region": CALENDARS,
    "person.household": ("H1", "H2"),
    "debt.creditor": ("A", "B"),
    "event.outcome": ("busy", "voicemail", ""),
    "event.channel": CHANNELS,
    "event.actor": ("human", "bot"),
    "event.campaign": ("A", "B"),
    "event.creditor": ("A", "B"),
    "consent.channel": CHANNELS,
    "consent.purpose": PURPOSES,
}


@lru_cache(maxsize=4096)
def instant(day: date, minute: int, zone: str, fold: int = 0) -> int:
    """The instant of a reading of a zone's clock; in a gap, the one that zoneinfo makes of it."""
    wall = datetime(day.year, day.month, day.day, minute // 60 % 24, minute % 60, fold=fold)
    return (wall.replace(tzinfo=zone_info(zone)) - EPOCH) // timedelta(microseconds=1)


def local_date(at: int, zone: str) -> date:
    """The date that a zone's calendar shows at an instant that is not at the ends of time."""
    return (EPOCH + timedelta(microseconds=at)).astimezone(zone_info(zone)).date()
