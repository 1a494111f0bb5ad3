"""Which events count, for which key, surely or possibly."""

from __future__ import annotations

import pytest

from policydsl.core.formula import (
    Compare,
    Count,
    Key,
    Selection,
)
from policydsl.core.request import Event
from policydsl.core.windows import ConsecutiveDays, Ever, Rolling
from tests.core.build import (
    DAY,
    HOUR,
    MICRO,
    PER_ADDRESS,
    PER_DEBT,
    PER_PERSON,
    YES,
    at,
    attempts,
    contact,
    count,
    happened,
    others,
    truth,
)

NOW = at("2026-03-04 10:00")
AGO = NOW - HOUR
PER_RECIPIENT = Key("recipient", "recipient")
PER_HOUSEHOLD = Key("field", "person.household")
PER_CREDITOR = Key("field", "debt.creditor")
PER_CAMPAIGN = Key("field", "proposal.campaign")


def counted(test: Count, *events: Event, **fields: object) -> bool | None:
    """Whether a count holds of these events, now."""
    return truth(test, fields.pop("now", NOW), fields.pop("facts", None), events=events, **fields)


# --- how far a contact got --------------------------------------------------------------------


@pytest.mark.parametrize("asked", range(1, 7))
@pytest.mark.parametrize("reached", range(1, 7))
def test_each_level_includes_those_beyond_it(asked: int, reached: int) -> None:
    test = count(Ever(), 1, selection=attempts(asked))
    assert counted(test, contact(AGO, level=reached)) is (reached >= asked)


def test_outbound_alone_is_counted_unless_said_otherwise() -> None:
    inbound = contact(AGO, direction="inbound")
    assert counted(count(Ever()), inbound) is False
    assert (
        counted(count(Ever(), selection=Selection("contact", 1, "inbound", None, YES)), inbound)
        is True
    )
    assert (
        counted(count(Ever(), selection=Selection("contact", 1, None, None, YES)), inbound) is True
    )


def test_channels_filter_events() -> None:
    by_sms = Selection("contact", 1, "outbound", frozenset({"sms"}), YES)
    assert counted(count(Ever(), selection=by_sms), contact(AGO)) is False
    assert counted(count(Ever(), selection=by_sms), contact(AGO, channel="sms")) is True


def test_other_kinds_of_events_are_counted_by_name() -> None:
    refusals = count(Ever(), selection=others("refusal"))
    assert counted(refusals, happened("refusal", AGO)) is True
    assert counted(refusals, happened("payment", AGO), contact(AGO)) is False


def test_a_level_flag_of_an_attempt_is_no_and_not_unknown() -> None:
    connected = Compare("event.connected", "eq", True)
    assert counted(count(Ever(), selection=attempts(where=connected)), contact(AGO)) is False
    assert (
        counted(count(Ever(), selection=attempts(where=connected)), contact(AGO, level=4)) is True
    )


def test_a_cap_blocks_when_n_or_more_lie_in_the_window() -> None:
    cap = count(Rolling(DAY), 3)
    events = [contact(AGO, f"e{index}") for index in range(3)]
    assert counted(cap, *events[:2]) is False
    assert counted(cap, *events) is True


def test_events_after_the_judged_instant_are_ignored() -> None:
    assert counted(count(Ever()), contact(NOW + MICRO)) is False
    assert counted(count(Ever()), contact(NOW)) is True


# --- sure and possible ------------------------------------------------------------------------


def test_an_event_that_lacks_a_filtered_field_may_count() -> None:
    busy = count(Ever(), 1, selection=attempts(where=Compare("event.outcome", "eq", "busy")))
    assert counted(busy, contact(AGO)) is None
    assert counted(busy, contact(AGO, values={"event.outcome": "busy"})) is True
    assert counted(busy, contact(AGO, values={"event.outcome": "answered"})) is False


def test_sure_events_block_whatever_may_count_besides() -> None:
    two = count(Ever(), 2, selection=attempts(where=Compare("event.outcome", "eq", "busy")))
    sure = [contact(AGO, f"s{index}", values={"event.outcome": "busy"}) for index in range(2)]
    assert counted(two, *sure, contact(AGO, "m")) is True
    assert counted(two, sure[0], contact(AGO, "m")) is None
    assert counted(two, sure[0]) is False
    assert counted(two, contact(AGO, "m")) is False


@pytest.mark.parametrize("absent", ["direction", "channel"])
def test_an_event_without_direction_or_channel_may_count(absent: str) -> None:
    by_voice = Selection("contact", 1, "outbound", frozenset({"voice"}), YES)
    assert counted(count(Ever(), selection=by_voice), contact(AGO, **{absent: None})) is None


def test_a_known_no_wins_over_an_unknown_field() -> None:
    by_voice = Selection("contact", 1, "outbound", frozenset({"voice"}), YES)
    other = contact(AGO, channel=None, direction="inbound")
    assert counted(count(Ever(), selection=by_voice), other) is False


# --- keys -------------------------------------------------------------------------------------


def test_each_debt_is_counted_apart() -> None:
    """One person, two debts, one number (needs.md, X-o)."""
    seven = count(ConsecutiveDays(7), 7, PER_DEBT)
    events = [contact(NOW - index * HOUR, f"e{index}", debts=("D1",)) for index in range(7)]
    assert counted(seven, *events, debt="D1") is True
    assert counted(seven, *events, debt="D2") is False


def test_an_event_about_several_debts_counts_for_each() -> None:
    both = contact(AGO, debts=("D1", "D2"))
    assert counted(count(Ever(), 1, PER_DEBT), both, debt="D1") is True
    assert counted(count(Ever(), 1, PER_DEBT), both, debt="D2") is True
    assert counted(count(Ever(), 1, PER_DEBT), both, debt="D3") is False


def test_an_event_without_debts_may_count_for_each_debt() -> None:
    assert counted(count(Ever(), 1, PER_DEBT), contact(AGO), debt="D1") is None


def test_an_event_about_no_debts_counts_for_none() -> None:
    assert counted(count(Ever(), 1, PER_DEBT), contact(AGO, debts=()), debt="D1") is False


def test_a_conversation_is_about_the_debts_discussed_when_given() -> None:
    talk = contact(AGO, level=6, debts=("D1", "D2"), discussed=("D2",))
    talks = count(Ever(), 1, PER_DEBT, selection=attempts(6))
    assert counted(talks, talk, debt="D1") is False
    assert counted(talks, talk, debt="D2") is True
    assert counted(count(Ever(), 1, PER_DEBT), talk, debt="D1") is True
    plain = contact(AGO, level=6, debts=("D1",))
    assert counted(talks, plain, debt="D1") is True


def test_a_proposal_that_lacks_a_caps_key_is_unknown() -> None:
    assert counted(count(Ever(), 1, PER_DEBT), debt=None) is None
    assert counted(count(Ever(), 1, PER_ADDRESS)) is None
    assert counted(count(Ever(), 1, PER_ADDRESS), facts={"proposal.address": None}) is None
    assert counted(count(Ever(), 1, PER_RECIPIENT), recipient=(None, None)) is None
    assert counted(count(Ever(), 1, PER_HOUSEHOLD)) is None


def test_an_event_at_the_same_address_counts() -> None:
    facts = {"proposal.address": "+1"}
    assert counted(count(Ever(), 1, PER_ADDRESS), contact(AGO), facts=facts) is True
    assert counted(count(Ever(), 1, PER_ADDRESS), contact(AGO, address="+2"), facts=facts) is False
    assert counted(count(Ever(), 1, PER_ADDRESS), contact(AGO, address=None), facts=facts) is None


def test_an_event_of_no_person_is_of_the_person_of_the_request() -> None:
    assert counted(count(Ever(), 1, PER_PERSON), contact(AGO)) is True
    assert counted(count(Ever(), 1, PER_PERSON), contact(AGO, person="P1")) is True
    assert counted(count(Ever(), 1, PER_PERSON), contact(AGO, person="P2")) is False
    assert counted(count(Ever(), 1, PER_PERSON), contact(AGO, person="P2"), person=None) is None


@pytest.mark.parametrize(
    ("theirs", "ours", "expected"),
    [
        (("spouse", "P7"), ("spouse", "P7"), True),
        (("debtor", "P7"), ("spouse", "P7"), True),
        (("spouse", "P7"), ("spouse", "P8"), False),
        (("spouse", None), ("spouse", None), True),
        (("spouse", None), ("debtor", None), False),
        (("spouse", "P7"), ("spouse", None), None),
        (("spouse", "P7"), ("debtor", None), False),
        ((None, None), ("debtor", None), None),
    ],
)
def test_recipients_are_the_same_by_id_else_by_role(
    theirs: tuple[str | None, str | None],
    ours: tuple[str | None, str | None],
    expected: bool | None,
) -> None:
    test = count(Ever(), 1, PER_RECIPIENT)
    assert counted(test, contact(AGO, recipient=theirs), recipient=ours) is expected


def test_a_field_of_the_person_is_that_of_the_persons_events() -> None:
    facts = {"person.household": "H1"}
    test = count(Ever(), 1, PER_HOUSEHOLD)
    assert counted(test, contact(AGO), facts=facts) is True
    assert counted(test, contact(AGO, person="P2"), facts=facts) is False
    named = contact(AGO, person="P2", values={"event.household": "H1"})
    assert counted(test, named, facts=facts) is True
    other = contact(AGO, values={"event.household": "H2"})
    assert counted(test, other, facts=facts) is False


def test_a_field_of_a_debt_is_that_of_the_events_debts() -> None:
    debts = {
        "D1": {"debt.creditor": "A"},
        "D2": {"debt.creditor": "A"},
        "D3": {"debt.creditor": "B"},
    }
    test = count(Ever(), 1, PER_CREDITOR)

    def of(*about: str) -> bool | None:
        return counted(test, contact(AGO, debts=about), debt="D1", debts=debts)

    assert of("D2") is True
    assert of("D3") is False
    assert of("D3", "D2") is True
    assert of("D9") is None
    assert of("D3", "D9") is None
    assert counted(test, contact(AGO), debt="D1", debts=debts) is None
    named = contact(AGO, debts=("D3",), values={"event.creditor": "A"})
    assert counted(test, named, debt="D1", debts=debts) is True
    assert counted(test, named, debt="D9", debts=debts) is None


def test_a_field_of_the_proposal_is_the_events_field_of_that_name() -> None:
    facts = {"proposal.campaign": "spring"}
    test = count(Ever(), 1, PER_CAMPAIGN)
    assert counted(test, contact(AGO, values={"event.campaign": "spring"}), facts=facts) is True
    assert counted(test, contact(AGO, values={"event.campaign": "autumn"}), facts=facts) is False
    assert counted(test, contact(AGO), facts=facts) is None
    assert counted(test, contact(AGO, values={"event.campaign": None}), facts=facts) is None


def test_all_keys_must_be_the_same() -> None:
    facts = {"proposal.address": "+1"}
    test = count(Ever(), 1, PER_ADDRESS, PER_DEBT)
    assert counted(test, contact(AGO, debts=("D1",)), facts=facts, debt="D1") is True
    assert counted(test, contact(AGO, debts=("D2",)), facts=facts, debt="D1") is False
    assert counted(test, contact(AGO, debts=("D1",), address="+2"), facts=facts, debt="D1") is False
