"""What no report may say leaves no trace, and spoils nothing that is read later."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from policydsl.errors import LedgerError, PolicydslError, RequestError
from policydsl.gate.gate import Gate
from policydsl.ledger.store import Store
from tests.gate.support import AT, HOUR, each, gate, proposal

RULES = "fact event.note : text = none\ncap c at most 9 attempts by sms per person in 24 hours\n"


class Evil:
    """Raises whatever is done with it."""

    def __eq__(self, other: object) -> bool:
        raise ZeroDivisionError

    __hash__ = object.__hash__

    def __bool__(self) -> bool:
        raise ZeroDivisionError

    def __str__(self) -> str:
        raise ZeroDivisionError


def cyclic() -> dict[str, Any]:
    one: dict[str, Any] = {}
    one["note"] = one
    return one


def deep() -> object:
    value: object = "x"
    for _ in range(100_000):
        value = [value]
    return value


WRONG: dict[str, dict[str, Any]] = {
    "unknown level": {"reached": "delivred"},
    "level of another type": {"reached": ["delivered"]},
    "void that is no flag": {"void": "yes"},
    "void that is one": {"void": 1},
    "void that is none": {"void": None},
    "unknown channel": {"channel": "pigeon"},
    "person that is no text": {"person": 7},
    "empty person": {"person": ""},
    "debts that are no list": {"debts": "D1"},
    "bytes": {"outcome": b"x"},
    "half a surrogate": {"outcome": "\ud800"},
    "enormous": {"outcome": "x" * 100_000},
    "undeclared attribute": {"attributes": {"nope": 1}},
    "attribute of another type": {"attributes": {"note": 1}},
    "cyclic": {"attributes": cyclic()},
    "deep": {"attributes": {"note": deep()}},
    "not a number": {"attributes": {"note": Decimal("NaN")}},
    "evil": {"outcome": Evil()},
    "evil level": {"reached": Evil()},
    "evil void": {"void": Evil()},
    "evil attribute": {"attributes": {"note": Evil()}},
    "evil attributes": {"attributes": Evil()},
}


@pytest.mark.parametrize("changes", WRONG.values(), ids=WRONG.keys())
@pytest.mark.parametrize("confirmed", [False, True])
def test_wrong_values_are_refused_and_leave_nothing(changes: Any, confirmed: bool) -> None:
    ours = gate(RULES)
    permit = ours.reserve(proposal(), at=AT, key="a")
    if confirmed:
        ours.confirm("a", "submitted")
    before = list(ours.store.entries())
    report = {"reached": "delivered", **changes}
    for refused in each(
        lambda: permit.confirm(**report),
        lambda: ours.confirm("a", **report),
        lambda: ours.amend("a", **changes),
        lambda: ours.confirm_many([permit], **report),
    ):
        with pytest.raises(RequestError):
            refused()
    assert list(ours.store.entries()) == before
    assert permit.state == "reserved"
    assert ours.reserve(proposal(), at=AT + HOUR, key="b").allowed


@pytest.mark.parametrize(
    "field", ["id", "kind", "at_all", "known_at", "amends", "reserved", "rech"]
)
def test_fields_that_no_report_has_are_refused(field: str) -> None:
    report: dict[str, Any] = {field: "x"}
    ours = gate(RULES)
    permit = ours.reserve(proposal(), at=AT, key="a")
    for refused in each(
        lambda: permit.confirm(**report),
        lambda: ours.amend("a", **report),
        lambda: ours.confirm_many([permit], **report),
    ):
        with pytest.raises(LedgerError, match="L114"):
            refused()
    assert permit.state == "reserved"


@pytest.mark.parametrize("key", ["", None, 7, b"a", "\ud800", ["a"], Evil()])
def test_keys_that_are_no_texts_are_refused(sqlite: Store, key: Any) -> None:
    store = sqlite
    ours = gate(RULES, store)
    calls: list[Callable[[Gate], object]] = [
        lambda ours: ours.permit(key),
        lambda ours: ours.confirm(key),
        lambda ours: ours.amend(key, reached="delivered"),
        lambda ours: ours.release(key, "r"),
        lambda ours: ours.reserve(proposal(), at=AT, key=key),
    ]
    for call in calls:
        with pytest.raises(PolicydslError):
            call(ours)
    assert list(store.entries()) == []


@pytest.mark.parametrize("reason", [None, 7, b"x", "\ud800", Evil(), "x" * 100_000])
def test_a_reason_for_a_release_is_a_text(sqlite: Store, reason: Any) -> None:
    ours = gate(RULES, sqlite)
    permit = ours.reserve(proposal(), at=AT, key="a")
    for release in each(lambda: permit.release(reason), lambda: ours.release("a", reason)):
        with pytest.raises(RequestError):
            release()
    assert permit.state == "reserved" and permit.allowed
