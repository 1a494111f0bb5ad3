"""The JSON Schema for editors: up to date, and of one mind with the reader."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from policydsl.diagnostics import Source
from policydsl.rules.yaml_schema import SCHEMA_FILE, write_schema, yaml_schema
from policydsl.syntax.yaml_reader import read_policies

EXAMPLES = sorted((Path(__file__).parents[1] / "syntax" / "data").glob("*.yaml"))
VALIDATOR = Draft202012Validator(yaml_schema())


def load(text: str) -> Any:
    # Like the editors, which read YAML 1.2, and the language itself: dates and `yes` stay text.
    return yaml.load(text, Loader=yaml.BaseLoader)


def rule(lines: str) -> str:
    body = "\n    ".join(lines.splitlines())
    return f"policy: demo\nrules:\n  - {body}\n"


def test_the_published_file_is_up_to_date() -> None:
    assert SCHEMA_FILE.read_text("utf-8") == write_schema()
    assert len(write_schema()) < 16_000


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(yaml_schema())


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_examples_are_valid(path: Path) -> None:
    assert list(VALIDATOR.iter_errors(load(path.read_text("utf-8")))) == []


RIGHT = [
    "policy: a\nversion: 3.10\nuse: b\nevents: x, y\ndelivery_margin: [2 minutes, 3 minutes for sms]\n",
    "policy: a\nif_ledger_unavailable: review\nif_lease_expired: free\n",
    "policy: a\nfacts: {recipient: [also a, also b]}\ntighten: {x.y: [to at most 5, to wait 7 full days]}\n",
    rule("cap: c\nat_most: 3 attempts\nper: person\never: yes"),
    rule("cap: c\nat_most: 3 attempts\nper: [person, debt]\nsince: last connection"),
    rule("quiet_hours: q\nfrom: [22:00 to 08:00]\ncite: [x, {y: z, w: 3}]\nsay: {en: hello}"),
    rule(
        "ladder: l\nper: debt\nsteps:\n- step: s\n  via: [sms]\n  where: a\n  at_most: [3 attempts ever]"
    ),
]

WRONG = [
    "[]",
    "title: Demo",
    "policy: a\nruels: []",
    "policy: a b",
    "policy: a\nrules: {}",
    "policy: a\nif_lease_expired: [free]",
    "policy: a\ndefine: {reminders: {push: '', sms: ''}}",
    "policy: a\nwaive: [{rule: x.y, until: 2026-12-31, because: b}]",
    rule("when: a"),
    rule("deny: d\nwarn: w\nwhen: a"),
    rule("deny: d\nwhem: a"),
    rule("deny: d\nwhen: [a]"),
    rule("deny: d\nwhen: ''"),
    rule("deny: d\nwhen: a\nby: voice"),
    rule("cap: c\nat_most: 3 attempts\nper: person"),
    rule("cap: c\nat_most: 3 attempts\nper: person\nin: a calendar day\never: yes"),
    rule("cap: c\nat_most: 3 attempts\nper: person\never: maybe"),
    rule("gap: g\nat_least: 4 hours\nper: person"),
    rule("cooldown: g\nwait: 4 hours\nper: person"),
    rule("ladder: l\nper: debt\nsteps: [{via: sms}]"),
    rule("ladder: l\nper: debt\nsteps: [{step: s, frm: due day}]"),
]


@pytest.mark.parametrize("text", RIGHT)
def test_what_the_reader_takes_is_valid(text: str) -> None:
    assert read_policies(Source("p.policy.yaml", text))[1] == []
    assert list(VALIDATOR.iter_errors(load(text))) == []


@pytest.mark.parametrize("text", WRONG)
def test_what_the_reader_refuses_is_not_valid(text: str) -> None:
    assert read_policies(Source("p.policy.yaml", text))[1]
    assert list(VALIDATOR.iter_errors(load(text)))


def test_every_key_is_described() -> None:
    definitions = yaml_schema()["$defs"]
    for mapping in (yaml_schema(), definitions["rule"], definitions["step"], definitions["waiver"]):
        assert mapping["additionalProperties"] is False
        for key, shape in mapping["properties"].items():
            assert shape["description"], key
