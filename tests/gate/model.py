"""The reservation protocol, trivially: a list of contacts, and counting them one by one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = "America/New_York"
LEASE = timedelta(minutes=15)
DAY = timedelta(days=1)
GAP = timedelta(hours=1)
IN_A_DAY, BY_DATE, DELIVERED = 4, 3, 2
DELIVERY = 3
RULES = f"""
cap rolling at most {IN_A_DAY} attempts by sms per person in 24 hours
cap dated at most {BY_DATE} attempts by sms per person in a calendar day
cap delivered at most {DELIVERED} deliveries by sms per person in 24 hours
gap between at least 1 hour between attempts by sms per person
"""


@dataclass
class Contact:
    """One contact. `forced`: it was reported where no place was held for it."""

    key: str
    asked: str
    person: str
    at: datetime
    state: str = "reserved"
    level: int = 1
    void: bool = False
    forced: bool = False
    ends: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.ends = self.at + LEASE


class Model:
    """What a ledger should hold, and say."""

    def __init__(self, *, frees: bool) -> None:
        self.frees = frees
        self.contacts: dict[str, Contact] = {}
        self.decisions = 0
        self.allowed: set[str] = set()

    def counts(self, contact: Contact, now: datetime) -> bool:
        lapsed = self.frees and contact.state == "reserved" and contact.ends <= now
        return not (contact.state == "released" or contact.void or lapsed)

    def reasons(self, person: str, now: datetime) -> set[str]:
        """Why a contact of a person may not be made now."""
        mine = [c for c in self.contacts.values() if c.person == person and self.counts(c, now)]
        moments = [min(c.at, now) for c in mine]
        reached = [min(c.at, now) for c in mine if c.state != "confirmed" or c.level >= DELIVERY]
        found = set()
        if (
            sum(moment > now - DAY for moment in moments) >= IN_A_DAY
            or sum(_date(moment) == _date(now) for moment in moments) >= BY_DATE
            or sum(moment > now - DAY for moment in reached) >= DELIVERED
        ):
            found.add("CAP_REACHED")
        if any(moment > now - GAP for moment in moments):
            found.add("MIN_GAP")
        return found

    def reserve(self, key: str, person: str, now: datetime) -> set[str]:
        """Decide under a fresh key, and take the place when nothing speaks against it."""
        for contact in self.contacts.values():
            if self.frees and contact.state == "reserved" and contact.ends <= now:
                contact.forced = True
        found = self.reasons(person, now)
        self.decisions += 1
        if not found:
            self.contacts[key] = Contact(key, person, person, now)
            self.allowed.add(key)
        return found

    def confirm(self, key: str, level: int, at: datetime | None, person: str | None) -> None:
        contact = self.contacts[key]
        if contact.state == "confirmed":
            contact.level = max(contact.level, level)
        else:
            contact.forced |= contact.state == "released" or at is not None
            contact.state, contact.level = "confirmed", level
            contact.at = contact.at if at is None else at
        self.move(contact, person)

    def amend(self, key: str, level: int, correct: bool, person: str | None) -> None:
        contact = self.contacts[key]
        if contact.state == "confirmed":
            contact.level = level if correct else max(contact.level, level)
            self.move(contact, person)
        else:
            self.confirm(key, level, None, person)

    def move(self, contact: Contact, person: str | None) -> None:
        if person is not None:
            contact.person, contact.forced = person, True

    def void(self, key: str, gone: bool) -> None:
        contact = self.contacts[key]
        if contact.state == "confirmed":
            contact.void = gone
            contact.forced = True
        elif gone:
            contact.state = "released"
        else:
            self.confirm(key, 1, None, None)

    def release(self, key: str) -> bool:
        """Whether it can be released."""
        contact = self.contacts[key]
        if contact.state != "confirmed":
            contact.state = "released"
        return contact.state == "released"

    def expire(self, now: datetime) -> tuple[int, int]:
        due = [c for c in self.contacts.values() if c.state == "reserved" and c.ends <= now]
        for contact in due:
            contact.state = "released" if self.frees else "expired"
        return (0, len(due)) if self.frees else (len(due), 0)

    def over(self) -> list[str]:
        """Persons for whom more was given out in some window than any cap allows."""
        found = []
        for person in {contact.person for contact in self.contacts.values()}:
            moments = sorted(
                contact.at
                for contact in self.contacts.values()
                if contact.person == person and contact.state != "released" and not contact.forced
            )
            dates = [_date(moment) for moment in moments]
            if any(
                sum(start <= other < start + DAY for other in moments) > IN_A_DAY
                or sum(start <= other < start + GAP for other in moments) > 1
                or dates.count(_date(start)) > BY_DATE
                for start in moments
            ):
                found.append(person)
        return found


def _date(moment: datetime) -> object:
    return moment.astimezone(ZoneInfo(ZONE)).date()
