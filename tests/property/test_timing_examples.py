"""Cases in which generated policies once showed that time was told wrongly."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from policydsl.core import reference
from policydsl.core.formula import NO, YES, Formula, Moment, When
from policydsl.core.outlook import Outlook
from policydsl.core.policy import CorePolicy, Effect, Rank, Root, Rule, Scope
from policydsl.core.request import Request
from policydsl.core.windows import MICROS_PER_DAY
from policydsl.engine.compiled import compile_policy
from tests.property.policies import origin
from tests.property.timing_cases import TimeCase
from tests.property.timing_checks import Examiner
from tests.property.timing_scan import QUICK

RECIPIENT = Scope(zone="recipient")
ROOT = Root("t", "1", YES, "deny", Scope(), origin("root"))
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def utc(text: str) -> int:
    """Microseconds of an instant such as `2026-03-08T05:00`."""
    return (datetime.fromisoformat(text + "+00:00") - EPOCH) // timedelta(microseconds=1)


def deny(core: Formula, scope: Scope = RECIPIENT) -> Rule:
    """A rule that is caught when `core` holds."""
    kind = origin("deny")
    return Rule(
        "p.r0", Effect.DENY, "PROHIBITED", Rank.LEGAL, YES, core, NO, "deny", scope, None, kind
    )


def outlook(policy: CorePolicy, request: Request, days: int = 10) -> Outlook:
    """What the engine tells; every claim about it holds, and the reference tells the same."""
    case = TimeCase(policy, request, days * MICROS_PER_DAY)
    engine = compile_policy(policy)
    assert Examiner(policy, engine).examine(case, QUICK).faults == ()
    told = engine.outlook(request, case.horizon)
    assert told == reference.outlook(policy, request, case.horizon)
    return told


def today(relation: str) -> When:
    """Today against the day on which the person signed."""
    return When(Moment("today", True), relation, Moment("person.signed_on", True))


def test_what_allows_an_ungoverned_contact_has_nothing_to_lift() -> None:
    """The reason that no rule applies stops nothing; an instant was told all the same."""
    root = replace(ROOT, governs=today("after"), otherwise="allow", scope=RECIPIENT)
    facts = {"person.signed_on": date(2026, 3, 9)}
    request = Request(utc("2026-03-08T03:00"), facts)
    assert outlook(CorePolicy((replace(root, governs=NO),), ()), request).lifts == (None,)
    assert outlook(CorePolicy((root,), ()), request).lifts == (None,)


def test_without_a_zone_a_date_begins_in_the_east_before_it_ends_in_the_west() -> None:
    """It is the 20th in the far east from 10:00 UTC on; only the end of the 19th in the far west,
    two hours later, was seen."""
    facts = {"person.signed_on": date(2018, 2, 19)}
    request = Request(utc("2018-02-19T03:00"), facts)
    root = replace(ROOT, governs=today("on_or_before"), otherwise="review", scope=RECIPIENT)
    assert outlook(CorePolicy((root,), ()), request).valid_until == utc("2018-02-19T10:00")
    policy = CorePolicy((ROOT,), (deny(today("after"), Scope()),))
    assert outlook(policy, request).valid_until == utc("2018-02-19T10:00")
