"""A decision as one line: all that is needed to decide it again, and what was decided.

In: a policy, a request as JSON values, the decision made on it. Out: a `Record` for a store, and
what a line says, read again. Fields stand in a fixed order, the decision last.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from policydsl._version import __version__
from policydsl.api import Policy
from policydsl.core.outlook import MOST_HORIZON_DAYS
from policydsl.engine.decision import Decision
from policydsl.facts.moments import parse_instant
from policydsl.frozen import frozen
from policydsl.ledger.bodies import body_text, read_body
from policydsl.ledger.store import Record

FORMAT = 1
"""The version of the format of lines."""

RESERVE = "reserve"
"""What a line records that reserved a place when it allowed; other kinds reserve nothing."""

_HEAD = ("record", "program", "what", "key", "horizon_seconds", "read")
_FIELDS = (*_HEAD, "request", "decision")
_LISTS = ("events", "debts", "consents")
_PROGRAM = json.dumps(__version__)
_SECOND = timedelta(seconds=1)
_LONGEST = MOST_HORIZON_DAYS * 24 * 60 * 60
_encode = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), allow_nan=False, check_circular=False
).encode


@frozen
class Line:
    """What a record says.

    `program` is the version of policydsl that wrote it. `what` is what was asked for (`reserve`,
    `decide`, …), `key` that of the reservation, None without one. `horizon` is how far ahead the
    decision looked. `digest`, `tzdata` and `calendars` are of the policy and the data with which
    it was made. `verdict` and `allowed` are its answer.
    """

    program: str
    what: str
    key: str | None
    horizon: timedelta
    request: Mapping[str, Any]
    digest: str
    tzdata: str
    calendars: str
    verdict: str
    allowed: bool

    @property
    def reserves(self) -> bool:
        """Whether a place was reserved."""
        return self.what == RESERVE and self.allowed


def record_of(
    policy: Policy,
    data: Mapping[str, Any],
    decision: Decision,
    *,
    key: str | None,
    horizon: timedelta,
    kind: str = RESERVE,
    answer: Mapping[str, Any] | None = None,
) -> Record:
    """The record of a decision that a policy made on a request.

    `data` is what the decision was made on: JSON values, or Python values that a request takes.
    `key` is that of the reservation, None without one; `horizon` how far the decision looked ahead;
    `kind` what was asked for, `reserve` where an allowed contact got a place; `answer` is
    `Decision.to_dict`, where somebody has it already. Raises `ValueError` for a request that has
    no instant, or a decision of another policy.
    """
    at = parse_instant(data.get("at"))
    if not isinstance(at, int):
        raise ValueError("the request of a decision record has no instant `at`")
    decided = told(decision.to_dict() if answer is None else answer)
    if decided["policy"]["digest"] != policy.digest:
        raise ValueError(f"the decision is not of the policy {policy.name}")
    read = ",".join(f'"{name}":{_size(data.get(name))}' for name in _LISTS)
    text = (
        f'{{"record":{FORMAT},"program":{_PROGRAM},"what":{_encode(kind)},"key":{_encode(key)},'
        f'"horizon_seconds":{_seconds(horizon)},"read":{{{read}}},'
        f'"request":{body_text(data)}{ending(decided)}'
    )
    return Record(at, text, key if kind == RESERVE and decision.allowed else None)


def told(answer: Mapping[str, Any]) -> dict[str, Any]:
    """A decision as a record has it: `Decision.to_dict` without where the rules stand in files.

    Files may move and be laid out anew; the digest of the policy, and so its decisions, stay.
    """
    placeless = {
        name: [{key: said for key, said in reason.items() if key != "source"} for reason in listed]
        for name in ("reasons", "warnings")
        if (listed := answer[name])
    }
    return {**answer, **placeless}


def ending(decided: Mapping[str, Any]) -> str:
    """What a line ends with after a decision, given as `told` makes it."""
    return f',"decision":{_encode(decided)}}}'


def read_line(text: str) -> Line | None:
    """What the text of a record says; None for a text that no `record_of` wrote."""
    try:
        body = read_body(text)
        if tuple(body) != _FIELDS or body["record"] != FORMAT:
            return None
        decided = body["decision"]
        return _checked(body, decided, decided["data"])
    except (ValueError, LookupError, TypeError, RecursionError):
        return None


def _checked(
    body: Mapping[str, Any], decided: Mapping[str, Any], data: Mapping[str, Any]
) -> Line | None:
    policy, seconds, key = decided["policy"], body["horizon_seconds"], body["key"]
    verdict = decided["verdict"]
    texts = (
        *(body["program"], body["what"], verdict),
        *(policy["digest"], data["tzdata"], data["calendars"]),
    )
    is_sound = (
        all(isinstance(one, str) for one in texts)
        and (key is None or isinstance(key, str))
        and isinstance(seconds, int | Decimal)
        and 0 < seconds <= _LONGEST
        and isinstance(body["request"], dict)
        and isinstance(decided["allowed"], bool)
    )
    if not is_sound:
        return None
    return Line(
        program=body["program"],
        what=body["what"],
        key=key,
        horizon=timedelta(microseconds=int(seconds * 1_000_000)),
        request=body["request"],
        digest=policy["digest"],
        tzdata=data["tzdata"],
        calendars=data["calendars"],
        verdict=verdict,
        allowed=decided["allowed"],
    )


def _seconds(span: timedelta) -> str:
    """A span in seconds, exactly; a fraction only where there is one."""
    whole, rest = divmod(span, _SECOND)
    return f"{whole}.{rest.microseconds:06}".rstrip("0") if rest else str(whole)


def _size(items: object) -> int:
    return len(items) if isinstance(items, Sequence) else 0
