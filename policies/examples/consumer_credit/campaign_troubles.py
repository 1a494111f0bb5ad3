"""What may go wrong with a case of the example campaign, and what may set it right.

In: a `Case`. Out: the case changed. Between them the changes make every rule of the strategy and of
its packs speak; `make_campaign` says which stages each of them fits.
"""

from __future__ import annotations

from datetime import timedelta

from campaign_cases import POLICY, XINJIANG, Case, attribute

# --- the clock -------------------------------------------------------------------------------


def at_night(case: Case) -> None:
    hour = case.rng.choice((22, 23, 0, 5, 6, 7))
    case.at = case.at.replace(hour=hour)


def at_an_agreed_hour(case: Case) -> None:
    case.at = case.at.replace(hour=22, minute=case.rng.randrange(30))
    case.person["agreed_hours"] = {"every_day": ["22:00-22:30"]}


def at_night_with_consent(case: Case) -> None:
    at_night(case)
    case.consent("any", "collections", covers_night=True)


def early_in_xinjiang(case: Case) -> None:
    case.at = case.at.replace(hour=9)
    _to_xinjiang(case)


def late_morning_in_xinjiang(case: Case) -> None:
    case.at = case.at.replace(hour=11)
    _to_xinjiang(case)


def _to_xinjiang(case: Case) -> None:
    case.person["region"] = "CN-XJ"
    case.person["time_zones"] = [
        {"zone": "Asia/Shanghai", "source": "legal time"},
        {"zone": "Asia/Urumqi", "source": "area code"},
    ]
    case.proposal["address"]["id"] = f"m-{XINJIANG}-{case.number:04}"


def on_a_holiday(case: Case) -> None:
    case.at = case.at.replace(month=4, day=6)
    due_on = case.at.date() - timedelta(days=case.days_past_due)
    case.debts[0]["due_on"] = due_on.isoformat()


def outside_visiting_hours(case: Case) -> None:
    case.at = case.at.replace(hour=case.rng.choice((12, 13, 19)))


def outside_marketing_hours(case: Case) -> None:
    case.at = case.at.replace(hour=case.rng.choice((8, 20, 21)))


# --- legal state -----------------------------------------------------------------------------


def wants_letters_only(case: Case) -> None:
    case.person["cease"] = True


def disputed(case: Case) -> None:
    case.debts[0]["disputed"] = True


def dispute_answered(case: Case) -> None:
    disputed(case)
    case.proposal["reason"] = "dispute_answer"


def plan_kept(case: Case) -> None:
    case.debts[0]["plan"] = True


def plan_broken(case: Case) -> None:
    case.debts[0].update(plan=True, plan_broken=True)


def moratorium(case: Case) -> None:
    until = case.at.date() + timedelta(days=case.rng.choice((-9, -1, 0, 6, 20)))
    case.debts[0].update(moratorium=True, moratorium_until=until.isoformat())


def hardship(case: Case) -> None:
    case.person["hardship"] = True


def vulnerable(case: Case) -> None:
    case.person["vulnerable"] = True
    if case.rng.random() < 0.3:
        case.approve(f"{POLICY}.vulnerable", "care_team")


def complaint(case: Case) -> None:
    case.happened("complaint", case.before(days=case.rng.choice((1, 2, 4, 12))))
    if case.rng.random() < 0.3:
        case.happened("complaint_answered", case.before(hours=20))


def large_claim(case: Case) -> None:
    case.debts[0]["balance"] = 200_000


def deceased(case: Case) -> None:
    case.person["deceased"] = True


def incapacitated(case: Case) -> None:
    case.person["incapacitated"] = True


def paid(case: Case) -> None:
    case.debts[0]["paid"] = True


def transferred(case: Case) -> None:
    case.debts[0]["transferred"] = True


def not_governed(case: Case) -> None:
    case.proposal["purpose"] = "survey"


# --- promises --------------------------------------------------------------------------------


def promise_running(case: Case) -> None:
    _promise(case, made=3, due_in=2)


def promise_over(case: Case) -> None:
    _promise(case, made=8, due_in=-1)


def promise_broken(case: Case) -> None:
    promise_running(case)
    case.happened("promise_broken", case.before(days=1), debts=[case.debts[0]["id"]])


def _promise(case: Case, made: int, due_in: int) -> None:
    case.happened("promise", case.before(days=made), debts=[case.debts[0]["id"]])
    case.debts[0]["promise_until"] = case.before(days=-due_in)


def cured_yesterday(case: Case) -> None:
    case.happened("cured", case.before(days=1), debts=[case.debts[0]["id"]])


# --- whom ------------------------------------------------------------------------------------


def to_the_spouse(case: Case) -> None:
    case.proposal["recipient"] = {"role": "spouse", "id": f"P{case.number:04}-s"}


def to_a_liable_spouse(case: Case) -> None:
    to_the_spouse(case)
    case.proposal["recipient"].update(liable=True, debt_related=True)


def to_a_colleague(case: Case) -> None:
    case.proposal["recipient"] = {"role": "third_party", "id": f"P{case.number:04}-k"}


def too_early_to_trace(case: Case) -> None:
    case.contacted(case.before(hours=30), "voice", outcome="talked", reached="conversation")


def contact_asked_before(case: Case) -> None:
    case.contacted(
        case.before(days=3), "voice", recipient=case.contact_person(), purpose="location"
    )


def contact_refused(case: Case) -> None:
    case.happened("refusal", case.before(days=25), recipient=case.contact_person())


def refused_lately(case: Case) -> None:
    case.happened("refusal", case.before(days=2), recipient=case.proposal["recipient"])


def bought_address(case: Case) -> None:
    case.proposal["address"]["origin"] = "other"


def wishes(case: Case) -> None:
    case.person["preferences"] = case.rng.choice(
        (
            [{"channels": [case.proposal["channel"]]}],
            [{"days": [f"{case.at:%A}".lower()]}],
            [{"times": ["12:00-14:00"]}],
        )
    )


def refuses_bots(case: Case) -> None:
    case.person["refuses_automation"] = True


# --- messages --------------------------------------------------------------------------------


def offers_a_loan(case: Case) -> None:
    attribute(case, offers_loan=True)


def posted_in_public(case: Case) -> None:
    case.proposal["channel"] = "social"
    attribute(case, visible_to_others=True)


def no_consent(case: Case) -> None:
    case.consents.clear()


def consent_for_servicing(case: Case) -> None:
    for given in case.consents:
        given["purpose"] = "servicing"


def consent_revoked(case: Case) -> None:
    for given in case.consents:
        given["revoked_at"] = case.before(days=2)


def consent_expired(case: Case) -> None:
    for given in case.consents:
        given["effective_to"] = case.before(days=30)


def consent_unproven(case: Case) -> None:
    for given in case.consents:
        del given["proof"]


# --- how often -------------------------------------------------------------------------------


def talked_twice_today(case: Case) -> None:
    for hours in (2, 4):
        case.contacted(case.before(hours=hours), "voice", outcome="answered", reached="connected")


def rang_four_times_today(case: Case) -> None:
    for hours in (1.6, 3.2, 4.8, 6.4):
        case.contacted(case.before(hours=hours), "voice", outcome="no_answer")


def shared_number(case: Case) -> None:
    for hours in (2, 3, 5, 6):
        other = f"P{case.number:04}-h"
        case.contacted(case.before(hours=hours), "sms", person=other, debts=[f"{other}-1"])


def five_today(case: Case) -> None:
    for hours, channel in ((2.5, "email"), (3, "chat"), (4.5, "in_app"), (5, "chat"), (6, "sms")):
        case.contacted(case.before(hours=hours), channel)


def three_today(case: Case) -> None:
    for hours, channel in ((2.5, "email"), (4.5, "in_app"), (5, "chat")):
        case.contacted(case.before(hours=hours), channel)


def fifteen_in_a_week(case: Case) -> None:
    for index in range(15):
        case.contacted(case.before(days=1 + index % 5, hours=index / 5), "in_app")


def message_just_sent(case: Case) -> None:
    case.contacted(case.before(hours=case.rng.choice((1, 2, 3))), "push")


def call_just_made(case: Case) -> None:
    case.contacted(case.before(minutes=case.rng.choice((2, 20, 89))), "voice", outcome="no_answer")


def paid_some(case: Case) -> None:
    case.happened("payment", case.before(days=1), debts=[case.debts[0]["id"]])


def asked_for_a_call(case: Case) -> None:
    call_just_made(case)
    case.proposal["reason"] = "requested_callback"
    case.contacted(case.before(minutes=50), "voice", direction="inbound", reached="conversation")


# --- the ladder ------------------------------------------------------------------------------


def too_early_for_the_step(case: Case) -> None:
    case.debts[0]["due_on"] = (case.at.date() - timedelta(days=3)).isoformat()


def not_approved(case: Case) -> None:
    del case.proposal["approvals"]


def low_risk(case: Case) -> None:
    case.debts[0]["risk_tier"] = "low"


def second_debt(case: Case) -> None:
    """Two debts, one telephone: the contact is about both."""
    other = case.debt(f"{case.debts[0]['id']}-2", case.days_past_due, "high")
    other["disputed"] = case.rng.random() < 0.4
    case.debts.append(other)
    case.proposal["debts"].append(other["id"])


# --- what nobody sent ------------------------------------------------------------------------


def no_time_zone(case: Case) -> None:
    del case.person["time_zones"]


def no_risk_tier(case: Case) -> None:
    del case.debts[0]["risk_tier"]


def no_word_on_disputes(case: Case) -> None:
    del case.debts[0]["disputed"]


def no_word_on_payment(case: Case) -> None:
    del case.debts[0]["paid"]


def about_no_debt(case: Case) -> None:
    case.proposal["debts"] = []


def no_actor(case: Case) -> None:
    del case.proposal["actor"]


def address_of_unknown_origin(case: Case) -> None:
    del case.proposal["address"]["origin"]


def events_without_channel(case: Case) -> None:
    for hours in (2, 4, 6, 7):
        case.contacted(case.before(hours=hours), "voice")
        del case.events[-1]["channel"]
