"""Stories: what happened stays known, what was sent counts, what changes holds from then on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.testing.cases import codes, fields, outcomes, story


def test_what_was_sent_is_an_event_from_then_on(tmp_path: Path) -> None:
    found = story(
        tmp_path,
        """
- at: 2026-03-02T12:00:00+08:00
  proposal: {}
  expect: {verdict: allow, counters: [{rule: weekly, used: 0}]}
  sent: {reached: delivered}
- at: 2026-03-03T12:00:00+08:00
  proposal: {channel: push}
  expect: {verdict: allow, counters: [{rule: weekly, used: 1}]}
- at: 2026-03-03T13:00:00+08:00
  proposal: {channel: push}
  expect: {verdict: allow, counters: [{rule: weekly, used: 1}]}
  sent: {}
- at: 2026-03-03T13:00:00+08:00
  proposal: {}
  expect: {verdict: defer, reasons: [weekly], counters: [{rule: weekly, used: 2}]}
""",
    )
    assert [fields(outcome) for outcome in found] == [[], [], [], []]
    assert found[0].name == "the story › 2026-03-02T12:00:00+08:00"


def test_a_contact_that_was_sent_has_all_of_its_proposal(tmp_path: Path) -> None:
    policy = """
policy house.rules
  otherwise deny
  time zone "Asia/Shanghai"
fact proposal.urgent : flag
deny again
  when any attempts by voice in a calendar day
    where (event.purpose is collections and event.actor is bot and event.recipient is spouse
      and event.address is "n-1" and event.reason is due and event.template is t1
      and event.campaign is c1 and event.urgent and event.outcome is busy)
"""
    proposal = (
        "{channel: voice, purpose: collections, actor: {kind: bot, firm: f},"
        " recipient: {role: spouse, id: P7, time_zones: [Asia/Shanghai]},"
        " address: {id: n-1, kind: mobile}, reason: due, template: t1, campaign: c1, id: same,"
        " debts: [D1], attributes: {urgent: true}}"
    )
    text = f"""
tests: house.rules
stories:
  - name: twice
    given: {{person: {{id: P1}}, proposal: {proposal}}}
    steps:
      - {{at: 2026-03-02T12:00:00+08:00, proposal: {{}}, sent: {{outcome: busy}}}}
      - {{at: 2026-03-02T13:00:00+08:00, proposal: {{}}, expect: {{reasons: [again]}}}}
"""
    first, second = outcomes(tmp_path, text, policy)
    assert fields(first) == []
    assert fields(second) == []


def test_only_what_is_allowed_can_be_sent(tmp_path: Path) -> None:
    first, second = story(
        tmp_path,
        """
- at: 2026-03-02T22:00:00+08:00
  proposal: {}
  sent: {reached: delivered}
- at: 2026-03-03T12:00:00+08:00
  proposal: {}
  expect: {counters: [{rule: weekly, used: 0}]}
""",
    )
    assert [(one.field, one.expected, one.got) for one in first.mismatches] == [
        ("sent", "allow", "defer")
    ]
    assert fields(second) == []


def test_events_happen_when_their_step_does(tmp_path: Path) -> None:
    found = story(
        tmp_path,
        """
- at: 2026-03-01T12:00:00+08:00
  event: {channel: sms}
- at: 2026-03-02T12:00:00+08:00
  events: [{channel: push, at: 2026-02-27T12:00:00+08:00}, {kind: payment, debts: [D1]}]
- at: 2026-03-02T12:00:00+08:00
  proposal: {}
  expect: {counters: [{rule: weekly, used: 2, frees_at: 2026-03-06T00:00:00+08:00}]}
""",
    )
    assert [fields(outcome) for outcome in found] == [[]]


def test_a_step_may_be_everything_at_once(tmp_path: Path) -> None:
    (outcome,) = story(
        tmp_path,
        """
- at: 2026-03-02T12:00:00+08:00
  event: {channel: sms}
  person: {cease: true}
  proposal: {}
  expect: {reasons: [cease], counters: [{rule: weekly, used: 1}]}
""",
    )
    assert fields(outcome) == []


def test_facts_change_from_their_step_on(tmp_path: Path) -> None:
    found = story(
        tmp_path,
        """
- {at: 2026-03-02T12:00:00+08:00, proposal: {}, expect: {reasons: []}}
- {at: 2026-03-02T13:00:00+08:00, person: {cease: true}}
- {at: 2026-03-02T14:00:00+08:00, proposal: {}, expect: {reasons: [cease]}}
- {at: 2026-03-02T15:00:00+08:00, person: {cease: false, time_zones: [America/New_York]}}
- {at: 2026-03-02T15:00:00+08:00, proposal: {}, expect: {reasons: [night]}}
""",
    )
    assert [fields(outcome) for outcome in found] == [[], [], []]


def test_records_change_by_their_id(tmp_path: Path) -> None:
    found = story(
        tmp_path,
        """
- {at: 2026-03-02T12:00:00+08:00, proposal: {}, expect: {reasons: []}}
- {at: 2026-03-02T13:00:00+08:00, debts: [{id: D1, disputed: true}, {id: D2, due_on: 2026-02-01, disputed: false}]}
- {at: 2026-03-02T14:00:00+08:00, proposal: {}, expect: {reasons: [disputed], ladders: [{step: remind}]}}
- {at: 2026-03-02T14:00:00+08:00, proposal: {debts: [D2]}, expect: {reasons: []}}
- {at: 2026-03-02T15:00:00+08:00, debts: [{id: D1, disputed: false}]}
- {at: 2026-03-02T15:00:00+08:00, proposal: {debts: [D1, D2]}, expect: {reasons: []}}
""",
    )
    assert [fields(outcome) for outcome in found] == [[], [], [], []]


def test_a_proposal_is_of_its_step_only(tmp_path: Path) -> None:
    found = story(
        tmp_path,
        """
- {at: 2026-03-02T12:00:00+08:00, proposal: {channel: letter}, expect: {reasons: [never_by_letter]}}
- {at: 2026-03-02T12:00:00+08:00, proposal: {}, expect: {reasons: []}}
""",
    )
    assert [fields(outcome) for outcome in found] == [[], []]


def test_a_story_has_givens_of_its_own(tmp_path: Path) -> None:
    given = "{proposal: {channel: push}, events: [{at: 2026-03-01T12:00:00+08:00}], event: {channel: push}}"
    (outcome,) = story(
        tmp_path,
        "- {at: 2026-03-02T12:00:00+08:00, proposal: {}, expect: {counters: [{rule: weekly, used: 1}]}}\n",
        given,
    )
    assert fields(outcome) == []


@pytest.mark.parametrize(
    ("steps", "wrong"),
    [
        ("- {at: 2026-03-02T12:00:00+08:00}", [["T114"]]),
        ("- {at: 2026-03-02T12:00:00+08:00, name: nothing}", [["T114"]]),
        ("- {at: 2026-03-02T12:00:00+08:00, event: {kind: payment}}", [["T130"]]),
        ("- {at: 2026-03-02T12:00:00+08:00, proposal: {}}", [["T130"]]),
        ("- {proposal: {}, expect: {allowed: true}}", [["T104"]]),
        ("- {at: noon, proposal: {}, expect: {allowed: true}}", [["R120"]]),
        (
            "- {at: 2026-03-02T12:00:00+08:00, event: {kind: paymint}}\n"
            "- {at: 2026-03-02T12:00:00+08:00, proposal: {}, expect: {allowed: true}}",
            [["R113"]],
        ),
        ("- {at: 2026-03-02T12:00:00+08:00, expect: {allowed: true}}", [["T115"]]),
        ("- {at: 2026-03-02T12:00:00+08:00, event: {}, sent: {}}", [["T115"]]),
        ("- {at: 2026-03-02T12:00:00+08:00, events: [{repeat: 0}]}", [["T108"]]),
        ("- {at: 2026-03-02T12:00:00+08:00, propose: {}}", [["E621"]]),
        ("- {at: 2026-03-02T12:00:00+08:00, proposal: 5, expect: {allowed: true}}", [["R112"]]),
        (
            "- {at: 2026-03-02T12:00:00+08:00, proposal: {}, sent: 5}\n"
            "- {at: 2026-03-02T12:00:00+08:00, proposal: {}, expect: {allowed: true}}",
            [[], ["R112"]],
        ),
        ("- {at: 2026-03-02T12:00:00+08:00, person: 5, proposal: {}, sent: {}}", [["R112"]]),
        ("- {at: 2026-03-02T12:00:00+08:00, debts: 5, proposal: {}, sent: {}}", [["R112"]]),
        (
            "- {at: 2026-03-02T12:00:00+08:00, debts: [5, {id: [D1]}], proposal: {}, sent: {}}",
            [["R112", "R112"]],
        ),
        ("- a text", [["E623"]]),
        ("- []", [["E623"]]),
    ],
)
def test_a_step_that_is_wrong_ends_its_story(
    tmp_path: Path, steps: str, wrong: list[list[str]]
) -> None:
    found = story(tmp_path, steps + "\n")
    assert [codes(outcome) for outcome in found] == wrong


def test_steps_stand_in_the_order_of_time(tmp_path: Path) -> None:
    first, second = story(
        tmp_path,
        """
- {at: 2026-03-02T12:00:00+08:00, proposal: {}, expect: {allowed: true}}
- {at: 2026-03-02T04:00:00Z, event: {kind: payment}}
- {at: 2026-03-02T11:59:59+08:00, event: {kind: payment}}
- {at: 2026-03-03T12:00:00+08:00, proposal: {}, expect: {allowed: true}}
""",
    )
    assert first.passed
    assert codes(second) == ["T113"]
