"""When two steps of a ladder could take the same contact, and when they surely cannot."""

from __future__ import annotations

import pytest

from tests.support import codes

FACTS = "fact proposal.tone : one of soft, firm\nfact proposal.round : number\n"


def said(one: str, other: str, before: str = FACTS) -> list[str]:
    """What two steps by voice are reported with, for their filters."""
    return codes(
        f"{before}ladder l per debt\n"
        f"  step a from day 1 past due via voice{one}\n"
        f"  step b from day 2 past due via voice{other}"
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("actor is bot", "actor is human"),
        ("actor is bot", "actor is not bot"),
        ("actor is not bot", "actor is bot"),
        ("actor in {bot, prerecorded}", "actor is human"),
        ("actor in {bot, prerecorded}", "actor not in {bot, prerecorded}"),
        ("actor is bot", "actor not in {bot, prerecorded}"),
        ("actor is bot and purpose is collections", "actor is human and purpose is collections"),
        ("actor is bot and purpose is a", "purpose is b"),
        ("purpose is a and actor is not bot", "actor is bot"),
        ("actor in {bot, human} and actor in {bot, prerecorded}", "actor is human"),
        ("tone is soft", "tone is firm"),
        ("round is 1", "round is 2"),
    ],
)
def test_filters_that_no_contact_meets_both(one: str, other: str) -> None:
    assert said(f" where ({one})", f" where ({other})") == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("actor is bot", "actor is bot"),
        ("actor is bot", "purpose is a"),
        ("actor in {bot, human}", "actor is human"),
        ("actor in {bot, human}", "actor is not bot"),
        ("actor is not bot", "actor is not human"),
        ("actor is bot", "not (actor is bot and purpose is a)"),
        ("actor is bot or purpose is a", "actor is human"),
        ("actor is known", "actor is human"),
        ("round > 1", "round is 1"),
        ("tone is proposal.tone", "tone is soft"),
    ],
)
def test_filters_that_a_contact_may_meet_both(one: str, other: str) -> None:
    assert said(f" where ({one})", f" where ({other})") == ["E422"]


def test_steps_without_a_filter_or_by_other_channels() -> None:
    assert said("", "") == ["E422"]
    assert said("", " where (actor is bot)") == ["E422"]
    assert codes("ladder l per debt step a via voice step b via sms") == []


def test_steps_may_share_contacts_that_name_their_step() -> None:
    assert said("", "", "fact proposal.step : text\n") == []
