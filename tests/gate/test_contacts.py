"""A contact that was proposed is always a sound event: it is not checked again when it is made."""

import json
from pathlib import Path

import policydsl
from policydsl.facts.events import read_event
from policydsl.facts.problems import Problem
from policydsl.gate.asking import contact_of, read_ask
from policydsl.gate.gathering import subject_of
from policydsl.gate.sight import sight_of

FOLDER = Path(__file__).parents[2] / "policies" / "examples" / "consumer_credit"


def test_every_contact_of_the_worked_example_is_a_sound_event() -> None:
    policy = policydsl.load(FOLDER / "strategy.policy")
    sight, vocabulary = sight_of(policy.core, policy.vocabulary), policy.vocabulary
    lines = (FOLDER / "campaign.jsonl").read_text("utf-8").splitlines()
    for line in lines:
        data = json.loads(line)
        proposal = {**data["proposal"], "person": data["person"]["id"], "id": "k"}
        facts = {name: data[name] for name in ("person", "debts") if name in data}
        ask = read_ask(proposal, facts, "k")
        subject = subject_of(0, ask.person, ask.proposal, (), ask.facts, vocabulary.tables)
        problems: list[Problem] = []
        event = contact_of(subject, "k", sight, vocabulary)
        assert read_event(event, vocabulary.tables, problems) is not None, problems
        assert event["channel"] == data["proposal"]["channel"]
    assert len(lines) > 1000
