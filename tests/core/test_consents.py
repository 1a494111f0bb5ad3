"""Consents: one record must satisfy everything; and if none does, why not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policydsl.core.days import CalendarRef
from policydsl.core.explanation import ConsentMeasure
from policydsl.core.formula import Compare, Consent, Formula, Not
from policydsl.core.request import ConsentRecord, Event
from policydsl.core.windows import (
    BusinessDays,
    CalendarMonths,
    ConsecutiveDays,
    Ever,
    FullDays,
    Rolling,
)
from tests.core.build import (
    DAY,
    HOUR,
    MICRO,
    PER_DEBT,
    YES,
    at,
    attempts,
    consent,
    contact,
    count,
    decide,
    happened,
    only_reason,
    others,
    request,
    rule,
    truth,
)

NOW = at("2026-03-04 10:00")
FOR_PURPOSE = (("consent.channel", "proposal.channel"), ("consent.purpose", "proposal.purpose"))
ANY = Consent(FOR_PURPOSE, None, False, False, None, None, None, (), YES, None)


def required(wanted: Consent, **fields: object) -> object:
    return rule(Not(wanted), code="CONSENT_MISSING", **fields)


def code(
    wanted: Consent,
    *records: ConsentRecord,
    events: tuple[Event, ...] = (),
    now: int = NOW,
    **facts: object,
) -> str | None:
    """The code with which a required consent denies, None when it does not."""
    given = {f"proposal.{name}": value for name, value in facts.items()}
    asked = request(now, given, consents=records, events=events)
    explanation = decide(asked, required(wanted))
    return explanation.reasons[0].code if explanation.reasons else None


def live(wanted: Consent, *records: ConsentRecord, **fields: object) -> bool:
    return code(wanted, *records, **fields) is None


# --- why not ----------------------------------------------------------------------------------


def test_never_given_is_missing() -> None:
    assert code(ANY) == "CONSENT_MISSING"


def test_given_for_another_purpose_is_wrong_purpose() -> None:
    marketing = consent(values={"consent.purpose": "marketing"})
    assert code(ANY, marketing) == "CONSENT_WRONG_PURPOSE"
    assert live(ANY, marketing, purpose="marketing")


def test_given_for_another_channel_is_missing() -> None:
    assert code(ANY, consent(values={"consent.channel": "sms"})) == "CONSENT_MISSING"


def test_any_matches_all_and_an_absent_field_matches_nothing() -> None:
    assert live(ANY, consent())
    absent = replace(consent(), values={"consent.channel": "voice"})
    assert code(ANY, absent) == "CONSENT_WRONG_PURPOSE"


def test_a_set_matches_its_members() -> None:
    both = consent(values={"consent.channel": frozenset({"voice", "sms"})})
    assert live(ANY, both)
    assert not live(ANY, both, channel="email")


def test_a_consent_lives_from_its_start_until_its_end() -> None:
    record = consent(effective_from=NOW, effective_to=NOW + DAY)
    assert code(ANY, record, now=NOW - MICRO) == "CONSENT_MISSING"
    assert live(ANY, record, now=NOW)
    assert live(ANY, record, now=NOW + DAY - MICRO)
    assert code(ANY, record, now=NOW + DAY) == "CONSENT_EXPIRED"


def test_a_revoked_consent_is_dead_at_once() -> None:
    record = consent(revoked_at=NOW)
    assert live(ANY, record, now=NOW - MICRO)
    assert code(ANY, record, now=NOW) == "CONSENT_REVOKED"


def test_a_consent_without_proof_or_confirmation_is_unproven() -> None:
    proven, confirmed = replace(ANY, with_proof=True), replace(ANY, confirmed=True)
    assert code(proven, consent()) == "CONSENT_UNPROVEN"
    assert live(proven, consent(proof="form 7"))
    assert code(confirmed, consent()) == "CONSENT_UNPROVEN"
    assert code(confirmed, consent(confirmed_at=NOW + MICRO)) == "CONSENT_UNPROVEN"
    assert live(confirmed, consent(confirmed_at=NOW))


@pytest.mark.parametrize(
    ("wanted", "enough"),
    [
        (None, ("implied", "express", "written")),
        ("express", ("express", "written")),
        ("written", ("written",)),
    ],
)
def test_written_is_express_and_express_is_not_implied(
    wanted: str | None, enough: tuple[str, ...]
) -> None:
    for level in ("implied", "express", "written"):
        expected = None if level in enough else "CONSENT_MISSING"
        assert code(replace(ANY, level=wanted), consent(level=level)) == expected


def test_one_record_must_satisfy_everything_at_once() -> None:
    """Half a consent for calls and half a proof do not add up."""
    proven = replace(ANY, with_proof=True)
    no_proof = consent(id="k1", values={"consent.channel": "voice"})
    other_channel = consent(id="k2", proof="form 7", values={"consent.channel": "sms"})
    assert code(proven, no_proof, other_channel) == "CONSENT_UNPROVEN"


def test_any_record_that_satisfies_everything_suffices() -> None:
    assert live(ANY, consent(id="k1", revoked_at=NOW - DAY), consent(id="k2"))


def test_the_nearest_record_and_what_ended_it_are_told() -> None:
    wrong = consent(id="k1", values={"consent.purpose": "marketing"})
    expired = consent(id="k2", effective_to=NOW - DAY)
    explanation = decide(request(NOW, consents=(wrong, expired)), required(ANY))
    reason = only_reason(explanation)
    assert reason.code == "CONSENT_EXPIRED"
    assert reason.measure == ConsentMeasure("k2", NOW - DAY)


def test_of_equally_near_records_the_one_given_last_is_told() -> None:
    older = consent(id="k2", revoked_at=NOW - DAY)
    newer = consent(id="k1", effective_from=NOW - DAY, revoked_at=NOW)
    explanation = decide(request(NOW, consents=(newer, older)), required(ANY))
    assert only_reason(explanation).measure == ConsentMeasure("k1", NOW)


def test_never_given_has_no_record_to_tell() -> None:
    explanation = decide(request(NOW), required(ANY))
    assert only_reason(explanation).measure == ConsentMeasure(None, None)


# --- spans ------------------------------------------------------------------------------------


def test_given_within_last_counts_from_the_day_it_was_given() -> None:
    wanted = replace(ANY, given_within=ConsecutiveDays(30))
    record = consent(effective_from=at("2026-02-01 12:00"))
    assert live(wanted, record, now=at("2026-03-02 23:59"))
    assert code(wanted, record, now=at("2026-03-03 00:00")) == "CONSENT_EXPIRED"


def test_lasting_at_most_ends_a_consent_however_long_it_says_it_is() -> None:
    wanted = replace(ANY, lasting=CalendarMonths(12))
    record = consent(effective_from=at("2024-02-29 12:00"), effective_to=at("2030-01-01 00:00"))
    assert live(wanted, record, now=at("2025-02-28 23:59"))
    assert code(wanted, record, now=at("2025-03-01 00:00")) == "CONSENT_EXPIRED"


def test_a_span_of_a_calendar_that_does_not_know_is_unknown() -> None:
    wanted = replace(ANY, lasting=BusinessDays(3, CalendarRef(None, "person.region")))
    explanation = decide(request(NOW, consents=(consent(),)), required(wanted))
    assert only_reason(explanation).code == "FACT_MISSING"
    assert only_reason(explanation).missing == ("consent:k1", "person.region")


def test_an_event_after_the_consent_ends_it() -> None:
    wanted = replace(ANY, ending_after=others("opt_out"))
    start = at("2026-02-01 12:00")
    record = consent(effective_from=start)
    assert live(wanted, record, events=(happened("opt_out", start),))
    out = happened("opt_out", start + MICRO)
    explanation = decide(request(NOW, consents=(record,), events=(out,)), required(wanted))
    assert only_reason(explanation).code == "CONSENT_EXPIRED"
    assert only_reason(explanation).measure == ConsentMeasure("k1", start + MICRO)


def test_the_first_such_event_is_what_ended_it() -> None:
    wanted = replace(ANY, ending_after=others("opt_out"))
    events = tuple(happened("opt_out", NOW - days * DAY) for days in (1, 3))
    explanation = decide(request(NOW, consents=(consent(),), events=events), required(wanted))
    assert only_reason(explanation).measure == ConsentMeasure("k1", NOW - 3 * DAY)


def test_an_event_that_may_end_a_consent_leaves_it_unknown() -> None:
    wanted = replace(ANY, ending_after=others("opt_out", Compare("event.scope", "eq", "all")))
    explanation = decide(
        request(NOW, consents=(consent(),), events=(happened("opt_out", NOW - DAY),)),
        required(wanted),
    )
    assert only_reason(explanation).code == "FACT_MISSING"


def test_an_ending_event_carries_the_keys() -> None:
    wanted = replace(ANY, ending_after=others("opt_out"), ending_keys=(PER_DEBT,))
    for about, expected in ((("D1",), "deny"), (("D2",), "allow")):
        out = happened("opt_out", NOW - DAY, debts=about)
        asked = request(NOW, consents=(consent(),), events=(out,), proposal_debts=("D1",))
        scope = replace(rule(YES).scope, per_debt=True)
        assert decide(asked, required(wanted, scope=scope)).verdict == expected


def test_a_filter_reads_the_record() -> None:
    wanted = replace(ANY, where=Compare("consent.source", "eq", "web"))
    assert live(wanted, consent(values={"consent.source": "web"}))
    assert code(wanted, consent(values={"consent.source": "shop"})) == "CONSENT_MISSING"


def test_a_field_that_the_filter_wants_and_the_record_lacks_is_unknown() -> None:
    wanted = replace(ANY, where=Compare("consent.source", "eq", "web"))
    explanation = decide(request(NOW, consents=(consent(),)), required(wanted))
    assert only_reason(explanation).code == "FACT_MISSING"
    assert only_reason(explanation).missing == ("consent.source", "consent:k1")


def test_a_proposal_without_what_the_consent_is_for_is_unknown() -> None:
    wanted = replace(ANY, fields=(("consent.campaign", "proposal.campaign"),))
    record = consent(values={"consent.campaign": "spring"})
    for facts in ({}, {"proposal.campaign": None}):
        explanation = decide(request(NOW, facts, consents=(record,)), required(wanted))
        assert only_reason(explanation).code == "FACT_MISSING"
        assert only_reason(explanation).missing == ("consent:k1", "proposal.campaign")
    assert live(wanted, consent(values={"consent.campaign": "any"}))


# --- grace ------------------------------------------------------------------------------------


GRACE = replace(ANY, grace=FullDays(10))
REVOKED = consent(revoked_at=at("2026-03-01 12:00"))


def test_within_its_grace_a_revoked_consent_is_live_with_a_warning() -> None:
    explanation = decide(request(NOW, consents=(REVOKED,)), required(GRACE))
    assert explanation.verdict == "allow"
    (warning,) = explanation.warnings
    assert warning.code == "CONSENT_REVOKED"
    assert warning.effect == "warn"
    assert warning.measure == ConsentMeasure("k1", at("2026-03-12 00:00"))


def test_the_grace_ends_at_the_instant_by_which_it_must_be_honoured() -> None:
    honor_by = at("2026-03-12 00:00")
    assert live(GRACE, REVOKED, now=honor_by - MICRO)
    assert code(GRACE, REVOKED, now=honor_by) == "CONSENT_REVOKED"


def test_a_grace_that_keeps_nothing_alive_gives_no_warning() -> None:
    unmet: Formula = Compare("person.x", "eq", True)
    long_ago = replace(REVOKED, revoked_at=at("2026-01-02 12:00"))
    expired = consent(id="k0", effective_to=NOW)
    asked = request(NOW, consents=(expired, long_ago))
    explanation = decide(asked, required(GRACE, applies=unmet, on_unknown="allow"))
    assert (explanation.verdict, explanation.warnings) == ("allow", ())


def test_another_live_consent_needs_no_warning() -> None:
    explanation = decide(request(NOW, consents=(REVOKED, consent(id="k2"))), required(GRACE))
    assert (explanation.verdict, explanation.warnings) == ("allow", ())


def test_a_rule_that_does_not_apply_or_is_lifted_gives_no_warning() -> None:
    sms: Formula = Compare("proposal.channel", "eq", "sms")
    asked = request(NOW, consents=(REVOKED,))
    assert decide(asked, required(GRACE, applies=sms)).warnings == ()
    assert decide(asked, required(GRACE, lifted=YES)).warnings == ()
    assert decide(asked, required(ANY, lifted=YES)).warnings == ()
    unrevoked = replace(GRACE, where=Compare("consent.proof", "eq", None))
    assert decide(request(NOW), required(unrevoked)).warnings == ()


def test_a_grace_in_hours_runs_exactly() -> None:
    wanted = replace(ANY, grace=Rolling(24 * HOUR))
    record = consent(revoked_at=NOW)
    assert live(wanted, record, now=NOW + 24 * HOUR - MICRO)
    assert code(wanted, record, now=NOW + 24 * HOUR) == "CONSENT_REVOKED"


# --- elsewhere --------------------------------------------------------------------------------


def test_a_consent_as_of_an_event_is_judged_when_it_happened() -> None:
    as_of = replace(ANY, fields=(), at_event=True)

    test = count(Ever(), selection=attempts(where=as_of))
    record = consent(effective_from=NOW - DAY)
    assert truth(test, NOW, events=(contact(NOW - DAY),), consents=(record,)) is True
    assert truth(test, NOW, events=(contact(NOW - DAY - MICRO),), consents=(record,)) is False
