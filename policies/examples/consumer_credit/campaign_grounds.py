"""What may go wrong with the grounds of a contact: consent, entrusting, programs that decide.

In: a `Case`. Out: the case changed, so that the packs on personal data, peace of private life,
credit reporting and marketing speak too.
"""

from __future__ import annotations

from datetime import timedelta

from campaign_cases import Case, attribute

# --- on what it rests ------------------------------------------------------------------------


def no_ground(case: Case) -> None:
    del case.proposal["attributes"]["lawful_basis"]


def on_the_wrong_ground(case: Case) -> None:
    """Marketing on the contract, collections on a consent."""
    rests_on_consent = case.proposal["purpose"] in ("marketing", "data_sharing")
    attribute(case, lawful_basis="contract" if rests_on_consent else "consent")


def sensitive_data(case: Case) -> None:
    attribute(case, sensitive_data=True, impact_assessed=case.rng.random() < 0.7)


def of_a_child(case: Case) -> None:
    case.person["under_14"] = True


def to_be_deleted(case: Case) -> None:
    case.person["storage_only"] = True


def not_told_of_processing(case: Case) -> None:
    case.person["told_of_processing"] = False


# --- firms -----------------------------------------------------------------------------------


def agency(case: Case) -> None:
    """An outside agency: listed or not, inside what it was entrusted with or not."""
    today = case.at.date()
    case.proposal["actor"] = {
        "kind": case.proposal["actor"],
        "firm": "agency-7",
        "outside": True,
        "listed": case.rng.random() < 0.7,
        "entrusted_purposes": ["collections"],
        "entrusted_channels": case.rng.choice((["voice"], ["voice", "sms", "push"], ["letter"])),
        "entrusted_until": (today + timedelta(days=case.rng.choice((-3, 0, 90)))).isoformat(),
    }
    attribute(case, impact_assessed=case.rng.random() < 0.8)


def agency_off_the_list(case: Case) -> None:
    agency(case)
    case.proposal["actor"]["listed"] = False


def passed_on_by_the_agency(case: Case) -> None:
    agency(case)
    case.proposal["actor"].update(sub_entrusted=True, sub_entrusting_agreed=False)


def partner_platform(case: Case) -> None:
    case.proposal["actor"] = {
        "kind": case.proposal["actor"],
        "firm": "platform-2",
        "partner": True,
        "partner_listed": case.rng.random() < 0.5,
    }


def by_another_handler(case: Case) -> None:
    case.proposal["actor"] = {
        "kind": case.proposal["actor"],
        "firm": "insure-co",
        "other_handler": True,
    }
    attribute(case, impact_assessed=True)


# --- programs --------------------------------------------------------------------------------


def chosen_by_profile(case: Case) -> None:
    attribute(case, by_profile=True, impact_assessed=True)
    case.person["refuses_profiling"] = case.rng.random() < 0.5


def decided_by_a_program(case: Case) -> None:
    attribute(case, automated_decision=True, impact_assessed=True)
    case.person["refuses_automated_decisions"] = True
    case.person["wants_explanation"] = True


# --- strangers, bureaus, offers --------------------------------------------------------------


def wrong_number(case: Case) -> None:
    case.contacted(case.before(days=6, hours=1), "voice", outcome="wrong_number")


def at_home(case: Case) -> None:
    case.proposal["address"]["place"] = "home"


def about_to_be_reported(case: Case) -> None:
    case.debts[0]["to_be_reported"] = True


def notice_to_the_spouse(case: Case) -> None:
    case.proposal["recipient"] = {"role": "spouse", "id": f"P{case.number:04}-s"}


def opted_out(case: Case) -> None:
    case.happened("opt_out", case.before(days=4))


def by_service_port(case: Case) -> None:
    case.proposal["channel"] = "sms"
    attribute(case, from_service_port=True)


def marketing_call(case: Case) -> None:
    case.proposal["channel"] = "voice"
    case.proposal["address"]["declines_calls"] = True
    case.consent("voice", "marketing")
