"""Other routes than the ladder, and what may go wrong with them: relief, service, a sale, a court.

In: a `Case`. Out: the case changed.
"""

from __future__ import annotations

from campaign_cases import Case, attribute

# --- who started it --------------------------------------------------------------------------


def origin_not_said(case: Case) -> None:
    del case.proposal["attributes"][case.rng.choice(("started_by", "started_on_rule"))]


def said_to_be_asked_for(case: Case) -> None:
    attribute(case, started_by="borrower")


# --- the borrower's side ---------------------------------------------------------------------


def has_a_lawyer(case: Case) -> None:
    case.person["represented"] = True
    if case.rng.random() < 0.3:
        case.proposal["recipient"] = {"role": "representative", "id": f"P{case.number:04}-l"}


def asked_for_a_person(case: Case) -> None:
    recipient = case.proposal["recipient"]
    case.happened("person_asked_for", case.before(hours=20), recipient=recipient)


def complaint_answered(case: Case) -> None:
    case.happened("complaint", case.before(days=20))
    case.happened("complaint_answered", case.before(days=15))


def not_in_hardship(case: Case) -> None:
    case.person["hardship"] = False


def relief_offered_lately(case: Case) -> None:
    case.contacted(case.before(days=2), "sms", purpose="relief")


def never_asked(case: Case) -> None:
    case.events.clear()


# --- the debt's side -------------------------------------------------------------------------


def in_court(case: Case) -> None:
    case.debts[0]["in_court"] = True


def bought(case: Case) -> None:
    """From another lender, with or without its history, the borrower told or not."""
    case.debts[0].update(bought=True, history_received=case.rng.random() < 0.5)
    if case.rng.random() < 0.5:
        sent = {"purpose": "transfer_notice", "reached": "delivered"}
        case.contacted(case.before(days=12), "letter", **sent)


def other_receiver(case: Case) -> None:
    attribute(case, receiver="other-co")


def data_by_text(case: Case) -> None:
    case.proposal["channel"] = "sms"


# --- how often -------------------------------------------------------------------------------


def six_days_in_a_row(case: Case) -> None:
    for days in range(1, 7):
        case.contacted(case.before(days=days), "in_app")


def low_risk_called_today(case: Case) -> None:
    case.debts[0]["risk_tier"] = "low"
    case.contacted(case.before(hours=2), "voice", outcome="no_answer")


def mid_risk_called_twice_today(case: Case) -> None:
    case.debts[0]["risk_tier"] = "mid"
    for hours in (1.6, 3.2):
        case.contacted(case.before(hours=hours), "voice", outcome="no_answer")


def served_all_day(case: Case) -> None:
    """Contacts of customer service, which count for nothing."""
    for hours in (1, 2, 3, 4, 5, 6):
        case.contacted(case.before(hours=hours), "chat", purpose="customer_service")
