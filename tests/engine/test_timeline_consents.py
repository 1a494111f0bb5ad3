"""When a consent begins to serve and ceases to, and when an approval counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policydsl.core.outlook import Outlook
from policydsl.core.request import Approval
from tests.core.build import DAY, HOUR, MICRO, at
from tests.core.build_outlooks import event, written
from tests.engine.timeline_cases import Both, case

NOON = at("2026-03-04 12:00")
RULE = "consent c require express consent for channel{}\n"


def given(**fields: object) -> dict[str, object]:
    return {"id": "k", "channel": "voice", "level": "express", "proof": "form", **fields}


def asked(words: str, *records: dict[str, object], **parts: object) -> Both:
    return case(RULE.format(words), NOON, consents=list(records), **parts)


def test_a_consent_begins_and_ends_at_its_instants() -> None:
    start, end = NOON + HOUR + 1, NOON + 30 * HOUR
    one = asked("", given(effective_from=written(start), effective_to=written(end)))
    assert one.eligible() == start
    assert one.then(start).valid() == end
    assert one.then(end).outlook() == Outlook(None, None, (None,))


def test_one_of_several_consents_is_enough() -> None:
    first = given(effective_from=written(NOON - DAY), effective_to=written(NOON + HOUR))
    second = given(id="l", effective_from=written(NOON + HOUR), effective_to=written(NOON + DAY))
    third = given(id="m", effective_from=written(NOON + 2 * DAY))
    one = asked("", first, second, third)
    assert one.valid() == NOON + DAY
    assert one.then(NOON + DAY).eligible() == NOON + 2 * DAY


@pytest.mark.parametrize(
    ("words", "ends"),
    [
        (" lasting at most 12 calendar months", "2026-03-10 00:00"),
        (" lasting at most 367 full days", "2026-03-12 00:00"),
        (" given within last 52 rolling weeks", "2026-03-08 11:00"),
        (" given within last 370 consecutive days", "2026-03-14 00:00"),
    ],
)
def test_a_consent_ends_with_its_span(words: str, ends: str) -> None:
    began = (
        written(at("2025-03-09 10:00"))
        if "within" not in words
        else written(at("2025-03-09 11:00"))
    )
    one = asked(words, given(effective_from=began))
    assert one.valid(60) == at(ends)


def test_a_revocation_counts_at_once_or_after_its_grace() -> None:
    revoked = given(effective_from=written(NOON - DAY), revoked_at=written(NOON + HOUR))
    assert asked("", revoked).valid() == NOON + HOUR
    assert asked(" honor revocation within 24 hours", revoked).valid() == NOON + 25 * HOUR
    full = asked(" honor revocation within 10 full days", revoked)
    assert full.valid(20) == at("2026-03-15 00:00")
    assert full.then(NOON + 2 * HOUR).valid(20) == at("2026-03-15 00:00")
    business = asked(' honor revocation within 3 full business days of "US"', revoked)
    assert business.valid(20) == at("2026-03-10 00:00")


def test_a_consent_serves_from_its_confirmation_on() -> None:
    one = asked(" confirmed", given(effective_from=written(NOON), confirmed_at=written(NOON + 7)))
    assert one.eligible() == NOON + 7
    assert one.then(NOON + 7 - MICRO).eligible() == NOON + 7


def test_conditions_on_the_record_may_depend_on_the_time() -> None:
    rules = "fact consent.until : instant = none\n"
    rules += RULE.format(" where (consent.until is after now)")
    one = case(rules, NOON, consents=[given(effective_from=written(NOON), until=written(NOON + 9))])
    assert one.valid() == NOON + 9


def test_an_event_that_ends_a_consent_may_depend_on_the_time() -> None:
    rules = "fact proposal.heard : instant = none\n"
    rules += RULE.format(" ending after (complaint per person where (event.heard is before now))")
    complaint = event(NOON - HOUR, "complaint", attributes={"heard": written(NOON + HOUR)})
    one = case(
        rules, NOON, consents=[given(effective_from=written(NOON - DAY))], events=[complaint]
    )
    assert one.valid() == NOON + HOUR + 1
    plain = asked(" ending after (complaint per person)", given(effective_from=written(NOON - DAY)))
    assert plain.valid(60) is None


def test_an_approval_of_the_future_counts_from_its_instant() -> None:
    one = case("review large when channel is voice approval by legal\n", NOON)
    legal, clerk = (
        Approval("t.large", "legal", NOON + HOUR, "x"),
        Approval("t.large", "clerk", NOON, "y"),
    )
    assert with_approvals(one, clerk).outlook() == Outlook(None, None, (None,))
    approved = with_approvals(one, clerk, legal)
    assert approved.outlook() == Outlook(None, None, (NOON + HOUR,))
    assert approved.then(NOON + HOUR).valid() is None


def with_approvals(one: Both, *approvals: Approval) -> Both:
    """Requests that are checked hold none of the future."""
    return replace(one, request=replace(one.request, approvals=approvals))
