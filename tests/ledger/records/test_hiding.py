"""Records that do not tell whose they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from policydsl.api import Policy
from policydsl.errors import LedgerError
from policydsl.ledger.records.hideable import GROUPS
from policydsl.ledger.records.hiding import Hiding, pseudonym
from policydsl.ledger.records.pseudonyms import Pseudonyms
from policydsl.ledger.records.record import Line, read_line
from policydsl.ledger.store import Record
from tests.ledger.records.support import HORIZON, START, policy, request, text

POLICY = policy()
EVERYTHING = (*GROUPS, "person.name", "proposal.note")


@pytest.fixture
def keys(tmp_path: Path) -> Iterator[Pseudonyms]:
    made = Pseudonyms(tmp_path / "keys")
    yield made
    made.close()


def hide(
    keys: Pseudonyms, data: dict[str, Any], *names: str, of: Policy = POLICY, key: str = "k1"
) -> Record:
    decision = of.decide(data, horizon=HORIZON)
    return Hiding(of, names, keys).record_of(of, data, decision, key=key, horizon=HORIZON)


def line(record: Record) -> Line:
    found = read_line(record.text)
    assert found is not None
    return found


def full() -> dict[str, Any]:
    """A request that says everything that can be hidden."""
    data = request(
        events=1,
        person={
            "name": "Li",
            "household": "H1",
            "wishes": [{"addresses": ["+1999", "+1305"], "days": ["monday"]}],
        },
        proposal={
            "address": {"id": "+1305", "kind": "mobile"},
            "debts": ["D1"],
            "attributes": {"note": "call mother"},
        },
        debts=[{"id": "D1", "due_on": "2026-01-01"}],
        consents=[
            {
                "id": "c1",
                "effective_from": text(START),
                "proof": "form 7",
                "address": "any",
                "channel": "sms",
            }
        ],
    )
    data["events"][0] |= {
        "reached": "conversation",
        "debts": ["D1"],
        "discussed": ["D1"],
        "household": "H1",
        "attributes": {"note": "call mother"},
    }
    data["events"].append({"id": "e1-fix", "kind": "contact", "at": text(START), "amends": "e1"})
    return data


def test_everything_that_was_named_is_hidden_where_it_stands(keys: Pseudonyms) -> None:
    record = hide(keys, full(), *EVERYTHING)
    assert record.about == "k1"
    key = keys.key_for("P1")
    found = line(record)
    assert found.key == pseudonym(key, "k1")
    shown = {name: pseudonym(key, name) for name in ("P1", "+1305", "+1999", "D1", "H1", "e1")}
    asked = found.request
    assert asked["proposal"] == {
        "id": pseudonym(key, "k1"),
        "channel": "sms",
        "purpose": "collections",
        "address": {"id": shown["+1305"], "kind": "mobile"},
        "recipient": {"role": "debtor", "id": shown["P1"]},
        "debts": [shown["D1"]],
        "attributes": {"note": pseudonym(key, "call mother")},
    }
    assert asked["person"] == {
        "id": shown["P1"],
        "name": pseudonym(key, "Li"),
        "household": shown["H1"],
        "time_zones": ["Asia/Shanghai"],
        "wishes": [{"addresses": [shown["+1999"], shown["+1305"]], "days": ["monday"]}],
    }
    assert asked["debts"] == [{"id": shown["D1"], "due_on": "2026-01-01"}]
    assert asked["consents"][0] | {"proof": "", "address": ""} != asked["consents"][0]
    assert asked["consents"][0]["proof"] == pseudonym(key, "form 7")
    assert asked["consents"][0]["address"] == "any"
    event, amendment = asked["events"]
    assert (event["id"], event["person"], event["address"]) == (
        *(shown["e1"], shown["P1"], shown["+1305"]),
    )
    assert event["debts"] == event["discussed"] == [shown["D1"]]
    assert event["household"] == shown["H1"]
    assert event["attributes"] == {"note": pseudonym(key, "call mother")}
    assert amendment["amends"] == shown["e1"]
    for left in ("P1", "+1305", "+1999", "D1", "H1", "Li", "e1", "k1", "form 7", "call mother"):
        assert f'"{left}"' not in record.text


def test_what_was_not_named_stays(keys: Pseudonyms) -> None:
    record = hide(keys, full(), "person")
    found = line(record)
    assert found.key == "k1"
    assert found.request["proposal"] == full()["proposal"]
    assert found.request["person"] == full()["person"] | {"id": pseudonym(keys.key_for("P1"), "P1")}


def test_the_request_that_was_given_is_not_changed(keys: Pseudonyms) -> None:
    data = full()
    hide(keys, data, *EVERYTHING)
    assert data == full()


def test_each_person_has_a_key_of_his_own(keys: Pseudonyms) -> None:
    one = hide(keys, request(about="P1"), "address")
    again = hide(keys, request(about="P1"), "address")
    other = hide(keys, request(about="P2"), "address")
    assert one.text == again.text
    addresses = [line(each).request["proposal"]["address"] for each in (one, other)]
    assert addresses[0] != addresses[1]


def test_nobody_can_make_the_pseudonym_again_when_the_key_is_destroyed(keys: Pseudonyms) -> None:
    data = request()
    before = hide(keys, data, "person")
    assert keys.destroy("P1")
    after = hide(keys, data, "person")
    assert line(before).request["person"]["id"] != line(after).request["person"]["id"]
    assert line(before).request["person"]["id"] != pseudonym(keys.key_for("P1"), "P1")


def test_a_request_without_a_person_is_hidden_under_a_key_that_nobody_keeps(
    keys: Pseudonyms,
) -> None:
    data = request()
    del data["person"]["id"]
    one, other = (hide(keys, data, "address", "recipient") for _ in range(2))
    assert one.text != other.text


def test_events_of_one_instant_keep_their_order(keys: Pseudonyms) -> None:
    """Two amendments of one instant: the one with the later id wins."""
    for number in range(20):
        data = request(events=3)
        data["events"] += [
            {
                "id": f"fix{number}-{letter}",
                "kind": "contact",
                "at": text(START),
                "amends": "e1",
                "channel": channel,
            }
            for letter, channel in (("a", "sms"), ("b", "letter"))
        ]
        data["events"].pop(2)
        decision = POLICY.decide(data, horizon=HORIZON)
        found = line(hide(keys, data, *EVERYTHING))
        assert decision.allowed
        assert found.allowed
        ids = [event["id"] for event in found.request["events"][-2:]]
        assert ids == sorted(ids)


def test_the_proposals_own_event_is_still_its_own(keys: Pseudonyms) -> None:
    data = request(events=2)
    data["proposal"]["id"] = "e1"
    data["events"][1]["at"] = data["events"][0]["at"]
    assert POLICY.decide(data).allowed
    assert line(hide(keys, data, *EVERYTHING)).allowed


def test_a_record_that_would_be_decided_otherwise_is_not_written(keys: Pseudonyms) -> None:
    """No policy is known for which this happens, so the decision here is of another request."""
    other = POLICY.decide(request(events=2), horizon=HORIZON)
    hiding = Hiding(POLICY, ["person"], keys)
    with pytest.raises(LedgerError) as raised:
        hiding.record_of(POLICY, request(), other, key="k1", horizon=HORIZON)
    assert [one.code for one in raised.value.diagnostics] == ["L133"]


def test_a_hiding_is_for_one_policy(keys: Pseudonyms) -> None:
    data, other = (
        request(),
        policy("\ncap more\n  at most 9 attempts per person in 9 rolling days\n"),
    )
    with pytest.raises(ValueError, match="nothing is known"):
        Hiding(POLICY, ["person"], keys).record_of(
            other, data, other.decide(data), key="k1", horizon=HORIZON
        )
