"""Until when a permit holds, and what changes between asking and sending."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from policydsl.errors import LedgerUnavailableError, RequestError
from policydsl.ledger.store import Store
from tests.gate.support import (
    AT,
    CAP_OF_ONE,
    CAP_OF_TWO,
    DAY,
    HOUR,
    NAIVE,
    FaultyStore,
    codes,
    each,
    gate,
    proposal,
)

TICK = timedelta(microseconds=1)
NIGHT = "quiet hours night from 21:00 to 08:00\n"
LONDON = {"person": {"time_zones": ["Europe/London"]}}
CONSENT = "consent k require consent for channel, purpose\n"


def test_a_permit_ends_where_quiet_hours_begin(store: Store) -> None:
    ours = gate(NIGHT, store, lease=timedelta(days=1))
    permit = ours.reserve(proposal(), at=AT, key="a", facts=LONDON)
    night = datetime(2026, 3, 4, 21, tzinfo=UTC)
    assert permit.valid_until == night
    assert permit.may_send(night - TICK) and not permit.may_send(night)
    again = ours.reserve(proposal(), at=AT, key="a", facts=LONDON)
    assert again.valid_until == night
    assert again.may_send(night - TICK) and not again.may_send(night)


def test_a_permit_ends_with_its_lease(store: Store) -> None:
    ours = gate(NIGHT, store, lease=HOUR + TICK)
    permit = ours.reserve(proposal(), at=AT, key="a", facts=LONDON)
    assert permit.expires_at == AT + HOUR + TICK
    assert permit.may_send(AT + HOUR) and not permit.may_send(AT + HOUR + TICK)
    assert permit.allowed, "what allowed is not what is looked at"


def test_what_was_not_allowed_may_never_be_sent(store: Store) -> None:
    permit = gate("deny d when channel is sms\n", store).reserve(proposal(), at=AT, key="a")
    assert not permit.may_send(AT) and permit.valid_until is None and permit.expires_at is None


def test_a_zone_that_is_not_known_blocks(store: Store) -> None:
    permit = gate(NIGHT, store).reserve(proposal(), at=AT, key="a")
    assert permit.codes == ("TZ_UNKNOWN",)


def consent(**fields: Any) -> dict[str, Any]:
    record = {"type": "consent", "id": "k1", "person": "P1", "channel": "sms"}
    return {**record, "purpose": "any", "effective_from": "2026-01-01T00:00:00Z", **fields}


def test_a_consent_opens_and_its_revocation_closes_between_plan_and_send(store: Store) -> None:
    ours = gate(CONSENT + CAP_OF_TWO, store)
    assert ours.reserve(proposal(), at=AT, key="a").codes == ("CONSENT_MISSING",)
    ours.record([consent()], known_at=AT)
    permit = ours.reserve(proposal(), at=AT, key="a")
    assert permit.allowed
    assert permit.recheck(AT + HOUR).allowed
    ours.record([consent(revoked_at="2026-03-04T10:30:00Z")], known_at=AT + HOUR)
    behind = permit.recheck(AT + HOUR / 4)
    assert codes(behind) == ("CONSENT_REVOKED",), "also by a clock that is behind"
    again = permit.recheck(AT + HOUR)
    assert not again.allowed and codes(again) == ("CONSENT_REVOKED",)
    assert permit.may_send(AT + TICK), "it asks nobody"


def test_an_opt_out_between_reserve_and_recheck_is_seen(store: Store) -> None:
    ours = gate("deny o when any opt_outs ever code OPTED_OUT\n" + CAP_OF_ONE, store)
    permit = ours.reserve(proposal(), at=AT, key="a")
    own_place = permit.recheck(AT + TICK)
    assert own_place.allowed, "the own place does not count against it"
    event = {"id": "o1", "kind": "opt_out", "person": "P1", "at": "2026-03-04T10:05:00Z"}
    ours.record([event])
    assert codes(permit.recheck(AT + HOUR)) == ("OPTED_OUT",)
    behind = permit.recheck(AT)
    assert codes(behind) == ("OPTED_OUT",), "also by a clock that is behind"
    kept = ours.permit("a")
    assert kept is not None and codes(kept.recheck(AT + HOUR)) == ("OPTED_OUT",)


def test_a_payment_of_a_later_clock_does_not_speak_for_a_contact(store: Store) -> None:
    ours = gate("cap c at most 1 attempts by sms per person since last payment\n", store)
    ours.reserve(proposal(), at=AT, key="a").confirm("delivered")
    event = {"id": "p1", "kind": "payment", "person": "P1", "at": "2026-03-04T12:00:00Z"}
    ours.record([event])
    assert not ours.reserve(proposal(), at=AT + HOUR, key="b").allowed
    assert ours.reserve(proposal(), at=AT + 3 * HOUR, key="b").allowed


def test_facts_of_the_caller_come_on_top(store: Store) -> None:
    rules = "fact person.cease : flag\nfact person.tier : text = none\ndeny d when person.cease\n"
    ours = gate(rules, store)
    ours.record([{"type": "person", "id": "P1", "cease": False, "tier": "gold"}], known_at=AT)
    assert ours.reserve(proposal(), at=AT, key="a").allowed
    told = {"person": {"cease": True, "id": "P9"}}
    assert ours.reserve(proposal(), at=AT, key="b", facts=told).codes == ("PROHIBITED",)
    data = ours.request(proposal(), at=AT, facts=told)
    assert data["person"] == {"id": "P1", "cease": True, "tier": "gold"}


def test_events_and_consents_of_the_caller_come_on_top(store: Store) -> None:
    ours = gate(CONSENT + CAP_OF_ONE, store)
    ours.record([consent()], known_at=AT)
    event = {"id": "x", "kind": "contact", "at": "2026-03-04T09:00:00Z", "channel": "sms"}
    event["direction"] = "outbound"
    assert ours.decide(proposal(), at=AT).allowed
    assert codes(ours.decide(proposal(), at=AT, facts={"events": [event]})) == ("CAP_REACHED",)
    ended = {key: value for key, value in consent().items() if key not in ("type", "person")}
    ended["effective_to"] = "2026-02-01T00:00:00Z"
    assert codes(ours.decide(proposal(), at=AT, facts={"consents": [ended]})) == (
        "CONSENT_EXPIRED",
    )


def test_a_person_of_whom_nothing_is_known_is_unknown(store: Store) -> None:
    ours = gate("fact person.cease : flag\ndeny d when person.cease\n", store)
    assert ours.reserve(proposal("nobody"), at=AT, key="a").codes == ("FACT_MISSING",)


def test_deciding_takes_no_place_and_writes_nothing(store: Store) -> None:
    ours = gate(CAP_OF_ONE, store)
    for _ in range(3):
        assert ours.decide(proposal(), at=AT).allowed
        assert ours.request(proposal(), at=AT)["events"] == []
    assert list(store.entries()) == [] and list(store.records()) == []
    ours.reserve(proposal(), at=AT, key="a")
    assert not ours.decide(proposal(), at=AT).allowed
    assert ours.decide(proposal(id="a"), at=AT).allowed


def test_deciding_without_a_ledger_raises() -> None:
    faulty = FaultyStore()
    ours = gate(CAP_OF_ONE, faulty)
    permit = ours.reserve(proposal(), at=AT, key="a")
    for ask in each(
        lambda: ours.decide(proposal(), at=AT),
        lambda: ours.request(proposal(), at=AT),
        lambda: permit.recheck(AT),
        lambda: ours.permit("a"),
    ):
        faulty.fail("read")
        with pytest.raises(LedgerUnavailableError):
            ask()
    assert ours.decide(proposal("P2"), at=AT).allowed


def test_naive_instants_are_refused_everywhere(store: Store) -> None:
    ours = gate(CAP_OF_ONE, store)
    permit = ours.reserve(proposal(), at=AT, key="a")
    for ask in each(
        lambda: ours.reserve(proposal(), at=NAIVE, key="b"),
        lambda: ours.reserve_many({"b": proposal()}, at=NAIVE),
        lambda: ours.decide(proposal(), at=NAIVE),
        lambda: ours.expire(NAIVE),
        lambda: permit.may_send(NAIVE),
        lambda: permit.recheck(NAIVE),
        lambda: permit.confirm(at=NAIVE),
        lambda: ours.amend("a", at=NAIVE, reached="delivered"),
    ):
        with pytest.raises(ValueError, match="offset"):
            ask()
    assert permit.allowed and [entry.state for entry in store.entries()] == ["reserved"]


WEST = timezone(timedelta(hours=-12))


@pytest.mark.parametrize(
    "at",
    [
        datetime.max.replace(tzinfo=UTC),
        datetime.max.replace(tzinfo=WEST),
        datetime.min.replace(tzinfo=UTC),
        datetime.min.replace(tzinfo=timezone(timedelta(hours=12))),
    ],
)
def test_instants_at_the_ends_of_the_calendar_are_refused(store: Store, at: datetime) -> None:
    ours = gate(CAP_OF_ONE, store)
    ours.reserve(proposal(), at=AT, key="a")
    for ask in each(
        lambda: ours.reserve(proposal(), at=at, key="b"),
        lambda: ours.expire(at),
        lambda: ours.confirm("a", at=at),
        lambda: ours.amend("a", at=at, reached="delivered"),
    ):
        with pytest.raises(RequestError, match="R122"):
            ask()


@pytest.mark.parametrize("at", ["2026-03-04T10:00:00Z", None, 1_772_618_400, AT.date()])
def test_what_is_no_instant_is_refused(store: Store, at: Any) -> None:
    ours = gate(CAP_OF_ONE, store)
    with pytest.raises(TypeError):
        ours.reserve(proposal(), at=at, key="b")
    with pytest.raises(TypeError):
        ours.expire(at)


def test_the_first_and_the_last_day_of_the_calendar(store: Store) -> None:
    ours = gate(CAP_OF_ONE, store, lease=timedelta(days=30))
    first = ours.reserve(proposal("P1"), at=datetime(1, 1, 3, tzinfo=UTC), key="a")
    assert first.allowed and first.may_send(datetime(1, 1, 3, tzinfo=UTC))
    end = datetime(9999, 12, 28, 23, 59, 59, 999999, tzinfo=UTC)
    last = ours.reserve(proposal("P2"), at=end, key="b")
    assert last.allowed and last.to_dict()["reservation"]["expires_at"]
    last.confirm("submitted", at=end)
    for reached in ("delivered", "connected", "conversation"):
        last.amend(reached=reached, at=end)
    assert not ours.reserve(proposal("P2"), at=AT + DAY, key="c").allowed
