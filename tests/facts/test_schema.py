"""The JSON Schema: what it shows, and that it takes what the checking takes."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from policydsl.core.request import LEVELS
from policydsl.facts.checking import check_request
from policydsl.facts.schema import PSEUDO_PATHS, request_schema
from policydsl.facts.types import DateType, InstantType, Number, SetOf
from policydsl.facts.vocabulary import Declaration, Vocabulary
from tests.facts.samples import AT, VOCABULARY, event, smallest

EVERYTHING = request_schema(
    VOCABULARY, [*VOCABULARY.names(), *sorted(PSEUDO_PATHS)], title="everything"
)
VALIDATOR = Draft202012Validator(EVERYTHING)


def test_a_policy_that_reads_nothing() -> None:
    schema = request_schema(VOCABULARY, [], title="house")
    assert schema["title"] == "house"
    assert schema["required"] == ["at", "proposal"]
    assert list(schema["properties"]) == ["at", "as_known", "proposal"]
    proposal = schema["properties"]["proposal"]
    assert list(proposal["properties"]) == ["channel", "purpose", "id"]
    assert proposal["required"] == ["channel", "purpose"]
    assert proposal["properties"]["channel"]["enum"][-1] == "kiosk"


def test_exactly_what_is_read() -> None:
    reads = {
        *("proposal.topic", "recipient.role", "address.place", "person.cease", "person.score"),
        *("person.agreed_hours", "debt.due_on", "event.outcome", "event.topic", "consent.channel"),
        "person.time_zones",
    }
    schema = request_schema(VOCABULARY, reads, title="house")
    of = {name: schema["properties"][name] for name in ("proposal", "person")}
    for name in ("debts", "consents", "events"):
        of[name] = schema["properties"][name]["items"]
    assert {name: set(one["properties"]) for name, one in of.items()} == {
        "proposal": {"channel", "purpose", "id", "recipient", "address", "attributes", "debts"},
        "person": {"id", "cease", "score", "agreed_hours", "time_zones"},
        "debts": {"id", "due_on", "days_past_due"},
        "consents": {
            *("id", "channel", "level", "effective_from", "effective_to", "confirmed_at"),
            *("revoked_at", "proof"),
        },
        "events": {
            *("id", "kind", "at", "channel", "direction", "recipient", "address", "outcome"),
            *("step", "debts", "discussed", "reached", "reserved", "person", "known_at"),
            *("amends", "void", "attributes"),
        },
    }
    person = of["person"]["properties"]
    assert person["cease"] == {
        "type": "boolean",
        "default": False,
        "description": "`person.cease`",
    }
    assert person["agreed_hours"]["default"] is None
    assert person["score"]["description"] == (
        "when left out it is unknown, and rules that read it block"
    )
    address = of["proposal"]["properties"]["address"]
    assert address["description"].startswith("the number, mail address, device or place used")
    assert list(address["anyOf"][-1]["properties"]) == ["place"]
    recipient = of["proposal"]["properties"]["recipient"]["anyOf"][-1]
    assert list(recipient["properties"]) == ["role", "time_zones"]


def test_defaults_are_written_as_json() -> None:
    vocabulary, refusals = Vocabulary.standard().with_declarations(
        [
            Declaration("person.a", InstantType(), 1_500_000),
            Declaration("person.b", DateType(), date(2026, 3, 4)),
            Declaration("person.c", SetOf(), frozenset({"b", "a"})),
            Declaration("person.d", Number(), Decimal("1.5")),
            Declaration("person.e", Number(), 3),
        ]
    )
    assert refusals == ()
    schema = request_schema(vocabulary, [f"person.{name}" for name in "abcde"], title="x")
    person = schema["properties"]["person"]["properties"]
    assert {name: person[name]["default"] for name in "abcde"} == {
        "a": "1970-01-01T00:00:01.500000+00:00",
        "b": "2026-03-04",
        "c": ["a", "b"],
        "d": 1.5,
        "e": 3,
    }
    assert json.loads(json.dumps(schema)) == schema


def test_zones_alone_bring_the_person_and_the_recipient() -> None:
    schema = request_schema(Vocabulary.standard(), ["person.time_zones"], title="x")
    assert set(schema["properties"]["person"]["properties"]) == {"id", "time_zones"}
    recipient = schema["properties"]["proposal"]["properties"]["recipient"]
    assert set(recipient["anyOf"][-1]["properties"]) == {"time_zones"}


def test_a_person_without_zones_and_a_debt_without_a_due_date() -> None:
    schema = request_schema(VOCABULARY, ["person.cease", "approvals"], title="x")
    assert set(schema["properties"]["person"]["properties"]) == {"id", "cease"}
    assert "approvals" in schema["properties"]["proposal"]["properties"]
    schema = request_schema(VOCABULARY, ["debt.risk_tier"], title="x")
    assert set(schema["properties"]["debts"]["items"]["properties"]) == {"id", "risk_tier"}


def test_a_path_that_is_not_there_is_a_mistake_of_the_program() -> None:
    with pytest.raises(KeyError):
        request_schema(VOCABULARY, ["person.unheard_of"], title="x")


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(EVERYTHING)


# --- agreement with the checking ----------------------------------------------------------------

INSTANTS = st.sampled_from([AT, "2026-03-01T10:00:00+08:00", "2026-02-01T10:00:00.5Z"])
LABELS = st.sampled_from(["a", "b", "+1", "夜间"])
ZONES = st.lists(
    st.sampled_from(["Asia/Tokyo", {"zone": "Europe/Paris", "source": "residence"}]), max_size=2
)


def objects(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


TABLES = st.sampled_from(
    [{}, {"monday": ["09:00-12:00"], "sunday": []}, {"every_day": ["22:00-02:00"]}]
)
WISHES = st.lists(
    st.fixed_dictionaries(
        {"days": st.just(["sunday"])},
        optional={
            "channels": st.just(["voice", "kiosk"]),
            "times": st.just(["22:00-24:00"]),
            "places": st.none(),
            "from": INSTANTS,
            "until": st.none(),
        },
    ),
    max_size=2,
)
PARTIES = {
    "recipient": st.sampled_from(
        ["debtor", {"role": "spouse", "id": "P7", "place": "home"}, {"time_zones": None}, None]
    ),
    "actor": st.sampled_from(["bot", {"kind": "human", "firm": "x", "licensed": True}, {}]),
    "address": st.sampled_from(["+1", {"id": "+2", "kind": "mobile", "place": None}, None]),
}
PROPOSALS = st.fixed_dictionaries(
    {"channel": st.sampled_from(["voice", "kiosk"]), "purpose": LABELS},
    optional={
        **PARTIES,
        **{name: st.none() | LABELS for name in ("id", "reason", "template", "campaign")},
        "debts": st.none() | st.lists(LABELS, max_size=2),
        "approvals": st.just([{"rule": "a", "role": "b", "at": AT, "by": "c"}]),
        "attributes": objects(topic=st.none() | LABELS),
    },
)
PERSONS = objects(
    id=LABELS,
    time_zones=ZONES,
    region=LABELS,
    cease=st.booleans(),
    score=st.integers(-5, 5) | st.just(1.5),
    agreed_hours=st.none() | TABLES,
    wishes=st.none() | WISHES,
    languages=st.lists(LABELS, max_size=2),
    contact=objects(tier=st.sampled_from(["low", "high"])),
    born=st.just("1980-02-29"),
)
DEBT = st.fixed_dictionaries(
    {"id": st.just("D1")},
    optional={
        "days_past_due": st.integers(-5, 5),
        "risk_tier": st.just("low"),
        "promise_until": st.none() | INSTANTS,
    },
)
CONSENT = st.fixed_dictionaries(
    {"id": st.just("k1"), "effective_from": INSTANTS},
    optional={
        **{name: st.none() | INSTANTS for name in ("effective_to", "confirmed_at", "revoked_at")},
        "level": st.just("written"),
        "proof": st.none() | LABELS,
        "scope": st.just("any"),
        "channel": st.sampled_from(["any", "sms", None]),
        "purpose": LABELS,
    },
)
EVENTS = st.sampled_from(
    [
        [],
        [event("e1"), event("e2", kind="promise", at=AT, debts=["D1"])],
        [event("e1", reached="connected"), {"id": "a", "amends": "e1", "at": AT, "void": True}],
        [
            event(
                "e1", person="P", known_at=AT, reserved=True, discussed=None, direction="inbound"
            ),
            {"id": "a", "kind": "amendment", "amends": "e1", "at": AT, "reached": LEVELS[2]},
        ],
    ]
)
REQUESTS = st.fixed_dictionaries(
    {"at": INSTANTS, "proposal": PROPOSALS},
    optional={
        "as_known": st.none() | INSTANTS,
        "person": PERSONS,
        "debts": st.lists(DEBT, max_size=1),
        "consents": st.lists(CONSENT, max_size=1),
        "events": EVENTS,
    },
)
STRANGE = st.sampled_from(
    [None, True, 5, 1.5, "", "x", AT, "2026-03-04", "09:00-10:00", [], ["x"], {}, {"x": 1}]
)
# What a schema cannot say: which zones there are, how two fields or two objects agree, …
BEYOND = {"R122", "R125", "R129", "R131", "R135", "R140", "R141", "R142", "R143", "R144", "R146"}


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from places(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from places(inner, (*path, index))


@given(REQUESTS)
def test_fine_requests_validate(data: dict[str, Any]) -> None:
    assert check_request(data, VOCABULARY)[1] == []
    assert [error.message for error in VALIDATOR.iter_errors(data)] == []


@settings(max_examples=300)
@given(REQUESTS, st.data())
def test_both_refuse_the_same(data: dict[str, Any], draw: st.DataObject) -> None:
    broken = copy.deepcopy(data)
    path = draw.draw(st.sampled_from(list(places(data))))
    holder = broken
    for key in path[:-1]:
        holder = holder[key]
    action = draw.draw(st.sampled_from(["replace", "remove", "rename"]))
    if action == "replace" or isinstance(holder, list):
        holder[path[-1]] = draw.draw(STRANGE)
    elif action == "remove":
        del holder[path[-1]]
    else:
        holder[f"{path[-1]}_"] = holder.pop(path[-1])
    found = {one.code for one in check_request(broken, VOCABULARY)[1]}
    if not found & BEYOND:
        assert VALIDATOR.is_valid(broken) == (not found), found


def test_the_smallest_request_validates_against_the_smallest_schema() -> None:
    schema = request_schema(Vocabulary.standard(), [], title="x")
    assert Draft202012Validator(schema).is_valid(smallest())
    assert not Draft202012Validator(schema).is_valid(smallest(person={}, persons={}))
