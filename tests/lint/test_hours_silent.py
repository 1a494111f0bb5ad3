"""What the lints about hours leave alone: each is correct, and close to what they report."""

from __future__ import annotations

import pytest

from tests.lint.looking import HEAD, found

ORDINARY = {
    "every night": "quiet hours night from 21:00 to 08:00",
    "every night and the weekend": "quiet hours night from 21:00 to 08:00 all day on saturday, sunday",
    "the other nights in another rule": """
        quiet hours night all day on saturday, sunday  from 21:00 to 09:00 on monday to friday
        quiet hours morning from 00:00 to 09:00 on monday""",
    "the morning added": """
        quiet hours night
          all day on saturday, sunday
          from 21:00 to 09:00 on monday to friday
          from 00:00 to 09:00 on monday""",
    "an earlier end on fridays": """
        quiet hours night from 21:00 to 08:00 on sunday to thursday from 23:00 to 09:00 on friday, saturday""",
    "a late evening": """
        quiet hours night
          from 18:00 to 24:00 on monday, tuesday, wednesday, friday, saturday, sunday
          from 20:00 to 24:00 on thursday
          from 00:00 to 09:00""",
    "late shopping": """
        contact hours day
          from 09:00 to 18:00 on monday to wednesday, friday, saturday
          from 09:00 to 20:00 on thursday""",
    "one day only, all of it": "contact hours maintenance from 00:00 to 24:00 on monday",
    "evenings in so many words": """
        quiet hours night
          from 21:00 to 24:00 on monday to friday
          from 00:00 to 08:00 on tuesday to saturday""",
    "a lunch break": "quiet hours lunch from 12:00 to 14:00",
    "a short blackout": "quiet hours booking from 12:00 to 12:05",
    "Sunday mornings and evenings": "quiet hours s from 00:00 to 13:00, 21:00 to 24:00 on sunday",
    "nights before working days": "quiet hours night from 22:00 to 07:00 on sunday to thursday",
    "nights out": "quiet hours out from 23:00 to 10:00 on friday, saturday",
    "one night": "quiet hours party from 20:00 to 04:00 on friday",
    "holidays beside weekdays": """
        contact hours day
          from 09:00 to 20:00 on monday to friday except holidays of "IT"
          from 10:00 to 19:00 on saturday, day before holidays of "IT"
          closed on sunday, holidays of "IT" """,
    "business days and the rest": """
        contact hours day
          from 08:00 to 22:00 on business days of "RU"
          from 09:00 to 20:00 on every day except business days of "RU" """,
    "partly the same": "quiet hours night from 22:00 to 08:00 from 07:00 to 10:00 on sunday",
    "shorter on one of the days": "contact hours day from 08:00 to 20:00 from 10:00 to 18:00 on sunday",
    "two openings of a day": "contact hours day from 09:00 to 12:00, 14:00 to 18:00",
    "judged at another instant": """
        fact proposal.deliver_at : instant = none
        quiet hours night
          all day on saturday, sunday
          from 21:00 to 09:00 on monday to friday
          judged at proposal.deliver_at""",
    "a rule that only warns": """
        quiet hours night
          all day on saturday, sunday
          from 21:00 to 09:00 on monday to friday
          effect warn""",
}
HOURS = ("week_hole", "overnight_weekdays", "doubled_hours", "disjoint_hours", "never_reachable")


@pytest.mark.parametrize("lint", HOURS)
@pytest.mark.parametrize("name", ORDINARY)
def test_ordinary_hours_are_silent(lint: str, name: str) -> None:
    assert found(lint, ORDINARY[name]) == []


def test_a_night_that_a_used_policy_closes_is_no_hole() -> None:
    text = """
        use law
        quiet hours night all day on saturday, sunday  from 21:00 to 09:00 on monday to friday
        policy law
        quiet hours morning from 00:00 to 09:00"""
    assert found("week_hole", text) == []
    assert len(found("week_hole", text.replace("00:00 to 09:00", "00:00 to 00:30"))) == 1


def test_a_hole_that_a_rule_for_some_closes_is_one_for_the_others() -> None:
    text = """
        quiet hours night all day on saturday, sunday  from 21:00 to 09:00 on monday to friday
        quiet hours calls from 20:00 to 10:00 when channel is voice"""
    (finding,) = found("week_hole", text)
    assert finding.witnesses[0].request.facts["proposal.channel"] != "voice"


def test_a_hole_of_several_rules_is_found() -> None:
    text = """
        quiet hours week from 22:00 to 07:00 on monday to saturday when purpose is marketing
        quiet hours sunday all day on sunday"""
    (finding,) = found("week_hole", text)
    assert finding.rule is not None and finding.rule.name.text == "week"


def test_an_old_version_is_looked_at_by_itself() -> None:
    old = (
        HEAD
        + "  effective until 2026-01-01\nquiet hours night from 22:00 to 23:59 from 00:00 to 08:00\n"
    )
    new = HEAD + "  effective from 2026-01-01\nquiet hours night from 22:00 to 08:00\n"
    assert found("week_hole", new, old) == []


REACHABLE = {
    "agreed hours lift one": """
        fact person.agreed : hours = none
        contact hours office from 09:00 to 17:00
        quiet hours work from 08:00 to 18:00 unless now is during person.agreed""",
    "another purpose": """
        contact hours office from 09:00 to 17:00 when purpose is marketing
        quiet hours work from 08:00 to 18:00 when purpose is collections""",
    "an exemption": """
        contact hours office from 09:00 to 17:00
        quiet hours work from 08:00 to 18:00
        exempt urgent when purpose is security lifts work""",
    "a rule that a flag decides": """
        fact person.at_work : flag = no
        contact hours office from 09:00 to 17:00
        quiet hours work from 08:00 to 18:00 when person.at_work""",
    "greetings on holidays only": 'contact hours h from 09:00 to 12:00 on holidays of "FR"',
    "only a denial": "deny visits when channel is visit",
    "hours of a fact beside those written": """
        fact person.agreed : hours = none
        contact hours office from 09:00 to 12:00 on monday during person.agreed
        quiet hours monday all day on monday""",
}


@pytest.mark.parametrize("name", REACHABLE)
def test_who_may_be_reachable_is_not_reported(name: str) -> None:
    assert found("never_reachable", REACHABLE[name]) == []


def test_what_only_used_policies_close_is_theirs() -> None:
    text = """
        use law
        quiet hours lunch from 12:00 to 13:00
        policy law
        contact hours office from 09:00 to 12:00
        quiet hours work from 08:00 to 12:30"""
    assert found("never_reachable", text) == []


def test_who_is_not_governed_is_not_reported() -> None:
    text = "contact hours o from 09:00 to 12:00 when channel is visit quiet hours p from 08:00 to 13:00"
    assert len(found("never_reachable", text)) == 1
    assert found("never_reachable", text, f"{HEAD}  governs channel is not visit\n") == []
    assert len(found("never_reachable", text, f"{HEAD}  governs purpose is marketing\n")) == 1
