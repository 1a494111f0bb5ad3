"""What a rule is quantified over, and how large it is, from what its formulas read."""

from __future__ import annotations

import pytest

from policydsl.core.policy import Scope
from policydsl.rules.walk import parts, size
from tests.support import HEAD, composed

FACTS = """fact person.naps : hours = none
fact person.wishes : preferences = none
fact person.seen : instant = none
fact debt.held : flag = no
define held = debt.held
"""
NEITHER, DEBT = Scope(), Scope(per_debt=True)
ZONE, BOTH = Scope(zone="recipient"), Scope(per_debt=True, zone="recipient")


@pytest.mark.parametrize(
    ("rule", "scope"),
    [
        ("deny x when channel is voice", NEITHER),
        ("deny x when person.seen is before now", NEITHER),
        ("deny x when person.seen is within last 2 hours", NEITHER),
        ("deny x when person.seen is within last 2 full days", ZONE),
        ("deny x when person.seen + 1 calendar months is before now", ZONE),
        ("deny x when today is before 2026-03-04", ZONE),
        ("deny x when now is during person.naps", ZONE),
        ("deny x when ruled out by person.wishes", ZONE),
        ("deny x when channel is voice effective from 2026-01-01", ZONE),
        ("deny x when debt.held", DEBT),
        ("deny x unless held", DEBT),
        ("deny x when debt.due_on is before today", BOTH),
        ("deny x when any attempts per debt in 2 hours", DEBT),
        ("deny x when any attempts per creditor in 2 hours", DEBT),
        ("cap x at most 2 attempts per person ever", NEITHER),
        ("cap x at most 2 attempts per person in blocks of 2 hours", NEITHER),
        ("cap x at most 2 attempts per person since last payment", NEITHER),
        ("cap x at most 2 attempts per person ever before today", ZONE),
        ("cap x at most 2 days with attempts per person ever", ZONE),
        ("cap x at most 2 attempts per person in a calendar day", ZONE),
        ("cap x at most 2 attempts per person ever where (debt.held)", DEBT),
        ("consent x require consent for channel", NEITHER),
        ("consent x require consent for channel given within last 2 calendar months", ZONE),
        ("consent x require consent for channel honor revocation within 2 full days", ZONE),
        ("consent x require consent for channel lasting at most 2 hours", NEITHER),
        ("quiet hours x from 22:00 to 08:00", ZONE),
        (
            'quiet hours x from 22:00 to 08:00 time zone "Asia/Shanghai"',
            Scope(zone="Asia/Shanghai"),
        ),
        ('deny x when channel is voice time zone "Asia/Shanghai"', NEITHER),
    ],
)
def test_scopes(rule: str, scope: Scope) -> None:
    (made,) = composed(HEAD + FACTS + rule).core.rules
    assert made.scope == scope


def test_a_shared_definition_is_visited_once_and_counted_as_often_as_it_is_used() -> None:
    doubled = "define a = channel is voice or channel is sms\ndefine b = a or not a\n"
    (rule,) = composed(f"{HEAD}{doubled}deny x when b or b").core.rules
    assert len(list(parts(rule.applies))) == 6
    assert size(rule.applies) == 17
