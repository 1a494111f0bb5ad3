"""What a gate keeps of a permit beside its place, and how it tells instants.

In: a proposal's text, the policy's digest, the decision as JSON values; instants of a caller. Out:
texts, which give the same answer again in the same order; microseconds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from policydsl.errors import RequestError
from policydsl.facts.moments import parse_instant, to_micros
from policydsl.facts.problems import Problem

RELEASED = "released"
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def kept_permit(
    proposal: str, digest: str, valid_until: int | None, answer: Mapping[str, Any]
) -> str:
    """A permit as it is kept; the answer's fields stay in their order."""
    permit = {
        "proposal": proposal,
        "policy": digest,
        "valid_until": valid_until,
        "answer": answer,
    }
    return _encode(permit)


def given_back(permit: str | None, reason: str, at: str) -> str:
    """The permit of a place that is given back, with the last reason for it."""
    kept = json.loads(permit or "{}")
    return _encode({**kept, RELEASED: {"reason": reason, "at": at}})


def moment_of(at: datetime) -> int:
    """An instant of a caller as microseconds since 1970 UTC.

    Raises `ValueError` for a naive datetime, `TypeError` for what is none, `RequestError` for one
    at the ends of the calendar.
    """
    if not isinstance(at, datetime):
        raise TypeError(f"an instant is a datetime, not {type(at).__name__}")
    moment = to_micros(at) if at.utcoffset() is None else parse_instant(at)
    if isinstance(moment, Problem):
        raise RequestError([moment.diagnostic("at")])
    return moment
