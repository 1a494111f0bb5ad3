"""Cases of the example campaign: a proposal that would be allowed, with a plausible history.

In: a random generator, the stage of the ladder, the instant, the days past due. Out: a `Case` that
`campaign_troubles` may spoil, and its request.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

POLICY = "cn.consumer_credit.recovery"
TIERS = ("low", "mid", "high")
CITIES = {"021": "CN-SH", "0571": "CN-ZJ", "028": "CN-SC", "0755": "CN-GD", "010": "CN-BJ"}
XINJIANG = "0991"

Fields = dict[str, Any]

PROPOSALS: dict[str, Fields] = {
    "due_reminder": {"purpose": "servicing", "actor": "bot"},
    "remind": {"purpose": "collections", "actor": "bot"},
    "robot_call": {"channel": "voice", "purpose": "collections", "actor": "bot"},
    "agent_call": {"channel": "voice", "purpose": "collections", "actor": "human"},
    "trace": {"channel": "voice", "purpose": "location", "actor": "human"},
    "visit": {"channel": "visit", "purpose": "collections", "actor": "human"},
    "notice": {"purpose": "legal_notice", "actor": "human"},
    "court": {"channel": "letter", "purpose": "litigation", "actor": "human"},
    "credit_notice": {"purpose": "credit_notice", "actor": "bot"},
    "relief": {"purpose": "relief", "actor": "human"},
    "service": {"purpose": "customer_service", "actor": "human"},
    "transfer_notice": {"channel": "letter", "purpose": "transfer_notice", "actor": "human"},
    "data_sharing": {"channel": "data_transfer", "purpose": "data_sharing", "actor": "bot"},
    "marketing": {"purpose": "marketing", "actor": "bot"},
}
CHANNELS = {
    "due_reminder": ("push", "sms"),
    "remind": ("push", "sms"),
    "notice": ("sms", "email", "letter"),
    "credit_notice": ("sms", "push"),
    "relief": ("sms", "email", "letter"),
    "service": ("voice", "chat"),
    "marketing": ("sms", "push"),
}
ON_CONSENT = ("data_sharing", "marketing")
ABOUT_NO_DEBT = (*ON_CONSENT, "service")
PARTNER = "insure-co"
APPROVERS = {
    "agent_call": "call_reviewer",
    "visit": "field_manager",
    "notice": "legal",
    "court": "legal",
}
TALKS = (("no_answer", "attempted"),) * 5 + (
    ("busy", "attempted"),
    ("answered", "connected"),
    ("talked", "conversation"),
)


@dataclass
class Case:
    """One request in the making; every method takes times as how long before the proposal."""

    rng: random.Random
    number: int
    stage: str
    at: datetime
    days_past_due: int
    proposal: Fields = field(default_factory=dict)
    person: Fields = field(default_factory=dict)
    debts: list[Fields] = field(default_factory=list)
    consents: list[Fields] = field(default_factory=list)
    events: list[Fields] = field(default_factory=list)

    def __post_init__(self) -> None:
        rng, code = self.rng, f"{self.number:04}"
        area = rng.choice(tuple(CITIES))
        self.person = {
            "id": f"P{code}",
            "region": CITIES[area],
            "time_zones": [{"zone": "Asia/Shanghai", "source": "residence"}],
            "told_of_processing": True,
        }
        tiers = TIERS[2:] if self.stage == "visit" else TIERS[1:]
        if self.days_past_due <= 10 or self.days_past_due > 31:
            tiers = tiers if self.stage == "visit" else TIERS
        self.debts = [self.debt(f"D{code}", self.days_past_due, rng.choice(tiers))]
        channel = rng.choice(CHANNELS.get(self.stage, ("voice",)))
        self.proposal = {"id": f"C{code}", "channel": channel, **PROPOSALS[self.stage]}
        self.proposal["recipient"] = {"role": "debtor", "id": self.person["id"]}
        number = f"m-{area}-{code}"
        self.proposal["address"] = {"id": number, "kind": "mobile", "origin": "contract"}
        self.proposal["debts"] = [] if self.stage in ABOUT_NO_DEBT else [f"D{code}"]
        ground = "consent" if self.stage in ON_CONSENT else "contract"
        attribute(self, started_by="schedule", started_on_rule=self.stage, lawful_basis=ground)
        self._complete()
        self._past()

    def debt(self, identity: str, days_past_due: int, tier: str) -> Fields:
        """A debt that is neither paid nor disputed."""
        return {
            "id": identity,
            "due_on": (self.at.date() - timedelta(days=days_past_due)).isoformat(),
            "risk_tier": tier,
            "balance": self.rng.randrange(8, 900) * 100,
            "paid": False,
            "disputed": False,
        }

    def _complete(self) -> None:
        """What a stage needs besides: approvals, a contact to ask, a consent."""
        if self.stage in APPROVERS:
            self.approve(f"{POLICY}.recovery.{self.stage}", APPROVERS[self.stage])
        if self.stage == "trace":
            self.proposal["recipient"] = self.contact_person()
            self.proposal["reason"] = "ask_for_contact_details"
            self.person["lost_contact"] = True
        if self.stage == "relief":
            self.person["hardship"] = True
        if self.stage == "transfer_notice":
            self.debts[0]["transferred"] = True
        if self.stage == "data_sharing":
            self.proposal["recipient"] = {"role": "partner", "id": PARTNER}
            attribute(self, receiver=PARTNER)
            named = {"receiver": PARTNER, "separate": True, "effective_to": self.before(days=-270)}
            self.consent("any", "data_sharing", **named)
        if self.stage == "marketing":
            self.consent(self.proposal["channel"], "marketing")
            self.proposal["template"] = "spring-offer"

    def contact_person(self) -> Fields:
        """The person whom the borrower named when applying."""
        return {"role": "emergency_contact", "id": f"P{self.number:04}-c"}

    def approve(self, rule: str, role: str) -> None:
        """A human's yes from the day before."""
        given = {"rule": rule, "role": role, "at": self.before(days=1), "by": f"{role}-1"}
        self.proposal.setdefault("approvals", []).append(given)

    def consent(self, channel: str, purpose: str, **changes: Any) -> None:
        """An express, proven consent, but for the changes; None takes a field away."""
        given = {
            "id": f"k{len(self.consents) + 1}",
            "channel": channel,
            "purpose": purpose,
            "level": "express",
            "effective_from": self.before(days=90),
            "proof": "app-form",
            **changes,
        }
        self.consents.append({key: value for key, value in given.items() if value is not None})

    def before(self, **span: float) -> str:
        """The instant so long before the proposal, in text, to the second."""
        return (self.at - timedelta(**span)).replace(microsecond=0).isoformat()

    def happened(self, kind: str, when: str, **fields: Any) -> None:
        """An event that is no contact."""
        self.events.append({"id": "", "kind": kind, "at": when, **fields})

    def contacted(self, when: str, channel: str, **changes: Any) -> None:
        """A past contact with the borrower, outbound and about the debt but for the changes."""
        call = channel in ("voice", "visit")
        address = self.proposal["address"]["id"]
        made = {
            "id": "",
            "kind": "contact",
            "at": when,
            "channel": channel,
            "direction": "outbound",
            "recipient": {"role": "debtor", "id": self.person["id"]},
            "actor": "human" if call else "bot",
            "purpose": "collections" if self.days_past_due > 0 else "servicing",
            "address": address,
            "debts": [self.debts[0]["id"]],
            "reached": "attempted" if call else "delivered",
            **changes,
        }
        self.events.append({key: value for key, value in made.items() if value is not None})

    def _past(self) -> None:
        """What the ladder would have done so far, its latest part; today is left free."""
        self._before_the_stage()
        most = self.rng.choices((0, 3, 6, 14, 50), (22, 34, 30, 12, 2))[0]
        days = [day for day in range(self.days_past_due + 3, 0, -1) if self.rng.random() < 0.6]
        for day in days[-most:] if most else []:
            self._earlier_contact(day, self.days_past_due - day)
        if self.rng.random() < 0.06:
            self.happened("payment", self.before(days=9), debts=[self.debts[0]["id"]])

    def _earlier_contact(self, days_ago: int, past_due: int) -> None:
        hour = self.rng.uniform(-0.8, 0.8)
        when = self.before(days=days_ago, hours=hour)
        if past_due <= 0:
            self.contacted(when, self.rng.choice(("push", "sms")), purpose="servicing")
        elif past_due <= 4 or (past_due <= 30 and self.rng.random() < 0.4):
            self.contacted(when, self.rng.choice(("push", "sms")), purpose="collections")
        else:
            outcome, reached = self.rng.choice(TALKS)
            if self.stage == "trace" and reached != "attempted":
                outcome, reached = "no_answer", "attempted"
            actor = "bot" if past_due <= 11 or self.rng.random() < 0.3 else "human"
            self.contacted(when, "voice", actor=actor, outcome=outcome, reached=reached)

    def _before_the_stage(self) -> None:
        """The contacts without which the stage would not be open."""
        if self.stage == "robot_call" and self.days_past_due < 10:
            self.contacted(self.before(days=2, hours=1), "sms")
            self.contacted(self.before(days=3, hours=2), "push")
        if self.stage == "trace":
            for days in (2, 3, 5):
                self.contacted(self.before(days=days), "voice", outcome="no_answer")
        if self.stage == "service":
            asked = {"direction": "inbound", "reached": "conversation", "actor": None}
            self.contacted(self.before(days=2, hours=3), "voice", **asked)
        if self.stage == "court":
            sent = {"purpose": "legal_notice", "address": f"a-{self.number:04}", "actor": "human"}
            self.contacted(self.before(days=16), "letter", **sent)

    def request(self) -> Fields:
        """The request, events in order of time and numbered."""
        self.events.sort(key=lambda event: event["at"])
        for index, event in enumerate(self.events, start=1):
            event["id"] = f"e{index}"
        parts = {"debts": self.debts, "consents": self.consents, "events": self.events}
        return {
            "at": self.at.isoformat(),
            "proposal": self.proposal,
            "person": self.person,
            **{name: listed for name, listed in parts.items() if listed},
        }


def attribute(case: Case, **values: Any) -> None:
    """Say something of the proposal that the policy declares."""
    case.proposal.setdefault("attributes", {}).update(values)
