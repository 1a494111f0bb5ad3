"""The policy of the benchmarks as one function, the way a good programmer would write it by hand.

In: a checked request. Out: the verdict and the ids of all rules that block, the same as
the evaluators give for `reference_policy.policy`. It is the yardstick of the engine: nothing is
interpreted, no reason is given, and what cannot matter is not looked at.

How it saves time: instants are integers; a window of local dates is turned into the instant it
starts at; the history is walked from its end and no further than the answer needs; blocking rules
are bits, and the answer for a set of bits is made once. Every rule here denies when it is unknown,
so a rule blocks unless it surely does not, and only events that surely do not count are left out.
Several zones take the earliest start and the worst date, because one zone suffices to block.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from benchmarks.hand_written_ladder import HELD, MAYBE_VOICE, MESSAGES, REVIEW, ladder
from benchmarks.reference_policy import NAME, policy
from benchmarks.zone_tables import (
    BUCKET_BITS,
    DAY,
    EPOCH_ORDINAL,
    EVENING,
    FOREVER,
    HOUR,
    MORNING,
    SIX_DAYS,
    STEADY,
    in_several_zones,
)
from policydsl.core.reference import explain
from policydsl.core.request import Request

Answer: TypeAlias = tuple[str, tuple[str, ...]]
"""The verdict, and the ids of the rules that block, in the order in which they are reported."""

_EAST, _WEST = 14 * HOUR, 12 * HOUR
_GOVERNED = frozenset({"collections", "servicing", "marketing"})
_EXPRESS = frozenset({"express", "written"})
_NO_FACTS: Mapping[str, Any] = {}
_CONNECTED, _CONVERSATION = 4, 6

_CEASE, _MORATORIUM, _PROMISED, _MARKETING = 1, 2, 4, 8
_TALKED, _CONNECTIONS, _TOUCHES, _UNANSWERED, _WEEKLY, _NIGHT = 64, 128, 256, 512, 1024, 2048
_NAMES = (
    (_CEASE, "cease"),
    (_MORATORIUM, "moratorium"),
    (_PROMISED, "promised"),
    (_MARKETING, "marketing_consent"),
    (HELD | REVIEW, "recovery"),
    (_TALKED, "after_talk"),
    (_CONNECTIONS, "connected_daily"),
    (_TOUCHES, "touches"),
    (_UNANSWERED, "unanswered_daily"),
    (_WEEKLY, "weekly"),
    (_NIGHT, "night"),
)
_UNGOVERNED: Answer = ("deny", (NAME,))


def _answer(blocked: int) -> Answer:
    names = tuple(f"{NAME}.{name}" for bits, name in _NAMES if blocked & bits)
    return "deny" if blocked & ~REVIEW else "review" if blocked else "allow", names


_ANSWERS = [_answer(blocked) for blocked in range(2 * _NIGHT)]


def judge(request: Request) -> Answer:
    """Decide on a request.

    Longer than it should be, because another call costs 3 to 4 %.
    """
    facts: Mapping[str, Any] = request.facts
    purpose = facts["proposal.purpose"]
    if purpose not in _GOVERNED:
        return _UNGOVERNED
    now = request.at
    zones = request.zones
    try:
        offset = STEADY[zones[0].name][now >> BUCKET_BITS] if len(zones) == 1 else None
    except KeyError:
        offset = None
    if offset is not None:
        wall = now + offset
        first_day = last_day = wall // DAY
        clock = wall - first_day * DAY
        blocked = 0 if MORNING <= clock < EVENING else _NIGHT
        midnight = now - clock
        week = midnight - SIX_DAYS
    elif zones:
        seen = in_several_zones(now, zones)
        if seen is None:
            return _by_reference(request)
        is_night, first_day, last_day, midnight, week = seen
        blocked = _NIGHT if is_night else 0
    else:
        blocked = _NIGHT
        first_day = (now - _WEST) // DAY
        last_day = FOREVER
        midnight = first_day * DAY - _EAST
        week = midnight - SIX_DAYS

    if facts.get("person.cease", True):
        blocked |= _CEASE
    channel = facts["proposal.channel"]
    if purpose == "marketing" and not _consented(request, channel, purpose, now):
        blocked |= _MARKETING

    debts = request.proposal_debts
    if debts is None:
        blocked |= _PROMISED | _MORATORIUM
        if channel == "voice":
            blocked |= _WEEKLY | _TALKED
        if purpose == "collections":
            blocked |= HELD
        debts = ()
    all_debts = request.debts
    for debt in debts:
        of_debt: Mapping[str, Any] = all_debts.get(debt, _NO_FACTS)
        promise = of_debt.get("debt.promise_until", FOREVER)
        if promise is not None and promise > now:
            blocked |= _PROMISED
        if of_debt.get("debt.moratorium", True):
            until = of_debt.get("debt.moratorium_until")
            if until is None or first_day <= until.toordinal() - EPOCH_ORDINAL:
                blocked |= _MORATORIUM
        if purpose == "collections" and not blocked & HELD:
            blocked |= (
                ladder(request, debt, of_debt, channel, first_day, last_day, midnight)
                if zones
                else HELD
            )

    if channel == "voice":
        return _ANSWERS[blocked | _voice(request, debts, now, midnight, week)]
    if channel in MESSAGES and _touched(request, now):
        blocked |= _TOUCHES
    return _ANSWERS[blocked]


def _by_reference(request: Request) -> Answer:
    """Where a date may come twice or not at all, or beyond the tables, the meaning itself."""
    explanation = explain(policy().core, request)
    return explanation.verdict, tuple(dict.fromkeys(reason.rule for reason in explanation.reasons))


def _consented(request: Request, channel: Any, purpose: Any, now: int) -> bool:
    """Whether an express consent covers the channel and the purpose and is alive."""
    for record in request.consents:
        ends, revoked = record.effective_to, record.revoked_at
        if (
            record.effective_from <= now
            and (revoked is None or now < revoked)
            and (ends is None or now < ends)
            and record.level in _EXPRESS
            and record.values.get("consent.channel") in (channel, "any")
            and record.values.get("consent.purpose") in (purpose, "any")
        ):
            return True
    return False


def _touched(request: Request, now: int) -> bool:
    """Whether ten messages and calls of a day are used up."""
    since, person, touches = now - DAY, request.person, 0
    for event in reversed(request.events):
        if event.at <= since:
            break
        if (
            (event.channel in MAYBE_VOICE or event.channel in MESSAGES)
            and event.kind == "contact"
            and event.direction != "inbound"
            and (event.person is None or person is None or event.person == person)
        ):
            touches += 1
    return touches >= 10


def _voice(request: Request, debts: tuple[str, ...], now: int, midnight: int, week: int) -> int:
    """The caps and the cooldown that speak about calls."""
    address = request.facts.get("proposal.address")
    blocked = _UNANSWERED if address is None else 0
    person, day_ago = request.person, now - DAY
    debt = debts[0] if debts else None
    weekly = touches = connections = unanswered = 0
    for event in reversed(request.events):
        at = event.at
        if at < week:
            break
        if event.kind != "contact":
            continue
        channel = event.channel
        if channel == "voice" or channel is None:
            level, about, reserved = event.level, event.debts, event.reserved
            if level == _CONVERSATION or reserved:
                talked = about if event.discussed is None else event.discussed
                if talked is None or debt in talked:
                    blocked |= _TALKED
            if event.direction == "inbound":
                continue
            mine = event.person is None or person is None or event.person == person
            if mine and (about is None or debt in about):
                weekly += 1
            if at > day_ago:
                if mine:
                    touches += 1
                if at < midnight:
                    continue
            elif at < midnight:
                continue
            if mine and (level >= _CONNECTED or reserved):
                connections += 1
            if (level < _CONNECTED or reserved) and (
                event.address is None or event.address == address
            ):
                unanswered += 1
        elif at > day_ago and channel in MESSAGES:
            if event.direction != "inbound" and (
                event.person is None or person is None or event.person == person
            ):
                touches += 1
    if weekly >= 7:
        blocked |= _WEEKLY
    if not debts:
        blocked &= ~(_WEEKLY | _TALKED)
    if touches >= 10:
        blocked |= _TOUCHES
    if connections >= 3:
        blocked |= _CONNECTIONS
    if unanswered >= 6:
        blocked |= _UNANSWERED
    for other in debts[1:]:
        blocked |= _calls_about(request, other, week)
    return blocked


def _calls_about(request: Request, debt: str, week: int) -> int:
    """What of the week's calls blocks another call about a debt."""
    person, weekly, blocked = request.person, 0, 0
    for event in reversed(request.events):
        if event.at < week:
            break
        if event.kind != "contact" or event.channel not in MAYBE_VOICE:
            continue
        about = event.debts
        if event.level == _CONVERSATION or event.reserved:
            talked = about if event.discussed is None else event.discussed
            if talked is None or debt in talked:
                blocked = _TALKED
        if (
            (about is None or debt in about)
            and event.direction != "inbound"
            and (event.person is None or person is None or event.person == person)
        ):
            weekly += 1
    return blocked | _WEEKLY if weekly >= 7 else blocked
