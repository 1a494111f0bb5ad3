"""When the steps of ladders open, close, and have room again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policydsl.core.outlook import Outlook
from policydsl.core.request import Approval
from tests.core.build import DAY, HOUR, MICRO, NEW_YORK, at, utc
from tests.core.build_outlooks import event, written
from tests.engine.timeline_cases import Both, case

START = at("2026-03-02 12:00")
DUE = {"id": "D1", "due_on": "2026-03-01"}
ANY, CURRENT = "  take any open step\n", "  take current step\n"
STEPS = """ladder l per debt
  step remind from day 3 past due until day 20 past due via sms at least 24 hours apart
  step call after remind attempted 1 times or remind open 36 hours via voice
  step again after call open 2 full days via chat
"""
FACTS = """fact debt.promise_until : instant = none
fact debt.paid : flag = no
fact debt.called_on : instant = none
event cured
"""


def climb(ladder: str, channel: str, now: int, *events: dict[str, object], **parts: object) -> Both:
    debt = DUE | parts.pop("debt", {})
    said = {"debts": [debt], "events": list(events), **parts}
    said["proposal"] = {"channel": channel, "debts": ["D1"], **said.get("proposal", {})}
    return case(FACTS + ladder, now, **said)


def sent(when: int, channel: str = "sms", **fields: object) -> dict[str, object]:
    return event(when, channel=channel, debts=["D1"], **fields)


# --- steps ------------------------------------------------------------------------------------


def test_steps_open_one_after_the_other() -> None:
    begins = at("2026-03-04 00:00")
    assert climb(STEPS + ANY, "sms", START).eligible() == begins
    assert climb(STEPS + ANY, "sms", begins).valid(30) == at("2026-03-21 00:00")
    assert climb(STEPS + ANY, "voice", START).eligible() == begins + 36 * HOUR
    assert climb(STEPS + ANY, "chat", START).eligible() == at("2026-03-08 00:00")
    assert climb(STEPS + ANY, "visit", START).outlook() == Outlook(None, None, (None,))


def test_an_open_step_ends_as_a_later_one_opens_where_only_the_last_is_taken() -> None:
    begins = at("2026-03-04 00:00")
    assert climb(STEPS + CURRENT, "sms", begins).valid(30) == begins + 36 * HOUR
    assert climb(STEPS + CURRENT, "voice", begins + 36 * HOUR).valid(30) == at("2026-03-08 00:00")
    called = sent(begins + HOUR)
    asked = climb(STEPS + CURRENT, "sms", begins + 2 * HOUR, called)
    assert asked.outlook(30) == Outlook(None, None, (None,))
    assert climb(STEPS + CURRENT, "chat", at("2026-03-08 00:00")).valid(60) is None


def test_an_attempt_opens_the_next_step_and_the_gap_closes_its_own() -> None:
    when = at("2026-03-04 09:00") + 5
    asked = climb(STEPS + ANY, "sms", when + 1, sent(when))
    assert asked.eligible() == when + DAY
    assert climb(STEPS + ANY, "chat", when + 1, sent(when)).eligible() == at("2026-03-07 00:00")


def test_steps_by_dates_and_instants_of_facts() -> None:
    ladder = """ladder l per debt
      step early from day 2 before due until day 2 after debt.called_on via sms
      step late from day 1 after debt.called_on until day 3 after debt.called_on via voice
    """
    called = {"called_on": written(at("2026-03-05 23:00"))}
    asked = climb(ladder + ANY, "sms", START, debt=called)
    assert asked.valid() == at("2026-03-07 00:00")
    assert climb(ladder + ANY, "voice", START, debt=called).eligible() == at("2026-03-06 00:00")
    first = climb(ladder + CURRENT, "sms", START, debt=called)
    assert first.valid() == at("2026-03-06 00:00")
    none = climb(ladder + CURRENT, "sms", START)
    none.outlook(30)
    assert climb(ladder + CURRENT, "voice", START).outlook() == Outlook(None, None, (None,))


def test_steps_without_a_due_date_or_a_zone_do_not_open() -> None:
    asked = climb(STEPS + ANY, "sms", START, debts=[{"id": "D1"}])
    assert asked.outlook() == Outlook(None, None, (None,))
    nowhere = climb(STEPS + ANY, "sms", START + 9 * DAY, person={"time_zones": []})
    assert nowhere.outlook() == Outlook(None, None, (None,))
    keyless = case(STEPS + ANY, START, proposal={"channel": "sms"}, debts=[DUE])
    assert keyless.outlook().lifts == (None,)


def test_a_step_opens_the_first_time_that_its_date_is_reached() -> None:
    """St. John's reached 7 November 2010 at 02:30 UTC, and left it again for an hour."""
    zone = "America/St_Johns"
    ladder = "ladder l per debt\n  step one from day 3 past due until day 6 past due via sms\n"
    asked = case(
        ladder + ANY,
        at("2010-11-05 12:00", zone),
        zone,
        proposal={"channel": "sms", "debts": ["D1"]},
        debts=[{"id": "D1", "due_on": "2010-11-04"}],
    )
    opens = utc("2010-11-07 02:30")
    assert asked.eligible() == opens
    assert asked.then(opens).valid() == at("2010-11-10 00:00", zone)
    assert asked.then(opens + HOUR).valid() == at("2010-11-10 00:00", zone)


def test_what_a_step_takes_may_depend_on_the_time() -> None:
    ladder = """ladder l per debt
      step one from due day via sms where (now is after 2026-03-04T20:00:00Z)
      step two from due day when today is after 2026-03-06 via voice
    """
    asked = climb(ladder + ANY, "sms", START)
    assert asked.eligible() == utc("2026-03-04 20:00") + MICRO
    assert climb(ladder + ANY, "voice", START).eligible() == at("2026-03-07 00:00")
    assert climb(ladder + CURRENT, "sms", utc("2026-03-05 20:00")).valid() == at("2026-03-07 00:00")
    closing = ladder.replace("is after 2026-03-06", "is before 2026-03-06")
    assert climb(closing + ANY, "voice", START).valid() == at("2026-03-06 00:00")


def test_whose_contacts_are_a_steps_may_depend_on_the_time() -> None:
    facts = "fact proposal.counts_from : instant = none\n"
    ladder = """ladder l per debt
      step one from due day via sms where (counts_from is before now) at least 24 hours apart
      step two after one attempted 1 times via voice
    """
    counted = sent(START - HOUR, attributes={"counts_from": written(START + HOUR)})
    proposal = {"attributes": {"counts_from": written(START - DAY)}}
    for words in (ANY, CURRENT):
        for channel in ("sms", "voice"):
            asked = climb(facts + ladder + words, channel, START, counted, proposal=proposal)
            asked.outlook()
            asked.then(START + 2 * HOUR).outlook()
    opened = climb(facts + ladder + ANY, "voice", START, counted)
    assert opened.eligible() == START + HOUR + MICRO
    stopped = climb(facts + ladder + ANY, "sms", START, counted, proposal=proposal)
    assert stopped.valid() == START + HOUR + MICRO


# --- budgets ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("budget", "free"),
    [
        ("at most 1 attempts in 36 hours", "2026-03-03 22:00"),
        ("at most 1 attempts in 3 consecutive days", "2026-03-05 00:00"),
        ("at most 1 attempts in a calendar week", "2026-03-09 00:00"),
        ("at most 1 attempts in blocks of 48 hours", "2026-03-04 10:00"),
        ("at most 9 attempts ever at least 5 hours apart", "2026-03-02 15:00"),
        ("at most 1 attempts ever", None),
        ("at most 1 attempts since last payment", None),
    ],
)
def test_a_budget_has_room_again(budget: str, free: str | None) -> None:
    ladder = f"ladder l per debt\n  step one from due day via sms {budget}\n"
    asked = climb(ladder + ANY, "sms", START, sent(START - 2 * HOUR))
    assert asked.eligible() == (None if free is None else at(free))
    assert climb(ladder + ANY, "sms", START).valid(60) is None


def test_a_budget_since_something_that_depends_on_the_time() -> None:
    facts = "fact proposal.heard : instant = none\n"
    ladder = """ladder l per debt
      step one from due day via sms
        at most 1 attempts since last (payment where (event.heard is before now))
    """
    paid = event(
        START - HOUR,
        "payment",
        debts=["D1"],
        attributes={"heard": written(START + HOUR)},
    )
    asked = climb(facts + ladder + ANY, "sms", START, sent(START - 2 * HOUR), paid)
    assert asked.eligible() == START + HOUR + MICRO


# --- held, stopped, begun anew ----------------------------------------------------------------

HOLDS = STEPS + ANY + "  hold while debt.promise_until is after now\n"
STOPS = STEPS + ANY + "  stop when debt.promise_until is before now\n"
OPEN = at("2026-03-05 12:00")


def promise(instant: int) -> dict[str, object]:
    return {"promise_until": written(instant)}


def test_a_hold_ends() -> None:
    asked = climb(HOLDS, "sms", OPEN, debt=promise(OPEN + HOUR))
    assert asked.outlook() == Outlook(OPEN + HOUR, None, (OPEN + HOUR,))
    early = climb(HOLDS, "sms", START, debt=promise(START + HOUR))
    assert early.eligible() == at("2026-03-04 00:00")
    coming = STEPS + ANY + "  hold while debt.promise_until is before now\n"
    assert climb(coming, "sms", OPEN, debt=promise(OPEN + HOUR)).valid() == OPEN + HOUR + MICRO


def test_a_ladder_that_time_stops_is_stopped_for_good() -> None:
    asked = climb(STOPS, "sms", OPEN, debt=promise(OPEN + HOUR))
    assert asked.valid() == OPEN + HOUR + MICRO
    assert asked.then(OPEN + 2 * HOUR).outlook() == Outlook(None, None, (None,))
    paid = STEPS + ANY + "  stop when debt.paid\n"
    assert climb(paid, "sms", OPEN, debt={"paid": True}).outlook() == Outlook(None, None, (None,))


@pytest.mark.parametrize("words", ["wait", "skip", "stop"])
def test_a_skipped_step(words: str) -> None:
    skipped = event(START, "skipped", debts=["D1"], step="remind")
    ladder = STEPS + ANY + f"  on block {words}\n"
    asked = climb(ladder, "sms", START + HOUR, skipped)
    asked.outlook(30)
    asked.then(OPEN).outlook(30)
    if words == "stop":
        assert asked.then(OPEN).outlook().next_eligible_at is None


def test_a_reset_forgets_what_was_before() -> None:
    ladder = "ladder l per debt\n  step one from due day via sms at most 1 attempts ever\n" + ANY
    ladder += "  reset after cured\n"
    asked = climb(
        ladder, "sms", START, sent(START - 2 * HOUR), event(START - HOUR, "cured", debts=["D1"])
    )
    assert asked.valid(60) is None
    late = climb(
        ladder, "sms", START, sent(START - HOUR), event(START - 2 * HOUR, "cured", debts=["D1"])
    )
    assert late.outlook() == Outlook(None, None, (None,))


# --- what a ladder is about -------------------------------------------------------------------


def test_a_ladder_applies_and_is_lifted_for_a_time() -> None:
    ladder = STEPS + ANY
    applies = ladder.replace("per debt\n", "per debt\n  when debt.promise_until is before now\n")
    asked = climb(applies, "sms", START, debt=promise(START + HOUR))
    assert asked.valid() == START + HOUR + MICRO
    lifted = ladder.replace("per debt\n", "per debt\n  unless debt.promise_until is before now\n")
    asked = climb(lifted, "sms", START, debt=promise(START + HOUR))
    assert asked.eligible() == START + HOUR + MICRO
    ending = ladder.replace("per debt\n", "per debt\n  unless debt.promise_until is after now\n")
    assert climb(ending, "sms", START, debt=promise(START + HOUR)).valid() == START + HOUR


def test_a_ladder_for_several_debts_waits_for_the_last() -> None:
    debts = [DUE, {"id": "D2", "due_on": "2026-03-06"}]
    proposal = {"channel": "sms", "debts": ["D1", "D2"]}
    asked = case(FACTS + STEPS + ANY, START, proposal=proposal, debts=debts)
    assert asked.eligible() == at("2026-03-09 00:00")
    assert asked.then(at("2026-03-09 00:00")).valid(30) == at("2026-03-21 00:00")


def test_a_step_needs_an_approval() -> None:
    ladder = "ladder l per debt\n  step one from day 3 past due via sms approval by legal\n" + ANY
    asked = climb(ladder, "sms", START)
    opens = at("2026-03-04 00:00")
    assert asked.outlook() == Outlook(opens, None, (None,))
    assert asked.verdict(opens) == "review"
    assert asked.then(opens).outlook() == Outlook(None, None, (None,))


def test_an_approval_of_a_step_counts_from_its_instant() -> None:
    ladder = "ladder l per debt\n  step one from due day via sms approval by legal\n" + ANY
    asked = climb(ladder, "sms", START)
    approvals = (Approval("t.l.one", "legal", START + HOUR, "x"),)
    asked = replace(asked, request=replace(asked.request, approvals=approvals))
    assert asked.outlook() == Outlook(None, None, (START + HOUR,))
    assert asked.then(START + HOUR).valid(60) is None


def test_two_ladders_must_both_be_passed() -> None:
    second = "ladder m per debt\n  step one from day 9 past due via sms\n" + ANY
    asked = climb(STEPS + ANY + second, "sms", START)
    opens = at("2026-03-10 00:00")
    assert asked.outlook() == Outlook(opens, None, (at("2026-03-04 00:00"), opens))
    assert asked.jumps(10) == [START, opens]


def test_a_ladder_in_two_zones() -> None:
    asked = case(
        FACTS + STEPS + ANY,
        START,
        NEW_YORK,
        "Asia/Shanghai",
        proposal={"channel": "sms", "debts": ["D1"]},
        debts=[DUE],
    )
    assert asked.eligible() == at("2026-03-04 00:00")
    assert asked.then(at("2026-03-04 00:00")).valid(30) == at("2026-03-21 00:00", "Asia/Shanghai")


# --- reservations -----------------------------------------------------------------------------


def test_a_step_is_unknown_from_when_a_reservation_may_have_opened_the_one_before() -> None:
    """Until the reminder that was surely made has had the call open for long enough."""
    ladder = """ladder l per debt
      step remind via sms
      step call after remind attempted 1 times via voice
      step again after call open 36 hours via chat
    """
    held, made = sent(START - DAY, reserved=True), sent(START - HOUR)
    sure = START - HOUR + 36 * HOUR
    assert climb(ladder + CURRENT, "voice", START, held, made).valid(30) == START + DAY / 2
    for take in (ANY, CURRENT):
        assert climb(ladder + take, "chat", START, held, made).eligible(30) == sure
        assert climb(ladder + take, "chat", START + 20 * HOUR, held, made).eligible(30) == sure
    unknown = climb(ladder + CURRENT, "voice", START + 20 * HOUR, held, made)
    assert unknown.outlook(30) == Outlook(None, None, (None,))
    assert climb(ladder + ANY, "chat", sure, held, made).valid(30) is None


def test_time_alone_does_not_open_what_a_reservation_leaves_unknown() -> None:
    ladder = """ladder l per debt
      step remind via sms
      step call after remind attempted 1 times via voice
    """
    asked = climb(ladder + ANY, "voice", START, sent(START - DAY, reserved=True))
    assert asked.outlook(30) == Outlook(None, None, (None,))
