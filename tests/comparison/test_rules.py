"""Which rules differ, and which way; every direction is held to the reference evaluator."""

from __future__ import annotations

from datetime import date

import pytest

import policydsl
from policydsl.comparison.rules import Change, Comparison, compare, day_of
from policydsl.core.reference.judgement import judge
from policydsl.witnesses.search import said_by

DAY = date(2026, 3, 4)
HEAD = "policy house.m\n  otherwise deny\n  time zone of recipient\nfact person.cease : flag = no\n"
NIGHT = "quiet hours night\n  from 21:00 to 08:00\n"
CAP = "cap c\n  at most 3 attempts by sms, push per person in 7 consecutive days\n"
DENY = "deny stop when person.cease\n"
LADDER = (
    "ladder l per debt\n  take any open step\n  step one\n    from day 1 past due until day 9 past due\n"
    "    via sms\n    at most 2 attempts ever\n"
)


def policy(rules: str, head: str = HEAD) -> policydsl.Policy:
    return policydsl.load_text(head + rules)


def compared(old: str, new: str) -> Comparison:
    return compare(policy(old), policy(new), DAY)


def only(old: str, new: str) -> Change:
    [change] = compared(old, new).changes
    return change


CHANGES = [
    (NIGHT, NIGHT.replace("21:00", "22:00"), "loosened"),
    (NIGHT, NIGHT.replace("08:00", "09:00"), "tightened"),
    (NIGHT, NIGHT.replace("from 21:00 to 08:00", "from 22:00 to 09:00"), "both"),
    (NIGHT, NIGHT + "  if unknown allow\n", "loosened"),
    (CAP, CAP.replace("3", "2"), "tightened"),
    (CAP, CAP.replace("3", "4"), "loosened"),
    (CAP, CAP.replace("7 consecutive days", "a calendar day"), "loosened"),
    (CAP, CAP.replace("attempts", "deliveries"), "loosened"),
    (CAP, CAP.replace("per person", "per person, address"), "both"),  # where the address is unknown
    (CAP, CAP.replace("sms, push", "sms, push, voice"), "tightened"),
    (DENY, DENY.rstrip() + " unless channel is letter\n", "loosened"),
    (DENY, "deny stop when person.cease or channel is letter\n", "tightened"),
    (LADDER, LADDER.replace("day 9", "day 7"), "tightened"),
    (LADDER, LADDER.replace("2 attempts", "3 attempts"), "loosened"),
    (DENY, "warn stop when person.cease\n", "unshown"),
]


@pytest.mark.parametrize(("old", "new", "direction"), CHANGES)
def test_a_change_has_a_direction_that_a_contact_shows(old: str, new: str, direction: str) -> None:
    change = only(old, new)
    assert (change.kind, change.direction) == ("changed", direction)
    for shown, before, after in ((change.stops, False, True), (change.lets, True, False)):
        if shown is not None:
            assert shown.old.data == shown.new.data
            for side, text, caught in ((shown.old, old, before), (shown.new, new, after)):
                loaded = policy(text)
                said = judge(loaded.core, loaded.request(side.data))
                assert said_by(said, change.id) is caught


@pytest.mark.parametrize(("old", "new", "direction"), CHANGES)
def test_the_other_way_round_is_the_opposite(old: str, new: str, direction: str) -> None:
    opposite = {"tightened": "loosened", "loosened": "tightened"}.get(direction, direction)
    assert only(new, old).direction == opposite


def test_a_contact_that_turns_the_verdict_is_preferred() -> None:
    change = only(NIGHT + CAP, NIGHT + CAP.replace("3", "2"))
    assert change.stops is not None
    assert change.stops.old.explanation.verdict == "allow"
    assert change.stops.new.explanation.verdict == "deny"


def test_added_and_removed() -> None:
    assert [(one.id, one.kind, one.direction) for one in compared(NIGHT, CAP).changes] == [
        ("house.m.c", "added", "tightened"),
        ("house.m.night", "removed", "loosened"),
    ]


def test_where_and_in_which_order_rules_stand_does_not_matter() -> None:
    assert compared(NIGHT + CAP + DENY, "\n\n" + DENY + CAP + NIGHT).is_empty


@pytest.mark.parametrize(
    "clause", ['  say en "hush"\n', '  owner "night desk"\n', "  basis contract cite law\n"]
)
def test_what_a_rule_says_of_itself_is_wording(clause: str) -> None:
    source = 'source law = "House law"\n'
    change = only(source + NIGHT, source + NIGHT + clause)
    assert (change.kind, change.stops, change.lets) == ("reworded", None, None)


def test_facts_and_what_is_governed() -> None:
    old = policy(DENY)
    head = HEAD.replace("flag = no", "flag = yes").replace("otherwise deny", "otherwise allow")
    found = compare(old, policy(DENY + "fact debt.x : number\n", head), DAY)
    assert [(one.path, one.old, one.new) for one in found.facts] == [
        ("debt.x", None, "number"),
        ("person.cease", "flag = no", "flag = yes"),
    ]
    assert [one.name for one in found.roots] == ["house.m"]


def test_each_is_asked_in_the_facts_that_it_declares() -> None:
    new = "fact person.score : number = 0\n" + DENY.replace("person.cease", "person.score > 3")
    change = only(DENY, new)
    assert change.kind == "changed"
    assert change.lets is not None
    assert change.stops is not None
    assert change.stops.new.data["person"]["score"] > 3
    assert "score" not in change.stops.old.data["person"]
    assert change.stops.old.explanation.verdict == "allow"


def test_a_channel_that_one_of_them_does_not_have_shows_nothing() -> None:
    new = "fact channel : also kiosk\n" + DENY + "deny k when channel is kiosk\n"
    [change] = compared(DENY, new).changes
    assert (change.id, change.stops) == ("house.m.k", None)


@pytest.mark.parametrize(
    ("old", "new", "direction"),
    [
        ("flag", "flag = no", "loosened"),
        ("flag = no", "flag = yes", "tightened"),
        ("flag = no", "flag", "tightened"),
    ],
)
def test_another_default_changes_the_rules_that_read_the_fact(
    old: str, new: str, direction: str
) -> None:
    heads = (HEAD.replace("flag = no", said) for said in (old, new))
    [change] = compare(*(policy(DENY + NIGHT, head) for head in heads), DAY).changes
    assert (change.id, change.kind, change.direction) == ("house.m.stop", "changed", direction)
    assert change.facts == ("person.cease",)


def test_a_fact_that_changes_no_decision_changes_no_rule() -> None:
    old = policy(DENY + "deny old when person.age > 9\n", HEAD + "fact person.age : number = 0\n")
    new = policy(DENY + "deny old when person.age > 9\n", HEAD + "fact person.age : number = 1\n")
    found = compare(old, new, DAY)
    assert [one.path for one in found.facts] == ["person.age"]
    assert found.changes == ()


GOVERNED = HEAD.replace("otherwise deny", "governs purpose is servicing\n  otherwise deny")


@pytest.mark.parametrize(
    ("otherwise", "direction"), [("allow", "loosened"), ("review", "loosened"), ("deny", None)]
)
def test_another_answer_to_the_rest(otherwise: str, direction: str | None) -> None:
    new = GOVERNED.replace("otherwise deny", f"otherwise {otherwise}")
    there = compare(policy(NIGHT, GOVERNED), policy(NIGHT, new), DAY)
    back = compare(policy(NIGHT, new), policy(NIGHT, GOVERNED), DAY)
    assert there.changes == ()
    if direction is None:
        assert there.is_empty
        return
    [one], [other] = there.roots, back.roots
    assert (one.direction, other.direction) == (direction, "tightened")
    assert (there.may_loosen, back.may_loosen) == (True, False)
    assert one.lets is not None
    assert one.lets.old.explanation.verdict == "deny"
    assert one.lets.new.explanation.verdict == otherwise
    assert one.lets.new.data["proposal"]["purpose"] != "servicing"


def margin(clauses: str) -> policydsl.Policy:
    return policy(NIGHT, HEAD.replace("  otherwise deny", f"  otherwise deny\n{clauses}"))


def test_delivery_margins() -> None:
    none, all_of_them = margin(""), margin("  delivery margin 2 minutes\n")
    some = margin("  delivery margin 2 minutes\n  delivery margin 5 minutes for sms\n")
    minute = 60_000_000
    for old, new, wanted in (
        (none, all_of_them, [(None, 0, 2, "tightened")]),
        (all_of_them, some, [("sms", 2, 5, "tightened")]),
        (some, all_of_them, [("sms", 5, 2, "loosened")]),
        (some, none, [(None, 2, 0, "loosened"), ("sms", 5, 0, "loosened")]),
    ):
        found = compare(old, new, DAY)
        assert [
            (one.channel, one.old // minute, one.new // minute, one.direction)
            for one in found.margins
        ] == wanted
        assert found.may_loosen == any(one[3] == "loosened" for one in wanted)


def test_what_a_gate_does() -> None:
    ledger, lease = "  if ledger unavailable {}\n", "  if lease expired {}\n"
    silent = margin("")
    for before, after, wanted in (
        (silent, ledger.format("allow"), [("if_ledger_unavailable", "deny", "allow", "loosened")]),
        (
            silent,
            ledger.format("review"),
            [("if_ledger_unavailable", "deny", "review", "loosened")],
        ),
        (silent, lease.format("free"), [("if_lease_expired", "count", "free", "loosened")]),
        (silent, ledger.format("deny") + lease.format("count"), []),
        (
            margin(ledger.format("allow") + lease.format("free")),
            ledger.format("review"),
            [
                ("if_ledger_unavailable", "allow", "review", "tightened"),
                ("if_lease_expired", "free", "count", "tightened"),
            ],
        ),
    ):
        found = compare(before, margin(after), DAY)
        assert [(one.clause, one.old, one.new, one.direction) for one in found.gate] == wanted
        assert found.is_empty == (not wanted)
        assert found.may_loosen == any(one[3] == "loosened" for one in wanted)
        assert (found.changes, found.roots) == ((), ())


def test_a_policy_that_was_renamed_is_compared_rule_by_rule() -> None:
    old, head = policy(NIGHT + DENY), HEAD.replace("house.m", "house.messages")
    found = compare(old, policy(NIGHT + DENY, head), DAY)
    assert found.renamed == {"house.m": "house.messages"}
    assert (found.changes, found.roots, found.is_empty) == ((), (), False)
    [change] = compare(old, policy(NIGHT.replace("21", "22") + DENY, head), DAY).changes
    assert (change.id, change.direction) == ("house.messages.night", "loosened")


def test_what_no_contact_shows_may_loosen() -> None:
    review = "review r when person.cease approval by "
    assert compared(f"{review}legal\n", f"{review}sales\n").may_loosen
    assert not compared(CAP, CAP.replace("3", "2")).may_loosen
    assert not compared(CAP, CAP + DENY).may_loosen


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    compare(policy(NIGHT), policy(CAP), DAY, lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


def test_the_day_is_that_of_the_policy() -> None:
    dated = HEAD.replace(
        "otherwise deny", 'version "1"\n  effective from 2027-05-01\n  otherwise deny'
    )
    assert day_of(policy(DENY, dated)) == date(2027, 5, 1)
    assert day_of(policy(DENY)) == date(2026, 3, 2)
