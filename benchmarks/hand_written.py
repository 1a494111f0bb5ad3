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

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeAlias

from benchmarks.reference_policy import NAME, policy
from benchmarks.zone_tables import BUCKET_BITS, DAY, ZoneTable, build, start_of_day, steady_offsets
from policydsl.core.reference import explain
from policydsl.core.request import Request, Zone

Answer: TypeAlias = tuple[str, tuple[str, ...]]
"""The verdict, and the ids of the rules that block, in the order in which they are reported."""

_HOUR = DAY // 24
_SIX_DAYS = 6 * DAY
_TWO_HOURS = 2 * _HOUR
_MORNING, _EVENING = 8 * _HOUR, 22 * _HOUR
_EAST, _WEST = 14 * _HOUR, 12 * _HOUR
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_FOREVER = 1 << 63
_GOVERNED = frozenset({"collections", "servicing", "marketing"})
_EXPRESS = frozenset({"express", "written"})
_MESSAGES = frozenset({"sms", "push"})
_MAYBE_MESSAGES = frozenset({"sms", "push", None})
_VOICE = frozenset({"voice"})
_MAYBE_VOICE = frozenset({"voice", None})
_MAYBE_NOTICES = frozenset({"letter", "email", None})
_NO_FACTS: Mapping[str, Any] = {}
_NOTICE_ID = f"{NAME}.recovery.notice"
_CONNECTED, _CONVERSATION = 4, 6
_UNKNOWN = "unknown"

_CEASE, _MORATORIUM, _PROMISED, _MARKETING, _HELD, _REVIEW = 1, 2, 4, 8, 16, 32
_TALKED, _CONNECTIONS, _TOUCHES, _UNANSWERED, _WEEKLY, _NIGHT = 64, 128, 256, 512, 1024, 2048
_NAMES = (
    (_CEASE, "cease"),
    (_MORATORIUM, "moratorium"),
    (_PROMISED, "promised"),
    (_MARKETING, "marketing_consent"),
    (_HELD | _REVIEW, "recovery"),
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
    return "deny" if blocked & ~_REVIEW else "review" if blocked else "allow", names


_ANSWERS = [_answer(blocked) for blocked in range(2 * _NIGHT)]
_TABLES: dict[str, ZoneTable] = {}
_STEADY: dict[str, dict[int, int | None]] = {}


def judge(request: Request) -> Answer:
    """Decide on a request."""
    facts: Mapping[str, Any] = request.facts
    purpose = facts["proposal.purpose"]
    if purpose not in _GOVERNED:
        return _UNGOVERNED
    now = request.at
    zones = request.zones
    try:
        offset = _STEADY[zones[0].name][now >> BUCKET_BITS] if len(zones) == 1 else None
    except KeyError:
        offset = None
    if offset is not None:
        wall = now + offset
        first_day = last_day = wall // DAY
        clock = wall - first_day * DAY
        blocked = 0 if _MORNING <= clock < _EVENING else _NIGHT
        midnight = now - clock
        week = midnight - _SIX_DAYS
    elif zones:
        seen = _in_several_zones(now, zones)
        if seen is None:
            return _by_reference(request)
        blocked, first_day, last_day, midnight, week = seen
    else:
        blocked = _NIGHT
        first_day = (now - _WEST) // DAY
        last_day = _FOREVER
        midnight = first_day * DAY - _EAST
        week = midnight - _SIX_DAYS

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
            blocked |= _HELD
        debts = ()
    all_debts = request.debts
    for debt in debts:
        of_debt: Mapping[str, Any] = all_debts.get(debt, _NO_FACTS)
        promise = of_debt.get("debt.promise_until", _FOREVER)
        if promise is not None and promise > now:
            blocked |= _PROMISED
        if of_debt.get("debt.moratorium", True):
            until = of_debt.get("debt.moratorium_until")
            if until is None or first_day <= until.toordinal() - _EPOCH_ORDINAL:
                blocked |= _MORATORIUM
        if purpose == "collections" and not blocked & _HELD:
            blocked |= (
                _ladder(request, debt, of_debt, channel, first_day, last_day, midnight)
                if zones
                else _HELD
            )

    if channel == "voice":
        return _ANSWERS[blocked | _voice(request, debts, now, midnight, week)]
    if channel in _MESSAGES and _touched(request, now):
        blocked |= _TOUCHES
    return _ANSWERS[blocked]


def _by_reference(request: Request) -> Answer:
    """Where a date may come twice or not at all, or beyond the tables, the meaning itself."""
    explanation = explain(policy().core, request)
    return explanation.verdict, tuple(dict.fromkeys(reason.rule for reason in explanation.reasons))


def _in_several_zones(now: int, zones: tuple[Zone, ...]) -> tuple[int, int, int, int, int] | None:
    """Night anywhere, the first and last date, the earliest start of today and of the week.

    None where the tables do not serve.
    """
    blocked, first_day, last_day = 0, _FOREVER, -_FOREVER
    midnight = week = now
    bucket = now >> BUCKET_BITS
    for zone in zones:
        offset = _STEADY[zone.name].get(bucket) if zone.name in _STEADY else None
        if offset is None:
            found = _by_bisection(now, zone.name)
            if found is None:
                return None
            day, clock, today, week_here = found
        else:
            wall = now + offset
            day = wall // DAY
            clock = wall - day * DAY
            today = now - clock
            week_here = today - _SIX_DAYS
        if not _MORNING <= clock < _EVENING:
            blocked = _NIGHT
        if day < first_day:
            first_day = day
        if day > last_day:
            last_day = day
        if today < midnight:
            midnight = today
        if week_here < week:
            week = week_here
    return blocked, first_day, last_day, midnight, week


def _by_bisection(now: int, zone: str) -> tuple[int, int, int, int] | None:
    """The date, the time of day, the start of today and of the week; near a change of offset."""
    if zone not in _TABLES:
        _TABLES[zone] = build(zone)
        _STEADY[zone] = steady_offsets(_TABLES[zone])
    serves_from, serves_until, since, offsets = _TABLES[zone]
    if not serves_from <= now < serves_until:
        return None
    index = bisect_right(since, now) - 1
    day, clock = divmod(now + offsets[index], DAY)
    today = start_of_day(day, index, since, offsets)
    return day, clock, today, start_of_day(day - 6, index, since, offsets)


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
            (event.channel in _MAYBE_VOICE or event.channel in _MESSAGES)
            and event.kind == "contact"
            and (event.direction != "inbound" or event.reserved)
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
            if event.direction == "inbound" and not reserved:
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
        elif at > day_ago and channel in _MESSAGES:
            if (event.direction != "inbound" or event.reserved) and (
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
        if event.kind != "contact" or event.channel not in _MAYBE_VOICE:
            continue
        about, reserved = event.debts, event.reserved
        if event.level == _CONVERSATION or reserved:
            talked = about if event.discussed is None else event.discussed
            if talked is None or debt in talked:
                blocked = _TALKED
        if (
            (about is None or debt in about)
            and (event.direction != "inbound" or reserved)
            and (event.person is None or person is None or event.person == person)
        ):
            weekly += 1
    return blocked | _WEEKLY if weekly >= 7 else blocked


def _ladder(
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
        return _HELD
    due_day = due_on.toordinal() - _EPOCH_ORDINAL
    days, now = first_day - due_day, request.at
    if channel in _MESSAGES:
        if days < -3 or last_day - due_day >= 60:
            return _HELD
        sent = _attempts(request, debt, "remind", _MAYBE_MESSAGES, 3)
        return _HELD if sent and (len(sent) >= 3 or sent[0] > now - DAY) else 0
    if channel == "voice":
        actor = request.facts.get("proposal.actor", _UNKNOWN)
        if actor == "human":
            return 0 if _agent_may_call(request, debt, days, midnight) else _HELD
        if actor == "bot":
            return 0 if _robot_may_call(request, debt, days, midnight) else _HELD
        return 0 if actor == _UNKNOWN and _anyone_may_call(request, debt, due_day) else _HELD
    if channel in _MAYBE_NOTICES:
        if days < 40 or (days < 46 and _surely(request, debt, "agent_call", _VOICE, "human") < 5):
            return _HELD
        if len(_attempts(request, debt, "notice", _MAYBE_NOTICES, 2)) >= 2:
            return _HELD
        return 0 if _approved(request) else _REVIEW
    return _HELD


def _agent_may_call(request: Request, debt: str, days: int, midnight: int) -> bool:
    if days < 15:
        return False
    recently = request.at - _TWO_HOURS
    calls = _attempts(
        request, debt, "agent_call", _MAYBE_VOICE, 6, "human", min(midnight, recently + 1)
    )
    if not calls:
        return True
    return calls[0] <= recently and (len(calls) < 6 or calls[5] < midnight)


def _robot_may_call(request: Request, debt: str, days: int, midnight: int) -> bool:
    if days < 4 or (days < 8 and _surely(request, debt, "remind", _MESSAGES, None) < 2):
        return False
    calls = _attempts(request, debt, "robot_call", _MAYBE_VOICE, 8, "bot")
    return len(calls) < 2 or (len(calls) < 8 and calls[1] < midnight)


def _anyone_may_call(request: Request, debt: str, due_day: int) -> bool:
    """With nobody said to call, either step may take the call, in each zone for itself."""
    for zone in request.zones:
        seen = _in_several_zones(request.at, (zone,))
        assert seen is not None
        _, day, _, midnight, _ = seen
        days = day - due_day
        if not (
            _robot_may_call(request, debt, days, midnight)
            or _agent_may_call(request, debt, days, midnight)
        ):
            return False
    return True


def _attempts(
    request: Request,
    debt: str,
    step: str,
    channels: frozenset[str | None],
    most: int,
    actor: str | None = None,
    since: int = -_FOREVER,
) -> list[int]:
    """When a step was, or may have been, taken since the last reset: newest first, `most` at most.

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
    """How often a step was surely taken since the last reset."""
    found: list[int] = []
    for event in reversed(request.events):
        if event.kind == "contact":
            if (
                (
                    event.step == step
                    if event.step is not None
                    else event.channel in channels
                    and (
                        actor is None or event.reserved or event.values.get("event.actor") == actor
                    )
                )
                and event.direction == "outbound"
                and event.debts is not None
                and debt in event.debts
            ):
                found.append(event.at)
        elif event.kind == "cured" and event.debts is not None and debt in event.debts:
            while found and found[-1] == event.at:
                found.pop()
            break
    return len(found)


def _approved(request: Request) -> bool:
    return any(
        approval.rule == _NOTICE_ID and approval.role == "legal" and approval.at <= request.at
        for approval in request.approvals
    )
