"""Every policy that is shipped loads without a finding, in either spelling."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import policydsl
from policydsl.diagnostics import Source
from policydsl.syntax.parser import parse_policies
from policydsl.syntax.yaml_reader import read_policies
from tests.policies.cases import POLICIES, said

FILES = sorted(
    path for pattern in ("*.policy", "*.policy.yaml") for path in POLICIES.rglob(pattern)
)
PACKS = [path for path in FILES if "examples" not in path.parts]
STRATEGY = POLICIES / "examples" / "consumer_credit"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_it_loads_without_findings(path: Path) -> None:
    assert policydsl.load(path).diagnostics == ()


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.name)
def test_a_pack_lies_where_its_name_says(path: Path) -> None:
    below = path.relative_to(POLICIES).as_posix().removesuffix(".policy")
    assert policydsl.load(path).name == below.replace("/", ".")


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.name)
def test_a_pack_says_where_it_comes_from(path: Path) -> None:
    """Source, status and gaps at the top, and a date; a citation and languages in every rule."""
    text = path.read_text(encoding="utf-8")
    head = text[: text.index("\npolicy ")]
    assert re.search(r"^  checked 2026-\d\d-\d\d$", text, re.MULTILINE)
    for word in ("# Source", "# Status", "# Not here"):
        assert word in head, word
    source = Source(path.name, text)
    policies, _ = parse_policies(source)
    for rule in (rule for policy in policies for rule in policy.rules):
        keywords = [clause.keyword for clause in rule.clauses]
        assert {"basis", "cite"} <= set(keywords), rule.name.text
        assert keywords.count("say") >= 2 or rule.kind in ("oblige", "exempt"), rule.name.text


def test_both_spellings_of_the_strategy_are_one_tree() -> None:
    dsl = STRATEGY / "strategy.policy"
    yaml = STRATEGY / "yaml" / "strategy.policy.yaml"
    by_dsl, _ = parse_policies(Source(dsl.name, dsl.read_text(encoding="utf-8")))
    by_yaml, _ = read_policies(Source(yaml.name, yaml.read_text(encoding="utf-8")))
    assert by_dsl == by_yaml
    assert policydsl.load(dsl).digest == policydsl.load(yaml).digest


def test_the_first_example() -> None:
    folder = POLICIES / "examples" / "first"
    policy = policydsl.load(folder / "reminder.policy")
    request = json.loads((folder / "request.json").read_text(encoding="utf-8"))
    assert said(policy.decide(request)) == {"night QUIET_HOURS", "weekly CAP_REACHED"}
    morning = {**request, "at": "2026-03-05T08:00:00+08:00"}
    assert policy.decide(morning).allowed


def test_no_pack_quotes_at_length() -> None:
    """Sentences are ours: what a rule says is short."""
    for path in PACKS:
        for said_text in re.findall(r'say \w+ "([^"]*)"', path.read_text(encoding="utf-8")):
            assert len(said_text) <= 140, said_text
