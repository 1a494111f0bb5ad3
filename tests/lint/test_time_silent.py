"""What the other lints about time and reach leave alone, and the options of one."""

from __future__ import annotations

import pytest

from policydsl.lint import seeking
from tests.lint.looking import HEAD, found

NO_ZONE = 'policy house "House"\n  otherwise deny\n'
FACTS = "fact debt.agreed : flag = no\nfact person.cease : flag = no\nfact person.age : number\n"

WITH_DEBT = {
    "about debts": "deny disputed when debt.agreed",
    "per debt": "cap daily at most 1 attempt per debt in a calendar day unless debt.agreed",
    "no debt is read": "quiet hours night from 21:00 to 08:00 unless person.cease",
    "another rule for none": """
        quiet hours night from 21:00 to 08:00 unless debt.agreed
        quiet hours night_too from 21:00 to 08:00 when debt_count < 1""",
    "names a debt": """
        quiet hours night from 21:00 to 08:00 unless debt.agreed
        deny names_no_debt when debt_count < 1""",
    "a warning": "warn late when channel is voice unless debt.agreed",
    "unknown denies": "deny young when person.age < 18",
    "unknown allows, and says so": "deny young when person.age < 18 if unknown allow",
    "known is said": "deny young when person.age is known and person.age < 18",
}


@pytest.mark.parametrize("name", WITH_DEBT)
def test_what_asks_for_debts_or_says_what_is_unknown_is_silent(name: str) -> None:
    assert found("open_without_debt", FACTS + WITH_DEBT[name]) == []


CHANNELS = {
    "no rule names one": "quiet hours night from 21:00 to 08:00",
    "one rule for one": "quiet hours night from 21:00 to 08:00 when channel is voice",
    "left out by name": "quiet hours night from 21:00 to 08:00 when channel not in {letter, email}",
    "one rule for all": """
        fact person.cease : flag
        cap calls at most 3 attempts by voice, sms per person in a calendar day
        deny cease when person.cease""",
    "a ladder for all": """
        cap calls at most 3 attempts by voice, sms per person in a calendar day
        ladder steps per debt
          step one via letter""",
    "a used policy's rule": """
        use law
        cap calls at most 3 attempts by voice, sms per person in a calendar day
        policy law
        quiet hours night from 21:00 to 08:00""",
}


@pytest.mark.parametrize("name", CHANNELS)
def test_channels_that_something_can_stop_are_silent(name: str) -> None:
    assert found("channel_without_rule", CHANNELS[name]) == []


def test_channels_that_are_not_governed_are_silent() -> None:
    text = "cap calls at most 3 attempts by voice, sms per person in a calendar day"
    assert len(found("channel_without_rule", text)) == 1
    assert found("channel_without_rule", text, f"{HEAD}  governs channel in {{voice, sms}}\n") == []


MARGINS = {
    "short": ("2 minutes for sms", "quiet hours night from 21:00 to 08:00"),
    "long, and no hours": (
        "2 rolling days for letter",
        "quiet hours n from 21:00 to 08:00 when channel is sms",
    ),
    "long, and hours not sure": (
        "2 rolling days for letter",
        "fact person.home : flag\nquiet hours n from 21:00 to 08:00 when person.home",
    ),
    "as long as the opening but a minute": ("59 minutes", "contact hours n from 09:00 to 10:00"),
}


@pytest.mark.parametrize("name", MARGINS)
def test_margins_that_leave_time_are_silent(name: str) -> None:
    margin, text = MARGINS[name]
    assert found("margin_eats_hours", text, f"{HEAD}  delivery margin {margin}\n") == []


def test_a_margin_as_long_as_the_opening_eats_it() -> None:
    head = f"{HEAD}  delivery margin 1 hour\n"
    assert len(found("margin_eats_hours", "contact hours n from 09:00 to 10:00", head)) == 1


def _ladder(rest: str, until: int = 30) -> str:
    return f"{rest}\nladder l per debt\n  step v from day 20 past due until day {until} past due via visit"


STEPS = {
    "a day is left": _ladder(
        "deny early when channel is visit and today is before debt.due_on + 30 full days", 32
    ),
    "weekends are closed": _ladder("quiet hours w all day on saturday, sunday", 22),
    "another channel is left": _ladder("quiet hours w all day on every day when channel is sms"),
    "a fact decides": _ladder("fact person.out : flag = no\ndeny out when person.out"),
    "a denial of every day": _ladder("deny never when channel is visit"),
    "an exemption": _ladder(
        "quiet hours w all day on every day when channel is visit\nexempt u when purpose is urgent lifts w"
    ),
}


@pytest.mark.parametrize("name", STEPS)
def test_steps_that_may_be_taken_are_silent(name: str) -> None:
    assert found("step_never_allowed", STEPS[name]) == []


CLOCKS = {
    "both say": """
        quiet hours night from 22:00 to 08:00 time zone "Asia/Shanghai"
        quiet hours noon from 12:00 to 13:00 time zone of recipient""",
    "other channels": """
        quiet hours night from 22:00 to 08:00 time zone "Asia/Shanghai" when channel is voice
        quiet hours noon from 12:00 to 13:00 when channel is sms""",
    "the other reads no clock": """
        quiet hours night from 22:00 to 08:00 time zone "Asia/Shanghai"
        cap daily at most 1 attempt per person in 24 hours""",
    "none says": """
        quiet hours night from 22:00 to 08:00
        cap daily at most 1 attempt per person in a calendar day""",
}


@pytest.mark.parametrize("name", CLOCKS)
def test_clocks_that_agree_or_are_said_are_silent(name: str) -> None:
    assert found("zones_differ", CLOCKS[name], NO_ZONE) == []


def test_a_head_that_says_its_clock_is_enough() -> None:
    text = """
        quiet hours night from 22:00 to 08:00 time zone "Asia/Shanghai"
        quiet hours noon from 12:00 to 13:00"""
    assert len(found("zones_differ", text, NO_ZONE)) == 1
    assert found("zones_differ", text, HEAD) == []


def test_piles_are_reported_from_the_hours_that_are_set() -> None:
    text = "contact hours office from 09:00 to 18:00 on monday to friday"
    assert found("deferral_pile", text) == []
    assert len(found("deferral_pile", text, hours=63)) == 1
    assert found("deferral_pile", text, hours=64) == []
    assert found("deferral_pile", "contact hours o from 09:00 to 10:00 on monday", hours=0) == []


def test_large_policies_are_searched_rule_by_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    text = """
        fact person.proof : flag
        quiet hours night all day on saturday, sunday from 21:00 to 09:00 on monday to friday
        deny unproven when person.proof"""
    (small,) = found("week_hole", text)
    monkeypatch.setattr(seeking, "_SMALL", 1)
    (large,) = found("week_hole", text)
    answers = [[one.explanation.verdict for one in each.witnesses] for each in (small, large)]
    assert answers == [["allow", "deny"], ["deny", "deny"]]
    assert {reason.rule for reason in large.witnesses[0].explanation.reasons} == {"house.unproven"}


def test_of_very_many_suspicions_some_are_searched() -> None:
    rules = [
        f"quiet hours n{number} from 22:00 to 08:00 on monday to friday when purpose is p{number}"
        for number in range(60)
    ]
    assert len(found("overnight_weekdays", "\n".join(rules))) == 20
