"""Forms of trouble beside those of `cases`: which codes are given for them."""

from __future__ import annotations

import re

import pytest

from tests.lint.test_silence import HEAD, LADDER, said_of, written

FORMS = {
    "fourteen in a week of two a day": (
        """cap daily at most 2 attempts by voice per person in a calendar day
        cap weekly at most 14 attempts by voice per person in 7 consecutive days""",
        ["W202"],
    ),
    "seven in the longest day": (
        """gap apart at least 4 hours between attempts by voice per person
        cap daily at most 7 attempts by voice per person in a calendar day""",
        ["W202"],
    ),
    "more days than a month has": (
        "cap days at most 32 days with attempts by voice per person in a calendar month",
        ["W202"],
    ),
    "a filter by two purposes at once": (
        """cap some at most 3 attempts by voice per person in 24 hours
          where (event.purpose is servicing and event.purpose is marketing)
          when purpose is servicing""",
        ["W202"],
    ),
    "a filter by a channel that is not counted": (
        """cap some at most 3 attempts by voice per person in 24 hours
          where (event.channel is sms)""",
        ["W202"],
    ),
    "a warning in the shadow of a denial": (
        """warn often when channel is voice
        cap soft at most 5 attempts by voice per person in 24 hours effect warn
        cap hard at most 3 attempts by voice per person in 24 hours""",
        ["W201"],
    ),
    "a finer key in the shadow of a coarser one": (
        """cap address at most 3 attempts by voice per person, address in 24 hours
        cap person at most 2 attempts by voice per person in 24 hours""",
        ["W201"],
    ),
    "a cooldown in the shadow of a longer one": (
        """cooldown short wait 3 full days after refusal per person when purpose is collections
        cooldown long wait 7 full days after refusal per person""",
        ["W205"],
    ),
    "a special case of a channel": (
        """cap all at most 3 attempts per person in a calendar day
        cap calls at most 5 attempts by voice per person in a calendar day""",
        ["W205"],
    ),
    "through a definition": (
        """define talking = channel in {voice, visit}
        deny texts when talking and channel is sms""",
        ["W210"],
    ),
    "a rule that is over before the policy begins": (
        "deny early when channel is sms effective from 2026-05-01 effective until 2026-06-01\n"
        "deny never when today is before 2026-01-01 and today is after 2026-02-01",
        ["W210"],
    ),
    "exempt in every case": (
        """deny offers when purpose is marketing and channel is sms
        exempt offers_anyway when purpose in {marketing, servicing} lifts offers""",
        ["W210"],
    ),
    "a gap written twice": (
        """gap one at least 4 hours between attempts by voice per person
        gap two at least 240 minutes between attempts by voice per person""",
        ["W211"],
    ),
    "a template that opens the night": (
        """quiet hours night from 21:00 to 08:00
          unless template is alert and channel in {sms, push}""",
        ["W209"],
    ),
    "one of two ways is a word": (
        """deny ceased code CEASE when person.vip
          unless reason is urgent or any inbound attempts per person in 24 hours""",
        ["W209"],
    ),
}
STEPS = {
    "its days are over while it waits": (
        """step remind from day 1 past due via sms
        step call until day 5 past due after remind open 10 full days via voice""",
        ["W206"],
    ),
    "it waits for the second of two that cannot be": (
        """step remind from day 1 past due until day 3 past due via sms
          at most 1 attempt in a calendar day
        step call after remind attempted 4 times via voice""",
        ["W206"],
    ),
    "the ladder is lifted there": (
        """step remind from day 1 past due via sms when debt.paid""",
        ["W206"],
    ),
    "a gap rule for all contacts of a step": (
        """step calls from day 1 past due until day 11 past due via voice
          at most 3 attempts ever""",
        ["W207"],
    ),
}


def codes(text: str) -> list[str]:
    return re.findall(r"\[(W2\d\d)\]", said_of(text))


@pytest.mark.parametrize("name", FORMS)
def test_rules(name: str) -> None:
    rules, wanted = FORMS[name]
    assert codes(HEAD + written(rules) + "\n") == wanted


@pytest.mark.parametrize("name", STEPS)
def test_steps(name: str) -> None:
    steps, wanted = STEPS[name]
    gap = "gap calls at least 20 rolling days between attempts by voice per person\n"
    assert codes(HEAD + gap + LADDER + written(steps) + "\n") == wanted
