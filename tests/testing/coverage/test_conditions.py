"""Where conditions decide, and how."""

from __future__ import annotations

from pathlib import Path

from tests.testing.coverage.cases import conditions, covered

FACTS = "fact person.a : flag\nfact person.b : flag\nfact person.c : flag = no\n"


def flags(**values: bool | None) -> str:
    """The keys of a case with these facts of the person."""
    said = [f"{name}: {str(value).lower()}" for name, value in values.items() if value is not None]
    return f"person: {{{', '.join(said)}}}"


def test_a_part_of_a_conjunction_decides_where_no_other_says_no(tmp_path: Path) -> None:
    seen = covered(
        tmp_path,
        FACTS + "deny d when person.a and person.b",
        [flags(a=True, b=True), flags(a=True, b=False), flags(a=False, b=False), flags(a=True)],
    )
    assert conditions(seen) == {
        "person.a and person.b": (1, 2, 1),
        "person.a": (2, 0, 0),
        "person.b": (1, 1, 1),
    }


def test_a_part_of_a_disjunction_decides_where_no_other_says_yes(tmp_path: Path) -> None:
    seen = covered(
        tmp_path,
        FACTS + "deny d when person.a or person.b or person.c",
        [flags(a=True, b=True), flags(a=True, b=False), flags(a=False, b=False), flags(b=False)],
    )
    assert conditions(seen) == {
        "person.a or person.b or person.c": (2, 1, 1),
        "person.a": (1, 1, 1),
        "person.b": (0, 2, 0),
        "person.c": (0, 2, 0),
    }


def test_a_negation_is_one_condition_with_what_it_negates(tmp_path: Path) -> None:
    seen = covered(
        tmp_path,
        FACTS + "deny d when not (person.a and not person.b)",
        [flags(a=True, b=True), flags(a=True, b=False), flags(a=False, b=True)],
    )
    assert conditions(seen) == {
        "not (person.a and not person.b)": (2, 1, 0),
        "person.a": (1, 0, 0),
        "not person.b": (1, 1, 0),
    }


def test_when_decides_where_nothing_lifts_the_rule_and_unless_where_it_applies(
    tmp_path: Path,
) -> None:
    seen = covered(
        tmp_path,
        FACTS + "deny d when person.a unless person.b",
        [flags(a=True, b=True), flags(a=True), flags(a=False, b=False), flags(a=False, b=True)],
    )
    assert conditions(seen) == {"person.a": (1, 1, 0), "person.b": (1, 0, 1)}


def test_what_the_policy_does_not_govern_decides_nothing_but_that(tmp_path: Path) -> None:
    seen = covered(
        tmp_path,
        "  governs purpose is servicing\n" + FACTS + "deny d when person.a",
        [flags(a=True), flags(a=False)],
    )
    assert conditions(seen) == {"purpose is servicing": (2, 0, 0), "person.a": (1, 1, 0)}


def test_a_definition_is_looked_at_wherever_it_is_used(tmp_path: Path) -> None:
    seen = covered(
        tmp_path,
        FACTS
        + "define both = person.a and person.b\n"
        + "deny d when both\ndeny e when person.c unless both",
        [flags(a=True, b=True), flags(a=True, b=False, c=True), flags(a=False, b=False)],
    )
    parts = {part.name: len(part.conditions) for part in seen.parts}
    assert parts == {"define both": 3, "house.rules": 0}
    assert conditions(seen) == {
        "both": (0, 1, 0),
        "person.c": (1, 1, 0),
        "person.a and person.b": (1, 2, 0),
        "person.a": (1, 0, 0),
        "person.b": (1, 1, 0),
    }
    uses = [one for rule in seen.rules for one in rule.conditions if one.place.text == "both"]
    assert [(one.yes, one.no) for one in uses] == [(1, 2), (0, 1)]


def test_a_case_counts_once_whatever_the_number_of_debts(tmp_path: Path) -> None:
    seen = covered(
        tmp_path,
        "fact debt.sold : flag\ndeny d when debt.sold",
        [
            "proposal: {debts: [D1, D2, D3]}, "
            "debts: [{id: D1, sold: true}, {id: D2, sold: false}, {id: D3, sold: false}]"
        ],
    )
    assert conditions(seen) == {"debt.sold": (1, 1, 0)}


def test_exemptions_lift_and_let_stand(tmp_path: Path) -> None:
    rules = (
        FACTS
        + "deny d when person.a\ndeny e when person.c\n"
        + "exempt x when person.b lifts d, e unless reason is test"
    )
    seen = covered(
        tmp_path,
        rules,
        [
            flags(a=True, b=True) + ", proposal: {reason: other}",
            flags(a=True, b=False) + ", proposal: {reason: other}",
            flags(a=True, b=True) + ", proposal: {reason: test}",
            flags(a=True) + ", proposal: {reason: other}",
            flags(a=False, b=True) + ", proposal: {reason: other}",
        ],
    )
    told = {rule.rule.rpartition(".")[2]: rule for rule in seen.rules}
    exempt = told["x"]
    assert (exempt.effect, exempt.spoke, exempt.unknown, exempt.passed) == ("exempt", 1, 1, 2)
    assert {one.place.text: (one.yes, one.no, one.unknown) for one in exempt.conditions} == {
        "person.b": (1, 1, 1),
        "d": (1, 2, 1),
        "e": (0, 0, 0),
        "reason is test": (1, 2, 0),
    }


def test_filters_decide_for_events_that_all_else_takes(tmp_path: Path) -> None:
    event = "at: 2026-03-04T{}:00:00+08:00, channel: {}, actor: {}"
    events = [
        event.format("09", "sms", "bot"),
        event.format("10", "sms", "human"),
        event.format("11", "voice", "human"),
    ]
    seen = covered(
        tmp_path,
        "cap c at most 2 attempts by sms per person in a calendar day where (event.actor is human)",
        [f"events: [{{{event}}}]" for event in events] + ["proposal: {channel: voice}"],
    )
    found = conditions(seen)
    assert found["event.actor is human"] == (1, 1, 0)
    assert found["sms"] == (0, 0, 0)  # the cap itself says no in every case


def test_what_a_cap_leaves_out(tmp_path: Path) -> None:
    day, far = "at: 2026-03-0{}T09:00:00+08:00, channel: sms", "reached: conversation"
    seen = covered(
        tmp_path,
        "cap c at most 2 attempts per person before today since last conversation\n"
        "cap d at most 1 attempt per person in a calendar month after first delivery",
        [
            f"events: [{{{day.format(1)}, {far}}}, {{{day.format(2)}}}, {{{day.format(4)}}}]",
            f"events: [{{{day.format(2)}}}]",
        ],
    )
    assert conditions(seen) == {
        "at most 2 attempts per person before today since last conversation": (0, 2, 0),
        "conversation": (2, 1, 0),
        "before today": (2, 1, 0),
        "at most 1 attempt per person in a calendar month after first delivery": (1, 1, 0),
        "delivery": (1, 2, 0),
    }


def test_the_end_of_a_prohibition_decides_while_it_holds(tmp_path: Path) -> None:
    seen = covered(
        tmp_path,
        "fact debt.frozen_until : date = none\n"
        "deny d when channel is sms through debt.frozen_until + 1 full days",
        [f"debts: [{{id: D1, frozen_until: 2026-03-0{day}}}]" for day in (2, 3)] + [""],
    )
    assert conditions(seen)["through debt.frozen_until + 1 full days"] == (2, 1, 0)


def test_duties_and_their_time(tmp_path: Path) -> None:
    seen = covered(
        tmp_path,
        "oblige o must notice within 2 full days after first (delivery per debt)"
        " when channel is sms",
        [
            f"events: [{{at: 2026-03-0{day}T09:00:00+08:00, channel: sms, debts: [D1], reached: delivered}}]"
            for day in (1, 2)
        ]
        + ["", "proposal: {channel: voice}"],
    )
    assert conditions(seen) == {"channel is sms": (3, 1, 0), "delivery per debt": (2, 1, 0)}


def test_an_approval_is_asked_for_where_the_review_is_caught(tmp_path: Path) -> None:
    approval = "{rule: house.rules.r, role: boss, by: B, at: 2026-03-04T09:00:00+08:00}"
    seen = covered(
        tmp_path,
        "review r when channel is sms approval by boss",
        ["", f"proposal: {{approvals: [{approval}]}}", "proposal: {channel: voice}"],
    )
    assert conditions(seen) == {"channel is sms": (2, 1, 0), "approval by boss": (1, 1, 0)}
