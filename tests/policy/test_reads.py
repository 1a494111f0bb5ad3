"""Which facts a policy reads, and the schema of requests that follows from it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import policydsl
from policydsl.policy.reads import reads_of
from tests.support import HEAD, composed, request

POLICIES = Path(__file__).parents[2] / "policies"
ALWAYS = {"proposal.channel", "proposal.purpose"}
FACTS = """
fact person.frail : flag = no
fact person.naps : hours = none
fact person.wishes : preferences = none
fact person.calendar : text
fact person.tags : set of a, b
fact proposal.deliver_at : instant = none
fact proposal.topic : text
fact debt.hold_until : date = none
fact debt.bundle : text
fact debt.placed : date
fact event.mood : text
fact consent.form : text
event notice
"""


def reads(text: str) -> set[str]:
    """What rules read besides channel and purpose."""
    policy = composed(HEAD + FACTS + text)
    return set(reads_of(policy.core, policy.vocabulary.fields)) - ALWAYS


ZONES = "person.time_zones"
CAP = "cap x at most 3 attempts"


@pytest.mark.parametrize(
    ("rule", "facts"),
    [
        ("deny x when channel is voice", set()),
        ("deny x when person.frail", {"person.frail"}),
        ("deny x unless person.frail", {"person.frail"}),
        ("deny x when person.region is known", {"person.region"}),
        ("deny x when proposal.topic is person.region", {"proposal.topic", "person.region"}),
        ("deny x when person.region in person.tags", {"person.region", "person.tags"}),
        ("deny x when now is during person.naps", {"person.naps", ZONES}),
        (
            "deny x when ruled out by person.wishes",
            {"person.wishes", "proposal.address", "address.place", ZONES},
        ),
        (
            "deny x when channel is voice through debt.hold_until",
            {"debt.hold_until", "debts", ZONES},
        ),
        ("deny x when proposal.deliver_at is after now", {"proposal.deliver_at"}),
        ("deny x when proposal.deliver_at is within last 2 hours", {"proposal.deliver_at"}),
        ("deny x when channel is voice effective from 2026-01-01", {ZONES}),
        (
            "deny x when debt.due_on + 2 full business days of person.calendar is before today",
            {"debt.due_on", "debts", "person.calendar", ZONES},
        ),
        (
            "deny x when debt.due_on is within last 2 full business days of person.calendar",
            {"debt.due_on", "debts", "person.calendar", ZONES},
        ),
        ("review x when channel is voice", {"approvals"}),
        ("deny x when channel is voice if unknown review", {"approvals"}),
        ("warn x when channel is voice", set()),
        ("quiet hours x from 22:00 to 08:00", {ZONES}),
        ('quiet hours x from 22:00 to 08:00 time zone "Asia/Shanghai"', set()),
        (
            'deny x when debt.due_on is before today time zone "Asia/Shanghai"',
            {"debt.due_on", "debts", ZONES},
        ),
        ("quiet hours x during person.naps", {"person.naps", ZONES}),
        (
            "quiet hours x from 22:00 to 08:00 judged at proposal.deliver_at",
            {"proposal.deliver_at", ZONES},
        ),
        (
            "contact hours x from 09:00 to 12:00 on day before holidays of person.calendar",
            {"person.calendar", ZONES},
        ),
        (
            "contact hours x from 09:00 to 12:00\n"
            "closed on sunday closed on business days of person.calendar except monday",
            {"person.calendar", ZONES},
        ),
        (f"{CAP} per person in 24 hours", {"events", "person.id"}),
        (f"{CAP} per debt in a calendar day", {"events", "debts", ZONES}),
        (f"{CAP} per address ever", {"events", "proposal.address"}),
        (
            f"{CAP} per recipient ever",
            {"events", "proposal.recipient", "recipient.id", "event.recipient.id"},
        ),
        (f"{CAP} per household ever", {"events", "person.household", "event.household"}),
        (f"{CAP} per creditor ever", {"events", "debts", "debt.creditor", "event.creditor"}),
        (f"{CAP} per campaign ever", {"events", "proposal.campaign", "event.campaign"}),
        (f"{CAP} per debt.bundle ever", {"events", "debts", "debt.bundle"}),
        (f"{CAP} per proposal.topic ever", {"events", "proposal.topic", "event.topic"}),
        (
            f"{CAP} per person ever where (event.mood is calm)",
            {"events", "person.id", "event.mood"},
        ),
        (
            f"{CAP} per person since last (payment where (event.mood is calm))",
            {"events", "person.id", "event.mood"},
        ),
        (
            f"{CAP} per person ever after first payment before today",
            {"events", "person.id", ZONES},
        ),
        ("gap x at least 4 hours between attempts per person", {"events", "person.id"}),
        (
            "cooldown x wait until business day 2 of person.calendar after payment per person",
            {"events", "person.id", "person.calendar", ZONES},
        ),
        (
            "deny x when any attempts per debt in 24 hours",
            {"events", "debts"},
        ),
        (
            "consent x require consent for channel, recipient",
            {"consents", "consent.channel", "consent.recipient", "proposal.recipient"},
        ),
        (
            "consent x require consent for channel where (consent.form is a)\n"
            "given within last 2 full business days of person.calendar",
            {"consents", "consent.channel", "consent.form", "person.calendar", ZONES},
        ),
        (
            "consent x require consent for channel ending after opt_out",
            {"consents", "consent.channel", "events", "person.id"},
        ),
        (
            f"{CAP} per person ever where (no live consent for channel as of event.at)",
            {"consents", "consent.channel", "events", "person.id", "event.channel"},
        ),
        ("oblige x when person.frail must tell", {"person.frail"}),
        (
            "oblige x must notice within 2 full business days of person.calendar\n"
            "after first (payment where (event.mood is calm))",
            {"events", "person.id", "event.mood", "person.calendar", ZONES},
        ),
        (
            "quiet hours x from 22:00 to 08:00\nexempt y when person.frail lifts x",
            {"person.frail", ZONES},
        ),
    ],
)
def test_what_each_sort_of_rule_reads(rule: str, facts: set[str]) -> None:
    assert reads(rule) == facts


DAYS = {"debt.due_on", ZONES}


@pytest.mark.parametrize(
    ("clauses", "facts"),
    [
        ("step a via sms", set()),
        ("step a from due day via sms", DAYS),
        ("step a until day 3 past due via sms", DAYS),
        ("step a from day 2 after debt.placed via sms", {"debt.placed", ZONES}),
        ("step a when person.frail via sms", {"person.frail"}),
        ("step a via sms where (proposal.topic is x)", {"proposal.topic", "event.topic"}),
        (
            "step a via sms where (address.kind is mobile and recipient.role is debtor)",
            {"address.kind", "event.address.kind", "recipient.role", "event.recipient"},
        ),
        ("step a via sms approval by legal", {"approvals"}),
        ("step a via sms step b via voice after a open 2 hours", set()),
        (
            "step a via sms step b via voice after a open 2 full business days of person.calendar",
            {"person.calendar", ZONES},
        ),
        (
            "step a via sms at least 2 full business days of person.calendar apart",
            {"person.calendar", ZONES},
        ),
        ("step a via sms at most 2 attempts in a calendar day", {ZONES}),
        (
            "step a via sms at most 2 attempts since last (payment where (event.mood is calm))",
            {"event.mood"},
        ),
        ("hold while person.frail step a via sms", {"person.frail"}),
        ("stop when person.frail step a via sms", {"person.frail"}),
        (
            "reset after payment where (event.mood is calm) step a via sms",
            {"event.mood"},
        ),
        ("unless person.frail step a via sms", {"person.frail"}),
    ],
)
def test_what_ladders_read(clauses: str, facts: set[str]) -> None:
    assert reads(f"ladder x per debt {clauses}") == {"events", "debts", *facts}


def test_what_a_policy_governs_is_read_too() -> None:
    policy = composed("policy t governs debt.creditor is bank otherwise deny")
    assert reads_of(policy.core, policy.vocabulary.fields) == {*ALWAYS, "debt.creditor", "debts"}


FILES = sorted(POLICIES.rglob("*.policy")) + sorted(POLICIES.rglob("*.policy.yaml"))
FIRST = json.loads((POLICIES / "examples/first/request.json").read_text("utf-8"))
CAMPAIGN = POLICIES / "examples/consumer_credit/campaign.jsonl"
REQUESTS = [json.loads(line) for line in CAMPAIGN.read_text("utf-8").splitlines()[::25]]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_policy_has_a_schema_that_plain_requests_meet(path: Path) -> None:
    schema = policydsl.load(path).schema()
    Draft202012Validator.check_schema(schema)
    assert Draft202012Validator(schema).is_valid(request())
    assert not Draft202012Validator(schema).is_valid(request(proposal={"chanel": "sms"}))


def test_the_examples_meet_the_schemas_of_their_policies() -> None:
    first = policydsl.load(POLICIES / "examples/first/reminder.policy").schema()
    Draft202012Validator(first).validate(FIRST)
    strategy = Draft202012Validator(
        policydsl.load(POLICIES / "examples/consumer_credit/strategy.policy").schema()
    )
    for one in REQUESTS:
        strategy.validate(one)


def pruned(value: object, schema: Mapping[str, Any]) -> object:
    """What a schema describes of a value."""
    if isinstance(value, list) and "items" in schema:
        return [pruned(one, schema["items"]) for one in value]
    if isinstance(value, dict):
        for choice in (schema, *schema.get("anyOf", ())):
            if "properties" in choice:
                inner = choice["properties"]
                return {key: pruned(one, inner[key]) for key, one in value.items() if key in inner}
    if "anyOf" in schema:
        for choice in schema["anyOf"]:
            if choice.get("type") == "array" and isinstance(value, list):
                return pruned(value, choice)
    return value


def test_what_the_schema_does_not_describe_makes_no_difference() -> None:
    strategy = policydsl.load(POLICIES / "examples/consumer_credit/strategy.policy")
    schema = strategy.schema()
    for one in REQUESTS:
        less = pruned(one, schema)
        assert isinstance(less, dict)
        assert strategy.decide(less).to_dict() == strategy.decide(one).to_dict()
