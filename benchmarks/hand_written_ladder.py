"""The ladder of the hand-written function.

In: a request, one of its debts, and the dates and the start of today in its zones. Out: bits.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benchmarks.reference_policy import NAME
from benchmarks.zone_tables import DAY, EPOCH_ORDINAL, FOREVER, HOUR
from policydsl.core.request import Request

HELD, REVIEW = 16, 32
MESSAGES = frozenset({"sms", "push"})
MAYBE_VOICE = frozenset({"voice", None})
_VOICE = frozenset({"voice"})
_MAYBE_MESSAGES = frozenset({"sms", "push", None})
_MAYBE_NOTICES = frozenset({"letter", "email", None})
_TWO_HOURS = 2 * HOUR
_NOTICE_ID = f"{NAME}.recovery.notice"


def ladder(
    request: Request,
    debt: str,
    of_debt: Mapping[str, Any],
    channel: Any,
    first_day: int,
    last_day: int,
    midnight: int,
) -> int:
    """What the ladder says about a debt: nothing, held back, or to be reviewed."""
    due_on = of_debt.get("debt.due_on")
    if (
        due_on is None
        or of_debt.get("debt.arrangement", True)
        or of_debt.get("debt.paid", True)
        or of_debt.get("debt.disputed", True)
    ):
        return HELD
    due_day = due_on.toordinal() - EPOCH_ORDINAL
    days, now = first_day - due_day, request.at
    if channel in MESSAGES:
        if days < -3 or last_day - due_day >= 60:
            return HELD
        sent = _attempts(request, debt, "remind", _MAYBE_MESSAGES, 3)
        return HELD if sent and (len(sent) >= 3 or sent[0] > now - DAY) else 0
    if channel == "voice":
        actor = request.facts.get("proposal.actor")
        if actor == "human":
            return 0 if _agent_may_call(request, debt, days, midnight) else HELD
        if actor == "bot":
            return 0 if _robot_may_call(request, debt, days, midnight) else HELD
        return HELD
    if channel in _MAYBE_NOTICES:
        if days < 40 or (days < 46 and _surely(request, debt, "agent_call", _VOICE, "human") < 5):
            return HELD
        if len(_attempts(request, debt, "notice", _MAYBE_NOTICES, 2)) >= 2:
            return HELD
        return 0 if _approved(request) else REVIEW
    return HELD


def _agent_may_call(request: Request, debt: str, days: int, midnight: int) -> bool:
    if days < 15:
        return False
    recently = request.at - _TWO_HOURS
    calls = _attempts(
        request, debt, "agent_call", MAYBE_VOICE, 6, "human", min(midnight, recently + 1)
    )
    if not calls:
        return True
    return calls[0] <= recently and (len(calls) < 6 or calls[5] < midnight)


def _robot_may_call(request: Request, debt: str, days: int, midnight: int) -> bool:
    if days < 4 or (days < 8 and _surely(request, debt, "remind", MESSAGES, None) < 2):
        return False
    calls = _attempts(request, debt, "robot_call", MAYBE_VOICE, 8, "bot")
    return len(calls) < 2 or (len(calls) < 8 and calls[1] < midnight)


def _attempts(
    request: Request,
    debt: str,
    step: str,
    channels: frozenset[str | None],
    most: int,
    actor: str | None = None,
    since: int = -FOREVER,
) -> list[int]:
    """When a step was, or may have been, taken since a sure reset: newest first, `most` at most.

    With `since`, nothing older is looked at.
    """
    found: list[int] = []
    for event in reversed(request.events):
        at = event.at
        if at < since:
            break
        if event.kind == "contact":
            if event.step is None:
                if event.channel not in channels or (
                    actor is not None
                    and not event.reserved
                    and event.values.get("event.actor", actor) != actor
                ):
                    continue
            elif event.step != step:
                continue
            if event.direction != "inbound" and (event.debts is None or debt in event.debts):
                found.append(at)
                if len(found) == most:
                    since = at
        elif event.kind == "cured" and event.debts is not None and debt in event.debts:
            while found and found[-1] == at:
                found.pop()
            break
    return found


def _surely(
    request: Request, debt: str, step: str, channels: frozenset[str], actor: str | None
) -> int:
    """How often a step was surely taken since the last event that is, or may be, a reset."""
    found: list[int] = []
    for event in reversed(request.events):
        if event.kind == "contact":
            if (
                (
                    event.step == step
                    if event.step is not None
                    else event.channel in channels
                    and (actor is None or event.values.get("event.actor") == actor)
                )
                and event.direction == "outbound"
                and event.debts is not None
                and debt in event.debts
            ):
                found.append(event.at)
        elif event.kind == "cured" and (event.debts is None or debt in event.debts):
            while found and found[-1] == event.at:
                found.pop()
            break
    return len(found)


def _approved(request: Request) -> bool:
    return any(
        approval.rule == _NOTICE_ID and approval.role == "legal" and approval.at <= request.at
        for approval in request.approvals
    )
