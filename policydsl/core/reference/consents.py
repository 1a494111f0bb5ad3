"""Consents as intervals: live, and if not, why not."""

from __future__ import annotations

from dataclasses import replace

from policydsl.core.formula import Consent
from policydsl.core.reference.clock import all_of, any_of
from policydsl.core.reference.counting import Judge, inside, leaves, select
from policydsl.core.reference.facts import MISSING, Context, read
from policydsl.core.request import ConsentRecord
from policydsl.frozen import frozen

_LEVELS = ("implied", "express", "written")
_PURPOSE = "consent.purpose"


@frozen
class Test:
    """One demand on a record: the reason code when it fails, whether it holds, what ended it."""

    code: str
    holds: bool | None
    ended_at: int | None = None


def consent_holds(consent: Consent, context: Context, judge: Judge) -> bool | None:
    """Whether some record satisfies everything at once."""
    return any_of(
        all_of(test.holds for test in tests(consent, record, context, judge))
        for record in context.request.consents
    )


def tests(consent: Consent, record: ConsentRecord, context: Context, judge: Judge) -> list[Test]:
    """Every demand on a record, from the most general to the most particular."""
    at = _judged_at(consent, context)
    wanted = 0 if consent.level is None else _LEVELS.index(consent.level)
    fields = [
        Test(
            "CONSENT_WRONG_PURPOSE" if field == _PURPOSE else "CONSENT_MISSING",
            _covers(record, field, path, context),
        )
        for field, path in consent.fields
    ]
    return [
        *sorted(fields, key=lambda test: test.code),
        Test("CONSENT_MISSING", _LEVELS.index(record.level) >= wanted),
        Test("CONSENT_MISSING", judge(consent.where, replace(context, consent=record))),
        Test("CONSENT_MISSING", record.effective_from <= at),
        _is_unrevoked(consent, record, at, context),
        Test("CONSENT_EXPIRED", _before(at, record.effective_to), record.effective_to),
        *_spans(consent, record, at, context),
        _is_not_ended_by_event(consent, record, at, context, judge),
        Test("CONSENT_UNPROVEN", record.proof is not None or not consent.with_proof),
        Test("CONSENT_UNPROVEN", _is_confirmed(record, at) or not consent.confirmed),
    ]


def _judged_at(consent: Consent, context: Context) -> int:
    return context.event.at if consent.at_event and context.event else context.now


def _covers(record: ConsentRecord, field: str, path: str, context: Context) -> bool | None:
    given = record.values.get(field)
    if given is None:
        return False
    if given == "any":
        return True
    wanted = read(path, context)
    if wanted is MISSING or wanted is None:
        return None
    return wanted in given if isinstance(given, frozenset) else wanted == given


def _before(at: int, end: int | None) -> bool:
    return end is None or at < end


def _is_confirmed(record: ConsentRecord, at: int) -> bool:
    return record.confirmed_at is not None and record.confirmed_at <= at


def _is_unrevoked(consent: Consent, record: ConsentRecord, at: int, context: Context) -> Test:
    revoked_at = record.revoked_at
    if _before(at, revoked_at):
        return Test("CONSENT_REVOKED", True)
    assert revoked_at is not None
    if consent.grace is None:
        return Test("CONSENT_REVOKED", False, revoked_at)
    return Test("CONSENT_REVOKED", inside(consent.grace, revoked_at, at, context), revoked_at)


def _spans(consent: Consent, record: ConsentRecord, at: int, context: Context) -> list[Test]:
    return [
        Test("CONSENT_EXPIRED", inside(span, record.effective_from, at, context))
        for span in (consent.given_within, consent.lasting)
        if span is not None
    ]


def _is_not_ended_by_event(
    consent: Consent, record: ConsentRecord, at: int, context: Context, judge: Judge
) -> Test:
    if consent.ending_after is None:
        return Test("CONSENT_EXPIRED", True)
    ends = [
        (event, truth)
        for event, truth in select(consent.ending_after, consent.ending_keys, context, judge)
        if record.effective_from < event.at <= at and event is not context.event
    ]
    if not ends:
        return Test("CONSENT_EXPIRED", True)
    sure = [event.at for event, truth in ends if truth]
    return Test("CONSENT_EXPIRED", False if sure else None, min(sure) if sure else None)


def nearest(
    consent: Consent, context: Context, judge: Judge
) -> tuple[str, ConsentRecord | None, int | None]:
    """Why no record is live: the code, the record that came nearest, and the instant it ended.

    The nearest record is the one that passes the most demands before its first failure; of
    several, the one given last, then the one with the greatest id.
    """
    best: tuple[int, int, str] | None = None
    answer: tuple[str, ConsentRecord | None, int | None] = ("CONSENT_MISSING", None, None)
    for record in context.request.consents:
        demands = tests(consent, record, context, judge)
        failed = next((i for i, test in enumerate(demands) if test.holds is not True), None)
        if failed is None:
            continue
        rank = (failed, record.effective_from, record.id)
        if best is None or rank > best:
            best = rank
            answer = (demands[failed].code, record, demands[failed].ended_at)
    return answer


def honor_by(
    consent: Consent, context: Context, judge: Judge
) -> tuple[ConsentRecord, int | None] | None:
    """The record that only its grace keeps alive and the instant its revocation must be honoured.

    None when some record is live without grace.
    """
    if consent.grace is None or consent_holds(replace(consent, grace=None), context, judge):
        return None
    for record in context.request.consents:
        if record.revoked_at is None:
            continue
        if all_of(test.holds for test in tests(consent, record, context, judge)):
            return record, leaves(consent.grace, record.revoked_at, context)
    return None
