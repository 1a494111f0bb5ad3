"""The consumer lender's strategy: what rests on consent, and notices that do not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.policies.cases import owed, said
from tests.policies.test_consumer_credit import BASE, NOON, contact, decide

POLICY = "cn.consumer_credit.recovery"
GROUNDS = BASE["proposal"]["attributes"]
MARKETING = {
    "channel": "sms",
    "purpose": "marketing",
    "actor": "bot",
    "debts": [],
    "attributes": {**GROUNDS, "lawful_basis": "consent"},
}
CONSENT = {
    "channel": "sms",
    "purpose": "marketing",
    "level": "express",
    "effective_from": "2026-01-01T00:00:00Z",
    "proof": "app-form",
}


def by_the_lender(decision: Any) -> set[str]:
    """What the strategy's own rules say, as `rule CODE`; the packs may say the same."""
    own = [one for one in decision.reasons if one.rule.rpartition(".")[0] == POLICY]
    return {f"{one.rule.rpartition('.')[2]} {one.code}" for one in own}


def message(purpose: str, **changes: Any) -> Mapping[str, Any]:
    """A text about the debt, on the ground that its purpose has."""
    ground = "consent" if purpose == "marketing" else "contract"
    attributes = {**GROUNDS, "lawful_basis": ground}
    return {
        **MARKETING,
        "debts": ["D1"],
        "purpose": purpose,
        "attributes": attributes,
        **changes,
    }


@pytest.mark.parametrize(
    ("consents", "expected"),
    [
        ([CONSENT], set()),
        ([], {"marketing_messages CONSENT_MISSING"}),
        ([{**CONSENT, "channel": "any"}], set()),
        ([{**CONSENT, "channel": "push"}], {"marketing_messages CONSENT_MISSING"}),
        ([{**CONSENT, "level": "implied"}], {"marketing_messages CONSENT_MISSING"}),
        ([{**CONSENT, "purpose": "servicing"}], {"marketing_messages CONSENT_WRONG_PURPOSE"}),
        ([{**CONSENT, "proof": None}], {"marketing_messages CONSENT_UNPROVEN"}),
        ([{**CONSENT, "revoked_at": NOON}], {"marketing_messages CONSENT_REVOKED"}),
        ([{**CONSENT, "effective_to": NOON}], {"marketing_messages CONSENT_EXPIRED"}),
        # A text may be on its way for two minutes, and must be allowed to arrive.
        (
            [{**CONSENT, "revoked_at": "2026-03-04T12:02:00+08:00"}],
            {"marketing_messages DELIVERY_MARGIN"},
        ),
        ([{**CONSENT, "revoked_at": "2026-03-04T12:02:00.000001+08:00"}], set()),
    ],
)
def test_marketing_needs_consent(consents: list[Any], expected: set[str]) -> None:
    decision = decide(proposal=MARKETING, consents=consents)
    assert by_the_lender(decision) == expected
    assert decision.verdict == ("deny" if expected else "allow")
    assert {"state_true_identity", "offer_a_way_to_refuse"} <= owed(decision)


def test_the_notice_before_the_bureau_is_not_swallowed_by_a_budget() -> None:
    notice = {"channel": "sms", "purpose": "credit_notice", "actor": "bot"}
    events = [contact(f"2026-03-04T{n + 2:02}:00:00+08:00", "push") for n in range(9)]
    decision = decide(proposal=notice, debt={"paid": True}, events=events)
    assert decision.allowed, said(decision)
    assert {"tell_before_reporting", "name_the_entry"} <= owed(decision)


@pytest.mark.parametrize("purpose", ["servicing", "credit_notice", "relief", "marketing"])
@pytest.mark.parametrize(
    ("recipient", "outsider"),
    [
        ("debtor", False),
        ("guarantor", False),
        ("representative", False),
        ("spouse", True),
        ("employer", True),
    ],
)
def test_what_the_packs_leave_open_goes_to_borrowers_only(
    purpose: str, recipient: str, outsider: bool
) -> None:
    decision = decide(
        proposal=message(purpose, recipient=recipient),
        person={"hardship": purpose == "relief"},
        debt={"due_on": "2026-03-04"},
        consents=[CONSENT],
    )
    assert by_the_lender(decision) == ({"borrowers_only THIRD_PARTY"} if outsider else set())
    assert decision.allowed is not outsider


@pytest.mark.parametrize("purpose", ["servicing", "credit_notice", "marketing"])
def test_nothing_goes_to_the_dead(purpose: str) -> None:
    late = {"due_on": "2026-03-04"}
    dead = {"deceased": True}
    decision = decide(proposal=message(purpose), person=dead, debt=late, consents=[CONSENT])
    assert said(decision) == {"deceased DECEASED"}


@pytest.mark.parametrize(
    ("ground", "purpose", "expected"),
    [
        ("contract", "marketing", {"consent_is_the_ground PROHIBITED"}),
        ("consent", "marketing", set()),
        ("consent", "collections", {"contract_is_the_ground PROHIBITED"}),
        ("contract", "collections", set()),
    ],
)
def test_each_purpose_has_its_ground(ground: str, purpose: str, expected: set[str]) -> None:
    proposal = message(purpose, attributes={**GROUNDS, "lawful_basis": ground})
    any_purpose = {**CONSENT, "purpose": "any"}
    decision = decide(proposal=proposal, debt={"due_on": "2026-03-01"}, consents=[any_purpose])
    assert said(decision) == expected
