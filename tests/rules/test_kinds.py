"""Each rule kind, from its text to what it does, on both sides of its boundary."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support import judged, reasons, request


def contact(at: str, **more: Any) -> dict[str, Any]:
    return {
        "id": f"{at}{more}",
        "kind": "contact",
        "at": at,
        "channel": "voice",
        "direction": "outbound",
        "debts": [],
        **more,
    }


@pytest.mark.parametrize(
    ("at", "blocked"),
    [
        ("2026-03-04T21:59:59.999999+08:00", False),
        ("2026-03-04T22:00:00+08:00", True),
        ("2026-03-05T07:59:59.999999+08:00", True),
        ("2026-03-05T08:00:00+08:00", False),
    ],
)
def test_quiet_hours_are_half_open(at: str, blocked: bool) -> None:
    said = judged("quiet hours night from 22:00 to 08:00", request(at))
    assert (reasons(said) == ["QUIET_HOURS"]) is blocked


def test_quiet_hours_on_holidays_alone_say_holiday() -> None:
    rule = 'quiet hours closed all day on holidays of "CN"'
    assert reasons(judged(rule, request("2026-02-17T12:00:00+08:00"))) == ["HOLIDAY"]
    assert reasons(judged(rule, request("2026-03-04T12:00:00+08:00"))) == []


def test_quiet_hours_during_a_fact() -> None:
    rule = "fact person.naps : hours = none\nquiet hours nap during person.naps"
    naps = {"naps": {"every_day": ["12:00-14:00"]}}
    assert reasons(judged(rule, request("2026-03-04T12:00:00+08:00", person=naps))) == [
        "QUIET_HOURS"
    ]
    assert reasons(judged(rule, request("2026-03-04T12:00:00+08:00"))) == []


def test_a_year_that_the_calendar_does_not_know_blocks() -> None:
    rule = 'quiet hours closed all day on holidays of "CN"'
    assert reasons(judged(rule, request("2027-03-04T12:00:00+08:00"))) == ["CALENDAR_UNKNOWN"]


def test_contact_hours_close_what_no_line_covers() -> None:
    rule = 'contact hours visits from 09:00 to 12:00 on business days of "CN"'
    assert reasons(judged(rule, request("2026-02-14T09:00:00+08:00"))) == []  # make-up workday
    assert reasons(judged(rule, request("2026-02-15T09:00:00+08:00"))) == ["QUIET_HOURS"]
    assert reasons(judged(rule, request("2026-02-14T12:00:00+08:00"))) == ["QUIET_HOURS"]


def test_contact_hours_closed_on_days() -> None:
    rule = "contact hours open from 09:00 to 18:00 closed on saturday, sunday"
    assert reasons(judged(rule, request("2026-03-06T10:00:00+08:00"))) == []
    assert reasons(judged(rule, request("2026-03-07T10:00:00+08:00"))) == ["QUIET_HOURS"]


def test_hours_judged_at_another_instant() -> None:
    rule = (
        "fact proposal.deliver_at : instant = none\n"
        "quiet hours night from 22:00 to 08:00 judged at proposal.deliver_at"
    )
    late = {"attributes": {"deliver_at": "2026-03-04T23:00:00+08:00"}}
    assert reasons(judged(rule, request(proposal=late))) == ["QUIET_HOURS"]
    assert reasons(judged(rule, request())) == []


def test_a_rule_may_have_its_own_zone() -> None:
    rule = 'quiet hours night from 22:00 to 08:00 time zone "America/New_York"'
    assert reasons(judged(rule, request("2026-03-04T10:00:00+08:00"))) == []
    assert reasons(judged(rule, request("2026-03-04T12:00:00+08:00"))) == ["QUIET_HOURS"]


def test_a_cap_blocks_the_one_beyond() -> None:
    rule = "cap daily at most 2 attempts by voice per person in a calendar day"
    events = [contact("2026-03-04T09:00:00+08:00"), contact("2026-03-04T09:30:00+08:00")]
    assert reasons(judged(rule, request(events=events[:1]))) == []
    said = judged(rule, request(events=events))
    assert reasons(said) == ["CAP_REACHED"]
    assert said.counters[0].measure.used == said.counters[0].measure.limit == 2


def test_a_cap_by_channels_limits_only_proposals_by_them() -> None:
    rule = "cap daily at most 1 attempts by voice per person in a calendar day"
    events = [contact("2026-03-04T09:00:00+08:00")]
    assert reasons(judged(rule, request(events=events, proposal={"channel": "sms"}))) == []


def test_a_gap_frees_to_the_microsecond() -> None:
    rule = "gap apart at least 4 hours between attempts by voice per person"
    events = [contact("2026-03-04T06:00:00+08:00")]
    assert reasons(judged(rule, request("2026-03-04T09:59:59.999999+08:00", events=events))) == [
        "MIN_GAP"
    ]
    assert reasons(judged(rule, request("2026-03-04T10:00:00+08:00", events=events))) == []


def test_a_cooldown_of_full_days() -> None:
    rule = "cooldown rest wait 2 full days after refusal per person"
    events = [{"id": "r", "kind": "refusal", "at": "2026-03-01T23:59:59+08:00"}]
    assert reasons(judged(rule, request("2026-03-03T23:59:59+08:00", events=events))) == [
        "COOLDOWN"
    ]
    assert reasons(judged(rule, request("2026-03-04T00:00:00+08:00", events=events))) == []


def test_a_cooldown_until_a_business_day() -> None:
    rule = 'cooldown rest wait until business day 2 of "CN" after complaint per person'
    events = [{"id": "c", "kind": "complaint", "at": "2026-03-05T12:00:00+08:00"}]  # a Thursday
    assert reasons(judged(rule, request("2026-03-08T12:00:00+08:00", events=events))) == [
        "COOLDOWN"
    ]
    assert reasons(judged(rule, request("2026-03-09T00:00:00+08:00", events=events))) == []


def test_consent_is_a_prerequisite() -> None:
    rule = "consent ads require express consent for channel, purpose when purpose is collections"
    record = {
        "id": "k",
        "channel": "voice",
        "purpose": "collections",
        "level": "express",
        "effective_from": "2026-01-01T00:00:00Z",
    }
    assert reasons(judged(rule, request())) == ["CONSENT_MISSING"]
    assert reasons(judged(rule, request(consents=[record]))) == []
    other = {**record, "purpose": "marketing"}
    assert reasons(judged(rule, request(consents=[other]))) == ["CONSENT_WRONG_PURPOSE"]
    revoked = {**record, "revoked_at": "2026-02-01T00:00:00Z"}
    assert reasons(judged(rule, request(consents=[revoked]))) == ["CONSENT_REVOKED"]


def test_a_revocation_within_its_grace_warns() -> None:
    rule = (
        "consent ads require consent for channel honor revocation within 10 full days\n"
        "  when purpose is collections"
    )
    record = {
        "id": "k",
        "channel": "voice",
        "effective_from": "2026-01-01T00:00:00Z",
        "revoked_at": "2026-03-01T00:00:00Z",
    }
    said = judged(rule, request(consents=[record]))
    assert said.verdict == "allow"
    assert [one.code for one in said.warnings] == ["CONSENT_REVOKED"]
    late = judged(rule, request("2026-03-12T00:00:00+08:00", consents=[record]))
    assert reasons(late) == ["CONSENT_REVOKED"]


def test_deny_review_and_warn() -> None:
    rules = (
        "fact person.cease : flag = no\n"
        "fact person.frail : flag = no\n"
        "deny stop code CEASE when person.cease unless reason is legal_notice\n"
        "review care when person.frail approval by care_team\n"
        "warn note when person.frail"
    )
    stop = judged(rules, request(person={"cease": True}))
    assert (stop.verdict, reasons(stop)) == ("deny", ["CEASE"])
    notice = request(person={"cease": True}, proposal={"reason": "legal_notice"})
    assert judged(rules, notice).verdict == "allow"
    frail = judged(rules, request(person={"frail": True}))
    assert (frail.verdict, reasons(frail)) == ("review", ["APPROVAL_REQUIRED"])
    assert [one.code for one in frail.warnings] == ["PROHIBITED"]
    approval = {
        "rule": "t.care",
        "role": "care_team",
        "by": "a@b",
        "at": "2026-03-01T00:00:00Z",
    }
    approved = request(person={"frail": True}, proposal={"approvals": [approval]})
    assert judged(rules, approved).verdict == "allow"


@pytest.mark.parametrize(("word", "last"), [("until", "2026-03-03"), ("through", "2026-03-04")])
def test_the_end_of_a_prohibition(word: str, last: str) -> None:
    rules = (
        "fact debt.hold : flag = no\nfact debt.hold_until : date = none\n"
        f"deny held code HOLD when debt.hold {word} debt.hold_until"
    )
    debt = {"id": "D", "hold": True, "hold_until": "2026-03-04"}
    end = request(f"{last}T23:59:59+08:00", proposal={"debts": ["D"]}, debts=[debt])
    assert reasons(judged(rules, end)) == ["HOLD"]
    after = {**end, "at": "2026-03-05T00:00:00+08:00"}
    assert reasons(judged(rules, after)) == []
    endless = {**end, "debts": [{"id": "D", "hold": True}], "at": "2030-01-01T00:00:00+08:00"}
    assert reasons(judged(rules, endless)) == ["HOLD"]


def test_an_obligation_goes_with_the_contact() -> None:
    rules = "oblige identify when channel in {voice, visit} must state_identity, record_contact"
    said = judged(rules, request())
    assert [duty.duty for duty in said.obligations] == ["record_contact", "state_identity"]
    assert judged(rules, request(proposal={"channel": "sms"})).obligations == ()


def test_an_obligation_falls_due_and_is_overdue() -> None:
    rules = (
        "event send_notice\n"
        "oblige notice must send_notice within 5 full days after first conversation"
    )
    talk = contact("2026-03-01T10:00:00+08:00", reached="conversation")
    due = judged(rules, request("2026-03-06T23:59:59+08:00", events=[talk]))
    assert due.obligations[0].due_at is not None
    assert due.warnings == ()
    late = judged(rules, request("2026-03-07T00:00:00+08:00", events=[talk]))
    assert [one.code for one in late.warnings] == ["OBLIGATION_OVERDUE"]
    sent = {"id": "n", "kind": "send_notice", "at": "2026-03-02T10:00:00+08:00"}
    done = judged(rules, request("2026-03-07T00:00:00+08:00", events=[talk, sent]))
    assert (done.obligations, done.warnings) == ((), ())


def test_an_exemption_lifts_what_it_names_and_nothing_else() -> None:
    rules = (
        "quiet hours night from 22:00 to 08:00\n"
        "cap daily at most 1 attempts per person in a calendar day\n"
        "exempt fraud when purpose is security unless channel is sms lifts night"
    )
    late = "2026-03-04T23:00:00+08:00"
    events = [contact("2026-03-04T09:00:00+08:00")]
    security = {"purpose": "security"}
    assert reasons(judged(rules, request(late, proposal=security, events=events))) == [
        "CAP_REACHED"
    ]
    assert reasons(judged(rules, request(late, events=[]))) == ["QUIET_HOURS"]
    by_sms = request(late, proposal={**security, "channel": "sms"})
    assert reasons(judged(rules, by_sms)) == ["QUIET_HOURS"]


LADDER = """
fact debt.tier : one of low, high
fact debt.paid : flag = no
fact debt.promise : instant = none
event cured
define texts = {sms, push}
ladder recovery per debt
  take any open step
  hold while debt.promise is after now
  stop when debt.paid
  reset after cured
  on block wait
  step remind
    from day 3 before due until day 15 past due
    via texts
    at most 2 attempts ever
    at least 24 hours apart
  step call
    from day 4 past due
    after remind attempted 2 times or remind open 10 full days
    when debt.tier is high
    via voice where (actor is human)
    at most 1 attempts in a calendar day
    must identify
  step notice
    from day 20 past due
    via letter
    approval by legal
"""


def on_ladder(at: str, channel: str, **parts: Any) -> dict[str, Any]:
    debt = {"id": "D", "due_on": "2026-03-01", "tier": "high", **parts.pop("debt", {})}
    proposal = {"channel": channel, "actor": "human", "debts": ["D"], **parts.pop("proposal", {})}
    return request(at, proposal=proposal, debts=[debt], **parts)


def text_at(at: str) -> dict[str, Any]:
    return contact(at, channel="sms", debts=["D"])


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (on_ladder("2026-02-26T00:00:00+08:00", "sms"), []),
        (on_ladder("2026-02-25T23:59:59+08:00", "sms"), ["STEP_NOT_REACHED"]),
        (on_ladder("2026-03-16T00:00:00+08:00", "sms"), ["STEP_NOT_REACHED"]),
        (on_ladder("2026-03-05T10:00:00+08:00", "voice"), ["STEP_NOT_REACHED"]),
        (on_ladder("2026-03-09T00:00:00+08:00", "voice"), []),
        (
            on_ladder("2026-03-09T00:00:00+08:00", "voice", debt={"tier": "low"}),
            ["STEP_NOT_REACHED"],
        ),
        (on_ladder("2026-03-09T00:00:00+08:00", "email"), ["STEP_NOT_REACHED"]),
        (on_ladder("2026-03-21T00:00:00+08:00", "letter"), ["APPROVAL_REQUIRED"]),
        (on_ladder("2026-03-05T00:00:00+08:00", "sms", debt={"paid": True}), ["LADDER_STOPPED"]),
        (
            on_ladder(
                "2026-03-05T00:00:00+08:00",
                "sms",
                debt={"promise": "2026-03-06T00:00:00+08:00"},
            ),
            ["LADDER_HELD"],
        ),
        (
            on_ladder(
                "2026-03-03T10:00:00+08:00",
                "sms",
                events=[text_at("2026-03-02T10:00:00.000001+08:00")],
            ),
            ["STEP_TOO_SOON"],
        ),
        (
            on_ladder(
                "2026-03-03T10:00:00+08:00",
                "sms",
                events=[text_at("2026-02-27T10:00:00+08:00"), text_at("2026-02-28T10:00:00+08:00")],
            ),
            ["STEP_SPENT"],
        ),
    ],
)
def test_ladder(made: dict[str, Any], said: list[str]) -> None:
    assert reasons(judged(LADDER, made)) == said


def test_ladder_opens_by_attempts_and_owes_the_duties_of_its_step() -> None:
    texts = [text_at("2026-02-27T10:00:00+08:00"), text_at("2026-02-28T10:00:00+08:00")]
    said = judged(LADDER, on_ladder("2026-03-05T00:00:00+08:00", "voice", events=texts))
    assert said.verdict == "allow"
    assert [(duty.duty, duty.rule) for duty in said.obligations] == [
        ("identify", "t.recovery.call")
    ]
    assert said.ladders[0].step == "call"


def test_ladder_starts_anew_after_a_reset() -> None:
    texts = [text_at("2026-02-27T10:00:00+08:00"), text_at("2026-02-28T10:00:00+08:00")]
    cured = {"id": "c", "kind": "cured", "at": "2026-03-01T10:00:00+08:00", "debts": ["D"]}
    said = judged(LADDER, on_ladder("2026-03-03T10:00:00+08:00", "sms", events=[*texts, cured]))
    assert said.verdict == "allow"


def test_an_unknown_fact_blocks_unless_the_rule_says_otherwise() -> None:
    fact = "fact person.minor : flag\n"
    said = judged(fact + "deny minors when person.minor", request())
    assert (reasons(said), said.missing) == (["FACT_MISSING"], ("person.minor",))
    assert judged(fact + "deny minors when person.minor if unknown allow", request()).verdict == (
        "allow"
    )
    assert judged(fact + "deny minors when person.minor if unknown review", request()).verdict == (
        "review"
    )


def test_an_unknown_zone_blocks_with_its_own_code() -> None:
    made = request()
    del made["person"]["time_zones"]
    assert reasons(judged("quiet hours night from 22:00 to 08:00", made)) == ["TZ_UNKNOWN"]


def test_effective_dates_of_a_rule() -> None:
    rule = (
        "deny all_voice when channel is voice effective from 2026-03-05 effective until 2026-03-07"
    )
    days = {
        day: reasons(judged(rule, request(f"2026-03-{day:02}T00:00:00+08:00")))
        for day in (4, 5, 6, 7)
    }
    assert days == {4: [], 5: ["PROHIBITED"], 6: ["PROHIBITED"], 7: []}


def test_what_a_policy_does_not_govern_gets_its_otherwise() -> None:
    from tests.support import composed

    text = "policy t\n  governs purpose in {collections}\n  otherwise {word}\nquiet hours n from 00:00 to 24:00"
    for word in ("allow", "review", "deny"):
        said = judged(composed(text.replace("{word}", word)), request(proposal={"purpose": "ads"}))
        assert (said.verdict, reasons(said)) == (word, ["NO_RULE_APPLIES"])


def test_how_many_debts_a_proposal_names() -> None:
    rule = "deny none_named when debt_count < 1"
    assert reasons(judged(rule, request(proposal={"debts": []}))) == ["PROHIBITED"]
    assert reasons(judged(rule, request(proposal={"debts": ["D1", "D1"]}))) == []
    assert judged(rule, request()).missing == ("proposal.debt_count",)
