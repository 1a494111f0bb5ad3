"""Checked requests, back in the form in which they arrive.

In: a `Request` of `benchmarks.cases`. Out: the mapping that `json.loads` would give for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from policydsl.core.request import LEVELS, ConsentRecord, Event, Request, Value

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def as_json(request: Request) -> dict[str, Any]:
    """The request as an integrator sends it."""
    person = _fields(request.facts, "person")
    person["time_zones"] = [{"zone": zone.name, "source": zone.source} for zone in request.zones]
    return {
        "at": _instant(request.at),
        "proposal": _proposal(request),
        "person": person,
        "debts": [{"id": name, **_fields(of, "debt")} for name, of in request.debts.items()],
        "consents": [_consent(record) for record in request.consents],
        "events": [_event(event) for event in request.events],
    }


def _proposal(request: Request) -> dict[str, Any]:
    proposal = _fields(request.facts, "proposal")
    proposal["approvals"] = [
        {"rule": one.rule, "role": one.role, "at": _instant(one.at), "by": one.by}
        for one in request.approvals
    ]
    if request.proposal_debts is not None:
        proposal["debts"] = list(request.proposal_debts)
    return proposal


def _event(event: Event) -> dict[str, Any]:
    fields = {
        **_fields(event.values, "event"),
        "id": event.id,
        "at": _instant(event.at),
        "person": event.person,
        "debts": None if event.debts is None else list(event.debts),
        "discussed": None if event.discussed is None else list(event.discussed),
        "reserved": event.reserved or None,
        "reached": LEVELS[event.level - 1] if event.level else None,
    }
    return {
        name: value for name, value in fields.items() if value is not None and name not in LEVELS
    }


def _consent(record: ConsentRecord) -> dict[str, Any]:
    return {
        "id": record.id,
        "level": record.level,
        "effective_from": _instant(record.effective_from),
        "effective_to": None if record.effective_to is None else _instant(record.effective_to),
        "revoked_at": None if record.revoked_at is None else _instant(record.revoked_at),
        **_fields(record.values, "consent"),
    }


def _fields(values: Mapping[str, Value], root: str) -> dict[str, Any]:
    """The values at the paths of a root, by the last part of the path."""
    return {
        path.partition(".")[2]: _plain(path, value)
        for path, value in values.items()
        if path.startswith(f"{root}.")
    }


def _plain(path: str, value: Value) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if path in ("debt.promise_until", "event.at") and isinstance(value, int):
        return _instant(value)
    return value


def _instant(micros: int) -> str:
    return (_EPOCH + timedelta(microseconds=micros)).isoformat()
