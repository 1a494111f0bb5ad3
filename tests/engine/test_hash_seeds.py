"""The same request gives the same bytes in every process, however Python orders its sets."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from policydsl.core.formula import Key
from policydsl.core.reference.facts import Context
from policydsl.core.reference.measures import key_values
from tests.core.build import at, request

POLICY = """policy seeds
  governs channel in {sms, email, voice}
  otherwise deny
  time zone of recipient
fact person.tags   : set of sms, email, voice, chat, letter
fact person.wishes : preferences = none
fact person.score  : number
fact debt.topics   : set of servicing, marketing, other
cap tagged at most 1 attempts by sms, email, voice per person.tags, debt.topics in 24 hours
cap wished at most 1 attempts by sms, email, voice per person.wishes in 24 hours
gap topic at least 4 hours between attempts per debt.topics
deny unsure when channel in person.tags and purpose in debt.topics and person.score > 3
consent asked
  require express consent for channel, purpose
ladder climb per debt, person.tags
  take any open step
  step remind via sms at most 1 attempts in 24 hours
  step call after remind attempted 1 times via voice
"""
PROGRAM = """
import json, sys
import policydsl
policy, requests = json.load(sys.stdin)
loaded = policydsl.load_text(policy)
print(json.dumps([loaded.decide(request).to_dict() for request in requests]))
"""


def asked() -> dict[str, object]:
    contact = {"kind": "contact", "direction": "outbound", "channel": "sms", "debts": ["D1"]}
    return {
        "at": "2026-03-04T12:00:00-05:00",
        "person": {
            "id": "P1",
            "time_zones": ["America/New_York", "Europe/London"],
            "tags": ["sms", "email", "voice", "chat", "letter"],
            "wishes": [{"channels": ["voice", "email"], "days": ["monday", "sunday"]}],
        },
        "debts": [
            {"id": "D1", "topics": ["other", "servicing", "marketing"]},
            {"id": "D2", "topics": ["servicing", "marketing"]},
        ],
        "events": [
            {
                **contact,
                "id": f"e{index}",
                "at": f"2026-03-04T11:0{index}:00-05:00",
                "reserved": True,
            }
            for index in range(5)
        ],
    }


def requests() -> list[dict[str, object]]:
    """By a channel whose step is open, and by one whose step only may be."""
    proposal = {"purpose": "servicing", "debts": ["D1", "D2"]}
    return [
        {**asked(), "proposal": {**proposal, "channel": channel}}
        for channel in ("sms", "voice", "email")
    ]


def decided(seed: int) -> str:
    """What a process with this hash seed prints."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=json.dumps([POLICY, requests()]),
        env={**os.environ, "PYTHONHASHSEED": str(seed)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_decisions_do_not_depend_on_the_hash_seed() -> None:
    first = decided(1)
    assert all(decided(seed) == first for seed in (2, 3))
    by_sms = json.loads(first)[0]
    keys = {counter["rule"]: counter["key"] for counter in by_sms["counters"]}
    assert keys["seeds.tagged"]["person.tags"] == "chat, email, letter, sms, voice"
    assert keys["seeds.wished"]["person.wishes"] == ("channels ['email', 'voice'], days [0, 6]")


def test_the_reference_writes_the_same() -> None:
    """Both write the members of a set sorted, and a text as it is."""
    members = frozenset({"b", "a", "c"})
    keys = (Key("field", "person.tags"), Key("field", "person.name"), Key("field", "person.none"))
    asked = request(
        at("2026-03-04 10:00"), {"person.tags": members, "person.name": "x, y", "person.none": None}
    )
    expected = (("person.tags", "a, b, c"), ("person.name", "x, y"), ("person.none", ""))
    assert key_values(keys, Context(asked, asked.at)) == expected
