"""A policy taken apart is the policy: joined again, the parts are the core's own formulas."""

from __future__ import annotations

from pathlib import Path

import pytest

from policydsl.api import Policy, load, load_text
from policydsl.core.formula import All, Formula, Moment, When
from policydsl.core.policy import Obligation, Rule
from policydsl.handbook.book import Entry, entries_of, gather
from policydsl.rules.effective import TODAY
from policydsl.rules.prohibition import conjunction, disjunction

ROOT = Path(__file__).parents[2]
SMALL = Path(__file__).parent / "data" / "small.policy"
STRATEGY = ROOT / "policies/examples/consumer_credit/strategy.policy"
DATED = """
policy t
  otherwise deny
  governs purpose is servicing
deny one
  when channel is voice and not person.id is known
  effective from 2026-01-01
  effective through 2026-06-30
deny two
  effective from 2026-01-01
  unless channel is sms
"""
VERSIONS = """
policy two
  effective from 2026-01-01
  effective until 2026-07-01
  otherwise allow
deny early when channel is voice
policy two
  effective from 2026-07-01
  otherwise allow
deny early when channel is voice
deny late when channel is sms
"""
USING = """
policy top
  otherwise deny
use us.reg_f when person.region starts with "US"
tighten us.reg_f.seven_in_seven to at most 5
waive us.reg_f.rapid_calls until 2026-12-31 because "tests" approved by "me"
"""


@pytest.fixture(scope="module", params=["strategy", "small", "dated", "versions", "using"])
def policy(request: pytest.FixtureRequest) -> Policy:
    match request.param:
        case "strategy":
            return load(STRATEGY)
        case "small":
            return load(SMALL)
        case "dated":
            return load_text(DATED)
        case "versions":
            return load_text(VERSIONS)
        case _:
            return load_text(USING)


def test_every_entry_joined_again_is_the_core(policy: Policy) -> None:
    book = gather(policy)
    for chapter in book.chapters:
        for entry in chapter.entries:
            assert lifts_of(entry) == entry.node.lifted
            parts = [chapter.gate, *entry.dates, entry.applies]
            assert leaves(entry.node.applies) == {leaf for one in parts for leaf in leaves(one)}
            if not entry.dates:
                assert conjunction([chapter.gate, entry.applies]) == entry.node.applies


def leaves(formula: Formula) -> set[Formula]:
    """What must hold at once, without the lists that it stands in."""
    if isinstance(formula, All):
        return {leaf for one in formula.operands for leaf in leaves(one)}
    return {formula}


def lifts_of(entry: Entry) -> object:
    own = disjunction([entry.unless, *(one.when for one in entry.exempting)])
    until = [When(TODAY, "before", Moment(one.until.value, True)) for one in entry.waived]
    return disjunction([own, *until])


def test_nothing_of_the_core_is_left_out(policy: Policy) -> None:
    core = policy.core
    nodes = [*core.rules, *core.obligations, *core.ladders]
    wanted = sorted(node.id for node in nodes if node.origin.kind != "waive")
    assert sorted(entry.id for entry in entries_of(gather(policy).chapters)) == wanted


def test_roots_come_first_and_versions_in_their_order() -> None:
    book = gather(load_text(VERSIONS))
    assert [str(chapter.start) for chapter in book.roots] == ["2026-01-01", "2026-07-01"]
    anchors = [entry.anchor for entry in entries_of(book.chapters)]
    assert anchors == ["two.early@2026-01-01", "two.early@2026-07-01", "two.late@2026-07-01"]
    assert not book.packs


def test_what_was_tightened_is_there_before_and_after() -> None:
    entries = {entry.id: entry for entry in entries_of(gather(load_text(USING)).chapters)}
    entry = entries["us.reg_f.seven_in_seven"]
    assert isinstance(entry.before, Rule) and isinstance(entry.node, Rule)
    assert (entry.before.core.minimum, entry.node.core.minimum) == (7, 5)  # type: ignore[union-attr]
    others = [entry for entry in entries.values() if entry.before is not None]
    assert others == [entry]
    assert [one.approved_by.text for one in entries["us.reg_f.rapid_calls"].waived] == ["me"]


def test_definitions_are_conditions_that_are_long_enough() -> None:
    book = gather(load(STRATEGY))
    (root,) = book.roots
    assert {"promised", "asked_us", "answers"} <= root.definitions.keys()
    assert not {"counted", "borrowers", "dunning"} & root.definitions.keys()
    assert any(isinstance(entry.node, Obligation) for entry in root.entries)
