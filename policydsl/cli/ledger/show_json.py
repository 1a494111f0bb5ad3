"""Where a person stands, as JSON values.

In: a `Standing`. Out: dicts and lists; instants as texts in UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policydsl.core.explanation import LadderState
from policydsl.facts.moments import utc, utc_text
from policydsl.gate.standing import Happened, Held, Standing
from policydsl.ledger.bodies import body_text, read_body
from policydsl.ledger.store import State


def standing_json(standing: Standing, person: str, purpose: str, most: int) -> dict[str, Any]:
    """The whole; the last `most` events."""
    happened = [one for one in standing.events if one.state is State.EVENT]
    places = [one for one in standing.events if one.state is not State.EVENT]
    return {
        "person": person,
        "at": _instant(standing.at),
        "purpose": purpose,
        "contacts": {name: one.to_dict() for name, one in standing.decisions.items()},
        "counters": [_counter(one) for one in standing.held],
        "ladders": [_ladder(one) for one in standing.ladders],
        "reserved": [_place(one) for one in places],
        "events": [_event(one) for one in happened[max(0, len(happened) - most) :]],
    }


def _counter(one: Held) -> dict[str, Any]:
    measure = one.measure
    return {
        "rule": one.rule,
        "key": dict(measure.key),
        "used": measure.used,
        "possible": measure.possible,
        "limit": measure.limit,
        "left": max(0, measure.limit - measure.used),
        "window": measure.window,
        "since": _instant(one.since),
        "frees_at": _instant(measure.frees_at),
        "contacts": [
            {
                "id": each.event.id,
                "at": _instant(each.event.at),
                "sure": each.is_sure,
                "leaves_at": _instant(each.leaves_at),
            }
            for each in one.counted
        ],
    }


def _ladder(state: LadderState) -> dict[str, Any]:
    return {
        "ladder": state.ladder,
        "key": dict(state.key),
        "step": state.step,
        "opens": {step: _instant(at) for step, at in state.opens},
    }


def _place(one: Happened) -> dict[str, Any]:
    return {**_event(one), "state": one.state.value, "expires_at": _instant(one.expires_at)}


def _event(one: Happened) -> dict[str, Any]:
    body = _plain(one.body)
    return {**body, "void": True} if one.is_void else body


def _plain(body: Mapping[str, Any]) -> dict[str, Any]:
    """What JSON can write: decimals as they are, if a float can say them."""
    shown: dict[str, Any] = read_body(body_text(body))
    return {name: _number(value) for name, value in shown.items()}


def _number(value: Any) -> Any:
    match value:
        case dict():
            return {name: _number(one) for name, one in value.items()}
        case list():
            return [_number(one) for one in value]
        case _ if hasattr(value, "as_tuple"):
            return float(value)
        case _:
            return value


def _instant(at: int | None) -> str | None:
    return None if at is None else utc_text(utc(at))
